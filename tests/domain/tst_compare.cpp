// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/compare/analysis.h"
#include "models/domain/compare/drift.h"
#include "models/domain/compare/outliers.h"
#include "models/domain/compare/planner.h"
#include "models/domain/generator.h"
#include "tests/support/fullrun.h"
#include "tests/support/simulation.h"

#include <QtTest>

#include <cmath>
#include <functional>

using namespace assay;
using namespace assay::test;
using namespace Qt::Literals::StringLiterals;

namespace {

using Latency = std::function<double(int model, int prompt, int round)>; // ms

/// A finished run of `models` over `prompts`, each request lasting what `latency` says.
RunData timedRun(int models, int prompts, int rounds, const Latency &latency)
{
    RunData run;
    run.info.id.value = u"run"_s;
    run.info.plan = smallPlan(models, prompts, rounds);
    for (const PlanStep &step : expandPlan(run.info.plan)) {
        Sample sample = okSample(run.info, step.index, step.model, step.prompt, step.round, 1000.0 * step.index);
        sample.step = step;
        sample.startedAt = QDateTime(QDate(2026, 3, 4), QTime(9, 0), Qt::UTC).addSecs(step.index);
        Timeline &timeline = sample.timeline;
        timeline.lastToken = *timeline.sent + Nanos(std::llround(1e6 * latency(step.model, step.prompt, step.round)));
        timeline.chunks.back().at = *timeline.lastToken;
        run.samples.push_back(sample);
    }
    return run;
}

Comparison only(const RunData &run, CompareMetric metric = CompareMetric::TotalMs)
{
    CompareOptions options;
    options.metrics = {metric};
    const std::vector<Comparison> all = compareModels(run, options);
    return all.size() == 1 ? all.front() : Comparison();
}

/// 1000 ms a prompt more for each prompt, `noise` up or down by turns that differ between the models.
Latency steady(double factor, double noise)
{
    return [=](int model, int prompt, int round) {
        const double wobble = std::sin(12.9898 * (model + 1) + 78.233 * (prompt + 1) + 37.719 * round);
        return 1000.0 * (prompt + 1) * (model == 1 ? factor : 1.0) * (1 + noise * wobble);
    };
}

Score overall(const Sample &sample, int value)
{
    Score score;
    score.sample = sample.id;
    score.criterion = QString::fromUtf16(overallCriterion);
    score.value = value;
    return score;
}

} // namespace

Q_DECLARE_METATYPE(assay::Comparison)

class TestCompare : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void fasterWithItsInterval();
    void speedsAreTurnedRound();
    void tooFewRoundsCannotTell();
    void smallDifferencesCountAsNone();
    void noiseCannotTellYet();
    void oneRoundNeverTells();
    void failuresLeaveTheirPairOut();
    void scoresAreComparedByPrompt();
    void fewScoredPromptsCannotTell();
    void tableIsCorrectedAsAWhole();
    void runsMatchByAliasAndPrompt();
    void verdictsInWords_data();
    void verdictsInWords();
    void driftIsSeen();
    void outliersSayWhatCoincided();
    void slowFirstRequestIsSaid();
    void plannerAsksForWhatIsMissing();
    void seenFromTheOther();
    void allTogether();
};

void TestCompare::fasterWithItsInterval()
{
    const Comparison c = only(timedRun(2, 4, 5, steady(1.18, 0.02)));
    QCOMPARE(c.verdict, Verdict::Faster);
    QVERIFY2(std::abs(*c.effect - 1.18) < 0.02, qPrintable(QString::number(*c.effect)));
    QVERIFY(c.interval->low > 1.14 && c.interval->low < *c.effect && c.interval->high < 1.22);
    QCOMPARE(c.pairs, 20);
    QCOMPARE(c.rounds, 5);
    QVERIFY(verdictText(c).startsWith(u"faster by 1"_s));
    const Comparison turned = only(timedRun(2, 4, 5, steady(1 / 1.18, 0.02)));
    QCOMPARE(turned.verdict, Verdict::Slower);
    QVERIFY(verdictText(turned).startsWith(u"slower by 1"_s));
}

void TestCompare::speedsAreTurnedRound()
{
    const Comparison c = only(timedRun(2, 4, 5, steady(1.18, 0.02)), CompareMetric::TokensPerS);
    QCOMPARE(c.verdict, Verdict::Faster);
    QVERIFY(*c.effect > 1);
}

