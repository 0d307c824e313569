// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/chartload.h"

#include <QtCharts/QLineSeries>

#include <cmath>

namespace assay::bench {
namespace {

constexpr int points = 2000;

} // namespace

ChartLoad::ChartLoad()
{
    for (int i = 0; i < 4; ++i) {
        m_view.chart()->addSeries(new QLineSeries);
    }
    m_view.chart()->createDefaultAxes();
    m_view.resize(1600, 600);
    m_view.show();
    m_timer.setTimerType(Qt::PreciseTimer);
    m_timer.setInterval(16);
    QObject::connect(&m_timer, &QTimer::timeout, &m_view, [this] { paint(); });
}

void ChartLoad::paint()
{
    ++m_frames;
    int phase = m_frames;
    for (QAbstractSeries *series : m_view.chart()->series()) {
        QList<QPointF> line;
        for (int x = 0; x < points; ++x) {
            line.append({double(x) / points, 0.5 + 0.4 * std::sin(x * 0.7 + phase)});
        }
        qobject_cast<QLineSeries *>(series)->replace(line);
        phase += 7;
    }
    m_view.repaint();
    m_view.grab();
}

} // namespace assay::bench
