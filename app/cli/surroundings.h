// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/console.h"
#include "app/engine/net/httpcall.h"
#include "app/engine/net/timesource.h"
#include "models/domain/calibration.h"

#include <memory>

namespace assay {

class CostWatch;
class Keychain;
class Relay;
class Settings;

/// Everything a command takes from outside; given, so that tests set it. All of it outlives the commands. Main thread.
struct Surroundings
{
    Console &console;
    TimeSource &time;
    KeyResolver keys;
    std::function<QString(const QString &)> environment; // the value of a variable; empty where it is not set
    std::function<std::vector<Endpoint>()> candidates; // where servers of this machine may listen
    Relay *relay = nullptr; // gives runs the kernel's stamps
    Settings *settings = nullptr; // where the calibration of this machine is kept
    std::vector<CalibrationStep> calibration = calibrationSteps(false); // what calibrate measures
    std::function<std::unique_ptr<CostWatch>()> costWatch; // makes what watches the costs of a run; may be empty
    Keychain *keychain = nullptr; // where the command `key` keeps keys
    std::function<QByteArray()> secret = {}; // one line that nobody sees, typed or piped
};

} // namespace assay
