// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/net/httpjob.h"

#include "app/engine/net/network.h"
#include "models/domain/text.h"

#include <QNetworkAccessManager>

namespace assay {
namespace {

constexpr qsizetype maxBody = 8 * 1024 * 1024;
constexpr qsizetype maxTail = 64 * 1024; // of a body that was read by line

} // namespace

HttpJob::HttpJob(QNetworkAccessManager &network, TimeSource &time, const KeyResolver &keys, const HttpCall &call,
                 Nanos timeout, QObject *parent, Reading reading)
    : QObject(parent), m_time(time), m_timeout(timeout), m_reading(reading), m_url(call.url)
{
    if (const auto exposed = exposedKey(call)) {
        giveUp(*exposed);
    } else if (!call.key) {
        send(network, call);
    } else {
        keys.fetch(*call.key, time, this, [this, &network, call](const Result<QByteArray> &key) {
            if (!key) {
                giveUp(key.error());
            } else if (!m_ended) { // by cancel()
                m_key = *key;
                send(network, call);
            }
        });
    }
}

HttpJob::~HttpJob()
{
    m_time.stop(m_timer);
    if (m_reply) {
        m_reply->disconnect(this);
        delete m_reply; // closes the connection of a request under way
    }
}

void HttpJob::send(QNetworkAccessManager &network, const HttpCall &call)
{
    m_reply = sendCall(network, call, m_key);
    connect(m_reply, &QNetworkReply::readyRead, this, &HttpJob::readBytes);
    connect(m_reply, &QNetworkReply::finished, this, &HttpJob::end);
    restartTimer();
}

void HttpJob::restartTimer()
{
    m_time.stop(m_timer);
    m_timer = m_time.after(m_timeout, this, [this] {
        giveUp({ErrorCode::IdleTimeout,
                Text::tr("%1 did not answer in time. Check that a language model server runs there.")
                    .arg(hostAndPort(m_url)),
                {}});
    });
}

void HttpJob::readBytes()
{
    const QByteArray bytes = m_reply->readAll();
    m_body += bytes;
    if (m_reading == Reading::Lines) {
        restartTimer();
        readLines(bytes);
        m_body = m_body.right(maxTail);
    }
    if (m_body.size() > maxBody) {
        giveUp(
            {ErrorCode::TooLarge,
             Text::tr("%1 sent more than %2 bytes in reply to a small request.").arg(hostAndPort(m_url)).arg(maxBody),
             {}});
    }
}

void HttpJob::readLines(const QByteArray &bytes)
{
    m_line += bytes;
    for (qsizetype end = m_line.indexOf('\n'); end >= 0; end = m_line.indexOf('\n')) {
        const QByteArray text = withoutKey(m_line.left(end).trimmed());
        m_line.remove(0, end + 1);
        if (!text.isEmpty()) {
            Q_EMIT line(text);
        }
    }
    m_line = m_line.right(maxTail); // a line without an end is none that anybody waits for
}

QByteArray HttpJob::withoutKey(QByteArray said) const
{
    return m_key.isEmpty() ? said : said.replace(m_key, "***");
}

void HttpJob::cancel()
{
    giveUp(networkError(QNetworkReply::OperationCanceledError, m_url, {}));
}

void HttpJob::giveUp(const Error &why)
{
    if (m_ended || m_why) {
        return;
    }
    m_why = why;
    if (m_reply) {
        m_reply->abort(); // emits QNetworkReply::finished, which leads to end()
    }
    end();
}

void HttpJob::end()
{
    if (m_ended) {
        return;
    }
    m_ended = true;
    m_time.stop(m_timer);
    QMetaObject::invokeMethod(
        this,
        [this, answer = result()] {
            Q_EMIT finished(answer);
            deleteLater();
        },
        Qt::QueuedConnection);
}

Result<HttpReply> HttpJob::result()
{
    if (m_reply && !m_why) {
        m_body += m_reply->readAll();
        m_why = networkError(*m_reply);
    }
    if (!m_reply || m_why) {
        Error why = m_why.value_or(Error{});
        hideKey(why, m_key);
        return why;
    }
    HttpReply reply = headOf(*m_reply);
    reply.body = withoutKey(m_body);
    return reply;
}

} // namespace assay
