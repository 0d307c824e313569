// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engine/net/relay/exchange.h"
#include "app/engine/net/relay/httpframer.h"

#include <functional>
#include <memory>

namespace assay {

/// Reads along on one connection and notes in the exchange that is expected there when which byte passed. Used by one
/// thread; no clock and no socket of its own.
class ExchangeWatcher
{
public:
    /// The exchange that a request which begins now belongs to; nullptr where nobody waits for one.
    using Claim = std::function<std::shared_ptr<Exchange>()>;

    explicit ExchangeWatcher(Claim claim) : m_claim(std::move(claim)) { }

    void connected(Nanos took) { m_connectTook = took; }
    /// In the order of the bytes: they came from the client; they were handed to the system.
    void request(QByteArrayView bytes);
    void written(QByteArrayView bytes, Nanos before, Nanos after);
    /// Before they are passed on, which is by `joiner`: who gets them asks for their stamps.
    void reply(QByteArrayView bytes, const ReadStamp &stamp, ChunkJoiner *joiner = nullptr);
    /// The server has ended the connection, regularly or not.
    void closed(const ReadStamp &stamp, bool regularly);

private:
    void lose();

    Claim m_claim;
    HttpFramer m_requests{HttpFramer::Side::Requests};
    HttpFramer m_replies{HttpFramer::Side::Replies};
    std::shared_ptr<Exchange> m_exchange; // under way
    std::vector<HttpFramer::Mark> m_marks; // kept for its room
    std::optional<Nanos> m_connectTook; // until a request was told
    std::optional<qint64> m_requestEnd; // place in all that the client sends
    qint64 m_requested = 0;
    qint64 m_written = 0;
};

} // namespace assay
