// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/resultsjson.h"

#include "models/domain/calibrationjson.h"
#include "models/domain/costjson.h"
#include "models/domain/jsonfields.h"
#include "models/domain/planjson.h"
#include "models/domain/ratefigures.h"
#include "models/domain/samplejson.h"
#include "models/domain/summary.h"

#include <algorithm>

namespace assay {

using namespace Qt::Literals::StringLiterals;

namespace {

/// Results are handed around: names, passwords, what stands behind the ? in a URL and in headers stay at home.
Plan withoutSecrets(Plan plan)
{
    for (PlannedModel &planned : plan.models) {
        planned.endpoint.url =
            planned.endpoint.url.adjusted(QUrl::RemoveUserInfo | QUrl::RemoveQuery | QUrl::RemoveFragment);
        planned.endpoint.wrapper.headers.clear();
    }
    return plan;
}

/// Nobody goes on with a run in a file: what had not ended by then is broken off.
RunState stateInFile(RunState state)
{
    const bool unfinished = state == RunState::Running || state == RunState::Paused;
    return unfinished ? RunState::Interrupted : state;
}

JsonValue runJson(const RunInfo &info, const JsonValue &rate)
{
    JsonValue json = JsonValue::object();
    json.insert(u"id"_s, JsonValue::fromText(info.id.value));
    json.insert(u"name"_s, JsonValue::fromText(info.name));
    json.insert(u"state"_s, JsonValue::fromText(runStateKey(stateInFile(info.state))));
    json.insert(u"started_at"_s, timeValue(info.startedAt));
    json.insert(u"finished_at"_s, timeValue(info.finishedAt.value_or(QDateTime())));
    json.insert(u"plan"_s, planJson(withoutSecrets(info.plan)));
    json.insert(u"environment"_s, environmentJson(info.environment));
    const std::optional<Calibration> &calibration = info.environment.calibration;
    json.insert(u"calibration"_s, calibration ? calibrationJson(*calibration) : JsonValue());
    json.insert(u"seed"_s, unsignedValue(info.plan.options.seed));
    json.insert(u"rate"_s, rate);
    json.insert(u"costs"_s, costsJson(info));
    return json;
}

JsonValue modelsJson(const RunInfo &info)
{
    const QMap<QString, QString> &versions = info.environment.serverVersions;
    JsonValue models = JsonValue::list();
    for (const PlannedModel &planned : info.plan.models) {
        const QString version = versions.value(planned.endpoint.id.value);
        JsonValue server = JsonValue::object();
        server.insert(u"kind"_s, JsonValue::fromText(serverKindKey(planned.endpoint.kind)));
        server.insert(u"version"_s, version.isEmpty() ? JsonValue() : JsonValue::fromText(version));
        JsonValue json = JsonValue::object();
        json.insert(u"alias"_s, JsonValue::fromText(planned.model.alias.value));
        json.insert(u"endpoint"_s, JsonValue::fromText(planned.endpoint.id.value));
        json.insert(u"id"_s, JsonValue::fromText(planned.model.serverId));
        json.insert(u"server"_s, server);
        json.insert(u"metadata"_s, metadataJson(planned.model.metadata));
        models.append(json);
    }
    return models;
}

JsonValue intervalJson(const std::optional<Interval> &interval)
{
    if (!interval)
        return {};
    JsonValue json = JsonValue::list();
    json.append(JsonValue::fromReal(interval->low));
    json.append(JsonValue::fromReal(interval->high));
    return json;
}

JsonValue distributionJson(const std::optional<Distribution> &distribution)
{
    if (!distribution)
        return {};
    const Distribution &d = *distribution;
    JsonValue json = JsonValue::object();
    json.insert(u"n"_s, JsonValue::fromInteger(d.n));
    json.insert(u"mean"_s, JsonValue::fromReal(d.mean));
    json.insert(u"std"_s, orNull(d.std));
    json.insert(u"min"_s, JsonValue::fromReal(d.min));
    json.insert(u"p5"_s, JsonValue::fromReal(d.p5));
    json.insert(u"p25"_s, JsonValue::fromReal(d.p25));
    json.insert(u"p50"_s, JsonValue::fromReal(d.p50));
    json.insert(u"p75"_s, JsonValue::fromReal(d.p75));
    json.insert(u"p90"_s, JsonValue::fromReal(d.p90));
    json.insert(u"p95"_s, JsonValue::fromReal(d.p95));
    json.insert(u"p99"_s, JsonValue::fromReal(d.p99));
    json.insert(u"max"_s, JsonValue::fromReal(d.max));
    json.insert(u"mean_ci"_s, intervalJson(d.meanCi));
    json.insert(u"p50_ci"_s, intervalJson(d.p50Ci));
    json.insert(u"p95_ci"_s, intervalJson(d.p95Ci));
    return json;
}

JsonValue scoreSummaryJson(const std::optional<ScoreSummary> &score)
{
    if (!score)
        return {};
    JsonValue histogram = JsonValue::list();
    for (const int count : score->histogram)
        histogram.append(JsonValue::fromInteger(count));
    JsonValue json = JsonValue::object();
    json.insert(u"n"_s, JsonValue::fromInteger(score->n));
    json.insert(u"mean"_s, JsonValue::fromReal(score->mean));
    json.insert(u"median"_s, JsonValue::fromReal(score->median));
    json.insert(u"ci"_s, intervalJson(score->ci));
    json.insert(u"histogram"_s, histogram);
    return json;
}

std::optional<double> inSeconds(std::optional<double> ms)
{
    return ms ? std::optional(*ms / 1000) : std::nullopt;
}

JsonValue priceJson(const ModelSummary &summary)
{
    if (!summary.pricePer1kTokens)
        return {};
    JsonValue json = JsonValue::object();
    json.insert(u"per_1k_tokens"_s, JsonValue::fromReal(*summary.pricePer1kTokens));
    json.insert(u"currency"_s, JsonValue::fromText(summary.currency));
    return json;
}

/// An estimate is never taken for a measurement.
JsonValue energySourceJson(const std::optional<EnergyFigure> &energy)
{
    if (!energy)
        return {};
    JsonValue json = JsonValue::object();
    json.insert(u"kind"_s, JsonValue::fromText(energy->isEstimate() ? u"estimate"_s : u"measured"_s));
    json.insert(u"domains"_s, JsonValue::fromTexts(energy->domains));
    json.insert(u"idle_watts"_s, orNull(energy->idleWatts));
    return json;
}

JsonValue summaryJson(const ModelSummary &summary)
{
    const auto &total = summary.totalMs;
    const auto &first = summary.ttftMs;
    JsonValue json = JsonValue::object();
    json.insert(u"alias"_s, JsonValue::fromText(summary.alias.value));
    json.insert(u"status"_s, JsonValue::fromText(modelStatusKey(summary.status)));
    json.insert(u"rounds"_s, JsonValue::fromInteger(summary.rounds));
    json.insert(u"samples"_s, JsonValue::fromInteger(summary.samples));
    json.insert(u"failed"_s, JsonValue::fromInteger(summary.failed));
    json.insert(u"skipped"_s, JsonValue::fromInteger(summary.skipped));
    json.insert(u"latency_avg"_s, orNull(inSeconds(total ? std::optional(total->mean) : std::nullopt)));
    json.insert(u"latency_p95"_s, orNull(inSeconds(total ? std::optional(total->p95) : std::nullopt)));
    json.insert(u"tokens_per_sec_avg"_s,
                orNull(summary.tokensPerS ? std::optional(summary.tokensPerS->mean) : std::nullopt));
    json.insert(u"first_token_latency_avg"_s, orNull(inSeconds(first ? std::optional(first->mean) : std::nullopt)));
    for (const SummaryMetric &metric : summaryMetrics())
        json.insert(QStringView(metric.key).toString(), distributionJson(summary.*metric.distribution));
    json.insert(u"score"_s, scoreSummaryJson(summary.score));
    const std::optional<EnergyFigure> &energy = summary.energy;
    json.insert(u"memory_mb"_s, orNull(summary.cost.memoryMb));
    json.insert(u"load_ms"_s, orNull(summary.cost.loadMs));
    json.insert(u"energy_wh_per_1k_tokens"_s, orNull(energy ? std::optional(energy->whPer1kTokens) : std::nullopt));
    json.insert(u"cost"_s, priceJson(summary));
    json.insert(u"energy_source"_s, energySourceJson(energy));
    json.insert(u"cold_ttft_ms"_s, orNull(summary.coldTtftMs));
    json.insert(u"cold_total_ms"_s, orNull(summary.coldTotalMs));
    return json;
}

JsonValue rateJson(const RunData &run)
{
    const std::optional<RateFigures> figures = rateFigures(run);
    if (!figures)
        return {};
    JsonValue models = JsonValue::list();
    for (const RateLatency &latency : figures->models) {
        JsonValue model = JsonValue::object();
        model.insert(u"alias"_s, JsonValue::fromText(latency.alias.value));
        model.insert(u"total_ms"_s, distributionJson(latency.fromSendingMs));
        model.insert(u"latency_from_intended_ms"_s, distributionJson(latency.fromIntendedMs));
        models.append(model);
    }
    JsonValue json = JsonValue::object();
    json.insert(u"requested_per_s"_s, JsonValue::fromReal(figures->requested));
    json.insert(u"arrival"_s, JsonValue::fromText(arrivalKey(run.info.plan.options.arrival)));
    json.insert(u"achieved_per_s"_s, orNull(figures->achieved));
    json.insert(u"lag_ms"_s, distributionJson(figures->lagMs));
    json.insert(u"models"_s, models);
    return json;
}

JsonValue headJson(const RunData &run)
{
    JsonValue prompts = JsonValue::list();
    for (const Prompt &prompt : run.info.plan.prompts)
        prompts.append(promptJson(prompt));
    JsonValue summaries = JsonValue::list();
    for (const ModelSummary &summary : summarize(run))
        summaries.append(summaryJson(summary));
    JsonValue json = JsonValue::object();
    json.insert(u"format"_s, JsonValue::fromText(u"assay.results"_s));
    json.insert(u"version"_s, JsonValue::fromInteger(1));
    json.insert(u"run"_s, runJson(run.info, rateJson(run)));
    json.insert(u"models"_s, modelsJson(run.info));
    json.insert(u"prompts"_s, prompts);
    json.insert(u"summary"_s, summaries);
    return json;
}

std::vector<const Sample *> inPlanOrder(const std::vector<Sample> &samples)
{
    std::vector<const Sample *> sorted;
    sorted.reserve(samples.size());
    for (const Sample &sample : samples)
        sorted.push_back(&sample);
    std::ranges::stable_sort(sorted, {}, [](const Sample *sample) { return sample->step.index; });
    return sorted;
}

} // namespace

/// The samples are written one by one behind the head, so that only one of them is a tree of values at a time.
QByteArray writeResults(const RunData &run)
{
    QHash<SampleId, std::vector<const Score *>> scores;
    for (const Score &score : run.scores)
        scores[score.sample].push_back(&score);
    QByteArray text = headJson(run).indented();
    text.chop(3); // "\n}\n"
    text += ",\n  \"samples\": [";
    bool first = true;
    for (const Sample *sample : inPlanOrder(run.samples)) {
        text += first ? "\n    " : ",\n    ";
        first = false;
        // Line breaks in texts are escaped, so each one here is the writer's own.
        text += sampleJson(*sample, scores.value(sample->id)).indented().trimmed().replace("\n", "\n    ");
    }
    text += first ? "]\n}\n" : "\n  ]\n}\n";
    return text;
}

} // namespace assay
