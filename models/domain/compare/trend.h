// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/statistics.h"

namespace assay {

/// Rise of y over x without regard to how y scatters.
struct Trend
{
    double slope = 0; // median of the slopes of all pairs (Theil 1950, Sen 1968)
    Interval interval; // of the slope, 95 % (Sen 1968)
    double p = 1; // two-sided, of Kendall's S by its normal limit with ties (Mann 1945)
};

/// `x` ascending and distinct, as many as `y`. Absent below 8. Quadratic in the number: keep it below 1000.
std::optional<Trend> trendOf(std::span<const double> x, std::span<const double> y);

} // namespace assay
