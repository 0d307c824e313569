// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/contestants.h"
#include "app/cli/reportfiles.h"

namespace assay {

/// What `assay-cli run` was asked for, checked as far as that goes without a network.
struct RunRequest
{
    RunOptions options;
    ContestantWish contestants;
    PromptSet prompts;
    ReportFiles reports;
    QString workspace; // empty: nothing is stored
    QString resume; // id, beginning of one, or "last"; empty: a new run
    std::optional<int> resumeRounds; // what a resumed run is extended to
    QStringList notes; // for the person
    bool quiet = false;
};

void addRunOptions(Arguments &arguments);
/// Reads the options and what the environment sets in their place. Errors: BadInput. Changes nothing.
Result<RunRequest> readRunRequest(const Arguments &arguments, const Surroundings &surroundings);

} // namespace assay
