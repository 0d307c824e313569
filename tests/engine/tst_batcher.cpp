// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/run/batcher.h"
#include "tests/support/manualtime.h"

#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace assay;
using namespace std::chrono_literals;

namespace {

Sample sampleNumber(int index)
{
    Sample sample;
    sample.id = sampleIdOf(index);
    sample.step.index = index;
    return sample;
}

RunInfo aRun()
{
    RunInfo info;
    info.id = {u"run-1"_s};
    return info;
}

/// A controller that only says what the test makes it say.
struct Rig
{
    ManualTime time;
    RunController controller{time, resolveKeyFromEnvironment};
    Batcher batcher{controller, time};
    std::vector<LiveBatch> batches;

    Rig()
    {
        QObject::connect(&batcher, &Batcher::batch, &batcher, [this](const LiveBatch &b) { batches.push_back(b); });
    }
    void say(int sample, const QString &text) { Q_EMIT controller.samplePiece(sampleIdOf(sample), {text, {}, 1}); }
};

} // namespace

class TestBatcher : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void joinsTextOfASample();
    void atMostThirtyASecond();
    void restsWhileNothingHappens();
    void finishedInOrderWithTheNextBatch();
    void keepsLatestProgressAndState();
    void lastBatchGoesOutAtOnce();
    void estimatesTheSpeed();
    void speedNeedsTime();
};

void TestBatcher::joinsTextOfASample()
{
    Rig rig;
    Q_EMIT rig.controller.runStarted(aRun());
    Q_EMIT rig.controller.sampleStarted(sampleNumber(3));
    Q_EMIT rig.controller.sampleStarted(sampleNumber(4));
    rig.say(3, u"Hel"_s);
    rig.say(4, u"Other"_s);
    rig.say(3, u"lo"_s);
    Q_EMIT rig.controller.samplePiece(sampleIdOf(3), {{}, u"because"_s, 2});
    QVERIFY(rig.batches.empty());
    rig.time.advance(batchInterval);
    QCOMPARE(rig.batches.size(), size_t(1));
    const LiveBatch &batch = rig.batches[0];
    QCOMPARE(batch.run.value, u"run-1"_s);
    QCOMPARE(batch.deltas.size(), size_t(2));
    QCOMPARE(batch.deltas[0].sample, sampleIdOf(3));
    QCOMPARE(batch.deltas[0].step.index, 3);
    QCOMPARE(batch.deltas[0].answer, u"Hello"_s);
    QCOMPARE(batch.deltas[0].reasoning, u"because"_s);
    QCOMPARE(batch.deltas[0].chunks, 4);
    QVERIFY(batch.deltas[0].started);
    QCOMPARE(batch.deltas[1].answer, u"Other"_s);

    rig.say(3, u"!"_s);
    rig.time.advance(batchInterval);
    QCOMPARE(rig.batches.size(), size_t(2));
    QCOMPARE(rig.batches[1].deltas.size(), size_t(1));
    QCOMPARE(rig.batches[1].deltas[0].answer, u"!"_s);
    QCOMPARE(rig.batches[1].deltas[0].step.index, 3);
    QVERIFY(!rig.batches[1].deltas[0].started);
}

void TestBatcher::atMostThirtyASecond()
{
    Rig rig;
    Q_EMIT rig.controller.sampleStarted(sampleNumber(0));
    QString all;
    for (int i = 0; i < 1000; ++i) {
        rig.say(0, QString::number(i % 10));
        all += QString::number(i % 10);
        rig.time.advance(1ms);
    }
    QVERIFY2(rig.batches.size() <= 30, qPrintable(QString::number(rig.batches.size())));
    QVERIFY2(rig.batches.size() >= 25, qPrintable(QString::number(rig.batches.size())));
    rig.time.advance(batchInterval);
    QString seen;
    for (const LiveBatch &batch : rig.batches)
        seen += batch.deltas.at(0).answer;
    QCOMPARE(seen, all);
}

