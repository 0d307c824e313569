// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/costledger.h"

#include <memory>

namespace assay {

/// The processes of this machine, as far as this program may see them. One implementation a system. Used on one thread.
class Processes
{
public:
    virtual ~Processes() = default;
    /// Those that listen on a port of this machine. Empty where there is none, where it may not be seen, and where the
    /// one found only passes bytes on to another machine or container.
    virtual std::vector<qint64> listenersOn(quint16 port) const = 0;
    /// These, marked as listening, and all that descend from them. Empty when they are gone.
    virtual std::vector<ProcessReading> treeOf(const std::vector<qint64> &listeners) const = 0;
};

/// `root`: where /proc is found. nullptr on systems whose processes are not looked at yet (all but Linux).
std::unique_ptr<Processes> makeProcesses(const QString &root);

} // namespace assay
