// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/compare/comparemetric.h"
#include "models/domain/statistics.h"

namespace assay {

/// What may be said of two models (or of two runs of one model) in one metric. Faster, Better: of the first of the two.
enum class Verdict { Faster, Slower, Better, Worse, NoDifferenceShown, CannotTellYet };
QString verdictKey(Verdict verdict); // "faster", ..., "no_difference_shown", "cannot_tell_yet"

/// What there must be more of before anything can be told.
enum class MoreOf { Rounds, ScoredPrompts };

/// One comparison with its verdict. `effect` says how much better the first is, whatever the metric:
/// - times and speeds: how many times as fast the first is as the second (1.18: faster by 18 %; 1 / 1.18: slower by
///   18 %, that is, it takes 18 % longer);
/// - Score: points by which the first is scored higher (negative: lower).
struct Comparison
{
    CompareMetric metric = CompareMetric::TotalMs;
    int first = 0; // index in the plan (two runs: in the newer run's plan)
    int second = 0; // index in the plan (two runs: in the base run's plan)
    ModelAlias firstAlias, secondAlias;
    Verdict verdict = Verdict::CannotTellYet;
    std::optional<double> effect;
    std::optional<Interval> interval; // of the effect, 95 %; absent where there are too few rounds or prompts
    std::optional<double> p; // two-sided
    std::optional<double> pHolm; // corrected for all comparisons of the table
    int pairs = 0; // of samples (Score: of prompts) that were compared
    int rounds = 0; // with at least one pair
    std::optional<int> more; // CannotTellYet: about so many more would tell, or, of a pilot that is too short, so many
                             // make it long enough; absent: not within maxMore
    MoreOf moreOf = MoreOf::Rounds;

    friend bool operator==(const Comparison &, const Comparison &) = default;
};

/// More rounds (or prompts) than this are not worth a promise.
inline constexpr int maxMore = 200;
/// With fewer rounds the noise itself is known too badly to say how many more would tell.
inline constexpr int fewestPilotRounds = 5;

/// The same seen from the second of the two: what was faster is slower.
Comparison turned(Comparison comparison);

/// Whether there are too few rounds to say how many more would tell.
bool isPilotTooShort(const Comparison &comparison);
/// Whether the interval of a ratio reaches so far that its ends tell a person nothing; the numbers stay.
bool isTooWide(const Comparison &comparison);

/// The verdict with its figures: "faster by 18 % (12 to 25)", from twice on "2.4 times as fast (2.1 to 2.8)",
/// "cannot tell yet: about 9 more rounds". Translated.
QString verdictText(const Comparison &comparison);
/// The interval of the effect, positive where the first is better: "12 to 25 %", "-0.2 to 0.4 points"; words where it
/// is too wide, a dash where there is none. Translated.
QString effectRangeText(const Comparison &comparison);
/// A whole sentence: "A against B, total latency: faster by 18 % (12 to 25)." Translated; plain text.
QString verdictSentence(const Comparison &comparison);

} // namespace assay
