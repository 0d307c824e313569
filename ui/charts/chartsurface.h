// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/identity.h"
#include "ui/charts/chartmath.h"

#include <QStringList>
#include <QWidget>

#include <functional>
#include <vector>

class QAbstractAxis;
class QAbstractSeries;
class QChart;
class QChartView;
class QLabel;
class QPen;
class QScatterSeries;
class QStackedLayout;
class QValueAxis;

namespace assay {

struct LegendEntry
{
    ModelIdentity identity;
    QString label;
    friend bool operator==(const LegendEntry &, const LegendEntry &) = default;
};

/// Title of one table, its headings and its cells: a chart's data for reading instead of looking.
struct ChartTable
{
    QString title;
    QStringList header;
    std::vector<QStringList> rows;
};

/// Marker, letter and name of each series, in as many lines as it takes. GUI thread.
class LegendStrip final : public QWidget
{
    Q_OBJECT
public:
    explicit LegendStrip(QWidget *parent);
    void setEntries(std::vector<LegendEntry> entries);
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    /// Calls `place` with each entry's corner; the height used.
    int flow(int width, const std::function<void(const LegendEntry &, QPoint)> &place) const;

    std::vector<LegendEntry> m_entries;
};

/// What every chart has: title, legend, plot area, the sentence of an empty chart, colours of the palette in use, a
/// description for screen readers and the data as a table (Ctrl+T, context menu). Fills its `host`. A hidden surface
/// asks for no drawing. GUI thread.
class ChartSurface final : public QWidget
{
    Q_OBJECT
public:
    ChartSurface(QWidget *host, std::function<void(bool rebuild)> draw,
                 std::function<std::vector<ChartTable>()> tables);

    void setTitle(const QString &title);
    void setLegend(const std::vector<LegendEntry> &entries);
    void setSummary(const QString &summary); // of the host, for screen readers
    void setEmpty(bool empty);
    void setLive(bool live);
    bool isLive() const { return m_live; }
    /// Draws now where it can be seen, else when it is shown.
    void schedule(bool rebuild);

    QChart *chart() const { return m_chart; }
    void clear(); // no series, no axes
    QValueAxis *addAxis(Qt::Alignment side, const QString &title);
    void addAxis(QAbstractAxis *axis, Qt::Alignment side, const QString &title);
    void addSeries(QAbstractSeries *series);
    QScatterSeries *addMarkers(const ModelIdentity &identity); // points drawn as the identity's marker
    QPen pen(const ModelIdentity &identity) const;
    QColor colour(const ModelIdentity &identity) const;
    static void setRange(QValueAxis *axis, const chartmath::Range &range);
    void showTable();

protected:
    void showEvent(QShowEvent *event) override;
    void changeEvent(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void layOut();
    void dress(QAbstractAxis *axis, const QString &title);

    QWidget *m_host;
    std::function<void(bool)> m_draw;
    std::function<std::vector<ChartTable>()> m_tables;
    QLabel *m_title;
    LegendStrip *m_legend;
    QLabel *m_empty;
    QChartView *m_view;
    QChart *m_chart; // the view's
    QStackedLayout *m_stack = nullptr;
    bool m_live = false;
    bool m_pending = true;
    bool m_rebuild = true;
};

} // namespace assay
