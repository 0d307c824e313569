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
    std::optional<Interval> meanCi, p50Ci, p95Ci; // 95 %; what they speak for, and when absent: intervals.h
    friend bool operator==(const Distribution &, const Distribution &) = default;
};

/// A value and where in the plan it was drawn.
struct SampledValue
{
    double value = 0;
    int prompt = 0;
    int round = 0;
};

/// nullopt when there is no value. Intervals need to know prompts and rounds.
std::optional<Distribution> describe(std::span<const SampledValue> values);
std::optional<Distribution> describe(std::span<const double> values);

/// True where "p95" (p99) may be said: n >= 130 (662), the smallest n at which a 99 % upper confidence bound exists.
/// Below, it is to be labelled "max of n".
bool p95Holds(int n);
bool p99Holds(int n);

} // namespace assay
