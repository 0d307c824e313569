// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engine/net/timesource.h"
#include "app/engine/run/samplerecorder.h"
#include "models/domain/wire.h"

#include <QObject>

namespace assay {

/// How one try of a request ended.
struct ChatOutcome
{
    Sample sample;
    std::optional<WireExchange> wire; // absent where no relay keeps bytes, or it saw nothing
    bool mayRetry = false; // nothing was generated, and it was refused, 429, 503 or ended without any reason
    std::optional<Nanos> retryAfter; // what the server asked for
};

/// One try of a chat request, by whatever way: what all ways share. Engine thread. Exactly one finished(), never from
/// inside the constructor or cancel(). Stamps are those of the recorder's exchange, where it has one, and those of the
/// TimeSource elsewhere.
class ChatJob : public QObject
{
    Q_OBJECT
public:
    ~ChatJob() override;
    /// finished() follows with status Cancelled and the partial text, when nothing is under way any more.
    void cancel();

Q_SIGNALS:
    void progressed(const assay::LivePiece &piece);
    void finished(const assay::ChatOutcome &outcome);

protected:
    /// `graceAfterDone`: how long the other side may take to end after it has said that the answer is whole.
    ChatJob(TimeSource &time, std::unique_ptr<SampleRecorder> recorder, Nanos idleTimeout, Nanos graceAfterDone,
            QObject *parent);

    /// Who is asked, for sentences.
    virtual QString peer() const = 0;
    /// The outcome is settled: what is known beside it is added, what is under way is ended, then report().
    virtual void conclude(ChatOutcome outcome) = 0;
    /// What may be shown of a piece that has just come.
    virtual LivePiece shown(LivePiece piece) { return piece; }

    SampleRecorder &recorder() { return *m_recorder; }
    TimeSource &time() const { return m_time; }
    bool hasEnded() const { return m_ended; }
    /// A sign of life.
    void restartTimer();
    void takeBytes(QByteArrayView bytes, Nanos at);
    void end(const StreamEnd &how, Nanos at);
    void report(const ChatOutcome &outcome);

private:
    TimeSource &m_time;
    std::unique_ptr<SampleRecorder> m_recorder;
    Nanos m_idleTimeout;
    Nanos m_graceAfterDone;
    Nanos m_lastRead{};
    TimeSource::TimerId m_timer = 0;
    bool m_inGrace = false; // the answer is whole, its end has not come
    bool m_ended = false;
};

} // namespace assay

Q_DECLARE_METATYPE(assay::ChatOutcome)
