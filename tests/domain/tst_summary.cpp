// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/ratefigures.h"
#include "models/domain/summary.h"
#include "tests/support/fullrun.h"

#include <QtTest>

using namespace assay;
using namespace assay::test;
using namespace Qt::Literals::StringLiterals;

namespace {

RunData emptyRun(int models = 1, int prompts = 2, int rounds = 2)
{
    RunData run;
    run.info.id.value = u"run"_s;
    run.info.plan = smallPlan(models, prompts, rounds);
    return run;
}

/// Stretches an ok sample (first token after 100 ms, total 300 ms) to another total.
Sample lasting(Sample sample, double totalMs)
{
    Timeline &timeline = sample.timeline;
    timeline.chunks.back().at = *timeline.sent + Nanos(static_cast<qint64>(totalMs * 1e6));
    timeline.lastToken = timeline.chunks.back().at;
    return sample;
}

Sample sentAt(const RunInfo &info, int index, double intendedMs, double sentMs)
{
    Sample sample = okSample(info, index, 0, index % 2, 1, sentMs);
    sample.timeline.intended = Nanos(static_cast<qint64>(intendedMs * 1e6));
    return sample;
}

Score overall(const Sample &sample, std::optional<int> value)
{
    Score score;
    score.sample = sample.id;
    score.criterion = QString::fromUtf16(overallCriterion);
    score.value = value;
    return score;
}

} // namespace

class TestSummary : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void figuresByHand();
    void warmupsAndFailuresStayOutside();
    void statuses_data();
    void statuses();
    void gapsArePooledRaw();
    void scoresAreSummed();
    void everyModelHasARow();
    void intervalsTakeRoundsAsUnits();
    void estimatesAreSaid();
    void strangeSamplesAreLeftOut();
    void energyIsMeasuredOrEstimated();
    void theColdRequestStandsForItself();
    void rateByHand();
    void pausesAreNoPartOfTheRate();
    void rateBlockByBlock();
};

void TestSummary::figuresByHand()
{
    RunData run = emptyRun(1, 2, 1);
    run.samples = {lasting(okSample(run.info, 0, 0, 0, 1), 300), lasting(okSample(run.info, 1, 0, 1, 1), 500)};
    const ModelSummary summary = summarize(run).front();
    QCOMPARE(summary.status, ModelStatus::Ok);
    QCOMPARE(summary.samples, 2);
    QCOMPARE(summary.rounds, 1);
    QCOMPARE(summary.totalMs->n, 2);
    QCOMPARE(summary.totalMs->mean, 400.0);
    QCOMPARE(summary.totalMs->p50, 400.0);
    QCOMPARE(summary.totalMs->p95, 490.0);
    QCOMPARE(summary.ttftMs->mean, 100.0);
    QCOMPARE(summary.outputTokens->mean, 10.0);
    QCOMPARE(summary.tokensPerS->max, 10 / 0.3);
    QCOMPARE(summary.totalMs->meanCi, std::nullopt);
    QCOMPARE(summary.score, std::nullopt);
}

void TestSummary::warmupsAndFailuresStayOutside()
{
    const RunData run = fullRun();
    const std::vector<ModelSummary> summaries = summarize(run);
    QCOMPARE(summaries[0].samples, 2);
    QCOMPARE(summaries[0].cancelled, 1);
    QCOMPARE(summaries[0].failed, 0);
    QCOMPARE(summaries[0].totalMs->n, 2);
    QCOMPARE(summaries[0].status, ModelStatus::Partial);
    QCOMPARE(summaries[1].samples, 1);
    QCOMPARE(summaries[1].failed, 2);
    QCOMPARE(summaries[1].skipped, 1);
    QCOMPARE(summaries[1].rounds, 2);
    QCOMPARE(summaries[1].totalMs->n, 1);
    QCOMPARE(summaries[1].ttftMs->n, 1); // the failed ones had a first token; it does not count
    QCOMPARE(summaries[0].sizeMb, std::optional(822.5));
    QCOMPARE(summaries[0].license, std::optional(u"apache-2.0"_s));
}

