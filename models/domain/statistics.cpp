// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/statistics.h"

#include "models/domain/intervals.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace assay {

namespace {

double meanOf(std::span<const double> values)
{
    return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

/// Two passes: one pass over squares loses digits where the spread is small beside the mean.
std::optional<double> sampleStd(std::span<const double> values, double mean)
{
    if (values.size() < 2)
        return std::nullopt;
    double squares = 0;
    for (const double value : values)
        squares += (value - mean) * (value - mean);
    return std::sqrt(squares / static_cast<double>(values.size() - 1));
}

Distribution describeSorted(std::span<const double> sorted)
{
    Distribution d;
    d.n = static_cast<int>(sorted.size());
    d.mean = meanOf(sorted);
    d.std = sampleStd(sorted, d.mean);
    d.min = sorted.front();
    d.p5 = *percentile(sorted, 5);
    d.p25 = *percentile(sorted, 25);
    d.p50 = *percentile(sorted, 50);
    d.p75 = *percentile(sorted, 75);
    d.p90 = *percentile(sorted, 90);
    d.p95 = *percentile(sorted, 95);
    d.p99 = *percentile(sorted, 99);
    d.max = sorted.back();
    return d;
}

} // namespace

std::optional<double> percentile(std::span<const double> sorted, double p)
{
    if (sorted.empty())
        return std::nullopt;
    const double place = static_cast<double>(sorted.size() - 1) * std::clamp(p, 0.0, 100.0) / 100.0;
    const auto below = static_cast<size_t>(place);
    const size_t above = std::min(below + 1, sorted.size() - 1);
    return sorted[below] + (sorted[above] - sorted[below]) * (place - static_cast<double>(below));
}

std::optional<Distribution> describe(std::span<const double> values)
{
    if (values.empty())
        return std::nullopt;
    std::vector<double> sorted(values.begin(), values.end());
    std::ranges::sort(sorted);
    return describeSorted(sorted);
}

std::optional<Distribution> describe(std::span<const SampledValue> values)
{
    std::vector<double> plain;
    plain.reserve(values.size());
    for (const SampledValue &v : values)
        plain.push_back(v.value);
    std::optional<Distribution> d = describe(plain);
    if (!d)
        return d;
    const Intervals intervals = intervalsOf(values);
    d->meanCi = intervals.mean;
    d->p50Ci = intervals.p50;
    d->p95Ci = intervals.p95;
    return d;
}

bool p95Holds(int n)
{
    return n >= 130;
}

bool p99Holds(int n)
{
    return n >= 662;
}

} // namespace assay
