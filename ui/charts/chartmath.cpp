// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/chartmath.h"

#include <algorithm>
#include <cmath>

#include "models/domain/statistics.h"

using namespace Qt::Literals::StringLiterals;

namespace assay::chartmath {

namespace {

double niceStep(double span, double minStep)
{
    const double rough = span / 5; // at most six ticks: their labels fit a narrow chart
    const double magnitude = std::pow(10.0, std::floor(std::log10(rough)));
    for (const double factor : {1.0, 2.0, 5.0}) {
        if (magnitude * factor >= rough * 0.999) {
            return std::max(minStep, magnitude * factor);
        }
    }
    return std::max(minStep, magnitude * 10);
}

double at(std::span<const double> sorted, double p)
{
    return percentile(sorted, p).value_or(0);
}

} // namespace

int Range::ticks() const
{
    return static_cast<int>(std::lround((high - low) / step)) + 1;
}

QString Range::labelFormat() const
{
    const int decimals = step >= 1 ? 0 : static_cast<int>(std::ceil(-std::log10(step) - 1e-9));
    return u"%.%1f"_s.arg(decimals);
}

Range niceRange(double low, double high, double minStep)
{
    if (low >= 0 && low < high * 0.6) {
        low = 0;
    }
    if (high - low < std::abs(high) * 1e-6 || high <= low) {
        const double pad = std::max(std::abs(high) * 0.1, minStep > 0 ? minStep : 1e-3);
        low = low >= 0 ? std::max(0.0, low - pad) : low - pad;
        high += pad;
    }
    const double step = niceStep(high - low, minStep);
    Range range;
    range.step = step;
    range.low = std::floor(low / step + 1e-9) * step;
    range.high = std::ceil(high / step - 1e-9) * step;
    return range;
}

Range grown(const Range &before, const Range &wanted, double minStep)
{
    if (wanted.low >= before.low && wanted.high <= before.high) {
        return before;
    }
    return niceRange(std::min(before.low, wanted.low), std::max(before.high, wanted.high), minStep);
}

int binCount(const Range &range, size_t values)
{
    // Whole bins between two ticks, so that edges fall on round numbers.
    const int intervals = std::max(1, range.ticks() - 1);
    const double wanted = 5 * std::cbrt(static_cast<double>(std::max<size_t>(values, 1)));
    int best = intervals;
    for (const int perTick : {2, 4, 5, 10}) {
        if (intervals * perTick <= maxBins && intervals * perTick <= wanted * 1.2) {
            best = intervals * perTick;
        }
    }
    return std::min(best, maxBins);
}

std::vector<int> counts(std::span<const double> values, const Range &range, int bins)
{
    std::vector<int> result(static_cast<size_t>(bins), 0);
    const double width = (range.high - range.low) / bins;
    for (const double value : values) {
        const auto bin = static_cast<int>(std::floor((value - range.low) / width));
        ++result[static_cast<size_t>(std::clamp(bin, 0, bins - 1))];
    }
    return result;
}

QList<QPointF> outline(const std::vector<int> &counts, const Range &range)
{
    const auto bins = static_cast<std::ptrdiff_t>(counts.size());
    const double width = (range.high - range.low) / static_cast<double>(std::max<std::ptrdiff_t>(bins, 1));
    const auto filled = [](int count) { return count > 0; };
    const auto first = std::find_if(counts.begin(), counts.end(), filled) - counts.begin();
    const auto last = bins - (std::find_if(counts.rbegin(), counts.rend(), filled) - counts.rbegin());
    QList<QPointF> points;
    for (std::ptrdiff_t i = first; i < last; ++i) {
        const double left = range.low + width * static_cast<double>(i);
        const int count = counts[static_cast<size_t>(i)];
        if (i == first) {
            points << QPointF(left, 0);
        }
        points << QPointF(left, count) << QPointF(left + width, count);
    }
    if (!points.isEmpty()) {
        points << QPointF(points.last().x(), 0);
    }
    return points;
}

QList<QPointF> ecdf(std::span<const double> sorted)
{
    QList<QPointF> points;
    if (sorted.empty()) {
        return points;
    }
    const size_t n = sorted.size();
    const size_t steps = std::min<size_t>(n, maxPoints / 2 - 1);
    points << QPointF(sorted.front(), 0.0);
    double share = 0;
    for (size_t i = 1; i <= steps; ++i) {
        const size_t rank = (i * n + steps - 1) / steps; // values at or below
        const double value = sorted[rank - 1];
        points << QPointF(value, share);
        share = 100.0 * static_cast<double>(rank) / static_cast<double>(n);
        points << QPointF(value, share);
    }
    return points;
}

Box box(std::span<const double> sorted)
{
    Box result;
    result.q1 = at(sorted, 25);
    result.median = at(sorted, 50);
    result.q3 = at(sorted, 75);
    const double reach = 1.5 * (result.q3 - result.q1);
    const auto first = std::lower_bound(sorted.begin(), sorted.end(), result.q1 - reach);
    const auto last = std::upper_bound(sorted.begin(), sorted.end(), result.q3 + reach);
    result.lowWhisker = std::min(*first, result.q1);
    result.highWhisker = std::max(*(last - 1), result.q3);
    const auto keep = static_cast<std::ptrdiff_t>(maxPoints / 2);
    const auto below = std::min(keep, first - sorted.begin());
    const auto above = std::min(keep, sorted.end() - last);
    result.outliers.assign(sorted.begin(), sorted.begin() + below);
    result.outliers.insert(result.outliers.end(), sorted.end() - above, sorted.end());
    return result;
}

QList<QPointF> boxPath(const Box &box, double middle, double half)
{
    const double top = middle + half;
    const double bottom = middle - half;
    const double cap = half / 2;
    return {{box.lowWhisker, middle - cap},
            {box.lowWhisker, middle + cap},
            {box.lowWhisker, middle},
            {box.q1, middle},
            {box.q1, bottom},
            {box.median, bottom},
            {box.median, top},
            {box.median, bottom},
            {box.q3, bottom},
            {box.q3, top},
            {box.q1, top},
            {box.q1, middle},
            {box.q1, top},
            {box.q3, top},
            {box.q3, middle},
            {box.highWhisker, middle},
            {box.highWhisker, middle - cap},
            {box.highWhisker, middle + cap}};
}

QList<QPointF> reduced(const std::vector<QPointF> &points)
{
    if (points.size() <= maxPoints) {
        return {points.begin(), points.end()};
    }
    QList<QPointF> result;
    const size_t stretches = maxPoints / 2;
    for (size_t i = 0; i < stretches; ++i) {
        const auto from = points.begin() + static_cast<std::ptrdiff_t>(i * points.size() / stretches);
        const auto to = points.begin() + static_cast<std::ptrdiff_t>((i + 1) * points.size() / stretches);
        const auto [low, high] =
            std::minmax_element(from, to, [](const QPointF &a, const QPointF &b) { return a.y() < b.y(); });
        result << *std::min(low, high) << *std::max(low, high);
    }
    return result;
}

} // namespace assay::chartmath
