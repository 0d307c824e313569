// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engine/net/httpcall.h"
#include "app/engine/net/timesource.h"

#include <QObject>

class QNetworkAccessManager;
class QNetworkReply;

namespace assay {

/// One small request (list of models, a load, a download): the whole body at once, at most 8 MiB; or line by line,
/// for as long as lines come. Engine thread. Exactly one finished(), never from inside the constructor or cancel();
/// deletes itself afterwards. A key in the keychain is waited for before anything is sent.
class HttpJob final : public QObject
{
    Q_OBJECT
public:
    enum class Reading {
        Whole, // `timeout` is for all of it
        Lines // `timeout` is for each piece; the reply's body then holds only its last 64 KiB
    };
    HttpJob(QNetworkAccessManager &network, TimeSource &time, const KeyResolver &keys, const HttpCall &call,
            Nanos timeout, QObject *parent, Reading reading = Reading::Whole);
    ~HttpJob() override;
    void cancel();

Q_SIGNALS:
    void line(const QByteArray &line); // without its end, never empty
    /// Any HTTP status is a reply; an error is a request that got none (Refused, Unreachable, IdleTimeout, Cancelled,
    /// ...).
    void finished(const assay::Result<assay::HttpReply> &result);

private:
    void send(QNetworkAccessManager &network, const HttpCall &call);
    void restartTimer();
    void readBytes();
    void readLines(const QByteArray &bytes);
    QByteArray withoutKey(QByteArray said) const;
    void giveUp(const Error &why);
    void end();
    Result<HttpReply> result();

    TimeSource &m_time;
    QNetworkReply *m_reply = nullptr;
    QByteArray m_body;
    QByteArray m_line; // begun, not ended
    Nanos m_timeout;
    Reading m_reading;
    QByteArray m_key; // to blot it out of what a server echoes
    std::optional<Error> m_why; // failed before anything was sent, or the reason noted before abort()
    TimeSource::TimerId m_timer = 0;
    QUrl m_url;
    bool m_ended = false;
};

} // namespace assay
