// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/plan.h"
#include "models/domain/result.h"

#include <QDateTime>

namespace assay {

enum class DeltaKind { Answer, Reasoning, Tool };

/// One generated delta with text in it.
struct Chunk
{
    Nanos at{}; // the run's clock
    int chars = 0; // Unicode code points
    DeltaKind kind = DeltaKind::Answer;

    friend bool operator==(const Chunk &, const Chunk &) = default;
};

/// Stamps of one sample (measurement.md, "Timeline"), all on the run's clock: steady, nanoseconds since its start.
struct Timeline
{
    std::optional<Nanos> intended, posted, sent, headers, firstEvent, firstToken, firstAnswer, lastToken, closed;
    std::vector<Chunk> chunks;
    std::optional<Nanos> connectTook; // making the connection; absent where it had carried a request before

    friend bool operator==(const Timeline &, const Timeline &) = default;
};

enum class SampleStatus { Ok, Failed, TimedOut, Cancelled, Skipped };
QString sampleStatusKey(SampleStatus status); // "ok", "failed", "timed_out", "cancelled", "skipped"
std::optional<SampleStatus> sampleStatusFromKey(const QString &key);
QString sampleStatusName(SampleStatus status); // translated

enum class TokensSource { Usage, ServerTimings, Estimate };
QString tokensSourceKey(TokensSource source); // "usage", "server_timings", "estimate"

/// What the server said it counted. outputTokens is absent only where even an estimate is (no text at all).
struct TokenCounts
{
    std::optional<qint64> prompt, output, reasoning, cachedPrompt;
    std::optional<TokensSource> source; // of `output`

    friend bool operator==(const TokenCounts &, const TokenCounts &) = default;
};

/// The server's own clock, as it reported it; for comparison, never used as our measure.
struct ServerTimings
{
    std::optional<double> promptMs, predictedMs;
    std::optional<qint64> promptTokens, predictedTokens, cachedTokens;
    RawJson raw;

    friend bool operator==(const ServerTimings &, const ServerTimings &) = default;
};

/// Reasons to look twice at a sample; keys as in measurement.md.
enum class SampleFlag {
    NewConnection,
    FirstAfterLoad,
    CachedPrefix,
    BufferedStream,
    Coalesced,
    EstimatedTokens,
    Truncated,
    NoFinishReason,
    ServerTimingsDisagree,
    Nagle40ms,
    EngineLag,
    OtherModelAnswered, // the server echoed another model name
    Retried, // sent again after refused, 429 or 503; the timeline is the last try's alone
    EngineClock // stamped by this program in a run that is stamped by the kernel
};
QString sampleFlagKey(SampleFlag flag); // "new_connection", ...
std::optional<SampleFlag> sampleFlagFromKey(const QString &key);
/// One translated sentence: what the flag means for the numbers.
QString sampleFlagReason(SampleFlag flag);

/// One request of a run: its timeline, its output or its error. Exactly one outcome each.
struct Sample
{
    SampleId id;
    RunId run;
    PlanStep step;
    ModelAlias alias;
    PromptId prompt;
    SampleStatus status = SampleStatus::Ok;
    std::optional<Error> error; // set where status is Failed, TimedOut or Skipped
    QDateTime startedAt; // UTC wall clock
    Timeline timeline;
    TokenCounts tokens;
    std::optional<QString> finishReason;
    std::optional<QString> modelEchoed;
    std::vector<SampleFlag> flags; // in enum order, each once
    std::optional<ServerTimings> serverTimings;
    RawJson request; // the body as sent; never holds a key
    QString output; // partial text is kept, whatever the status
    QString reasoning;
    int attempts = 1;

    bool has(SampleFlag flag) const;
    void set(SampleFlag flag);
    friend bool operator==(const Sample &, const Sample &) = default;
};

} // namespace assay

Q_DECLARE_METATYPE(assay::Sample)
