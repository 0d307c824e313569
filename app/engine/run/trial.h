// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engine/run/lane.h"
#include "models/domain/plan.h"

namespace assay {

/// One short question to an endpoint as it is described, be it saved or not: its answer as it comes, and how it ended.
/// Nothing of it is kept. Engine thread.
class Trial final : public QObject
{
    Q_OBJECT
public:
    static constexpr int maxTokens = 64; // asked for where the model has no limit of its own
    static constexpr qint64 maxBytes = 1024 * 1024; // of an answer

    Trial(TimeSource &time, KeyResolver keys, QObject *parent = nullptr);
    ~Trial() override;

    /// answered(), at most 30 times a second, then exactly one ended(), both with this number. A second call cancels
    /// the first, which is not heard of any more.
    void start(int number, const PlannedModel &asked, const QString &prompt,
               Nanos idleTimeout = std::chrono::seconds(60));
    /// ended() follows as Cancelled; nothing where nothing is under way.
    void cancel();

Q_SIGNALS:
    void answered(int number, const QString &text); // to append: of the answer and of the reasoning before it
    void ended(int number, const assay::Sample &sample);

private:
    void drop();
    void send(const ChatCall &call, const Endpoint &endpoint);
    void take(const LivePiece &piece);
    void flush();
    void end(const Sample &sample);

    TimeSource &m_time;
    KeyResolver m_keys;
    Lane *m_lane = nullptr; // made anew for each trial: what an earlier one still does is no longer heard
    std::unique_ptr<QObject> m_asking; // for the key, and for the connection
    ChatJob *m_job = nullptr;
    QString m_pending; // came since the last answered()
    TimeSource::TimerId m_timer = 0;
    Nanos m_idleTimeout{};
    std::optional<int> m_number; // of the one that is under way
};

} // namespace assay
