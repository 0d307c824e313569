// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/manualtime.h"

#include <algorithm>

namespace assay {

TimeSource::TimerId ManualTime::after(Nanos delay, QObject *context, std::function<void()> action)
{
    const TimerId id = m_next++;
    m_timers.emplace(Key(m_now + std::max(Nanos(0), delay), id), Timer{context, std::move(action)});
    return id;
}

void ManualTime::stop(TimerId timer)
{
    std::erase_if(m_timers, [timer](const auto &entry) { return entry.first.second == timer; });
}

void ManualTime::advance(Nanos by)
{
    const Nanos until = m_now + by;
    const TimerId made = m_next; // a timer made meanwhile with no delay waits for the next call: never at once
    for (;;) {
        const auto due = std::find_if(m_timers.begin(), m_timers.end(), [&](const auto &entry) {
            return entry.first.first <= until && (entry.first.second < made || entry.first.first > m_now);
        });
        if (due == m_timers.end()) {
            break;
        }
        moveTo(due->first.first);
        const Timer timer = std::move(due->second);
        m_timers.erase(due);
        if (timer.context) {
            timer.action();
        }
    }
    moveTo(until);
}

void ManualTime::moveTo(Nanos at)
{
    if (at > m_now) {
        m_wall = m_wall.addMSecs((at.count() / 1000000) - (m_now.count() / 1000000));
        m_now = at;
    }
}

int ManualTime::pending() const
{
    return static_cast<int>(std::count_if(m_timers.begin(), m_timers.end(),
                                          [](const auto &entry) { return !entry.second.context.isNull(); }));
}

std::optional<Nanos> ManualTime::untilNext() const
{
    for (const auto &[key, timer] : m_timers) {
        if (timer.context) {
            return key.first - m_now;
        }
    }
    return std::nullopt;
}

} // namespace assay
