// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/net/textframer.h"

#include <algorithm>
#include <bit>

namespace assay {
namespace {

/// How many bytes at the end of `text` begin a UTF-8 character whose rest is not there.
qsizetype cutLength(QByteArrayView text)
{
    for (qsizetype length = 1; length <= std::min<qsizetype>(3, text.size()); ++length) {
        const auto byte = static_cast<unsigned char>(text[text.size() - length]);
        const int ones = std::countl_one(byte);
        if (ones != 1) { // not a byte in the middle of a character
            return ones >= 2 && ones <= 4 && ones > length ? length : 0;
        }
    }
    return 0;
}

} // namespace

Status TextFramer::feed(QByteArrayView bytes, std::vector<StreamEvent> &events)
{
    m_seen += bytes.size();
    QByteArray text = m_cut + bytes.toByteArray();
    m_cut = text.last(cutLength(text));
    text.chop(m_cut.size());
    push(std::move(text), events);
    return Done{};
}

Status TextFramer::finish(std::vector<StreamEvent> &events)
{
    push(std::exchange(m_cut, {}), events);
    return Done{};
}

void TextFramer::push(QByteArray text, std::vector<StreamEvent> &events)
{
    if (!text.isEmpty()) {
        const qint64 end = m_seen - m_cut.size();
        events.push_back({QByteArrayLiteral("message"), std::move(text), end, m_begin});
        m_begin = end;
    }
}

} // namespace assay
