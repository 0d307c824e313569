// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/run.h"
#include "models/domain/statistics.h"

#include <array>

namespace assay {

enum class ModelStatus { Ok, Partial, Failed, Skipped };
QString modelStatusKey(ModelStatus status); // "ok", "partial", "failed", "skipped"

struct ScoreSummary
{
    int n = 0;
    double mean = 0, median = 0;
    std::optional<Interval> ci; // of the mean, 95 %, for prompts like these: see scoreInterval()
    std::array<int, 5> histogram{};
    friend bool operator==(const ScoreSummary &, const ScoreSummary &) = default;
};

/// One model of a run in figures: the row of the decision table. Measured samples only; failures beside, never inside.
struct ModelSummary
{
    int model = 0; // index in the plan
    ModelAlias alias;
    ModelStatus status = ModelStatus::Ok;
    int rounds = 0; // rounds with at least one finished sample
    int samples = 0; // status ok
    int failed = 0; // failed or timed out
    int skipped = 0;
    int cancelled = 0;
    std::optional<Distribution> ttftMs, ttfaMs, totalMs, tpotMs, chunkGapMs, decodeTokensPerS, tokensPerS, charsPerS,
        outputTokens;
    bool tokensEstimated = false; // any of the counts
    std::optional<ScoreSummary> score;
    std::optional<double> sizeMb;
    std::optional<QString> license;
    ModelCost cost; // as it was read
    /// Of the first request after the newest load, which is mostly a warm-up: in no other figure. Missing where nothing
    /// was loaded, or that request did not reach so far.
    std::optional<double> coldTtftMs, coldTotalMs;
    std::optional<EnergyFigure> energy; // measured, else the estimate where the model's watts are known
    std::optional<double> pricePer1kTokens; // of `energy`, in `currency`
    QString currency;
};

/// A figure of the summary: its name in files and where it stands. In the order of results.json.
struct SummaryMetric
{
    const char16_t *key;
    std::optional<Distribution> ModelSummary::*distribution;
};
std::span<const SummaryMetric> summaryMetrics();

/// Watt-hours for 1,000 output tokens: "0.123", "~0.123" where they or the tokens are estimated; a dash for missing.
QString energyText(const ModelSummary &summary);
/// What they cost: "~0.000043 EUR"; a dash for missing.
QString priceText(const ModelSummary &summary);

/// One a model, in plan order.
std::vector<ModelSummary> summarize(const RunData &run);

} // namespace assay
