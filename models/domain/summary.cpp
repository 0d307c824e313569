// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/summary.h"

#include "models/domain/intervals.h"
#include "models/domain/metrics.h"
#include "models/domain/numbertext.h"

#include <QHash>
#include <QSet>

#include <algorithm>

namespace assay {

using namespace Qt::Literals::StringLiterals;

namespace {

using Values = std::vector<SampledValue>;

/// What one model's samples say, gathered before it is described.
struct Gathered
{
    QSet<int> rounds;
    bool tokensEstimated = false;
    std::array<Values, 9> metrics; // in the order of summaryMetrics()
    Values scores;
    std::vector<TimeSpan> spans; // in which requests were under way
    qint64 tokens = 0;
    const Sample *cold = nullptr; // the newest that was the first after a load
};

void addValue(Values &values, const std::optional<double> &value, const PlanStep &step)
{
    if (value)
        values.push_back({*value, step.prompt, step.round});
}

void addMetrics(const Sample &sample, Gathered &gathered)
{
    const SampleMetrics m = metricsOf(sample);
    const PlanStep &step = sample.step;
    auto &[ttft, ttfa, total, tpot, gaps, decode, tokensPerS, charsPerS, tokens] = gathered.metrics;
    addValue(ttft, m.ttftMs, step);
    addValue(ttfa, m.ttfaMs, step);
    addValue(total, m.totalMs, step);
    addValue(tpot, m.tpotMs, step);
    for (const double gap : m.chunkGapMs)
        gaps.push_back({gap, step.prompt, step.round});
    addValue(decode, m.decodeTokensPerS, step);
    addValue(tokensPerS, m.tokensPerS, step);
    addValue(charsPerS, m.charsPerS, step);
    addValue(tokens, m.outputTokens, step);
    if (sample.timeline.sent && sample.timeline.lastToken)
        gathered.spans.push_back({*sample.timeline.sent, *sample.timeline.lastToken});
    gathered.tokens += sample.tokens.output.value_or(0);
}

void addCost(const RunInfo &info, const Gathered &gathered, ModelSummary &summary)
{
    const auto model = static_cast<size_t>(summary.model);
    const std::optional<double> watts = info.plan.models[model].model.metadata.watts;
    if (model < info.costs.models.size())
        summary.cost = info.costs.models[model];
    summary.energy = measuredEnergy(summary.cost);
    if (!summary.energy && watts)
        summary.energy = estimatedEnergy(*watts, coveredTime(gathered.spans), gathered.tokens);
    if (summary.energy && info.costs.price) {
        constexpr double whPerKwh = 1000;
        summary.pricePer1kTokens = summary.energy->whPer1kTokens / whPerKwh * info.costs.price->perKwh;
        summary.currency = info.costs.price->currency;
    }
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

std::optional<ScoreSummary> describeScores(const Values &values)
{
    const std::optional<Distribution> d = describe(values);
    if (!d)
        return std::nullopt;
    ScoreSummary summary{d->n, d->mean, d->p50, scoreInterval(values), {}};
    for (const SampledValue &v : values)
        ++summary.histogram[static_cast<size_t>(v.value) - 1];
    return summary;
}

/// Warm-ups, too: one is nearly always the first after a load.
void noteCold(const Sample &sample, Gathered &gathered)
{
    const auto isNewer = [&] { return !gathered.cold || sample.timeline.posted > gathered.cold->timeline.posted; };
    if (sample.has(SampleFlag::FirstAfterLoad) && isNewer())
        gathered.cold = &sample;
}

void addCold(const Gathered &gathered, ModelSummary &summary)
{
    if (!gathered.cold)
        return;
    const SampleMetrics metrics = metricsOf(*gathered.cold);
    summary.coldTtftMs = metrics.ttftMs;
    summary.coldTotalMs = metrics.totalMs;
}

std::vector<Gathered> gather(const RunData &run, std::vector<ModelSummary> &summaries)
{
    std::vector<Gathered> gathered(summaries.size());
    QHash<SampleId, const Sample *> measured;
    for (const Sample &sample : run.samples) {
        const auto model = static_cast<size_t>(sample.step.model);
        if (sample.step.model < 0 || model >= summaries.size())
            continue;
        noteCold(sample, gathered[model]);
        if (sample.step.phase != Phase::Measured)
            continue;
        measured.insert(sample.id, &sample);
        count(sample, summaries[model], gathered[model]);
    }
    for (const Score &score : run.scores) {
        const Sample *sample = measured.value(score.sample);
        if (sample && score.value && *score.value >= 1 && *score.value <= 5 && score.criterion == overallCriterion)
            gathered[static_cast<size_t>(sample->step.model)].scores.push_back(
                {static_cast<double>(*score.value), sample->step.prompt, sample->step.round});
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

QString energyText(const ModelSummary &summary)
{
    if (!summary.energy)
        return threeDigits({});
    const bool estimated = summary.energy->isEstimate() || summary.tokensEstimated;
    return (estimated ? u"~"_s : QString()) + threeDigits(summary.energy->whPer1kTokens);
}

QString priceText(const ModelSummary &summary)
{
    if (!summary.energy || !summary.pricePer1kTokens)
        return threeDigits({});
    const bool estimated = summary.energy->isEstimate() || summary.tokensEstimated;
    const QString figure = (estimated ? u"~"_s : QString()) + amountText(summary.pricePer1kTokens);
    return QString(figure + u' ' + summary.currency).trimmed();
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

std::vector<ModelSummary> summarize(const RunData &run)
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
        for (size_t m = 0; m < gathered[i].metrics.size(); ++m)
            summary.*summaryMetrics()[m].distribution = describe(gathered[i].metrics[m]);
        summary.score = describeScores(gathered[i].scores);
        addCost(run.info, gathered[i], summary);
        addCold(gathered[i], summary);
    }
    return summaries;
}

} // namespace assay
