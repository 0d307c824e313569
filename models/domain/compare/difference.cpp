// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/compare/difference.h"

#include "models/domain/studentt.h"
#include "models/domain/variance.h"

#include <algorithm>
#include <cmath>

namespace assay {

namespace {

Difference paired(const UnitMoments &m)
{
    return {m.mean, std::sqrt(m.variance / m.n), std::sqrt(m.variance), m.df, 1};
}

/// Welch 1947; the degrees of freedom after Satterthwaite.
Difference unpaired(const UnitMoments &a, const UnitMoments &b)
{
    const double ours = a.variance / a.n;
    const double theirs = b.variance / b.n;
    const double both = ours + theirs;
    const double df = both > 0 ? both * both / (ours * ours / a.df + theirs * theirs / b.df) : a.df + b.df;
    return {a.mean - b.mean, std::sqrt(both), std::sqrt(a.variance + b.variance), df, 1};
}

Difference withoutP(const Evidence &evidence)
{
    if (evidence.differences.empty())
        return unpaired(successiveMoments(evidence.first), successiveMoments(evidence.second));
    return paired(evidence.areScores ? guardedMoments(evidence.differences) : momentsOf(evidence.differences));
}

double studentPOf(const Difference &difference)
{
    if (difference.error > 0)
        return studentP(difference.value / difference.error, difference.df);
    return difference.value == 0 ? 1 : 0;
}

/// Chance that `n` units tell an effect of `shift` deviations, averaged over the chi-square of the deviation's
/// estimate.
double power(double n, double shift, double df, double alpha)
{
    const double reach = studentQuantile(1 - alpha / 2, std::max(1.0, n - 1));
    const double end = df + 12 * std::sqrt(2 * df) + 20;
    const auto logWeight = [df](double chi2) { return (df / 2 - 1) * std::log(chi2) - chi2 / 2; };
    const double largest = logWeight(std::max(1.0, df - 2)); // at the density's peak: keeps exp() in range
    constexpr int steps = 200;
    const double width = end / steps;
    double power = 0;
    double weights = 0;
    for (int i = 0; i < steps; ++i) {
        const double chi2 = (i + 0.5) * width;
        const double weight = std::exp(logWeight(chi2) - largest);
        weights += weight;
        power += weight * normalShare(shift * std::sqrt(n * chi2 / df) - reach);
    }
    return power / weights;
}

} // namespace

Interval Difference::interval() const
{
    const double reach = error > 0 ? studentQuantile(0.975, df) * error : 0;
    return {value - reach, value + reach};
}

std::optional<Difference> differenceOf(const Evidence &evidence)
{
    const size_t fewest = evidence.areScores ? fewestPrompts : fewestRounds;
    const size_t units = std::max(evidence.differences.size(), std::min(evidence.first.size(), evidence.second.size()));
    if (units < fewest)
        return std::nullopt;
    Difference difference = withoutP(evidence);
    difference.p = std::max(studentPOf(difference), alignedRankP(evidence.strata));
    return difference;
}

std::optional<int> unitsNeeded(double deviation, double df, double effect, double alpha, int most)
{
    constexpr double wanted = 0.87; // both tests must agree and noise is seldom normal: 0.8 is left (bench_coverage)
    int low = 2;
    if (deviation <= 0 || power(low, effect / deviation, df, alpha) >= wanted)
        return low;
    if (effect <= 0 || power(most, effect / deviation, df, alpha) < wanted)
        return std::nullopt;
    int high = most;
    while (high - low > 1) {
        const int middle = low + (high - low) / 2;
        (power(middle, effect / deviation, df, alpha) < wanted ? low : high) = middle;
    }
    return high;
}

} // namespace assay
