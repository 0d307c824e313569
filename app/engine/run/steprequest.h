// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engine/servers/serveradapter.h"
#include "models/domain/run.h"

namespace assay {

/// One step of a plan, ready to be sent.
struct StepRequest
{
    Sample start; // id, run, step, alias, prompt, request
    ChatCall call;
    Endpoint endpoint;
    const ServerAdapter *adapter = nullptr;
};

/// What `step` of the run's plan sends. Pure.
StepRequest requestOf(const RunInfo &run, const PlanStep &step);

/// A question to a model of the plan that is answered with one token: the parameters are those of its requests, since
/// some servers load a model anew for others.
ChatInput oneTokenChat(const Plan &plan, int model);

/// The line that makes a request's beginning unique, so that no prefix cache helps: the same for all models, another
/// for each prompt, round, phase and run.
QString nonceLine(const RunId &run, const PlanStep &step);

/// Wait before the next try after `attempts` tries (>= 1): what the server asked for, at most 60 s; else 0.5 s
/// doubling.
Nanos retryDelay(int attempts, std::optional<Nanos> asked);

/// Moves every stamp to a clock that starts at `zero`.
void startClockAt(Timeline &timeline, Nanos zero);

} // namespace assay
