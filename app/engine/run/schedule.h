// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/plan.h"

#include <map>

namespace assay {

/// When the requests of a run with a rate are to be sent. An open loop: the instants are fixed when a stretch begins
/// and wait for no answer. A stretch is what nothing interrupts: the measured requests of a block where the order has
/// blocks, else those of a track; it begins when the queue first lets it. Warm-ups are in no stretch. Pure: no clock,
/// no thread of its own.
class Schedule
{
public:
    /// So long before its instant a request is begun, to have its connection ready.
    static constexpr Nanos lead = std::chrono::milliseconds(100);

    /// Without a rate: everything is due at once.
    Schedule() = default;
    /// `waiting`: the steps to come, in the order of the plan.
    Schedule(const RunOptions &options, const std::vector<PlanStep> &waiting);

    /// How long until `step`, which nothing else holds back, is to be begun; 0 or less: now. The first call for a step
    /// of a stretch starts that stretch.
    Nanos untilDue(const PlanStep &step, Nanos now);
    /// When the request is to be sent; nullopt where there is no instant, or its stretch has not begun.
    std::optional<Nanos> instantOf(const PlanStep &step) const;
    /// All instants to come move: the run was paused for so long.
    void delay(Nanos by);

private:
    struct Place
    {
        size_t stretch;
        Nanos offset; // from the beginning of the stretch
    };
    std::map<int, Place> m_places; // by the step's index
    std::vector<std::optional<Nanos>> m_begun; // by stretch
};

/// The times of the first `count` requests from the beginning of a stretch. Constant: 0, 1/rate, 2/rate, ...; Poisson:
/// gaps drawn from the exponential distribution of mean 1/rate, the first one before the first request. options.rate is
/// set.
std::vector<Nanos> arrivals(const RunOptions &options, size_t count, quint64 seed);

} // namespace assay
