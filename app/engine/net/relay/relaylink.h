// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engine/net/relay/exchangewatcher.h"
#include "app/engine/net/relay/relaylanes.h"
#include "app/engine/net/relay/relaysocket.h"

namespace assay {

/// One connection of a network manager and the one to a server that it stands for. What one side sends is passed to the
/// other, ends and resets included: as it is, but for the chunks that a ChunkJoiner joins. Where one side does not take
/// it, the other is not read (256 KiB each way). Linux. Relay thread.
class RelayLink
{
public:
    enum class Side { Client, Server };
    /// What a side waits for.
    struct Wishes
    {
        bool read = false;
        bool write = false;
        bool hangUp = false; // nothing else, but to know when it goes away
    };

    RelayLink(RelaySocket client, const RelayLanes &lanes);

    const RelaySocket &socket(Side side) const { return side == Side::Client ? m_client : m_server; }
    Wishes wishes(Side side) const;
    void readable(Side side, const WallClock &clock);
    void writable(Side side);
    /// The other end of the client's connection has gone before there was anything to pass on.
    void hungUp() { die(); }
    /// Ends what has waited too long: a client that does not say whom it wants, a server that ignores that its client
    /// has gone. Call it every second or so while needsTicks().
    void tick();
    bool needsTicks() const { return m_state == State::Greeting || m_clientEndedAt; }
    bool isDead() const { return m_state == State::Dead; }

private:
    enum class State { Greeting, Connecting, Passing, Dead };
    struct Flow // one way
    {
        QByteArray waiting; // read, and not yet taken
        bool ended = false; // nothing more will be read
        bool endPassed = false;
    };

    void readGreeting();
    void dial();
    void connectionDone();
    void refuse(SocksReader::Answer answer);
    void passUp(QByteArrayView bytes);
    void passDown(QByteArrayView bytes, const ReadStamp &stamp);
    void readClient();
    void readServer(const WallClock &clock);
    void serverEnded(bool regularly);
    bool flushUp();
    bool flushDown();
    void settle();
    void die();
    ReadStamp stampOf(const RelaySocket::Read &read, const WallClock &clock);

    const RelayLanes &m_lanes;
    State m_state = State::Greeting;
    RelaySocket m_client;
    RelaySocket m_server;
    SocksReader m_socks;
    ExchangeWatcher m_watcher;
    Nanos m_dialledAt{};
    Nanos m_bornAt;
    Nanos m_lastStamp{};
    std::optional<Nanos> m_clientEndedAt;
    Flow m_up; // client to server
    Flow m_down;
    ChunkJoiner m_joiner{m_down.waiting};
    bool m_resetClient = false; // when all is passed on
};

} // namespace assay
