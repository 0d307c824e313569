// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/run/lanepool.h"

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace assay {

LanePool::LanePool(TimeSource &time, KeyResolver keys, size_t most, QObject *parent, Relay *relay)
    : m_time(time), m_keys(std::move(keys)), m_most(most), m_parent(parent), m_relay(relay)
{
}

LanePool::~LanePool()
{
    // Deferred: a run may end inside a signal of one of its lanes' jobs.
    for (const Place &place : m_places)
        place.lane->deleteLater();
}

Lane *LanePool::take(const ChatCall &call)
{
    const auto *http = std::get_if<HttpCall>(&call);
    const QString server = http ? QString(http->url.scheme() + "://"_L1 + http->url.authority()) : QString();
    const auto isFree = [](const Place &place) { return !place.taken; };
    auto found = std::ranges::find_if(m_places, [&](const Place &p) { return !p.taken && p.server == server; });
    if (found == m_places.end() && m_places.size() < m_most)
        found = m_places.insert(m_places.end(), {new Lane(m_time, m_keys, m_parent, m_relay), server, false});
    if (found == m_places.end())
        found = std::ranges::find_if(m_places, isFree);
    if (found == m_places.end())
        return nullptr;
    found->server = server;
    found->taken = true;
    return found->lane;
}

void LanePool::give(Lane *lane)
{
    const auto found = std::ranges::find(m_places, lane, &Place::lane);
    if (found != m_places.end())
        found->taken = false;
}

} // namespace assay
