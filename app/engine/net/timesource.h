// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/ids.h"

#include <QDateTime>
#include <QObject>

#include <functional>

namespace assay {

/// All time the engine knows: passed in, so that tests set it. Used on the thread of its owner only.
class TimeSource
{
public:
    using TimerId = quint64;

    virtual ~TimeSource() = default;
    /// Steady; its zero is arbitrary but fixed for the life of the object.
    virtual Nanos now() const = 0;
    virtual QDateTime wallClock() const = 0; // UTC
    /// Calls `action` once after `delay`, unless `context` dies or stop() is called first. Never calls at once.
    virtual TimerId after(Nanos delay, QObject *context, std::function<void()> action) = 0;
    virtual void stop(TimerId timer) = 0;
};

/// The real one: std::chrono::steady_clock and QTimer.
class SystemTime final : public QObject, public TimeSource
{
    Q_OBJECT
public:
    explicit SystemTime(QObject *parent = nullptr);
    Nanos now() const override;
    QDateTime wallClock() const override;
    TimerId after(Nanos delay, QObject *context, std::function<void()> action) override;
    void stop(TimerId timer) override;

private:
    TimerId m_next = 1;
    QHash<TimerId, QObject *> m_timers;
};

} // namespace assay
