// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

namespace assay {

/// Mean of independent units (rounds, prompts) with the variance of one of them.
struct UnitMoments
{
    double n = 0;
    double mean = 0;
    double variance = 0; // of one unit
    double df = 0; // degrees of freedom of the variance
};

/// The usual sample variance. At least 2 values.
UnitMoments momentsOf(std::span<const double> values);
/// Values in the order of time: the variance from differences of neighbours (von Neumann 1941), which a slow drift does
/// not widen. 2 (n - 1)^2 / (3 n - 4) degrees of freedom. At least 2 values.
UnitMoments successiveMoments(std::span<const double> values);
/// What is left of values in the order of time when a straight line through them (least squares) is taken off, around
/// their mean. Below 5 values, which bear no line, the values themselves.
std::vector<double> detrended(std::span<const double> values);
/// The variance around that line, with n - 2 degrees of freedom: a steady drift does not widen it at all. Below 5
/// values as successiveMoments().
UnitMoments detrendedMoments(std::span<const double> values);
/// The mean of the cubes of what the values are off their mean, corrected for bias. At least 3 values.
double thirdMoment(std::span<const double> values);
/// As if two more units had come out, one a point and a half above and one as far below the mean: few equal whole
/// numbers are not certainty.
UnitMoments guardedMoments(std::span<const double> values);

} // namespace assay
