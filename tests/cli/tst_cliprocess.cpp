// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/settings/settings.h"
#include "app/practice/practiceserver.h"
#include "models/domain/resultsjson.h"
#include "tests/cli/cliharness.h"
#include "tests/support/scriptedserver.h"

#include <nlohmann/json.hpp>

#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

using namespace assay;
using namespace assay::test;
using namespace Qt::Literals::StringLiterals;
using Json = nlohmann::json;

namespace {

PracticeProfile profileOf(const QString &id, double tokenMs)
{
    PracticeProfile profile;
    profile.id = id;
    profile.firstTokenMs = 0;
    profile.tokenMs = tokenMs;
    profile.exactTokens = true;
    profile.answerTokens = 4;
    return profile;
}

/// The program itself, reading what it says line by line.
class Program
{
public:
    explicit Program(const QStringList &arguments)
    {
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        for (const QString &name : {u"BENCH_MODELS"_s, u"BENCH_ROUNDS"_s, u"BENCH_PROMPT"_s, u"BENCH_STREAM"_s,
                                    u"FOUNDRY_LOCAL_ENDPOINT"_s}) {
            environment.remove(name);
        }
        environment.insert(u"XDG_CONFIG_HOME"_s, m_home.path()); // what the person has set up is not the test's
        m_process.setProcessEnvironment(environment);
        m_process.start(QStringLiteral(ASSAY_BIN_DIR "/assay-cli"), arguments);
    }
    /// The exit code; -1 where the program crashes or does not end.
    int end()
    {
        const bool ended = QTest::qWaitFor([this] { return m_process.state() == QProcess::NotRunning; }, 60'000);
        read();
        return ended && m_process.exitStatus() == QProcess::NormalExit ? m_process.exitCode() : -1;
    }
    void read()
    {
        out += QString::fromUtf8(m_process.readAllStandardOutput());
        err += QString::fromUtf8(m_process.readAllStandardError());
    }
    /// Samples that were told as finished.
    QStringList finished()
    {
        read();
        static const QRegularExpression line(u"^\\[\\d+/\\d+\\] (.*: .*)\\n"_s, QRegularExpression::MultilineOption);
        QStringList lines;
        for (const QRegularExpressionMatch &match : line.globalMatch(err)) {
            lines.append(match.captured(1));
        }
        return lines;
    }
    void signal(int number) { ::kill(static_cast<pid_t>(m_process.processId()), number); }
    bool crashed() const { return m_process.exitStatus() == QProcess::CrashExit; }

    QString out;
    QString err;

    QString settings() const { return m_home.filePath(u"assay/assay.ini"_s); }

private:
    QTemporaryDir m_home;
    QProcess m_process;
};

Json parsed(const QByteArray &bytes)
{
    return Json::parse(bytes.begin(), bytes.end(), nullptr, false);
}

} // namespace

class TestCliProcess : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void allWell();
    void someFail();
    void deadEndpoint();
    void interruptedAndResumed();
    void practiceWithinIsRevived();
    void terminatedBeforeItBegins();
    void killed();
    void practiceRunsUntilInterrupted();
    void practiceIsFound();
    void noPracticeBesideRealModels();
    void practiceAnswersAsItsProfileSays();
    void calibrates();
    void calibrationIsInterrupted();
    void whatAPersonDescribed();
    void interruptEndsPrograms();

private:
    QString path(const QString &name) const { return m_folder->filePath(name); }
    QStringList run(const QString &models, const QStringList &more) const;
    Json report(const QString &workspace);

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<PracticeServer> m_server;
    QUrl m_url;
};

void TestCliProcess::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    PracticeProfile broken = profileOf(u"broken"_s, 0);
    broken.failureShare = 1;
    m_server =
        std::make_unique<PracticeServer>(std::vector{profileOf(u"fast"_s, 0), broken, profileOf(u"steady"_s, 5)});
    m_url = m_server->listen().value();
    QVERIFY(writeText(path(u"fast.json"_s), modelsJson(m_url, {u"fast"_s})));
    QVERIFY(writeText(path(u"mixed.json"_s), modelsJson(m_url, {u"fast"_s, u"broken"_s})));
    QVERIFY(writeText(path(u"steady.json"_s), modelsJson(m_url, {u"steady"_s})));
    QVERIFY(writeText(path(u"dead.json"_s), modelsJson(ScriptedServer::refusedUrl(), {u"dead"_s})));
    QVERIFY(writeText(path(u"p.json"_s), "[\"Why?\", \"How?\"]"));
}

