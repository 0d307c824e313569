// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engine/servers/serveradapter.h"

namespace assay {

/// Text that arrived with one read.
struct LivePiece
{
    QString answer;
    QString reasoning;
    int chunks = 0;
};

/// How the network ended a request, as the lane saw it. For Cancelled and IdleTimeout the reason was noted before abort().
struct StreamEnd
{
    std::optional<Error> error; // absent: the reply came to its regular end
};

/// Builds one Sample from stamped bytes: event stream, dialect, timeline, outcome. Pure: no network, no clock; the lane
/// hands in the stamps. Bounded: `maxBytes` of body end the sample with TooLarge.
class SampleRecorder
{
public:
    SampleRecorder(Sample start, std::unique_ptr<ChunkReader> reader, qint64 maxBytes = 256 * 1024 * 1024);
    ~SampleRecorder();

    void posted(Nanos at);
    void socketOpened(); // a new connection was made for this request
    void sent(Nanos at);
    void headers(Nanos at, const HttpReply &head); // body is ignored
    /// All bytes of one read; what they say in text. An error inside the stream makes failure() non-empty.
    LivePiece bytes(QByteArrayView bytes, Nanos at);
    /// A stream error or a broken bound: the lane should close the connection and call end().
    bool failed() const { return m_failure.has_value(); }
    /// [DONE] was seen, or a finish reason and the body's end: the answer is whole although the socket may stay open.
    bool complete() const { return m_done; }
    /// The outcome. Call once.
    Sample end(const StreamEnd &how, Nanos at);
    /// After headers with 429 or 503.
    std::optional<int> retryAfterSeconds() const { return m_head.retryAfterSeconds; }
    int httpStatus() const { return m_head.status; }

private:
    void take(const ChatEvent &event, Nanos at, LivePiece &piece);
    void addDelta(const TextDelta &delta, Nanos at, LivePiece &piece);

    Sample m_sample;
    std::unique_ptr<ChunkReader> m_reader;
    SseParser m_parser;
    HttpReply m_head;
    QByteArray m_wholeBody; // of a reply that is no event stream
    std::optional<Error> m_failure;
    qint64 m_maxBytes;
    qint64 m_seenBytes = 0;
    bool m_isStream = false;
    bool m_done = false;
};

} // namespace assay
