// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/summary.h"

#include "models/domain/generator.h"
#include "models/domain/metrics.h"

#include <QHash>
#include <QSet>

#include <algorithm>

namespace assay {

using namespace Qt::Literals::StringLiterals;

namespace {

using Values = std::vector<ClusteredValue>;

/// What one model's samples say, gathered before it is described. A prompt is a cluster.
struct Gathered
{
    QSet<int> rounds;
    bool tokensEstimated = false;
    std::array<Values, 9> metrics; // in the order of summaryMetrics()
    Values scores;
};

void addValue(Values &values, const std::optional<double> &value, int cluster)
{
    if (value)
        values.push_back({*value, cluster});
}

void addMetrics(const Sample &sample, Gathered &gathered)
{
    const SampleMetrics m = metricsOf(sample);
    const int prompt = sample.step.prompt;
    auto &[ttft, ttfa, total, tpot, gaps, decode, tokensPerS, charsPerS, tokens] = gathered.metrics;
    addValue(ttft, m.ttftMs, prompt);
    addValue(ttfa, m.ttfaMs, prompt);
    addValue(total, m.totalMs, prompt);
    addValue(tpot, m.tpotMs, prompt);
    for (const double gap : m.chunkGapMs)
        gaps.push_back({gap, prompt});
    addValue(decode, m.decodeTokensPerS, prompt);
    addValue(tokensPerS, m.tokensPerS, prompt);
    addValue(charsPerS, m.charsPerS, prompt);
    addValue(tokens, m.outputTokens, prompt);
}

void count(const Sample &sample, ModelSummary &summary, Gathered &gathered)
{
    switch (sample.status) {
    case SampleStatus::Ok:
        ++summary.samples;
        gathered.rounds.insert(sample.step.round);
        gathered.tokensEstimated |= sample.has(SampleFlag::EstimatedTokens);
        addMetrics(sample, gathered);
        break;
    case SampleStatus::Failed:
    case SampleStatus::TimedOut:
        ++summary.failed;
        gathered.rounds.insert(sample.step.round);
        break;
    case SampleStatus::Cancelled:
        ++summary.cancelled;
        break;
    case SampleStatus::Skipped:
        ++summary.skipped;
        break;
    }
}

/// `planned`: measured requests of the model. A run that was broken off has no sample for what had not begun.
ModelStatus statusOf(const ModelSummary &summary, qint64 planned)
{
    if (summary.samples > 0)
        return summary.samples >= planned && summary.failed + summary.skipped + summary.cancelled == 0
            ? ModelStatus::Ok
            : ModelStatus::Partial;
    return summary.failed > 0 ? ModelStatus::Failed : ModelStatus::Skipped;
}

std::optional<ScoreSummary> describeScores(const Values &values, int resamples, quint64 seed)
{
    const std::optional<Distribution> d = describe(values, resamples, seed);
    if (!d)
        return std::nullopt;
    ScoreSummary summary{d->n, d->mean, d->p50, d->meanCi, {}};
    for (const ClusteredValue &v : values)
        ++summary.histogram[static_cast<size_t>(v.value) - 1];
    return summary;
}

std::vector<Gathered> gather(const RunData &run, std::vector<ModelSummary> &summaries)
{
    std::vector<Gathered> gathered(summaries.size());
    QHash<SampleId, const Sample *> measured;
    for (const Sample &sample : run.samples) {
        const auto model = static_cast<size_t>(sample.step.model);
        if (sample.step.phase != Phase::Measured || sample.step.model < 0 || model >= summaries.size())
            continue;
        measured.insert(sample.id, &sample);
        count(sample, summaries[model], gathered[model]);
    }
    for (const Score &score : run.scores) {
        const Sample *sample = measured.value(score.sample);
        if (sample && score.value && *score.value >= 1 && *score.value <= 5 && score.criterion == overallCriterion)
            gathered[static_cast<size_t>(sample->step.model)].scores.push_back(
                {static_cast<double>(*score.value), sample->step.prompt});
    }
    return gathered;
}

} // namespace

QString modelStatusKey(ModelStatus status)
{
    switch (status) {
    case ModelStatus::Ok:
        return u"ok"_s;
    case ModelStatus::Partial:
        return u"partial"_s;
    case ModelStatus::Failed:
        return u"failed"_s;
    case ModelStatus::Skipped:
        return u"skipped"_s;
    }
    return {};
}

std::span<const SummaryMetric> summaryMetrics()
{
    static constexpr std::array<SummaryMetric, 9> metrics{{
        {u"ttft_ms", &ModelSummary::ttftMs},
        {u"ttfa_ms", &ModelSummary::ttfaMs},
        {u"total_ms", &ModelSummary::totalMs},
        {u"tpot_ms", &ModelSummary::tpotMs},
        {u"chunk_gap_ms", &ModelSummary::chunkGapMs},
        {u"decode_tokens_per_s", &ModelSummary::decodeTokensPerS},
        {u"tokens_per_s", &ModelSummary::tokensPerS},
        {u"chars_per_s", &ModelSummary::charsPerS},
        {u"output_tokens", &ModelSummary::outputTokens},
    }};
    return metrics;
}

std::vector<ModelSummary> summarize(const RunData &run, int resamples)
{
    std::vector<ModelSummary> summaries(run.info.plan.models.size());
    const std::vector<Gathered> gathered = gather(run, summaries);
    const Plan &plan = run.info.plan;
    const qint64 planned = static_cast<qint64>(plan.prompts.size()) * plan.options.rounds;
    for (size_t i = 0; i < summaries.size(); ++i) {
        ModelSummary &summary = summaries[i];
        const Model &model = plan.models[i].model;
        summary.model = static_cast<int>(i);
        summary.alias = model.alias;
        summary.status = statusOf(summary, planned);
        summary.rounds = static_cast<int>(gathered[i].rounds.size());
        summary.tokensEstimated = gathered[i].tokensEstimated;
        summary.sizeMb = model.metadata.sizeMb;
        summary.license = model.metadata.license;
        const quint64 seed = derivedSeed(plan.options.seed, i);
        for (size_t m = 0; m < gathered[i].metrics.size(); ++m)
            summary.*summaryMetrics()[m].distribution =
                describe(gathered[i].metrics[m], resamples, derivedSeed(seed, m));
        summary.score = describeScores(gathered[i].scores, resamples, derivedSeed(seed, gathered[i].metrics.size()));
    }
    return summaries;
}

} // namespace assay
