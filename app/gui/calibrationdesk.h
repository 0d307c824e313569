// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/calibration.h"

#include <QObject>
#include <QPointer>

namespace assay {

class CalibrateDialog;
class EngineHost;
class MainWindow;
class Settings;

/// Connects the measurement of the program's own error with the window: the dialog, the status line, and the settings,
/// where the newest result is kept for the reports. GUI thread.
class CalibrationDesk final : public QObject
{
    Q_OBJECT
public:
    /// All outlive the desk.
    CalibrationDesk(EngineHost *host, Settings *settings, MainWindow *window, QObject *parent);

private:
    void open();
    void refreshStatus();

    EngineHost *m_host;
    Settings *m_settings;
    MainWindow *m_window;
    QPointer<CalibrateDialog> m_dialog;
    bool m_runGoesOn = false;
};

} // namespace assay