void TestCompare::tooFewRoundsCannotTell()
{
    const Comparison c = only(timedRun(2, 4, 2, steady(1.18, 0.02)));
    QCOMPARE(c.verdict, Verdict::CannotTellYet);
    QCOMPARE(c.interval, std::nullopt);
    QCOMPARE(c.more, std::optional(3));
    QCOMPARE(verdictText(c), u"cannot tell yet: measure at least five rounds"_s);
}

void TestCompare::smallDifferencesCountAsNone()
{
    const Comparison c = only(timedRun(2, 4, 5, steady(1.01, 0.002)));
    QVERIFY(*c.pHolm < 0.05); // real, yet below the threshold
    QCOMPARE(c.verdict, Verdict::NoDifferenceShown);
    CompareOptions strict;
    strict.metrics = {CompareMetric::TotalMs};
    strict.threshold = 0.005;
    QCOMPARE(compareModels(timedRun(2, 4, 5, steady(1.01, 0.002)), strict).front().verdict, Verdict::Faster);
}

void TestCompare::noiseCannotTellYet()
{
    const Comparison c = only(simulatedRun({Shape::LogNormal, 2, 4, 4, 1.05}, 5));
    QCOMPARE(c.verdict, Verdict::CannotTellYet);
    QVERIFY(c.interval && c.interval->low < 1 && c.interval->high > 1);
    QCOMPARE(c.more, std::optional(1)); // four rounds: too few to know the noise by
    QCOMPARE(verdictText(c), u"cannot tell yet: measure at least five rounds"_s);
    const Comparison planned = only(simulatedRun({Shape::LogNormal, 2, 4, 5, 1.05}, 5));
    QCOMPARE(planned.verdict, Verdict::CannotTellYet);
    QVERIFY2(verdictText(planned).endsWith(u" more rounds"_s), qPrintable(verdictText(planned)));
}

/// Two blocks of a hundred prompts: the second came when the machine was slower.
void TestCompare::oneRoundNeverTells()
{
    const Comparison c = only(timedRun(2, 100, 1, steady(1.3, 0.01)));
    QCOMPARE(c.verdict, Verdict::CannotTellYet);
    QCOMPARE(c.effect, std::nullopt);
    QCOMPARE(c.more, std::optional(4));
}

void TestCompare::failuresLeaveTheirPairOut()
{
    RunData run = timedRun(2, 4, 5, steady(1.18, 0.02));
    const auto failed = std::ranges::find_if(run.samples, [](const Sample &sample) {
        return sample.step.phase == Phase::Measured && sample.step.model == 1 && sample.step.round == 3;
    });
    failed->status = SampleStatus::Failed;
    const Comparison c = only(run);
    QCOMPARE(c.pairs, 19);
    QCOMPARE(c.verdict, Verdict::Faster);
    for (Sample &sample : run.samples) {
        if (sample.step.model == 1)
            sample.status = SampleStatus::Failed;
    }
    QVERIFY(compareModels(run).empty()); // nothing is compared with nothing
}

void TestCompare::scoresAreComparedByPrompt()
{
    RunData run = timedRun(2, 12, 1, steady(1, 0.02));
    for (const Sample &sample : run.samples) {
        if (sample.step.phase == Phase::Measured)
            run.scores.push_back(overall(sample, sample.step.model == 0 ? 4 + sample.step.prompt % 2 : 3));
    }
    const Comparison c = only(run, CompareMetric::Score);
    QCOMPARE(c.verdict, Verdict::Better);
    QCOMPARE(c.effect, std::optional(1.5));
    QCOMPARE(c.pairs, 12);
    QVERIFY(verdictText(c).startsWith(u"better by 1.5 points ("_s));
    for (Score &score : run.scores)
        score.value = 6 - *score.value;
    QCOMPARE(only(run, CompareMetric::Score).verdict, Verdict::Worse);
}

void TestCompare::fewScoredPromptsCannotTell()
{
    RunData run = timedRun(2, 4, 3, steady(1, 0.02)); // three rounds of the same four answers are four, not twelve
    for (const Sample &sample : run.samples) {
        if (sample.step.phase == Phase::Measured)
            run.scores.push_back(overall(sample, sample.step.model == 0 ? 5 : 1));
    }
    const Comparison c = only(run, CompareMetric::Score);
    QCOMPARE(c.verdict, Verdict::CannotTellYet);
    QCOMPARE(verdictText(c), u"cannot tell yet: about 2 more scored prompts"_s);
}

