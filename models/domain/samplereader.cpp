// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/samplejson.h"

#include "models/domain/jsonfields.h"
#include "models/domain/text.h"

#include <algorithm>
#include <cmath>

namespace assay {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr qint64 lowest = std::numeric_limits<qint64>::min();
constexpr qint64 farthestStamp = 2'000'000'000'000'000'000; // 63 years; no difference of two can overflow
constexpr double anyReal = std::numeric_limits<double>::lowest();

std::optional<Phase> phaseFromKey(const QString &key)
{
    if (key == "warmup"_L1)
        return Phase::Warmup;
    return key == "measured"_L1 ? std::optional(Phase::Measured) : std::nullopt;
}

std::optional<ScoreSource> scoreSourceFromKey(const QString &key)
{
    if (key == "judge"_L1)
        return ScoreSource::Judge;
    return key == "person"_L1 ? std::optional(ScoreSource::Person) : std::nullopt;
}

std::optional<TokensSource> tokensSourceFromKey(const QString &key)
{
    for (const TokensSource source : {TokensSource::Usage, TokensSource::ServerTimings, TokensSource::Estimate}) {
        if (tokensSourceKey(source) == key)
            return source;
    }
    return std::nullopt;
}

std::optional<DeltaKind> kindOf(QChar letter)
{
    switch (letter.unicode()) {
    case u'a':
        return DeltaKind::Answer;
    case u'r':
        return DeltaKind::Reasoning;
    case u't':
        return DeltaKind::Tool;
    default:
        return std::nullopt;
    }
}

/// From a result in milliseconds; what no run can last is cut off, so that no sum of stamps overflows.
Nanos fromMs(double ms)
{
    constexpr double longest = 1e18;
    return Nanos(std::llround(std::clamp(ms * 1e6, -longest, longest)));
}

std::optional<Error> readError(ObjectReader &parent)
{
    const JsonValue *json = parent.take(u"error"_s);
    if (!json)
        return std::nullopt;
    ObjectReader reader(*json, parent.pathOf(u"error"_s), parent.problems());
    Error error;
    error.code = needKey<ErrorCode>(reader, u"code"_s, errorFromKey, Text::tr("the name of an error"));
    error.message = reader.text(u"message"_s);
    error.detail = reader.text(u"detail"_s);
    return error;
}

std::optional<ServerTimings> readTimings(ObjectReader &parent)
{
    const JsonValue *json = parent.take(u"server_timings"_s);
    if (!json)
        return std::nullopt;
    ObjectReader reader(*json, parent.pathOf(u"server_timings"_s), parent.problems());
    ServerTimings timings;
    timings.promptMs = reader.real(u"prompt_ms"_s, anyReal);
    timings.predictedMs = reader.real(u"predicted_ms"_s, anyReal);
    timings.promptTokens = reader.integer(u"prompt_tokens"_s, lowest);
    timings.predictedTokens = reader.integer(u"predicted_tokens"_s, lowest);
    timings.cachedTokens = reader.integer(u"cached_tokens"_s, lowest);
    timings.raw = takeRaw(reader, u"raw"_s);
    return timings;
}

void readStamps(ObjectReader &parent, Timeline &timeline)
{
    const JsonValue *json = parent.take(u"stamps_ns"_s);
    if (!json)
        return;
    ObjectReader reader(*json, parent.pathOf(u"stamps_ns"_s), parent.problems());
    const auto stamp = [&reader](const QString &key) {
        const std::optional<qint64> count = reader.integer(key, -farthestStamp, farthestStamp);
        return count ? std::optional(Nanos(*count)) : std::nullopt;
    };
    timeline.intended = stamp(u"intended"_s);
    timeline.posted = stamp(u"posted"_s);
    timeline.sent = stamp(u"sent"_s);
    timeline.headers = stamp(u"headers"_s);
    timeline.firstEvent = stamp(u"first_event"_s);
    timeline.firstToken = stamp(u"first_token"_s);
    timeline.firstAnswer = stamp(u"first_answer"_s);
    timeline.lastToken = stamp(u"last_token"_s);
    timeline.closed = stamp(u"closed"_s);
}

/// A file without stamps (by another program) still has the times since sending: the clock then starts there.
void readTimes(ObjectReader &reader, Timeline &timeline)
{
    const auto time = [&reader](const QString &key) {
        const std::optional<double> ms = reader.real(key, anyReal);
        return ms ? std::optional(fromMs(*ms)) : std::nullopt;
    };
    Timeline measured;
    measured.sent = Nanos(0);
    measured.headers = time(u"headers_ms"_s);
    measured.firstEvent = time(u"first_event_ms"_s);
    measured.firstToken = time(u"ttft_ms"_s);
    measured.firstAnswer = time(u"ttfa_ms"_s);
    measured.lastToken = time(u"total_ms"_s);
    measured.closed = time(u"stream_ms"_s);
    const bool hasStamps = reader.take(u"stamps_ns"_s) != nullptr;
    if (hasStamps)
        readStamps(reader, timeline);
    else if (measured.headers || measured.lastToken)
        timeline = measured;
    timeline.connectTook = time(u"connect_ms"_s);
    time(u"queue_ms"_s); // these two follow from the stamps
    time(u"latency_from_intended_ms"_s);
}

void readChunks(ObjectReader &reader, Timeline &timeline)
{
    const std::vector<double> times = takeNumbers(reader, u"chunk_ms"_s);
    const std::vector<double> chars = takeNumbers(reader, u"chunk_chars"_s);
    const QString kinds = reader.text(u"chunk_kinds"_s);
    const auto count = static_cast<qsizetype>(times.size());
    if (times.size() != chars.size() || (!kinds.isEmpty() && kinds.size() != count)) {
        reader.problems().mismatch(reader.value(), reader.pathOf(u"chunk_ms"_s),
                                   Text::tr("as many entries as chunk_chars and chunk_kinds have"));
        return;
    }
    const Nanos start = timeline.sent.value_or(Nanos(0));
    constexpr double mostChars = 1e9;
    for (size_t i = 0; i < times.size(); ++i) {
        const auto kind = kinds.isEmpty() ? DeltaKind::Answer : kindOf(kinds[static_cast<qsizetype>(i)]);
        if (!kind)
            reader.problems().mismatch(reader.value(), reader.pathOf(u"chunk_kinds"_s),
                                       Text::tr("only the letters a, r and t"));
        timeline.chunks.push_back({start + fromMs(times[i]), static_cast<int>(std::clamp(chars[i], 0.0, mostChars)),
                                   kind.value_or(DeltaKind::Answer)});
    }
}

void readCounts(ObjectReader &reader, Sample &sample)
{
    sample.tokens.prompt = reader.integer(u"prompt_tokens"_s, 0);
    sample.tokens.output = reader.integer(u"output_tokens"_s, 0);
    sample.tokens.reasoning = reader.integer(u"reasoning_tokens"_s, 0);
    sample.tokens.cachedPrompt = reader.integer(u"cached_prompt_tokens"_s, 0);
    if (reader.take(u"tokens_source"_s))
        sample.tokens.source = needKey<TokensSource>(reader, u"tokens_source"_s, tokensSourceFromKey,
                                                     Text::tr("one of usage, server_timings, estimate"));
    sample.finishReason = reader.optionalText(u"finish_reason"_s);
    for (const QString &key : reader.texts(u"flags"_s)) {
        // A flag that a later version knows is no reason to refuse the file.
        if (const std::optional<SampleFlag> flag = sampleFlagFromKey(key))
            sample.set(*flag);
    }
    sample.serverTimings = readTimings(reader);
}

Score readScore(const JsonValue &json, const QString &path, const Sample &sample, JsonProblems &problems)
{
    ObjectReader reader(json, path, problems);
    Score score;
    score.run = sample.run;
    score.sample = sample.id;
    score.criterion = needText(reader, u"criterion"_s);
    if (const std::optional<qint64> value = reader.integer(u"value"_s, 1, 5))
        score.value = static_cast<int>(*value);
    score.annotator = reader.text(u"annotator"_s);
    score.source = needKey<ScoreSource>(reader, u"source"_s, scoreSourceFromKey, Text::tr("one of person, judge"));
    score.comment = reader.text(u"comment"_s);
    score.at = takeTime(reader, u"at"_s).value_or(QDateTime());
    score.aspectsMet = reader.texts(u"aspects_met"_s);
    return score;
}

/// The place of an alias or a prompt in the plan, by which a sample's step knows it.
template <class Items, class Matches>
int placeIn(const Items &items, const QString &key, const QString &expected, ObjectReader &reader, Matches matches)
{
    const QString name = needText(reader, key);
    const auto found = std::ranges::find_if(items, [&](const auto &item) { return matches(item, name); });
    if (found != items.end())
        return static_cast<int>(found - items.begin());
    if (const JsonValue *value = reader.take(key))
        reader.problems().mismatch(*value, reader.pathOf(key), expected);
    return 0;
}

void readStep(ObjectReader &reader, const Plan &plan, Sample &sample)
{
    sample.id.value = needText(reader, u"id"_s);
    bool isNumber = false;
    sample.step.index = sample.id.value.toInt(&isNumber);
    const JsonValue *id = reader.take(u"id"_s);
    if (id && (!isNumber || sample.step.index < 0))
        reader.problems().mismatch(*id, reader.pathOf(u"id"_s), Text::tr("the place in the plan, as \"00012\""));
    sample.step.model = placeIn(plan.models, u"alias"_s, Text::tr("an alias of run.plan.models"), reader,
                                [](const PlannedModel &p, const QString &name) { return p.model.alias.value == name; });
    sample.step.prompt = placeIn(plan.prompts, u"prompt_id"_s, Text::tr("an id of run.plan.prompts"), reader,
                                 [](const Prompt &prompt, const QString &name) { return prompt.id.value == name; });
    sample.alias.value = reader.text(u"alias"_s);
    sample.prompt.value = reader.text(u"prompt_id"_s);
    sample.step.round = reader.count(u"round"_s, 1).value_or(1);
    sample.step.phase = needKey<Phase>(reader, u"phase"_s, phaseFromKey, Text::tr("one of warmup, measured"));
    sample.step.track = reader.count(u"track"_s, 0).value_or(0);
}

} // namespace

