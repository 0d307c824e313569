// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/statistics.h"
#include "models/items/itemroles.h"

namespace assay {

/// The common scale of the intervals of one column, so that one can see whether two of them overlap. Pure.
class IntervalScale
{
public:
    void add(double value, const Interval &interval);
    /// Widens the scale, so that intervals much narrower than this share of their values look narrow.
    void addAround(double value, double share);
    /// `value` and `interval` as added before.
    IntervalBar bar(double value, const Interval &interval) const;
    double placeOf(double value) const { return (value - m_low) / (m_high - m_low); }
    bool isEmpty() const { return !(m_low < m_high); }

private:
    void add(double value);

    double m_low = 0, m_high = 0;
    bool m_any = false;
};

} // namespace assay
