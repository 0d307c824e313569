// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/compare/comparison.h"
#include "models/domain/run.h"

namespace assay {

struct CompareOptions
{
    double threshold = 0.03; // smallest difference in speed that matters: 0.03 is 3 %; > 0
    double scoreThreshold = 0.25; // the same for scores, in points; > 0
    /// Ask for what will be looked at and no more: each further metric weakens the others by Holm's correction. (The
    /// other two speeds are the total latency once more, beside the length of the answer.)
    std::vector<CompareMetric> metrics{CompareMetric::TotalMs, CompareMetric::TtftMs, CompareMetric::DecodeTokensPerS,
                                       CompareMetric::Score};
};

/// Every pair of models of a run in every metric of the options, first < second, ordered by metric, then pair. A metric
/// that one of the two never has gives no comparison. Holm's correction is over all that is returned. Slow enough for a
/// thread of its own where there are thousands of samples.
std::vector<Comparison> compareModels(const RunData &run, const CompareOptions &options = {});

/// Each model of `now` against the model of the same alias in `base`, over the prompts that both have (same id, same
/// text): Faster means that `now` is faster. Whether the runs may be compared at all is not asked here.
std::vector<Comparison> compareRuns(const RunData &base, const RunData &now, const CompareOptions &options = {});

} // namespace assay
