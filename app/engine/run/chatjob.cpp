// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/net/network.h"
#include "app/engine/run/lane.h"
#include "models/domain/text.h"

#include <QNetworkAccessManager>

namespace assay {
namespace {

/// How long a server may take to end its reply after [DONE]; some keep the socket open for ever.
constexpr Nanos graceAfterDone = std::chrono::milliseconds(200);

/// A key as short as a word stays where a model said it: blotting it out would falsify the answer.
constexpr qsizetype telltaleSize = 8;

/// Out of everything that a server has said, should it have repeated the key.
void hideKey(Sample &sample, const QByteArray &key)
{
    if (sample.error) {
        hideKey(*sample.error, key);
    }
    if (key.size() < telltaleSize) {
        return;
    }
    const QString text = QString::fromUtf8(key);
    const QString blank = QStringLiteral("***");
    sample.output.replace(text, blank);
    sample.reasoning.replace(text, blank);
    for (std::optional<QString> *said : {&sample.finishReason, &sample.modelEchoed}) {
        if (*said) {
            (*said)->replace(text, blank);
        }
    }
    if (sample.serverTimings) {
        sample.serverTimings->raw.replace(key, "***");
    }
}

Error silence(const QUrl &url, Nanos timeout)
{
    const auto seconds = std::chrono::ceil<std::chrono::seconds>(timeout).count();
    return {
        ErrorCode::IdleTimeout,
        Text::tr(
            "%1 sent nothing for %2 seconds. Set a longer time-out if the model needs it, or look into the server's "
            "log.")
            .arg(hostAndPort(url), QString::number(seconds)),
        {}};
}

} // namespace

ChatJob::ChatJob(QNetworkAccessManager &network, TimeSource &time, const KeyResolver &keys, const HttpCall &call,
                 std::unique_ptr<SampleRecorder> recorder, Nanos idleTimeout, QObject *parent)
    : QObject(parent), m_time(time), m_recorder(std::move(recorder)), m_url(call.url), m_idleTimeout(idleTimeout)
{
    if (const auto exposed = exposedKey(call)) {
        end({*exposed}, m_time.now());
        return;
    }
    if (call.key) {
        const Result<QByteArray> key = keys(*call.key);
        if (!key) {
            end({key.error()}, m_time.now());
            return;
        }
        m_key = *key;
    }
    send(network, call);
}

ChatJob::~ChatJob()
{
    m_time.stop(m_timer);
    if (m_reply) {
        m_reply->disconnect(this);
        delete m_reply; // closes the connection of a request under way
    }
}

void ChatJob::send(QNetworkAccessManager &network, const HttpCall &call)
{
    m_recorder->posted(m_time.now());
    m_reply = sendCall(network, call, m_key);
    connect(m_reply, &QNetworkReply::socketStartedConnecting, this, [this] { m_recorder->socketOpened(); });
    connect(m_reply, &QNetworkReply::requestSent, this, [this] {
        const Nanos at = m_time.now();
        if (!m_ended) {
            m_recorder->sent(at);
        }
    });
    connect(m_reply, &QNetworkReply::metaDataChanged, this, &ChatJob::readHead);
    connect(m_reply, &QNetworkReply::readyRead, this, &ChatJob::readBytes);
    connect(m_reply, &QNetworkReply::finished, this, &ChatJob::replyFinished);
    restartTimer();
}

void ChatJob::readHead()
{
    const Nanos at = m_time.now();
    if (m_ended || m_hasHead) {
        return;
    }
    m_hasHead = true;
    m_recorder->headers(at, headOf(*m_reply));
    restartTimer();
}

void ChatJob::readBytes()
{
    const Nanos at = m_time.now(); // first of all: what follows must not be booked on the server
    if (m_ended) {
        return;
    }
    const QByteArray bytes = m_reply->readAll();
    if (bytes.isEmpty()) {
        return;
    }
    m_lastRead = at;
    const LivePiece piece = m_recorder->bytes(bytes, at);
    if (piece.chunks > 0) {
        Q_EMIT progressed(piece);
    }
    if (m_recorder->failed()) {
        stopWith({}, at);
    } else {
        restartTimer();
    }
}

/// Any byte counts as a sign of life, be it in a comment; after [DONE] none does: a server that goes on sending is not
/// waited for any longer than a silent one.
void ChatJob::restartTimer()
{
    if (m_inGrace) {
        return;
    }
    m_time.stop(m_timer);
    if (m_recorder->complete()) {
        m_inGrace = true;
        m_timer = m_time.after(graceAfterDone, this, [this] { stopWith({}, m_lastRead); });
        return;
    }
    m_timer = m_time.after(m_idleTimeout, this, [this] { stopWith(silence(m_url, m_idleTimeout), m_time.now()); });
}

void ChatJob::cancel()
{
    stopWith(networkError(QNetworkReply::OperationCanceledError, m_url, {}), m_time.now());
}

/// The outcome is settled before abort(), which Qt reports like a time-out of its own.
void ChatJob::stopWith(const std::optional<Error> &why, Nanos at)
{
    if (m_ended) {
        return;
    }
    end({why}, at);
    if (m_reply) {
        m_reply->abort();
    }
}

void ChatJob::replyFinished()
{
    const Nanos at = m_time.now();
    if (m_ended) {
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
bool ChatJob::brokeOffUnexplained() const
{
    return m_reply && !m_hasHead && m_reply->error() == QNetworkReply::UnknownNetworkError;
}

void ChatJob::end(const StreamEnd &how, Nanos at)
{
    if (m_ended) {
        return;
    }
    m_ended = true;
    m_time.stop(m_timer);
    ChatOutcome outcome;
    const bool generated = m_recorder->hasGenerated();
    outcome.sample = m_recorder->end(how, at);
    outcome.wire = m_recorder->wire();
    if (outcome.wire) {
        blankKey(*outcome.wire, m_key);
    }
    hideKey(outcome.sample, m_key);
    if (outcome.sample.error) {
        const ErrorCode code = outcome.sample.error->code;
        outcome.mayRetry = !generated
            && (code == ErrorCode::Refused || code == ErrorCode::RateLimited || code == ErrorCode::Unavailable
                || brokeOffUnexplained());
    }
    if (const auto seconds = m_recorder->retryAfterSeconds()) {
        outcome.retryAfter = std::chrono::seconds(*seconds);
    }
    QMetaObject::invokeMethod(
        this, [this, outcome = std::move(outcome)] { Q_EMIT finished(outcome); }, Qt::QueuedConnection);
}

} // namespace assay
