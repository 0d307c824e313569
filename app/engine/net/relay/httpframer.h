// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engine/net/relay/chunkjoiner.h"

#include <deque>
#include <vector>

namespace assay {

/// Tells where the messages of one direction of an HTTP/1.1 connection begin and end, and which byte of the connection
/// is which byte of a body (RFC 9112, section 6), over any cut of the bytes. It reads along and hands on. What it
/// cannot follow it calls lost and says no more about the connection: it never guesses. Pure.
class HttpFramer
{
public:
    enum class Side { Requests, Replies };
    struct Mark
    {
        enum class Kind {
            Begin, // a message's first byte is here
            Head, // its head is complete; a reply's only if it is not provisional (1xx)
            Body, // body bytes came, `bodyEnd` of them so far
            End, // the message is complete
            Lost // nothing more will be said
        };
        Kind kind = Kind::Lost;
        qsizetype at = 0; // place in the bytes fed: behind the last byte that belongs to this
        qint64 bodyEnd = 0; // Body and End: bytes of the body so far
    };

    explicit HttpFramer(Side side) : m_side(side) { }

    /// Side Replies: a request with this verb has begun, so a reply to it may come. In the order of the requests.
    void expect(const QByteArray &verb);
    /// Appends what `bytes` bring, in their order. Of several stretches of one body only the last Body is told.
    /// `joiner` gets all the bytes; nullptr: nobody wants them.
    void feed(QByteArrayView bytes, std::vector<Mark> &marks, ChunkJoiner *joiner = nullptr);
    /// The connection has ended: true where that is also the regular end of a message under way.
    bool endsWithConnection() const { return m_state == State::UntilEnd; }
    bool isLost() const { return m_state == State::Lost; }
    /// Side Requests, after Head: the verb of the request.
    QByteArray verb() const { return m_verb; }

private:
    enum class State { Between, Head, Counted, UntilEnd, ChunkSize, ChunkData, ChunkDataEnd, Trailer, Lost };

    qsizetype takeLine(QByteArrayView bytes);
    qsizetype takeBody(QByteArrayView bytes, qsizetype place, std::vector<Mark> &marks);
    void lineDone(qsizetype place, std::vector<Mark> &marks);
    qsizetype takeSome(QByteArrayView bytes, qsizetype at, std::vector<Mark> &marks);
    void handOn(QByteArrayView part, State was, ChunkJoiner &joiner) const;
    void headLine(qsizetype place, std::vector<Mark> &marks);
    void headDone(qsizetype place, std::vector<Mark> &marks);
    bool readFirstLine(const QByteArray &line);
    State bodyState();
    void chunkSizeLine();
    void begin(qsizetype place, std::vector<Mark> &marks);
    void end(qsizetype place, std::vector<Mark> &marks);
    void lose() { m_state = State::Lost; }
    bool hasNoBody() const;

    Side m_side;
    State m_state = State::Between;
    std::deque<QByteArray> m_expected; // verbs of requests that wait for their reply
    QByteArray m_line; // in progress
    bool m_lineEnded = false;
    std::vector<QByteArray> m_head; // lines so far, the first one apart
    QByteArray m_firstLine;
    qsizetype m_headSize = 0;
    QByteArray m_verb;
    int m_status = 0;
    qint64 m_left = 0; // of a counted body or a chunk
    qint64 m_bodyEnd = 0;
};

} // namespace assay
