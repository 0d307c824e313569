// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Programs that a person described: how they are asked, how their answer is read, and what becomes of them.
#include "app/engine/run/prober.h"
#include "models/domain/metrics.h"
#include "tests/engine/wrapperrig.h"

#include <QFile>

#include <csignal>
#include <sys/wait.h>

using namespace assay;
using namespace assay::wrapped;
using namespace std::chrono_literals;
using namespace Qt::Literals::StringLiterals;

namespace {

const QString forEver = u"wait:/nowhere/at/all"_s;

/// Of the child whose id is in that file.
bool isAlive(const QString &idFile)
{
    QFile file(idFile);
    return file.open(QIODevice::ReadOnly) && ::kill(file.readAll().toInt(), 0) == 0;
}

/// Of this process; those that have ended and were not asked for are still there.
bool hasChildren()
{
    siginfo_t info;
    return ::waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT) == 0;
}

bool make(const QString &path)
{
    return QFile(path).open(QIODevice::WriteOnly);
}

} // namespace

class TestCustomProgram : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void arguments_data();
    void arguments();
    void promptOverStandardInput();
    void promptByFile();
    void shellReadsNoTextAsACommand();
    void stamps();
    void failures_data();
    void failures();
    void charactersCutInTwo();
    void lines();
    void manyMegabytesOnOneLine();
    void largePromptThatNobodyReads();
    void cancelEndsChildrenToo();
    void cancelTwice();
    void stubborn();
    void silent();
    void logIsASignOfLife();
    void laneDiesWithAProgramUnderWay();
    void kernelClock();
    void probe();
    void run();

private:
    QTemporaryDir m_dir;
    QString path(const QString &name) const { return m_dir.filePath(name); }
};

void TestCustomProgram::initTestCase()
{
    QVERIFY(QFile::exists(programOf({}).command.at(0)));
}

void TestCustomProgram::arguments_data()
{
    QTest::addColumn<QStringList>("given");
    QTest::addColumn<QString>("said"); // as the program got them
    using L = QStringList;
    QTest::newRow("as they are") << L{u"a b"_s, u"$HOME;'\""_s, u""_s} << u"[a b][$HOME;'\"][]"_s;
    QTest::newRow("filled") << L{u"--model={model}"_s, u"{prompt}"_s, u"x{temperature}"_s}
                            << u"[--model=m-1][What is \"it\"?\n{model} \u00e9][x0.7]"_s;
    QTest::newRow("no value") << L{u"-n"_s, u"{max_tokens}"_s, u"--sys"_s, u"{system}"_s, u"a"_s, u"{seed}"_s, u"z"_s}
                              << u"[a][z]"_s;
    QTest::newRow("other options stay") << L{u"{system}"_s, u"--m={model}"_s, u"{seed}"_s, u"-v"_s, u"{model}"_s}
                                        << u"[--m=m-1][-v][m-1]"_s;
}

void TestCustomProgram::arguments()
{
    QFETCH(QStringList, given);
    QFETCH(QString, said);
    ChatInput input = question(programOf(given));
    input.parameters.temperature = 0.7;
    const Try one(input);
    QTRY_VERIFY(one.isEnded());
    QCOMPARE(one.sample().output, said);
    QCOMPARE(one.outcome(), u"ok"_s);
}

void TestCustomProgram::promptOverStandardInput()
{
    const Try one(programOf({u"stdin"_s}));
    QTRY_VERIFY(one.isEnded());
    QCOMPARE(one.sample().output, question().text);

    ChatInput large = question(programOf({u"stdin"_s}));
    large.text = QString(3'000'000, u'x');
    const Try other(large);
    QTRY_VERIFY(other.isEnded());
    QCOMPARE(other.sample().output, large.text);
    const Timeline timeline = other.sample().timeline;
    QVERIFY(timeline.sent && timeline.sent <= timeline.firstToken);
    QVERIFY(!other.sample().has(SampleFlag::Nagle40ms));
}

void TestCustomProgram::promptByFile()
{
    ChatInput input = question(programOf({u"file:{prompt_file}"_s, u"stdin"_s, u"say:{system}"_s}));
    input.system = u"{prompt_file}"_s + QChar(u'\0') + u"."_s; // which is no mention of it
    const Try one(input);
    QTRY_VERIFY(one.isEnded());
    QCOMPARE(one.sample().output, QString(input.text + u"{prompt_file}."_s));
    const auto call = std::get<CommandCall>(adapterFor(ServerKind::Command).chatCall(input));
    const QByteArray told = R"("file:{prompt_file}","stdin","say:{prompt_file}.")";
    QVERIFY(requestJson(call).contains(told));
}

