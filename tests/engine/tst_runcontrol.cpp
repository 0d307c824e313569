// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/run/schedule.h"
#include "models/domain/metrics.h"
#include "tests/engine/runrig.h"

#include <QSignalSpy>
#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace assay;
using namespace std::chrono_literals;

/// Retry, pause and cancel of a run.
class TestRunControl : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void retriesAfterWhatTheServerAskedFor();
    void waitsLongerEachTime();
    void refusedFailsInTheEnd();
    void otherFailuresAreNotRetried();
    void pauseLetsRequestsEnd();
    void pauseHoldsRetries();
    void pauseInASlotHoldsTheRequest();
    void pausedRunCompletes();
    void cancelKeepsPartialText();
    void cancelDuringAWait();
    void cancelWhilePaused();
    void cancelInRunStarted();
    void cancelInSampleStarted();
    void cancelManyAtOnce();
    void commandsWithoutARunDoNothing();
    void destroyedInMidRun();
    void aRateWaitsForNoAnswer();
    void whatIsSentLateSaysSo();
    void pauseMovesTheRate();
    void cancelStopsTheRate();
};

void TestRunControl::retriesAfterWhatTheServerAskedFor()
{
    RunRig rig;
    rig.server.enqueue(RunRig::busy("Retry-After: 7\r\n"));
    rig.controller->start(rig.run(1, 1));
    QTRY_COMPARE(rig.time.untilNext(), std::optional<Nanos>(7s));
    rig.time.advance(6999ms);
    RunRig::settle();
    QCOMPARE(rig.asked(), 1);
    rig.time.advance(1ms);
    QTRY_VERIFY(rig.isOver());
    QCOMPARE(rig.asked(), 2);
    QCOMPARE(rig.finished.size(), size_t(1));
    const Sample &sample = rig.finished[0];
    QCOMPARE(sample.status, SampleStatus::Ok);
    QCOMPARE(sample.attempts, 2);
    QVERIFY(sample.has(SampleFlag::Retried));
    QCOMPARE(sample.timeline.posted, std::optional<Nanos>(7s)); // the wait is in no interval of the sample
    QCOMPARE(sample.timeline.intended, std::optional<Nanos>(7s));
    QCOMPARE(sample.timeline.closed, std::optional<Nanos>(7s));
    QCOMPARE(rig.started.size(), size_t(1));
    QCOMPARE(rig.progress.back().failed, 0);
}

void TestRunControl::waitsLongerEachTime()
{
    RunRig rig;
    rig.answer = [](const auto &) { return RunRig::busy(); };
    rig.controller->start(rig.run(1, 1));
    int asked = 0;
    for (const Nanos wait : {Nanos(500ms), Nanos(1s), Nanos(2s)}) {
        ++asked;
        QTRY_COMPARE(rig.asked(), asked); // before: the connection's own timer
        QTRY_COMPARE(rig.time.untilNext(), std::optional(wait));
        rig.time.advance(wait);
    }
    QTRY_VERIFY(rig.isOver());
    QCOMPARE(rig.asked(), maxAttempts);
    QCOMPARE(rig.finished.size(), size_t(1));
    QCOMPARE(rig.finished[0].status, SampleStatus::Failed);
    QCOMPARE(rig.finished[0].error->code, ErrorCode::Unavailable);
    QCOMPARE(rig.finished[0].attempts, maxAttempts);
    QVERIFY(rig.finished[0].has(SampleFlag::Retried));
}

void TestRunControl::refusedFailsInTheEnd()
{
    RunRig rig;
    RunInfo run = rig.run(1, 1);
    run.plan.models[0].endpoint.url = ScriptedServer::refusedUrl();
    rig.controller->start(run);
    const auto overAfterItsWaits = [&rig] {
        RunRig::settle();
        const std::optional<Nanos> next = rig.time.untilNext();
        if (next && *next <= 2s) // a connection's or a wait's, not the idle time-out
            rig.time.advance(*next);
        return rig.isOver();
    };
    QTRY_VERIFY(overAfterItsWaits());
    QCOMPARE(rig.finished[0].status, SampleStatus::Failed);
    QCOMPARE(rig.finished[0].error->code, ErrorCode::Refused);
    QCOMPARE(rig.finished[0].attempts, maxAttempts);
    QVERIFY(!rig.finished[0].timeline.firstToken);
}

