// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/run.h"
#include "models/domain/statistics.h"

namespace assay {

/// How one model fared under a rate: the same answers timed from sending, and from the instant the plan wanted them to
/// be sent. Where a server is slower than the rate only the second one shows it: requests that could not be sent in
/// time are missing from the first (coordinated omission).
struct RateLatency
{
    ModelAlias alias;
    std::optional<Distribution> fromSendingMs, fromIntendedMs; // no intervals
    friend bool operator==(const RateLatency &, const RateLatency &) = default;
};

/// How well a run kept to its rate. Measured requests only.
struct RateFigures
{
    double requested = 0; // a second, in each track
    /// A second: requests less one, over the time from the first to the last, block by block; pauses left out. Absent
    /// where no two requests followed each other.
    std::optional<double> achieved;
    std::optional<Distribution> lagMs; // sent later than planned; no intervals
    std::vector<RateLatency> models; // in plan order
    friend bool operator==(const RateFigures &, const RateFigures &) = default;
};

/// nullopt where the plan has no rate.
std::optional<RateFigures> rateFigures(const RunData &run);

} // namespace assay
