// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engine/net/relay/relaylink.h"

#include <atomic>
#include <unordered_map>

namespace assay {

/// Waits for all sockets of the relay at once and moves what comes. Linux. run() is the relay thread's whole life; the
/// other functions may be called from any thread.
class RelayLoop
{
public:
    /// Called on the relay thread; the answer comes by lookedUp().
    using LookUp = std::function<void(quint64 link, const QByteArray &host)>;

    RelayLoop(const RelayLanes &lanes, LookUp lookUp);
    Q_DISABLE_COPY_MOVE(RelayLoop)

    /// False where the system refused something; errno says what.
    bool isReady() const { return m_isReady; }
    quint16 port() const { return m_listener.localPort(); }
    void run();
    void stop();
    /// No addresses: the name is not known.
    void lookedUp(quint64 link, const QList<QHostAddress> &addresses);

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
    void takeAnswers();
    void settle(quint64 id, Entry &entry);
    void watchSide(quint64 id, Entry &entry, RelayLink::Side side);
    int waitTime() const;
    void tick();
    void wake();

    const RelayLanes &m_lanes;
    LookUp m_lookUp;
    RelaySocket m_listener;
    RelaySocket m_poll;
    RelaySocket m_wake;
    bool m_isReady = false;
    std::atomic<bool> m_stop = false;
    WallClock m_clock;
    Nanos m_tickedAt{};
    quint64 m_nextId = 1;
    std::unordered_map<quint64, Entry> m_links;
    QMutex m_mutex; // for m_answers
    std::vector<std::pair<quint64, QList<QHostAddress>>> m_answers;
};

} // namespace assay
