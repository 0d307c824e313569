// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/charts.h"

#include <QWidget>

class QButtonGroup;
class QTimer;

namespace assay {

class RunDocument;
class RunFigures;

/// Total latency, time to first token and tokens per second over the requests of the run shown. Drawn anew at most ten
/// times a second, only while visible and only when samples have finished. GUI thread.
class LiveCharts final : public QWidget
{
    Q_OBJECT
public:
    /// `document` outlives the widget.
    explicit LiveCharts(const RunDocument *document, QWidget *parent = nullptr);

    DistributionForm form() const;
    void setForm(DistributionForm form);
    void setLive(bool live);

protected:
    void showEvent(QShowEvent *event) override;

private:
    QWidget *buildSwitch();
    void redrawSoon();
    void redraw();

    RunFigures *m_figures;
    QTimer *m_timer;
    QButtonGroup *m_forms;
    DistributionChart *m_total;
    DistributionChart *m_first;
    CurveChart *m_speed;
    bool m_stale = true;
};

} // namespace assay
