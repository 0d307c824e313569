// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/compare/agreement.h"
#include "models/domain/compare/difference.h"
#include "models/domain/compare/ranktest.h"
#include "models/domain/compare/trend.h"
#include "models/domain/intervals.h"
#include "models/domain/studentt.h"
#include "tests/support/simulation.h"

#include <nlohmann/json.hpp>

#include <QFile>
#include <QtTest>

#include <cmath>

using namespace assay;
using namespace assay::test;
using namespace Qt::Literals::StringLiterals;
using Json = nlohmann::json;

namespace {

bool near(double value, double expected, double tolerance = 1e-9)
{
    return std::abs(value - expected) <= tolerance * std::max(1e-12, std::abs(expected));
}

/// By how much `count` of `draws` may miss a share of `expected`, by chance in one of 200 cases.
double slack(double expected, int draws)
{
    return 2.8 * std::sqrt(expected * (1 - expected) / draws);
}

QString shareText(int count, int draws)
{
    return u"%1 %"_s.arg(100.0 * count / draws);
}

} // namespace

/// Formulas held against numpy and scipy (tests/data/statistics), and against simulated runs whose truth is known. The
/// simulations are short; tests/bench has the long ones.
class TestTruth : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void percentilesAndSpread();
    void students();
    void rankTests();
    void holmsCorrection();
    void trends();
    void intervalsByDefinition();
    void unitsNeededByIntegration();
    void kappas();
    void alphaOfKrippendorffsExample();
    void repeats();

    void intervalsCover_data();
    void intervalsCover();
    void scoreIntervalsCover();
    void sameModelsRaiseNoAlarm_data();
    void sameModelsRaiseNoAlarm();
    void sameScoresRaiseNoAlarm();
    void differencesAreFound();
    void plannedRoundsTell_data();
    void plannedRoundsTell();

private:
    Json m_reference;
};

