// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engine/net/relay/exchangewatcher.h"
#include "app/engine/run/samplerecorder.h"
#include "models/domain/metrics.h"
#include "tests/support/scriptedserver.h"

#include <cmath>

/// A stage on which a reply is played by a clock that does not run: pieces of a body, each at a given time. It is
/// played to a recorder as this program's clock would stamp it, and through the relay's way of stamping (HTTP framing,
/// places in the body), where the recorder gets the bytes long after and cut otherwise.
namespace assay::stage {

/// Bytes of a body, `ms` after the request was sent.
struct Piece
{
    double ms = 0;
    QByteArray bytes;
};
using Pieces = std::vector<Piece>;

struct Reply
{
    Pieces pieces;
    double closedMs = 0; // the end of the stream
    qsizetype requestBytes = 0; // the least size of the request's body
};

inline constexpr Nanos sentAt = std::chrono::seconds(1); // on the run's clock
inline constexpr Nanos readAt = std::chrono::seconds(1000); // when a relayed body is handed over

inline Nanos at(double ms)
{
    return sentAt + Nanos(std::llround(ms * 1e6));
}

inline QByteArray sse(const QByteArray &data, const QByteArray &newline = "\n")
{
    return "data: " + data + newline + newline;
}

inline QByteArray says(const QString &text, const QByteArray &field = "content")
{
    return sse(Script::delta(text, field));
}

inline QByteArray role()
{
    return sse(R"({"choices":[{"index":0,"delta":{"role":"assistant","content":null},"finish_reason":null}]})");
}

inline QByteArray done()
{
    return sse("[DONE]");
}

/// Finish reason, counts where `output` >= 0, and [DONE].
inline QByteArray ending(int output = -1)
{
    return sse(Script::finish()) + (output < 0 ? QByteArray() : sse(Script::usage(7, output))) + done();
}

/// `count` times the word "word " (five characters), every `stepMs` from `firstMs`.
inline Pieces words(int count, double firstMs, double stepMs)
{
    Pieces pieces;
    for (int i = 0; i < count; ++i) {
        pieces.push_back({firstMs + i * stepMs, says(QStringLiteral("word "))});
    }
    return pieces;
}

inline Pieces operator+(Pieces first, const Pieces &second)
{
    first.insert(first.end(), second.begin(), second.end());
    return first;
}

inline Sample start(const Reply &reply)
{
    Sample sample;
    sample.request = R"({"model":"tiny"})" + QByteArray(reply.requestBytes, ' ');
    return sample;
}

inline HttpReply head()
{
    return {200, "text/event-stream", {}, {}, {}};
}

/// Stamped by this program: each piece is one read.
inline Sample playToEngine(const Reply &reply)
{
    SampleRecorder recorder(start(reply), adapterFor(ServerKind::LlamaCpp).chunkReader({}));
    recorder.posted(sentAt);
    recorder.sent(sentAt);
    recorder.headers(at(0), head());
    for (const Piece &piece : reply.pieces) {
        recorder.bytes(piece.bytes, at(piece.ms));
    }
    return recorder.end({}, at(reply.closedMs));
}

/// Stamped by the kernel: each piece is one read of the relay, which comes to it `late` after its arrival.
inline std::shared_ptr<Exchange> relayed(const Reply &reply, Nanos late = {})
{
    auto exchange = std::make_shared<Exchange>();
    ExchangeWatcher watcher([exchange] { return exchange; });
    const QByteArray request = "POST / HTTP/1.1\r\nContent-Length: 2\r\n\r\n{}";
    watcher.request(request);
    watcher.written(request, sentAt, sentAt);
    watcher.reply(Script::streamHead(), {at(0), true, late});
    for (const Piece &piece : reply.pieces) {
        watcher.reply(Script::chunk(piece.bytes), {at(piece.ms), true, late});
    }
    watcher.reply(Script::lastChunk(), {at(reply.closedMs), true, late});
    return exchange;
}

inline Sample playRelayed(const Reply &reply, qsizetype stride, Nanos late = {})
{
    SampleRecorder recorder(start(reply), adapterFor(ServerKind::LlamaCpp).chunkReader({}));
    recorder.useStampsOf(relayed(reply, late));
    recorder.posted(sentAt);
    recorder.sent(sentAt);
    recorder.headers(readAt, head());
    QByteArray body;
    for (const Piece &piece : reply.pieces) {
        body += piece.bytes;
    }
    for (qsizetype from = 0; from < body.size(); from += stride) {
        recorder.bytes(QByteArrayView(body).sliced(from, std::min(stride, body.size() - from)), readAt);
    }
    return recorder.end({}, readAt);
}

inline QString figure(std::optional<double> value)
{
    return value ? QString::number(*value, 'g', 10) : QStringLiteral("-");
}

/// "50x9 2000": nine gaps of 50 ms, then one of 2000 ms.
inline QString gapsOf(const SampleMetrics &metrics)
{
    const std::vector<double> &gaps = metrics.chunkGapMs;
    QStringList said;
    for (size_t from = 0; from < gaps.size();) {
        size_t to = from;
        while (to < gaps.size() && figure(gaps[to]) == figure(gaps[from])) {
            ++to;
        }
        const QString times = to - from > 1 ? QStringLiteral("x%1").arg(to - from) : QString();
        said << figure(gaps[from]) + times;
        from = to;
    }
    return said.isEmpty() ? QStringLiteral("-") : said.join(u' ');
}

/// All that a sample says, in one line: no figure and no flag can be there unseen. Times in ms, `decode` and `tps` in
/// tokens per second, `cps` in characters per second.
inline QString said(const Sample &sample)
{
    const SampleMetrics m = metricsOf(sample);
    const TokenCounts &tokens = sample.tokens;
    QStringList flags;
    for (const SampleFlag flag : sample.flags) {
        flags << sampleFlagKey(flag);
    }
    const QString outcome =
        sampleStatusKey(sample.status) + (sample.error ? u'(' + errorKey(sample.error->code) + u')' : QString());
    const QString counted = tokens.output
        ? QStringLiteral("%1 %2").arg(*tokens.output).arg(tokensSourceKey(*tokens.source))
        : QStringLiteral("-");
    return QStringLiteral("%1; event %2, ttft %3, ttfa %4, total %5, stream %6; tpot %7, decode %8, tps %9, cps %10; ")
               .arg(outcome, figure(m.firstEventMs), figure(m.ttftMs), figure(m.ttfaMs), figure(m.totalMs),
                    figure(m.streamMs), figure(m.tpotMs), figure(m.decodeTokensPerS), figure(m.tokensPerS))
               .arg(figure(m.charsPerS))
        + QStringLiteral("gaps %1; tokens %2; %3")
              .arg(gapsOf(m), counted, flags.isEmpty() ? QStringLiteral("no flag") : flags.join(u' '));
}

} // namespace assay::stage
