// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/run.h"

namespace assay {

/// A piece of a run for a live view: what came since the last piece, at most 30 times a second (the Batcher's work).
struct LiveDelta
{
    SampleId sample;
    PlanStep step;
    QString answer; // text to append
    QString reasoning; // text to append
    int chunks = 0; // generated deltas in this piece
    bool started = false; // the sample starts with this piece
    std::optional<double> tokensPerSSoFar; // estimate from characters until the server counts; shown with "~"
};

struct SkippedModel
{
    int model = 0; // index in the plan
    Error reason;
};

struct LiveBatch
{
    RunId run;
    RunState state = RunState::Running;
    std::vector<LiveDelta> deltas;
    std::vector<Sample> finished;
    std::vector<SkippedModel> skipped;
    RunProgress progress;
};

} // namespace assay

Q_DECLARE_METATYPE(assay::LiveBatch)
