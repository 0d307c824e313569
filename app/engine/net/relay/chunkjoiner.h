// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

namespace assay {

/// Passes a reply on with the chunks of a chunked body that were read together joined into one: Qt wakes a thread for
/// each chunk, which in a burst costs more than all the rest. Bodies stay as they are, byte by byte; chunk extensions
/// are not passed on. Fed by the HttpFramer that reads along. Pure.
class ChunkJoiner
{
public:
    /// Appends to `out`, which outlives this.
    explicit ChunkJoiner(QByteArray &out) : m_out(out) { }

    /// What is passed on as it is.
    void plain(QByteArrayView bytes);
    /// Bytes of a chunked body.
    void data(QByteArrayView bytes);
    /// Bytes around chunks, which do not yet say all; kept until they do.
    void framing(QByteArrayView bytes) { m_framing.append(bytes.data(), bytes.size()); }
    /// They were understood: they said where a chunk is.
    void dropFraming() { m_framing.resize(0); }
    /// They said that no chunk follows.
    void lastChunk();
    /// They were not understood: they are for the reader to judge.
    void passFraming();
    /// All that was read is here: ends the chunk that was begun.
    void flush();

private:
    QByteArray &m_out;
    QByteArray m_framing;
    qsizetype m_chunk = -1; // where in `m_out` the chunk in progress begins
};

} // namespace assay
