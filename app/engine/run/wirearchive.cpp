// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/run/wirearchive.h"

#include <algorithm>

namespace assay {
namespace {

qint64 weight(const WireExchange &exchange)
{
    return exchange.request.size() + exchange.reply.size()
        + static_cast<qint64>(exchange.pieces.size() * sizeof(WirePiece));
}

bool isOf(const WireExchange &exchange, const RunId &run, const SampleId &sample)
{
    return exchange.run == run && exchange.sample == sample;
}

} // namespace

void WireArchive::keep(WireExchange exchange)
{
    const QMutexLocker lock(&m_mutex);
    const auto earlier = std::ranges::find_if(
        m_exchanges, [&](const WireExchange &each) { return isOf(each, exchange.run, exchange.sample); });
    if (earlier != m_exchanges.end()) {
        m_bytes -= weight(*earlier);
        m_exchanges.erase(earlier);
    }
    m_bytes += weight(exchange);
    m_exchanges.push_back(std::move(exchange));
    while (m_exchanges.size() > most || (m_bytes > mostBytes && m_exchanges.size() > 1)) {
        m_bytes -= weight(m_exchanges.front());
        m_exchanges.pop_front();
    }
}

std::optional<WireExchange> WireArchive::find(const RunId &run, const SampleId &sample) const
{
    const QMutexLocker lock(&m_mutex);
    const auto found =
        std::ranges::find_if(m_exchanges, [&](const WireExchange &each) { return isOf(each, run, sample); });
    return found == m_exchanges.end() ? std::nullopt : std::optional(*found);
}

} // namespace assay
