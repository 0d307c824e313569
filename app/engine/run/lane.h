// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engine/run/chatjob.h"

class QNetworkAccessManager;
class QNetworkReply;

namespace assay {

class Relay;

/// One connection's worth of requests, one at a time. Each lane has a network manager of its own, because a manager
/// opens at most six connections to a host and queues the rest silently. With a relay all its connections lead through
/// that, which needs a TimeSource on the system's steady clock. A request that is a program needs no connection.
/// Engine thread.
class Lane final : public QObject
{
    Q_OBJECT
public:
    /// `relay` may be null; else it outlives the lane.
    Lane(TimeSource &time, KeyResolver keys, QObject *parent, Relay *relay = nullptr);
    ~Lane() override;

    bool isIdle() const { return m_job == nullptr; }
    /// Opens (or freshens) the connection to the server before a clock starts, then calls `ready`, never from inside
    /// prepare(); also when that fails: the request itself will then say why. Gives up waiting after two seconds.
    void prepare(const ChatCall &call, std::function<void()> ready);
    /// The lane must be idle. The job belongs to the lane and lives until its finished() has been delivered.
    ChatJob *start(const ChatCall &call, std::unique_ptr<SampleRecorder> recorder, Nanos idleTimeout);

private:
    void open(const QUrl &url);
    void connectTo(const QUrl &url);
    ChatJob *startHttp(const HttpCall &call, std::unique_ptr<SampleRecorder> recorder, Nanos idleTimeout);
    ChatJob *startCommand(const CommandCall &call, std::unique_ptr<SampleRecorder> recorder, Nanos idleTimeout);
    void dropOpening();
    void prepared();
    void changeName();

    TimeSource &m_time;
    KeyResolver m_keys;
    std::unique_ptr<QNetworkAccessManager> m_network;
    Relay *m_relay;
    QByteArray m_name; // for the relay
    ChatJob *m_job = nullptr;
    QNetworkReply *m_opening = nullptr; // a connection on its way, without a request
    std::function<void()> m_ready;
    TimeSource::TimerId m_timer = 0;
    QString m_server; // the one that the connection leads to
    std::optional<Nanos> m_lastUse;
};

} // namespace assay
