// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/net/sseparser.h"

#include <algorithm>

namespace assay {
namespace {

constexpr QByteArrayView byteOrderMark("\xEF\xBB\xBF", 3);
constexpr qsizetype maxStray = 4096;
constexpr qsizetype keptCapacity = 1 << 20; // a line buffer that grew beyond this is given back

/// Finds line ends one after another. Each kind of end is looked for once per stretch, so that a stream without CR is
/// not searched for one again at every line.
class LineEnds
{
public:
    explicit LineEnds(QByteArrayView bytes) : m_bytes(bytes) { }
    /// Place of the first CR or LF at or after `from`; the size where there is none.
    qsizetype next(qsizetype from)
    {
        m_lf = refresh(m_lf, '\n', from);
        m_cr = refresh(m_cr, '\r', from);
        return std::min(m_lf, m_cr);
    }

private:
    qsizetype refresh(qsizetype known, char end, qsizetype from) const
    {
        if (known >= from) {
            return known;
        }
        const qsizetype found = m_bytes.indexOf(end, from);
        return found < 0 ? m_bytes.size() : found;
    }

    QByteArrayView m_bytes;
    qsizetype m_lf = -1;
    qsizetype m_cr = -1;
};

} // namespace

SseParser::SseParser(qsizetype maxBytes) : m_maxBytes(maxBytes)
{
}

Status SseParser::feed(QByteArrayView bytes, std::vector<StreamEvent> &events)
{
    if (m_error) {
        return *m_error;
    }
    const qint64 before = m_seen;
    qsizetype at = m_atStart ? skipByteOrderMark(bytes) : 0;
    LineEnds ends(bytes);
    while (at < bytes.size()) {
        if (m_lastWasCr && bytes[at] == '\n') {
            m_lastWasCr = false; // the second half of a CRLF
            m_begin += m_begin == before + at ? 1 : 0;
            ++at;
            continue;
        }
        m_lastWasCr = false;
        const qsizetype end = ends.next(at);
        const bool found = end < bytes.size();
        m_seen = before + end + 1;
        if (Status taken = takePart(bytes.sliced(at, end - at), found, events); !taken) {
            return taken;
        }
        m_lastWasCr = found && bytes[end] == '\r';
        at = end + 1;
    }
    m_seen = before + bytes.size();
    return Done{};
}

Status SseParser::finish(std::vector<StreamEvent> &events)
{
    if (m_error) {
        return *m_error;
    }
    if (m_atStart && m_bomBytes < byteOrderMark.size()) {
        m_line.prepend(byteOrderMark.data(), m_bomBytes); // half a mark is text
    }
    m_atStart = false;
    if (!m_line.isEmpty()) {
        if (Status taken = takePart({}, true, events); !taken) {
            return taken;
        }
    }
    dispatch(events);
    return Done{};
}

/// Returns where the text begins in `bytes`; what looked like a mark but was none goes to the line.
qsizetype SseParser::skipByteOrderMark(QByteArrayView bytes)
{
    qsizetype at = 0;
    while (at < bytes.size() && m_bomBytes < byteOrderMark.size() && bytes[at] == byteOrderMark[m_bomBytes]) {
        ++at;
        ++m_bomBytes;
    }
    if (m_bomBytes == byteOrderMark.size()) {
        m_atStart = false;
    } else if (at < bytes.size()) {
        m_line.append(byteOrderMark.data(), m_bomBytes);
        m_atStart = false;
    }
    return at;
}

/// A stretch of one line; whole lines that came in one feed are read where they are, without a copy.
Status SseParser::takePart(QByteArrayView part, bool lineEnds, std::vector<StreamEvent> &events)
{
    if (m_line.size() + part.size() > m_maxBytes) {
        return tooLarge();
    }
    if (m_line.isEmpty() && lineEnds) {
        return takeLine(part, events);
    }
    m_line.append(part.data(), part.size());
    if (!lineEnds) {
        return Done{};
    }
    Status taken = takeLine(m_line, events);
    if (m_line.capacity() > keptCapacity) {
        m_line.clear();
    } else {
        m_line.resize(0);
    }
    return taken;
}

Status SseParser::takeLine(QByteArrayView line, std::vector<StreamEvent> &events)
{
    if (line.isEmpty()) {
        dispatch(events);
        return Done{};
    }
    const qsizetype colon = line.indexOf(':');
    if (colon == 0) {
        return Done{}; // a comment, used as a sign of life
    }
    const QByteArrayView name = colon < 0 ? line : line.first(colon);
    QByteArrayView value = colon < 0 ? QByteArrayView() : line.sliced(colon + 1);
    if (value.startsWith(' ')) {
        value = value.sliced(1);
    }
    if (name == QByteArrayView("data")) {
        return takeData(value);
    }
    if (name == QByteArrayView("event")) {
        m_type = value.toByteArray();
    } else if (name == QByteArrayView("error") && colon > 0) {
        push(QByteArrayLiteral("error"), value.toByteArray(), events);
    } else if (name != QByteArrayView("id") && name != QByteArrayView("retry")) {
        keepStray(line);
    }
    return Done{};
}

Status SseParser::takeData(QByteArrayView value)
{
    if (m_data.size() + value.size() + 1 > m_maxBytes) {
        return tooLarge();
    }
    if (m_hasData) {
        m_data.append('\n').append(value.data(), value.size());
    } else {
        m_data = value.toByteArray(); // at once in the size that nearly every event needs
    }
    m_hasData = true;
    return Done{};
}

void SseParser::keepStray(QByteArrayView line)
{
    if (m_stray.size() >= maxStray) {
        return;
    }
    if (!m_stray.isEmpty()) {
        m_stray.append('\n');
    }
    m_stray.append(line.data(), std::min(line.size(), maxStray - m_stray.size()));
}

void SseParser::dispatch(std::vector<StreamEvent> &events)
{
    if (m_hasData) {
        push(m_type.isEmpty() ? QByteArrayLiteral("message") : m_type, std::move(m_data), events);
    }
    m_data = QByteArray();
    m_type = QByteArray();
    m_hasData = false;
}

void SseParser::push(QByteArray type, QByteArray data, std::vector<StreamEvent> &events)
{
    events.push_back({std::move(type), std::move(data), m_seen, m_begin});
    m_begin = m_seen;
}

Status SseParser::tooLarge()
{
    m_line.clear();
    m_data.clear();
    m_error = eventTooLarge(m_maxBytes);
    return *m_error;
}

} // namespace assay
