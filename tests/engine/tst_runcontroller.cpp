// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/engine/runrig.h"

#include <QTest>

#include <nlohmann/json.hpp>

using namespace Qt::Literals::StringLiterals;
using namespace assay;
using namespace std::chrono_literals;

namespace {

QString modelIn(const QByteArray &body)
{
    return QString::fromStdString(nlohmann::json::parse(body.toStdString()).at("model").get<std::string>());
}

QString textIn(const QByteArray &body)
{
    const auto json = nlohmann::json::parse(body.toStdString());
    return QString::fromStdString(json.at("messages").back().at("content").get<std::string>());
}

int distinctConnections(const std::vector<ScriptedServer::Request> &requests)
{
    QSet<int> numbers;
    for (const ScriptedServer::Request &request : requests)
        numbers.insert(request.connection);
    return static_cast<int>(numbers.size());
}

} // namespace

class TestRunController : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void asksInPlanOrder();
    void tellsItsStory();
    void stampsOnTheRunsClock();
    void tenAtOnceUseTenSockets();
    void warmupRunsAlone();
    void oneBlockAtATime();
    void serversRunSideBySide();
    void skipsAModelWhoseWarmupFails();
    void skipsAfterThreeFailures();
    void everyStepHasOneOutcome();
    void unsentRequestsFail();
    void idleTimeoutKeepsTheText();
    void resumedRunLeavesOutWhatIsFinished();
    void goesOnWithMoreRounds_data();
    void goesOnWithMoreRounds();
    void tellsTheTimeLeft();
    void nextRunFromTheLastSignal();
    void ignoresASecondStart();
    void asksForVersionsFirst();
    void cancelledWhileVersionsAreAskedFor();
};

void TestRunController::asksInPlanOrder()
{
    RunRig rig;
    RunInfo run = rig.run(3, 2);
    run.plan.options.rounds = 2;
    run.plan.options.warmups = 1;
    rig.controller->start(run);
    QVERIFY(rig.controller->isRunning());
    QTRY_VERIFY(rig.isOver());
    QVERIFY(!rig.controller->isRunning());

    const std::vector<PlanStep> steps = expandPlan(run.plan);
    const auto posts = RunRig::posts(rig.server);
    QCOMPARE(posts.size(), steps.size());
    QCOMPARE(rig.finished.size(), steps.size());
    for (size_t i = 0; i < steps.size(); ++i) {
        QCOMPARE(modelIn(posts[i].body), u"m%1"_s.arg(steps[i].model));
        QCOMPARE(textIn(posts[i].body), u"Question %1"_s.arg(steps[i].prompt));
        QCOMPARE(rig.finished[i].step, steps[i]);
        QCOMPARE(rig.finished[i].request, posts[i].body);
        QCOMPARE(rig.finished[i].status, SampleStatus::Ok);
        QCOMPARE(rig.finished[i].output, u"Fine."_s);
        QCOMPARE(rig.finished[i].attempts, 1);
        QVERIFY(!rig.finished[i].has(SampleFlag::Retried));
    }
    QCOMPARE(distinctConnections(posts), 1); // one lane keeps its connection
}

void TestRunController::tellsItsStory()
{
    RunRig rig;
    rig.controller->start(rig.run(1, 2));
    QTRY_VERIFY(rig.isOver());
    RunRig::settle();
    QCOMPARE(rig.log,
             QStringList({u"run"_s, u"start 00000"_s, u"end 00000"_s, u"start 00001"_s, u"end 00001"_s, u"done"_s}));
    QCOMPARE(rig.started[0].prompt.value, u"p0"_s);
    QCOMPARE(rig.started[0].alias.value, u"m0"_s);
    QVERIFY(!rig.started[0].request.isEmpty());
    QCOMPARE(rig.text, u"Fine.Fine."_s);
    QCOMPARE(rig.states, std::vector{RunState::Completed});
    QCOMPARE(rig.ended[0].state, RunState::Completed);
    QCOMPARE(rig.ended[0].startedAt, rig.time.wallClock());
    QCOMPARE(rig.ended[0].finishedAt, std::optional(rig.time.wallClock()));
    QCOMPARE(rig.progress.front().done, 0);
    QCOMPARE(rig.progress.back().done, 2);
    QCOMPARE(rig.progress.back().planned, 2);
}

