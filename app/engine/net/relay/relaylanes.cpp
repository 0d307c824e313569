// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/net/relay/relaylanes.h"

#include <algorithm>

namespace assay {

void RelayLanes::add(const QByteArray &lane)
{
    const QMutexLocker lock(&m_mutex);
    m_lanes.insert(lane, nullptr);
}

void RelayLanes::drop(const QByteArray &lane)
{
    const QMutexLocker lock(&m_mutex);
    m_lanes.remove(lane);
}

void RelayLanes::expect(const QByteArray &lane, const std::shared_ptr<Exchange> &exchange)
{
    const QMutexLocker lock(&m_mutex);
    m_lanes.insert(lane, exchange);
}

bool RelayLanes::admits(const QByteArray &lane, const QByteArray &password) const
{
    const QMutexLocker lock(&m_mutex);
    // Compared to its end whatever the first bytes are, so that the time tells nothing about the secret.
    int difference = password.size() == m_secret.size() ? 0 : 1;
    for (qsizetype i = 0; i < std::min(password.size(), m_secret.size()); ++i) {
        difference |= password[i] ^ m_secret[i];
    }
    return difference == 0 && m_lanes.contains(lane);
}

std::shared_ptr<Exchange> RelayLanes::current(const QByteArray &lane) const
{
    const QMutexLocker lock(&m_mutex);
    return m_lanes.value(lane);
}

} // namespace assay
