// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/compare/compare.h"
#include "models/domain/compare/drift.h"
#include "models/domain/compare/outliers.h"
#include "models/domain/compare/planner.h"
#include "models/domain/generator.h"
#include "tests/support/fullrun.h"

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

} // namespace

class TestCompare : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void fasterWithItsInterval();
    void speedsAreTurnedRound();
    void tooFewRoundsCannotTell();
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
    QCOMPARE(c.more, std::optional(1));
    QCOMPARE(verdictText(c), u"cannot tell yet: about 1 more round"_s);
}

QTEST_GUILESS_MAIN(TestCompare)
#include "tst_compare.moc"
