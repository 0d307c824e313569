// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/compare/compare.h"

namespace assay {

/// How many rounds a run of these models needs in all, so that a difference of `effect` (0.05: 5 %) in the metric is
/// told with a chance of at least 80 %, judged from what this run (the pilot) shows of the noise between rounds.
struct RoundsNeeded
{
    int first = 0, second = 0; // the noisiest pair of models
    int have = 0; // rounds of the pilot
    int rounds = 0; // in all, those of the pilot included
    bool forPilot = false; // `rounds` tell nothing yet: they make a pilot to plan by

    friend bool operator==(const RoundsNeeded &, const RoundsNeeded &) = default;
};

/// To tell: any verdict but CannotTellYet, in a table of all that compareModels() with `options` compares (the larger
/// the table, the more Holm's correction asks for). A difference of less than 1.4 times the threshold may then still be
/// called none that matters. Below fewestPilotRounds only so many are asked for: of shorter pilots the noisy ones would
/// find no plan, and the plans of the others, whose noise hid by chance, told too seldom (71 % in place of 80). Absent
/// below 3 rounds or 2 models, for scores, or where over maxRoundsNeeded would be needed.
std::optional<RoundsNeeded> roundsToTell(const RunData &pilot, CompareMetric metric, double effect,
                                         const CompareOptions &options = {});
inline constexpr int maxRoundsNeeded = 1000;

/// "about 9 more rounds would tell a difference of 5 %", "these rounds can tell a difference of 5 %". Translated.
QString roundsNeededText(const RoundsNeeded &needed, double effect);

} // namespace assay