void TestCustomProgram::shellReadsNoTextAsACommand()
{
    Endpoint endpoint =
        programOf({u"say:{prompt}"_s, u"'{model}'"_s, u"env:ASSAY_PROMPT"_s, u"x{seed}"_s, u"|"_s, u"cat"_s});
    endpoint.wrapper.shell = true;
    ChatInput input = question(endpoint);
    input.text = u"`touch %1` $(touch %1) \"; touch %1; ' \\"_s.arg(path(u"ran"_s));
    const Try one(input);
    QTRY_VERIFY(one.isEnded());
    QCOMPARE(one.sample().output, QString(input.text + u"[\"$ASSAY_MODEL\"]"_s + input.text + u"[x]"_s));
    QVERIFY(!QFile::exists(path(u"ran"_s)));
    QCOMPARE(one.outcome(), u"ok"_s);
}

void TestCustomProgram::stamps()
{
    const QString gate = path(u"gate-"_s);
    Try one(programOf({u"mark:"_s + gate + u'0', u"wait:"_s + gate + u'1', u"say:Hel"_s, u"wait:"_s + gate + u'2',
                       u"say:lo"_s, u"wait:"_s + gate + u'3'}));
    const Nanos start = one.time.now();
    QTRY_VERIFY(QFile::exists(gate + u'0'));
    RunRig::settle(); // it has started, and the prompt is written
    one.time.advance(200ms);
    QVERIFY(make(gate + u'1'));
    QTRY_COMPARE(one.text, u"Hel"_s);
    one.time.advance(50ms);
    QVERIFY(make(gate + u'2'));
    QTRY_COMPARE(one.text, u"Hello"_s);
    one.time.advance(30ms);
    QVERIFY(make(gate + u'3'));
    QTRY_VERIFY(one.isEnded());
    const Timeline t = one.sample().timeline;
    QCOMPARE(t.posted, start);
    QCOMPARE(t.sent, start);
    QVERIFY(!t.headers);
    QCOMPARE(t.firstToken, start + 200ms);
    QCOMPARE(t.lastToken, start + 250ms);
    QCOMPARE(t.closed, start + 280ms);
    QCOMPARE(t.chunks.size(), 2);
    QCOMPARE(metricsOf(one.sample()).ttftMs, std::optional(200.0));
}

void TestCustomProgram::failures_data()
{
    QTest::addColumn<QStringList>("does");
    QTest::addColumn<QString>("message");
    QTest::addColumn<QString>("detail");
    using L = QStringList;
    QTest::newRow("exit code") << L{u"say:Hi"_s, u"log:loading\n"_s, u"log:no such model %2\n\n"_s, u"exit:3"_s}
                               << u"assay_talker ended with exit code 3. no such model %2"_s
                               << u"loading\nno such model %2"_s;
    QTest::newRow("nothing said") << L{u"say:Hi"_s, u"exit:1"_s} << u"assay_talker ended with exit code 1."_s
                                  << QString();
    QTest::newRow("crash") << L{u"say:Hi"_s, u"log:assertion failed"_s, u"crash"_s}
                           << u"assay_talker crashed (signal 6). assertion failed"_s << u"assertion failed"_s;
    QTest::newRow("a long log") << L{u"say:Hi"_s, u"log:"_s + QString(5000, u'x'), u"exit:2"_s}
                                << u"assay_talker ended with exit code 2. "_s + QString(200, u'x')
                                << QString(4096, u'x');
}

/// What came before is kept.
void TestCustomProgram::failures()
{
    QFETCH(QStringList, does);
    QFETCH(QString, message);
    QFETCH(QString, detail);
    const Try one(programOf(does));
    QTRY_VERIFY(one.isEnded());
    QCOMPARE(one.outcome(), u"failed server_error"_s);
    QCOMPARE(one.sample().output, u"Hi"_s);
    QCOMPARE(one.sample().error->message, message);
    QCOMPARE(one.sample().error->detail, detail);
}

void TestCustomProgram::charactersCutInTwo()
{
    const QString gate = path(u"cut"_s);
    const Try one(programOf({u"bytes:61e282"_s, u"wait:"_s + gate, u"bytes:acff62c3"_s}));
    QTRY_COMPARE(one.text, u"a"_s);
    QVERIFY(make(gate));
    QTRY_VERIFY(one.isEnded());
    QCOMPARE(one.sample().output, u"a\u20ac\ufffdb\ufffd"_s);
    QCOMPARE(one.outcome(), u"ok"_s);
}

