// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAction>
#include <QApplication>
#include <QDir>
#include <QLabel>
#include <QTableWidget>
#include <QTest>
#include <QtCharts/QChart>
#include <QtCharts/QChartView>
#include <QtCharts/QValueAxis>

#include <algorithm>
#include <numeric>
#include <random>

#include "ui/charts/chartmath.h"
#include "ui/charts/charts.h"
#include "ui/charts/charttabledialog.h"

using namespace assay;
using namespace Qt::Literals::StringLiterals;

namespace {

std::vector<double> spread(double middle, double width, int n, unsigned seed)
{
    std::mt19937 random(seed);
    std::lognormal_distribution<double> noise(0, width);
    std::vector<double> values;
    for (int i = 0; i < n; ++i) {
        values.push_back(middle * noise(random));
    }
    return values;
}

std::vector<DistributionSeries> threeModels(int n)
{
    return {{{0}, u"phi-4-mini"_s, spread(1240, 0.12, n, 1)},
            {{1}, u"qwen2.5-0.5b"_s, spread(410, 0.2, n, 2)},
            {{2}, u"mistral-7b"_s, spread(1900, 0.25, n, 3)}};
}

QPalette darkPalette()
{
    QPalette dark(QColor(45, 46, 50));
    dark.setColor(QPalette::Base, QColor(30, 31, 34));
    dark.setColor(QPalette::AlternateBase, QColor(38, 39, 43));
    dark.setColor(QPalette::Text, QColor(225, 226, 230));
    dark.setColor(QPalette::WindowText, QColor(225, 226, 230));
    dark.setColor(QPalette::ButtonText, QColor(225, 226, 230));
    return dark;
}

QValueAxis *axisOf(QWidget *chart, Qt::Orientation orientation)
{
    const auto axes = chart->findChild<QChartView *>()->chart()->axes(orientation);
    return axes.isEmpty() ? nullptr : qobject_cast<QValueAxis *>(axes.first());
}

// Where a person asked for pictures, they get one.
void keepPicture(QWidget &widget, const QString &name)
{
    const QString folder = qEnvironmentVariable("ASSAY_SHOTS");
    if (!folder.isEmpty()) {
        QCoreApplication::processEvents();
        widget.grab().save(QDir(folder).filePath(name + u".png"_s));
    }
}

} // namespace