void TestCompare::tableIsCorrectedAsAWhole()
{
    const RunData run = timedRun(3, 4, 5, steady(1.05, 0.05));
    CompareOptions one;
    one.metrics = {CompareMetric::TotalMs};
    const std::vector<Comparison> table = compareModels(run, one);
    QCOMPARE(table.size(), size_t(3));
    QCOMPARE(table[0].firstAlias.value + table[0].secondAlias.value, u"m0m1"_s);
    QCOMPARE(table[1].firstAlias.value + table[1].secondAlias.value, u"m0m2"_s);
    QCOMPARE(table[2].firstAlias.value + table[2].secondAlias.value, u"m1m2"_s);
    const auto smallest = std::ranges::min_element(table, {}, [](const Comparison &c) { return *c.p; });
    QCOMPARE(*smallest->pHolm, std::min(1.0, 3 * *smallest->p));
    QVERIFY(compareModels(run).size() > table.size());
}

void TestCompare::runsMatchByAliasAndPrompt()
{
    const RunData base = timedRun(2, 4, 5, steady(1, 0.02));
    RunData now = timedRun(2, 4, 6, steady(1.4, 0.02));
    std::swap(now.info.plan.models[0], now.info.plan.models[1]); // m1 now comes first
    now.info.plan.prompts[3].text = u"Another text"_s;
    CompareOptions one;
    one.metrics = {CompareMetric::TotalMs};
    const std::vector<Comparison> table = compareRuns(base, now, one);
    QCOMPARE(table.size(), size_t(2));
    QCOMPARE(table[0].firstAlias.value, u"m1"_s);
    QCOMPARE(table[0].first, 0);
    QCOMPARE(table[0].second, 1);
    QCOMPARE(table[0].pairs, 15); // three prompts that are the same, five rounds that both have
    QCOMPARE(table[0].rounds, 5);
    QCOMPARE(table[1].verdict, Verdict::Slower); // what is m0 in `now` takes 1.4 times as long
    now.info.plan.models[0].model.alias.value = u"new"_s;
    QCOMPARE(compareRuns(base, now, one).size(), size_t(1));
}

void TestCompare::verdictsInWords_data()
{
    QTest::addColumn<Comparison>("comparison");
    QTest::addColumn<QString>("text");
    const auto row = [](Verdict verdict, CompareMetric metric, double effect, double low, double high,
                        const char *text) {
        Comparison c;
        c.verdict = verdict;
        c.metric = metric;
        c.effect = effect;
        c.interval = Interval{low, high};
        QTest::newRow(text) << c << QString::fromUtf8(text);
    };
    using M = CompareMetric;
    row(Verdict::Faster, M::TotalMs, 1.18, 1.12, 1.25, "faster by 18 % (12 to 25)");
    row(Verdict::Slower, M::TotalMs, 1 / 1.18, 1 / 1.25, 1 / 1.12, "slower by 18 % (12 to 25)");
    row(Verdict::Faster, M::CharsPerS, 3.14, 2.5, 4, "3.1 times as fast (2.5 to 4)");
    row(Verdict::Slower, M::TotalMs, 1 / 15.49, 1 / 17.2, 1 / 13.6, "15 times as slow (14 to 17)");
    row(Verdict::Faster, M::TotalMs, 1.96, 1.5, 2.5, "faster by 96 % (50 to 150)");
    row(Verdict::Faster, M::TtftMs, 1.034, 1.001, 1.068, "faster by 3.4 % (0.1 to 6.8)");
    row(Verdict::Better, M::Score, 0.82, 0.3, 1.3, "better by 0.8 points (0.3 to 1.3)");
    row(Verdict::Worse, M::Score, -1, -1.5, -0.5, "worse by 1.0 points (0.5 to 1.5)");
    row(Verdict::NoDifferenceShown, M::TotalMs, 1.01, 1 / 1.01, 1.02, "no difference shown (-1 to 2 %)");
    row(Verdict::NoDifferenceShown, M::Score, 0, -0.2, 0.1, "no difference shown (-0.2 to 0.1 points)");
    Comparison cannot;
    cannot.rounds = 4;
    cannot.more = 9;
    QTest::newRow("few rounds") << cannot << u"cannot tell yet: measure at least five rounds"_s;
    cannot.rounds = 5;
    cannot.interval = Interval{1 / 1492.26, 267.78}; // what was "-149126 to 26678 %"
    QTest::newRow("wide") << cannot << u"cannot tell yet: about 9 more rounds"_s;
    cannot.more.reset();
    QTest::newRow("wide, and no end in sight") << cannot << u"cannot tell: the answers vary too much"_s;
    cannot.more = 9;
    cannot.interval = Interval{0.21, 4.9};
    QTest::newRow("less wide") << cannot << u"cannot tell yet: about 9 more rounds"_s;
    cannot.interval = Interval{-3, 3};
    cannot.metric = M::Score;
    QTest::newRow("points") << cannot << u"cannot tell yet: about 9 more rounds"_s;
    cannot.metric = M::TotalMs;
    cannot.interval.reset();
    cannot.more.reset();
    QTest::newRow("many") << cannot << u"cannot tell yet: over 200 more rounds"_s;
    cannot.more = 9;
    QTest::newRow("nine") << cannot << u"cannot tell yet: about 9 more rounds"_s;
    cannot.more = 1;
    cannot.moreOf = MoreOf::ScoredPrompts;
    QTest::newRow("one") << cannot << u"cannot tell yet: about 1 more scored prompt"_s;
}

