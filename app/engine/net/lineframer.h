// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engine/net/streamframer.h"

namespace assay {

/// Cuts a stream at its line ends (LF or CRLF); empty lines are passed over, the last line needs no end, a byte order
/// mark at the start is dropped. A line's place ends with its text: what it says was there before its LF came.
class LineFramer final : public StreamFramer
{
public:
    explicit LineFramer(qsizetype maxBytes = most) : m_maxBytes(maxBytes) { }

    Status feed(QByteArrayView bytes, std::vector<StreamEvent> &events) override;
    Status finish(std::vector<StreamEvent> &events) override;

private:
    Status takePart(QByteArrayView part);
    void push(QByteArrayView line, std::vector<StreamEvent> &events);

    qsizetype m_maxBytes;
    qint64 m_lineStart = 0; // place in the stream
    qint64 m_begin = 0; // of the next event
    QByteArray m_line; // bytes of the line in progress
    std::optional<Error> m_error;
};

} // namespace assay
