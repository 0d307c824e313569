// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/liverunmodel.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

#include "models/items/itemroles.h"
#include "tests/support/examplerun.h"

using namespace assay;
using namespace Qt::Literals::StringLiterals;

class LiveRunModelTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void startsWaiting();
    void streamsTheAnswer();
    void startsOverWithTheNextSample();
    void showsOneOfSeveralAtOnceInFull();
    void boundsTheText();
    void countsAndEnds();
    void failsAndSkipsWithTheirSentence();
    void cancelledModelsStop();
    void takesUpAnOpenedRun();
    void aResumedRunCountsEachSampleOnce();
    void ignoresBatchesOfAnotherRun();

private:
    LiveBatch batch() const;
    LiveDelta delta(const PlanStep &step, const QString &text, bool started) const;
    PlanStep step(int model, int nth) const;
    QString text(int row, LiveRunModel::Column column) const;

    RunInfo m_info;
    std::unique_ptr<LiveRunModel> m_model;
    std::unique_ptr<QAbstractItemModelTester> m_tester;
};

void LiveRunModelTest::init()
{
    m_tester.reset();
    m_info = test::exampleInfo(2, 1); // 2 models x (1 warm-up + 4 prompts)
    m_model = std::make_unique<LiveRunModel>();
    m_tester = std::make_unique<QAbstractItemModelTester>(m_model.get(),
                                                          QAbstractItemModelTester::FailureReportingMode::QtTest);
    m_model->setPlan(m_info);
}

LiveBatch LiveRunModelTest::batch() const
{
    LiveBatch batch;
    batch.run = m_info.id;
    batch.progress.planned = 10;
    return batch;
}

LiveDelta LiveRunModelTest::delta(const PlanStep &at, const QString &words, bool started) const
{
    LiveDelta delta;
    delta.sample = sampleIdOf(at.index);
    delta.step = at;
    delta.answer = words;
    delta.started = started;
    return delta;
}

/// The nth request of a model in the plan; 0 is its warm-up.
PlanStep LiveRunModelTest::step(int model, int nth) const
{
    for (const PlanStep &each : expandPlan(m_info.plan)) {
        if (each.model == model && nth-- == 0) {
            return each;
        }
    }
    return {};
}

QString LiveRunModelTest::text(int row, LiveRunModel::Column column) const
{
    return m_model->index(row, int(column)).data().toString();
}

void LiveRunModelTest::startsWaiting()
{
    QCOMPARE(m_model->rowCount(), 2);
    QCOMPARE(text(0, LiveRunModel::Column::Model), u"A phi-4-mini"_s);
    QCOMPARE(m_model->index(1, 0).data(IdentityRole).toInt(), 1);
    QCOMPARE(text(1, LiveRunModel::Column::State), u"waiting"_s);
    QCOMPARE(text(1, LiveRunModel::Column::Done), u"0 of 5"_s);
    QCOMPARE(text(1, LiveRunModel::Column::Speed), u"\u2013"_s); // missing, not 0
}

void LiveRunModelTest::streamsTheAnswer()
{
    QSignalSpy restarted(m_model.get(), &LiveRunModel::textRestarted);
    QSignalSpy appended(m_model.get(), &LiveRunModel::textAppended);
    LiveBatch first = batch();
    first.deltas = {delta(step(0, 0), u"Warm"_s, true)};
    m_model->apply(first);
    QCOMPARE(m_model->row(0).state, LiveState::WarmingUp);
    QCOMPARE(restarted.count(), 1);
    LiveBatch more = batch();
    more.deltas = {delta(step(0, 0), u" and"_s, false), delta(step(0, 0), u" ready"_s, false)};
    more.deltas.back().tokensPerSSoFar = 41.7;
    more.deltas.back().reasoning = u"hm"_s;
    m_model->apply(more);
    QCOMPARE(appended.count(), 1); // one for a batch, however many pieces
    QCOMPARE(appended[0], (QVariantList{0, u" and ready"_s, u"hm"_s}));
    QCOMPARE(m_model->row(0).answer, u"Warm and ready"_s);
    QCOMPARE(text(0, LiveRunModel::Column::Speed), u"~41.7"_s);
}

void LiveRunModelTest::startsOverWithTheNextSample()
{
    LiveBatch first = batch();
    first.deltas = {delta(step(0, 0), u"one"_s, true)};
    m_model->apply(first);
    LiveBatch second = batch();
    second.finished = {test::exampleSample(m_info, step(0, 0))};
    m_model->apply(second);
    QCOMPARE(m_model->row(0).answer, u"one"_s); // stays to be read until the next one starts
    QCOMPARE(m_model->row(0).state, LiveState::WarmingUp); // no flicker between two requests
    QVERIFY(!text(0, LiveRunModel::Column::Speed).startsWith(u'~')); // now the server has counted
    LiveBatch third = batch();
    third.deltas = {delta(step(0, 1), u"two"_s, true)};
    QSignalSpy restarted(m_model.get(), &LiveRunModel::textRestarted);
    m_model->apply(third);
    QCOMPARE(restarted.count(), 1);
    QCOMPARE(m_model->row(0).answer, u"two"_s);
    QCOMPARE(m_model->row(0).state, LiveState::Streaming);
    LiveBatch fourth = batch();
    fourth.finished = {test::exampleSample(m_info, step(0, 1))};
    fourth.deltas = {delta(step(1, 0), u"other"_s, true)};
    m_model->apply(fourth);
    QCOMPARE(m_model->row(0).state, LiveState::Waiting);
    QCOMPARE(m_model->row(1).state, LiveState::WarmingUp);
}

