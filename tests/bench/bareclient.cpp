// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/bareclient.h"

#include "app/engine/net/relay/relaysocket.h"

#include <poll.h>

#include <array>

namespace assay::bench {
namespace {

struct Stream
{
    RelaySocket socket;
    QByteArray request;
    QByteArray line; // what no event has come of yet
    Nanos sent{};
    bool isFirst = true;
    bool done = false;
};

void waitFor(const RelaySocket &socket, short events)
{
    pollfd one{socket.descriptor(), events, 0};
    ::poll(&one, 1, 10'000);
}

void send(Stream &stream)
{
    while (!stream.request.isEmpty()) {
        const qsizetype taken = stream.socket.write(stream.request);
        if (taken < 0) {
            waitFor(stream.socket, POLLOUT);
        } else {
            stream.request.remove(0, taken);
        }
    }
    stream.sent = steadyNow();
}

/// The events that a read completes; all but the last one share its stamp with a later one.
void take(Stream &stream, QByteArrayView bytes, Nanos at, Errors &errors)
{
    stream.line.append(bytes.data(), bytes.size());
    std::vector<Truth> truths;
    for (qsizetype end = stream.line.indexOf("\n\n"); end >= 0; end = stream.line.indexOf("\n\n")) {
        const QByteArray event = stream.line.first(end);
        stream.line.remove(0, end + 2);
        const qsizetype from = event.indexOf(":\"r");
        if (from > 0) {
            truths.push_back(truthsIn(event.mid(from + 2, event.indexOf(';', from) - from - 1)).at(0));
        }
        stream.done = stream.done || event.endsWith("[DONE]");
    }
    for (size_t i = 0; i < truths.size(); ++i) {
        const bool merged = i + 1 < truths.size();
        errors.merged += merged ? 1 : 0;
        if (!merged) {
            errors.token.push_back(double((at.count() - truths[i].sent)) / 1000);
        }
        if (stream.isFirst && !merged) {
            const qint64 truly = truths[i].sent - truths[i].read;
            errors.ttft.push_back(double((at - stream.sent).count() - truly) / 1000);
        }
        stream.isFirst = false;
    }
}

void readAll(std::vector<Stream> &streams, Errors &errors)
{
    thread_local std::array<char, 1 << 16> room;
    WallClock clock;
    size_t open = streams.size();
    while (open > 0) {
        std::vector<pollfd> waits;
        for (const Stream &stream : streams) {
            waits.push_back({stream.done ? -1 : stream.socket.descriptor(), POLLIN, 0});
        }
        if (::poll(waits.data(), waits.size(), 20'000) <= 0) {
            errors.failed += int(open);
            return;
        }
        clock.look(lookAtClocks());
        for (size_t i = 0; i < streams.size(); ++i) {
            if ((waits[i].revents & (POLLIN | POLLERR | POLLHUP)) == 0) {
                continue;
            }
            const RelaySocket::Read read = streams[i].socket.read(room);
            if (read.size > 0) {
                const Nanos now = steadyNow();
                const Nanos at = read.wallStamp ? clock.steady(*read.wallStamp, now).value_or(now) : now;
                take(streams[i], QByteArrayView(room.data(), read.size), at, errors);
            } else {
                streams[i].done = true;
                ++errors.failed;
            }
            open -= streams[i].done ? 1 : 0;
        }
    }
}

} // namespace

Errors runBare(const QUrl &server, const Load &load)
{
    Errors errors;
    std::vector<Stream> streams(static_cast<size_t>(load.streams));
    for (Stream &stream : streams) {
        stream.socket = RelaySocket::connecting(QHostAddress(server.host()), quint16(server.port()));
        waitFor(stream.socket, POLLOUT);
    }
    for (int repeat = 0; repeat < load.repeats; ++repeat) {
        for (size_t i = 0; i < streams.size(); ++i) {
            const QByteArray body = load.body();
            streams[i].request = "POST "
                + load.url(server, int(i)).toEncoded(QUrl::RemoveScheme | QUrl::RemoveAuthority)
                + " HTTP/1.1\r\nHost: x\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body;
            streams[i].isFirst = true;
            streams[i].done = false;
        }
        for (Stream &stream : streams) {
            send(stream);
        }
        readAll(streams, errors);
    }
    return errors;
}

} // namespace assay::bench