void TestRunControl::otherFailuresAreNotRetried()
{
    RunRig rig;
    rig.answer = [](const auto &) { return Script::json(R"({"error":{"message":"bad"}})", 400); };
    rig.controller->start(rig.run(1, 1));
    QTRY_VERIFY(rig.isOver());
    QCOMPARE(rig.asked(), 1);
    QCOMPARE(rig.finished[0].attempts, 1);
    QCOMPARE(rig.time.pending(), 0);
}

void TestRunControl::pauseLetsRequestsEnd()
{
    RunRig rig;
    rig.server.enqueue(RunRig::beginning(u"A"_s).wait(u"go"_s).send(RunRig::ending()));
    rig.controller->start(rig.run(1, 3));
    QTRY_COMPARE(rig.text, u"A"_s);
    rig.controller->pause();
    rig.controller->pause();
    QCOMPARE(rig.states, std::vector{RunState::Paused});
    rig.server.release(u"go"_s);
    QTRY_COMPARE(rig.finished.size(), size_t(1));
    QCOMPARE(rig.finished[0].status, SampleStatus::Ok);
    RunRig::settle();
    QCOMPARE(rig.asked(), 1);
    QVERIFY(rig.controller->isRunning());
    rig.controller->resume();
    QTRY_VERIFY(rig.isOver());
    QCOMPARE(rig.states, (std::vector{RunState::Paused, RunState::Running, RunState::Completed}));
    QCOMPARE(rig.finished.size(), size_t(3));
}

void TestRunControl::pauseHoldsRetries()
{
    RunRig rig;
    rig.server.enqueue(RunRig::busy());
    rig.controller->start(rig.run(1, 1));
    QTRY_COMPARE(rig.time.untilNext(), std::optional<Nanos>(500ms));
    rig.controller->pause();
    rig.time.advance(20s);
    RunRig::settle();
    QCOMPARE(rig.asked(), 1);
    rig.controller->resume();
    QTRY_VERIFY(rig.isOver());
    QCOMPARE(rig.finished[0].status, SampleStatus::Ok);
    QCOMPARE(rig.finished[0].attempts, 2);
    QCOMPARE(rig.finished[0].timeline.posted, std::optional<Nanos>(20s));
}

void TestRunControl::pauseInASlotHoldsTheRequest()
{
    RunRig rig;
    connect(rig.controller.get(), &RunController::sampleStarted, &rig, [&] { rig.controller->pause(); });
    rig.controller->start(rig.run(1, 1));
    QTRY_COMPARE(rig.started.size(), size_t(1));
    RunRig::settle();
    QCOMPARE(rig.asked(), 0);
    rig.controller->resume();
    QTRY_VERIFY(rig.isOver());
    QCOMPARE(rig.finished[0].status, SampleStatus::Ok);
}

void TestRunControl::pausedRunCompletes()
{
    RunRig rig;
    rig.server.enqueue(RunRig::beginning(u"A"_s).wait(u"go"_s).send(RunRig::ending()));
    rig.controller->start(rig.run(1, 1));
    QTRY_COMPARE(rig.text, u"A"_s);
    rig.controller->pause();
    rig.server.release(u"go"_s);
    QTRY_VERIFY(rig.isOver()); // nothing is left to hold back
    QCOMPARE(rig.ended[0].state, RunState::Completed);
}

void TestRunControl::cancelKeepsPartialText()
{
    RunRig rig;
    QSignalSpy closed(&rig.server, &ScriptedServer::connectionClosed);
    rig.server.enqueue(RunRig::beginning(u"The answer is"_s).hold());
    rig.controller->start(rig.run(1, 3));
    QTRY_COMPARE(rig.text, u"The answer is"_s);
    rig.controller->cancel();
    QVERIFY(rig.ended.empty()); // never from inside
    rig.controller->cancel();
    QTRY_VERIFY(rig.isOver());
    QTRY_VERIFY(closed.count() >= 1);
    RunRig::settle();
    QCOMPARE(rig.ended.size(), size_t(1));
    QCOMPARE(rig.ended[0].state, RunState::Cancelled);
    QVERIFY(rig.ended[0].finishedAt);
    QCOMPARE(rig.states, std::vector{RunState::Cancelled});
    QCOMPARE(rig.finished.size(), size_t(1)); // those not begun have no sample
    QCOMPARE(rig.finished[0].status, SampleStatus::Cancelled);
    QCOMPARE(rig.finished[0].output, u"The answer is"_s);
    QCOMPARE(rig.progress.back().failed, 0);
    QCOMPARE(rig.asked(), 1);
}

