// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/compare/analysis.h"

#include "models/domain/comparability.h"

namespace assay {

namespace {

std::vector<Outlier> outliersSeen(const RunData &run)
{
    std::vector<Outlier> outliers = outliersOf(run, CompareMetric::TotalMs);
    const std::vector<Outlier> first = outliersOf(run, CompareMetric::TtftMs);
    outliers.insert(outliers.end(), first.begin(), first.end());
    return outliers;
}

} // namespace

RunAnalysis analyze(const RunData &run, const RunData *baseline, const AnalysisOptions &options)
{
    RunAnalysis analysis;
    analysis.run = run.info.id;
    analysis.options = options;
    analysis.summaries = summarize(run);
    if (options.live)
        return analysis;
    CompareOptions compare;
    compare.threshold = options.threshold;
    analysis.comparisons = compareModels(run, compare);
    analysis.drifts = driftsOf(run, CompareMetric::TotalMs, options.threshold);
    analysis.outliers = outliersSeen(run);
    analysis.slowFirsts = slowFirsts(run);
    analysis.roundsNeeded = roundsToTell(run, CompareMetric::TotalMs, options.threshold, compare);
    if (baseline != nullptr && baseline->info.id != run.info.id) {
        analysis.baseline =
            BaselineAnalysis{baseline->info.id, baseline->info.name, comparability(baseline->info, run.info),
                             compareRuns(*baseline, run, compare)};
    }
    return analysis;
}

} // namespace assay
