// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/command.h"
#include "app/engine/calibrate/calibrator.h"
#include "app/practice/practicecompanion.h"

namespace assay {

/// assay-cli calibrate: measures this program's own error and keeps it for the reports of this machine. The engine runs
/// on the main thread, the server in a process of its own.
class CalibrateCommand final : public Command
{
    Q_OBJECT
public:
    explicit CalibrateCommand(Surroundings &surroundings, QObject *parent = nullptr);
    void interrupt() override;

protected:
    void addOptions(Arguments &arguments) const override;
    void begin(const Arguments &arguments) override;

private:
    void measure(const QUrl &server);
    void tell(const CalibrationProgress &progress);
    void show(const Calibration &calibration);
    void clearBar();

    PracticeCompanion m_server;
    Calibrator m_calibrator;
    std::optional<CalibrationStep> m_told;
    bool m_json = false;
};

} // namespace assay
