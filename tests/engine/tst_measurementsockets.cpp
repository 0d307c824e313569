// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/net/relay/relay.h"
#include "app/engine/run/lagwatch.h"
#include "app/engine/run/schedule.h"
#include "models/domain/ratefigures.h"
#include "tests/engine/runrig.h"
#include "tests/engine/stage.h"

#include <QTest>

using namespace assay;
using namespace assay::stage;
using namespace std::chrono_literals;
using namespace Qt::Literals::StringLiterals;

namespace {

/// Two tokens at 200 and 250 ms, the end at 300 ms.
const QString plainFigures = u"ok; event 200, ttft 200, ttfa 200, total 250, stream 300; tpot 50, decode 20, tps 8, "
                             "cps 36; gaps 50; tokens 2 usage; "_s;

/// Plays what plainFigures says, in steps that the test releases; the end of the reply is up to `last`.
Script plainScript(const QByteArray &last)
{
    return Script()
        .wait(u"head"_s)
        .send(Script::streamHead())
        .wait(u"first"_s)
        .send(Script::event(Script::delta(u"Hello"_s)))
        .wait(u"second"_s)
        .send(Script::event(Script::delta(u" you"_s)))
        .wait(u"end"_s)
        .send(Script::event(Script::finish()) + Script::event(Script::usage(7, 2)) + Script::event("[DONE]") + last);
}

/// Until the head was read, before which the client noted that it had sent: only then may the clock move on. That the
/// server has the request is no sign of it.
bool untilHead(RunRig &rig)
{
    if (!QTest::qWaitFor([&] { return rig.asked() == 1; })) {
        return false;
    }
    const TimeSource::TimerId made = rig.time.made();
    rig.server.release(u"head"_s);
    return QTest::qWaitFor([&] { return rig.time.made() > made; }); // the wait for further bytes began anew
}

/// As the sample is told, without its times: what went wrong, how often it was sent, what is left of its text.
QString outcomeOf(const Sample &sample)
{
    const QString error = sample.error ? u'(' + errorKey(sample.error->code) + u')' : QString();
    return sampleStatusKey(sample.status) + error + u", sent %1 times: "_s.arg(sample.attempts) + sample.output;
}

/// Begins its answer to "Question N" at once, which tells that it was sent, and ends it when the test releases that.
Script answerInTurn(const ScriptedServer::Request &request)
{
    const qsizetype at = request.body.indexOf("Question ");
    const QString question = QString::fromUtf8(request.body.mid(at, request.body.indexOf('"', at) - at));
    return RunRig::beginning(u"A"_s).wait(question).send(Script::event(Script::delta(u"B"_s)) + RunRig::ending());
}

/// Gzip of "data: [DONE]\n\n".
QByteArray compressed()
{
    return QByteArray::fromHex("1f8b0800000000000003") + QByteArray(30, 'x');
}

Script compressedReply()
{
    return Script::reply(200, "text/event-stream", compressed(), "Content-Encoding: gzip\r\n");
}

} // namespace

/// The replies that must come out right and need real sockets. Times are those of a clock set by hand, or are only
/// compared with each other.
class TestMeasurementSockets : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void case09_heldOpenAfterDone();
    void case13_wallClockSteppedInMidRun();
    void case14_eightSockets_data();
    void case14_eightSockets();
    void case15_stallUnderARate();
    void case15_stallInTurn();
    void case16_engineStarved_data();
    void case16_engineStarved();
    void case18_faults_data();
    void case18_faults();
    void case18_slowHeaders();
    void case18_endlessBody_data();
    void case18_endlessBody();

private:
    static void withAndWithoutRelay();
    Relay *relayIf(bool wanted) { return wanted ? m_relay.get() : nullptr; }

    std::unique_ptr<Relay> m_relay; // on Linux
};

void TestMeasurementSockets::initTestCase()
{
    if (Result<std::unique_ptr<Relay>> relay = Relay::start(false)) {
        m_relay = std::move(relay).value();
    }
#ifdef Q_OS_LINUX
    QVERIFY(m_relay);
#endif
}

void TestMeasurementSockets::withAndWithoutRelay()
{
    QTest::addColumn<bool>("byRelay");
    QTest::newRow("direct") << false;
#ifdef Q_OS_LINUX
    QTest::newRow("through the relay") << true;
#endif
}

