// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/report/csvreport.h"

#include "app/engine/report/csvwriter.h"
#include "models/domain/metrics.h"
#include "models/domain/summary.h"

#include <algorithm>

namespace assay {

using namespace Qt::Literals::StringLiterals;

namespace {

/// The judgement that stands in a sample's row: the newest with a value on the overall criterion, else the newest.
const Score *standingScore(const std::vector<const Score *> &scores)
{
    const auto rank = [](const Score *score) {
        return std::tuple(score->criterion == overallCriterion, score->value.has_value(), score->at);
    };
    const auto best = std::ranges::max_element(scores, {}, rank);
    return best == scores.end() ? nullptr : *best;
}

void header(CsvWriter &csv, std::initializer_list<const char16_t *> names)
{
    for (const char16_t *name : names)
        csv.text(QStringView(name).toString());
}

void samplesHeader(CsvWriter &csv)
{
    header(csv,
           {u"id",
            u"alias",
            u"prompt_id",
            u"round",
            u"phase",
            u"status",
            u"error_code",
            u"error_message",
            u"started_at",
            u"headers_ms",
            u"first_event_ms",
            u"ttft_ms",
            u"ttfa_ms",
            u"total_ms",
            u"stream_ms",
            u"queue_ms",
            u"latency_from_intended_ms",
            u"tpot_ms",
            u"decode_tokens_per_s",
            u"tokens_per_s",
            u"chars_per_s",
            u"chunks",
            u"prompt_tokens",
            u"output_tokens",
            u"tokens_source",
            u"finish_reason",
            u"flags",
            u"score",
            u"score_comment",
            u"output",
            u"reasoning",
            u"connect_ms",
            u"decode_ms",
            u"server_prompt_ms",
            u"server_predicted_ms",
            u"server_predicted_tokens"});
    csv.endRow();
}

void writeIdentity(CsvWriter &csv, const Sample &sample)
{
    csv.text(sample.id.value);
    csv.text(sample.alias.value);
    csv.text(sample.prompt.value);
    csv.integer(sample.step.round);
    csv.text(sample.step.phase == Phase::Warmup ? u"warmup"_s : u"measured"_s);
    csv.text(sampleStatusKey(sample.status));
    csv.text(sample.error ? errorKey(sample.error->code) : QString());
    csv.text(sample.error ? sample.error->message : QString());
    csv.text(sample.startedAt.isValid() ? sample.startedAt.toUTC().toString(Qt::ISODateWithMs) : QString());
}

void writeFigures(CsvWriter &csv, const Sample &sample)
{
    const SampleMetrics metrics = metricsOf(sample);
    for (const std::optional<double> &figure :
         {metrics.headersMs, metrics.firstEventMs, metrics.ttftMs, metrics.ttfaMs, metrics.totalMs, metrics.streamMs,
          metrics.queueMs, metrics.latencyFromIntendedMs, metrics.tpotMs, metrics.decodeTokensPerS, metrics.tokensPerS,
          metrics.charsPerS})
        csv.number(figure);
    csv.integer(static_cast<qint64>(sample.timeline.chunks.size()));
    csv.integer(sample.tokens.prompt);
    csv.integer(sample.tokens.output);
    csv.text(sample.tokens.source ? tokensSourceKey(*sample.tokens.source) : QString());
    csv.text(sample.finishReason.value_or(QString()));
    QStringList flags;
    for (const SampleFlag flag : sample.flags)
        flags.append(sampleFlagKey(flag));
    csv.text(flags.join(u'|'));
}

/// The server's own clock beside what it is to be compared with.
void writeOwnTimes(CsvWriter &csv, const Sample &sample)
{
    const SampleMetrics metrics = metricsOf(sample);
    const ServerTimings server = sample.serverTimings.value_or(ServerTimings());
    csv.number(metrics.connectMs);
    csv.number(metrics.decodeMs);
    csv.number(server.promptMs);
    csv.number(server.predictedMs);
    csv.integer(server.predictedTokens);
}

void writeSample(CsvWriter &csv, const Sample &sample, const Score *score)
{
    writeIdentity(csv, sample);
    writeFigures(csv, sample);
    csv.integer(score ? std::optional<qint64>(score->value) : std::nullopt);
    csv.text(score ? score->comment : QString());
    csv.text(sample.output);
    csv.text(sample.reasoning);
    writeOwnTimes(csv, sample);
    csv.endRow();
}

void summaryHeader(CsvWriter &csv)
{
    header(csv,
           {u"alias", u"status", u"rounds", u"samples", u"failed", u"skipped", u"latency_avg", u"latency_p95",
            u"tokens_per_sec_avg", u"first_token_latency_avg"});
    for (const SummaryMetric &metric : summaryMetrics()) {
        for (const auto &suffix : {u"_mean"_s, u"_p50"_s, u"_p95"_s})
            csv.text(QStringView(metric.key).toString() + suffix);
    }
    header(csv,
           {u"score_n", u"score_mean", u"size_mb", u"license", u"memory_mb", u"memory_files_mb", u"memory_idle_mb",
            u"gpu_memory_mb", u"load_ms", u"energy_wh_per_1k_tokens", u"energy_source", u"cost_per_1k_tokens",
            u"currency", u"cold_ttft_ms", u"cold_total_ms", u"gpu_memory_source"});
    csv.endRow();
}

std::optional<double> figureOf(const std::optional<Distribution> &distribution, double Distribution::*figure,
                               double scale = 1)
{
    return distribution ? std::optional(*distribution.*figure * scale) : std::nullopt;
}

void writeCost(CsvWriter &csv, const ModelSummary &summary)
{
    const ModelCost &cost = summary.cost;
    const std::optional<EnergyFigure> &energy = summary.energy;
    for (const std::optional<double> &figure :
         {cost.memoryMb, cost.memoryFilesMb, cost.memoryIdleMb, cost.gpuMemoryMb, cost.loadMs})
        csv.number(figure);
    csv.number(energy ? std::optional(energy->whPer1kTokens) : std::nullopt);
    csv.text(energy ? energySourceText(*energy) : QString());
    csv.number(summary.pricePer1kTokens);
    csv.text(summary.currency);
}

void writeSummary(CsvWriter &csv, const ModelSummary &summary)
{
    constexpr double seconds = 1e-3;
    csv.text(summary.alias.value);
    csv.text(modelStatusKey(summary.status));
    for (const int count : {summary.rounds, summary.samples, summary.failed, summary.skipped})
        csv.integer(count);
    csv.number(figureOf(summary.totalMs, &Distribution::mean, seconds));
    csv.number(figureOf(summary.totalMs, &Distribution::p95, seconds));
    csv.number(figureOf(summary.tokensPerS, &Distribution::mean));
    csv.number(figureOf(summary.ttftMs, &Distribution::mean, seconds));
    for (const SummaryMetric &metric : summaryMetrics()) {
        for (const auto figure : {&Distribution::mean, &Distribution::p50, &Distribution::p95})
            csv.number(figureOf(summary.*metric.distribution, figure));
    }
    csv.integer(summary.score ? summary.score->n : 0);
    csv.number(summary.score ? std::optional(summary.score->mean) : std::nullopt);
    csv.number(summary.sizeMb);
    csv.text(summary.license.value_or(QString()));
    writeCost(csv, summary);
    csv.number(summary.coldTtftMs);
    csv.number(summary.coldTotalMs);
    csv.text(summary.cost.gpuMemoryMb ? (summary.cost.gpuByServer ? u"server"_s : u"driver"_s) : QString());
    csv.endRow();
}

} // namespace

QByteArray csvSamples(const RunData &run)
{
    QHash<SampleId, std::vector<const Score *>> scores;
    for (const Score &score : run.scores)
        scores[score.sample].push_back(&score);
    std::vector<const Sample *> samples;
    for (const Sample &sample : run.samples)
        samples.push_back(&sample);
    std::ranges::stable_sort(samples, {}, [](const Sample *sample) { return sample->step.index; });
    CsvWriter csv;
    samplesHeader(csv);
    for (const Sample *sample : samples)
        writeSample(csv, *sample, standingScore(scores.value(sample->id)));
    return csv.bytes();
}

QByteArray csvSummary(const RunData &run)
{
    CsvWriter csv;
    summaryHeader(csv);
    for (const ModelSummary &summary : summarize(run))
        writeSummary(csv, summary);
    return csv.bytes();
}

} // namespace assay
