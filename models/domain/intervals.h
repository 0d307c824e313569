// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/statistics.h"

namespace assay {

/// The 95 % intervals of one metric of one model. What they speak for: these prompts on this machine, if the run went
/// on round after round in the same way. So the prompts are taken as they are, and the round is what repeats itself:
/// what disturbs one request (heat, another program) disturbs its neighbours. Below 3 rounds there are none: one round
/// cannot show what another would have been like, however many prompts it has.
///
/// Why no bootstrap: over 3 to 10 rounds its intervals are far too narrow. These hold (tests/bench, bench_coverage):
///
/// Mean: Student's t over rounds. The variance is what is left of a straight line through the rounds (below 5 rounds
/// that of differences between successive ones, von Neumann 1941), so that a drift does not count as noise. On the side
/// of the longer tail it reaches further by Johnson's (1978) correction for skewness, both terms, the second at what it
/// is expected to be: the third moment over twice the variance times the number of rounds.
///
/// Percentiles: Woodruff's (1952) method, which takes an interval of the share of values below and turns it into
/// values, with the same variance. p50: that or the usual variance of rounds, the smaller; but no narrower than the 86
/// % interval by the noise within each prompt alone, because few rounds may agree by chance.
struct Intervals
{
    std::optional<Interval> mean, p50;
    std::optional<Interval> p95; // only where p95Holds()
    friend bool operator==(const Intervals &, const Intervals &) = default;
};

/// Fewest values that bear an interval: with fewer, all of them can easily come from one of two modes.
inline constexpr size_t fewestIntervalValues = 10;
/// Fewest rounds that bear an interval, and fewest scored prompts.
inline constexpr size_t fewestRounds = 3;
inline constexpr size_t fewestPrompts = 6;

/// Empty below fewestIntervalValues or fewestRounds. In any order.
Intervals intervalsOf(std::span<const SampledValue> values);

/// Of the mean of scores from 1 to 5, for prompts like these: Student's t over prompts, as if two more prompts had been
/// scored a point and a half above and below the mean (else a few equal scores would look like certainty). Absent below
/// fewestPrompts.
std::optional<Interval> scoreInterval(std::span<const SampledValue> values);

} // namespace assay
