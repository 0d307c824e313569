// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/statistics.h"

namespace assay {

/// 95 % intervals of the mean and the median of the same resamples.
struct BootstrapIntervals
{
    Interval mean;
    Interval median;
    friend bool operator==(const BootstrapIntervals &, const BootstrapIntervals &) = default;
};

/// Percentile bootstrap over whole clusters: each resample draws as many clusters as there are, with replacement, and
/// takes all values of each (Efron and Tibshirani 1993, chapters 8 and 13). Deterministic in `seed` on every platform.
/// nullopt below 2 clusters or 1 resample. Exact for any number of values: a resample costs the smaller of one walk
/// over the values and one binary search over them with a look into each cluster.
std::optional<BootstrapIntervals> bootstrapIntervals(std::span<const ClusteredValue> values, int resamples,
                                                     quint64 seed);

} // namespace assay
