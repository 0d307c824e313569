// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/calibrationdesk.h"

#include "app/engine/run/machine.h"
#include "app/engine/settings/settings.h"
#include "app/gui/enginehost.h"
#include "ui/calibrate/calibratedialog.h"
#include "ui/window/clockbutton.h"
#include "ui/window/mainwindow.h"

namespace assay {

CalibrationDesk::CalibrationDesk(EngineHost *host, Settings *settings, MainWindow *window, QObject *parent)
    : QObject(parent), m_host(host), m_settings(settings), m_window(window)
{
    connect(window, &MainWindow::calibrateRequested, this, &CalibrationDesk::open);
    connect(host, &EngineHost::clockChosen, this, &CalibrationDesk::refreshStatus);
    const auto runGoesOn = [this](bool on) {
        m_runGoesOn = on;
        if (m_dialog) {
            m_dialog->setRunGoesOn(on);
        }
    };
    connect(host, &EngineHost::runStarted, this, [runGoesOn] { runGoesOn(true); });
    connect(host, &EngineHost::runFinished, this, [runGoesOn] { runGoesOn(false); });
    connect(host, &EngineHost::calibrationProgressed, this, [this](const CalibrationProgress &progress) {
        if (m_dialog) {
            m_dialog->setProgress(progress);
        }
    });
    connect(host, &EngineHost::calibrated, this, [this](const Calibration &calibration) {
        m_settings->setCalibration(calibration);
        refreshStatus();
        if (m_dialog) {
            m_dialog->setCalibration(calibration);
        }
    });
    connect(host, &EngineHost::calibrationFailed, this, [this](const Error &error) {
        if (m_dialog) {
            m_dialog->setFailed(error);
        }
    });
}

void CalibrationDesk::open()
{
    if (m_dialog) {
        return;
    }
    m_dialog = new CalibrateDialog(m_window);
    m_dialog->setAttribute(Qt::WA_DeleteOnClose);
    m_dialog->setCalibration(m_settings->calibration());
    m_dialog->setRunGoesOn(m_runGoesOn);
    connect(m_dialog, &CalibrateDialog::startRequested, m_host, &EngineHost::calibrate);
    connect(m_dialog, &CalibrateDialog::cancelRequested, m_host, &EngineHost::cancelCalibration);
    m_dialog->open();
}

/// The one that coming runs will carry, if any.
void CalibrationDesk::refreshStatus()
{
    Environment here = readEnvironmentOfThisMachine();
    here.clock = m_host->clock();
    m_settings->addCalibrationTo(here);
    m_window->clockButton()->setClock(here.clock, here.calibration);
}

} // namespace assay
