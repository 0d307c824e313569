// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTimer>
#include <QtCharts/QChartView>

namespace assay::bench {

/// A window that is busy: four lines of 2,000 points each, replaced and painted 60 times a second. GUI thread.
class ChartLoad
{
public:
    ChartLoad();
    void start() { m_timer.start(); }
    void stop() { m_timer.stop(); }
    int frames() const { return m_frames; }

private:
    void paint();

    QChartView m_view;
    QTimer m_timer;
    int m_frames = 0;
};

} // namespace assay::bench