void TestCustomProgram::lines()
{
    const auto lines = [](const QStringList &does) {
        Endpoint endpoint = programOf(does);
        endpoint.wrapper.framing = Framing::JsonLines;
        endpoint.wrapper.pointers = linePointers();
        return endpoint;
    };
    const QString said = u"say:{\"response\":\"Hi\"}\n{\"done_reason\":\"length\",\"eval_count\":2}\n"_s;
    const Try well(lines({said}));
    QTRY_VERIFY(well.isEnded());
    QCOMPARE(well.sample().output, u"Hi"_s);
    QCOMPARE(well.sample().tokens.output, std::optional<qint64>(2));
    QVERIFY(well.sample().has(SampleFlag::Truncated));
    const Try failed(lines({said, u"exit:9"_s})); // a whole answer does not make up for it
    QTRY_VERIFY(failed.isEnded());
    QCOMPARE(failed.outcome(), u"failed server_error"_s);
    const Try reported(lines({u"say:{\"error\":\"too hot\"}\n"_s}));
    QTRY_VERIFY(reported.isEnded());
    QCOMPARE(reported.outcome(), u"failed server_error"_s);
    QVERIFY(reported.sample().error->message.contains(u"too hot"_s));
}

void TestCustomProgram::manyMegabytesOnOneLine()
{
    Endpoint endpoint = programOf({u"times:17000000:x"_s, forEver});
    endpoint.wrapper.framing = Framing::JsonLines;
    endpoint.wrapper.pointers.delta = u"/t"_s;
    const Try lines(endpoint);
    QTRY_VERIFY_WITH_TIMEOUT(lines.isEnded(), 60'000);
    QCOMPARE(lines.outcome(), u"failed too_large"_s);

    endpoint.wrapper = {}; // of text it is no matter
    endpoint.command[1] = u"times:1000000:x"_s;
    const Try text(endpoint);
    QTRY_COMPARE_WITH_TIMEOUT(text.text.size(), 1'000'000, 60'000);
}

void TestCustomProgram::largePromptThatNobodyReads()
{
    ChatInput input = question(programOf({u"say:Hi"_s}));
    input.text = QString(3'000'000, u'x');
    const Try one(input);
    QTRY_VERIFY(one.isEnded());
    QCOMPARE(one.outcome(), u"ok"_s);
    QVERIFY(!one.sample().timeline.sent); // it never took it all: nothing is counted from there
    QVERIFY(!metricsOf(one.sample()).ttftMs);
}

void TestCustomProgram::cancelEndsChildrenToo()
{
    const QString id = path(u"child-1"_s);
    Try one(programOf({u"child:"_s + id, u"say:Hi"_s, forEver}));
    QTRY_COMPARE(one.text, u"Hi"_s);
    QVERIFY(isAlive(id));
    one.time.advance(3s);
    const Nanos cancelled = one.time.now();
    one.job->cancel();
    QVERIFY(!one.isEnded());
    QTRY_VERIFY(one.isEnded()); // it obeys at once
    QTRY_VERIFY(!isAlive(id)); // its child, which did not, was forced
    QCOMPARE(one.outcome(), u"cancelled"_s);
    QCOMPARE(one.sample().output, u"Hi"_s);
    QCOMPARE(one.sample().timeline.closed, cancelled);
    QVERIFY(one.lane.isIdle());
}

void TestCustomProgram::cancelTwice()
{
    const Try early(programOf({forEver})); // before it has started
    early.job->cancel();
    early.job->cancel();
    QTRY_VERIFY(early.isEnded());
    QCOMPARE(early.outcome(), u"cancelled"_s);
    RunRig::settle();
    QCOMPARE(early.ends.size(), 1);
}

void TestCustomProgram::stubborn()
{
    Try one(programOf({u"stubborn"_s, u"say:Hi"_s, forEver}));
    QTRY_COMPARE(one.text, u"Hi"_s);
    one.job->cancel();
    RunRig::settle();
    one.time.advance(999ms);
    RunRig::settle();
    QVERIFY(!one.isEnded());
    one.time.advance(1ms);
    QTRY_VERIFY(one.isEnded());
    QCOMPARE(one.outcome(), u"cancelled"_s);
}

void TestCustomProgram::silent()
{
    Try one(programOf({u"log:thinking hard"_s, u"say:Hi"_s, forEver}));
    QTRY_COMPARE(one.text, u"Hi"_s);
    RunRig::settle();
    one.time.advance(10s - 1ms);
    RunRig::settle();
    QVERIFY(!one.isEnded());
    one.time.advance(1ms);
    QTRY_VERIFY(one.isEnded());
    QCOMPARE(one.outcome(), u"timed_out idle_timeout"_s);
    QVERIFY(one.sample().error->message.startsWith(u"assay_talker sent nothing for 10 seconds."_s));
    QCOMPARE(one.sample().error->detail, u"thinking hard"_s);
}

void TestCustomProgram::logIsASignOfLife()
{
    const QString gate = path(u"log-"_s);
    Try one(programOf({u"say:Hi"_s, u"wait:"_s + gate + u'1', u"log:."_s, u"wait:"_s + gate + u'2'}));
    QTRY_COMPARE(one.text, u"Hi"_s);
    one.time.advance(9s);
    const auto timers = one.time.made();
    QVERIFY(make(gate + u'1'));
    QTRY_COMPARE(one.time.made(), timers + 1);
    one.time.advance(9s);
    RunRig::settle();
    QVERIFY(!one.isEnded());
    QVERIFY(make(gate + u'2'));
    QTRY_VERIFY(one.isEnded());
    QCOMPARE(one.outcome(), u"ok"_s);
}

void TestCustomProgram::laneDiesWithAProgramUnderWay()
{
    const QString id = path(u"child-2"_s);
    {
        const Try one(programOf({u"stubborn"_s, u"child:"_s + id, u"say:Hi"_s, forEver}));
        QTRY_COMPARE(one.text, u"Hi"_s);
    }
    QTRY_VERIFY(!isAlive(id));
    {
        const Try unstarted(programOf({forEver}));
    }
    QTRY_VERIFY(!hasChildren());
    RunRig::settle(); // what was abandoned is cleared away
}

/// In a run whose stamps are the kernel's, those of a program are marked.
void TestCustomProgram::kernelClock()
{
    SampleRecorder recorder(Sample{}, adapterFor(ServerKind::Command).chunkReader(programOf({})));
    recorder.useStampsOf(std::make_shared<Exchange>());
    recorder.posted(1ms, SampleRecorder::Way::Program);
    recorder.sent(2ms);
    recorder.bytes("Hi", 5ms);
    const Sample sample = recorder.end({}, 6ms);
    QVERIFY(sample.has(SampleFlag::EngineClock));
    QCOMPARE(sample.timeline.sent, Nanos(2ms));
    QCOMPARE(sample.timeline.firstToken, Nanos(5ms));
    QCOMPARE(sample.status, SampleStatus::Ok);
}

void TestCustomProgram::probe()
{
    ManualTime time;
    Prober prober(time, resolveKeyFromEnvironment);
    std::vector<ProbeResult> results;
    connect(&prober, &Prober::probed, this, [&](const ProbeResult &result) { results.push_back(result); });
    const QSignalSpy ended(&prober, &Prober::finished);
    PlannedModel well = RunRig::model(u"a"_s, {});
    well.endpoint = programOf({u"say:{max_tokens}"_s});
    PlannedModel missing = well;
    missing.endpoint.command = QStringList{u"/nowhere/my-model"_s};
    prober.probe({well, missing});
    QTRY_COMPARE(ended.size(), 1);
    QVERIFY(results.at(0).ready);
    QCOMPARE(results.at(0).answer, u"1"_s);
    QVERIFY(!results.at(1).ready);
    QVERIFY(results.at(1).error->message.startsWith(u"my-model could not be started."_s));
    QVERIFY(!results.at(1).error->detail.isEmpty());
}

/// A program beside a server in one run: the same plan, the same order, one request at a time.
void TestCustomProgram::run()
{
    RunRig rig;
    RunInfo run = rig.run(2, 2);
    run.plan.models[0].endpoint = programOf({u"say:{prompt}"_s});
    rig.controller->start(run);
    QTRY_VERIFY(rig.isOver());
    QCOMPARE(rig.finished.size(), 4);
    QCOMPARE(rig.asked(), 2);
    for (const Sample &sample : rig.finished) {
        QCOMPARE(sample.status, SampleStatus::Ok);
        const bool isProgram = sample.step.model == 0;
        QCOMPARE(sample.output, isProgram ? u"Question %1"_s.arg(sample.step.prompt) : u"Fine."_s);
        const QByteArray asked = isProgram ? "say:Question " : "messages";
        QVERIFY(sample.request.contains(asked));
    }
}

QTEST_GUILESS_MAIN(TestCustomProgram)
#include "tst_customprogram.moc"