void TestRunController::stampsOnTheRunsClock()
{
    RunRig rig;
    const auto gated = RunRig::beginning(u"One"_s).wait(u"go"_s).send(RunRig::ending());
    rig.server.enqueue(gated);
    rig.time.advance(50s); // before the run
    rig.controller->start(rig.run(1, 2));
    QTRY_COMPARE(rig.text, u"One"_s);
    rig.time.advance(3s);
    rig.server.release(u"go"_s);
    QTRY_VERIFY(rig.isOver());
    const Timeline &first = rig.finished[0].timeline;
    QCOMPARE(first.posted, std::optional<Nanos>(0s));
    QCOMPARE(first.intended, first.posted);
    QCOMPARE(first.firstToken, std::optional<Nanos>(0s));
    QCOMPARE(first.closed, std::optional<Nanos>(3s));
    QCOMPARE(first.chunks.front().at, Nanos(0));
    QCOMPARE(rig.finished[1].timeline.posted, std::optional<Nanos>(3s));
    QCOMPARE(rig.finished[1].timeline.intended, std::optional<Nanos>(3s));
    QCOMPARE(rig.finished[1].startedAt, rig.ended[0].startedAt.addSecs(3));
}

void TestRunController::tenAtOnceUseTenSockets()
{
    RunRig rig;
    rig.answer = [](const auto &) { return RunRig::beginning(u"A"_s).wait(u"go"_s).send(RunRig::ending()); };
    RunInfo run = rig.run(1, 25);
    run.plan.options.concurrency = 10;
    rig.controller->start(run);
    QTRY_COMPARE(rig.text.size(), 10); // all ten are being answered at the same time
    RunRig::settle();
    QCOMPARE(rig.asked(), 10);
    QCOMPARE(distinctConnections(RunRig::posts(rig.server)), 10);
    rig.server.release(u"go"_s);
    QTRY_VERIFY(rig.isOver());
    QCOMPARE(rig.finished.size(), size_t(25));
    QCOMPARE(distinctConnections(RunRig::posts(rig.server)), 10);
}

void TestRunController::warmupRunsAlone()
{
    RunRig rig;
    rig.server.enqueue(RunRig::beginning(u"warm"_s).wait(u"warm"_s).send(RunRig::ending()));
    RunInfo run = rig.run(1, 5);
    run.plan.options.warmups = 1;
    run.plan.options.concurrency = 4;
    rig.answer = [](const auto &) { return RunRig::beginning(u"A"_s).wait(u"go"_s).send(RunRig::ending()); };
    rig.controller->start(run);
    QTRY_COMPARE(rig.text, u"warm"_s);
    RunRig::settle();
    QCOMPARE(rig.asked(), 1);
    rig.server.release(u"warm"_s);
    QTRY_COMPARE(rig.asked(), 5);
    QCOMPARE(rig.finished.size(), size_t(1));
    QCOMPARE(rig.finished[0].step.phase, Phase::Warmup);
    rig.server.release(u"go"_s);
    QTRY_VERIFY(rig.isOver());
    QCOMPARE(rig.finished.size(), size_t(6));
}

void TestRunController::oneBlockAtATime()
{
    RunRig rig;
    rig.answer = [](const auto &request) {
        return RunRig::beginning(u"A"_s).wait(modelIn(request.body)).send(RunRig::ending());
    };
    RunInfo run = rig.run(2, 3);
    run.plan.options.concurrency = 5;
    rig.controller->start(run);
    QTRY_COMPARE(rig.asked(), 3);
    RunRig::settle();
    QCOMPARE(rig.asked(), 3);
    const int first = expandPlan(run.plan).front().model;
    rig.server.release(u"m%1"_s.arg(first));
    QTRY_COMPARE(rig.asked(), 6);
    rig.server.release(u"m%1"_s.arg(1 - first));
    QTRY_VERIFY(rig.isOver());
}

