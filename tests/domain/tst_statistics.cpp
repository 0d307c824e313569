// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/generator.h"
#include "models/domain/intervals.h"
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

/// Value v of prompt p in round r, rounds from 1, given round by round.
std::vector<SampledValue> inRounds(const std::vector<std::vector<double>> &rounds)
{
    std::vector<SampledValue> values;
    for (size_t r = 0; r < rounds.size(); ++r) {
        for (size_t p = 0; p < rounds[r].size(); ++p)
            values.push_back({rounds[r][p], static_cast<int>(p), static_cast<int>(r) + 1});
    }
    return values;
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
    void meanIntervalByHand();
    void promptsAreTakenAsTheyAre();
    void intervalsNeedEnough();
    void constantsHaveNoWidth();
    void p95IntervalHasItsFloor();
    void thousandsTakeNoTime();
    void scoreIntervalByHand();
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
    QCOMPARE(describe(std::span<const SampledValue>()), std::nullopt);
}

/// Means of rounds 10, 12, 11, 13, 14: the line through them has the slope 0.9 and leaves squares of 1.9 in all, so the
/// variance is 1.9 / 3 with 3 degrees of freedom, whose t is 3.1824 (scipy.stats.t.ppf(0.975, 3)). What is left is
/// -0.2, 0.9, -1, 0.1, 0.2, whose third moment is -0.1125: the low side reaches further by 0.1125 / (2 * 1.9 / 3 * 5).
void TestStatistics::meanIntervalByHand()
{
    const auto d = describe(inRounds({{9, 11}, {11, 13}, {10, 12}, {12, 14}, {13, 15}}));
    QVERIFY(d->meanCi);
    QVERIFY(near(d->meanCi->low, 12 - 1.132641 - 0.017763, 1e-6));
    QVERIFY(near(d->meanCi->high, 12 + 1.132641, 1e-6));
}

/// A prompt that takes a hundred times as long widens nothing: it does so in each round.
void TestStatistics::promptsAreTakenAsTheyAre()
{
    const auto alike = describe(inRounds({{9, 11}, {11, 13}, {10, 12}, {12, 14}, {13, 15}}));
    const auto apart = describe(inRounds({{9, 1100}, {11, 1102}, {10, 1101}, {12, 1103}, {13, 1104}}));
    QVERIFY(near(apart->meanCi->high - apart->meanCi->low, alike->meanCi->high - alike->meanCi->low));
}

void TestStatistics::intervalsNeedEnough()
{
    QCOMPARE(intervalsOf({}), Intervals());
    QCOMPARE(intervalsOf(inRounds({{1, 2, 3}, {2, 3, 4}, {3, 4, 5}})), Intervals()); // 9 values
    QVERIFY(intervalsOf(inRounds({{1, 2, 3, 4}, {2, 3, 4, 5}, {3, 4, 5, 6}})).mean);
    const std::vector<double> round(100, 1.5);
    QCOMPARE(intervalsOf(inRounds({round, round})), Intervals()); // two rounds
}

void TestStatistics::constantsHaveNoWidth()
{
    const std::vector<double> round{7, 7, 7, 7};
    const Intervals intervals = intervalsOf(inRounds({round, round, round}));
    QCOMPARE(intervals.mean, std::optional(Interval{7, 7}));
    QCOMPARE(intervals.p50, std::optional(Interval{7, 7}));
}

void TestStatistics::p95IntervalHasItsFloor()
{
    Generator generator(3);
    std::vector<SampledValue> values;
    for (int i = 0; i < 130; ++i)
        values.push_back({generator.unit(), 0, i});
    const Intervals intervals = intervalsOf(values);
    QVERIFY(intervals.p95);
    QVERIFY(intervals.p95->low < 0.95 && intervals.p95->high > 0.95);
    values.pop_back();
    QCOMPARE(intervalsOf(values).p95, std::nullopt);
}

/// A hundred thousand values in one go, in any order: nothing here grows with the square.
void TestStatistics::thousandsTakeNoTime()
{
    Generator generator(4);
    std::vector<SampledValue> values;
    for (int i = 0; i < 100'000; ++i)
        values.push_back({generator.unit(), i % 10, i % 1000});
    const Intervals intervals = intervalsOf(values);
    QVERIFY(intervals.mean->high - intervals.mean->low < 0.01);
    generator.shuffle(values);
    const Intervals shuffled = intervalsOf(values);
    QVERIFY(near(shuffled.mean->low, intervals.mean->low, 1e-9));
    QCOMPARE(shuffled.p50, intervals.p50);
    QCOMPARE(shuffled.p95, intervals.p95);
}

/// Six prompts, one score each: squared deviations 5.5, 4.5 more from the guard: variance 10 / 7, t(5) = 2.570582.
void TestStatistics::scoreIntervalByHand()
{
    const auto interval = scoreInterval(inRounds({{2, 3, 3, 4, 5, 4}}));
    QVERIFY(interval);
    const double half = 2.570582 * std::sqrt(10.0 / 7 / 6);
    QVERIFY(near(interval->low, 3.5 - half, 1e-6));
    QVERIFY(near(interval->high, 3.5 + half, 1e-6));
    QVERIFY(scoreInterval(inRounds({{5, 5, 5, 5, 5, 5}}))->low < 5); // a few equal scores are no certainty
    QVERIFY(near(scoreInterval(inRounds({{5, 5, 5, 5, 5, 5}}))->high, 5));
    QCOMPARE(scoreInterval(inRounds({{2, 3, 3, 4, 5}})), std::nullopt);
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