/// The answer is complete; that the server never ends its reply is in no figure, and the connection is closed.
void TestMeasurementSockets::case09_heldOpenAfterDone()
{
    RunRig rig;
    rig.server.enqueue(plainScript({}).hold());
    rig.controller->start(rig.run(1, 1));
    QVERIFY(untilHead(rig));
    rig.time.advance(200ms);
    rig.server.release(u"first"_s);
    QTRY_COMPARE(rig.text, u"Hello"_s);
    rig.time.advance(50ms);
    rig.server.release(u"second"_s);
    QTRY_COMPARE(rig.text, u"Hello you"_s);
    rig.time.advance(50ms);
    rig.server.release(u"end"_s);
    QTRY_COMPARE(rig.time.untilNext(), std::optional<Nanos>(200ms)); // how long the end is waited for
    rig.time.advance(200ms);
    QTRY_VERIFY(rig.isOver());
    QCOMPARE(said(rig.finished.at(0)), plainFigures + u"no flag"_s);
    QTRY_COMPARE(rig.server.openConnections(), 0);
}

/// Stamps are those of the steady clock: a wall clock that jumps between them changes no figure.
void TestMeasurementSockets::case13_wallClockSteppedInMidRun()
{
    for (const qint64 step : {3600, -3600}) {
        RunRig rig;
        rig.server.enqueue(plainScript(Script::lastChunk()));
        rig.controller->start(rig.run(1, 2));
        QVERIFY(untilHead(rig));
        rig.time.advance(200ms);
        rig.server.release(u"first"_s);
        QTRY_COMPARE(rig.text, u"Hello"_s);
        rig.time.setWallClock(rig.time.wallClock().addSecs(step));
        rig.time.advance(50ms);
        rig.server.release(u"second"_s);
        QTRY_COMPARE(rig.text, u"Hello you"_s);
        rig.time.advance(50ms);
        rig.server.release(u"end"_s);
        QTRY_VERIFY(rig.isOver());
        QCOMPARE(said(rig.finished.at(0)), plainFigures + u"no flag"_s);
        QCOMPARE(rig.finished.at(0).timeline.posted, std::optional<Nanos>(0ms));
        QCOMPARE(rig.finished.at(1).timeline.posted, std::optional<Nanos>(300ms));
        QCOMPARE(rig.finished.at(0).startedAt.msecsTo(rig.finished.at(1).startedAt), step * 1000 + 300);
    }
}

void TestMeasurementSockets::case14_eightSockets_data()
{
    withAndWithoutRelay();
}

/// Eight requests are under way at the same time on eight connections; none waits for another's end.
void TestMeasurementSockets::case14_eightSockets()
{
    QFETCH(bool, byRelay);
    SystemTime time;
    ScriptedServer server;
    server.setHandler([](const auto &) { return RunRig::beginning(u"A"_s).wait(u"go"_s).send(RunRig::ending()); });
    RunController controller(time, resolveKeyFromEnvironment);
    if (byRelay) {
        controller.useRelay(*m_relay);
    }
    std::vector<Sample> finished;
    int begun = 0;
    std::optional<RunInfo> ended;
    connect(&controller, &RunController::samplePiece, this, [&](const SampleId &, const LivePiece &) { ++begun; });
    connect(&controller, &RunController::sampleFinished, this, [&](const Sample &s) { finished.push_back(s); });
    connect(&controller, &RunController::runFinished, this, [&](const RunInfo &info) { ended = info; });
    RunInfo run = RunRig().run(1, 8);
    run.plan.models[0] = RunRig::model(u"m0"_s, server.url());
    run.plan.options.concurrency = 8;
    controller.start(run);
    QTRY_COMPARE(begun, 8); // all are being answered, none has ended
    QVERIFY(finished.empty());
    QCOMPARE(server.connections(), 8);
    server.release(u"go"_s);
    QTRY_VERIFY(ended);
    QCOMPARE(finished.size(), size_t(8));
    QCOMPARE(server.connections(), 8);
    Nanos lastBegin{}, firstEnd = Nanos::max();
    for (const Sample &sample : finished) {
        const Timeline &t = sample.timeline;
        QCOMPARE(sample.status, SampleStatus::Ok);
        QVERIFY(!sample.has(SampleFlag::NewConnection));
        QCOMPARE(sample.has(SampleFlag::EngineClock), false);
        QVERIFY(*t.intended <= *t.posted && *t.posted <= *t.sent && *t.sent <= *t.headers);
        QVERIFY(*t.headers <= *t.firstToken && *t.firstToken <= *t.closed);
        lastBegin = std::max(lastBegin, *t.firstToken);
        firstEnd = std::min(firstEnd, *t.closed);
    }
    QVERIFY(lastBegin <= firstEnd);
}

