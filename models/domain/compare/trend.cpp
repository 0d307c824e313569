// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/compare/trend.h"

#include "models/domain/studentt.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace assay {

namespace {

/// Variance of Kendall's S under no trend; `y` with ties.
double varianceOfS(std::span<const double> y)
{
    std::map<double, double> ties;
    for (const double value : y)
        ++ties[value];
    const auto term = [](double n) { return n * (n - 1) * (2 * n + 5); };
    double variance = term(static_cast<double>(y.size()));
    for (const auto &[value, count] : ties)
        variance -= term(count);
    return variance / 18;
}

double kendallP(double s, double variance)
{
    if (s == 0 || variance <= 0)
        return 1;
    return 2 * normalShare(-(std::abs(s) - 1) / std::sqrt(variance)); // less 1: S moves in steps of 2
}

} // namespace

std::optional<Trend> trendOf(std::span<const double> x, std::span<const double> y)
{
    constexpr size_t fewest = 8;
    if (x.size() < fewest || x.size() != y.size())
        return std::nullopt;
    std::vector<double> slopes;
    slopes.reserve(x.size() * (x.size() - 1) / 2);
    double s = 0;
    for (size_t i = 0; i < x.size(); ++i) {
        for (size_t k = i + 1; k < x.size(); ++k) {
            slopes.push_back((y[k] - y[i]) / (x[k] - x[i]));
            s += static_cast<double>((y[k] > y[i]) - (y[k] < y[i]));
        }
    }
    std::ranges::sort(slopes);
    const double variance = varianceOfS(y);
    const double reach = normalQuantile(0.975) * std::sqrt(std::max(0.0, variance));
    const auto count = static_cast<double>(slopes.size());
    const auto at = [&](double rank) {
        return slopes[static_cast<size_t>(std::clamp(std::round(rank), 0.0, count - 1))];
    };
    return Trend{
        *percentile(slopes, 50), {at((count - reach) / 2 - 1), at((count + reach) / 2)}, kendallP(s, variance)};
}

} // namespace assay
