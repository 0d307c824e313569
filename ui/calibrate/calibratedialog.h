// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/calibration.h"

#include <QDialog>

class QLabel;
class QProgressBar;
class QPushButton;
class QTableWidget;
class QTimer;

namespace assay {

class CurveChart;
class DistributionChart;

/// Measures how exactly this program takes times: says what is done and how far it is, redraws charts where that is
/// what is measured, shows what came out. It asks for the measurement, it does not make it. Open it with open(), so
/// that no run can be started beside it. GUI thread.
class CalibrateDialog final : public QDialog
{
    Q_OBJECT
public:
    explicit CalibrateDialog(QWidget *parent);

    /// What was measured last; nullopt: nothing yet.
    void setCalibration(const std::optional<Calibration> &calibration);
    /// While a run is timed nothing can be measured; says so.
    void setRunGoesOn(bool on);
    void setProgress(const CalibrationProgress &progress);
    void setFailed(const Error &error);
    bool isMeasuring() const { return m_measuring; }

Q_SIGNALS:
    void startRequested();
    void cancelRequested();

public Q_SLOTS:
    void done(int result) override; // gives up what is under way

private:
    void layOut();
    void start();
    void stop();
    void showRows(const Calibration &calibration);
    void fitColumns();
    void say(const QString &sentence);
    void refreshState();
    void refreshButtons();
    void drawCharts();

    QLabel *m_words;
    QProgressBar *m_progress;
    QLabel *m_state;
    DistributionChart *m_spread;
    CurveChart *m_curve;
    QTimer *m_frames;
    QTableWidget *m_table;
    QLabel *m_meaning;
    QPushButton *m_start;
    QPushButton *m_cancel;
    QString m_said; // shown unless a run goes on
    int m_frame = 0;
    bool m_measuring = false;
    bool m_runGoesOn = false;
};

} // namespace assay
