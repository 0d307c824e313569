// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engine/net/relay/exchange.h"
#include "app/engine/servers/serveradapter.h"

namespace assay {

/// Text that arrived with one read.
struct LivePiece
{
    QString answer;
    QString reasoning;
    int chunks = 0;
};

/// How the network ended a request, as the lane saw it. For Cancelled and IdleTimeout the reason was noted before
/// abort().
struct StreamEnd
{
    std::optional<Error> error; // absent: the reply came to its regular end
    bool counts = false; // also where the answer had been whole before: a program that failed at its end
};

/// Builds one Sample from stamped bytes: framing, dialect, timeline, outcome. Pure: no network, no clock; the lane
/// hands in the stamps. Bounded: `maxBytes` of body end the sample with TooLarge.
///
/// With an exchange each event takes the kernel's stamp of its last byte, and sent, headers and closed are those of the
/// exchange too; the stamps handed in then stand in where it knows nothing, and EngineClock is set where that touched a
/// generated delta. Without one all stamps are those handed in. EngineLag is set where deltas were read together
/// because the relay came to read them more than 5 ms late; the kernel's stamps themselves do not suffer from that.
class SampleRecorder
{
public:
    SampleRecorder(Sample start, std::unique_ptr<ChunkReader> reader, qint64 maxBytes = 256 * 1024 * 1024);
    ~SampleRecorder();

    enum class Way { Socket, Program };
    /// Before the first bytes.
    void useStampsOf(std::shared_ptr<Exchange> exchange) { m_exchange = std::move(exchange); }
    void posted(Nanos at, Way way = Way::Socket);
    void socketOpened(); // a new connection was made for this request
    void sent(Nanos at);
    void headers(Nanos at, const HttpReply &head); // body is ignored
    /// All bytes of one read; what they say in text. An error inside the stream makes failure() non-empty.
    LivePiece bytes(QByteArrayView read, Nanos at);
    /// A stream error or a broken bound: the lane should close the connection and call end().
    bool failed() const { return m_failure.has_value(); }
    /// [DONE] was seen: the answer is whole although the socket may stay open.
    bool complete() const { return m_done; }
    /// The outcome. Call once. `at` is when the stream ended.
    Sample end(const StreamEnd &how, Nanos at);
    /// What passed on the wire; absent without an exchange, and where that has seen nothing.
    std::optional<WireExchange> wire() const;
    /// After headers with 429 or 503.
    std::optional<int> retryAfterSeconds() const { return m_head.retryAfterSeconds; }
    int httpStatus() const { return m_head.status; }
    /// Text, reasoning or a tool call has come: asking again would not be the same request.
    bool hasGenerated() const { return m_sample.timeline.firstToken.has_value(); }

private:
    /// What the body turned out to be, where an event stream is expected by its first byte: content types are not to be
    /// trusted.
    enum class Body { Unknown, Stream, Whole };

    /// A stamp, and what is known about the read that it belongs to.
    struct EventStamp
    {
        Nanos at{};
        bool byKernel = false;
        qint64 readEnd = 0; // where in the body that read ended
        Nanos late{}; // until the relay read it
    };

    EventStamp stampAt(qint64 bodyEnd);
    void noteMerging(const StreamEvent &event);
    void settleStamps(const StreamEnd &how, Nanos endedAt);
    void decideBody(QByteArrayView bytes);
    void readStream(QByteArrayView bytes, LivePiece &piece);
    qsizetype sizeOfBite(qint64 from, qsizetype most);
    void takeEvents(const std::vector<StreamEvent> &events, LivePiece &piece);
    void finishBody(const StreamEnd &how);
    void finishWhole(const StreamEnd &how);
    void finishStream(const StreamEnd &how);
    void take(const ChatEvent &event, LivePiece &piece);
    void take(const TextDelta &delta, LivePiece &piece);
    void take(const TokenCounts &counts);
    void settleTokens();
    void settleOutcome(const StreamEnd &how);
    Error incomplete() const;
    bool answersOtherModel() const;
    /// All that came was of another dialect.
    bool isForeign() const { return !m_understood && !m_unknown.isEmpty(); }
    void fail(Error why);

    Sample m_sample;
    std::unique_ptr<ChunkReader> m_reader;
    std::unique_ptr<StreamFramer> m_framer;
    HttpReply m_head;
    QByteArray m_wholeBody; // of a reply that is no event stream
    std::optional<Error> m_failure;
    qint64 m_maxBytes;
    qint64 m_seenBytes = 0;
    qint64 m_generatedChars = 0; // code points, tool calls too
    std::shared_ptr<Exchange> m_exchange;
    Nanos m_lastRead{}; // as handed in
    EventStamp m_stamp; // of the event being taken, or of the last byte read
    qint64 m_deltaReadEnd = 0; // where the read that brought the last delta ended
    Nanos m_deltaLate{}; // how late that read was
    std::optional<qint64> m_streamStart; // in the body; white space before it was passed over
    Body m_body = Body::Unknown;
    bool m_done = false;
    bool m_understood = false; // an event of our dialect was seen
    QByteArray m_unknown; // the first event that was none
};

} // namespace assay
