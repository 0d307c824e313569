// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
// How the program's own error is worked out, put into words and written down.
#include "models/domain/calibration.h"
#include "models/domain/resultsjson.h"
#include "tests/support/fullrun.h"

#include <QtTest>

using namespace assay;
using namespace Qt::Literals::StringLiterals;
using std::chrono::microseconds;

namespace {

Timeline timelineAt(Nanos sent, const std::vector<Nanos> &tokens)
{
    Timeline timeline;
    timeline.sent = sent;
    for (const Nanos at : tokens)
        timeline.chunks.push_back({at, 1, DeltaKind::Answer});
    return timeline;
}

ErrorSpread spreadOf(int n, double p50, std::optional<double> p99, double most)
{
    return {n, p50, most, p99};
}

Calibration example()
{
    Calibration calibration;
    calibration.at = QDateTime(QDate(2026, 10, 30), QTime(9, 8, 7, 654), Qt::UTC);
    calibration.machine = u"A CPU, 2 threads"_s;
    calibration.assayVersion = u"0.1.0"_s;
    calibration.clock = kernelClock;
    calibration.rows = {
        {1, CalibrationLoad::Idle, spreadOf(700, 3.5, 9.25, 31), spreadOf(28, 12, std::nullopt, 45.125), 0},
        {32, CalibrationLoad::Idle, spreadOf(4800, 4, 20, 90), std::nullopt, 7},
        {8, CalibrationLoad::Charts, spreadOf(1200, 5, 30, 91), spreadOf(48, 14, std::nullopt, 60), 2},
    };
    return calibration;
}

} // namespace

class TestCalibration : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void errorsAreOursMinusTheServers();
    void mergedTokensAreCountedApart();
    void whatDoesNotFitIsNotTaken();
    void spreadNeedsEnoughForAP99();
    void stepsGiveEveryRowAP99();
    void theRowUnderLoadTells();
    void wordsNameTheirFigures();
    void comesBackFromItsJson();
    void badJsonIsNamed_data();
    void badJsonIsNamed();
    void belongsToOneMachineAndClock();
    void runsCarryIt();
};

void TestCalibration::errorsAreOursMinusTheServers()
{
    CalibrationErrors errors;
    // The server read the request 100 us after we think it was sent, wrote tokens at 1000 and 2000 us; they reached us
    // 10 us and (by an impossible stamp) -4 us later. So first token: we say 1010, the server 900.
    const Timeline ours = timelineAt(Nanos(0), {microseconds(1010), microseconds(1996)});
    QVERIFY(errors.take(ours, {microseconds(100), {microseconds(1000), microseconds(2000)}}));
    const CalibrationRow row = errors.row({8, 6, CalibrationLoad::Charts});
    QCOMPARE(row.streams, 8);
    QCOMPARE(row.load, CalibrationLoad::Charts);
    QCOMPARE(*row.tokens, spreadOf(2, 7, std::nullopt, 10));
    QCOMPARE(*row.firstTokens, spreadOf(1, 110, std::nullopt, 110));
    QCOMPARE(row.merged, 0);
}

void TestCalibration::mergedTokensAreCountedApart()
{
    CalibrationErrors errors;
    const Timeline ours = timelineAt(Nanos(0), {microseconds(50), microseconds(50), microseconds(71)});
    QVERIFY(errors.take(ours, {Nanos(0), {microseconds(20), microseconds(45), microseconds(70)}}));
    const CalibrationRow row = errors.row({});
    QCOMPARE(row.merged, 1);
    QCOMPARE(*row.tokens, spreadOf(2, 3, std::nullopt, 5));
    QVERIFY(!row.firstTokens); // the first one was the merged one
}

void TestCalibration::whatDoesNotFitIsNotTaken()
{
    CalibrationErrors errors;
    const Timeline ours = timelineAt(Nanos(0), {microseconds(50)});
    QVERIFY(!errors.take(ours, {Nanos(0), {}}));
    QVERIFY(!errors.take(ours, {std::nullopt, {microseconds(40)}}));
    QVERIFY(!errors.take({}, {Nanos(0), {}}));
    Timeline unsent = ours;
    unsent.sent.reset();
    QVERIFY(!errors.take(unsent, {Nanos(0), {microseconds(40)}}));
    QVERIFY(!errors.row({}).tokens);
}

void TestCalibration::spreadNeedsEnoughForAP99()
{
    QVERIFY(!errorSpread({}));
    std::vector<double> values;
    for (int i = 661; i >= 1; --i)
        values.push_back(i);
    QVERIFY(!errorSpread(values)->p99Us);
    QCOMPARE(errorSpread(values)->p50Us, 331.0);
    values.push_back(662);
    const ErrorSpread spread = *errorSpread(values);
    QCOMPARE(spread.n, 662);
    QCOMPARE(spread.p50Us, 331.5);
    QCOMPARE(*spread.p99Us, 655.39); // 1 + 0.99 * 661
    QCOMPARE(spread.maxUs, 662.0);
}