QStringList TestCliProcess::run(const QString &models, const QStringList &more) const
{
    return QStringList{u"run"_s, u"--models"_s, path(models), u"--prompts"_s, path(u"p.json"_s)} + more;
}

Json TestCliProcess::report(const QString &workspace)
{
    Program program({u"report"_s, u"--workspace"_s, workspace, u"--run"_s, u"last"_s, u"--json"_s, u"-"_s});
    return program.end() == ExitCode::ok ? parsed(program.out.toUtf8()) : Json();
}

void TestCliProcess::allWell()
{
    Program program(
        run(u"fast.json"_s,
            {u"--json"_s, path(u"r.json"_s), u"--csv"_s, path(u"r.csv"_s), u"--markdown"_s, path(u"r.md"_s)}));
    QCOMPARE(program.end(), ExitCode::ok);
    QVERIFY(program.out.startsWith(u"model"_s));
    QVERIFY(!program.err.contains(u'\r')); // no bar where there is no terminal
    QCOMPARE(program.finished().size(), 9);
    QCOMPARE(parsed(readText(path(u"r.json"_s)))["samples"].size(), size_t(9));
    QVERIFY(readText(path(u"r.csv"_s)).contains("ttft_ms"));
    QVERIFY(readText(path(u"r.md"_s)).contains("fast"));
}

void TestCliProcess::someFail()
{
    // A model whose every second and later answer to a prompt fails: its first round is well.
    Program program(run(u"mixed.json"_s, {u"--warmup"_s, u"0"_s, u"--json"_s, path(u"r.json"_s)}));
    QCOMPARE(program.end(), ExitCode::someFailed);
    QVERIFY2(program.err.contains(u"failed: "_s), qPrintable(program.err));
    const Json results = parsed(readText(path(u"r.json"_s)));
    QCOMPARE(results["summary"][0]["status"].get<std::string>(), std::string("ok"));
    QCOMPARE(results["summary"][1]["status"].get<std::string>(), std::string("partial"));
    QVERIFY(results["summary"][1]["failed"].get<int>() >= 1);
}

void TestCliProcess::deadEndpoint()
{
    Program program(run(u"dead.json"_s, {u"--rounds"_s, u"1"_s, u"--json"_s, path(u"r.json"_s)}));
    QCOMPARE(program.end(), ExitCode::allFailed);
    QVERIFY(program.err.contains(u"dead is skipped. "_s));
    const Json results = parsed(readText(path(u"r.json"_s)));
    QCOMPARE(results["samples"].size(), size_t(3));
    QVERIFY(results["summary"][0]["ttft_ms"].is_null());
}

