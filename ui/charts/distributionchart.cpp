// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/charts.h"

#include <QAreaSeries>
#include <QCategoryAxis>
#include <QLineSeries>
#include <QScatterSeries>
#include <QValueAxis>

#include <algorithm>
#include <limits>

#include "models/domain/numbertext.h"
#include "models/domain/statistics.h"
#include "ui/charts/chartsurface.h"
#include "ui/charts/distributiontables.h"

using namespace Qt::Literals::StringLiterals;

namespace assay {

namespace {

/// What is drawn of one model; which members are used depends on the form.
struct Drawn
{
    QLineSeries *line = nullptr; // outline, steps or box
    QLineSeries *ceiling = nullptr; // the edges of the fill; for a histogram the ceiling is the line
    QLineSeries *floor = nullptr;
    QScatterSeries *markers = nullptr;
};

} // namespace

struct DistributionChart::Private
{
    void draw(bool rebuild);
    void build();
    void buildLines();
    void buildBoxes();
    QAreaSeries *addFill(const Drawn &parts, const ModelIdentity &identity);
    void addLine(const Drawn &parts, const ModelIdentity &identity);
    void addMarkers();
    void fillHistogram();
    void fillEcdf();
    void fillBoxes();
    void fitValues();
    void fitCounts(int highest);
    QString valueText(double value) const;
    QString axisTitle() const { return unit.isEmpty() ? title : DistributionChart::tr("%1, %2").arg(title, unit); }

