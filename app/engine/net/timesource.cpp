// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/net/timesource.h"

#include <QPointer>
#include <QTimer>

#include <algorithm>

namespace assay {

SystemTime::SystemTime(QObject *parent) : QObject(parent)
{
}

Nanos SystemTime::now() const
{
    return std::chrono::duration_cast<Nanos>(std::chrono::steady_clock::now().time_since_epoch());
}

QDateTime SystemTime::wallClock() const
{
    return QDateTime::currentDateTimeUtc();
}

TimeSource::TimerId SystemTime::after(Nanos delay, QObject *context, std::function<void()> action)
{
    const TimerId id = m_next++;
    auto *timer = new QTimer(this);
    timer->setSingleShot(true);
    timer->setTimerType(Qt::PreciseTimer);
    connect(timer, &QTimer::timeout, this, [this, id, guard = QPointer<QObject>(context), act = std::move(action)] {
        stop(id);
        if (guard) {
            act();
        }
    });
    m_timers.insert(id, timer);
    timer->start(std::max(std::chrono::milliseconds(0), std::chrono::ceil<std::chrono::milliseconds>(delay)));
    return id;
}

void SystemTime::stop(TimerId timer)
{
    if (QObject *found = m_timers.take(timer)) {
        static_cast<QTimer *>(found)->stop();
        found->deleteLater(); // stop() is also called from inside the timer's own signal
    }
}

} // namespace assay
