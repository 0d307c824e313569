// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/run.h"

namespace assay::test {

/// A plan of `models` x `prompts` with aliases "m0", "m1", ... and prompts "p0", "p1", ... on one endpoint "local".
Plan smallPlan(int models, int prompts, int rounds);

/// An ok sample of a plan's step: sent at `sentMs` on the run's clock, first token after 100 ms, five chunks of two
/// characters 50 ms apart (total 300 ms), ten tokens by usage.
Sample okSample(const RunInfo &info, int index, int model, int prompt, int round, double sentMs = 1000);

/// A finished run with everything a result file can hold: warm-ups, reasoning, tool text, partial text, a failure, a
/// time-out, a cancelled and a skipped sample, flags, server timings, scores, unknown keys, hostile text.
RunData fullRun();

} // namespace assay::test