void TestCliProcess::interruptedAndResumed()
{
    const QString workspace = path(u"w.assay"_s);
    Program program(run(
        u"steady.json"_s,
        {u"--rounds"_s, u"100"_s, u"--warmup"_s, u"0"_s, u"--workspace"_s, workspace, u"--json"_s, path(u"r.json"_s)}));
    QTRY_VERIFY_WITH_TIMEOUT(program.finished().size() >= 5, 30'000);
    program.signal(SIGINT);
    QCOMPARE(program.end(), ExitCode::interrupted);
    QVERIFY(program.out.contains(u"steady"_s)); // a table of what there is
    const Json partial = parsed(readText(path(u"r.json"_s)));
    QCOMPARE(partial["run"]["state"].get<std::string>(), std::string("cancelled"));
    QVERIFY(partial["samples"].size() >= 5 && partial["samples"].size() < 200);
    QCOMPARE(report(workspace)["samples"].size(), partial["samples"].size());

    Program again({u"run"_s, u"--workspace"_s, workspace, u"--resume"_s, u"last"_s, u"--json"_s, path(u"all.json"_s)});
    QCOMPARE(again.end(), ExitCode::ok);
    const Json whole = parsed(readText(path(u"all.json"_s)));
    QCOMPARE(whole["run"]["state"].get<std::string>(), std::string("completed"));
    QVERIFY(whole["run"]["id"] == partial["run"]["id"]);
    QCOMPARE(whole["samples"].size(), size_t(200));
    size_t kept = 0;
    for (size_t i = 0; i < 200; ++i) {
        QCOMPARE(whole["samples"][i]["status"].get<std::string>(), std::string("ok"));
        if (i < partial["samples"].size() && partial["samples"][i]["status"] == "ok") {
            QVERIFY(whole["samples"][i] == partial["samples"][i]); // not measured again
            ++kept;
        }
    }
    QCOMPARE(static_cast<size_t>(again.finished().size()), 200 - kept);
    QVERIFY(report(workspace) == whole);
}

void TestCliProcess::practiceWithinIsRevived()
{
    // Stands for a run with the built-in practice server: its plan names an address that nobody has any more.
    const QString workspace = path(u"w.assay"_s);
    const Json gone = parsed(modelsJson(ScriptedServer::refusedUrl(), {u"practice-quick"_s}));
    Json models = gone;
    models["endpoints"] = {{"practice", gone["endpoints"]["here"]}};
    models["endpoints"]["practice"]["kind"] = "practice";
    models["models"]["practice-quick"]["endpoint"] = "practice";
    QVERIFY(writeText(path(u"gone.json"_s), QByteArray::fromStdString(models.dump())));
    Program program(run(u"gone.json"_s, {u"--rounds"_s, u"1"_s, u"--warmup"_s, u"0"_s, u"--workspace"_s, workspace}));
    QTRY_VERIFY_WITH_TIMEOUT((program.read(), program.err.contains(u"Run "_s)), 30'000);
    program.signal(SIGINT); // while it is being refused
    QCOMPARE(program.end(), ExitCode::interrupted);

    Program again({u"run"_s, u"--workspace"_s, workspace, u"--resume"_s, u"last"_s});
    QCOMPARE(again.end(), ExitCode::ok);
    QVERIFY(again.out.contains(u"Simulated"_s));
}

void TestCliProcess::terminatedBeforeItBegins()
{
    ScriptedServer silent; // never tells its models
    silent.setHandler([](const ScriptedServer::Request &) { return Script().hold(); });
    QSignalSpy asked(&silent, &ScriptedServer::requestReceived);
    Program program({u"run"_s, u"--endpoint"_s, silent.url().toString(), u"--workspace"_s, path(u"w.assay"_s)});
    QVERIFY(!asked.isEmpty() || asked.wait(30'000));
    program.signal(SIGTERM);
    QCOMPARE(program.end(), ExitCode::interrupted);
    QVERIFY(!QFile::exists(path(u"w.assay"_s)));
}

void TestCliProcess::killed()
{
    const QString workspace = path(u"w.assay"_s);
    Program program(run(u"steady.json"_s, {u"--rounds"_s, u"2000"_s, u"--workspace"_s, workspace}));
    QTRY_VERIFY_WITH_TIMEOUT(program.finished().size() >= 20, 60'000);
    program.signal(SIGKILL);
    program.end();
    QVERIFY(program.crashed());
    const qsizetype told = program.finished().size();

    const Json saved = report(workspace);
    QCOMPARE(saved["run"]["state"].get<std::string>(), std::string("interrupted"));
    QVERIFY(static_cast<qsizetype>(saved["samples"].size()) >= told);
    for (qsizetype i = 0; i < told; ++i) { // one request at a time: told in plan order
        const Json &sample = saved["samples"][static_cast<size_t>(i)];
        QCOMPARE(sample["status"].get<std::string>(), std::string("ok"));
        QCOMPARE(sample["output_tokens"].get<int>(), 4);
        QVERIFY(!sample["output"].get<std::string>().empty());
    }
}

void TestCliProcess::practiceRunsUntilInterrupted()
{
    Program server({u"practice"_s, u"--port"_s, u"0"_s});
    QTRY_VERIFY_WITH_TIMEOUT((server.read(), server.out.endsWith(u'\n')), 30'000);
    const QString url = server.out.trimmed();
    QVERIFY(url.startsWith(u"http://127.0.0.1:"_s));
    Program models({u"models"_s, u"--endpoint"_s, url});
    QCOMPARE(models.end(), ExitCode::ok);
    QVERIFY(models.out.contains(u"practice-strong"_s));
    QVERIFY(models.out.contains(u"4.70 GB"_s));
    server.signal(SIGINT);
    QCOMPARE(server.end(), ExitCode::ok);
    QCOMPARE(server.out.count(u'\n'), 1);
}

/// Without a port it is where `models` looks; where that port is taken, it is elsewhere and says so. What it says can
/// be done with it can be done, as it stands.
void TestCliProcess::practiceIsFound()
{
    QVERIFY(writeText(path(u"profile.json"_s), "[{\"id\": \"mine\", \"firstTokenMs\": 0, \"tokenMs\": 0}]"));
    const QStringList line{u"practice"_s, u"--profile"_s, path(u"profile.json"_s)};
    Program first(line); // a person's own may be there already
    QTRY_VERIFY_WITH_TIMEOUT((first.read(), first.out.endsWith(u'\n')), 30'000);
    Program second(line);
    QTRY_VERIFY_WITH_TIMEOUT((second.read(), second.out.endsWith(u'\n')), 30'000);
    const QString usual = u"http://127.0.0.1:%1"_s.arg(standardPracticePort);
    QVERIFY(first.out.trimmed() == usual || first.err.contains(u"is taken"_s));
    QVERIFY(second.out.trimmed() != usual && second.out.trimmed() != first.out.trimmed());
    QVERIFY2(second.err.startsWith(u"Port %1 is taken"_s.arg(standardPracticePort)), qPrintable(second.err));
    Program models({u"models"_s});
    QCOMPARE(models.end(), ExitCode::ok);
    QVERIFY2(models.out.contains(usual), qPrintable(models.out));
    QVERIFY(models.out.contains(u"simulated"_s));

    QTRY_VERIFY((second.read(), second.err.count(u'\n') >= 4));
    const QString example = second.err.split(u'\n', Qt::SkipEmptyParts).last().trimmed();
    QVERIFY2(example.endsWith(u"run --endpoint %1 --rounds 1"_s.arg(second.out.trimmed())), qPrintable(example));
    QProcess shell;
    shell.setWorkingDirectory(m_folder->path());
    shell.start(u"/bin/sh"_s, {u"-c"_s, example});
    QVERIFY(shell.waitForFinished(60'000));
    QCOMPARE(shell.exitCode(), int(ExitCode::ok));
    QVERIFY(shell.readAllStandardOutput().contains("mine"));
    for (Program *server : {&first, &second}) {
        server->signal(SIGINT);
        QCOMPARE(server->end(), ExitCode::ok);
    }
}

void TestCliProcess::practiceAnswersAsItsProfileSays()
{
    QVERIFY(writeText(
        path(u"profile.json"_s),
        "[{\"id\": \"mine\", \"firstTokenMs\": 0, \"tokenMs\": 0, \"answerTokens\": 7, \"exactTokens\": true}]"));
    Program server({u"practice"_s, u"--port"_s, u"0"_s, u"--profile"_s, path(u"profile.json"_s)});
    QTRY_VERIFY_WITH_TIMEOUT((server.read(), server.out.endsWith(u'\n')), 30'000);
    Program program({u"run"_s, u"--endpoint"_s, server.out.trimmed(), u"--rounds"_s, u"1"_s, u"--json"_s, u"-"_s});
    QCOMPARE(program.end(), ExitCode::ok);
    const Json results = parsed(program.out.toUtf8());
    QCOMPARE(results["samples"].size(), size_t(5));
    for (const Json &sample : results["samples"]) {
        QCOMPARE(sample["output_tokens"].get<int>(), 7);
    }
    server.signal(SIGTERM);
    QCOMPARE(server.end(), ExitCode::ok);
}

/// A report of both would say nothing about either.
void TestCliProcess::noPracticeBesideRealModels()
{
    ScriptedServer server;
    server.setHandler([](const ScriptedServer::Request &request) {
        return request.target() == "/v1/models" ? Script::json("{\"data\":[{\"id\":\"real\"}]}")
                                                : Script::stream({Script::delta(u"Yes"_s), Script::finish(), "[DONE]"});
    });
    CliHarness cli;
    cli.candidates = {endpointAt(m_url), endpointAt(server.url())};
    cli.environment = {{u"BENCH_PROMPT"_s, u"Why?"_s}};
    QCOMPARE(cli.run({u"run"_s, u"--rounds"_s, u"1"_s, u"--warmup"_s, u"0"_s}), ExitCode::ok);
    QVERIFY2(cli.err.contains(u"left out"_s), qPrintable(cli.err));
    QVERIFY(cli.out.contains(u"real"_s));
    QVERIFY2(!cli.out.contains(u"practice"_s) && !cli.out.contains(u"Simulated"_s), qPrintable(cli.out));
}

/// The whole command in process, with one short step, against the program's own practice server in another one.
void TestCliProcess::calibrates()
{
    Settings settings(path(u"settings.ini"_s));
    CliHarness cli;
    cli.settings = &settings;
    cli.calibration = {{1, 1, CalibrationLoad::Idle}};
    QCOMPARE(cli.run({u"calibrate"_s, u"--json"_s}), ExitCode::ok);
    const Result<Calibration> told = readCalibration(cli.out.toUtf8(), u"out"_s);
    QVERIFY2(told, qPrintable(cli.out));
    QCOMPARE(told->rows.size(), size_t(1));
    QCOMPARE(told->rows[0].tokens->n + told->rows[0].merged, 25);
    QCOMPARE(settings.calibration(), std::optional(*told));
    QVERIFY(cli.err.contains(u"Measuring"_s));

    QCOMPARE(cli.run({u"calibrate"_s}), ExitCode::ok);
    QVERIFY2(cli.out.startsWith(u"streams"_s) && cli.out.contains(u"first token"_s), qPrintable(cli.out));
    QCOMPARE(cli.run({u"calibrate"_s, u"--no"_s}), ExitCode::badInput);

    // From then on it stands in what is written of a run.
    const QStringList files{u"--json"_s, path(u"r.json"_s), u"--markdown"_s, path(u"r.md"_s)};
    QCOMPARE(cli.run(run(u"fast.json"_s, files)), ExitCode::ok);
    QCOMPARE(readResults(readText(path(u"r.json"_s)), u"r"_s)->info.environment.calibration, settings.calibration());
    QVERIFY(readText(path(u"r.md"_s)).contains("own error, measured on"));

    // What was measured elsewhere says nothing about this machine.
    Calibration foreign = *told;
    foreign.machine = u"another one"_s;
    settings.setCalibration(foreign);
    QCOMPARE(cli.run(run(u"fast.json"_s, files)), ExitCode::ok);
    QVERIFY(!readResults(readText(path(u"r.json"_s)), u"r"_s)->info.environment.calibration);
    QVERIFY(!readText(path(u"r.md"_s)).contains("own error, measured on"));

    // A run that has none yet gets it with its report.
    settings.setCalibration(*told);
    QCOMPARE(cli.run({u"report"_s, u"--results"_s, path(u"r.json"_s), u"--markdown"_s, u"-"_s}), ExitCode::ok);
    QVERIFY(cli.out.contains(u"own error, measured on"_s));
}

void TestCliProcess::calibrationIsInterrupted()
{
    Program program({u"calibrate"_s});
    QTRY_VERIFY_WITH_TIMEOUT((program.read(), program.err.contains(u"Measuring"_s)), 60'000);
    program.signal(SIGINT);
    QCOMPARE(program.end(), int(ExitCode::interrupted));
    QCOMPARE(program.out, QString());
    QVERIFY(!QFile::exists(program.settings()));
}

/// A program and a server that are known from models.json alone, in one run.
void TestCliProcess::whatAPersonDescribed()
{
    const QByteArray models = R"({"version": 1, "endpoints": {
  "mine": {"kind": "command", "command": ["TALKER", "stdin", "say: in {max_tokens}", "log:loaded"]},
  "lost": {"kind": "command", "command": ["TALKER", "log:no such model", "exit:4"]},
  "own": {"kind": "http", "url": "SERVER/v1/chat/completions",
          "body": {"model": "{model}", "messages": [{"role": "system", "content": "{system}"},
                                                    {"role": "user", "content": "{prompt}"}],
                   "stream": true, "stream_options": {"include_usage": true}, "max_tokens": "{max_tokens}"},
          "pointers": {"delta": "/choices/0/delta/content", "finish": "/choices/0/finish_reason",
                       "prompt_tokens": "/usage/prompt_tokens", "output_tokens": "/usage/completion_tokens"}}},
 "models": {"program": {"endpoint": "mine"}, "broken": {"endpoint": "lost"}, "fast": {"endpoint": "own"}}})";
    QByteArray file = models;
    file.replace("TALKER", ASSAY_BIN_DIR "/assay_talker").replace("SERVER", m_url.toString().toUtf8());
    QVERIFY(writeText(path(u"own.json"_s), file));
    Program program(
        run(u"own.json"_s, {u"--rounds"_s, u"1"_s, u"--max-tokens"_s, u"3"_s, u"--json"_s, path(u"r.json"_s)}));
    QCOMPARE(program.end(), int(ExitCode::someFailed));
    const Json results = parsed(readText(path(u"r.json"_s)));
    QStringList told;
    for (const Json &sample : results["samples"]) {
        if (sample["phase"] == "measured" || sample["status"] == "failed") {
            told << QString::fromStdString(
                sample["alias"].get<std::string>() + ' ' + sample["status"].get<std::string>() + ' '
                + sample["tokens_source"].dump() + ' '
                + (sample["error"].is_null() ? sample["output"].get<std::string>()
                                             : sample["error"]["message"].get<std::string>()));
        }
    }
    told = told.filter(QRegularExpression(u"^program|^broken failed|^fast"_s));
    told.sort(); // the blocks are shuffled
    QCOMPARE(told.size(), 5);
    QCOMPARE(told.at(0), u"broken failed null assay_talker ended with exit code 4. no such model"_s);
    QVERIFY2(told.at(1).startsWith(u"fast ok \"usage\" "_s), qPrintable(told.at(1)));
    QVERIFY2(told.at(2).startsWith(u"fast ok \"usage\" "_s), qPrintable(told.at(2)));
    QCOMPARE(told.at(3), u"program ok \"estimate\" How? in 3"_s);
    QCOMPARE(told.at(4), u"program ok \"estimate\" Why? in 3"_s);

    Program probe({u"probe"_s, u"--models"_s, path(u"own.json"_s)});
    QCOMPARE(probe.end(), int(ExitCode::someFailed));
    const auto line = [&probe](const QString &pattern) {
        return QRegularExpression(pattern, QRegularExpression::MultilineOption).match(probe.out).hasMatch();
    };
    QVERIFY2(line(u"^(ok|part) +fast +first token"_s) && line(u"^(ok|part) +program +first token"_s),
             qPrintable(probe.out));
    QVERIFY2(line(u"^FAIL +broken$"_s) && probe.out.contains(u"assay_talker ended with exit code 4."_s),
             qPrintable(probe.out));
}

/// Interrupted in mid-answer, the program leaves none that it started behind.
void TestCliProcess::interruptEndsPrograms()
{
    const QString id = path(u"child"_s);
    QByteArray file = R"({"version": 1, "endpoints": {"mine": {"kind": "command", "command":
        ["TALKER", "child:FILE", "say:Hi", "wait:/nowhere/at/all"]}}, "models": {"program": {"endpoint": "mine"}}})";
    file.replace("TALKER", ASSAY_BIN_DIR "/assay_talker").replace("FILE", id.toUtf8());
    QVERIFY(writeText(path(u"own.json"_s), file));
    Program program(run(u"own.json"_s, {}));
    QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(id), 60'000);
    program.signal(SIGINT);
    QCOMPARE(program.end(), int(ExitCode::interrupted));
    QTRY_COMPARE(::kill(readText(id).toInt(), 0), -1);
}

QTEST_GUILESS_MAIN(TestCliProcess)
#include "tst_cliprocess.moc"
