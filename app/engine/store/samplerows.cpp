// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/store/samplerows.h"

#include "app/engine/store/chunkblob.h"
#include "app/engine/store/rowio.h"

namespace assay {

using namespace Qt::Literals::StringLiterals;

namespace {

const QString warmupPhase = u"warmup"_s;
const QString measuredPhase = u"measured"_s;

/// What a person waited for, kept beside the stamps so that SQL can take medians of it.
std::optional<Nanos> totalOf(const Sample &sample)
{
    const Timeline &t = sample.timeline;
    if (sample.status != SampleStatus::Ok || !t.sent || !t.lastToken) {
        return std::nullopt;
    }
    return *t.lastToken - *t.sent;
}

QString flagsText(const std::vector<SampleFlag> &flags)
{
    QStringList keys;
    for (const SampleFlag flag : flags) {
        keys << sampleFlagKey(flag);
    }
    return keys.join(u',');
}

/// A flag that this version does not know is left out: it explains a number, it is not one.
std::vector<SampleFlag> flagsFromText(const QString &text)
{
    std::vector<SampleFlag> flags;
    for (const QString &key : text.split(u',', Qt::SkipEmptyParts)) {
        if (const std::optional<SampleFlag> flag = sampleFlagFromKey(key)) {
            flags.push_back(*flag);
        }
    }
    return flags;
}

std::optional<TokensSource> sourceFromKey(const QString &key)
{
    for (const TokensSource source : {TokensSource::Usage, TokensSource::ServerTimings, TokensSource::Estimate}) {
        if (tokensSourceKey(source) == key) {
            return source;
        }
    }
    return std::nullopt;
}

void putTimeline(RowWriter &row, const Timeline &t)
{
    for (const auto *stamp : {&t.intended, &t.posted, &t.sent, &t.headers, &t.firstEvent, &t.firstToken, &t.firstAnswer,
                              &t.lastToken, &t.closed}) {
        row.nanos(*stamp);
    }
    row.bytes(packChunks(t.chunks));
}

bool takeTimeline(RowReader &row, Timeline &t)
{
    for (auto *stamp : {&t.intended, &t.posted, &t.sent, &t.headers, &t.firstEvent, &t.firstToken, &t.firstAnswer,
                        &t.lastToken, &t.closed}) {
        *stamp = row.nanos();
    }
    std::optional<std::vector<Chunk>> chunks = unpackChunks(row.bytes());
    const bool isWhole = chunks.has_value();
    t.chunks = std::move(chunks).value_or(std::vector<Chunk>());
    return isWhole;
}

void putTokens(RowWriter &row, const TokenCounts &tokens)
{
    row.number(tokens.prompt);
    row.number(tokens.output);
    row.number(tokens.reasoning);
    row.number(tokens.cachedPrompt);
    row.text(tokens.source ? std::optional(tokensSourceKey(*tokens.source)) : std::nullopt);
}

TokenCounts takeTokens(RowReader &row)
{
    TokenCounts tokens;
    tokens.prompt = row.number<qint64>();
    tokens.output = row.number<qint64>();
    tokens.reasoning = row.number<qint64>();
    tokens.cachedPrompt = row.number<qint64>();
    tokens.source = sourceFromKey(row.text());
    return tokens;
}

void putServerTimings(RowWriter &row, const std::optional<ServerTimings> &timings)
{
    const ServerTimings values = timings.value_or(ServerTimings());
    timings ? row.bytes(values.raw) : row.null(); // the raw text tells "none" from "nothing in it"
    row.number(values.promptMs);
    row.number(values.predictedMs);
    row.number(values.promptTokens);
    row.number(values.predictedTokens);
    row.number(values.cachedTokens);
}

std::optional<ServerTimings> takeServerTimings(RowReader &row)
{
    const std::optional<QByteArray> raw = row.optionalBytes();
    ServerTimings timings;
    timings.promptMs = row.number<double>();
    timings.predictedMs = row.number<double>();
    timings.promptTokens = row.number<qint64>();
    timings.predictedTokens = row.number<qint64>();
    timings.cachedTokens = row.number<qint64>();
    timings.raw = raw.value_or(QByteArray());
    return raw ? std::optional(timings) : std::nullopt;
}

void putError(RowWriter &row, const std::optional<Error> &error)
{
    row.text(error ? std::optional(errorKey(error->code)) : std::nullopt);
    row.text(error ? std::optional(error->message) : std::nullopt);
    row.text(error ? std::optional(error->detail) : std::nullopt);
}

bool takeError(RowReader &row, std::optional<Error> &error)
{
    const std::optional<QString> key = row.optionalText();
    const QString message = row.text();
    const QString detail = row.text();
    const std::optional<ErrorCode> code = key ? errorFromKey(*key) : std::nullopt;
    if (code) {
        error = Error{*code, message, detail};
    }
    return code.has_value() == key.has_value();
}

} // namespace

const QStringList &sampleColumns()
{
    static const QStringList columns = {u"run_id"_s,
                                        u"id"_s,
                                        u"plan_index"_s,
                                        u"model"_s,
                                        u"prompt"_s,
                                        u"round"_s,
                                        u"phase"_s,
                                        u"track"_s,
                                        u"alias"_s,
                                        u"prompt_id"_s,
                                        u"status"_s,
                                        u"error_code"_s,
                                        u"error_message"_s,
                                        u"error_detail"_s,
                                        u"started_at"_s,
                                        u"total_ns"_s,
                                        u"intended_ns"_s,
                                        u"posted_ns"_s,
                                        u"sent_ns"_s,
                                        u"headers_ns"_s,
                                        u"first_event_ns"_s,
                                        u"first_token_ns"_s,
                                        u"first_answer_ns"_s,
                                        u"last_token_ns"_s,
                                        u"closed_ns"_s,
                                        u"chunks"_s,
                                        u"prompt_tokens"_s,
                                        u"output_tokens"_s,
                                        u"reasoning_tokens"_s,
                                        u"cached_tokens"_s,
                                        u"tokens_source"_s,
                                        u"finish_reason"_s,
                                        u"model_echoed"_s,
                                        u"flags"_s,
                                        u"server_timings"_s,
                                        u"server_prompt_ms"_s,
                                        u"server_predicted_ms"_s,
                                        u"server_prompt_tokens"_s,
                                        u"server_predicted_tokens"_s,
                                        u"server_cached_tokens"_s,
                                        u"request"_s,
                                        u"output"_s,
                                        u"reasoning"_s,
                                        u"attempts"_s,
                                        u"connect_took_ns"_s};
    return columns;
}

QVariantList sampleValues(const Sample &sample)
{
    RowWriter row;
    row.text(sample.run.value);
    row.text(sample.id.value);
    row.number(sample.step.index);
    row.number(sample.step.model);
    row.number(sample.step.prompt);
    row.number(sample.step.round);
    row.text(sample.step.phase == Phase::Warmup ? warmupPhase : measuredPhase);
    row.number(sample.step.track);
    row.text(sample.alias.value);
    row.text(sample.prompt.value);
    row.text(sampleStatusKey(sample.status));
    putError(row, sample.error);
    row.time(sample.startedAt);
    row.nanos(totalOf(sample));
    putTimeline(row, sample.timeline);
    putTokens(row, sample.tokens);
    row.text(sample.finishReason);
    row.text(sample.modelEchoed);
    row.text(flagsText(sample.flags));
    putServerTimings(row, sample.serverTimings);
    row.bytes(sample.request);
    row.text(sample.output);
    row.text(sample.reasoning);
    row.number(sample.attempts);
    row.nanos(sample.timeline.connectTook);
    return row.values();
}

std::optional<Sample> readSampleRow(const QSqlQuery &query)
{
    RowReader row(query);
    Sample sample;
    sample.run.value = row.text();
    sample.id.value = row.text();
    sample.step.index = row.integer();
    sample.step.model = row.integer();
    sample.step.prompt = row.integer();
    sample.step.round = row.integer();
    const QString phase = row.text();
    sample.step.phase = phase == warmupPhase ? Phase::Warmup : Phase::Measured;
    sample.step.track = row.integer();
    sample.alias.value = row.text();
    sample.prompt.value = row.text();
    const std::optional<SampleStatus> status = sampleStatusFromKey(row.text());
    sample.status = status.value_or(SampleStatus::Failed);
    const bool errorHolds = takeError(row, sample.error);
    sample.startedAt = row.time();
    row.nanos(); // total_ns follows from the stamps
    const bool chunksHold = takeTimeline(row, sample.timeline);
    sample.tokens = takeTokens(row);
    sample.finishReason = row.optionalText();
    sample.modelEchoed = row.optionalText();
    sample.flags = flagsFromText(row.text());
    sample.serverTimings = takeServerTimings(row);
    sample.request = row.bytes();
    sample.output = row.text();
    sample.reasoning = row.text();
    sample.attempts = row.integer();
    sample.timeline.connectTook = row.nanos();
    const bool holds = status && errorHolds && chunksHold && (phase == warmupPhase || phase == measuredPhase);
    return holds ? std::optional(std::move(sample)) : std::nullopt;
}

} // namespace assay
