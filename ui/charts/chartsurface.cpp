// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/chartsurface.h"

#include <QAction>
#include <QChart>
#include <QChartView>
#include <QEvent>
#include <QGraphicsLayout>
#include <QLabel>
#include <QLegend>
#include <QPainter>
#include <QScatterSeries>
#include <QStackedLayout>
#include <QVBoxLayout>
#include <QValueAxis>

#include "ui/charts/charttabledialog.h"
#include "ui/theme/theme.h"

using namespace Qt::Literals::StringLiterals;

namespace assay {

ChartSurface::ChartSurface(QWidget *host, std::function<void(bool)> draw,
                           std::function<std::vector<ChartTable>()> tables)
    : QWidget(host)
    , m_host(host)
    , m_draw(std::move(draw))
    , m_tables(std::move(tables))
    , m_title(new QLabel(this))
    , m_legend(new LegendStrip(this))
    , m_empty(new QLabel(tr("No samples yet"), this))
    , m_view(new QChartView(this))
    , m_chart(m_view->chart())
{
    layOut();
    host->setFocusPolicy(Qt::StrongFocus);
    host->installEventFilter(this);
    auto *table = new QAction(tr("Show data as table"), host);
    table->setObjectName(u"showChartTable"_s);
    table->setShortcut(QKeySequence(tr("Ctrl+T")));
    table->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    connect(table, &QAction::triggered, this, &ChartSurface::showTable);
    host->addAction(table);
    host->setContextMenuPolicy(Qt::ActionsContextMenu);
    setEmpty(true);
}

void ChartSurface::layOut()
{
    QFont bold = font();
    bold.setWeight(QFont::DemiBold);
    m_title->setFont(bold);
    m_title->setTextFormat(Qt::PlainText);
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setForegroundRole(QPalette::PlaceholderText);
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setBackgroundBrush(Qt::NoBrush);
    m_view->viewport()->setAutoFillBackground(false);
    m_view->setFocusPolicy(Qt::NoFocus);
    m_view->setAttribute(Qt::WA_TransparentForMouseEvents);
    m_view->setRenderHint(QPainter::Antialiasing);
    m_view->setMinimumHeight(theme::gap(10));
    m_stack = new QStackedLayout;
    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_view);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(theme::gap(1), theme::gap(1) / 2, theme::gap(1), theme::gap(1) / 2);
    column->setSpacing(theme::gap(1) / 2);
    column->addWidget(m_title);
    column->addWidget(m_legend);
    column->addLayout(m_stack, 1);
    auto *fill = new QVBoxLayout(m_host);
    fill->setContentsMargins(0, 0, 0, 0);
    fill->addWidget(this);
}

void ChartSurface::setTitle(const QString &title)
{
    m_title->setText(title);
    m_title->setVisible(!title.isEmpty());
    m_host->setAccessibleName(title);
}

void ChartSurface::setLegend(const std::vector<LegendEntry> &entries)
{
    m_legend->setEntries(entries);
}

void ChartSurface::setSummary(const QString &summary)
{
    m_host->setAccessibleDescription(summary);
}

void ChartSurface::setEmpty(bool empty)
{
    m_stack->setCurrentIndex(empty ? 0 : 1);
}

void ChartSurface::setLive(bool live)
{
    if (live != m_live) {
        m_live = live;
        m_view->setRenderHint(QPainter::Antialiasing, !live);
        schedule(false);
    }
}

void ChartSurface::schedule(bool rebuild)
{
    m_rebuild = m_rebuild || rebuild;
    m_pending = true;
    if (isVisible()) {
        m_pending = false;
        m_draw(std::exchange(m_rebuild, false));
    }
}

// A new chart: axes taken out of an old one stay on screen until the event loop comes round.
void ChartSurface::clear()
{
    QChart *old = std::exchange(m_chart, new QChart);
    m_chart->setBackgroundVisible(false);
    m_chart->setMargins(QMargins(0, 0, 0, 0));
    m_chart->layout()->setContentsMargins(0, 0, 0, 0);
    m_chart->legend()->hide();
    m_view->setChart(m_chart);
    delete old;
}

QValueAxis *ChartSurface::addAxis(Qt::Alignment side, const QString &title)
{
    auto *axis = new QValueAxis;
    addAxis(axis, side, title);
    return axis;
}

void ChartSurface::addAxis(QAbstractAxis *axis, Qt::Alignment side, const QString &title)
{
    dress(axis, title);
    m_chart->addAxis(axis, side);
}

void ChartSurface::dress(QAbstractAxis *axis, const QString &title)
{
    QFont small = font();
    small.setPointSizeF(small.pointSizeF() * 0.9);
    axis->setLabelsFont(small);
    axis->setTitleFont(small);
    axis->setLabelsColor(theme::mutedColour(palette()));
    axis->setTitleBrush(theme::mutedColour(palette()));
    axis->setLinePen(QPen(theme::lineColour(palette())));
    QPen grid(theme::lineColour(palette()));
    grid.setStyle(Qt::DotLine);
    axis->setGridLinePen(grid);
    axis->setTitleText(title);
}

void ChartSurface::addSeries(QAbstractSeries *series)
{
    m_chart->addSeries(series);
    const QList<QAbstractAxis *> axes = m_chart->axes();
    for (QAbstractAxis *axis : axes) {
        series->attachAxis(axis);
    }
}

QScatterSeries *ChartSurface::addMarkers(const ModelIdentity &identity)
{
    constexpr int size = 11;
    auto *markers = new QScatterSeries;
    markers->setMarkerSize(size);
    markers->setPen(Qt::NoPen);
    markers->setColor(Qt::transparent);
    markers->setLightMarker(theme::identityIcon(identity, palette(), size).pixmap(QSize(size, size), 3.0).toImage());
    addSeries(markers);
    return markers;
}

QColor ChartSurface::colour(const ModelIdentity &identity) const
{
    return theme::identityColour(identity, palette());
}

QPen ChartSurface::pen(const ModelIdentity &identity) const
{
    QPen pen(colour(identity), 1.8);
    pen.setCosmetic(true);
    pen.setJoinStyle(Qt::MiterJoin);
    // Beyond eight models colours come again: then the line is dashed.
    pen.setStyle(identity.place / 8 % 2 == 0 ? Qt::SolidLine : Qt::DashLine);
    return pen;
}

void ChartSurface::setRange(QValueAxis *axis, const chartmath::Range &range)
{
    axis->setLabelFormat(range.labelFormat());
    axis->setTickCount(range.ticks());
    axis->setRange(range.low, range.high);
}

void ChartSurface::showTable()
{
    auto *dialog = new ChartTableDialog(m_host->accessibleName(), m_host->accessibleDescription(), m_tables(), m_host);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->show();
}

void ChartSurface::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    if (m_pending) {
        schedule(false);
    }
}

void ChartSurface::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && m_stack) {
        schedule(true);
    }
}

void ChartSurface::paintEvent(QPaintEvent *)
{
    if (m_host->hasFocus()) {
        QPainter painter(this);
        painter.setPen(palette().color(QPalette::Highlight));
        painter.drawRect(rect().adjusted(0, 0, -1, -1));
    }
}

bool ChartSurface::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::FocusIn || event->type() == QEvent::FocusOut) {
        update();
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace assay