void TestBatcher::restsWhileNothingHappens()
{
    Rig rig;
    QCOMPARE(rig.time.pending(), 0);
    rig.say(0, u"A"_s);
    QCOMPARE(rig.time.pending(), 1);
    rig.time.advance(10s);
    QCOMPARE(rig.batches.size(), size_t(1));
    QCOMPARE(rig.time.pending(), 0);
}

void TestBatcher::finishedInOrderWithTheNextBatch()
{
    Rig rig;
    for (const int i : {2, 0, 1})
        Q_EMIT rig.controller.sampleFinished(sampleNumber(i));
    Q_EMIT rig.controller.modelSkipped(1, Error{ErrorCode::NotFound, u"Gone."_s, {}});
    rig.time.advance(batchInterval);
    QCOMPARE(rig.batches.size(), size_t(1));
    QCOMPARE(rig.batches[0].finished.size(), size_t(3));
    QCOMPARE(rig.batches[0].finished[0].id, sampleIdOf(2));
    QCOMPARE(rig.batches[0].finished[1].id, sampleIdOf(0));
    QCOMPARE(rig.batches[0].finished[2].id, sampleIdOf(1));
    QCOMPARE(rig.batches[0].skipped.size(), size_t(1));
    QCOMPARE(rig.batches[0].skipped[0].model, 1);
    QCOMPARE(rig.batches[0].skipped[0].reason.message, u"Gone."_s);
    Q_EMIT rig.controller.sampleFinished(sampleNumber(5));
    rig.time.advance(batchInterval);
    QCOMPARE(rig.batches[1].finished.size(), size_t(1)); // nothing comes twice
    QVERIFY(rig.batches[1].skipped.empty());
}

void TestBatcher::keepsLatestProgressAndState()
{
    Rig rig;
    Q_EMIT rig.controller.progressed({10, 1, 0, 0, {}});
    Q_EMIT rig.controller.progressed({10, 2, 1, 0, Nanos(5s)});
    Q_EMIT rig.controller.stateChanged({u"run-1"_s}, RunState::Paused);
    rig.time.advance(batchInterval);
    const RunProgress latest{10, 2, 1, 0, Nanos(5s)};
    QCOMPARE(rig.batches[0].progress, latest);
    QCOMPARE(rig.batches[0].state, RunState::Paused);
    rig.say(0, u"A"_s);
    rig.time.advance(batchInterval);
    QCOMPARE(rig.batches[1].progress, latest);
    QCOMPARE(rig.batches[1].state, RunState::Paused);
}

void TestBatcher::lastBatchGoesOutAtOnce()
{
    Rig rig;
    rig.say(0, u"A"_s);
    Q_EMIT rig.controller.sampleFinished(sampleNumber(0));
    RunInfo info = aRun();
    info.state = RunState::Completed;
    Q_EMIT rig.controller.runFinished(info);
    QCOMPARE(rig.batches.size(), size_t(1));
    QCOMPARE(rig.batches[0].state, RunState::Completed);
    QCOMPARE(rig.batches[0].deltas.size(), size_t(1));
    QCOMPARE(rig.batches[0].finished.size(), size_t(1));
    QCOMPARE(rig.time.pending(), 0);
    rig.time.advance(1s);
    QCOMPARE(rig.batches.size(), size_t(1));
}

void TestBatcher::estimatesTheSpeed()
{
    Rig rig;
    Q_EMIT rig.controller.sampleStarted(sampleNumber(0));
    rig.time.advance(5s); // waiting for the first piece is not generating
    rig.say(0, u"first"_s);
    rig.time.advance(2s);
    rig.say(0, QString(80, u'x'));
    rig.time.advance(batchInterval);
    QCOMPARE(rig.batches.back().deltas[0].tokensPerSSoFar, std::optional(10.0)); // 80 / 4 in 2 s
}

void TestBatcher::speedNeedsTime()
{
    Rig rig;
    Q_EMIT rig.controller.sampleStarted(sampleNumber(0));
    rig.say(0, u"first"_s);
    rig.say(0, u"second at the same moment"_s);
    rig.time.advance(batchInterval);
    QVERIFY(!rig.batches[0].deltas[0].tokensPerSSoFar);
}

QTEST_GUILESS_MAIN(TestBatcher)
#include "tst_batcher.moc"