/// A server that takes 50 ms for a request, one after another, and stalls for 2 s in the third. Ten requests are sent
/// five a second whatever became of those before: all that came during the stall had to wait, and their figures say so.
void TestMeasurementSockets::case15_stallUnderARate()
{
    RunRig rig;
    rig.answer = answerInTurn;
    RunInfo run = rig.run(1, 10);
    run.plan.options.rate = 5;
    rig.controller->start(run);
    int answered = 0;
    const auto answerNext = [&] { rig.server.release(u"Question %1"_s.arg(answered++)); };
    for (int i = 0; i < 10; ++i) { // at i * 200 ms - lead
        QTRY_COMPARE(rig.time.untilNext(), std::optional(Schedule::lead)); // its connection is ready
        rig.time.advance(Schedule::lead);
        QTRY_COMPARE(rig.text.count(u'A'), i + 1);
        rig.time.advance(50ms);
        if (i < 2) {
            answerNext();
            QTRY_COMPARE(rig.finished.size(), size_t(answered));
        }
        rig.time.advance(50ms);
    }
    rig.time.advance(500ms); // 2400 ms after the first one
    while (answered < 10) {
        answerNext();
        QTRY_COMPARE(rig.finished.size(), size_t(answered));
        rig.time.advance(50ms);
    }
    QTRY_VERIFY(rig.isOver());
    const std::vector<double> expected{50, 50, 2000, 1850, 1700, 1550, 1400, 1250, 1100, 950};
    std::ranges::sort(rig.finished, {}, [](const Sample &sample) { return sample.step.index; });
    for (size_t i = 0; i < 10; ++i) {
        const Sample &sample = rig.finished[i];
        QCOMPARE(sample.timeline.intended, std::optional<Nanos>(Schedule::lead + i * 200ms));
        QCOMPARE(metricsOf(sample).totalMs, std::optional(expected[i]));
        QCOMPARE(metricsOf(sample).latencyFromIntendedMs, std::optional(expected[i])); // each was sent in time
    }
    const std::optional<RateFigures> figures = rateFigures({rig.ended[0], rig.finished, {}});
    QVERIFY(figures);
    QCOMPARE(figures->achieved, std::optional(5.0));
    QCOMPARE(figures->models.at(0).fromIntendedMs->p50, 1325.0);
}

/// The same server asked the next only when it has answered the last: one slow answer, and nothing of what others would
/// have waited. That is why a rate is offered.
void TestMeasurementSockets::case15_stallInTurn()
{
    RunRig rig;
    rig.answer = answerInTurn;
    rig.controller->start(rig.run(1, 10));
    for (int i = 0; i < 10; ++i) {
        QTRY_COMPARE(rig.text.count(u'A'), i + 1);
        rig.time.advance(i == 2 ? 2000ms : 50ms);
        rig.server.release(u"Question %1"_s.arg(i));
        QTRY_COMPARE(rig.finished.size(), size_t(i + 1));
    }
    QTRY_VERIFY(rig.isOver());
    for (size_t i = 0; i < 10; ++i) {
        const SampleMetrics m = metricsOf(rig.finished[i]);
        QCOMPARE(m.totalMs, std::optional(i == 2 ? 2000.0 : 50.0));
        QCOMPARE(m.latencyFromIntendedMs, m.totalMs);
    }
}

void TestMeasurementSockets::case16_engineStarved_data()
{
    QTest::addColumn<bool>("starved");
    QTest::newRow("in time") << false;
    QTest::newRow("starved") << true;
}