void TestCompare::verdictsInWords()
{
    QFETCH(Comparison, comparison);
    QTEST(verdictText(comparison), "text");
    comparison.firstAlias.value = u"A"_s;
    comparison.secondAlias.value = u"B"_s;
    QCOMPARE(verdictSentence(comparison),
             u"A against B, %1: %2."_s.arg(compareMetricName(comparison.metric), verdictText(comparison)));
}

void TestCompare::driftIsSeen()
{
    const Latency heating = [](int model, int prompt, int round) {
        return 1000.0 * (prompt + 1) * (model == 0 ? 1 + 0.02 * round : 1.0) + (round * 7 + prompt * 3) % 5;
    };
    const std::vector<Drift> drifts = driftsOf(timedRun(2, 3, 10, heating), CompareMetric::TotalMs);
    QCOMPARE(drifts.size(), size_t(2));
    QVERIFY(drifts[0].shown);
    QVERIFY(drifts[0].change > 0.14 && drifts[0].change < 0.2);
    QVERIFY(drifts[0].interval->low > 0 && drifts[0].interval->low <= drifts[0].change);
    QVERIFY2(driftText(drifts[0]).startsWith(u"total latency rose by 1"_s), qPrintable(driftText(drifts[0])));
    QVERIFY(!drifts[1].shown);
    QCOMPARE(driftText(drifts[1]), u"no trend shown over the run (n = 30)"_s);
    QVERIFY(driftsOf(timedRun(1, 2, 3, heating), CompareMetric::TotalMs).empty());
}

void TestCompare::outliersSayWhatCoincided()
{
    RunData run = timedRun(2, 4, 8, steady(1, 0.02));
    const auto at = [&run](int model, int prompt, int round) -> Sample & {
        return *std::ranges::find_if(run.samples, [=](const Sample &s) {
            return s.step.phase == Phase::Measured && s.step.model == model && s.step.prompt == prompt
                && s.step.round == round;
        });
    };
    Sample &slow = at(1, 3, 5);
    slow.timeline.lastToken = *slow.timeline.sent + 2 * (*slow.timeline.lastToken - *slow.timeline.sent);
    slow.set(SampleFlag::Retried);
    slow.set(SampleFlag::EstimatedTokens); // has nothing to do with time
    const std::vector<Outlier> outliers = outliersOf(run, CompareMetric::TotalMs);
    QCOMPARE(outliers.size(), size_t(1));
    QCOMPARE(outliers[0].sample, slow.id);
    QCOMPARE(outliers[0].fence, Fence::Severe);
    QCOMPARE(outliers[0].coincidences, std::vector{Coincidence::Flagged});
    QCOMPARE(outliers[0].flags, std::vector{SampleFlag::Retried});
    QVERIFY2(outlierText(outliers[0]).endsWith(u"is typical; flagged retried"_s), qPrintable(outlierText(outliers[0])));
    Sample &other = at(0, 3, 5);
    other.startedAt = slow.startedAt.addMSecs(10);
    other.timeline.lastToken = *other.timeline.sent + 2 * (*other.timeline.lastToken - *other.timeline.sent);
    for (const Outlier &outlier : outliersOf(run, CompareMetric::TotalMs))
        QCOMPARE(outlier.coincidences.back(), Coincidence::OthersToo);
    QVERIFY(outliersOf(timedRun(2, 4, 1, steady(1, 0.02)), CompareMetric::TotalMs).empty());
}

void TestCompare::slowFirstRequestIsSaid()
{
    RunData run = timedRun(2, 4, 8, steady(1, 0.02));
    QVERIFY(slowFirsts(run).empty());
    Sample &first = *std::ranges::find_if(
        run.samples, [](const Sample &s) { return s.step.phase == Phase::Measured && s.step.model == 1; });
    first.timeline.lastToken = *first.timeline.sent + 3 * (*first.timeline.lastToken - *first.timeline.sent);
    const std::vector<SlowFirst> slow = slowFirsts(run);
    QCOMPARE(slow.size(), size_t(1));
    QCOMPARE(slow[0].alias.value, u"m1"_s);
    QVERIFY(slowFirstText(slow[0]).startsWith(u"The first measured request of m1 took "_s));
}

