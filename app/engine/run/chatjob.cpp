// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/run/chatjob.h"

#include "models/domain/text.h"

namespace assay {
namespace {

Error silence(const QString &peer, Nanos timeout)
{
    const auto seconds = std::chrono::ceil<std::chrono::seconds>(timeout).count();
    return {
        ErrorCode::IdleTimeout,
        Text::tr("%1 sent nothing for %2 seconds. Set a longer time-out if the model needs it, or look into its log.")
            .arg(peer, QString::number(seconds)),
        {}};
}

} // namespace

ChatJob::ChatJob(TimeSource &time, std::unique_ptr<SampleRecorder> recorder, Nanos idleTimeout, Nanos graceAfterDone,
                 QObject *parent)
    : QObject(parent)
    , m_time(time)
    , m_recorder(std::move(recorder))
    , m_idleTimeout(idleTimeout)
    , m_graceAfterDone(graceAfterDone)
{
}

ChatJob::~ChatJob()
{
    m_time.stop(m_timer);
}

void ChatJob::takeBytes(QByteArrayView bytes, Nanos at)
{
    if (m_ended || bytes.isEmpty()) {
        return;
    }
    m_lastRead = at;
    const LivePiece piece = m_recorder->bytes(bytes, at);
    if (piece.chunks > 0) {
        Q_EMIT progressed(shown(piece));
    }
    if (m_recorder->failed()) {
        end({}, at);
    } else {
        restartTimer();
    }
}

/// Any byte counts as a sign of life, be it in a comment; after the whole answer none does: who goes on sending is not
/// waited for any longer than who is silent.
void ChatJob::restartTimer()
{
    if (m_inGrace || m_ended) {
        return;
    }
    m_time.stop(m_timer);
    if (m_recorder->complete()) {
        m_inGrace = true;
        m_timer = m_time.after(m_graceAfterDone, this, [this] { end({}, m_lastRead); });
        return;
    }
    m_timer = m_time.after(m_idleTimeout, this, [this] { end({silence(peer(), m_idleTimeout)}, m_time.now()); });
}

void ChatJob::cancel()
{
    end({Error{ErrorCode::Cancelled, Text::tr("The request to %1 was cancelled.").arg(peer()), {}}}, m_time.now());
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
    if (outcome.sample.error) {
        const ErrorCode code = outcome.sample.error->code;
        outcome.mayRetry = !generated
            && (code == ErrorCode::Refused || code == ErrorCode::RateLimited || code == ErrorCode::Unavailable);
    }
    if (const auto seconds = m_recorder->retryAfterSeconds()) {
        outcome.retryAfter = std::chrono::seconds(*seconds);
    }
    conclude(std::move(outcome));
}

void ChatJob::report(const ChatOutcome &outcome)
{
    QMetaObject::invokeMethod(
        this, [this, outcome] { Q_EMIT finished(outcome); }, Qt::QueuedConnection);
}

} // namespace assay
