// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/net/relay/relaylink.h"

#ifdef Q_OS_LINUX

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

namespace assay {
namespace {

using namespace std::chrono_literals;

constexpr qsizetype mostWaiting = 256 * 1024;
constexpr Nanos greetingTime = 10s;
constexpr Nanos patience = 60s; // with a server whose client has gone

std::span<char> readRoom()
{
    thread_local std::array<char, 64 * 1024> room;
    return room;
}

bool isLater(int error)
{
    return error == EAGAIN || error == EWOULDBLOCK || error == EINTR;
}

} // namespace

RelayLink::RelayLink(RelaySocket client, const RelayLanes &lanes)
    : m_lanes(lanes)
    , m_client(std::move(client))
    , m_socks([&lanes](const QByteArray &user, const QByteArray &password) { return lanes.admits(user, password); })
    , m_watcher([this] { return m_lanes.current(m_socks.user()); })
    , m_bornAt(steadyNow())
{
}

RelayLink::Wishes RelayLink::wishes(Side side) const
{
    Wishes wishes;
    if (side == Side::Client) {
        wishes.read = m_state == State::Greeting
            || (m_state == State::Passing && !m_up.ended && m_up.waiting.size() < mostWaiting);
        wishes.write = !m_down.waiting.isEmpty();
        wishes.hangUp = m_state == State::Connecting;
    } else {
        wishes.read = m_state == State::Passing && !m_down.ended && m_down.waiting.size() < mostWaiting;
        wishes.write = m_state == State::Connecting || !m_up.waiting.isEmpty();
    }
    return wishes;
}

void RelayLink::readable(Side side, const WallClock &clock)
{
    if (m_state == State::Greeting && side == Side::Client) {
        readGreeting();
    } else if (m_state == State::Connecting && side == Side::Server) {
        connectionDone(); // it failed
    } else if (m_state == State::Passing) {
        side == Side::Client ? readClient() : readServer(clock);
    }
    settle();
}

void RelayLink::writable(Side side)
{
    if (side == Side::Client) {
        flushDown();
    } else if (m_state == State::Connecting) {
        connectionDone();
    } else if (m_state == State::Passing) {
        flushUp();
    }
    settle();
}

void RelayLink::readGreeting()
{
    const RelaySocket::Read read = m_client.read(readRoom());
    if (read.size <= 0) {
        if (read.size == 0 || !isLater(read.error)) {
            die();
        }
        return;
    }
    m_down.waiting += m_socks.feed(QByteArrayView(readRoom().data(), read.size));
    if (!flushDown()) {
        return;
    }
    if (m_socks.state() == SocksReader::State::Refused) {
        die();
    } else if (m_socks.state() == SocksReader::State::Asked) {
        dial();
    }
}

void RelayLink::dial()
{
    m_state = State::Connecting;
    m_dialledAt = steadyNow();
    m_server = RelaySocket::connecting(QHostAddress(QString::fromLatin1(m_socks.host())), m_socks.port());
    if (!m_server.isValid()) {
        refuse(answerFor(errno));
    }
}

void RelayLink::connectionDone()
{
    if (const int error = m_server.takeError(); error != 0) {
        refuse(answerFor(error));
        return;
    }
    m_watcher.connected(steadyNow() - m_dialledAt);
    m_state = State::Passing;
    m_down.waiting += SocksReader::reply(SocksReader::Answer::Connected);
    if (flushDown() && !m_socks.rest().isEmpty()) {
        passUp(m_socks.rest());
    }
}

void RelayLink::refuse(SocksReader::Answer answer)
{
    m_down.waiting += SocksReader::reply(answer);
    flushDown();
    die();
}

void RelayLink::readClient()
{
    const RelaySocket::Read read = m_client.read(readRoom());
    if (read.size > 0) {
        passUp(QByteArrayView(readRoom().data(), read.size));
    } else if (read.size == 0) {
        m_up.ended = true;
        m_clientEndedAt = steadyNow();
    } else if (!isLater(read.error)) {
        m_server.reset();
        die();
    }
}

void RelayLink::readServer(const WallClock &clock)
{
    const RelaySocket::Read read = m_server.read(readRoom());
    if (read.size > 0) {
        passDown(QByteArrayView(readRoom().data(), read.size), stampOf(read, clock));
    } else if (read.size == 0) {
        serverEnded(true);
    } else if (!isLater(read.error)) {
        serverEnded(false);
    }
}

void RelayLink::serverEnded(bool regularly)
{
    m_watcher.closed({steadyNow(), false, {}}, regularly);
    m_down.ended = true;
    m_resetClient = !regularly;
}

void RelayLink::passUp(QByteArrayView bytes)
{
    m_watcher.request(bytes);
    m_up.waiting.append(bytes.data(), bytes.size());
    flushUp();
}

void RelayLink::passDown(QByteArrayView bytes, const ReadStamp &stamp)
{
    m_watcher.reply(bytes, stamp, &m_joiner);
    flushDown();
}

/// False where the link is dead afterwards.
bool RelayLink::flushUp()
{
    while (!m_up.waiting.isEmpty()) {
        const Nanos before = steadyNow();
        const qsizetype taken = m_server.write(m_up.waiting);
        if (taken < 0) {
            if (isLater(errno)) {
                return true;
            }
            // The server takes nothing more, but what it said before it went may still be there to be read.
            m_up.waiting.clear();
            m_up.ended = true;
            m_up.endPassed = true;
            return true;
        }
        m_watcher.written(QByteArrayView(m_up.waiting).first(taken), before, steadyNow());
        m_up.waiting.remove(0, taken);
    }
    return true;
}

bool RelayLink::flushDown()
{
    while (!m_down.waiting.isEmpty()) {
        const qsizetype taken = m_client.write(m_down.waiting);
        if (taken < 0) {
            if (isLater(errno)) {
                return true;
            }
            if (m_server.isValid()) {
                m_server.reset(); // nobody is there to take it
            }
            die();
            return false;
        }
        m_down.waiting.remove(0, taken);
    }
    return true;
}

/// Passes on ends whose bytes are all passed on, and closes when both ways have ended.
void RelayLink::settle()
{
    if (m_state != State::Passing) {
        return;
    }
    if (m_down.ended && m_down.waiting.isEmpty() && m_resetClient) {
        m_client.reset();
        die();
        return;
    }
    if (m_up.ended && m_up.waiting.isEmpty() && !std::exchange(m_up.endPassed, true)) {
        m_server.endWriting();
    }
    if (m_down.ended && m_down.waiting.isEmpty() && !std::exchange(m_down.endPassed, true)) {
        m_client.endWriting();
    }
    if (m_up.endPassed && m_down.endPassed) {
        die();
    }
}

void RelayLink::tick()
{
    const Nanos now = steadyNow();
    const bool isSilent = m_state == State::Greeting && now - m_bornAt > greetingTime;
    if (isSilent || (m_clientEndedAt && now - *m_clientEndedAt > patience)) {
        die();
    }
}

void RelayLink::die()
{
    m_state = State::Dead;
    m_client.close();
    m_server.close();
}

ReadStamp RelayLink::stampOf(const RelaySocket::Read &read, const WallClock &clock)
{
    const Nanos now = steadyNow();
    const std::optional<Nanos> stamp = read.wallStamp ? clock.steady(*read.wallStamp, now) : std::nullopt;
    m_lastStamp = std::max(m_lastStamp, stamp.value_or(now)); // bytes that came later have no earlier stamp
    return {m_lastStamp, stamp.has_value(), stamp ? now - m_lastStamp : Nanos(0)};
}

} // namespace assay

#endif
