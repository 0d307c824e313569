// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engine/net/timesource.h"
#include "app/engine/run/samplerecorder.h"
#include "models/domain/wire.h"

#include <QObject>

class QNetworkAccessManager;
class QNetworkReply;

namespace assay {

class Relay;

/// How one try of a request ended.
struct ChatOutcome
{
    Sample sample;
    std::optional<WireExchange> wire; // absent where no relay keeps bytes, or it saw nothing
    bool mayRetry = false; // nothing was generated, and it was refused, 429, 503 or ended without any reason
    std::optional<Nanos> retryAfter; // what the server asked for
};

/// One chat request on one lane. Engine thread. Exactly one finished(), never from inside start() or cancel(); owned by
/// the lane. Stamps are those of the recorder's exchange, where it has one, and those of the TimeSource elsewhere.
class ChatJob final : public QObject
{
    Q_OBJECT
public:
    ChatJob(QNetworkAccessManager &network, TimeSource &time, const KeyResolver &keys, const HttpCall &call,
            std::unique_ptr<SampleRecorder> recorder, Nanos idleTimeout, QObject *parent);
    ~ChatJob() override;
    /// Closes the socket; finished() follows with status Cancelled and the partial text.
    void cancel();

Q_SIGNALS:
    void progressed(const assay::LivePiece &piece);
    void finished(const assay::ChatOutcome &outcome);

private:
    void send(QNetworkAccessManager &network, const HttpCall &call);
    void readHead();
    void readBytes();
    void restartTimer();
    void stopWith(const std::optional<Error> &why, Nanos at);
    void replyFinished();
    bool brokeOffUnexplained() const;
    void end(const StreamEnd &how, Nanos at);

    TimeSource &m_time;
    std::unique_ptr<SampleRecorder> m_recorder;
    QNetworkReply *m_reply = nullptr;
    QByteArray m_key; // to blot it out of what a server echoes
    QUrl m_url;
    Nanos m_idleTimeout;
    Nanos m_lastRead{};
    TimeSource::TimerId m_timer = 0;
    bool m_hasHead = false;
    bool m_inGrace = false; // [DONE] has come, the reply has not ended
    bool m_ended = false;
};

/// One connection's worth of requests, one at a time. Each lane has a network manager of its own, because a manager
/// opens at most six connections to a host and queues the rest silently. With a relay all its connections lead through
/// that, which needs a TimeSource on the system's steady clock. Engine thread.
class Lane final : public QObject
{
    Q_OBJECT
public:
    /// `relay` may be null; else it outlives the lane.
    Lane(TimeSource &time, KeyResolver keys, QObject *parent, Relay *relay = nullptr);
    ~Lane() override;

    bool isIdle() const { return m_job == nullptr; }
    /// Opens (or freshens) the connection to `url`'s host before a clock starts, then calls `ready`, never from inside
    /// prepare(); also when that fails: the request itself will then say why. Gives up waiting after two seconds.
    void prepare(const QUrl &url, std::function<void()> ready);
    /// The lane must be idle. The job belongs to the lane and lives until its finished() has been delivered.
    ChatJob *start(const HttpCall &call, std::unique_ptr<SampleRecorder> recorder, Nanos idleTimeout);

private:
    void connectTo(const QUrl &url);
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

Q_DECLARE_METATYPE(assay::ChatOutcome)