void TestSummary::statuses_data()
{
    using List = QList<int>;
    constexpr int ok = static_cast<int>(SampleStatus::Ok);
    constexpr int failed = static_cast<int>(SampleStatus::Failed);
    constexpr int timedOut = static_cast<int>(SampleStatus::TimedOut);
    constexpr int cancelled = static_cast<int>(SampleStatus::Cancelled);
    constexpr int skipped = static_cast<int>(SampleStatus::Skipped);
    QTest::addColumn<List>("samples");
    QTest::addColumn<QString>("status");
    QTest::newRow("all ok") << List{ok, ok} << u"ok"_s;
    QTest::newRow("broken off before the second") << List{ok} << u"partial"_s;
    QTest::newRow("one failed") << List{ok, failed} << u"partial"_s;
    QTest::newRow("one skipped") << List{ok, skipped} << u"partial"_s;
    QTest::newRow("one cancelled") << List{ok, cancelled} << u"partial"_s;
    QTest::newRow("none ok") << List{failed, skipped} << u"failed"_s;
    QTest::newRow("timed out") << List{timedOut} << u"failed"_s;
    QTest::newRow("all skipped") << List{skipped, skipped} << u"skipped"_s;
    QTest::newRow("nothing") << List{} << u"skipped"_s;
}

void TestSummary::statuses()
{
    QFETCH(QList<int>, samples);
    RunData run = emptyRun(1, 2, 1);
    for (const int status : samples) {
        Sample sample = okSample(run.info, static_cast<int>(run.samples.size()), 0, 0, 1);
        sample.status = static_cast<SampleStatus>(status);
        run.samples.push_back(sample);
    }
    QTEST(modelStatusKey(summarize(run).front().status), "status");
}

/// Seven gaps of 50 ms and one stall of 2 s: a mean per request would hide the stall, the pooled maximum shows it.
void TestSummary::gapsArePooledRaw()
{
    RunData run = emptyRun();
    run.samples = {okSample(run.info, 0, 0, 0, 1), lasting(okSample(run.info, 1, 0, 1, 1), 2250)};
    const Distribution gaps = *summarize(run).front().chunkGapMs;
    QCOMPARE(gaps.n, 8);
    QCOMPARE(gaps.p50, 50.0);
    QCOMPARE(gaps.max, 2000.0);
}

void TestSummary::scoresAreSummed()
{
    RunData run = emptyRun(2);
    run.samples = {okSample(run.info, 0, 0, 0, 1), okSample(run.info, 1, 0, 1, 1), okSample(run.info, 2, 0, 0, 2),
                   okSample(run.info, 3, 1, 0, 1)};
    Sample warmup = okSample(run.info, 4, 0, 0, 1);
    warmup.step.phase = Phase::Warmup;
    run.samples.push_back(warmup);
    Score other = overall(run.samples[0], 1);
    other.criterion = u"tone"_s;
    run.scores = {overall(run.samples[0], 5), overall(run.samples[1], 4),
                  overall(run.samples[2], 5), overall(run.samples[3], std::nullopt),
                  overall(warmup, 1),         other};
    const std::vector<ModelSummary> summaries = summarize(run);
    QVERIFY(summaries[0].score);
    QCOMPARE(summaries[0].score->n, 3);
    QCOMPARE(summaries[0].score->mean, 14 / 3.0);
    QCOMPARE(summaries[0].score->median, 5.0);
    QCOMPARE(summaries[0].score->histogram, (std::array<int, 5>{0, 0, 0, 1, 2}));
    QCOMPARE(summaries[0].score->ci, std::nullopt); // two prompts bear no interval
    QCOMPARE(summaries[1].score, std::nullopt);
}

void TestSummary::everyModelHasARow()
{
    const std::vector<ModelSummary> summaries = summarize(emptyRun(3));
    QCOMPARE(summaries.size(), size_t(3));
    QCOMPARE(summaries[2].alias.value, u"m2"_s);
    QCOMPARE(summaries[2].model, 2);
    QCOMPARE(summaries[2].totalMs, std::nullopt);
}

