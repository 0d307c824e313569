// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/metrics.h"

#include <algorithm>
#include <cmath>

namespace assay {

using namespace Qt::Literals::StringLiterals;

namespace {

std::optional<double> msBetween(const std::optional<Nanos> &from, const std::optional<Nanos> &to)
{
    if (!from || !to)
        return std::nullopt;
    return toMs(*to - *from);
}

qint64 codePoints(const QString &text)
{
    return text.size() - std::ranges::count_if(text, [](QChar c) { return c.isLowSurrogate(); });
}

/// The shortest time in which `count` chunks in a row came.
Nanos shortestSpan(const std::vector<Chunk> &chunks, size_t count)
{
    Nanos shortest = Nanos::max();
    for (size_t last = count - 1; last < chunks.size(); ++last)
        shortest = std::min(shortest, chunks[last].at - chunks[last + 1 - count].at);
    return shortest;
}

/// Over 80 % of the chunks in under 2 % of the time from sending to the last token. A short answer after a long
/// prompt also fills only a small part of that time, so the chunks must come faster than a model writes, too.
bool cameInOneBurst(const Timeline &timeline)
{
    constexpr size_t fewestChunks = 5;
    constexpr Nanos fastestModelGap = std::chrono::milliseconds(2);
    const std::vector<Chunk> &chunks = timeline.chunks;
    if (chunks.size() < fewestChunks || !timeline.sent || !timeline.lastToken)
        return false;
    const size_t most = chunks.size() * 4 / 5 + 1;
    const Nanos span = shortestSpan(chunks, most);
    return span * 50 < *timeline.lastToken - *timeline.sent && span < fastestModelGap * static_cast<qint64>(most - 1);
}

void addDecodeFigures(const Sample &sample, SampleMetrics &metrics)
{
    const auto decodeMs = msBetween(sample.timeline.firstToken, sample.timeline.lastToken);
    if (decodeMs && *decodeMs > 0 && metrics.outputTokens && *metrics.outputTokens >= 2) {
        metrics.tpotMs = *decodeMs / (*metrics.outputTokens - 1);
        metrics.decodeTokensPerS = 1000.0 * (*metrics.outputTokens - 1) / *decodeMs;
    }
    const std::vector<Chunk> &chunks = sample.timeline.chunks;
    if (chunks.size() >= 2)
        metrics.decodeMs = decodeMs;
    for (size_t i = 1; i < chunks.size(); ++i)
        metrics.chunkGapMs.push_back(toMs(chunks[i].at - chunks[i - 1].at));
}

void addWholeFigures(const Sample &sample, SampleMetrics &metrics)
{
    const Timeline &timeline = sample.timeline;
    metrics.totalMs = msBetween(timeline.sent, timeline.lastToken);
    metrics.latencyFromIntendedMs = msBetween(timeline.intended, timeline.lastToken);
    metrics.streamMs = msBetween(timeline.sent, timeline.closed);
    if (sample.tokens.output)
        metrics.outputTokens = static_cast<double>(*sample.tokens.output);
    if (!metrics.totalMs || *metrics.totalMs <= 0)
        return;
    if (metrics.outputTokens)
        metrics.tokensPerS = 1000.0 * *metrics.outputTokens / *metrics.totalMs;
    if (!sample.output.isEmpty())
        metrics.charsPerS = 1000.0 * static_cast<double>(codePoints(sample.output)) / *metrics.totalMs;
}

} // namespace

SampleMetrics metricsOf(const Sample &sample)
{
    const Timeline &timeline = sample.timeline;
    const bool buffered = sample.has(SampleFlag::BufferedStream);
    SampleMetrics metrics;
    if (timeline.connectTook)
        metrics.connectMs = toMs(*timeline.connectTook);
    metrics.queueMs = msBetween(timeline.intended, timeline.sent);
    metrics.headersMs = msBetween(timeline.sent, timeline.headers);
    metrics.firstEventMs = msBetween(timeline.sent, timeline.firstEvent);
    if (!buffered) {
        metrics.ttftMs = msBetween(timeline.sent, timeline.firstToken);
        metrics.ttfaMs = msBetween(timeline.sent, timeline.firstAnswer);
    }
    if (sample.status != SampleStatus::Ok)
        return metrics;
    addWholeFigures(sample, metrics);
    if (!buffered)
        addDecodeFigures(sample, metrics);
    return metrics;
}

namespace {

bool serverDisagrees(const Sample &sample)
{
    const auto ours = metricsOf(sample).decodeMs;
    const auto theirs = sample.serverTimings ? sample.serverTimings->predictedMs : std::nullopt;
    if (!ours || !theirs)
        return false;
    const double difference = std::abs(*theirs - *ours);
    return difference > 10.0 && difference > 0.05 * *ours;
}

} // namespace

void deriveFlags(Sample &sample)
{
    const TokenCounts &tokens = sample.tokens;
    const bool cachedByTimings = sample.serverTimings && sample.serverTimings->cachedTokens.value_or(0) > 0;
    if (tokens.cachedPrompt.value_or(0) > 0 || cachedByTimings)
        sample.set(SampleFlag::CachedPrefix);
    if (cameInOneBurst(sample.timeline))
        sample.set(SampleFlag::BufferedStream);
    if (tokens.output && tokens.source == TokensSource::Estimate)
        sample.set(SampleFlag::EstimatedTokens);
    if (sample.finishReason == u"length"_s)
        sample.set(SampleFlag::Truncated);
    if (sample.status == SampleStatus::Ok && !sample.finishReason)
        sample.set(SampleFlag::NoFinishReason);
    if (serverDisagrees(sample))
        sample.set(SampleFlag::ServerTimingsDisagree);
}

} // namespace assay
