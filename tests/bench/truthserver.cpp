// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/truthserver.h"

#include "app/engine/net/relay/relaysocket.h"

#include <QUrlQuery>

#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/timerfd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <map>

namespace assay::bench {
namespace {

QByteArray chunk(const QByteArray &bytes)
{
    return QByteArray::number(bytes.size(), 16) + "\r\n" + bytes + "\r\n";
}

/// As long as the chunks of llama.cpp.
QByteArray tokenEvent(Nanos read, Nanos sent)
{
    return chunk(R"(data: {"choices":[{"finish_reason":null,"index":0,"delta":{"content":"r)"
                 + QByteArray::number(qint64(read.count())) + 's' + QByteArray::number(qint64(sent.count()))
                 + R"(;"}}],"created":1760000000,"id":"chatcmpl-0123456789abcdefghijklmnopqrstuv","model":"m",)"
                   R"("system_fingerprint":"b0000-000000000","object":"chat.completion.chunk"})"
                   "\n\n");
}

class Connection
{
public:
    explicit Connection(RelaySocket socket) : m_socket(std::move(socket)) { }

    const RelaySocket &socket() const { return m_socket; }
    bool wantsToWrite() const { return !m_out.isEmpty(); }
    std::optional<Nanos> due() const { return m_left > 0 ? std::optional(m_due) : std::nullopt; }
    /// False where the client has gone. The kernel says when the request came: this thread may have been busy.
    bool read(const WallClock &clock)
    {
        thread_local std::array<char, 1 << 16> room;
        const RelaySocket::Read read = m_socket.read(room);
        if (read.size <= 0) {
            return read.size < 0 && read.error == EAGAIN;
        }
        const Nanos now = steadyNow();
        m_in.append(room.data(), read.size);
        takeRequest(read.wallStamp ? clock.steady(*read.wallStamp, now).value_or(now) : now);
        return true;
    }
    void play()
    {
        if (m_gap == Nanos(0)) {
            for (; m_left > 0; --m_left) {
                m_out += tokenEvent(m_read, steadyNow());
            }
        } else {
            m_out += tokenEvent(m_read, steadyNow());
            --m_left;
            m_due += m_gap;
        }
        if (m_left == 0) {
            m_out += chunk(R"(data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]})"
                           "\n\ndata: [DONE]\n\n")
                + "0\r\n\r\n";
        }
        write();
    }
    void write()
    {
        while (!m_out.isEmpty()) {
            const qsizetype taken = m_socket.write(m_out);
            if (taken < 0) {
                return;
            }
            m_out.remove(0, taken);
        }
    }

private:
    void takeRequest(Nanos now)
    {
        if (m_wanted == 0) {
            const qsizetype end = m_in.indexOf("\r\n\r\n");
            if (end < 0) {
                return;
            }
            const QByteArray head = m_in.first(end).toLower();
            const QByteArray length = head.mid(head.indexOf("content-length:") + 15, 12);
            m_wanted = end + 4 + length.split('\r').front().trimmed().toLongLong();
        }
        if (m_in.size() < m_wanted) {
            return;
        }
        const QUrlQuery query(QUrl::fromEncoded(m_in.first(m_in.indexOf('\r')).split(' ').value(1)).query());
        const auto number = [&query](const char *name) {
            return query.queryItemValue(QString::fromLatin1(name)).toInt();
        };
        m_in.clear();
        m_wanted = 0;
        m_read = now;
        m_left = number("n");
        m_gap = std::chrono::microseconds(number("gap"));
        m_due = now + std::chrono::microseconds(number("first"));
        m_out += "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";
        write();
    }

    RelaySocket m_socket;
    QByteArray m_in;
    QByteArray m_out;
    qsizetype m_wanted = 0; // bytes of the request that is coming; 0: its head is not here
    int m_left = 0;
    Nanos m_gap{}, m_due{}, m_read{};
};

class TruthServer
{
public:
    int run();

private:
    void watch(int descriptor, quint32 events, int action = EPOLL_CTL_ADD);
    void accept();
    void playDue();
    void setTimer();
    void handle(int descriptor, quint32 events);

    RelaySocket m_listener = RelaySocket::listening();
    RelaySocket m_poll{::epoll_create1(EPOLL_CLOEXEC)};
    RelaySocket m_timer{::timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC)};
    WallClock m_clock;
    std::map<int, Connection> m_connections;
};

void TruthServer::watch(int descriptor, quint32 events, int action)
{
    epoll_event event{};
    event.events = events;
    event.data.fd = descriptor;
    ::epoll_ctl(m_poll.descriptor(), action, descriptor, &event);
}

int TruthServer::run()
{
    ::prctl(PR_SET_TIMERSLACK, 1UL);
    std::printf("%u\n", unsigned(m_listener.localPort()));
    std::fflush(stdout);
    watch(m_listener.descriptor(), EPOLLIN);
    watch(m_timer.descriptor(), EPOLLIN);
    watch(0, EPOLLIN); // the standard input: it ends when the one who started us does
    std::array<epoll_event, 64> events;
    for (;;) {
        setTimer();
        const int count = ::epoll_wait(m_poll.descriptor(), events.data(), int(events.size()), -1);
        m_clock.look(lookAtClocks());
        for (int i = 0; i < count; ++i) {
            const epoll_event &event = events[size_t(i)];
            if (event.data.fd == 0) {
                return 0;
            }
            handle(event.data.fd, event.events);
        }
        playDue();
    }
}

void TruthServer::handle(int descriptor, quint32 events)
{
    if (descriptor == m_listener.descriptor()) {
        accept();
        return;
    }
    const auto found = m_connections.find(descriptor);
    if (found == m_connections.end()) {
        return; // the timer
    }
    if ((events & EPOLLOUT) != 0) {
        found->second.write();
    }
    if ((events & (EPOLLIN | EPOLLERR | EPOLLHUP)) != 0 && !found->second.read(m_clock)) {
        m_connections.erase(found);
        return;
    }
    watch(descriptor, EPOLLIN | (found->second.wantsToWrite() ? quint32(EPOLLOUT) : 0), EPOLL_CTL_MOD);
}

void TruthServer::accept()
{
    for (RelaySocket client = m_listener.accept(); client.isValid(); client = m_listener.accept()) {
        const int descriptor = client.descriptor();
        m_connections.emplace(descriptor, Connection(std::move(client)));
        watch(descriptor, EPOLLIN);
    }
}

void TruthServer::playDue()
{
    for (auto &[descriptor, connection] : m_connections) {
        if (connection.due() && *connection.due() <= steadyNow()) {
            connection.play();
            if (connection.wantsToWrite()) {
                watch(descriptor, EPOLLIN | EPOLLOUT, EPOLL_CTL_MOD);
            }
        }
    }
}

void TruthServer::setTimer()
{
    std::optional<Nanos> next;
    for (const auto &[descriptor, connection] : m_connections) {
        if (connection.due() && (!next || *connection.due() < *next)) {
            next = connection.due();
        }
    }
    itimerspec when{};
    if (next) {
        const Nanos at = std::max(*next, Nanos(1));
        when.it_value.tv_sec = at.count() / 1'000'000'000;
        when.it_value.tv_nsec = at.count() % 1'000'000'000;
    }
    ::timerfd_settime(m_timer.descriptor(), TFD_TIMER_ABSTIME, &when, nullptr);
}

} // namespace

int runTruthServer()
{
    return TruthServer().run();
}

} // namespace assay::bench