void TestCompare::plannerAsksForWhatIsMissing()
{
    const RunData noisy = simulatedRun({Shape::Normal, 2, 4, 5, 1}, 5);
    const auto fine = roundsToTell(noisy, CompareMetric::TotalMs, 0.03);
    const auto coarse = roundsToTell(noisy, CompareMetric::TotalMs, 2);
    QVERIFY(fine && coarse);
    QVERIFY(fine->rounds > coarse->rounds);
    QCOMPARE(fine->have, 5);
    QCOMPARE(roundsNeededText(*fine, 0.03),
             u"about %1 more rounds would tell a difference of 3 %"_s.arg(fine->rounds - 5));
    QCOMPARE(roundsNeededText(*coarse, 2), u"these rounds can tell a difference of 200 %"_s);
    const auto pilot = roundsToTell(simulatedRun({Shape::Normal, 2, 4, 3, 1}, 5), CompareMetric::TotalMs, 0.03);
    QCOMPARE(pilot, (RoundsNeeded{0, 1, 3, fewestPilotRounds, true}));
    QCOMPARE(roundsNeededText(*pilot, 0.03),
             u"after 2 more rounds it can be planned how many tell a difference of 3 %"_s);
    QCOMPARE(roundsToTell(timedRun(2, 4, 2, steady(1, 0.1)), CompareMetric::TotalMs, 0.05), std::nullopt);
    QCOMPARE(roundsToTell(timedRun(1, 4, 5, steady(1, 0.1)), CompareMetric::TotalMs, 0.05), std::nullopt);
}

void TestCompare::seenFromTheOther()
{
    const Comparison c = only(timedRun(2, 4, 5, steady(1.18, 0.02)));
    const Comparison other = turned(c);
    QCOMPARE(other.verdict, Verdict::Slower);
    QCOMPARE(other.first, c.second);
    QCOMPARE(other.firstAlias, c.secondAlias);
    QVERIFY(other.interval->low < *other.effect && *other.effect < other.interval->high && other.interval->high < 1);
    QCOMPARE(other.p, c.p);
    QCOMPARE(verdictText(other).mid(6), verdictText(c).mid(6)); // by as much
    QVERIFY(effectRangeText(c).startsWith(u'1') && effectRangeText(other).startsWith(u"-1"_s));
    QVERIFY(turned(other).verdict == c.verdict && std::abs(*turned(other).effect - *c.effect) < 1e-12);
    QCOMPARE(effectRangeText(Comparison()), u"\u2013"_s);
    Comparison wide;
    wide.interval = Interval{1 / 1492.26, 267.78};
    QCOMPARE(effectRangeText(wide), u"the answers vary too much"_s);
}

void TestCompare::allTogether()
{
    const RunData run = timedRun(2, 4, 5, steady(1.18, 0.02));
    RunData base = timedRun(2, 4, 5, steady(1.18, 0.03));
    base.info.id.value = u"base"_s;
    base.info.plan.options.concurrency = 4;
    const RunAnalysis analysis = analyze(run, &base);
    QCOMPARE(analysis.summaries.size(), 2U);
    QVERIFY(analysis.summaries[0].totalMs->meanCi);
    QCOMPARE(analysis.comparisons, compareModels(run));
    QCOMPARE(analysis.drifts.size(), 2U);
    QVERIFY(analysis.roundsNeeded);
    QVERIFY(analysis.baseline && !analysis.baseline->differences.isEmpty());
    QCOMPARE(analysis.baseline->comparisons, compareRuns(base, run));
    QVERIFY(!analyze(run, &run).baseline); // it is the baseline itself

    AnalysisOptions live;
    live.live = true;
    const RunAnalysis early = analyze(run, &base, live);
    QCOMPARE(early.summaries.size(), 2U);
    QVERIFY(early.comparisons.empty() && early.drifts.empty() && !early.roundsNeeded && !early.baseline);

    AnalysisOptions coarse;
    coarse.threshold = 0.3;
    QCOMPARE(analyze(run, nullptr, coarse).comparisons.front().verdict, Verdict::NoDifferenceShown);
}

QTEST_GUILESS_MAIN(TestCompare)
#include "tst_compare.moc"
