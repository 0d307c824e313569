// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/net/relay/chunkjoiner.h"

namespace assay {
namespace {

constexpr QByteArrayView sizeLine("00000000\r\n"); // filled in when the size is known; RFC 9112, 7.1 allows the zeros
constexpr qsizetype sizeDigits = 8;

} // namespace

void ChunkJoiner::plain(QByteArrayView bytes)
{
    flush();
    m_out.append(bytes.data(), bytes.size());
}

void ChunkJoiner::data(QByteArrayView bytes)
{
    if (m_chunk < 0) {
        m_chunk = m_out.size();
        m_out.append(sizeLine.data(), sizeLine.size());
    }
    m_out.append(bytes.data(), bytes.size());
}

void ChunkJoiner::lastChunk()
{
    dropFraming();
    plain("0\r\n");
}

void ChunkJoiner::passFraming()
{
    plain(m_framing);
    dropFraming();
}

void ChunkJoiner::flush()
{
    if (m_chunk < 0) {
        return;
    }
    const QByteArray size = QByteArray::number(m_out.size() - m_chunk - sizeLine.size(), 16);
    m_out.replace(m_chunk + sizeDigits - size.size(), size.size(), size);
    m_out.append("\r\n", 2);
    m_chunk = -1;
}

} // namespace assay