/// Without the kernel's stamps the second token is stamped when the thread gets its turn again, 50 ms late. The figures
/// are false by as much, and the sample says that they may be.
void TestMeasurementSockets::case16_engineStarved()
{
    QFETCH(bool, starved);
    RunRig rig;
    LagWatch lag(rig.time);
    rig.controller->useLagWatch(lag);
    rig.server.enqueue(plainScript(Script::lastChunk()));
    rig.controller->start(rig.run(1, 1));
    QVERIFY(untilHead(rig));
    rig.time.advance(200ms);
    rig.server.release(u"first"_s);
    QTRY_COMPARE(rig.text, u"Hello"_s);
    starved ? rig.time.sleep(50ms) : rig.time.advance(50ms);
    rig.server.release(u"second"_s);
    QTRY_COMPARE(rig.text, u"Hello you"_s);
    rig.time.advance(50ms);
    rig.server.release(u"end"_s);
    QTRY_VERIFY(rig.isOver());
    QCOMPARE(said(rig.finished.at(0)), plainFigures + (starved ? u"engine_lag"_s : u"no flag"_s));
}

void TestMeasurementSockets::case18_faults_data()
{
    QTest::addColumn<QList<Script>>("replies"); // the last one to all further requests
    QTest::addColumn<QString>("outcome");
    QTest::addColumn<QString>("words"); // that have come before the clock moves on
    using L = QList<Script>;
    const auto says = [](int status, const QByteArray &message, const QByteArray &headers = {}) {
        return Script::reply(status, "application/json", R"({"error":{"message":")" + message + "\"}}", headers);
    };
    const auto row = [](const char *name, const L &replies, const QString &outcome, const QString &words = {}) {
        QTest::newRow(name) << replies << outcome << words;
    };
    row("reset in mid-stream", {RunRig::beginning(u"Hal"_s).wait(u"read"_s).reset()},
        u"failed(connection_lost), sent 1 times: Hal"_s, u"Hal"_s);
    row("closed in mid-stream", {RunRig::beginning(u"Hal"_s).wait(u"read"_s).close()},
        u"failed(connection_lost), sent 1 times: Hal"_s, u"Hal"_s);
    row("refused", {}, u"failed(connection_refused), sent 4 times: "_s);
    row("silent for ever", {Script().hold()}, u"timed_out(idle_timeout), sent 1 times: "_s);
    row("silent after its head", {Script().send(Script::streamHead()).hold()},
        u"timed_out(idle_timeout), sent 1 times: "_s);
    row("silent in mid-stream", {RunRig::beginning(u"Hal"_s).hold()}, u"timed_out(idle_timeout), sent 1 times: Hal"_s,
        u"Hal"_s);
    row("401", {says(401, "who?")}, u"failed(unauthorized), sent 1 times: "_s);
    row("404", {says(404, "no such model")}, u"failed(not_found), sent 1 times: "_s);
    row("429 with Retry-After", {says(429, "slow down", "Retry-After: 3\r\n"), RunRig::okScript()},
        u"ok, sent 2 times: Fine."_s);
    row("429 for ever", {says(429, "slow down")}, u"failed(rate_limited), sent 4 times: "_s);
    row("500", {says(500, "broken")}, u"failed(server_error), sent 1 times: "_s);
    row("503 loading, then ready", {RunRig::busy(), RunRig::busy(), RunRig::okScript()}, u"ok, sent 3 times: Fine."_s);
    row("503 for ever", {RunRig::busy()}, u"failed(unavailable), sent 4 times: "_s);
    row("redirect", {Script::reply(307, "text/html", "moved", "Location: /elsewhere\r\n")},
        u"failed(protocol_error), sent 1 times: "_s);
    row("gzip", {compressedReply()}, u"failed(protocol_error), sent 1 times: "_s);
}

