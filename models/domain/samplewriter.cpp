// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/samplejson.h"

#include "models/domain/jsonfields.h"
#include "models/domain/metrics.h"

namespace assay {

using namespace Qt::Literals::StringLiterals;

namespace {

JsonValue errorJson(const std::optional<Error> &error)
{
    if (!error)
        return {};
    JsonValue json = JsonValue::object();
    json.insert(u"code"_s, JsonValue::fromText(errorKey(error->code)));
    json.insert(u"message"_s, JsonValue::fromText(error->message));
    json.insert(u"detail"_s, JsonValue::fromText(error->detail));
    return json;
}

JsonValue timingsJson(const std::optional<ServerTimings> &timings)
{
    if (!timings)
        return {};
    JsonValue json = JsonValue::object();
    json.insert(u"prompt_ms"_s, orNull(timings->promptMs));
    json.insert(u"predicted_ms"_s, orNull(timings->predictedMs));
    json.insert(u"prompt_tokens"_s, orNull(timings->promptTokens));
    json.insert(u"predicted_tokens"_s, orNull(timings->predictedTokens));
    json.insert(u"cached_tokens"_s, orNull(timings->cachedTokens));
    json.insert(u"raw"_s, rawValue(timings->raw));
    return json;
}

JsonValue scoreJson(const Score &score)
{
    JsonValue json = JsonValue::object();
    json.insert(u"criterion"_s, JsonValue::fromText(score.criterion));
    json.insert(u"value"_s, orNull(std::optional<qint64>(score.value)));
    json.insert(u"annotator"_s, JsonValue::fromText(score.annotator));
    json.insert(u"source"_s, JsonValue::fromText(score.source == ScoreSource::Judge ? u"judge"_s : u"person"_s));
    json.insert(u"comment"_s, JsonValue::fromText(score.comment));
    json.insert(u"at"_s, timeValue(score.at));
    json.insert(u"aspects_met"_s, JsonValue::fromTexts(score.aspectsMet));
    return json;
}

JsonValue stampsJson(const Timeline &timeline)
{
    const auto nanos = [](const std::optional<Nanos> &stamp) {
        return stamp ? JsonValue::fromInteger(stamp->count()) : JsonValue();
    };
    JsonValue json = JsonValue::object();
    json.insert(u"intended"_s, nanos(timeline.intended));
    json.insert(u"posted"_s, nanos(timeline.posted));
    json.insert(u"sent"_s, nanos(timeline.sent));
    json.insert(u"headers"_s, nanos(timeline.headers));
    json.insert(u"first_event"_s, nanos(timeline.firstEvent));
    json.insert(u"first_token"_s, nanos(timeline.firstToken));
    json.insert(u"first_answer"_s, nanos(timeline.firstAnswer));
    json.insert(u"last_token"_s, nanos(timeline.lastToken));
    json.insert(u"closed"_s, nanos(timeline.closed));
    return json;
}

QChar kindLetter(DeltaKind kind)
{
    switch (kind) {
    case DeltaKind::Answer:
        return u'a';
    case DeltaKind::Reasoning:
        return u'r';
    case DeltaKind::Tool:
        return u't';
    }
    return u'a';
}

void insertTimes(JsonValue &json, const Sample &sample)
{
    const SampleMetrics metrics = metricsOf(sample);
    json.insert(u"headers_ms"_s, orNull(metrics.headersMs));
    json.insert(u"first_event_ms"_s, orNull(metrics.firstEventMs));
    json.insert(u"ttft_ms"_s, orNull(metrics.ttftMs));
    json.insert(u"ttfa_ms"_s, orNull(metrics.ttfaMs));
    json.insert(u"total_ms"_s, orNull(metrics.totalMs));
    json.insert(u"stream_ms"_s, orNull(metrics.streamMs));
    const Nanos start = sample.timeline.sent.value_or(Nanos(0));
    JsonValue times = JsonValue::list();
    JsonValue chars = JsonValue::list();
    for (const Chunk &chunk : sample.timeline.chunks) {
        times.append(JsonValue::fromReal(toMs(chunk.at - start)));
        chars.append(JsonValue::fromInteger(chunk.chars));
    }
    json.insert(u"chunk_ms"_s, std::move(times));
    json.insert(u"chunk_chars"_s, std::move(chars));
}

void insertCounts(JsonValue &json, const Sample &sample)
{
    const TokenCounts &tokens = sample.tokens;
    json.insert(u"prompt_tokens"_s, orNull(tokens.prompt));
    json.insert(u"output_tokens"_s, orNull(tokens.output));
    json.insert(u"tokens_source"_s, tokens.source ? JsonValue::fromText(tokensSourceKey(*tokens.source)) : JsonValue());
    json.insert(u"finish_reason"_s, orNull(sample.finishReason));
    JsonValue flags = JsonValue::list();
    for (const SampleFlag flag : sample.flags)
        flags.append(JsonValue::fromText(sampleFlagKey(flag)));
    json.insert(u"flags"_s, flags);
    json.insert(u"server_timings"_s, timingsJson(sample.serverTimings));
}

void insertRest(JsonValue &json, const Sample &sample)
{
    QString kinds;
    for (const Chunk &chunk : sample.timeline.chunks)
        kinds.append(kindLetter(chunk.kind));
    json.insert(u"track"_s, JsonValue::fromInteger(sample.step.track));
    json.insert(u"attempts"_s, JsonValue::fromInteger(sample.attempts));
    json.insert(u"model_echoed"_s, orNull(sample.modelEchoed));
    json.insert(u"reasoning_tokens"_s, orNull(sample.tokens.reasoning));
    json.insert(u"cached_prompt_tokens"_s, orNull(sample.tokens.cachedPrompt));
    json.insert(u"chunk_kinds"_s, JsonValue::fromText(kinds));
    json.insert(u"stamps_ns"_s, stampsJson(sample.timeline));
    const SampleMetrics metrics = metricsOf(sample);
    json.insert(u"connect_ms"_s, orNull(metrics.connectMs));
    json.insert(u"queue_ms"_s, orNull(metrics.queueMs));
    json.insert(u"latency_from_intended_ms"_s, orNull(metrics.latencyFromIntendedMs));
}

} // namespace

JsonValue sampleJson(const Sample &sample, const std::vector<const Score *> &scores)
{
    JsonValue json = JsonValue::object();
    json.insert(u"id"_s, JsonValue::fromText(sample.id.value));
    json.insert(u"alias"_s, JsonValue::fromText(sample.alias.value));
    json.insert(u"prompt_id"_s, JsonValue::fromText(sample.prompt.value));
    json.insert(u"round"_s, JsonValue::fromInteger(sample.step.round));
    json.insert(u"phase"_s, JsonValue::fromText(sample.step.phase == Phase::Warmup ? u"warmup"_s : u"measured"_s));
    json.insert(u"status"_s, JsonValue::fromText(sampleStatusKey(sample.status)));
    json.insert(u"error"_s, errorJson(sample.error));
    json.insert(u"started_at"_s, timeValue(sample.startedAt));
    insertTimes(json, sample);
    insertCounts(json, sample);
    json.insert(u"request"_s, rawValue(sample.request));
    json.insert(u"output"_s, JsonValue::fromText(sample.output));
    json.insert(u"reasoning"_s, JsonValue::fromText(sample.reasoning));
    JsonValue judgements = JsonValue::list();
    for (const Score *score : scores)
        judgements.append(scoreJson(*score));
    json.insert(u"scores"_s, judgements);
    insertRest(json, sample);
    return json;
}

} // namespace assay
