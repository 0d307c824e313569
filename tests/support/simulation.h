// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/compare/compare.h"

#include <functional>

namespace assay::test {

/// How simulated latencies scatter: by 10 % (normal), by 40 % to the upper side (log-normal), in a quarter of the cases
/// 60 % longer (bimodal), by 5 % while all get 10 % longer over the run (drifting), by 5 % together with 5 % that a
/// whole round of a model shares (shared).
enum class Shape { Normal, LogNormal, Bimodal, Drifting, Shared };
inline constexpr Shape allShapes[]{Shape::Normal, Shape::LogNormal, Shape::Bimodal, Shape::Drifting, Shape::Shared};
QString shapeName(Shape shape);

/// What is run. Prompts differ by up to a factor of 1.2 where there are several.
struct Trial
{
    Shape shape = Shape::Normal;
    int models = 2;
    int prompts = 4;
    int rounds = 5;
    double faster = 1; // how many times as fast model 0 is as the others
};

/// A finished run with latencies, times to first token and speeds by chance; without scores.
RunData simulatedRun(const Trial &trial, quint64 seed);
/// Adds a score of 1 to 5 to each sample: `lift` 0 gives all models the same chances; more gives model 0 better ones.
void addScores(RunData &run, double lift, quint64 seed);

/// How often of `draws` the 95 % intervals of one model held the truth.
struct Coverage
{
    int draws = 0;
    int mean = 0, p50 = 0, p95 = 0; // p95: 0 below its floor
};
Coverage coverageOf(const Trial &trial, int draws, quint64 seed);
/// The same for the mean of scores of `prompts` prompts; `draws` of each of four kinds of rater.
int scoreCoverage(int rater, int prompts, int draws, quint64 seed);
inline constexpr int raters = 4; // 0 moderate, 1 kind, 2 torn between 1 and 5, 3 undecided between 3 and 4

/// How the verdicts of `draws` tables came out.
struct Verdicts
{
    int tables = 0;
    int alarms = 0; // tables with any Faster, Slower, Better or Worse
    int right = 0, wrong = 0; // of total_ms, model 0 against 1: Faster; Slower or NoDifferenceShown
    int covered = 0, intervals = 0; // intervals of total_ms that hold the true ratio
};
Verdicts verdictsOf(const Trial &trial, int draws, quint64 seed);
/// Two runs of the same plan, `trial.models` models each.
Verdicts runVerdictsOf(const Trial &trial, int draws, quint64 seed);
/// Scored prompts, one round.
Verdicts scoreVerdictsOf(int models, int prompts, double lift, int draws, quint64 seed);

/// Each draw: a pilot as `trial`, the rounds that roundsToTell() asks for, a run of so many. `right` of them told it.
Verdicts plannedVerdictsOf(const Trial &trial, double effect, int draws, quint64 seed);

} // namespace assay::test
