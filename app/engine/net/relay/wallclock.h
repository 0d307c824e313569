// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/ids.h"

#include <optional>

namespace assay {

/// Brings the kernel's stamps, which are times of the wall clock, to the steady clock. The distance between the two is
/// taken again and again, because the wall clock is steered; when it jumps, the stamps of a while are not to be
/// trusted. Pure: the clocks are read by the owner.
class WallClock
{
public:
    /// One look at both clocks: the wall clock before and after the steady one.
    struct Look
    {
        Nanos wallBefore{};
        Nanos steady{};
        Nanos wallAfter{};
    };

    /// Call it before the reads of a round. Of several looks taken one after another the tightest should be given.
    void look(const Look &look);
    /// The stamp on the steady clock, where now is `now`. Absent where the wall clock has jumped a short while ago, and
    /// where the stamp lies in the future or more than half a minute back.
    std::optional<Nanos> steady(Nanos wallStamp, Nanos now) const;

private:
    std::optional<Nanos> m_distance; // wall clock - steady clock
    Nanos m_lookedAt{};
    std::optional<Nanos> m_unsureUntil;
};

} // namespace assay