void TestRunControl::cancelDuringAWait()
{
    RunRig rig;
    rig.server.enqueue(RunRig::busy());
    rig.controller->start(rig.run(1, 2));
    QTRY_COMPARE(rig.time.untilNext(), std::optional<Nanos>(500ms));
    rig.controller->cancel();
    QTRY_VERIFY(rig.isOver());
    QCOMPARE(rig.time.pending(), 0);
    QCOMPARE(rig.finished.size(), size_t(1));
    QCOMPARE(rig.finished[0].status, SampleStatus::Cancelled);
    QCOMPARE(rig.finished[0].attempts, 1);
    QCOMPARE(rig.asked(), 1);
}

void TestRunControl::cancelWhilePaused()
{
    RunRig rig;
    rig.server.enqueue(RunRig::beginning(u"A"_s).wait(u"go"_s).send(RunRig::ending()));
    rig.controller->start(rig.run(1, 3));
    QTRY_COMPARE(rig.text, u"A"_s);
    rig.controller->pause();
    rig.server.release(u"go"_s);
    QTRY_COMPARE(rig.finished.size(), size_t(1));
    rig.controller->cancel();
    rig.controller->resume(); // too late
    QTRY_VERIFY(rig.isOver());
    QCOMPARE(rig.ended[0].state, RunState::Cancelled);
    QCOMPARE(rig.finished.size(), size_t(1));
    QCOMPARE(rig.finished[0].status, SampleStatus::Ok);
}

void TestRunControl::cancelInRunStarted()
{
    RunRig rig;
    connect(rig.controller.get(), &RunController::runStarted, &rig, [&] { rig.controller->cancel(); });
    rig.controller->start(rig.run(1, 3));
    QTRY_VERIFY(rig.isOver());
    RunRig::settle();
    QCOMPARE(rig.ended.size(), size_t(1));
    QCOMPARE(rig.ended[0].state, RunState::Cancelled);
    QVERIFY(rig.started.empty());
    QCOMPARE(rig.asked(), 0);
}

void TestRunControl::cancelInSampleStarted()
{
    RunRig rig;
    connect(rig.controller.get(), &RunController::sampleStarted, &rig, [&] { rig.controller->cancel(); });
    rig.controller->start(rig.run(1, 3));
    QTRY_VERIFY(rig.isOver());
    RunRig::settle();
    QCOMPARE(rig.finished.size(), size_t(1));
    QCOMPARE(rig.finished[0].status, SampleStatus::Cancelled);
    QCOMPARE(rig.asked(), 0);
}

void TestRunControl::cancelManyAtOnce()
{
    RunRig rig;
    rig.answer = [](const auto &) { return RunRig::beginning(u"A"_s).hold(); };
    RunInfo run = rig.run(1, 30);
    run.plan.options.concurrency = 8;
    rig.controller->start(run);
    QTRY_COMPARE(rig.text.size(), 8);
    rig.controller->cancel();
    QTRY_VERIFY(rig.isOver());
    QCOMPARE(rig.finished.size(), size_t(8));
    for (const Sample &sample : rig.finished) {
        QCOMPARE(sample.status, SampleStatus::Cancelled);
        QCOMPARE(sample.output, u"A"_s);
    }
    QTRY_COMPARE(rig.server.openConnections(), 0);
}

void TestRunControl::commandsWithoutARunDoNothing()
{
    RunRig rig;
    rig.controller->pause();
    rig.controller->resume();
    rig.controller->cancel();
    RunRig::settle();
    QVERIFY(rig.states.empty());
    QVERIFY(rig.ended.empty());
    QVERIFY(!rig.controller->isRunning());
}

void TestRunControl::destroyedInMidRun()
{
    RunRig rig;
    rig.answer = [](const auto &) { return RunRig::beginning(u"A"_s).hold(); };
    RunInfo run = rig.run(1, 30);
    run.plan.options.concurrency = 8;
    rig.controller->start(run);
    QTRY_COMPARE(rig.text.size(), 8);
    rig.controller.reset();
    QTRY_COMPARE(rig.server.openConnections(), 0);
    QCOMPARE(rig.time.pending(), 0);
    QVERIFY(rig.ended.empty());
}