/// The same through the relay, whose stamps are then not those of the clock set by hand: only the outcome is looked at.
void TestMeasurementSockets::case18_faults()
{
    QFETCH(QList<Script>, replies);
    QFETCH(QString, outcome);
    QFETCH(QString, words);
    for (const bool byRelay : {false, true}) {
        if (byRelay && !m_relay) {
            break;
        }
        RunRig rig;
        if (byRelay) {
            rig.controller->useRelay(*m_relay);
        }
        qsizetype next = 0;
        rig.answer = [&](const auto &) { return replies.at(std::min(next++, replies.size() - 1)); };
        RunInfo run = rig.run(1, 1);
        if (replies.isEmpty()) {
            run.plan.models[0].endpoint.url = ScriptedServer::refusedUrl();
        }
        rig.controller->start(run);
        if (!replies.isEmpty()) {
            QTRY_VERIFY(rig.asked() >= 1);
            QTRY_COMPARE(rig.text.left(words.size()), words);
        }
        rig.server.release(u"read"_s);
        const Nanos longest = outcome.startsWith(u"timed_out"_s) ? Nanos(30s) : Nanos(3s);
        const auto overAfterItsWaits = [&] {
            RunRig::settle();
            const std::optional<Nanos> wait = rig.time.untilNext();
            if (!rig.isOver() && wait && *wait <= longest) {
                rig.time.advance(*wait);
            }
            return rig.isOver();
        };
        QTRY_VERIFY(overAfterItsWaits());
        QCOMPARE(rig.finished.size(), size_t(1));
        const Sample &sample = rig.finished[0];
        // Now and then Qt takes a chunked reply without its end for a whole one: then the missing finish reason tells.
        QString said = outcomeOf(sample);
        if (outcome.startsWith(u"failed(connection_lost)"_s)) {
            said.replace(u"failed(incomplete)"_s, u"failed(connection_lost)"_s);
        }
        QCOMPARE(said, outcome);
        QCOMPARE(sample.has(SampleFlag::Retried), sample.attempts > 1);
        QVERIFY(sample.error.has_value() == (sample.status != SampleStatus::Ok));
        QVERIFY(!metricsOf(sample).totalMs || sample.status == SampleStatus::Ok); // failures are in no latency figure
    }
}

/// Twenty seconds until the head comes, and as long again until the answer does: a long wait is no failure. Its
/// figures: tst_measurementcases.
void TestMeasurementSockets::case18_slowHeaders()
{
    RunRig rig;
    rig.server.enqueue(Script()
                           .wait(u"head"_s)
                           .send(Script::streamHead())
                           .wait(u"go"_s)
                           .send(Script::event(Script::delta(u"Hi"_s)) + RunRig::ending()));
    rig.controller->start(rig.run(1, 1));
    QTRY_COMPARE(rig.asked(), 1);
    rig.time.advance(20s);
    QCOMPARE(rig.time.untilNext(), std::optional<Nanos>(10s));
    rig.server.release(u"head"_s);
    QTRY_COMPARE(rig.time.untilNext(), std::optional<Nanos>(30s)); // the head is a sign of life
    rig.time.advance(20s);
    rig.server.release(u"go"_s);
    QTRY_VERIFY(rig.isOver());
    QCOMPARE(outcomeOf(rig.finished.at(0)), u"ok, sent 1 times: Hi"_s);
}

void TestMeasurementSockets::case18_endlessBody_data()
{
    withAndWithoutRelay();
}

/// The server sends until its connection is closed, which is done as soon as the bound is passed.
void TestMeasurementSockets::case18_endlessBody()
{
    QFETCH(bool, byRelay);
    SystemTime time;
    ScriptedServer server;
    Script endless = RunRig::beginning(u"Hal"_s);
    for (int i = 0; i < 100; ++i) {
        endless.send(Script::chunk(QByteArray(": still here\n\n").repeated(10'000)));
    }
    server.enqueue(endless.hold());
    Lane lane(time, resolveKeyFromEnvironment, nullptr, relayIf(byRelay));
    ChatInput input;
    input.endpoint.url = server.url();
    input.text = u"hi"_s;
    auto recorder =
        std::make_unique<SampleRecorder>(Sample(), adapterFor(ServerKind::OpenAi).chunkReader({}), 1'000'000);
    ChatJob *job = lane.start(adapterFor(ServerKind::OpenAi).chatCall(input), std::move(recorder), 60s);
    std::optional<Sample> sample;
    connect(job, &ChatJob::finished, this, [&](const ChatOutcome &end) { sample = end.sample; });
    QTRY_VERIFY(sample);
    QCOMPARE(outcomeOf(*sample), u"failed(too_large), sent 1 times: Hal"_s);
    QTRY_COMPARE(server.openConnections(), 0);
}

QTEST_GUILESS_MAIN(TestMeasurementSockets)
#include "tst_measurementsockets.moc"
