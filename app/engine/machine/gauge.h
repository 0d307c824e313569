// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/costledger.h"

#include <QObject>

#include <functional>
#include <memory>

namespace assay {

/// Reads what servers and the machine use. Lives on a thread of its own, so that no request waits for it.
class Gauge : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;
    /// What listens on these ports is looked at from now on; their places are those in MachineReading::servers.
    virtual void watch(const std::vector<quint16> &ports) = 0;
    virtual void rest() = 0;
    /// Whether the machine's energy can be read.
    virtual bool hasMeters() const = 0;
    virtual MachineReading read(bool processes) = 0;
};

/// This machine. `root`: where /proc and /sys are found; `now`: a clock that may be read on the gauge's thread;
/// `nvidiaSmi`: the path of that program, or empty.
std::unique_ptr<Gauge> makeGauge(const QString &root, std::function<Nanos()> now, const QString &nvidiaSmi);

} // namespace assay