void TestRunController::serversRunSideBySide()
{
    RunRig rig;
    ScriptedServer other;
    const auto gated = [](const auto &) { return RunRig::beginning(u"A"_s).wait(u"go"_s).send(RunRig::ending()); };
    rig.answer = gated;
    other.setHandler(gated);
    RunInfo run = rig.run(1, 3);
    run.plan.models.push_back(RunRig::model(u"far"_s, other.url()));
    run.plan.options.order = RunOrder::ByServer;
    rig.controller->start(run);
    QTRY_COMPARE(rig.text, u"AA"_s);
    RunRig::settle();
    QCOMPARE(rig.asked(), 1);
    QCOMPARE(RunRig::posts(other).size(), size_t(1));
    other.release(u"go"_s); // the far server does not wait for the near one
    QTRY_COMPARE(RunRig::posts(other).size(), size_t(3));
    QCOMPARE(rig.asked(), 1);
    rig.server.release(u"go"_s);
    QTRY_VERIFY(rig.isOver());
    QCOMPARE(rig.finished.size(), size_t(6));
}

void TestRunController::skipsAModelWhoseWarmupFails()
{
    RunRig rig;
    rig.answer = [](const auto &request) {
        return modelIn(request.body) == u"m0"_s ? Script::json(R"({"error":{"message":"no such model"}})", 404)
                                                : RunRig::okScript();
    };
    RunInfo run = rig.run(2, 3);
    run.plan.options.rounds = 2;
    run.plan.options.warmups = 1;
    rig.controller->start(run);
    QTRY_VERIFY(rig.isOver());
    QCOMPARE(rig.finished.size(), size_t(16));
    QCOMPARE(rig.skipped.size(), size_t(1));
    QCOMPARE(rig.skipped[0].model, 0);
    QCOMPARE(rig.skipped[0].reason.code, ErrorCode::NotFound);
    QVERIFY2(rig.skipped[0].reason.message.startsWith(u"Its warm-up failed. "_s),
             qPrintable(rig.skipped[0].reason.message));
    int failed = 0, skipped = 0, ok = 0;
    for (const Sample &sample : rig.finished) {
        failed += sample.status == SampleStatus::Failed ? 1 : 0;
        ok += sample.status == SampleStatus::Ok ? 1 : 0;
        if (sample.status != SampleStatus::Skipped)
            continue;
        ++skipped;
        QCOMPARE(sample.alias.value, u"m0"_s);
        QCOMPARE(sample.run, run.id);
        QCOMPARE(sample.error, std::optional(rig.skipped[0].reason));
        QVERIFY(!sample.prompt.isEmpty());
    }
    QCOMPARE(failed, 1);
    QCOMPARE(skipped, 7);
    QCOMPARE(ok, 8);
    QCOMPARE(rig.ended[0].state, RunState::Completed);
    QCOMPARE(rig.progress.back(), (RunProgress{16, 16, 1, 7, rig.progress.back().timeLeft}));
}

void TestRunController::skipsAfterThreeFailures()
{
    RunRig rig;
    rig.answer = [](const auto &) { return Script::json(R"({"error":{"message":"out of memory"}})", 500); };
    rig.controller->start(rig.run(1, 2000));
    QTRY_VERIFY(rig.isOver());
    QCOMPARE(rig.asked(), 3);
    QCOMPARE(rig.started.size(), size_t(3));
    QCOMPARE(rig.finished.size(), size_t(2000));
    QCOMPARE(rig.skipped.size(), size_t(1));
    QCOMPARE(rig.finished.back().status, SampleStatus::Skipped);
    QCOMPARE(rig.progress.back().skipped, 1997);
}

void TestRunController::everyStepHasOneOutcome()
{
    RunRig rig;
    rig.answer = [](const auto &request) {
        const int number = textIn(request.body).section(u' ', 1).toInt();
        switch (number % 6) {
        case 0:
            return RunRig::beginning(u"part"_s).reset();
        case 2:
            return Script::stream({Script::delta(u"half"_s)}); // neither finish reason nor [DONE]
        case 4:
            return Script::stream({R"({"error":{"message":"broke"}})"});
        default:
            return RunRig::okScript();
        }
    };
    RunInfo run = rig.run(2, 12);
    run.plan.options.order = RunOrder::Interleaved;
    rig.controller->start(run);
    QTRY_VERIFY(rig.isOver());
    RunRig::settle();
    QCOMPARE(rig.ended.size(), size_t(1));
    QCOMPARE(rig.finished.size(), size_t(24));
    QSet<SampleId> ids;
    for (const Sample &sample : rig.finished) {
        ids.insert(sample.id);
        const bool broken = sample.step.prompt % 2 == 0;
        QCOMPARE(sample.status, broken ? SampleStatus::Failed : SampleStatus::Ok);
        QCOMPARE(sample.error.has_value(), broken);
    }
    QCOMPARE(ids.size(), 24);
    QVERIFY(rig.skipped.empty()); // never three in a row
}

