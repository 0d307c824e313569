// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engine/net/relay/relaylink.h"

#include <atomic>
#include <unordered_map>

namespace assay {

/// Waits for all sockets of the relay at once and moves what comes. Linux. run() is the relay thread's whole life;
/// stop() may be called from any thread, the others before it.
class RelayLoop
{
public:
    explicit RelayLoop(const RelayLanes &lanes);
    Q_DISABLE_COPY_MOVE(RelayLoop)

    /// False where the system refused something; errno says what.
    bool isReady() const { return m_isReady; }
    quint16 port() const { return m_listener.localPort(); }
    void run();
    void stop();

private:
    struct Entry
    {
        std::unique_ptr<RelayLink> link;
        quint32 watched[2] = {0, 0}; // what the system was asked for, by side
    };

    bool watch(int descriptor, quint64 tag);
    void round();
    void handle(quint64 tag, quint32 events);
    void acceptClients();
    void settle(quint64 id, Entry &entry);
    void watchSide(quint64 id, Entry &entry, RelayLink::Side side);
    int waitTime() const;
    void tick();

    const RelayLanes &m_lanes;
    RelaySocket m_listener;
    RelaySocket m_poll;
    RelaySocket m_wake;
    bool m_isReady = false;
    std::atomic<bool> m_stop = false;
    WallClock m_clock;
    Nanos m_tickedAt{};
    quint64 m_nextId = 1;
    std::unordered_map<quint64, Entry> m_links;
};

} // namespace assay