void TestSummary::intervalsTakeRoundsAsUnits()
{
    RunData run = emptyRun(1, 2, 5);
    for (int round = 1; round <= 5; ++round) {
        for (int prompt = 0; prompt < 2; ++prompt) {
            const int index = 2 * round + prompt;
            const double ms =
                1000 * (1 + prompt) + (round % 2 == 0 ? 10 : -10); // the prompts differ, the rounds little
            run.samples.push_back(lasting(okSample(run.info, index, 0, prompt, round), ms));
        }
    }
    const Distribution total = *summarize(run).front().totalMs;
    QVERIFY(total.meanCi && total.meanCi->low > 1450 && total.meanCi->high < 1550);
    QVERIFY(total.p50Ci);
    QCOMPARE(total.p95Ci, std::nullopt);
    run.samples.resize(4); // two rounds
    QCOMPARE(summarize(run).front().totalMs->meanCi, std::nullopt);
}

void TestSummary::estimatesAreSaid()
{
    RunData run = emptyRun();
    run.samples = {okSample(run.info, 0, 0, 0, 1), okSample(run.info, 1, 0, 1, 1)};
    QVERIFY(!summarize(run).front().tokensEstimated);
    run.samples[1].set(SampleFlag::EstimatedTokens);
    QVERIFY(summarize(run).front().tokensEstimated);
}

void TestSummary::strangeSamplesAreLeftOut()
{
    RunData run = emptyRun();
    run.samples = {okSample(run.info, 0, 0, 0, 1), okSample(run.info, 1, 0, 1, 1)};
    run.samples[1].step.model = 7; // no such model
    run.scores = {overall(run.samples[0], 9), overall(run.samples[1], 3)};
    const std::vector<ModelSummary> summaries = summarize(run);
    QCOMPARE(summaries.front().samples, 1);
    QCOMPARE(summaries.front().score, std::nullopt);
}

void TestSummary::theColdRequestStandsForItself()
{
    RunData run = fullRun();
    run.samples[0].flags.clear();
    QVERIFY(!summarize(run)[0].coldTtftMs && !summarize(run)[0].coldTotalMs); // nothing was loaded
    const double before = summarize(run)[0].totalMs->mean;
    Sample &warmup = run.samples[0];
    warmup = lasting(warmup, 4000);
    warmup.set(SampleFlag::FirstAfterLoad);
    const ModelSummary once = summarize(run)[0];
    QCOMPARE(once.coldTtftMs, std::optional(100.0));
    QCOMPARE(once.coldTotalMs, std::optional(4000.0));
    QCOMPARE(once.totalMs->mean, before);
    QVERIFY(!summarize(run)[1].coldTotalMs);
    // Loaded again for its second round: the newer one counts, wherever it stands in the list.
    Sample again = lasting(okSample(run.info, 9, 0, 0, 2, 9000), 2500);
    again.step.phase = Phase::Warmup;
    again.set(SampleFlag::FirstAfterLoad);
    run.samples.insert(run.samples.begin(), again);
    QCOMPARE(summarize(run)[0].coldTotalMs, std::optional(2500.0));
    // One that failed is the newest, too: what the load before took is no longer said beside the newer load.
    run.samples[0].status = SampleStatus::Failed;
    QCOMPARE(summarize(run)[0].coldTotalMs, std::nullopt);
}

