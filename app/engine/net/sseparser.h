// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engine/net/streamframer.h"

namespace assay {

/// Parses an event stream by the WHATWG rules, over any cut of its bytes (HTML standard, 9.2.5 and 9.2.6), with three
/// deviations that language model servers ask for: a pending event is dispatched at the end of the stream even without
/// its blank line; a field line "error: ..." becomes an event of type "error"; the bytes of lines that are no field we
/// know are kept (bounded), so that a plain-text failure in mid-stream can be shown. Pure; no thread of its own.
class SseParser final : public StreamFramer
{
public:
    /// A line or an event over `maxBytes` ends the stream with TooLarge.
    explicit SseParser(qsizetype maxBytes = most);

    Status feed(QByteArrayView bytes, std::vector<StreamEvent> &events) override;
    Status finish(std::vector<StreamEvent> &events) override;
    /// Lines without a known field name, joined with \n: at most the first 4 KiB.
    QByteArray strayText() const override { return m_stray; }

private:
    qsizetype skipByteOrderMark(QByteArrayView bytes);
    Status takePart(QByteArrayView part, bool lineEnds, std::vector<StreamEvent> &events);
    Status takeLine(QByteArrayView line, std::vector<StreamEvent> &events);
    Status takeData(QByteArrayView value);
    void keepStray(QByteArrayView line);
    void dispatch(std::vector<StreamEvent> &events);
    void push(QByteArray type, QByteArray data, std::vector<StreamEvent> &events);
    Status tooLarge();

    qsizetype m_maxBytes;
    qint64 m_seen = 0; // bytes up to the end of the line in progress
    qint64 m_begin = 0; // of the next event
    QByteArray m_line; // bytes of the line in progress
    QByteArray m_data;
    QByteArray m_type;
    QByteArray m_stray;
    int m_bomBytes = 0; // how much of a byte order mark has been seen
    bool m_hasData = false;
    bool m_atStart = true;
    bool m_lastWasCr = false;
    std::optional<Error> m_error;
};

} // namespace assay
