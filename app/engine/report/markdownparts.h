// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/compare/compare.h"
#include "models/domain/summary.h"

namespace assay {

/// Parts of the Markdown report. Each is a section with its heading, ends in a newline, and may be empty.

/// What the figures say in one careful paragraph.
QString markdownVerdict(const std::vector<ModelSummary> &summaries);
/// One row a model, the workshop's columns first; what the comparisons show to be best is marked.
QString markdownTable(const std::vector<ModelSummary> &summaries, const std::vector<Comparison> &comparisons);
/// Each pair of models with its verdicts. Empty where nothing can be compared.
QString markdownComparison(const std::vector<Comparison> &comparisons, const CompareOptions &options);
/// Slow first requests, drift and outliers. Empty where there is nothing.
QString markdownStandsOut(const RunData &run);
/// Every request that failed or was skipped, with its reason. Empty where there is none.
QString markdownFailures(const RunData &run);
/// Latency from sending beside latency from the planned instant, and how well the rate was kept. Empty without a rate.
QString markdownRate(const RunData &run);
/// What servers said of their own times, beside what was measured. Empty where none did.
QString markdownServerTimings(const RunData &run);
/// Memory, load time and energy of each model. Empty where nothing is known.
QString markdownCosts(const std::vector<ModelSummary> &summaries);
/// How it was measured and what was flagged.
QString markdownMethod(const RunData &run);
/// Machine, models and servers.
QString markdownEnvironment(const RunInfo &info);
/// Each prompt with the answers of all models, their scores and comments.
QString markdownAnswers(const RunData &run);

} // namespace assay