void TestRunController::unsentRequestsFail()
{
    RunRig rig;
    RunInfo run = rig.run(3, 1);
    run.plan.models[0].endpoint.kind = ServerKind::Command;
    run.plan.models[1].endpoint.key = KeyReference{KeyReference::Place::Environment, u"ASSAY_TEST_NO_SUCH_KEY"_s};
    rig.controller->start(run);
    QTRY_VERIFY(rig.isOver());
    QCOMPARE(rig.asked(), 1);
    std::array<std::optional<ErrorCode>, 3> codes;
    for (const Sample &sample : rig.finished) {
        QCOMPARE(sample.attempts, 1);
        if (sample.error)
            codes.at(static_cast<size_t>(sample.step.model)) = sample.error->code;
    }
    QCOMPARE(codes[0], std::optional(ErrorCode::BadInput)); // no program is named
    QCOMPARE(codes[1], std::optional(ErrorCode::KeyMissing));
    QVERIFY(!codes[2]);
}

void TestRunController::idleTimeoutKeepsTheText()
{
    RunRig rig;
    rig.server.enqueue(RunRig::beginning(u"I think"_s).hold());
    rig.controller->start(rig.run(1, 2));
    QTRY_COMPARE(rig.text, u"I think"_s);
    rig.time.advance(29s);
    RunRig::settle();
    QVERIFY(rig.finished.empty());
    rig.time.advance(1s);
    QTRY_VERIFY(rig.isOver());
    QCOMPARE(rig.finished[0].status, SampleStatus::TimedOut);
    QCOMPARE(rig.finished[0].output, u"I think"_s);
    QCOMPARE(rig.finished[1].status, SampleStatus::Ok); // on a fresh connection
}

void TestRunController::resumedRunLeavesOutWhatIsFinished()
{
    RunRig rig;
    RunInfo run = rig.run(1, 4);
    run.startedAt = rig.time.wallClock().addSecs(-100);
    rig.controller->start(run, {sampleIdOf(0), sampleIdOf(2)});
    QTRY_VERIFY(rig.isOver());
    QCOMPARE(rig.finished.size(), size_t(2));
    QCOMPARE(rig.finished[0].id, sampleIdOf(1));
    QCOMPARE(rig.finished[1].id, sampleIdOf(3));
    QCOMPARE(rig.finished[0].timeline.posted, std::optional<Nanos>(100s)); // after the earlier part
    QCOMPARE(rig.ended[0].startedAt, run.startedAt);
    QCOMPARE(rig.progress.front().done, 2);
    QCOMPARE(rig.progress.back().done, 4);
}

void TestRunController::goesOnWithMoreRounds_data()
{
    QTest::addColumn<RunOrder>("order");
    QTest::newRow("the new blocks are warmed up") << RunOrder::Blocked;
    QTest::newRow("the models are warmed up again") << RunOrder::Interleaved;
}

void TestRunController::goesOnWithMoreRounds()
{
    QFETCH(RunOrder, order);
    RunRig rig;
    RunInfo run = rig.run(2, 3);
    run.plan.options.order = order;
    run.plan.options.warmups = 1;
    rig.controller->start(run);
    QTRY_VERIFY(rig.isOver());
    const size_t before = rig.finished.size();
    RunInfo longer = rig.ended[0];
    longer.plan = extendedPlan(longer.plan, 1);
    rig.controller->start(longer, finishedSteps(rig.finished));
    QTRY_COMPARE(rig.ended.size(), size_t(2));
    QCOMPARE(rig.ended[1].id, run.id);
    QCOMPARE(rig.ended[1].plan.options.rounds, 2);
    QCOMPARE(rig.finished.size(), before + 2 + 6);
    QSet<SampleId> measured;
    for (size_t i = 0; i < rig.finished.size(); ++i) {
        const PlanStep &step = rig.finished[i].step;
        if (step.phase == Phase::Measured) {
            QVERIFY(!measured.contains(rig.finished[i].id)); // none is measured twice
            measured.insert(rig.finished[i].id);
            QCOMPARE(step.round, i < before ? 1 : 2);
        }
    }
    QCOMPARE(measured.size(), 12);
}

