// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/ids.h"

#include <optional>
#include <span>
#include <vector>

namespace assay {

/// Percentile by linear interpolation (type 7 of Hyndman and Fan 1996; numpy's default). `p` in [0, 100].
/// `sorted` ascending; nullopt when empty.
std::optional<double> percentile(std::span<const double> sorted, double p);

struct Interval
{
    double low = 0;
    double high = 0;
    friend bool operator==(const Interval &, const Interval &) = default;
};

/// One figure over many samples. std is the sample standard deviation (n - 1), absent below n = 2.
struct Distribution
{
    int n = 0;
    double mean = 0;
    std::optional<double> std;
    double min = 0, p5 = 0, p25 = 0, p50 = 0, p75 = 0, p90 = 0, p95 = 0, p99 = 0, max = 0;
    std::optional<Interval> meanCi, p50Ci; // 95 %, percentile bootstrap; absent below 2 clusters
    std::optional<Interval> p95Ci; // 95 %; absent where p95Holds() is false
    friend bool operator==(const Distribution &, const Distribution &) = default;
};

/// A value and the cluster it was drawn from (the prompt: values of one prompt hang together).
struct ClusteredValue
{
    double value = 0;
    int cluster = 0;
};

/// nullopt when there is no value. Without `resamples` the intervals are left out (live views).
std::optional<Distribution> describe(std::span<const ClusteredValue> values, int resamples, quint64 seed);
std::optional<Distribution> describe(std::span<const double> values);

/// True where "p95" (p99) may be said: n >= 130 (662), the smallest n at which a 99 % upper confidence bound exists.
/// Below, it is to be labelled "max of n".
bool p95Holds(int n);
bool p99Holds(int n);

/// Resamples of every published interval.
inline constexpr int bootstrapResamples = 10'000;

} // namespace assay
