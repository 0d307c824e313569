// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/bootstrap.h"
#include "models/domain/generator.h"
#include "models/domain/statistics.h"

#include <QtTest>

#include <algorithm>
#include <cmath>

using namespace assay;

namespace {

bool near(std::optional<double> value, double expected, double tolerance = 1e-12)
{
    return value && std::abs(*value - expected) <= tolerance * std::max(1.0, std::abs(expected));
}

std::vector<ClusteredValue> eachItsOwn(const std::vector<double> &values)
{
    std::vector<ClusteredValue> clustered;
    for (const double value : values)
        clustered.push_back({value, static_cast<int>(clustered.size())});
    return clustered;
}

/// About normal with mean 0 and variance 1 (sum of twelve uniforms).
double roughNormal(Generator &generator)
{
    double sum = -6;
    for (int i = 0; i < 12; ++i)
        sum += generator.unit();
    return sum;
}

/// 30 clusters of 4 values each around 10: half of the variance lies between clusters.
std::vector<ClusteredValue> clusteredDraw(Generator &generator)
{
    std::vector<ClusteredValue> values;
    for (int cluster = 0; cluster < 30; ++cluster) {
        const double shift = roughNormal(generator);
        for (int i = 0; i < 4; ++i)
            values.push_back({10 + shift + roughNormal(generator), cluster});
    }
    return values;
}

bool covers(const Interval &interval, double truth)
{
    return interval.low <= truth && truth <= interval.high;
}

} // namespace

class TestStatistics : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void percentiles_data();
    void percentiles();
    void percentileOfNothing();
    void describesByHand();
    void describesOneValue();
    void smallSpreadBesideALargeMean();
    void describesNothing();
    void liveViewsHaveNoIntervals();
    void intervalsAreRepeatable();
    void intervalsNeedTwoClusters();
    void wholeClustersAreDrawn();
    void mediansOfManyValuesAreExact();
    void constantsHaveNoWidth();
    void intervalsCoverAsOftenAsTheySay();
    void whenP95MayBeSaid();
};

void TestStatistics::percentiles_data()
{
    QTest::addColumn<double>("p");
    QTest::addColumn<double>("expected");
    // numpy.percentile([15, 20, 35, 40, 50], p), method "linear": Hyndman and Fan 1996, type 7.
    QTest::newRow("0") << 0.0 << 15.0;
    QTest::newRow("5") << 5.0 << 16.0;
    QTest::newRow("25") << 25.0 << 20.0;
    QTest::newRow("40") << 40.0 << 29.0;
    QTest::newRow("50") << 50.0 << 35.0;
    QTest::newRow("90") << 90.0 << 46.0;
    QTest::newRow("95") << 95.0 << 48.0;
    QTest::newRow("99") << 99.0 << 49.6;
    QTest::newRow("100") << 100.0 << 50.0;
}

void TestStatistics::percentiles()
{
    QFETCH(double, p);
    QFETCH(double, expected);
    const std::vector<double> values{15, 20, 35, 40, 50};
    QVERIFY(near(percentile(values, p), expected));
}

void TestStatistics::percentileOfNothing()
{
    QCOMPARE(percentile({}, 50), std::nullopt);
    const std::vector<double> one{7};
    QCOMPARE(percentile(one, 95), std::optional(7.0));
}

void TestStatistics::describesByHand()
{
    const std::vector<double> values{4, 2, 5, 4, 9, 7, 4, 5}; // sum 40, squared deviations 32
    const std::optional<Distribution> d = describe(values);
    QVERIFY(d);
    QCOMPARE(d->n, 8);
    QVERIFY(near(d->mean, 5));
    QVERIFY(near(d->std, std::sqrt(32.0 / 7)));
    QVERIFY(near(d->min, 2));
    QVERIFY(near(d->p5, 2.7)); // place 0.35 between 2 and 4
    QVERIFY(near(d->p25, 4));
    QVERIFY(near(d->p50, 4.5));
    QVERIFY(near(d->p75, 5.5)); // place 5.25 between 5 and 7
    QVERIFY(near(d->p90, 7.6)); // place 6.3 between 7 and 9
    QVERIFY(near(d->p95, 8.3));
    QVERIFY(near(d->p99, 8.86));
    QVERIFY(near(d->max, 9));
}

void TestStatistics::describesOneValue()
{
    const std::optional<Distribution> d = describe(std::vector<double>{3.5});
    QVERIFY(d);
    QCOMPARE(d->std, std::nullopt);
    QCOMPARE(d->p5, 3.5);
    QCOMPARE(d->p99, 3.5);
}

void TestStatistics::smallSpreadBesideALargeMean()
{
    const std::vector<double> values{1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16};
    QVERIFY(near(describe(values)->std, std::sqrt(30.0)));
}

void TestStatistics::describesNothing()
{
    QCOMPARE(describe(std::span<const double>()), std::nullopt);
    QCOMPARE(describe(std::span<const ClusteredValue>(), 100, 1), std::nullopt);
}