void TestCalibration::stepsGiveEveryRowAP99()
{
    constexpr int tokensAnAnswer = 25;
    const std::vector<CalibrationStep> idle = calibrationSteps(false);
    const std::vector<CalibrationStep> both = calibrationSteps(true);
    QCOMPARE(idle.size(), size_t(3));
    QCOMPARE(both.size(), size_t(6));
    for (const CalibrationStep &step : both)
        QVERIFY(step.streams * step.requestsEach * tokensAnAnswer >= 662);
    for (const CalibrationStep &step : idle)
        QCOMPARE(step.load, CalibrationLoad::Idle);
}

void TestCalibration::theRowUnderLoadTells()
{
    Calibration calibration = example();
    QCOMPARE(tellingRow(calibration)->streams, 8);
    calibration.rows.pop_back();
    QCOMPARE(tellingRow(calibration)->streams, 32);
    calibration.rows = {{32, CalibrationLoad::Charts, std::nullopt, std::nullopt, 0}};
    QCOMPARE(tellingRow(calibration), nullptr);
    QCOMPARE(tellingRow(Calibration()), nullptr);
    QVERIFY(!calibrationSentence(calibration).isEmpty());
    QVERIFY(!calibrationMeaning(calibration).isEmpty());
}

void TestCalibration::wordsNameTheirFigures()
{
    const QString sentence = calibrationSentence(example());
    for (const QString &word : {u"2026-10-30"_s, u"8 answers at once"_s, u"charts"_s, u"kernel"_s, u"5.00 \u00B5s"_s,
                                u"99 of 100 by at most 30.0 \u00B5s"_s, u"all 48 by at most 60.0 \u00B5s"_s})
        QVERIFY2(sentence.contains(word), qPrintable(sentence));
    QVERIFY(!sentence.contains(u'\n'));
    QVERIFY(calibrationMeaning(example()).contains(u"30.0 \u00B5s"_s));
    QCOMPARE(calibrationBrief(example()), u"clock: kernel, error 30.0 \u00B5s p99"_s);
    Calibration thin = example();
    thin.rows = {{1, CalibrationLoad::Idle, spreadOf(3, 1, std::nullopt, 2), std::nullopt, 0}};
    QVERIFY(!calibrationBrief(thin).contains(u"p99"_s)); // three values have none
    QVERIFY(calibrationBrief(thin).contains(u"2.00 \u00B5s"_s));
}

void TestCalibration::comesBackFromItsJson()
{
    const QByteArray json = writeCalibration(example());
    const Result<Calibration> read = readCalibration(json, u"here"_s);
    QVERIFY(static_cast<bool>(read));
    QCOMPARE(*read, example());
    QCOMPARE(writeCalibration(*read), json);
}

void TestCalibration::badJsonIsNamed_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("place");
    QTest::newRow("no object") << QByteArray("[]") << u"an object"_s;
    QTest::newRow("no clock") << QByteArray("{\"rows\": []}") << u"clock"_s;
    QTest::newRow("load") << QByteArray(R"({"clock": "kernel", "rows": [{"streams": 1, "load": "busy"}]})")
                          << u"rows[0].load"_s;
    QTest::newRow("no streams") << QByteArray(R"({"clock": "kernel", "rows": [{"load": "idle"}]})")
                                << u"rows[0].streams"_s;
    QTest::newRow("no max") << QByteArray(
        R"({"clock": "kernel", "rows": [{"streams": 1, "load": "idle", "token": {"n": 1, "p50_us": 2}}]})")
                            << u"rows[0].token.max_us"_s;
}

void TestCalibration::badJsonIsNamed()
{
    QFETCH(QByteArray, json);
    QFETCH(QString, place);
    const Result<Calibration> read = readCalibration(json, u"here"_s);
    QVERIFY(!read);
    QCOMPARE(read.error().code, ErrorCode::BadInput);
    QVERIFY2(read.error().message.contains(place), qPrintable(read.error().message));
}

void TestCalibration::belongsToOneMachineAndClock()
{
    Environment here;
    here.cpu = u"A CPU"_s;
    here.cpuThreads = 2;
    here.clock = kernelClock;
    QVERIFY(isOf(example(), here));
    Environment other = here;
    other.clock = steadyClock;
    QVERIFY(!isOf(example(), other));
    other = here;
    other.cpuThreads = 4;
    QVERIFY(!isOf(example(), other));
}

/// In the workspace it lies in the environment, in results.json it has a key of its own.
void TestCalibration::runsCarryIt()
{
    RunData run = test::fullRun();
    run.info.environment.calibration = example();
    QCOMPARE(readEnvironment(writeEnvironment(run.info.environment)), run.info.environment);

    const QByteArray results = writeResults(run);
    QVERIFY(results.contains("\"calibration\": {"));
    const Result<RunData> read = readResults(results, u"results.json"_s);
    QVERIFY(static_cast<bool>(read));
    QCOMPARE(*read->info.environment.calibration, example());

    QByteArray spoilt = results;
    spoilt.replace("\"load\": \"charts\"", "\"load\": \"parties\"");
    QVERIFY(readResults(spoilt, u"results.json"_s).error().message.contains(u"run.calibration.rows[2].load"_s));
}

QTEST_APPLESS_MAIN(TestCalibration)
#include "tst_calibration.moc"