    ChartSurface *surface = nullptr;
    QString title, unit;
    DistributionForm form = DistributionForm::Histogram;
    std::vector<DistributionSeries> series; // values ascending
    std::vector<Drawn> drawn;
    QValueAxis *across = nullptr;
    QValueAxis *up = nullptr;
    std::optional<chartmath::Range> valueRange, countRange; // while live they only grow
};

DistributionChart::DistributionChart(QWidget *parent) : QWidget(parent), d(std::make_unique<Private>())
{
    d->surface = new ChartSurface(
        this, [this](bool rebuild) { d->draw(rebuild); }, [this] { return distributionTables(d->series, d->unit); });
    d->surface->setSummary(summaryText());
}

DistributionChart::~DistributionChart()
{
    delete d->surface; // it calls back into d
}

void DistributionChart::setTitle(const QString &title)
{
    d->title = title;
    d->surface->setTitle(title);
    d->surface->schedule(true);
}

void DistributionChart::setUnit(const QString &unit)
{
    d->unit = unit;
    d->surface->schedule(true);
}

void DistributionChart::setForm(DistributionForm form)
{
    if (form != d->form) {
        d->form = form;
        d->surface->schedule(true);
    }
}

DistributionForm DistributionChart::form() const
{
    return d->form;
}

void DistributionChart::setSeries(std::vector<DistributionSeries> series)
{
    const auto same = [](const DistributionSeries &a, const DistributionSeries &b) {
        return a.identity == b.identity && a.label == b.label;
    };
    const bool rebuild = !std::equal(series.begin(), series.end(), d->series.begin(), d->series.end(), same);
    if (rebuild) {
        d->valueRange.reset();
        d->countRange.reset();
    }
    d->series = std::move(series);
    for (DistributionSeries &one : d->series) {
        std::sort(one.values.begin(), one.values.end());
    }
    d->surface->setSummary(summaryText());
    d->surface->schedule(rebuild);
}

void DistributionChart::setLive(bool live)
{
    d->surface->setLive(live);
}

QString DistributionChart::summaryText() const
{
    QStringList words;
    for (const DistributionSeries &one : d->series) {
        if (!one.values.empty()) {
            const double median = percentile(one.values, 50).value_or(0);
            words << tr("%1: median %2 of %3").arg(one.label, d->valueText(median)).arg(one.values.size());
        }
    }
    return words.isEmpty() ? tr("No samples yet") : words.join(u"; ");
}

QString DistributionChart::Private::valueText(double value) const
{
    if (unit == u"ms") {
        return durationText(value);
    }
    return unit.isEmpty() ? threeDigits(value) : DistributionChart::tr("%1 %2").arg(threeDigits(value), unit);
}

void DistributionChart::Private::draw(bool rebuild)
{
    std::vector<LegendEntry> entries;
    for (const DistributionSeries &one : series) {
        entries.push_back({one.identity, one.label});
    }
    surface->setLegend(entries);
    const bool empty = std::all_of(series.begin(), series.end(), [](const auto &one) { return one.values.empty(); });
    surface->setEmpty(empty);
    if (rebuild) {
        build();
    }
    if (empty) {
        valueRange.reset();
        countRange.reset();
        return;
    }
    switch (form) {
    case DistributionForm::Histogram:
        return fillHistogram();
    case DistributionForm::Ecdf:
        return fillEcdf();
    case DistributionForm::BoxPlot:
        return fillBoxes();
    }
}

void DistributionChart::Private::build()
{
    surface->clear();
    drawn.clear();
    if (form == DistributionForm::BoxPlot) {
        buildBoxes();
    } else {
        buildLines();
    }
}

void DistributionChart::Private::buildLines()
{
    const bool isHistogram = form == DistributionForm::Histogram;
    across = surface->addAxis(Qt::AlignBottom, axisTitle());
    up = surface->addAxis(Qt::AlignLeft,
                          isHistogram ? DistributionChart::tr("Requests") : DistributionChart::tr("Share, %"));
    for (const DistributionSeries &one : series) {
        Drawn parts;
        parts.line = new QLineSeries;
        if (isHistogram) {
            parts.ceiling = parts.line;
            parts.floor = new QLineSeries;
            addFill(parts, one.identity)->setPen(surface->pen(one.identity));
        } else {
            addLine(parts, one.identity);
        }
        drawn.push_back(parts);
    }
    addMarkers();
}

// Boxes lie, so that values run from left to right in every form. They are lines and fills of our own: a box series
// stands, and draws its lower whisker beside its place where the pen is wider than one pixel.
void DistributionChart::Private::buildBoxes()
{
    auto *categories = new QCategoryAxis;
    for (auto one = series.rbegin(); one != series.rend(); ++one) { // the first model on top
        categories->append(one->identity.letter(), static_cast<double>(one - series.rbegin() + 1));
    }
    across = surface->addAxis(Qt::AlignBottom, axisTitle());
    surface->addAxis(categories, Qt::AlignLeft, {});
    categories->setRange(0, static_cast<double>(std::max<size_t>(series.size(), 1)));
    categories->setGridLineVisible(false);
    up = categories;
    for (const DistributionSeries &one : series) {
        Drawn parts;
        parts.line = new QLineSeries;
        parts.ceiling = new QLineSeries;
        parts.floor = new QLineSeries;
        addFill(parts, one.identity)->setPen(Qt::NoPen);
        addLine(parts, one.identity);
        drawn.push_back(parts);
    }
    addMarkers();
}

QAreaSeries *DistributionChart::Private::addFill(const Drawn &parts, const ModelIdentity &identity)
{
    auto *fill = new QAreaSeries(parts.ceiling, parts.floor);
    parts.ceiling->setParent(fill);
    parts.floor->setParent(fill);
    QColor colour = surface->colour(identity);
    colour.setAlphaF(0.18F);
    fill->setBrush(colour);
    surface->addSeries(fill);
    return fill;
}

void DistributionChart::Private::addLine(const Drawn &parts, const ModelIdentity &identity)
{
    parts.line->setPen(surface->pen(identity));
    surface->addSeries(parts.line);
}

void DistributionChart::Private::addMarkers()
{
    for (size_t i = 0; i < series.size(); ++i) { // above all fills
        drawn[i].markers = surface->addMarkers(series[i].identity);
    }
}

void DistributionChart::Private::fitValues()
{
    double low = std::numeric_limits<double>::max();
    double high = std::numeric_limits<double>::lowest();
    for (const DistributionSeries &one : series) {
        if (!one.values.empty()) {
            low = std::min(low, one.values.front());
            high = std::max(high, one.values.back());
        }
    }
    const chartmath::Range wanted = chartmath::niceRange(low, high);
    valueRange = surface->isLive() && valueRange ? chartmath::grown(*valueRange, wanted) : wanted;
    ChartSurface::setRange(across, *valueRange);
}

void DistributionChart::Private::fitCounts(int highest)
{
    const chartmath::Range wanted = chartmath::niceRange(0, highest * 1.08, 1);
    countRange = surface->isLive() && countRange ? chartmath::grown(*countRange, wanted, 1) : wanted;
    ChartSurface::setRange(up, *countRange);
}

void DistributionChart::Private::fillHistogram()
{
    fitValues();
    size_t most = 0;
    for (const DistributionSeries &one : series) {
        most = std::max(most, one.values.size());
    }
    const int bins = chartmath::binCount(*valueRange, most);
    int highest = 1;
    for (size_t i = 0; i < series.size(); ++i) {
        const std::vector<int> counts = chartmath::counts(series[i].values, *valueRange, bins);
        const auto peak = std::max_element(counts.begin(), counts.end());
        highest = std::max(highest, *peak);
        const QList<QPointF> points = chartmath::outline(counts, *valueRange);
        drawn[i].line->replace(points);
        drawn[i].floor->replace(points.isEmpty() ? points
                                                 : QList<QPointF>{{points.first().x(), 0}, {points.last().x(), 0}});
        const double width = (valueRange->high - valueRange->low) / bins;
        const double middle = valueRange->low + width * (static_cast<double>(peak - counts.begin()) + 0.5);
        drawn[i].markers->replace(*peak > 0 ? QList<QPointF>{{middle, static_cast<double>(*peak)}} : QList<QPointF>());
    }
    fitCounts(highest);
}

void DistributionChart::Private::fillEcdf()
{
    fitValues();
    ChartSurface::setRange(up, {0, 100, 25});
    for (size_t i = 0; i < series.size(); ++i) {
        const std::vector<double> &values = series[i].values;
        drawn[i].line->replace(chartmath::ecdf(values));
        QList<QPointF> marks;
        for (const double p : {25.0, 50.0, 75.0}) {
            if (!values.empty()) {
                marks << QPointF(percentile(values, p).value_or(0), p);
            }
        }
        drawn[i].markers->replace(marks);
    }
}

void DistributionChart::Private::fillBoxes()
{
    fitValues();
    for (size_t i = 0; i < series.size(); ++i) {
        const double middle = static_cast<double>(series.size() - i) - 0.5;
        if (series[i].values.empty()) {
            for (QXYSeries *part : std::initializer_list<QXYSeries *>{drawn[i].line, drawn[i].ceiling, drawn[i].floor,
                                                                      drawn[i].markers}) {
                part->replace(QList<QPointF>());
            }
            continue;
        }
        const chartmath::Box box = chartmath::box(series[i].values);
        constexpr double half = 0.28;
        drawn[i].line->replace(chartmath::boxPath(box, middle, half));
        drawn[i].ceiling->replace({{box.q1, middle + half}, {box.q3, middle + half}});
        drawn[i].floor->replace({{box.q1, middle - half}, {box.q3, middle - half}});
        QList<QPointF> outliers;
        for (const double value : box.outliers) {
            outliers << QPointF(value, middle);
        }
        drawn[i].markers->replace(outliers);
    }
}

} // namespace assay