void TestSummary::energyIsMeasuredOrEstimated()
{
    RunData run = emptyRun(2, 2, 1);
    for (const int model : {0, 1}) { // 10 tokens each, from 1 s to 1.3 s and from 1.1 s to 1.4 s: 0.4 s in all
        run.samples.push_back(okSample(run.info, 2 * model, model, 0, 1, 1000));
        run.samples.push_back(okSample(run.info, 2 * model + 1, model, 1, 1, 1100));
    }
    QCOMPARE(summarize(run)[0].energy, std::nullopt);
    for (PlannedModel &planned : run.info.plan.models)
        planned.model.metadata.watts = 18;
    run.info.costs.models = {ModelCost(), ModelCost()};
    run.info.costs.models[1].energy = {{u"package-0"_s, 72, 1, {}}};
    run.info.costs.models[1].energyTokens = 20;
    const std::vector<ModelSummary> summaries = summarize(run);
    QCOMPARE(summaries[0].energy, (EnergyFigure{0.1, {}, {}})); // 18 W * 0.4 s for 20 tokens
    QCOMPARE(summaries[1].energy, (EnergyFigure{1.0, {}, {u"package-0"_s}}));
    QCOMPARE(summaries[1].pricePer1kTokens, std::nullopt);
    run.info.costs.price = EnergyPrice{0.5, u"EUR"_s};
    QCOMPARE(summarize(run)[1].pricePer1kTokens, std::optional(0.0005));
    QCOMPARE(summarize(run)[1].currency, u"EUR"_s);
}

/// Two a second were planned; from the second on each is sent 100 ms later than the one before.
void TestSummary::rateByHand()
{
    RunData run = emptyRun(1, 2, 2);
    QCOMPARE(rateFigures(run), std::nullopt);
    run.info.plan.options.rate = 2;
    run.info.plan.options.order = RunOrder::Interleaved;
    run.info.plan.options.warmups = 1;
    run.samples = {sentAt(run.info, 0, 400, 450)};
    run.samples[0].step.phase = Phase::Warmup; // is in no figure
    for (int i = 0; i < 4; ++i)
        run.samples.push_back(sentAt(run.info, i + 1, 1000 + 500 * i, 1000 + 600 * i));
    const std::optional<RateFigures> figures = rateFigures(run);
    QVERIFY(figures);
    QCOMPARE(figures->requested, 2.0);
    QVERIFY(figures->achieved && std::abs(*figures->achieved - 3 / 1.8) < 1e-9);
    QCOMPARE(figures->lagMs->n, 4);
    QCOMPARE(figures->lagMs->p50, 150.0);
    QCOMPARE(figures->lagMs->max, 300.0);
    QCOMPARE(figures->models.size(), size_t(1));
    QCOMPARE(figures->models[0].fromSendingMs->max, 300.0); // all the same, if one looks no further
    QCOMPARE(figures->models[0].fromIntendedMs->min, 300.0);
    QCOMPARE(figures->models[0].fromIntendedMs->max, 600.0);
}

void TestSummary::pausesAreNoPartOfTheRate()
{
    RunData run = emptyRun(1, 2, 2);
    run.info.plan.options.rate = 2;
    run.info.plan.options.order = RunOrder::Shuffled;
    const std::array<double, 4> intended{0, 500, 60'500, 61'000};
    for (int i = 0; i < 4; ++i)
        run.samples.push_back(sentAt(run.info, i, intended[size_t(i)], intended[size_t(i)]));
    QCOMPARE(rateFigures(run)->achieved, std::optional(2.0));
    run.info.plan.options.arrival = Arrival::Poisson; // even so long a gap can be told
    QCOMPARE(rateFigures(run)->achieved, std::optional(2.0));
    run.samples.resize(1);
    QCOMPARE(rateFigures(run)->achieved, std::nullopt);
}

/// Nothing is planned between the blocks.
void TestSummary::rateBlockByBlock()
{
    RunData run = emptyRun(1, 2, 2);
    run.info.plan.options.rate = 2;
    for (int i = 0; i < 4; ++i) {
        run.samples.push_back(sentAt(run.info, i, 500 * i + (i > 1 ? 200 : 0), 500 * i + (i > 1 ? 200 : 0)));
        run.samples.back().step.round = i / 2 + 1;
    }
    QCOMPARE(rateFigures(run)->achieved, std::optional(2.0));
}

QTEST_GUILESS_MAIN(TestSummary)
#include "tst_summary.moc"