void TestStatistics::liveViewsHaveNoIntervals()
{
    const std::optional<Distribution> d = describe(eachItsOwn({1, 2, 3}), 0, 1);
    QVERIFY(d);
    QCOMPARE(d->meanCi, std::nullopt);
    QCOMPARE(d->p50Ci, std::nullopt);
    QCOMPARE(d->p50, 2.0);
}

void TestStatistics::intervalsAreRepeatable()
{
    const std::vector<ClusteredValue> values = eachItsOwn({3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5});
    const std::optional<Distribution> d = describe(values, 2000, 42);
    QCOMPARE(d, describe(values, 2000, 42));
    QVERIFY(d->meanCi != describe(values, 2000, 43)->meanCi);
    std::vector<ClusteredValue> turned(values.rbegin(), values.rend());
    QCOMPARE(describe(turned, 2000, 42)->p50Ci, d->p50Ci); // the order of arrival does not matter
}

void TestStatistics::intervalsNeedTwoClusters()
{
    const std::vector<ClusteredValue> values{{1, 5}, {2, 5}, {3, 5}};
    QCOMPARE(bootstrapIntervals(values, 1000, 1), std::nullopt);
    QCOMPARE(describe(values, 1000, 1)->meanCi, std::nullopt);
    QCOMPARE(bootstrapIntervals({}, 1000, 1), std::nullopt);
}

/// Two clusters can be drawn as AA (1/4), AB (1/2) or BB (1/4): the 2.5 % and 97.5 % points are AA and BB themselves.
void TestStatistics::wholeClustersAreDrawn()
{
    const std::vector<ClusteredValue> values{{1, 0}, {2, 0}, {6, 0}, {10, 1}, {20, 1}};
    const auto intervals = bootstrapIntervals(values, 1000, 9);
    QVERIFY(intervals);
    QVERIFY(near(intervals->mean.low, 3));
    QVERIFY(near(intervals->mean.high, 15));
    QVERIFY(near(intervals->median.low, 2));
    QVERIFY(near(intervals->median.high, 15));
}

/// The same with so many values that they are searched, not walked.
void TestStatistics::mediansOfManyValuesAreExact()
{
    Generator generator(5);
    std::vector<ClusteredValue> values;
    std::vector<double> low;
    std::vector<double> high;
    for (int i = 0; i < 4001; ++i) {
        low.push_back(generator.unit());
        high.push_back(0.5 + generator.unit());
        values.push_back({low.back(), 0});
        values.push_back({high.back(), 1});
    }
    std::ranges::sort(low);
    std::ranges::sort(high);
    const auto intervals = bootstrapIntervals(values, 500, 9);
    QVERIFY(intervals);
    QCOMPARE(intervals->median.low, low[2000]);
    QCOMPARE(intervals->median.high, high[2000]);
}

void TestStatistics::constantsHaveNoWidth()
{
    const auto intervals = bootstrapIntervals(eachItsOwn({7, 7, 7, 7}), 500, 1);
    QCOMPARE(intervals->mean, (Interval{7, 7}));
    QCOMPARE(intervals->median, (Interval{7, 7}));
}

/// 400 draws with a known truth. A 95 % interval that covers 95 % of the time stays within 0.90..0.98 here (the
/// binomial error of 400 draws is 0.011, and the percentile bootstrap is a little narrow with 30 clusters). Taking each
/// value for itself must do worse: that is why clusters are drawn.
void TestStatistics::intervalsCoverAsOftenAsTheySay()
{
    constexpr int draws = 400;
    Generator generator(20260304);
    int means = 0;
    int medians = 0;
    int naive = 0;
    for (int draw = 0; draw < draws; ++draw) {
        std::vector<ClusteredValue> values = clusteredDraw(generator);
        const auto intervals = bootstrapIntervals(values, 400, generator.next());
        means += covers(intervals->mean, 10);
        medians += covers(intervals->median, 10);
        int next = 0;
        for (ClusteredValue &value : values)
            value.cluster = next++;
        naive += covers(bootstrapIntervals(values, 100, generator.next())->mean, 10);
    }
    QVERIFY2(means > 0.90 * draws && means < 0.98 * draws, qPrintable(QString::number(means)));
    QVERIFY2(medians > 0.90 * draws && medians <= 0.99 * draws, qPrintable(QString::number(medians)));
    QVERIFY2(naive < 0.88 * draws, qPrintable(QString::number(naive)));
}

void TestStatistics::whenP95MayBeSaid()
{
    // The smallest n whose second largest value lies above the percentile with a probability of 99 %.
    const auto bounds = [](double share, int n) {
        return std::pow(share, n) + n * (1 - share) * std::pow(share, n - 1) <= 0.01;
    };
    QVERIFY(!bounds(0.95, 129) && bounds(0.95, 130));
    QVERIFY(!bounds(0.99, 661) && bounds(0.99, 662));
    QVERIFY(!p95Holds(129));
    QVERIFY(p95Holds(130));
    QVERIFY(!p99Holds(661));
    QVERIFY(p99Holds(662));
}

QTEST_GUILESS_MAIN(TestStatistics)
#include "tst_statistics.moc"
