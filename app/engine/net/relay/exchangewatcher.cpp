// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/net/relay/exchangewatcher.h"

#include <utility>

namespace assay {

void ExchangeWatcher::request(QByteArrayView bytes)
{
    using Kind = HttpFramer::Mark::Kind;
    m_marks.clear();
    m_requests.feed(bytes, m_marks);
    for (const HttpFramer::Mark &mark : m_marks) {
        switch (mark.kind) {
        case Kind::Begin:
            m_exchange = m_claim();
            if (m_exchange) {
                m_exchange->begin(std::exchange(m_connectTook, std::nullopt));
            }
            break;
        case Kind::Head:
            m_replies.expect(m_requests.verb());
            break;
        case Kind::Body:
            break;
        case Kind::End:
            m_requestEnd = m_requested + mark.at;
            break;
        case Kind::Lost:
            lose();
            break;
        }
    }
    m_requested += bytes.size();
}

void ExchangeWatcher::written(QByteArrayView bytes, Nanos before, Nanos after)
{
    m_written += bytes.size();
    const bool whole = m_requestEnd && m_written >= *m_requestEnd;
    if (m_exchange) {
        m_exchange->wrote(bytes, before, after);
    }
    if (m_exchange && whole) {
        m_exchange->sent(before, after);
    }
    if (whole) {
        m_requestEnd.reset();
    }
}

void ExchangeWatcher::reply(QByteArrayView bytes, const ReadStamp &stamp, ChunkJoiner *joiner)
{
    using Kind = HttpFramer::Mark::Kind;
    m_marks.clear();
    m_replies.feed(bytes, m_marks, joiner);
    if (m_exchange) {
        m_exchange->read(bytes, stamp);
    }
    for (const HttpFramer::Mark &mark : m_marks) {
        if (!m_exchange) {
            return;
        }
        switch (mark.kind) {
        case Kind::Begin:
            break;
        case Kind::Head:
            m_exchange->headRead(stamp);
            break;
        case Kind::Body:
            m_exchange->bodyRead(mark.bodyEnd, stamp);
            break;
        case Kind::End:
            m_exchange->ended(stamp);
            m_exchange.reset();
            break;
        case Kind::Lost:
            lose();
            break;
        }
    }
}

void ExchangeWatcher::closed(const ReadStamp &stamp, bool regularly)
{
    if (m_exchange && regularly && m_replies.endsWithConnection()) {
        m_exchange->ended(stamp);
    }
    m_exchange.reset();
}

void ExchangeWatcher::lose()
{
    if (m_exchange) {
        m_exchange->lost();
    }
    m_exchange.reset();
}

} // namespace assay
