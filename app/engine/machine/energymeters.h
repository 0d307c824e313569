// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/costledger.h"

#include <memory>

namespace assay {

/// One counter of the machine's energy. Used on one thread.
class EnergyMeter
{
public:
    virtual ~EnergyMeter() = default;
    /// nullopt where it cannot be read (any more), or does not count what is wanted. Joules since the first reading.
    virtual std::optional<MeterReading> read() = 0;
};

/// The processor's own counters (RAPL, by way of powercap): one for each package, and for the memory where it is
/// counted apart. Where this program may not read them (Linux keeps them for root), there are none.
/// They step once a millisecond; readings are up to a few late. From 2 s on that is below 1 %.
std::vector<std::unique_ptr<EnergyMeter>> processorMeters(const QString &root);

/// Batteries while they are being emptied: then they count the whole machine. They step by some 36 J, every 10 s or
/// slower, so that only minutes are true: from 120 s on, of rest from 60 s on.
std::vector<std::unique_ptr<EnergyMeter>> batteryMeters(const QString &root);

} // namespace assay