void LiveRunModelTest::showsOneOfSeveralAtOnceInFull()
{
    LiveBatch first = batch();
    first.deltas = {delta(step(0, 1), u"a1"_s, true), delta(step(0, 2), u"b1"_s, true)};
    m_model->apply(first);
    QCOMPARE(m_model->row(0).answer, u"a1"_s);
    LiveBatch second = batch();
    second.deltas = {delta(step(0, 2), u" b2"_s, false)};
    second.finished = {test::exampleSample(m_info, step(0, 1))};
    m_model->apply(second);
    LiveBatch third = batch();
    third.deltas = {delta(step(0, 2), u" b3"_s, false)};
    m_model->apply(third);
    QCOMPARE(m_model->row(0).answer, u"b1 b2 b3"_s); // nothing of it is lost
}

void LiveRunModelTest::boundsTheText()
{
    LiveBatch start = batch();
    start.deltas = {delta(step(0, 1), QString(LiveRunModel::textLimit, u'x'), true)};
    m_model->apply(start);
    LiveBatch more = batch();
    more.deltas = {delta(step(0, 1), u"the end"_s, false)};
    m_model->apply(more);
    QVERIFY(m_model->row(0).answer.size() <= LiveRunModel::textLimit);
    QVERIFY(m_model->row(0).answer.endsWith(u"the end"_s));
}

void LiveRunModelTest::countsAndEnds()
{
    for (int nth = 0; nth < 5; ++nth) {
        LiveBatch each = batch();
        each.finished = {nth == 2 ? test::failedSample(m_info, step(0, nth))
                                  : test::exampleSample(m_info, step(0, nth))};
        m_model->apply(each);
    }
    QCOMPARE(text(0, LiveRunModel::Column::State), u"done"_s);
    QCOMPARE(text(0, LiveRunModel::Column::Done), u"5 of 5"_s);
    QCOMPARE(text(0, LiveRunModel::Column::Failed), u"1"_s);
    QCOMPARE(m_model->row(1).state, LiveState::Waiting);
}

void LiveRunModelTest::failsAndSkipsWithTheirSentence()
{
    LiveBatch each = batch();
    each.finished = {test::failedSample(m_info, step(1, 0))};
    each.skipped = {{1, Error{ErrorCode::Unavailable, u"Its warm-up failed."_s, {}}}};
    m_model->apply(each);
    QCOMPARE(text(1, LiveRunModel::Column::State), u"skipped"_s);
    QCOMPARE(text(1, LiveRunModel::Column::Problem),
             u"Its warm-up failed. Give it time: it may still be loading the model."_s);
    QCOMPARE(m_model->row(0).state, LiveState::Waiting);
}

void LiveRunModelTest::cancelledModelsStop()
{
    LiveBatch start = batch();
    start.deltas = {delta(step(0, 1), u"a"_s, true)};
    m_model->apply(start);
    QSignalSpy progress(m_model.get(), &LiveRunModel::progressChanged);
    LiveBatch end = batch();
    end.state = RunState::Cancelled;
    m_model->apply(end);
    QCOMPARE(progress.count(), 1);
    QCOMPARE(m_model->state(), RunState::Cancelled);
    QCOMPARE(text(0, LiveRunModel::Column::State), u"stopped"_s);
    QCOMPARE(m_model->row(0).answer, u"a"_s);
}

void LiveRunModelTest::takesUpAnOpenedRun()
{
    const RunData run = test::exampleRun(2, 1);
    m_model->setPlan(run.info, run.samples);
    QCOMPARE(m_model->progress().done, 10);
    QCOMPARE(m_model->progress().failed, 1);
    QCOMPARE(m_model->row(0).state, LiveState::Done);
    QVERIFY(m_model->row(0).answer.contains(u"Retrieval"_s));
    m_model->clear();
    QCOMPARE(m_model->rowCount(), 0);
}

void LiveRunModelTest::aResumedRunCountsEachSampleOnce()
{
    RunInfo info = m_info;
    info.state = RunState::Running;
    const Sample warmup = test::exampleSample(info, step(0, 0));
    Sample cancelled = test::exampleSample(info, step(0, 1));
    cancelled.status = SampleStatus::Cancelled;
    m_model->setPlan(info, {warmup, cancelled});
    QCOMPARE(m_model->row(0).done, 1); // what was cancelled is to be made again
    LiveBatch again = batch();
    again.finished = {warmup, test::exampleSample(info, step(0, 1))};
    m_model->apply(again);
    QCOMPARE(m_model->row(0).done, 2);
}

void LiveRunModelTest::ignoresBatchesOfAnotherRun()
{
    LiveBatch stranger = batch();
    stranger.run = RunId{u"another"_s};
    stranger.deltas = {delta(step(0, 1), u"a"_s, true)};
    m_model->apply(stranger);
    QVERIFY(m_model->row(0).answer.isEmpty());
}

QTEST_GUILESS_MAIN(LiveRunModelTest)
#include "tst_liverunmodel.moc"
