// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The program's own error, measured for real against a practice server. Only the order of times is checked: how large
// an error is depends on what else the machine does.
#include "app/engine/calibrate/calibrator.h"
#include "app/engine/calibrate/stampreader.h"
#include "app/engine/net/relay/relay.h"
#include "app/practice/practicecompanion.h"
#include "tests/support/scriptedserver.h"

#include <QSignalSpy>
#include <QTcpSocket>
#include <QTest>

using namespace assay;
using namespace Qt::Literals::StringLiterals;

namespace {

struct Rig
{
    SystemTime time;
    std::unique_ptr<Relay> relay;
    Calibrator calibrator;
    QSignalSpy progressed{&calibrator, &Calibrator::progressed};
    QSignalSpy finished{&calibrator, &Calibrator::finished};
    QSignalSpy failed{&calibrator, &Calibrator::failed};

    explicit Rig(std::unique_ptr<Relay> made = {}) : relay(std::move(made)), calibrator(time, relay.get()) { }
    Calibration result() const { return finished.at(0).at(0).value<Calibration>(); }
    Error error() const { return failed.at(0).at(0).value<Error>(); }
    CalibrationProgress last() const { return progressed.constLast().at(0).value<CalibrationProgress>(); }
};

/// The calibration's model without its waits: all tokens as fast as they can be written.
std::vector<PracticeProfile> hastyProfiles()
{
    PracticeProfile hasty = calibrationProfile();
    hasty.id = u"hasty"_s;
    hasty.firstTokenMs = 0;
    hasty.tokenMs = 1;
    hasty.answerTokens = 5;
    return {hasty};
}

Environment someMachine()
{
    Environment environment;
    environment.cpu = u"A CPU"_s;
    return environment;
}

} // namespace

class TestCalibrator : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void stampsAreReadAndTheAnswerToo();
    void measuresEveryStep_data();
    void measuresEveryStep();
    void aServerWithoutStampsIsRefused();
    void aDeadServerIsSaid();
    void cancelsAndCanBeStartedAgain();
    void everyPracticeServerKnowsTheModel();
    void companionFallsBackToAThread();
};

void TestCalibrator::stampsAreReadAndTheAnswerToo()
{
    auto stamps = std::make_shared<ServerStamps>();
    StampReader reader(adapterFor(ServerKind::Practice).chunkReader({}), stamps);
    // The text tries to pass for a stamp.
    const auto said = reader.read(
        {{}, R"({"choices":[{"index":0,"delta":{"content":"\"sent_ns\":7"},"finish_reason":null}],"sent_ns":12})", 0});
    QVERIFY(!said.empty());
    QCOMPARE(std::get<TextDelta>(said.front()).text, u"\"sent_ns\":7"_s);
    reader.read({{}, R"({"choices":[],"practice":{"outlier":false,"read_ns":5,"schedule_ms":[1]}})", 0});
    reader.read({{}, R"({"choices":[],"sent_ns":"soon"})", 0});
    QCOMPARE(stamps->written, std::vector{Nanos(12)});
    QCOMPARE(stamps->requestRead, std::optional(Nanos(5)));
}

void TestCalibrator::measuresEveryStep_data()
{
    QTest::addColumn<bool>("withRelay");
    QTest::newRow("this program's clock") << false;
    QTest::newRow("the kernel's clock") << true;
}

