// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/compare/evidence.h"
#include "models/domain/statistics.h"

namespace assay {

/// How far apart two models are (logarithms for speeds, points for scores), judged from units that are independent.
struct Difference
{
    double value = 0;
    double error = 0; // standard error of `value`
    double deviation = 0; // standard deviation of one unit's difference
    double df = 0; // degrees of freedom of `error`
    double p = 1; // two-sided: the larger of Student's t over units and the rank test over pairs

    Interval interval() const; // 95 %
};

/// Student's t (paired units; scores with the guard of scoreInterval()) or Welch's (two runs, each with the variance of
/// successive rounds). Absent where there are too few units.
std::optional<Difference> differenceOf(const Evidence &evidence);

/// Units needed in all, so that `effect` is told at level `alpha` (two-sided) with a chance of 80 %, when the deviation
/// of one unit was itself estimated with `df` degrees of freedom: averages over what the true deviation may be (Julious
/// and Owen 2006), so that a lucky pilot does not promise too much. Absent above `most`.
std::optional<int> unitsNeeded(double deviation, double df, double effect, double alpha, int most);

} // namespace assay
