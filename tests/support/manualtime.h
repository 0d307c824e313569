// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engine/net/timesource.h"

#include <QPointer>

#include <map>

namespace assay {

/// A clock that stands still until a test moves it. Timers run from inside advance(), in order of their due time (then
/// of their making), each with now() at its own due time. The wall clock moves along and can be stepped by itself.
class ManualTime final : public TimeSource
{
public:
    Nanos now() const override { return m_now; }
    QDateTime wallClock() const override { return m_wall; }
    TimerId after(Nanos delay, QObject *context, std::function<void()> action) override;
    void stop(TimerId timer) override;

    void advance(Nanos by);
    /// Time passes while the thread gets no turn: timers that fall due run late, from the next advance().
    void sleep(Nanos by) { moveTo(m_now + by); }
    void setWallClock(const QDateTime &utc) { m_wall = utc; }
    /// Timers under way whose context still lives.
    int pending() const;
    /// Timers made so far. It grows when one is started anew, too.
    TimerId made() const { return m_next - 1; }
    /// How long until the next timer is due; absent when there is none.
    std::optional<Nanos> untilNext() const;

private:
    struct Timer
    {
        QPointer<QObject> context;
        std::function<void()> action;
    };
    using Key = std::pair<Nanos, TimerId>;
    void moveTo(Nanos at);

    Nanos m_now = std::chrono::seconds(1000);
    QDateTime m_wall = QDateTime(QDate(2026, 9, 1), QTime(12, 0), Qt::UTC);
    TimerId m_next = 1;
    std::map<Key, Timer> m_timers;
};

} // namespace assay