void TestCalibrator::measuresEveryStep()
{
    QFETCH(bool, withRelay);
    std::unique_ptr<Relay> relay;
    if (withRelay) {
        Result<std::unique_ptr<Relay>> started = Relay::start(false);
        if (!started)
            QSKIP("This system has no stamps to give.");
        relay = std::move(started).value();
    }
    PracticeHost host;
    const QUrl url = host.start(hastyProfiles()).value();
    Rig rig(std::move(relay));
    const QDateTime before = QDateTime::currentDateTimeUtc();
    const std::vector<CalibrationStep> steps{{1, 3, CalibrationLoad::Idle}, {4, 2, CalibrationLoad::Charts}};
    rig.calibrator.start({url, u"hasty"_s, someMachine(), steps});
    QVERIFY(rig.calibrator.isRunning());
    QVERIFY(rig.finished.wait(30'000));
    QVERIFY(!rig.calibrator.isRunning());
    QCOMPARE(rig.failed.size(), 0);

    const Calibration result = rig.result();
    QVERIFY(result.at >= before);
    QCOMPARE(result.clock, withRelay ? kernelClock : steadyClock);
    QCOMPARE(result.machine, machineName(someMachine()));
    QCOMPARE(result.rows.size(), size_t(2));
    for (size_t i = 0; i < steps.size(); ++i) {
        const CalibrationRow &row = result.rows[i];
        QCOMPARE(row.streams, steps[i].streams);
        QCOMPARE(row.load, steps[i].load);
        QVERIFY(row.tokens);
        QCOMPARE(row.tokens->n + row.merged, steps[i].streams * steps[i].requestsEach * 5);
        QVERIFY(row.tokens->p50Us <= row.tokens->maxUs);
        QVERIFY(row.tokens->maxUs > 0); // a token does not come before it is written
        QVERIFY(!row.tokens->p99Us); // too few for one
        QVERIFY(!row.firstTokens || row.firstTokens->n <= steps[i].streams * steps[i].requestsEach);
    }
    QCOMPARE(rig.last().planned, 11);
    QCOMPARE(rig.last().done, 11);
}

void TestCalibrator::aServerWithoutStampsIsRefused()
{
    ScriptedServer server;
    for (int i = 0; i < 2; ++i)
        server.enqueue(Script::stream({Script::delta(u"a"_s), Script::finish(), "[DONE]"}));
    Rig rig;
    rig.calibrator.start({server.url(), u"other"_s, someMachine(), {{1, 1, CalibrationLoad::Idle}}});
    QVERIFY(rig.failed.wait(30'000));
    QCOMPARE(rig.error().code, ErrorCode::Protocol);
    QCOMPARE(rig.finished.size(), 0);
}

void TestCalibrator::aDeadServerIsSaid()
{
    QUrl nobody;
    {
        PracticeHost host;
        nobody = host.start().value();
    }
    Rig rig;
    rig.calibrator.start({nobody, calibrationModel, someMachine(), {{2, 1, CalibrationLoad::Idle}}});
    QVERIFY(rig.failed.wait(30'000));
    QCOMPARE(rig.error().code, ErrorCode::Refused);
    QCOMPARE(rig.failed.size(), 1);
}

void TestCalibrator::cancelsAndCanBeStartedAgain()
{
    PracticeHost host;
    std::vector<PracticeProfile> profiles = hastyProfiles();
    profiles.push_back(profiles.front());
    profiles.back().id = u"endless"_s;
    profiles.back().tokenMs = 600'000;
    const QUrl url = host.start(profiles).value();
    Rig rig;
    rig.calibrator.start({url, u"endless"_s, someMachine(), {{3, 1, CalibrationLoad::Idle}}});
    QVERIFY(rig.progressed.wait(30'000));
    rig.calibrator.cancel();
    QVERIFY(!rig.calibrator.isRunning());
    QCOMPARE(rig.failed.size(), 0); // not from inside
    QVERIFY(rig.failed.wait(30'000));
    QCOMPARE(rig.error().code, ErrorCode::Cancelled);

    rig.calibrator.start({url, u"hasty"_s, someMachine(), {{1, 1, CalibrationLoad::Idle}}});
    QVERIFY(rig.finished.wait(30'000));
    QCOMPARE(rig.failed.size(), 1);
    QCOMPARE(rig.result().rows.size(), size_t(1));
}

void TestCalibrator::everyPracticeServerKnowsTheModel()
{
    PracticeHost host;
    const QUrl url = host.start(hastyProfiles()).value();
    Rig rig;
    rig.calibrator.start({url, calibrationModel, someMachine(), {{1, 1, CalibrationLoad::Idle}}});
    QVERIFY(rig.finished.wait(30'000));
    QCOMPARE(rig.result().rows.at(0).tokens->n + rig.result().rows.at(0).merged, 25);
}

void TestCalibrator::companionFallsBackToAThread()
{
    for (const QString &program : {u"/there/is/no/such/program"_s, u"/bin/false"_s, u"/bin/echo"_s}) {
        PracticeCompanion companion(program);
        QSignalSpy ready(&companion, &PracticeCompanion::ready);
        companion.start();
        QCOMPARE(ready.size(), 0);
        QVERIFY(ready.wait(30'000));
        QVERIFY(!companion.hasProcess());
        QTcpSocket socket;
        socket.connectToHost(u"127.0.0.1"_s, quint16(ready.at(0).at(0).toUrl().port()));
        QVERIFY(socket.waitForConnected());
    }
}

QTEST_GUILESS_MAIN(TestCalibrator)
#include "tst_calibrator.moc"
