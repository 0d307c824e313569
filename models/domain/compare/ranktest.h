// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

namespace assay {

/// Values that may stand for each other if there is no difference: a pair (one and one), or all values of one prompt.
struct Stratum
{
    std::vector<double> first, second;
};

/// Two-sided p value of the aligned rank test (Hodges and Lehmann 1962): values less the mean of their stratum are
/// ranked together (ties share a rank), and the rank sum of `first` is held against all ways to deal the ranks of each
/// stratum anew. With pairs it is a signed rank test. Exact, ties included, up to 64 values; above, the normal limit of
/// the same permutations. Strata without values on both sides say nothing. 1 where nothing can differ.
double alignedRankP(std::span<const Stratum> strata);

/// Holm's (1979) correction, in the order given: each at least as large as before, at most 1.
std::vector<double> holm(std::span<const double> p);

} // namespace assay
