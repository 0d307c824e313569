// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/net/relay/wallclock.h"

#include <algorithm>
#include <chrono>

namespace assay {
namespace {

using namespace std::chrono_literals;

/// A clock that is steered by at most 500 parts in a million may drift this far between two looks; more is a jump.
constexpr int steeredParts = 1000;
constexpr Nanos steeredAtLeast = 200us;
/// Bytes that came before a jump are read within this time, or carry a stamp that is refused anyway.
constexpr Nanos unsureFor = 1s;
constexpr Nanos oldest = 30s;
constexpr Nanos slack = 50us; // our own looks are not sharper
/// A look that was interrupted for longer than this says less than the one before.
constexpr Nanos widest = 20us;

} // namespace

void WallClock::look(const Look &look)
{
    const Nanos width = look.wallAfter - look.wallBefore;
    const Nanos distance = look.wallBefore + width / 2 - look.steady;
    if (width < Nanos(0)) {
        m_unsureUntil = look.steady + unsureFor; // it jumped back while we looked
    } else if (m_distance) {
        const Nanos change = distance > *m_distance ? distance - *m_distance : *m_distance - distance;
        const Nanos steered = std::max(steeredAtLeast, (look.steady - m_lookedAt) / steeredParts);
        if (change > steered + width) {
            m_unsureUntil = look.steady + unsureFor;
        } else if (width > widest) {
            return;
        }
    }
    m_distance = distance;
    m_lookedAt = look.steady;
}

std::optional<Nanos> WallClock::steady(Nanos wallStamp, Nanos now) const
{
    if (!m_distance || (m_unsureUntil && now < *m_unsureUntil)) {
        return std::nullopt;
    }
    const Nanos stamp = wallStamp - *m_distance;
    if (stamp > now + slack || stamp < now - oldest) {
        return std::nullopt;
    }
    return std::min(stamp, now);
}

} // namespace assay
