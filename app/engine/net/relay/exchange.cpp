// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/net/relay/exchange.h"

#include <algorithm>

namespace assay {

void Exchange::begin(std::optional<Nanos> connectTook)
{
    const QMutexLocker lock(&m_mutex);
    m_connectTook = connectTook;
    m_sentBefore.reset();
    m_sentAfter.reset();
    m_firstByte.reset();
    m_head.reset();
    m_end.reset();
    m_entries.clear();
    m_lost = false;
    m_wire = WireExchange();
}

void Exchange::wrote(QByteArrayView bytes, Nanos before, Nanos after)
{
    const QMutexLocker lock(&m_mutex);
    keep(m_wire.request, bytes, {WirePiece::Direction::Sent, std::max(before, after), false, bytes.size()});
}

void Exchange::sent(Nanos before, Nanos after)
{
    const QMutexLocker lock(&m_mutex);
    m_sentBefore = before;
    m_sentAfter = after;
}

void Exchange::read(QByteArrayView bytes, const ReadStamp &stamp)
{
    const QMutexLocker lock(&m_mutex);
    m_firstByte = m_firstByte.value_or(stamp.at);
    keep(m_wire.reply, bytes, {WirePiece::Direction::Received, stamp.at, stamp.byKernel, bytes.size()});
}

void Exchange::headRead(const ReadStamp &stamp)
{
    const QMutexLocker lock(&m_mutex);
    m_head = stamp;
}

void Exchange::bodyRead(qint64 bodyEnd, const ReadStamp &stamp)
{
    const QMutexLocker lock(&m_mutex);
    if (m_entries.size() >= mostStamps) {
        m_lost = true; // nobody asks; memory has an end
    }
    if (!m_lost) {
        m_entries.push_back({bodyEnd, stamp});
    }
}

void Exchange::ended(const ReadStamp &stamp)
{
    const QMutexLocker lock(&m_mutex);
    m_end = stamp;
}

void Exchange::lost()
{
    const QMutexLocker lock(&m_mutex);
    m_lost = true;
}

std::optional<Nanos> Exchange::connectTook() const
{
    const QMutexLocker lock(&m_mutex);
    return m_connectTook;
}

/// The request leaves somewhere between the two looks at the clock. The later one is up to some 50 us late: where the
/// reply was faster, the truth lies between the earlier one and the reply's first byte.
std::optional<Nanos> Exchange::sentAt() const
{
    const QMutexLocker lock(&m_mutex);
    if (!m_sentAfter || !m_firstByte || *m_firstByte >= *m_sentAfter) {
        return m_sentAfter;
    }
    const Nanos latest = std::max(*m_sentBefore, *m_firstByte);
    return *m_sentBefore + (latest - *m_sentBefore) / 2;
}

std::optional<ReadStamp> Exchange::headAt() const
{
    const QMutexLocker lock(&m_mutex);
    return m_head;
}

std::optional<ReadStamp> Exchange::endAt() const
{
    const QMutexLocker lock(&m_mutex);
    return m_end;
}

std::optional<ByteStamp> Exchange::byteAt(qint64 bodyEnd)
{
    const QMutexLocker lock(&m_mutex);
    while (!m_entries.empty() && m_entries.front().bodyEnd < bodyEnd) {
        m_entries.pop_front();
    }
    if (m_entries.empty()) {
        return std::nullopt;
    }
    return ByteStamp{m_entries.front().stamp, m_entries.front().bodyEnd};
}

WireExchange Exchange::wire() const
{
    const QMutexLocker lock(&m_mutex);
    return m_wire;
}

void Exchange::keep(QByteArray &where, QByteArrayView bytes, const WirePiece &piece)
{
    if (!m_keepsBytes || bytes.isEmpty() || m_wire.cut) {
        return;
    }
    const qint64 size = m_wire.request.size() + m_wire.reply.size() + piece.bytes;
    if (size > mostBytes || m_wire.pieces.size() >= mostPieces) {
        m_wire.cut = true;
        return;
    }
    where.append(bytes.data(), bytes.size());
    m_wire.pieces.push_back(piece);
}

} // namespace assay