void TestRunController::tellsTheTimeLeft()
{
    RunRig rig;
    rig.answer = [&rig](const auto &) {
        return RunRig::beginning(u"A"_s).wait(QString::number(rig.finished.size())).send(RunRig::ending());
    };
    rig.controller->start(rig.run(1, 3));
    QTRY_COMPARE(rig.text, u"A"_s);
    QVERIFY(!rig.progress.back().timeLeft);
    rig.time.advance(2s);
    rig.server.release(u"0"_s);
    QTRY_COMPARE(rig.text, u"AA"_s);
    QCOMPARE(rig.progress.back().timeLeft, std::optional<Nanos>(4s));
    rig.time.advance(4s);
    rig.server.release(u"1"_s);
    QTRY_COMPARE(rig.text, u"AAA"_s);
    QCOMPARE(rig.progress.back().timeLeft, std::optional<Nanos>(3s));
    rig.server.release(u"2"_s);
    QTRY_VERIFY(rig.isOver());
    QCOMPARE(rig.progress.back().timeLeft, std::optional<Nanos>(0s));
}

void TestRunController::nextRunFromTheLastSignal()
{
    RunRig rig;
    RunInfo second = rig.run(1, 2);
    second.id = {u"run-2"_s};
    connect(rig.controller.get(), &RunController::runFinished, &rig, [&](const RunInfo &info) {
        if (info.id != second.id)
            rig.controller->start(second);
    });
    rig.controller->start(rig.run(1, 1));
    QTRY_COMPARE(rig.ended.size(), size_t(2));
    QCOMPARE(rig.finished.size(), size_t(3));
    QCOMPARE(rig.finished.back().run, second.id);
}

void TestRunController::ignoresASecondStart()
{
    RunRig rig;
    rig.controller->start(rig.run(1, 1));
    rig.controller->start(rig.run(1, 5));
    QTRY_VERIFY(rig.isOver());
    RunRig::settle();
    QCOMPARE(rig.finished.size(), size_t(1));
    QCOMPARE(rig.log.count(u"run"_s), 1);
}

void TestRunController::asksForVersionsFirst()
{
    RunRig rig;
    rig.answer = [](const ScriptedServer::Request &request) {
        return request.head.startsWith("GET /props")
            ? Script().wait(u"go"_s).send("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
                                          "19\r\n\r\n{\"build_info\":\"b1\"}")
            : RunRig::okScript();
    };
    RunInfo run = rig.run(1, 1);
    run.plan.models[0].endpoint.kind = ServerKind::LlamaCpp;
    run.environment.cpu = u"A CPU"_s;
    rig.controller->start(run);
    QTRY_COMPARE(rig.server.requests().size(), size_t(1));
    RunRig::settle();
    QVERIFY(rig.started.empty()); // nothing is timed beside it
    rig.server.release(u"go"_s);
    QTRY_VERIFY(rig.isOver());
    const Environment &here = rig.ended[0].environment;
    QCOMPARE(here.serverVersions.value(run.plan.models[0].endpoint.id.value), u"b1"_s);
    QCOMPARE(here.cpu, u"A CPU"_s);
    QCOMPARE(rig.finished.size(), size_t(1));
}

void TestRunController::cancelledWhileVersionsAreAskedFor()
{
    RunRig rig;
    rig.answer = [](const ScriptedServer::Request &) { return Script().wait(u"never"_s); };
    RunInfo run = rig.run(1, 1);
    run.plan.models[0].endpoint.kind = ServerKind::LlamaCpp;
    rig.controller->start(run);
    QTRY_COMPARE(rig.server.requests().size(), size_t(1));
    rig.controller->cancel();
    QTRY_VERIFY(rig.isOver());
    QCOMPARE(rig.ended[0].state, RunState::Cancelled);
    QVERIFY(rig.started.empty());
    rig.answer = [](const auto &) { return RunRig::okScript(); };
    rig.controller->start(rig.run(1, 1)); // and another run begins afresh
    QTRY_COMPARE(rig.ended.size(), size_t(2));
    QCOMPARE(rig.ended[1].state, RunState::Completed);
}

QTEST_GUILESS_MAIN(TestRunController)
#include "tst_runcontroller.moc"