void TestRunControl::aRateWaitsForNoAnswer()
{
    RunRig rig;
    rig.answer = [](const auto &) {
        return Script().wait(u"go"_s).send(Script::streamHead() + Script::event(Script::delta(u"Fine."_s))
                                           + RunRig::ending());
    };
    RunInfo run = rig.run(1, 4);
    run.plan.options.rate = 10;
    rig.controller->start(run);
    RunRig::settle(); // the first connection is ready
    rig.time.advance(Schedule::lead - 1ms);
    RunRig::settle();
    QCOMPARE(rig.asked(), 0);
    rig.time.advance(1ms);
    for (int sent = 1; sent < 4; ++sent) {
        QTRY_COMPARE(rig.asked(), sent);
        rig.time.advance(99ms);
        RunRig::settle();
        QCOMPARE(rig.asked(), sent);
        rig.time.advance(1ms);
    }
    QTRY_COMPARE(rig.asked(), 4);
    QVERIFY(rig.finished.empty());
    rig.time.advance(50ms);
    rig.server.release(u"go"_s);
    QTRY_VERIFY(rig.isOver());
    std::ranges::sort(rig.finished, {}, [](const Sample &sample) { return sample.step.index; });
    for (int i = 0; i < 4; ++i) {
        const Timeline &t = rig.finished[size_t(i)].timeline;
        QCOMPARE(t.intended, std::optional<Nanos>(Schedule::lead + i * 100ms));
        QCOMPARE(t.posted, t.intended);
        QCOMPARE(metricsOf(rig.finished[size_t(i)]).latencyFromIntendedMs, std::optional(350.0 - 100 * i));
    }
    QCOMPARE(rig.time.pending(), 0);
}

/// The engine had no turn for a second: what should have been sent meanwhile is sent then, and its latency counts from
/// when it should have been.
void TestRunControl::whatIsSentLateSaysSo()
{
    RunRig rig;
    RunInfo run = rig.run(1, 3);
    run.plan.options.rate = 10;
    rig.controller->start(run);
    RunRig::settle();
    rig.time.advance(1s);
    QTRY_VERIFY(rig.isOver());
    std::ranges::sort(rig.finished, {}, [](const Sample &sample) { return sample.step.index; });
    for (int i = 0; i < 3; ++i) {
        const Sample &sample = rig.finished[size_t(i)];
        QCOMPARE(sample.timeline.intended, std::optional<Nanos>(100ms + i * 100ms));
        QCOMPARE(sample.timeline.posted, std::optional<Nanos>(1s));
        QCOMPARE(metricsOf(sample).totalMs, std::optional(0.0));
        QCOMPARE(metricsOf(sample).latencyFromIntendedMs, std::optional(900.0 - 100 * i));
    }
}

void TestRunControl::pauseMovesTheRate()
{
    RunRig rig;
    RunInfo run = rig.run(1, 3);
    run.plan.options.rate = 10;
    rig.controller->start(run);
    RunRig::settle();
    rig.time.advance(100ms);
    QTRY_COMPARE(rig.asked(), 1);
    rig.time.advance(50ms); // the second one's connection is being opened
    RunRig::settle();
    rig.controller->pause();
    rig.time.advance(5s);
    RunRig::settle();
    QCOMPARE(rig.asked(), 1);
    rig.controller->resume();
    RunRig::settle();
    rig.time.advance(49ms);
    RunRig::settle();
    QCOMPARE(rig.asked(), 1); // no burst of what was due meanwhile
    rig.time.advance(1ms);
    QTRY_COMPARE(rig.asked(), 2);
    rig.time.advance(100ms);
    QTRY_VERIFY(rig.isOver());
    QCOMPARE(rig.finished[1].timeline.intended, std::optional<Nanos>(5200ms));
    QCOMPARE(rig.finished[2].timeline.intended, std::optional<Nanos>(5300ms));
    QCOMPARE(rig.finished[2].timeline.posted, std::optional<Nanos>(5300ms));
}

void TestRunControl::cancelStopsTheRate()
{
    RunRig rig;
    rig.answer = [](const auto &) { return RunRig::beginning(u"A"_s).wait(u"never"_s); };
    RunInfo run = rig.run(1, 9);
    run.plan.options.rate = 10;
    rig.controller->start(run);
    RunRig::settle();
    rig.time.advance(100ms);
    QTRY_COMPARE(rig.text, u"A"_s);
    rig.time.advance(50ms);
    rig.controller->cancel();
    QTRY_VERIFY(rig.isOver());
    rig.time.advance(5s);
    RunRig::settle();
    QCOMPARE(rig.asked(), 1);
    QCOMPARE(rig.finished.size(), size_t(2)); // the one that was sent, and the one about to be
    for (const Sample &sample : rig.finished)
        QCOMPARE(sample.status, SampleStatus::Cancelled);
    QCOMPARE(rig.ended[0].state, RunState::Cancelled);
}

QTEST_GUILESS_MAIN(TestRunControl)
#include "tst_runcontrol.moc"
