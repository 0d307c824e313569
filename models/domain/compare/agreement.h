// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <span>
#include <vector>

namespace assay {

/// Cohen's (1968) kappa with quadratic weights of two annotators who scored the same answers from 1 to 5; as many
/// scores in the same order. 1: always alike; 0: as by chance. Absent below 2 answers, or where both gave one and the
/// same score throughout (then chance alone would agree always).
std::optional<double> weightedKappa(std::span<const int> first, std::span<const int> second);

/// Krippendorff's (2011) alpha for ordinal scores from 1 to 5: one list an answer, with the scores that it has, by
/// however many annotators. Answers with fewer than 2 scores say nothing. Absent where nothing is left or nothing
/// differs.
std::optional<double> ordinalAlpha(std::span<const std::vector<int>> answers);

/// How well a person repeats a score: of pairs (first, repeat) of the same answer.
struct Repeatability
{
    int pairs = 0;
    double same = 0; // share of equal scores
    double withinOne = 0; // share at most one apart
    std::optional<double> kappa; // as weightedKappa()

    friend bool operator==(const Repeatability &, const Repeatability &) = default;
};
std::optional<Repeatability> repeatability(std::span<const int> first, std::span<const int> repeat);

} // namespace assay
