// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/compare/compare.h"
#include "models/domain/compare/drift.h"
#include "models/domain/compare/outliers.h"
#include "models/domain/compare/planner.h"
#include "models/domain/summary.h"

namespace assay {

struct AnalysisOptions
{
    double threshold = CompareOptions().threshold;
    /// The run goes on: figures only. A verdict that is looked at again and again is wrong more often than it says, and
    /// the machine that is measured would work it out.
    bool live = false;
};

/// A run held against an earlier one.
struct BaselineAnalysis
{
    RunId run;
    QString name;
    QStringList differences; // why the two are not comparable; empty: nothing known speaks against it
    std::vector<Comparison> comparisons; // compareRuns(): Faster means that the newer run is faster

    friend bool operator==(const BaselineAnalysis &, const BaselineAnalysis &) = default;
};

/// All that is said of a run, worked out together.
struct RunAnalysis
{
    RunId run;
    AnalysisOptions options;
    std::vector<ModelSummary> summaries;
    std::vector<Comparison> comparisons; // compareModels()
    std::vector<Drift> drifts; // of total latency
    std::vector<Outlier> outliers; // in total latency, then in time to first token
    std::vector<SlowFirst> slowFirsts;
    std::optional<RoundsNeeded> roundsNeeded; // to tell the threshold in total latency
    std::optional<BaselineAnalysis> baseline; // absent without one, while live, and where it is the run itself
};

/// Pure and slow: call it off the GUI thread. `run` in plan order. `baseline` may be nullptr.
RunAnalysis analyze(const RunData &run, const RunData *baseline = nullptr, const AnalysisOptions &options = {});

} // namespace assay

Q_DECLARE_METATYPE(assay::RunAnalysis)
