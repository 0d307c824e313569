// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/compare/agreement.h"

#include <algorithm>
#include <array>
#include <cstdlib>

namespace assay {

namespace {

constexpr size_t grades = 5;
using Counts = std::array<double, grades>;
using Table = std::array<Counts, grades>;

bool areGrades(std::span<const int> scores)
{
    return std::ranges::all_of(scores, [](int score) { return score >= 1 && score <= static_cast<int>(grades); });
}

bool isComparable(std::span<const int> first, std::span<const int> second)
{
    return first.size() == second.size() && first.size() >= 2 && areGrades(first) && areGrades(second);
}

/// Squared distance of two grades on a scale on which a step is as wide as the two grades are common (Krippendorff).
double ordinalDistance(const Counts &common, size_t a, size_t b)
{
    const auto [low, high] = std::minmax(a, b);
    double between = 0;
    for (size_t grade = low; grade <= high; ++grade)
        between += common[grade];
    between -= (common[low] + common[high]) / 2;
    return between * between;
}

/// How often each two grades were given to one answer; each answer weighs as much as it has scores.
Table coincidences(std::span<const std::vector<int>> answers)
{
    Table table{};
    for (const std::vector<int> &scores : answers) {
        if (scores.size() < 2)
            continue;
        for (size_t i = 0; i < scores.size(); ++i) {
            for (size_t k = 0; k < scores.size(); ++k) {
                if (i != k)
                    table[static_cast<size_t>(scores[i]) - 1][static_cast<size_t>(scores[k]) - 1] +=
                        1.0 / static_cast<double>(scores.size() - 1);
            }
        }
    }
    return table;
}

} // namespace

std::optional<double> weightedKappa(std::span<const int> first, std::span<const int> second)
{
    if (!isComparable(first, second))
        return std::nullopt;
    double seen = 0;
    double byChance = 0;
    for (const int a : first) {
        for (const int b : second)
            byChance += (a - b) * (a - b);
    }
    for (size_t i = 0; i < first.size(); ++i)
        seen += (first[i] - second[i]) * (first[i] - second[i]);
    if (byChance == 0)
        return std::nullopt;
    return 1 - seen * static_cast<double>(first.size()) / byChance;
}

std::optional<double> ordinalAlpha(std::span<const std::vector<int>> answers)
{
    if (!std::ranges::all_of(answers, [](const std::vector<int> &scores) { return areGrades(scores); }))
        return std::nullopt;
    const Table table = coincidences(answers);
    Counts common{};
    double all = 0;
    for (size_t a = 0; a < grades; ++a) {
        for (const double count : table[a])
            common[a] += count;
        all += common[a];
    }
    double seen = 0;
    double byChance = 0;
    for (size_t a = 0; a < grades; ++a) {
        for (size_t b = 0; b < grades; ++b) {
            seen += table[a][b] * ordinalDistance(common, a, b);
            byChance += common[a] * common[b] * ordinalDistance(common, a, b);
        }
    }
    if (byChance == 0)
        return std::nullopt;
    return 1 - (all - 1) * seen / byChance;
}

std::optional<Repeatability> repeatability(std::span<const int> first, std::span<const int> repeat)
{
    if (first.empty() || first.size() != repeat.size())
        return std::nullopt;
    Repeatability r;
    r.pairs = static_cast<int>(first.size());
    for (size_t i = 0; i < first.size(); ++i) {
        const int apart = std::abs(first[i] - repeat[i]);
        r.same += (apart == 0 ? 1.0 : 0.0) / r.pairs;
        r.withinOne += (apart <= 1 ? 1.0 : 0.0) / r.pairs;
    }
    r.kappa = weightedKappa(first, repeat);
    return r;
}

} // namespace assay