class TestCharts : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QApplication::setPalette(m_light); }

    void limitsAreRound_data()
    {
        QTest::addColumn<double>("low");
        QTest::addColumn<double>("high");
        QTest::addColumn<double>("expectedLow");
        QTest::addColumn<double>("expectedHigh");
        QTest::newRow("near zero") << 120.0 << 980.0 << 0.0 << 1000.0;
        QTest::newRow("far from zero") << 912.0 << 987.0 << 900.0 << 1000.0;
        QTest::newRow("one value") << 400.0 << 400.0 << 360.0 << 440.0;
        QTest::newRow("only zero") << 0.0 << 0.0 << 0.0 << 0.001;
    }

    void limitsAreRound()
    {
        QFETCH(double, low);
        QFETCH(double, high);
        const chartmath::Range range = chartmath::niceRange(low, high);
        QTEST(range.low, "expectedLow");
        QTEST(range.high, "expectedHigh");
        QVERIFY(range.ticks() >= 3 && range.ticks() <= 12);
    }

    void growingLimitsNeverShrink()
    {
        const chartmath::Range wide = chartmath::niceRange(0, 1000);
        QCOMPARE(chartmath::grown(wide, chartmath::niceRange(100, 300)), wide);
        QVERIFY(chartmath::grown(wide, chartmath::niceRange(0, 1300)).high >= 1300);
    }

    void histogramCountsEveryValueOnce()
    {
        const std::vector<double> values = spread(500, 0.5, 3000, 4);
        const chartmath::Range range = chartmath::niceRange(*std::min_element(values.begin(), values.end()),
                                                            *std::max_element(values.begin(), values.end()));
        const int bins = chartmath::binCount(range, values.size());
        QVERIFY(bins <= chartmath::maxBins);
        const std::vector<int> counts = chartmath::counts(values, range, bins);
        QCOMPARE(std::accumulate(counts.begin(), counts.end(), 0), 3000);
        const QList<QPointF> outline = chartmath::outline(counts, range);
        QVERIFY(outline.size() <= 2 * bins + 2);
        QCOMPARE(outline.first().y(), 0.0);
        QCOMPARE(outline.last().y(), 0.0);
        QVERIFY(chartmath::outline(std::vector<int>(4, 0), range).isEmpty());
    }

    void ecdfIsBoundedAndEndsAtAll()
    {
        std::vector<double> values = spread(500, 0.5, 100'000, 5);
        std::sort(values.begin(), values.end());
        const QList<QPointF> points = chartmath::ecdf(values);
        QVERIFY(points.size() <= chartmath::maxPoints);
        QCOMPARE(points.last(), QPointF(values.back(), 100.0));
        QVERIFY(std::is_sorted(points.begin(), points.end(), [](auto a, auto b) { return a.y() < b.y(); }));

        const QList<QPointF> three = chartmath::ecdf(std::vector<double>{1, 2, 3});
        QCOMPARE(three.last().y(), 100.0);
        QCOMPARE(three.first(), QPointF(1, 0));
    }

    void boxShowsOutliersApart()
    {
        const std::vector<double> values{10, 11, 12, 13, 14, 15, 16, 90};
        const chartmath::Box box = chartmath::box(values);
        QCOMPARE(box.median, 13.5);
        QCOMPARE(box.highWhisker, 16.0);
        QCOMPARE(box.lowWhisker, 10.0);
        QCOMPARE(box.outliers, std::vector<double>{90.0});
    }

    void reducedLineKeepsPeaks()
    {
        std::vector<QPointF> points;
        for (int i = 0; i < 100'000; ++i) {
            points.emplace_back(i, i == 54'321 ? 1000 : i % 10);
        }
        const QList<QPointF> reduced = chartmath::reduced(points);
        QVERIFY(reduced.size() <= chartmath::maxPoints);
        QVERIFY(reduced.contains(QPointF(54'321, 1000)));
    }

    void emptyChartSaysSo()
    {
        DistributionChart chart;
        chart.setTitle(u"Total latency"_s);
        chart.resize(500, 300);
        chart.show();
        QCOMPARE(chart.summaryText(), u"No samples yet"_s);
        QVERIFY(!chart.findChild<QChartView *>()->isVisible());
        chart.setSeries(threeModels(12));
        QVERIFY(chart.findChild<QChartView *>()->isVisible());
        keepPicture(chart, u"histogram-12"_s);
    }

    void summaryNamesModelsAndMedians()
    {
        DistributionChart chart;
        chart.setTitle(u"Total latency"_s);
        chart.setUnit(u"ms"_s);
        chart.setSeries({{{0}, u"phi"_s, {1240, 1230, 1250}}, {{1}, u"qwen"_s, {410}}, {{2}, u"none"_s, {}}});
        QCOMPARE(chart.summaryText(), u"phi: median 1.24 s of 3; qwen: median 410 ms of 1"_s);
        QCOMPARE(chart.accessibleName(), u"Total latency"_s);
        QCOMPARE(chart.accessibleDescription(), chart.summaryText());
    }

    void hiddenChartDrawsWhenShown()
    {
        DistributionChart chart;
        chart.resize(500, 300);
        chart.setSeries(threeModels(50));
        QCOMPARE(chart.findChild<QChartView *>()->chart()->series().size(), 0);
        chart.show();
        QVERIFY(!chart.findChild<QChartView *>()->chart()->series().isEmpty());
    }

    void axisGrowsOnlyWhileLive()
    {
        DistributionChart chart;
        chart.resize(500, 300);
        chart.show();
        chart.setLive(true);
        chart.setSeries({{{0}, u"phi"_s, {100, 900}}});
        const double before = axisOf(&chart, Qt::Horizontal)->max();
        chart.setSeries({{{0}, u"phi"_s, {100, 300}}});
        QCOMPARE(axisOf(&chart, Qt::Horizontal)->max(), before);
        chart.setSeries({{{0}, u"phi"_s, {100, 2900}}});
        QVERIFY(axisOf(&chart, Qt::Horizontal)->max() >= 2900);
        chart.setSeries({{{0}, u"phi"_s, {100, 300}}});
        chart.setLive(false);
        QVERIFY(axisOf(&chart, Qt::Horizontal)->max() < before);
    }

    void everyFormAndPaletteDraws()
    {
        for (const bool dark : {false, true}) {
            QApplication::setPalette(dark ? darkPalette() : m_light);
            DistributionChart chart;
            chart.setTitle(u"Total latency"_s);
            chart.setUnit(u"ms"_s);
            chart.resize(560, 320);
            chart.setSeries(threeModels(120));
            chart.show();
            for (const auto &[form, name] :
                 {std::pair(DistributionForm::Histogram, u"histogram"_s), std::pair(DistributionForm::Ecdf, u"ecdf"_s),
                  std::pair(DistributionForm::BoxPlot, u"box"_s)}) {
                chart.setForm(form);
                QVERIFY(!chart.findChild<QChartView *>()->chart()->series().isEmpty());
                keepPicture(chart, name + (dark ? u"-dark"_s : u"-light"_s));
            }
        }
    }

    void paletteChangeRecolours()
    {
        DistributionChart chart;
        chart.setSeries(threeModels(20));
        chart.resize(500, 300);
        chart.show();
        const QColor before = axisOf(&chart, Qt::Horizontal)->labelsColor();
        chart.setPalette(darkPalette());
        QVERIFY(axisOf(&chart, Qt::Horizontal)->labelsColor() != before);
    }

    void dataCanBeReadAsTable()
    {
        DistributionChart chart;
        chart.setTitle(u"Total latency"_s);
        chart.setUnit(u"ms"_s);
        chart.setSeries({{{0}, u"phi"_s, {10, 20, 30}}});
        chart.resize(400, 300);
        chart.show();
        QVERIFY(QTest::qWaitForWindowActive(&chart));
        chart.setFocus();
        QTest::keyClick(&chart, Qt::Key_T, Qt::ControlModifier);
        auto *dialog = chart.findChild<ChartTableDialog *>();
        QVERIFY(dialog && dialog->isVisible() && !dialog->isModal());
        QMap<QString, QTableWidget *> tables;
        for (QTableWidget *table : dialog->findChildren<QTableWidget *>()) {
            tables.insert(table->accessibleName(), table);
        }
        QCOMPARE(tables[u"Figures"_s]->item(0, 0)->text(), u"A phi"_s);
        QCOMPARE(tables[u"Figures"_s]->item(0, 4)->text(), u"20.0"_s);
        QCOMPARE(tables[u"Values"_s]->rowCount(), 3);
        keepPicture(*dialog, u"chart-table"_s);
    }

    void curveShowsRequests()
    {
        for (const bool dark : {false, true}) {
            QApplication::setPalette(dark ? darkPalette() : m_light);
            CurveChart chart;
            chart.setTitle(u"Speed"_s);
            chart.setAxes(u"Request"_s, u"Tokens/s"_s);
            std::vector<CurveSeries> series(2);
            for (int model = 0; model < 2; ++model) {
                auto &one = series[static_cast<size_t>(model)];
                one.identity = {model};
                one.label = model == 0 ? u"phi"_s : u"qwen"_s;
                const std::vector<double> speeds = spread(model == 0 ? 42 : 118, 0.1, 24, 7);
                for (int i = 0; i < 24; ++i) {
                    one.points.emplace_back(i + 1, speeds[static_cast<size_t>(i)]);
                }
            }
            chart.setSeries(series);
            chart.resize(560, 300);
            chart.show();
            QCOMPARE(axisOf(&chart, Qt::Vertical)->min(), 0.0);
            QVERIFY(chart.summaryText().startsWith(u"phi: mean 4"_s));
            keepPicture(chart, dark ? u"curve-dark"_s : u"curve-light"_s);
        }
    }

private:
    QPalette m_light = QApplication::palette();
};

QTEST_MAIN(TestCharts)
#include "tst_charts.moc"
