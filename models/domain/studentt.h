// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace assay {

/// Two-sided p value of Student's t with `df` degrees of freedom (> 0, not only whole).
double studentP(double t, double df);
/// The t below which a share `p` (0 < p < 1) of Student's distribution lies.
double studentQuantile(double p, double df);
/// The share of the standard normal distribution below `z`, and its inverse (0 < p < 1).
double normalShare(double z);
double normalQuantile(double p);

} // namespace assay
