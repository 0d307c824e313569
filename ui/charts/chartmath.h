// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QPointF>
#include <QString>

#include <span>
#include <vector>

/// What a chart computes before it draws: pure functions over values, any thread.
namespace assay::chartmath {

inline constexpr int maxBins = 40;
inline constexpr int maxPoints = 500; // of one series, whatever the number of values

struct Range
{
    double low = 0;
    double high = 1;
    double step = 0.2; // between ticks, a round number

    int ticks() const;
    QString labelFormat() const; // for numbers at this step
    friend bool operator==(const Range &, const Range &) = default;
};

/// Round limits around [low, high]; `minStep` 1 for counts. Starts at 0 where the values lie near enough to it.
Range niceRange(double low, double high, double minStep = 0);
/// As `wanted`, but never smaller than `before`: an axis that must not jitter.
Range grown(const Range &before, const Range &wanted, double minStep = 0);

/// How many bins of the same width suit `values` values over the range; at most maxBins.
int binCount(const Range &range, size_t values);
std::vector<int> counts(std::span<const double> values, const Range &range, int bins);
/// The outline of a histogram from the axis up, over and down again, from the first bin with a value to the last: at
/// most 2 * bins + 2 points; none where nothing was counted.
QList<QPointF> outline(const std::vector<int> &counts, const Range &range);

/// Steps of the cumulative share in per cent over ascending values; at most maxPoints points.
QList<QPointF> ecdf(std::span<const double> sorted);

struct Box
{
    double lowWhisker = 0, q1 = 0, median = 0, q3 = 0, highWhisker = 0; // whiskers: last value within 1.5 IQR
    std::vector<double> outliers; // at most maxPoints, the extremes kept
};
/// `sorted` ascending, not empty.
Box box(std::span<const double> sorted);
/// A lying box plot as one line: whiskers, box and median around the height `middle`, the box `half` above and below.
QList<QPointF> boxPath(const Box &box, double middle, double half);

/// A line of at most maxPoints points that keeps each stretch's lowest and highest.
QList<QPointF> reduced(const std::vector<QPointF> &points);

} // namespace assay::chartmath
