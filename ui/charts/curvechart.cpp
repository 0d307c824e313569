// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/charts.h"

#include <QLineSeries>
#include <QScatterSeries>
#include <QValueAxis>

#include <algorithm>
#include <cmath>
#include <limits>

#include "models/domain/numbertext.h"
#include "ui/charts/chartsurface.h"

namespace assay {

namespace {

constexpr qsizetype fewPoints = 40; // up to so many each has its marker
constexpr size_t maxTableRows = 5000;

struct Drawn
{
    QLineSeries *line = nullptr;
    QScatterSeries *markers = nullptr;
};

} // namespace

struct CurveChart::Private
{
    void draw(bool rebuild);
    void build();
    void fit();
    std::vector<ChartTable> tables() const;

    ChartSurface *surface = nullptr;
    QString xTitle, yTitle;
    std::vector<CurveSeries> series;
    std::vector<Drawn> drawn;
    QValueAxis *across = nullptr;
    QValueAxis *up = nullptr;
    std::optional<chartmath::Range> xRange, yRange; // while live they only grow
};

CurveChart::CurveChart(QWidget *parent) : QWidget(parent), d(std::make_unique<Private>())
{
    d->surface = new ChartSurface(
        this, [this](bool rebuild) { d->draw(rebuild); }, [this] { return d->tables(); });
    d->surface->setSummary(summaryText());
}

CurveChart::~CurveChart()
{
    delete d->surface; // it calls back into d
}

void CurveChart::setTitle(const QString &title)
{
    d->surface->setTitle(title);
}

void CurveChart::setAxes(const QString &x, const QString &y)
{
    d->xTitle = x;
    d->yTitle = y;
    d->surface->schedule(true);
}

void CurveChart::setSeries(std::vector<CurveSeries> series)
{
    const auto same = [](const CurveSeries &a, const CurveSeries &b) {
        return a.identity == b.identity && a.label == b.label;
    };
    const bool rebuild = !std::equal(series.begin(), series.end(), d->series.begin(), d->series.end(), same);
    if (rebuild) {
        d->xRange.reset();
        d->yRange.reset();
    }
    d->series = std::move(series);
    d->surface->setSummary(summaryText());
    d->surface->schedule(rebuild);
}

void CurveChart::setLive(bool live)
{
    d->surface->setLive(live);
}

QString CurveChart::summaryText() const
{
    QStringList words;
    for (const CurveSeries &one : d->series) {
        if (one.points.empty()) {
            continue;
        }
        double sum = 0;
        for (const QPointF &point : one.points) {
            sum += point.y();
        }
        words << tr("%1: mean %2, last %3, over %4")
                     .arg(one.label, threeDigits(sum / static_cast<double>(one.points.size())),
                          threeDigits(one.points.back().y()))
                     .arg(one.points.size());
    }
    return words.isEmpty() ? tr("No samples yet") : words.join(u"; ");
}

void CurveChart::Private::draw(bool rebuild)
{
    std::vector<LegendEntry> entries;
    for (const CurveSeries &one : series) {
        entries.push_back({one.identity, one.label});
    }
    surface->setLegend(entries);
    const bool empty = std::all_of(series.begin(), series.end(), [](const auto &one) { return one.points.empty(); });
    surface->setEmpty(empty);
    if (rebuild) {
        build();
    }
    if (empty) {
        xRange.reset();
        yRange.reset();
        return;
    }
    fit();
    for (size_t i = 0; i < series.size(); ++i) {
        const QList<QPointF> points = chartmath::reduced(series[i].points);
        drawn[i].line->replace(points);
        QList<QPointF> marks;
        const qsizetype stride = points.size() <= fewPoints ? 1 : points.size() / 12;
        for (qsizetype at = points.size() - 1; at >= 0; at -= stride) {
            marks << points[at];
        }
        drawn[i].markers->replace(marks);
    }
}

void CurveChart::Private::build()
{
    surface->clear();
    drawn.clear();
    across = surface->addAxis(Qt::AlignBottom, xTitle);
    up = surface->addAxis(Qt::AlignLeft, yTitle);
    for (const CurveSeries &one : series) {
        Drawn parts;
        parts.line = new QLineSeries;
        parts.line->setPen(surface->pen(one.identity));
        surface->addSeries(parts.line);
        drawn.push_back(parts);
    }
    for (size_t i = 0; i < series.size(); ++i) {
        drawn[i].markers = surface->addMarkers(series[i].identity);
    }
}

void CurveChart::Private::fit()
{
    double left = std::numeric_limits<double>::max();
    double right = std::numeric_limits<double>::lowest();
    double low = 0;
    double high = 0;
    bool whole = true;
    for (const CurveSeries &one : series) {
        for (const QPointF &point : one.points) {
            left = std::min(left, point.x());
            right = std::max(right, point.x());
            low = std::min(low, point.y());
            high = std::max(high, point.y());
            whole = whole && point.x() == std::floor(point.x());
        }
    }
    const double minStep = whole ? 1 : 0;
    // A little room at the right, so that the last marker is drawn whole.
    const chartmath::Range x = chartmath::niceRange(left, right + (right - left) * 0.01, minStep);
    const chartmath::Range y = chartmath::niceRange(low, high * 1.05);
    const bool grow = surface->isLive() && xRange && yRange;
    xRange = grow ? chartmath::grown(*xRange, x, minStep) : x;
    yRange = grow ? chartmath::grown(*yRange, y) : y;
    ChartSurface::setRange(across, *xRange);
    ChartSurface::setRange(up, *yRange);
}

std::vector<ChartTable> CurveChart::Private::tables() const
{
    ChartTable table{CurveChart::tr("Values"), {CurveChart::tr("Model"), xTitle, yTitle}, {}};
    for (const CurveSeries &one : series) {
        for (const QPointF &point : one.points) {
            if (table.rows.size() >= maxTableRows) {
                return {table};
            }
            table.rows.push_back({one.identity.named(one.label), threeDigits(point.x()), threeDigits(point.y())});
        }
    }
    return {table};
}

} // namespace assay