void TestTruth::initTestCase()
{
    QFile file(QStringLiteral(ASSAY_TEST_DATA "/statistics/reference.json"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray bytes = file.readAll();
    m_reference = Json::parse(bytes.begin(), bytes.end());
}

void TestTruth::percentilesAndSpread()
{
    for (const Json &c : m_reference["distributions"]) {
        std::vector<double> values = c["values"];
        const std::optional<Distribution> d = describe(values);
        QVERIFY(near(d->mean, c["mean"]));
        QCOMPARE(d->std.has_value(), !c["std"].is_null());
        if (d->std)
            QVERIFY(near(*d->std, c["std"]));
        std::ranges::sort(values);
        for (size_t i = 0; i < c["p"].size(); ++i)
            QVERIFY(near(*percentile(values, c["p"][i]), c["percentiles"][i]));
    }
}

void TestTruth::students()
{
    for (const Json &c : m_reference["student"]) {
        QVERIFY(near(studentP(c["t"], c["df"]), c["p"], 1e-8));
        QVERIFY(near(studentQuantile(0.975, c["df"]), c["q975"], 1e-8));
        QVERIFY(near(studentQuantile(0.9995, c["df"]), c["q9995"], 1e-8));
        QVERIFY(near(studentQuantile(0.025, c["df"]), -c["q975"].get<double>(), 1e-8));
    }
    QVERIFY(near(normalQuantile(0.975), 1.959963984540054));
}

void TestTruth::rankTests()
{
    for (const Json &c : m_reference["ranks"]) {
        std::vector<Stratum> strata;
        for (const Json &stratum : c["strata"])
            strata.push_back({stratum[0], stratum[1]});
        QVERIFY2(near(alignedRankP(strata), c["p"]), qPrintable(QString::number(alignedRankP(strata))));
    }
    // The normal limit, from 33 pairs on, goes on where the exact test ends: 26 of 32 up, then 27 of 33.
    const auto pairs = [](int up, int down) {
        std::vector<Stratum> strata;
        for (int i = 0; i < up + down; ++i)
            strata.push_back({{(i < up ? 1.0 : -1.0) * (i + 1)}, {0.0}});
        return strata;
    };
    QVERIFY(near(std::log(alignedRankP(pairs(26, 7))), std::log(alignedRankP(pairs(25, 7))), 0.2));
    QCOMPARE(alignedRankP({}), 1.0);
    QCOMPARE(alignedRankP(std::vector<Stratum>{{{1}, {}}, {{2}, {2}}}), 1.0);
}

void TestTruth::holmsCorrection()
{
    for (const Json &c : m_reference["holm"]) {
        const std::vector<double> p = c["p"];
        const std::vector<double> corrected = holm(p);
        for (size_t i = 0; i < p.size(); ++i)
            QVERIFY(near(corrected[i], c["holm"][i]));
    }
}

void TestTruth::trends()
{
    for (const Json &c : m_reference["trends"]) {
        const std::vector<double> x = c["x"];
        const std::vector<double> y = c["y"];
        const std::optional<Trend> trend = trendOf(x, y);
        QVERIFY(near(trend->slope, c["slope"]));
        QVERIFY(near(trend->interval.low, c["low"]));
        QVERIFY(near(trend->interval.high, c["high"]));
        QVERIFY(near(trend->p, c["p"]));
    }
}

void TestTruth::intervalsByDefinition()
{
    const auto same = [](const std::optional<Interval> &interval, const Json &expected) {
        if (expected.is_null())
            return !interval;
        return interval && near(interval->low, expected[0]) && near(interval->high, expected[1]);
    };
    for (const Json &c : m_reference["intervals"]) {
        std::vector<SampledValue> values;
        for (size_t r = 0; r < c["rounds"].size(); ++r) {
            for (size_t p = 0; p < c["rounds"][r].size(); ++p)
                values.push_back({c["rounds"][r][p], static_cast<int>(p), static_cast<int>(r) + 1});
        }
        const Intervals intervals = intervalsOf(values);
        QVERIFY(same(intervals.mean, c["mean"]));
        QVERIFY(same(intervals.p50, c["p50"]));
        QVERIFY(same(intervals.p95, c["p95"]));
    }
}

void TestTruth::unitsNeededByIntegration()
{
    for (const Json &c : m_reference["units"])
        QCOMPARE(unitsNeeded(c["deviation"], c["df"], c["effect"], c["alpha"], 1000),
                 std::optional(c["units"].get<int>()));
    QCOMPARE(unitsNeeded(0.5, 2, 0.01, 0.05, 1000), std::nullopt);
    QCOMPARE(unitsNeeded(0, 2, 0.01, 0.05, 1000), std::optional(2));
}

void TestTruth::kappas()
{
    for (const Json &c : m_reference["kappa"])
        QVERIFY(
            near(*weightedKappa(c["first"].get<std::vector<int>>(), c["second"].get<std::vector<int>>()), c["kappa"]));
    const std::vector<int> fours{4, 4, 4};
    QCOMPARE(weightedKappa(fours, fours), std::nullopt);
    QCOMPARE(weightedKappa(fours, std::vector<int>{4, 4}), std::nullopt);
}

/// Krippendorff, "Computing Krippendorff's alpha-reliability" (2011): four observers, twelve units, ordinal: 0.815.
void TestTruth::alphaOfKrippendorffsExample()
{
    const std::vector<std::vector<int>> units{{1, 1, 1},    {2, 2, 3, 2}, {3, 3, 3, 3}, {3, 3, 3, 3},
                                              {2, 2, 2, 2}, {1, 2, 3, 4}, {4, 4, 4, 4}, {1, 1, 2, 1},
                                              {2, 2, 2, 2}, {5, 5, 5},    {1, 1},       {3}};
    QVERIFY(std::abs(*ordinalAlpha(units) - 0.815) < 0.0005);
    QCOMPARE(ordinalAlpha(std::vector<std::vector<int>>{{3, 3}, {3, 3}}), std::nullopt);
}

void TestTruth::repeats()
{
    const std::vector<int> first{1, 2, 3, 4};
    const std::vector<int> repeat{1, 3, 3, 2};
    const auto r = repeatability(first, repeat);
    QCOMPARE(r->pairs, 4);
    QCOMPARE(r->same, 0.5);
    QCOMPARE(r->withinOne, 0.75);
    QVERIFY(near(*r->kappa, 1 - 5 * 4.0 / 32)); // squared distances: 5 of the pairs, 32 of all sixteen pairings
}

void TestTruth::intervalsCover_data()
{
    QTest::addColumn<int>("shape");
    QTest::addColumn<int>("prompts");
    QTest::addColumn<int>("rounds");
    for (const Shape shape : allShapes) {
        for (const auto &[prompts, rounds] : {std::pair(4, 5), std::pair(4, 10), std::pair(4, 34), std::pair(1, 10),
                                              std::pair(1, 20), std::pair(20, 7)})
            QTest::addRow("%s %d x %d", qPrintable(shapeName(shape)), prompts, rounds)
                << static_cast<int>(shape) << prompts << rounds;
        if (shape != Shape::Drifting) // three rounds bear no line: a drift is taken for noise, and more is covered
            QTest::addRow("%s 4 x 3", qPrintable(shapeName(shape))) << static_cast<int>(shape) << 4 << 3;
    }
}

/// Coverage lies between 93 and 97 %.
void TestTruth::intervalsCover()
{
    QFETCH(int, shape);
    QFETCH(int, prompts);
    QFETCH(int, rounds);
    constexpr int draws = 600;
    const Coverage c = coverageOf({static_cast<Shape>(shape), 1, prompts, rounds, 1}, draws, 21);
    const double least = 0.93 - slack(0.93, draws);
    const auto isWithin = [&](int count, double most) {
        return count >= least * draws && count <= (most + slack(most, draws)) * draws;
    };
    QVERIFY2(isWithin(c.mean, 0.97), qPrintable(shareText(c.mean, draws)));
    QVERIFY2(isWithin(c.p50, 0.97), qPrintable(shareText(c.p50, draws)));
    if (p95Holds(prompts * rounds))
        QVERIFY2(isWithin(c.p95, 0.97), qPrintable(shareText(c.p95, draws)));
}

void TestTruth::scoreIntervalsCover()
{
    constexpr int draws = 1000;
    for (int rater = 0; rater < raters; ++rater) {
        for (const int prompts : {6, 10, 20}) {
            const int covered = scoreCoverage(rater, prompts, draws, 22);
            QVERIFY2(covered >= (0.93 - slack(0.93, draws)) * draws, qPrintable(shareText(covered, draws)));
        }
    }
}

void TestTruth::sameModelsRaiseNoAlarm_data()
{
    QTest::addColumn<int>("shape");
    for (const Shape shape : allShapes)
        QTest::addRow("%s", qPrintable(shapeName(shape))) << static_cast<int>(shape);
}

/// Of tables in which nothing differs, at most 5 % say that anything does.
void TestTruth::sameModelsRaiseNoAlarm()
{
    QFETCH(int, shape);
    constexpr int draws = 100;
    const auto most = [](int of) { return (0.05 + slack(0.05, of)) * of; };
    const Trial trial{static_cast<Shape>(shape), 3, 4, 4, 1};
    const Verdicts models = verdictsOf(trial, draws, 23);
    QVERIFY2(models.alarms <= most(draws), qPrintable(shareText(models.alarms, draws)));
    const Verdicts runs = runVerdictsOf(trial, draws / 2, 24);
    QVERIFY2(runs.alarms <= most(draws / 2), qPrintable(shareText(runs.alarms, draws / 2)));
    QVERIFY2(models.covered >= (0.93 - slack(0.93, draws)) * draws, qPrintable(shareText(models.covered, draws)));
}

void TestTruth::sameScoresRaiseNoAlarm()
{
    constexpr int draws = 300;
    const Verdicts alike = scoreVerdictsOf(3, 12, 0, draws, 25);
    QVERIFY2(alike.alarms <= (0.05 + slack(0.05, draws)) * draws, qPrintable(shareText(alike.alarms, draws)));
    const Verdicts apart = scoreVerdictsOf(2, 30, 0.8, 100, 26);
    QVERIFY2(apart.alarms >= 80, qPrintable(shareText(apart.alarms, 100)));
}

/// What is twice as fast is found from three rounds of four prompts, and hardly ever the wrong way round.
void TestTruth::differencesAreFound()
{
    const Verdicts v = verdictsOf({Shape::Normal, 2, 4, 3, 2}, 100, 27);
    QVERIFY2(v.right >= 80, qPrintable(shareText(v.right, v.tables)));
    QCOMPARE(v.wrong, 0);
}

void TestTruth::plannedRoundsTell_data()
{
    QTest::addColumn<int>("shape");
    QTest::addColumn<double>("effect");
    QTest::newRow("normal") << static_cast<int>(Shape::Normal) << 0.1;
    QTest::newRow("log-normal") << static_cast<int>(Shape::LogNormal) << 0.3;
    QTest::newRow("bimodal") << static_cast<int>(Shape::Bimodal) << 0.15;
    QTest::newRow("drifting") << static_cast<int>(Shape::Drifting) << 0.05;
}

/// In at least 80 % of the cases the planned rounds tell the difference that they were planned for.
void TestTruth::plannedRoundsTell()
{
    QFETCH(int, shape);
    QFETCH(double, effect);
    constexpr int draws = 100;
    const Verdicts v = plannedVerdictsOf({static_cast<Shape>(shape), 2, 4, 5, 1}, effect, draws, 28);
    QVERIFY(v.tables >= draws * 9 / 10);
    QVERIFY2(v.right >= (0.8 - slack(0.8, v.tables)) * v.tables, qPrintable(shareText(v.right, v.tables)));
    QVERIFY2(v.wrong <= 0.03 * v.tables, qPrintable(shareText(v.wrong, v.tables)));
}

QTEST_GUILESS_MAIN(TestTruth)
#include "tst_truth.moc"
