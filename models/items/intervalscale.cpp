// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/intervalscale.h"

#include <algorithm>
#include <cmath>

namespace assay {

void IntervalScale::add(double value, const Interval &interval)
{
    for (const double end : {interval.low, value, interval.high}) {
        add(end);
    }
}

void IntervalScale::addAround(double value, double share)
{
    add(value - std::abs(value) * share);
    add(value + std::abs(value) * share);
}

IntervalBar IntervalScale::bar(double value, const Interval &interval) const
{
    return {placeOf(interval.low), placeOf(value), placeOf(interval.high), std::nullopt};
}

void IntervalScale::add(double value)
{
    m_low = m_any ? std::min(m_low, value) : value;
    m_high = m_any ? std::max(m_high, value) : value;
    m_any = true;
}

} // namespace assay
