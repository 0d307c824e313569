// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/run/lagwatch.h"

#include <algorithm>

namespace assay {

LagWatch::LagWatch(TimeSource &time, QObject *parent) : QObject(parent), m_time(time)
{
}

LagWatch::~LagWatch()
{
    stop();
}

void LagWatch::start()
{
    stop();
    m_gaps.clear();
    wait();
}

void LagWatch::stop()
{
    if (m_timer != 0) {
        m_time.stop(m_timer);
        m_timer = 0;
    }
}

void LagWatch::wait()
{
    m_due = m_time.now() + interval;
    m_timer = m_time.after(interval, this, [this] { tick(); });
}

void LagWatch::tick()
{
    const Nanos now = m_time.now();
    if (now - m_due > tolerated) {
        m_gaps.push_back({m_due, now});
        if (m_gaps.size() > mostGaps) {
            m_gaps.pop_front();
        }
    }
    wait();
}

bool LagWatch::laggedBetween(Nanos from, Nanos to) const
{
    const auto touches = [&](const Gap &gap) { return gap.due < to && gap.came > from; };
    const Gap open{m_due, m_time.now()}; // what is read first after a wait is read before the tick
    return std::ranges::any_of(m_gaps, touches) || (m_timer != 0 && open.came - open.due > tolerated && touches(open));
}

} // namespace assay
