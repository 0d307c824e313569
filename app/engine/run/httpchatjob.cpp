// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/run/httpchatjob.h"

#include "app/engine/net/network.h"

#include <QNetworkAccessManager>

namespace assay {
namespace {

/// Some servers keep the socket open for ever after [DONE].
constexpr Nanos graceAfterDone = std::chrono::milliseconds(200);

/// Out of everything that a server has said, should it have repeated the key.
void hideKey(Sample &sample, const QByteArray &key)
{
    if (sample.error) {
        hideKey(*sample.error, key);
    }
    if (key.size() < telltaleKeySize) {
        return;
    }
    const QString text = QString::fromUtf8(key);
    const QString blank = QStringLiteral("***");
    for (QString *said : {&sample.output, &sample.reasoning}) { // which may break off within the key
        KeyBlotter blotter(key);
        const QString shown = blotter.next(*said);
        *said = shown + blotter.rest();
    }
    for (std::optional<QString> *said : {&sample.finishReason, &sample.modelEchoed}) {
        if (*said) {
            (*said)->replace(text, blank);
        }
    }
    if (sample.serverTimings) {
        sample.serverTimings->raw.replace(key, "***");
    }
}

} // namespace

HttpChatJob::HttpChatJob(QNetworkAccessManager &network, TimeSource &time, const KeyResolver &keys,
                         const HttpCall &call, std::unique_ptr<SampleRecorder> recorder, Nanos idleTimeout,
                         QObject *parent)
    : ChatJob(time, std::move(recorder), idleTimeout, graceAfterDone, parent), m_url(call.url)
{
    if (const auto exposed = exposedKey(call)) {
        end({*exposed}, time.now());
        return;
    }
    if (call.key) {
        const Result<QByteArray> key = keys(*call.key);
        if (!key) {
            end({key.error()}, time.now());
            return;
        }
        m_key = *key;
        m_answer = KeyBlotter(m_key);
        m_reasoning = KeyBlotter(m_key);
    }
    send(network, call);
}

HttpChatJob::~HttpChatJob()
{
    if (m_reply) {
        m_reply->disconnect(this);
        delete m_reply; // closes the connection of a request under way
    }
}

QString HttpChatJob::peer() const
{
    return hostAndPort(m_url);
}

void HttpChatJob::send(QNetworkAccessManager &network, const HttpCall &call)
{
    recorder().posted(time().now());
    m_reply = sendCall(network, call, m_key);
    connect(m_reply, &QNetworkReply::socketStartedConnecting, this, [this] { recorder().socketOpened(); });
    connect(m_reply, &QNetworkReply::requestSent, this, [this] {
        const Nanos at = time().now();
        if (!hasEnded()) {
            recorder().sent(at);
        }
    });
    connect(m_reply, &QNetworkReply::metaDataChanged, this, &HttpChatJob::readHead);
    connect(m_reply, &QNetworkReply::readyRead, this, &HttpChatJob::readBytes);
    connect(m_reply, &QNetworkReply::finished, this, &HttpChatJob::replyFinished);
    restartTimer();
}

void HttpChatJob::readHead()
{
    const Nanos at = time().now();
    if (hasEnded() || m_hasHead) {
        return;
    }
    m_hasHead = true;
    recorder().headers(at, headOf(*m_reply));
    restartTimer();
}

void HttpChatJob::readBytes()
{
    const Nanos at = time().now(); // first of all: what follows must not be booked on the server
    if (!hasEnded()) {
        takeBytes(m_reply->readAll(), at);
    }
}

void HttpChatJob::replyFinished()
{
    const Nanos at = time().now();
    if (hasEnded()) {
        return;
    }
    if (!m_hasHead && m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).isValid()) {
        readHead();
    }
    readBytes();
    end({networkError(*m_reply)}, at);
}

/// Qt's, not the relay's: the server closed the connection that stood ready just as the request was to go over it. Qt's
/// SOCKS engine (6.4.2; newer sources are the same) closes its own socket at once but tells the one above in an event
/// of its own; a write that comes before that event fails without a reason (QSocks5SocketEngine::write() returns -1 and
/// sets no error), which ends the reply with "Unknown error". On a direct connection Qt learns that the server has
/// closed it and sends again by itself; so is done here. Nothing of the request has left.
bool HttpChatJob::brokeOffUnexplained() const
{
    return m_reply && !m_hasHead && m_reply->error() == QNetworkReply::UnknownNetworkError;
}

LivePiece HttpChatJob::shown(LivePiece piece)
{
    piece.answer = m_answer.next(piece.answer);
    piece.reasoning = m_reasoning.next(piece.reasoning);
    return piece;
}

/// The outcome is settled before abort(), which Qt reports like a time-out of its own.
void HttpChatJob::conclude(ChatOutcome outcome)
{
    outcome.mayRetry = outcome.mayRetry || (outcome.sample.error && brokeOffUnexplained());
    if (outcome.wire) {
        blankKey(*outcome.wire, m_key);
    }
    hideKey(outcome.sample, m_key);
    if (const LivePiece held{m_answer.rest(), m_reasoning.rest(), 0};
        !held.answer.isEmpty() || !held.reasoning.isEmpty()) {
        QMetaObject::invokeMethod(
            this, [this, held] { Q_EMIT progressed(held); }, Qt::QueuedConnection);
    }
    report(outcome);
    if (m_reply && m_reply->isRunning()) {
        m_reply->abort();
    }
}

} // namespace assay