void readSampleJson(const JsonValue &json, const QString &path, RunData &run, JsonProblems &problems)
{
    ObjectReader reader(json, path, problems);
    Sample sample;
    sample.run = run.info.id;
    readStep(reader, run.info.plan, sample);
    sample.status = needKey<SampleStatus>(reader, u"status"_s, sampleStatusFromKey,
                                          Text::tr("one of ok, failed, timed_out, cancelled, skipped"));
    sample.error = readError(reader);
    sample.startedAt = takeTime(reader, u"started_at"_s).value_or(QDateTime());
    readTimes(reader, sample.timeline);
    readChunks(reader, sample.timeline);
    readCounts(reader, sample);
    sample.modelEchoed = reader.optionalText(u"model_echoed"_s);
    sample.attempts = reader.count(u"attempts"_s, 0).value_or(1);
    sample.request = takeRaw(reader, u"request"_s);
    sample.output = reader.text(u"output"_s);
    sample.reasoning = reader.text(u"reasoning"_s);
    const QString scores = reader.pathOf(u"scores"_s);
    size_t place = 0;
    for (const JsonValue &score : takeList(reader, u"scores"_s))
        run.scores.push_back(readScore(score, jsonPath(scores, place++), sample, problems));
    run.samples.push_back(std::move(sample));
}

} // namespace assay
