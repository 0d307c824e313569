// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/net/lineframer.h"

namespace assay {
namespace {

constexpr QByteArrayView byteOrderMark("\xEF\xBB\xBF", 3);

} // namespace

Status LineFramer::feed(QByteArrayView bytes, std::vector<StreamEvent> &events)
{
    if (m_error) {
        return *m_error;
    }
    qsizetype at = 0;
    for (qsizetype end = bytes.indexOf('\n'); end >= 0; end = bytes.indexOf('\n', at)) {
        const QByteArrayView part = bytes.sliced(at, end - at);
        at = end + 1;
        if (m_line.isEmpty() && part.size() <= m_maxBytes) { // read where it is, without a copy
            push(part, events);
            continue;
        }
        if (Status taken = takePart(part); !taken) {
            return taken;
        }
        push(m_line, events);
        m_line = QByteArray();
    }
    return takePart(bytes.sliced(at));
}

Status LineFramer::finish(std::vector<StreamEvent> &events)
{
    if (m_error) {
        return *m_error;
    }
    push(m_line, events);
    m_line = QByteArray();
    return Done{};
}

Status LineFramer::takePart(QByteArrayView part)
{
    if (m_line.size() + part.size() > m_maxBytes) {
        m_line = QByteArray();
        m_error = eventTooLarge(m_maxBytes);
        return *m_error;
    }
    m_line.append(part.data(), part.size());
    return Done{};
}

/// A whole line, without its LF.
void LineFramer::push(QByteArrayView line, std::vector<StreamEvent> &events)
{
    const qint64 start = m_lineStart;
    m_lineStart += line.size() + 1;
    const qsizetype mark = start == 0 && line.startsWith(byteOrderMark) ? byteOrderMark.size() : 0;
    const QByteArrayView text = line.sliced(mark).trimmed();
    if (!text.isEmpty()) {
        const qint64 end = start + (text.end() - line.begin());
        events.push_back({QByteArrayLiteral("message"), text.toByteArray(), end, m_begin});
    }
    m_begin = m_lineStart;
}

} // namespace assay
