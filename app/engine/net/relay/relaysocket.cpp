// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/net/relay/relaysocket.h"

#ifdef Q_OS_LINUX

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <ctime>
#include <utility>

namespace assay {
namespace {

void setOption(int descriptor, int level, int option)
{
    const int on = 1;
    ::setsockopt(descriptor, level, option, &on, sizeof on);
}

Nanos readClock(clockid_t clock)
{
    timespec time{};
    ::clock_gettime(clock, &time);
    return std::chrono::seconds(time.tv_sec) + Nanos(time.tv_nsec);
}

/// The address in the system's form; 0 where it is none of version 4 or 6.
socklen_t fill(const QHostAddress &address, quint16 port, sockaddr_storage &where)
{
    if (address.protocol() == QAbstractSocket::IPv4Protocol) {
        sockaddr_in v4{};
        v4.sin_family = AF_INET;
        v4.sin_port = htons(port);
        v4.sin_addr.s_addr = htonl(address.toIPv4Address());
        std::memcpy(&where, &v4, sizeof v4);
        return sizeof v4;
    }
    if (address.protocol() == QAbstractSocket::IPv6Protocol) {
        sockaddr_in6 v6{};
        v6.sin6_family = AF_INET6;
        v6.sin6_port = htons(port);
        const Q_IPV6ADDR bytes = address.toIPv6Address();
        std::memcpy(&v6.sin6_addr, &bytes, sizeof bytes);
        v6.sin6_scope_id = address.scopeId().toUInt();
        std::memcpy(&where, &v6, sizeof v6);
        return sizeof v6;
    }
    return 0;
}

/// The kernel's struct sched_attr in its first form; its header cannot stand beside the C library's.
struct SchedulerWishes
{
    quint32 size, policy;
    quint64 flags;
    qint32 nice;
    quint32 priority;
    quint64 runtime, deadline, period;
};

std::optional<Nanos> stampIn(msghdr &message)
{
    for (cmsghdr *each = CMSG_FIRSTHDR(&message); each; each = CMSG_NXTHDR(&message, each)) {
        if (each->cmsg_level == SOL_SOCKET && each->cmsg_type == SCM_TIMESTAMPNS) {
            timespec time{};
            std::memcpy(&time, CMSG_DATA(each), sizeof time);
            return std::chrono::seconds(time.tv_sec) + Nanos(time.tv_nsec);
        }
    }
    return std::nullopt;
}

} // namespace

RelaySocket &RelaySocket::operator=(RelaySocket &&other) noexcept
{
    if (this != &other) {
        close();
        m_descriptor = other.release();
    }
    return *this;
}

int RelaySocket::release()
{
    return std::exchange(m_descriptor, -1);
}

void RelaySocket::close()
{
    if (isValid()) {
        ::close(release());
    }
}

void RelaySocket::reset()
{
    const linger none{1, 0};
    ::setsockopt(m_descriptor, SOL_SOCKET, SO_LINGER, &none, sizeof none);
    close();
}

void RelaySocket::prepare() const
{
    setOption(m_descriptor, IPPROTO_TCP, TCP_NODELAY);
    setOption(m_descriptor, SOL_SOCKET, SO_TIMESTAMPNS);
    acknowledgeAtOnce();
}

RelaySocket RelaySocket::listening()
{
    RelaySocket socket(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    sockaddr_storage where{};
    const socklen_t size = fill(QHostAddress(QHostAddress::LocalHost), 0, where);
    constexpr int waiting = 128;
    if (!socket.isValid() || ::bind(socket.m_descriptor, reinterpret_cast<sockaddr *>(&where), size) != 0
        || ::listen(socket.m_descriptor, waiting) != 0) {
        return {};
    }
    // The kernel begins to stamp a moment after the first socket asks for it: ask long before the first answer.
    setOption(socket.m_descriptor, SOL_SOCKET, SO_TIMESTAMPNS);
    return socket;
}

RelaySocket RelaySocket::connecting(const QHostAddress &address, quint16 port)
{
    sockaddr_storage where{};
    const socklen_t size = fill(address, port, where);
    RelaySocket socket(::socket(where.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    if (size == 0 || !socket.isValid()) {
        return {};
    }
    socket.prepare();
    if (::connect(socket.m_descriptor, reinterpret_cast<sockaddr *>(&where), size) != 0 && errno != EINPROGRESS) {
        const int error = errno;
        socket.close();
        errno = error;
    }
    return socket;
}

quint16 RelaySocket::localPort() const
{
    sockaddr_in where{};
    socklen_t size = sizeof where;
    ::getsockname(m_descriptor, reinterpret_cast<sockaddr *>(&where), &size);
    return ntohs(where.sin_port);
}

RelaySocket RelaySocket::accept() const
{
    sockaddr_in from{};
    socklen_t size = sizeof from;
    RelaySocket client(
        ::accept4(m_descriptor, reinterpret_cast<sockaddr *>(&from), &size, SOCK_NONBLOCK | SOCK_CLOEXEC));
    constexpr quint32 loopbackNet = 127;
    if (client.isValid() && (ntohl(from.sin_addr.s_addr) >> 24) != loopbackNet) {
        client.close();
    }
    if (client.isValid()) {
        client.prepare();
    }
    return client;
}

int RelaySocket::takeError() const
{
    int error = 0;
    socklen_t size = sizeof error;
    return ::getsockopt(m_descriptor, SOL_SOCKET, SO_ERROR, &error, &size) == 0 ? error : errno;
}

RelaySocket::Read RelaySocket::read(std::span<char> room) const
{
    alignas(cmsghdr) char control[256];
    iovec part{room.data(), room.size()};
    msghdr message{};
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    message.msg_control = control;
    message.msg_controllen = sizeof control;
    Read read;
    read.size = ::recvmsg(m_descriptor, &message, 0);
    if (read.size < 0) {
        read.error = errno;
    } else if (read.size > 0) {
        read.wallStamp = stampIn(message);
        acknowledgeAtOnce(); // the kernel forgets it after a while
    }
    return read;
}

qsizetype RelaySocket::write(QByteArrayView bytes) const
{
    return ::send(m_descriptor, bytes.data(), static_cast<size_t>(bytes.size()), MSG_NOSIGNAL);
}

void RelaySocket::endWriting() const
{
    ::shutdown(m_descriptor, SHUT_WR);
}

void RelaySocket::acknowledgeAtOnce() const
{
    setOption(m_descriptor, IPPROTO_TCP, TCP_QUICKACK);
}

SocksReader::Answer answerFor(int error)
{
    switch (error) {
    case ECONNREFUSED:
        return SocksReader::Answer::Refused;
    case ETIMEDOUT:
        return SocksReader::Answer::TimedOut;
    case ENETUNREACH:
    case EHOSTUNREACH: // "host unreachable" would be shown as a name that is not known
    case ENETDOWN:
    case EHOSTDOWN:
        return SocksReader::Answer::NetworkUnreachable;
    default:
        return SocksReader::Answer::Failed;
    }
}

Nanos steadyNow()
{
    return readClock(CLOCK_MONOTONIC);
}

WallClock::Look lookAtClocks()
{
    constexpr int looks = 3;
    WallClock::Look best;
    for (int i = 0; i < looks; ++i) {
        const WallClock::Look look{readClock(CLOCK_REALTIME), readClock(CLOCK_MONOTONIC), readClock(CLOCK_REALTIME)};
        if (i == 0 || look.wallAfter - look.wallBefore < best.wallAfter - best.wallBefore) {
            best = look;
        }
    }
    return best;
}

void askForShortSlices()
{
    constexpr quint64 shortest = 100'000; // nanoseconds
    SchedulerWishes wishes{};
    wishes.size = sizeof wishes;
    if (::syscall(SYS_sched_getattr, 0, &wishes, sizeof wishes, 0U) == 0 && wishes.policy == SCHED_OTHER) {
        wishes.runtime = shortest;
        ::syscall(SYS_sched_setattr, 0, &wishes, 0U);
    }
}

} // namespace assay

#endif
