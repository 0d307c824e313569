// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/run.h"

namespace assay {

/// This machine and program, as far as they can be read without privileges. `root` is where /proc and /sys are found;
/// where they are not (or say nothing), what only they tell is missing.
Environment readEnvironmentOfThisMachine(const QString &root = QStringLiteral("/"));

/// Time of all processors together since the machine was started, in the system's own ticks.
struct ProcessorTime
{
    quint64 busy = 0, total = 0;
};
/// From /proc/stat; nullopt where there is none.
std::optional<ProcessorTime> readProcessorTime(const QString &root = QStringLiteral("/"));
/// Share of all processors' time that was used between the two, 0 to 1. nullopt where one is missing or no time passed.
std::optional<double> busyShare(const std::optional<ProcessorTime> &from, const std::optional<ProcessorTime> &to);

} // namespace assay
