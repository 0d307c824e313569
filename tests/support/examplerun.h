// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/run.h"

namespace assay::test {

/// What example runs are made of: `models` models x 4 prompts x `rounds` rounds with one warm-up a block.
RunInfo exampleInfo(int models = 3, int rounds = 3);
/// A sample that went well, with a timeline that follows from model and place (ms since sent: headers 12, first
/// token 60 to 200, total 400 to 2600).
Sample exampleSample(const RunInfo &info, const PlanStep &step);
/// The same, but refused by the server.
Sample failedSample(const RunInfo &info, const PlanStep &step);
/// A whole run: every step answered, except that the last model fails its last prompt.
RunData exampleRun(int models = 3, int rounds = 3);
Score exampleScore(const RunData &run, const SampleId &sample, int value);

} // namespace assay::test
