// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/net/relay/relayloop.h"

#ifdef Q_OS_LINUX

#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <utility>

namespace assay {
namespace {

using namespace std::chrono_literals;

// A link's sockets are told apart by the lowest bit; these two tags are no link's.
constexpr quint64 listenerTag = 0;
constexpr quint64 wakeTag = 1;
constexpr size_t mostLinks = 512;
constexpr Nanos tickTime = 1s;

quint64 tagOf(quint64 id, RelayLink::Side side)
{
    return (id << 1) | (side == RelayLink::Side::Server ? 1 : 0);
}

quint32 eventsFor(const RelayLink::Wishes &wishes)
{
    return (wishes.read ? quint32(EPOLLIN) : 0) | (wishes.write ? quint32(EPOLLOUT) : 0)
        | (wishes.hangUp ? quint32(EPOLLRDHUP) : 0);
}

} // namespace

RelayLoop::RelayLoop(const RelayLanes &lanes)
    : m_lanes(lanes)
    , m_listener(RelaySocket::listening())
    , m_poll(::epoll_create1(EPOLL_CLOEXEC))
    , m_wake(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC))
{
    m_isReady = m_listener.isValid() && m_poll.isValid() && m_wake.isValid()
        && watch(m_listener.descriptor(), listenerTag) && watch(m_wake.descriptor(), wakeTag);
}

bool RelayLoop::watch(int descriptor, quint64 tag)
{
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.u64 = tag;
    return ::epoll_ctl(m_poll.descriptor(), EPOLL_CTL_ADD, descriptor, &event) == 0;
}

void RelayLoop::run()
{
    askForShortSlices();
    while (!m_stop) {
        round();
    }
    m_links.clear();
}

void RelayLoop::stop()
{
    m_stop = true;
    const quint64 one = 1;
    [[maybe_unused]] const auto written = ::write(m_wake.descriptor(), &one, sizeof one);
}

void RelayLoop::round()
{
    std::array<epoll_event, 64> events;
    const int count = ::epoll_wait(m_poll.descriptor(), events.data(), static_cast<int>(events.size()), waitTime());
    m_clock.look(lookAtClocks());
    for (int i = 0; i < count; ++i) {
        handle(events[static_cast<size_t>(i)].data.u64, events[static_cast<size_t>(i)].events);
    }
    tick();
}

int RelayLoop::waitTime() const
{
    const bool ticks = std::ranges::any_of(m_links, [](const auto &each) { return each.second.link->needsTicks(); });
    return ticks ? static_cast<int>(std::chrono::milliseconds(1s).count()) : -1;
}

void RelayLoop::handle(quint64 tag, quint32 events)
{
    if (tag == listenerTag) {
        acceptClients();
        return;
    }
    if (tag == wakeTag) {
        return; // to stop
    }
    const quint64 id = tag >> 1;
    const auto found = m_links.find(id);
    if (found == m_links.end()) {
        return; // died in this round
    }
    RelayLink &link = *found->second.link;
    const RelayLink::Side side = (tag & 1) != 0 ? RelayLink::Side::Server : RelayLink::Side::Client;
    const RelayLink::Wishes wishes = link.wishes(side);
    const bool failed = (events & (EPOLLERR | EPOLLHUP | EPOLLRDHUP)) != 0;
    if (wishes.hangUp && failed) {
        link.hungUp();
    } else {
        if (!link.isDead() && (events & EPOLLOUT) != 0) {
            link.writable(side);
        }
        if (!link.isDead() && ((events & EPOLLIN) != 0 || failed)) {
            link.readable(side, m_clock); // an error is told by the read
        }
    }
    settle(id, found->second);
}

void RelayLoop::acceptClients()
{
    for (RelaySocket client = m_listener.accept(); client.isValid(); client = m_listener.accept()) {
        if (m_links.size() >= mostLinks) {
            continue; // closes it
        }
        const quint64 id = m_nextId++;
        Entry &entry = m_links[id];
        entry.link = std::make_unique<RelayLink>(std::move(client), m_lanes);
        settle(id, entry);
    }
}

/// After a link was touched: asks what it wishes for, or takes it away.
void RelayLoop::settle(quint64 id, Entry &entry)
{
    if (entry.link->isDead()) {
        m_links.erase(id); // a closed socket is no longer watched
        return;
    }
    watchSide(id, entry, RelayLink::Side::Client);
    watchSide(id, entry, RelayLink::Side::Server);
}

/// A side that waits for nothing is not watched at all: its errors would be told again and again.
void RelayLoop::watchSide(quint64 id, Entry &entry, RelayLink::Side side)
{
    const RelaySocket &socket = entry.link->socket(side);
    quint32 &watched = entry.watched[side == RelayLink::Side::Server ? 1 : 0];
    if (!socket.isValid()) {
        watched = 0;
        return;
    }
    const quint32 wanted = eventsFor(entry.link->wishes(side));
    if (wanted == watched) {
        return;
    }
    epoll_event event{};
    event.events = wanted;
    event.data.u64 = tagOf(id, side);
    const int action = watched == 0 ? EPOLL_CTL_ADD : wanted == 0 ? EPOLL_CTL_DEL : EPOLL_CTL_MOD;
    ::epoll_ctl(m_poll.descriptor(), action, socket.descriptor(), &event);
    watched = wanted;
}

void RelayLoop::tick()
{
    const Nanos now = steadyNow();
    if (now - m_tickedAt < tickTime) {
        return;
    }
    m_tickedAt = now;
    for (auto &[id, entry] : m_links) {
        entry.link->tick();
    }
    std::erase_if(m_links, [](const auto &each) { return each.second.link->isDead(); });
}

} // namespace assay

#endif
