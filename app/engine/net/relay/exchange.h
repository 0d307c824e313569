// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/wire.h"

#include <QMutex>

#include <deque>
#include <optional>

namespace assay {

/// When bytes came, and how that is known.
struct ReadStamp
{
    Nanos at{}; // steady clock
    bool byKernel = false; // else: when the relay read them
    Nanos late{}; // from then until the relay read them; zero where it is not known
};

/// When a byte of a body came. Several segments may have been read at once: then `at` is when the last of them came.
struct ByteStamp
{
    ReadStamp read;
    qint64 readEnd = 0; // where in the body that read ended
};

/// One request and its reply as the relay sees them pass: a stamp for each read, found again by place in the body, and
/// the bytes themselves, as far as they are kept. Bounded. The relay writes, the engine asks; any thread.
class Exchange
{
public:
    static constexpr size_t mostStamps = 1 << 20; // that wait to be asked for: 32 MiB
    static constexpr qint64 mostBytes = 4 * 1024 * 1024; // kept of request and reply together
    static constexpr size_t mostPieces = 1 << 15;

    /// `keepsBytes` false: stamps alone.
    explicit Exchange(bool keepsBytes = true) : m_keepsBytes(keepsBytes) { }

    // For the one who stamps.

    /// The request begins to come; for the second time where a dead connection made it be sent again: what was noted
    /// before is forgotten. `connectTook`: making the connection, where it had carried no request before.
    void begin(std::optional<Nanos> connectTook);
    /// Bytes of the request were handed to the system between the two times.
    void wrote(QByteArrayView bytes, Nanos before, Nanos after);
    /// The last of them was.
    void sent(Nanos before, Nanos after);
    /// Bytes of the reply, heads and framing included.
    void read(QByteArrayView bytes, const ReadStamp &stamp);
    void headRead(const ReadStamp &stamp);
    /// Bytes of the body up to `bodyEnd` have come. In ascending order.
    void bodyRead(qint64 bodyEnd, const ReadStamp &stamp);
    /// The reply is complete.
    void ended(const ReadStamp &stamp);
    /// What comes from here on could not be understood and has no stamps.
    void lost();

    // For the one who asks.

    std::optional<Nanos> connectTook() const;
    /// When the request had been handed to the system; not later than the first byte of the reply.
    std::optional<Nanos> sentAt() const;
    std::optional<ReadStamp> headAt() const;
    std::optional<ReadStamp> endAt() const;
    /// When the byte before `bodyEnd` came. Absent where that is not known. Ask in ascending order: what lies before is
    /// forgotten.
    std::optional<ByteStamp> byteAt(qint64 bodyEnd);
    /// Requests and pieces as kept; run and sample are the caller's to fill in.
    WireExchange wire() const;

private:
    struct Entry
    {
        qint64 bodyEnd;
        ReadStamp stamp;
    };
    void keep(QByteArray &where, QByteArrayView bytes, const WirePiece &piece);

    mutable QMutex m_mutex;
    const bool m_keepsBytes;
    std::optional<Nanos> m_connectTook, m_sentBefore, m_sentAfter, m_firstByte;
    std::optional<ReadStamp> m_head, m_end;
    std::deque<Entry> m_entries;
    bool m_lost = false;
    WireExchange m_wire;
};

} // namespace assay
