// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/statistics.h"

namespace assay {

/// The 95 % intervals of one metric of one model. What they speak for: these prompts on this machine, if the run went
/// on round after round in the same way. So the prompts are taken as they are, and the round is what repeats itself:
/// what disturbs one request (heat, another program) disturbs its neighbours. With fewer than 3 rounds (but 6 prompts)
/// they speak for prompts like these instead.
///
/// Why no bootstrap: over 3 to 10 rounds its intervals are far too narrow (tests/bench, coverage). These hold from 3
/// rounds on:
/// - mean: Student's t over rounds. The variance is that of differences between successive rounds (von Neumann 1941),
/// so
///   that a slow drift does not count as noise; its degrees of freedom are matched to its own variance.
/// - percentiles: Woodruff's (1952) method: the interval of the share of values below, turned into values. p50: no
///   narrower than the noise within each prompt alone would have it, because few rounds may agree by chance.
struct Intervals
{
    std::optional<Interval> mean, p50;
    std::optional<Interval> p95; // only where p95Holds()
    friend bool operator==(const Intervals &, const Intervals &) = default;
};

/// Fewest values that bear an interval: with fewer, all of them can easily come from one of two modes.
inline constexpr size_t fewestIntervalValues = 10;
/// Fewest units: rounds are made alike; prompts differ, so it takes more of them.
inline constexpr size_t fewestRounds = 3;
inline constexpr size_t fewestPrompts = 6;

/// Empty below fewestIntervalValues, or with neither fewestRounds nor fewestPrompts. Any order.
Intervals intervalsOf(std::span<const SampledValue> values);

/// Of the mean of scores from 1 to 5, for prompts like these: Student's t over prompts, as if two more prompts had been
/// scored one point above and one below the mean (else a few equal scores would look like certainty). Absent below
/// fewestPrompts.
std::optional<Interval> scoreInterval(std::span<const SampledValue> values);

} // namespace assay
