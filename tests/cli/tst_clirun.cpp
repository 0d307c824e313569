// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/store/workspacestore.h"
#include "app/practice/practiceserver.h"
#include "models/domain/resultsjson.h"
#include "tests/cli/cliharness.h"
#include "tests/support/scriptedserver.h"
#include "tests/support/simulation.h"

#include <nlohmann/json.hpp>

#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

using namespace assay;
using namespace assay::test;
using namespace Qt::Literals::StringLiterals;
using Json = nlohmann::json;

namespace {
PracticeProfile fast(const QString &id)
{
    PracticeProfile profile;
    profile.id = id;
    profile.firstTokenMs = 0;
    profile.tokenMs = 0;
    profile.exactTokens = true;
    profile.answerTokens = 5;
    return profile;
}

/// Written down anew, so that a field which is volatile without being on this list is noticed.
void blankTimes(Json &results)
{
    for (const char *key : {"id", "name", "started_at", "finished_at"})
        results["run"][key] = nullptr;
    results["run"]["environment"]["load_before"] = results["run"]["environment"]["busy_during"] = nullptr;
    for (Json &summary : results["summary"]) {
        for (const char *key :
             {"latency_avg", "latency_p95", "tokens_per_sec_avg", "first_token_latency_avg", "ttft_ms", "ttfa_ms",
              "total_ms", "tpot_ms", "chunk_gap_ms", "decode_tokens_per_s", "tokens_per_s", "chars_per_s"})
            summary[key] = nullptr;
    }
    for (Json &sample : results["samples"]) {
        for (const char *key :
             {"started_at", "headers_ms", "first_event_ms", "ttft_ms", "ttfa_ms", "total_ms", "stream_ms", "chunk_ms",
              "connect_ms", "queue_ms", "latency_from_intended_ms", "stamps_ns", "flags", "server_timings"})
            sample[key] = nullptr;
    }
}

Json parsed(const QByteArray &bytes)
{
    return Json::parse(bytes.begin(), bytes.end(), nullptr, false);
}

/// Ten rounds of four prompts; model m0 is so many times as fast as m1.
RunData tenRounds(double faster, quint64 seed)
{
    return simulatedRun({Shape::Shared, 2, 4, 10, faster}, seed);
}

} // namespace

/// Commands in process, against a practice server in the same process.
class TestCliRun : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void writesAllReports();
    void reportOnStandardOutput();
    void optionsReachThePlan();
    void atARate();
    void listsOfParametersRunAsModels();
    void deterministicRunsDifferInTimesAlone();
    void environmentStandsIn();
    void optionsWinOverTheEnvironment();
    void comparesTwoRuns();
    void comparesOnlyWhatIsAsked();
    void silenceIsARegression();
    void nothingInCommonIsBadInput();
    void modelsAreLookedFor();
    void practiceWhereThereIsNothing();
    void aliasesFromTheEnvironment();
    void quietSaysNothing();
    void stored();
    void moreRounds();
    void reportsFromAWorkspaceInUse();
    void modelsTable();
    void modelsJsonForm();
    void modelsTellTheirState();
    void modelsNothingFound();
    void modelsUnreachable();
    void probeTellsEach();
    void probeAllWrong();
    void failedReportIsSaid();

private:
    QString path(const QString &name) const { return m_folder->filePath(name); }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<PracticeServer> m_server;
    QUrl m_url;
};

void TestCliRun::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_server = std::make_unique<PracticeServer>(std::vector{fast(u"one"_s), fast(u"two"_s)});
    m_url = m_server->listen().value();
    QVERIFY(writeText(path(u"m.json"_s), modelsJson(m_url, {u"one"_s, u"two"_s})));
    QVERIFY(writeText(path(u"p.json"_s), "[\"Why?\", \"How?\"]"));
}

void TestCliRun::writesAllReports()
{
    CliHarness cli;
    QCOMPARE(cli.run({u"run"_s, u"--models"_s, path(u"m.json"_s), u"--prompts"_s, path(u"p.json"_s), u"--rounds"_s,
                      u"2"_s, u"--json"_s, path(u"r.json"_s), u"--csv"_s, path(u"r.csv"_s), u"--csv-summary"_s,
                      path(u"s.csv"_s), u"--markdown"_s, path(u"r.md"_s)}),
             ExitCode::ok);
    const Json results = parsed(readText(path(u"r.json"_s)));
    QCOMPARE(results["format"].get<std::string>(), std::string("assay.results"));
    QCOMPARE(results["samples"].size(), size_t(12)); // 2 models x 2 rounds x (1 warm-up + 2 prompts)
    QVERIFY(results["run"]["environment"]["simulated"].get<bool>());
    QCOMPARE(readText(path(u"r.csv"_s)).count('\n'), 13);
    QCOMPARE(readText(path(u"s.csv"_s)).count('\n'), 3);
    QVERIFY(readText(path(u"r.md"_s)).contains("Simulated"));

    const QStringList lines = cli.out.split(u'\n', Qt::SkipEmptyParts);
    QVERIFY(lines.at(0).startsWith(u"model"_s));
    QVERIFY(lines.at(1).startsWith(u"one "_s));
    QVERIFY(lines.at(2).startsWith(u"two "_s));
    QVERIFY(lines.at(1).contains(u" ok "_s));
    QVERIFY(cli.out.contains(u"Simulated"_s));
    QVERIFY(cli.err.contains(u"[12/12] "_s));
    QVERIFY(cli.err.contains(u"5 tokens"_s));
}

void TestCliRun::reportOnStandardOutput()
{
    CliHarness cli;
    QCOMPARE(cli.run({u"run"_s, u"--models"_s, path(u"m.json"_s), u"--rounds"_s, u"1"_s, u"--json"_s, u"-"_s}),
             ExitCode::ok);
    const Json results = parsed(cli.out.toUtf8()); // nothing but the report
    QVERIFY(results.is_object());
    QCOMPARE(results["prompts"].size(), size_t(4)); // the starter set
}

void TestCliRun::optionsReachThePlan()
{
    CliHarness cli;
    QCOMPARE(cli.run({u"run"_s,
                      u"--models"_s,
                      path(u"m.json"_s),
                      u"--prompts"_s,
                      path(u"p.json"_s),
                      u"--rounds"_s,
                      u"1"_s,
                      u"--warmup"_s,
                      u"0"_s,
                      u"--order"_s,
                      u"interleaved"_s,
                      u"--concurrency"_s,
                      u"2"_s,
                      u"--seed"_s,
                      u"9"_s,
                      u"--max-tokens"_s,
                      u"2"_s,
                      u"--deterministic"_s,
                      u"--nonce"_s,
                      u"--json"_s,
                      u"-"_s}),
             ExitCode::ok);
    const Json results = parsed(cli.out.toUtf8());
    QCOMPARE(results["samples"].size(), size_t(4));
    for (const Json &sample : results["samples"]) {
        QCOMPARE(sample["output_tokens"].get<int>(), 2);
        QCOMPARE(sample["finish_reason"].get<std::string>(), std::string("length"));
        QCOMPARE(sample["request"]["temperature"].get<double>(), 0.0);
        QCOMPARE(sample["request"]["seed"].get<int>(), 9);
    }
}

void TestCliRun::atARate()
{
    CliHarness cli;
    QCOMPARE(cli.run({u"run"_s, u"--models"_s, path(u"m.json"_s), u"--prompts"_s, path(u"p.json"_s), u"--rounds"_s,
                      u"2"_s, u"--rate"_s, u"200"_s, u"--arrival"_s, u"poisson"_s, u"--json"_s, u"-"_s}),
             ExitCode::ok);
    const Json results = parsed(cli.out.toUtf8());
    QVERIFY(cli.err.contains(u"200 a second"_s));
    const Json rate = results["run"]["rate"];
    QCOMPARE(rate["requested_per_s"].get<double>(), 200.0);
    QCOMPARE(rate["arrival"].get<std::string>(), std::string("poisson"));
    QCOMPARE(rate["lag_ms"]["n"].get<int>(), 8);
    QVERIFY(rate["lag_ms"]["min"].get<double>() >= 0); // never before its time
    QCOMPARE(rate["models"][1]["latency_from_intended_ms"]["n"].get<int>(), 4);
    for (const Json &sample : results["samples"]) {
        const double whole = sample["latency_from_intended_ms"].get<double>();
        const double sum = sample["queue_ms"].get<double>() + sample["total_ms"].get<double>();
        QVERIFY2(std::abs(whole - sum) < 1e-5, qPrintable(QString::number(whole - sum)));
    }
}

void TestCliRun::listsOfParametersRunAsModels()
{
    QByteArray models = modelsJson(m_url, {u"one"_s});
    models.replace("\"id\": \"one\"", "\"id\": \"one\", \"parameters\": {\"temperature\": [0, 0.7]}");
    QVERIFY(writeText(path(u"swept.json"_s), models));
    CliHarness cli;
    QCOMPARE(cli.run({u"run"_s, u"--models"_s, path(u"swept.json"_s), u"--prompts"_s, path(u"p.json"_s), u"--rounds"_s,
                      u"1"_s, u"--warmup"_s, u"0"_s, u"--json"_s, u"-"_s}),
             ExitCode::ok);
    QVERIFY2(cli.err.contains(u"2 models × 2 prompts × 1 round = 4 requests"_s), qPrintable(cli.err));
    const Json results = parsed(cli.out.toUtf8());
    QCOMPARE(results["models"][1]["alias"].get<std::string>(), std::string("one temperature=0.7"));
    QCOMPARE(results["models"][1]["id"].get<std::string>(), std::string("one"));
    QCOMPARE(results["models"][1]["metadata"]["size_mb"].get<double>(), 500.0); // what the server tells of both
    for (const Json &sample : results["samples"]) {
        const bool warm = sample["alias"].get<std::string>().ends_with("0.7");
        QCOMPARE(sample["request"]["temperature"].get<double>(), warm ? 0.7 : 0.0);
    }
}

/// Two runs of one plan on one server, the second at another speed and with other things under way.
void TestCliRun::deterministicRunsDifferInTimesAlone()
{
    for (const QString &name : {u"a"_s, u"b"_s}) {
        CliHarness cli;
        QCOMPARE(cli.run({u"run"_s, u"--models"_s, path(u"m.json"_s), u"--prompts"_s, path(u"p.json"_s), u"--order"_s,
                          u"shuffled"_s, u"--concurrency"_s, u"4"_s, u"--deterministic"_s, u"--seed"_s, u"7"_s,
                          u"--json"_s, path(name + u".json"_s), u"--json-stable"_s, path(name + u".stable"_s)}),
                 ExitCode::ok);
    }
    const QByteArray stable = readText(path(u"a.stable"_s));
    QVERIFY(stable.contains("\"output\": \"") && stable.contains("\"temperature\": 0"));
    QCOMPARE(readText(path(u"b.stable"_s)), stable);
    // And the whole results differ in the fields of formats.md that hold times, and in no other.
    Json a = parsed(readText(path(u"a.json"_s)));
    Json b = parsed(readText(path(u"b.json"_s)));
    QVERIFY(a != b);
    for (Json *results : {&a, &b})
        blankTimes(*results);
    QCOMPARE(QByteArray::fromStdString(Json::diff(a, b).dump()), QByteArray("[]"));
}

void TestCliRun::environmentStandsIn()
{
    CliHarness cli;
    cli.environment = {{u"BENCH_MODELS"_s, path(u"m.json"_s)},
                       {u"BENCH_ROUNDS"_s, u"2"_s},
                       {u"BENCH_PROMPT"_s, u"Only this?"_s},
                       {u"BENCH_STREAM"_s, u"0"_s}};
    QCOMPARE(cli.run({u"run"_s, u"--warmup"_s, u"0"_s, u"--json"_s, u"-"_s}), ExitCode::ok);
    const Json results = parsed(cli.out.toUtf8());
    QCOMPARE(results["samples"].size(), size_t(4));
    QCOMPARE(results["prompts"].size(), size_t(1));
    QCOMPARE(results["prompts"][0]["text"].get<std::string>(), std::string("Only this?"));
    QVERIFY(cli.err.contains(u"BENCH_STREAM"_s));
}

void TestCliRun::optionsWinOverTheEnvironment()
{
    CliHarness cli;
    cli.environment = {{u"BENCH_MODELS"_s, u"/nowhere/models.json"_s},
                       {u"BENCH_ROUNDS"_s, u"50"_s},
                       {u"BENCH_PROMPT"_s, u"Not this"_s},
                       {u"FOUNDRY_LOCAL_ENDPOINT"_s, ScriptedServer::refusedUrl().toString()}};
    QCOMPARE(cli.run({u"run"_s, u"--models"_s, path(u"m.json"_s), u"--prompts"_s, path(u"p.json"_s), u"--rounds"_s,
                      u"1"_s, u"--warmup"_s, u"0"_s, u"--json"_s, u"-"_s}),
             ExitCode::ok);
    QCOMPARE(parsed(cli.out.toUtf8())["samples"].size(), size_t(4));
}

void TestCliRun::comparesTwoRuns()
{
    const QTemporaryDir folder;
    const QString base = folder.filePath(u"base.json"_s);
    const QString now = folder.filePath(u"now.json"_s);
    RunData later = tenRounds(0.7, 5);
    later.info.environment.simulated = true;
    QVERIFY(writeText(base, writeResults(tenRounds(1, 1))) && writeText(now, writeResults(later)));
    CliHarness cli;
    QCOMPARE(cli.run({u"compare"_s, base, base}), ExitCode::ok);
    QVERIFY2(cli.out.contains(u"no difference shown"_s), qPrintable(cli.out));
    QCOMPARE(cli.err, QString());
    QCOMPARE(cli.run({u"compare"_s, base, now}), ExitCode::regression);
    const QRegularExpression row(u"m0 +total latency +slower by \\d+ % \\(\\d+ to \\d+\\) +40"_s);
    QVERIFY2(row.match(cli.out).hasMatch(), qPrintable(cli.out));
    QVERIFY2(cli.err.contains(u"Not comparable: "_s), qPrintable(cli.err)); // one is simulated, the other not
    QVERIFY2(cli.run({u"compare"_s, now, base}) == ExitCode::ok, qPrintable(cli.out));
    QVERIFY2(cli.out.contains(u"faster by "_s), qPrintable(cli.out));
}

void TestCliRun::comparesOnlyWhatIsAsked()
{
    const QTemporaryDir folder;
    const QString base = folder.filePath(u"base.json"_s);
    const QString now = folder.filePath(u"now.json"_s);
    QVERIFY(writeText(base, writeResults(tenRounds(1, 1))) && writeText(now, writeResults(tenRounds(0.5, 2))));
    CliHarness cli;
    QCOMPARE(cli.run({u"compare"_s, base, now, u"--metric"_s, u"ttft_ms"_s}), ExitCode::regression);
    QVERIFY(cli.out.contains(u"time to first token"_s) && !cli.out.contains(u"total latency"_s));
    QCOMPARE(cli.run({u"compare"_s, base, now, u"--metric"_s, u"score"_s}), ExitCode::badInput); // none is scored
    QCOMPARE(cli.run({u"compare"_s, now, base, u"--threshold"_s, u"50"_s}), ExitCode::ok);
    const QString nearly = folder.filePath(u"nearly.json"_s);
    QVERIFY(writeText(nearly, writeResults(tenRounds(0.8, 3))));
    QCOMPARE(cli.run({u"compare"_s, base, nearly}), ExitCode::regression);
    QCOMPARE(cli.run({u"compare"_s, base, nearly, u"--threshold"_s, u"60"_s}), ExitCode::ok);
}

void TestCliRun::silenceIsARegression()
{
    const QTemporaryDir folder;
    const QString base = folder.filePath(u"base.json"_s);
    const QString now = folder.filePath(u"now.json"_s);
    const RunData run = tenRounds(1, 1);
    RunData later = run;
    for (Sample &sample : later.samples) {
        if (sample.step.model == 1) {
            sample.status = SampleStatus::Failed;
            sample.error = Error{ErrorCode::Refused, u"Nobody listens there."_s, {}};
        }
    }
    QVERIFY(writeText(base, writeResults(run)) && writeText(now, writeResults(later)));
    CliHarness cli;
    QCOMPARE(cli.run({u"compare"_s, base, now}), ExitCode::regression);
    QVERIFY2(cli.err.contains(u"m1 gave whole answers before and gives none now."_s), qPrintable(cli.err));
}

void TestCliRun::nothingInCommonIsBadInput()
{
    const QTemporaryDir folder;
    const QString base = folder.filePath(u"base.json"_s);
    const QString now = folder.filePath(u"now.json"_s);
    const RunData run = tenRounds(1, 1);
    RunData other = run;
    for (Prompt &prompt : other.info.plan.prompts) {
        prompt.text += u'?';
    }
    QVERIFY(writeText(base, writeResults(run)) && writeText(now, writeResults(other)));
    CliHarness cli;
    QCOMPARE(cli.run({u"compare"_s, base, now}), ExitCode::badInput);
    QVERIFY2(cli.err.contains(u"nothing to compare"_s), qPrintable(cli.err));
    QCOMPARE(cli.out, QString());
}

void TestCliRun::modelsAreLookedFor()
{
    CliHarness cli;
    cli.candidates = {endpointAt(ScriptedServer::refusedUrl()), endpointAt(m_url)};
    QVERIFY(writeText(path(u"bare.json"_s), "[\"two\"]"));
    QCOMPARE(cli.run({u"run"_s, u"--models"_s, path(u"bare.json"_s), u"--rounds"_s, u"1"_s, u"--json"_s, u"-"_s}),
             ExitCode::ok);
    QVERIFY(cli.err.contains(m_url.toString()));
    const Json results = parsed(cli.out.toUtf8());
    QCOMPARE(results["models"][0]["alias"].get<std::string>(), std::string("two"));
    QCOMPARE(results["models"][0]["metadata"]["size_mb"].get<double>(), 500.0); // as the server tells
}

void TestCliRun::practiceWhereThereIsNothing()
{
    CliHarness cli;
    cli.candidates = {endpointAt(ScriptedServer::refusedUrl())};
    cli.environment = {{u"BENCH_PROMPT"_s, u"Why?"_s}};
    QCOMPARE(cli.run({u"run"_s, u"--rounds"_s, u"1"_s, u"--warmup"_s, u"0"_s, u"--max-tokens"_s, u"2"_s,
                      u"--concurrency"_s, u"3"_s}),
             ExitCode::ok);
    QVERIFY(cli.err.contains(u"practice server"_s));
    QVERIFY(cli.err.contains(u"simulated"_s));
    QVERIFY(cli.out.contains(u"practice-strong"_s));
    QVERIFY(cli.out.contains(u"Simulated"_s));
}

void TestCliRun::aliasesFromTheEnvironment()
{
    CliHarness cli;
    cli.environment = {{u"BENCH_MODELS"_s, u"two, one,two"_s}, {u"FOUNDRY_LOCAL_ENDPOINT"_s, m_url.toString()}};
    QCOMPARE(cli.run({u"run"_s, u"--prompts"_s, path(u"p.json"_s), u"--rounds"_s, u"1"_s}), ExitCode::ok);
    QCOMPARE(cli.out.split(u'\n').at(1).section(u' ', 0, 0), u"two"_s);
    QCOMPARE(cli.out.split(u'\n').at(2).section(u' ', 0, 0), u"one"_s);
}

void TestCliRun::quietSaysNothing()
{
    CliHarness cli;
    QCOMPARE(cli.run({u"run"_s, u"--models"_s, path(u"m.json"_s), u"--prompts"_s, path(u"p.json"_s), u"--rounds"_s,
                      u"1"_s, u"--quiet"_s}),
             ExitCode::ok);
    QCOMPARE(cli.err, QString());
    QVERIFY(!cli.out.isEmpty());
    QVERIFY(writeText(path(u"gone.json"_s), modelsJson(m_url, {u"nobody"_s})));
    cli.run({u"run"_s, u"--models"_s, path(u"gone.json"_s), u"--prompts"_s, path(u"p.json"_s), u"--quiet"_s});
    QVERIFY2(cli.err.contains(u"nobody"_s), qPrintable(cli.err)); // but what goes wrong
}

/// The window may have the workspace open.
void TestCliRun::moreRounds()
{
    const QString workspace = path(u"w.assay"_s);
    CliHarness cli;
    QCOMPARE(cli.run({u"run"_s, u"--models"_s, path(u"m.json"_s), u"--prompts"_s, path(u"p.json"_s), u"--rounds"_s,
                      u"2"_s, u"--workspace"_s, workspace, u"--json"_s, path(u"r.json"_s)}),
             ExitCode::ok);
    const QStringList again{u"run"_s, u"--workspace"_s, workspace, u"--resume"_s, u"last"_s, u"--rounds"_s};
    QCOMPARE(cli.run(again + QStringList{u"1"_s}), ExitCode::badInput); // a run loses no rounds
    QVERIFY2(cli.err.contains(u"--rounds"_s) && cli.err.contains(u"2 rounds"_s), qPrintable(cli.err));
    QCOMPARE(cli.run(again + QStringList{u"4"_s, u"--json"_s, path(u"more.json"_s)}), ExitCode::ok);
    const Json before = parsed(readText(path(u"r.json"_s)));
    const Json after = parsed(readText(path(u"more.json"_s)));
    QCOMPARE(after["run"]["id"], before["run"]["id"]);
    QCOMPARE(after["run"]["plan"]["options"]["rounds"].get<int>(), 4);
    QCOMPARE(before["samples"].size(), size_t(12));
    QCOMPARE(after["samples"].size(), size_t(24));
    for (size_t i = 0; i < before["samples"].size(); ++i)
        QVERIFY(after["samples"][i] == before["samples"][i]); // to the last stamp
    QCOMPARE(after["summary"][0]["rounds"].get<int>(), 4);
    QCOMPARE(cli.run({u"report"_s, u"--workspace"_s, workspace, u"--run"_s, u"last"_s, u"--json"_s, u"-"_s}),
             ExitCode::ok);
    QVERIFY(parsed(cli.out.toUtf8()) == after); // and the workspace holds the same
}

void TestCliRun::reportsFromAWorkspaceInUse()
{
    const QString workspace = path(u"w.assay"_s);
    CliHarness cli;
    QCOMPARE(cli.run({u"run"_s, u"--models"_s, path(u"m.json"_s), u"--prompts"_s, path(u"p.json"_s), u"--rounds"_s,
                      u"1"_s, u"--workspace"_s, workspace}),
             ExitCode::ok);
    const auto inUse = WorkspaceStore::open(workspace);
    QVERIFY(inUse);
    QCOMPARE(cli.run({u"report"_s, u"--workspace"_s, workspace, u"--run"_s, u"last"_s, u"--json"_s, u"-"_s}),
             ExitCode::ok);
    QCOMPARE(parsed(cli.out.toUtf8())["samples"].size(), size_t(6));
}

void TestCliRun::stored()
{
    const QString workspace = path(u"w.assay"_s);
    CliHarness cli;
    for (int i = 0; i < 2; ++i) {
        QCOMPARE(cli.run({u"run"_s, u"--models"_s, path(u"m.json"_s), u"--prompts"_s, path(u"p.json"_s), u"--rounds"_s,
                          u"1"_s, u"--workspace"_s, workspace, u"--json"_s, path(u"r.json"_s)}),
                 ExitCode::ok);
        QVERIFY(cli.err.contains(u"[6/6] "_s));
    }
    QCOMPARE(
        cli.run({u"report"_s, u"--workspace"_s, workspace, u"--run"_s, u"last"_s, u"--json"_s, path(u"again.json"_s)}),
        ExitCode::ok);
    const QByteArray direct = readText(path(u"r.json"_s));
    QVERIFY(!direct.isEmpty());
    QCOMPARE(readText(path(u"again.json"_s)), direct); // the workspace gives back what was measured
    QCOMPARE(cli.run({u"report"_s, u"--results"_s, path(u"r.json"_s), u"--json"_s, u"-"_s}), ExitCode::ok);
    QCOMPARE(cli.out.toUtf8(), direct);
    const QString id = QString::fromStdString(parsed(direct)["run"]["id"].get<std::string>());
    QCOMPARE(cli.run({u"report"_s, u"--workspace"_s, workspace, u"--run"_s, id.left(8), u"--csv"_s, u"-"_s}),
             ExitCode::ok);
    QCOMPARE(cli.out.count(u'\n'), 7);
    QCOMPARE(cli.run({u"report"_s, u"--workspace"_s, workspace, u"--run"_s, u"zzz"_s, u"--csv"_s, u"-"_s}),
             ExitCode::badInput);
}

void TestCliRun::modelsTable()
{
    CliHarness cli;
    cli.candidates = {endpointAt(m_url)};
    QCOMPARE(cli.run({u"models"_s}), ExitCode::ok);
    const QStringList lines = cli.out.split(u'\n', Qt::SkipEmptyParts);
    QCOMPARE(lines.size(), 3);
    QVERIFY(lines.at(1).startsWith(m_url.toString() + u"  one "_s));
    QVERIFY(lines.at(1).contains(u"500 MB"_s));
    QVERIFY(lines.at(1).contains(u"4096"_s));
    QVERIFY(lines.at(1).endsWith(u"simulated"_s));
}

void TestCliRun::modelsJsonForm()
{
    CliHarness cli;
    QCOMPARE(cli.run({u"models"_s, u"--endpoint"_s, m_url.toString(), u"--json"_s}), ExitCode::ok);
    const Json list = parsed(cli.out.toUtf8());
    QCOMPARE(list.size(), size_t(2));
    QCOMPARE(list[1]["id"].get<std::string>(), std::string("two"));
    QCOMPARE(list[1]["size_mb"].get<double>(), 500.0);
    QVERIFY(list[1]["simulated"].get<bool>());
    QVERIFY(list[1]["quantization"].is_null());
}

void TestCliRun::modelsTellTheirState()
{
    const QMap<QByteArray, QByteArray> replies{
        {"/openai/status", R"({"modelDirPath":"/models"})"},
        {"/openai/models", R"(["phi-cpu:1"])"},
        {"/openai/loadedmodels", R"(["phi-cpu:1"])"},
        {"/foundry/list", R"([{"name":"phi-cpu:1","alias":"phi","license":"MIT"},{"name":"phi-qnn-npu:1"}])"}};
    ScriptedServer server;
    server.setHandler([&replies](const ScriptedServer::Request &request) {
        return Script::json(replies.value(request.target()), replies.contains(request.target()) ? 200 : 404);
    });
    CliHarness cli;
    cli.candidates = {endpointAt(server.url())};
    cli.candidates[0].kind = ServerKind::FoundryLocal;
    QCOMPARE(cli.run({u"models"_s}), ExitCode::ok);
    const QStringList lines = cli.out.split(u'\n', Qt::SkipEmptyParts);
    QCOMPARE(lines.size(), 3);
    QCOMPARE(lines[0].simplified(), u"server model size context device state license"_s);
    QVERIFY(lines[1].contains(QRegularExpression(u"phi-cpu:1 .* CPU +loaded +MIT$"_s)));
    QVERIFY(lines[2].contains(QRegularExpression(u"phi-qnn-npu:1 .* NPU +not downloaded$"_s)));

    QCOMPARE(cli.run({u"models"_s, u"--json"_s}), ExitCode::ok);
    const Json list = parsed(cli.out.toUtf8());
    QCOMPARE(list.size(), size_t(2));
    QCOMPARE(list[0]["state"].get<std::string>(), std::string("loaded"));
    QCOMPARE(list[0]["family"].get<std::string>(), std::string("phi"));
    QCOMPARE(list[0]["license"].get<std::string>(), std::string("MIT"));
    QCOMPARE(list[1]["state"].get<std::string>(), std::string("offered"));
    QCOMPARE(list[1]["execution_provider"].get<std::string>(), std::string("QNNExecutionProvider"));
    QVERIFY(list[1]["license"].is_null());
}

void TestCliRun::modelsNothingFound()
{
    CliHarness cli;
    QCOMPARE(cli.run({u"models"_s}), ExitCode::ok);
    QCOMPARE(cli.out, QString());
    QVERIFY(cli.err.contains(u"assay-cli practice"_s));
    QCOMPARE(cli.run({u"models"_s, u"--json"_s}), ExitCode::ok);
    QCOMPARE(cli.out, u"[]\n"_s);
}

void TestCliRun::modelsUnreachable()
{
    CliHarness cli;
    QCOMPARE(cli.run({u"models"_s, u"--endpoint"_s, ScriptedServer::refusedUrl().toString()}), ExitCode::allFailed);
    QVERIFY(cli.err.startsWith(u"assay-cli: "_s));
}

void TestCliRun::probeTellsEach()
{
    QVERIFY(writeText(path(u"probe.json"_s), modelsJson(m_url, {u"one"_s, u"missing"_s})));
    CliHarness cli;
    QCOMPARE(cli.run({u"probe"_s, u"--models"_s, path(u"probe.json"_s)}), ExitCode::someFailed);
    const QStringList lines = cli.out.split(u'\n', Qt::SkipEmptyParts);
    QVERIFY2(lines.at(0).startsWith(u"ok    one      first token "_s), qPrintable(cli.out));
    QVERIFY2(lines.at(1).startsWith(u"FAIL  missing"_s), qPrintable(cli.out));
    QVERIFY2(cli.out.contains(u"\n      listed: "_s) && cli.out.contains(u"\n      answers: "_s), qPrintable(cli.out));
    QVERIFY2(lines.at(lines.size() - 4).startsWith(u"model "_s), qPrintable(cli.out)); // the table
    QCOMPARE(lines.at(lines.size() - 3).simplified(), u"one ok ok ok ok ok ok ok"_s);
    QCOMPARE(lines.at(lines.size() - 2).simplified(), u"missing FAIL ? FAIL ? ? ? ?"_s);
    QCOMPARE(cli.run({u"probe"_s, u"--models"_s, path(u"probe.json"_s), u"--json"_s}), ExitCode::someFailed);
    const auto json = nlohmann::json::parse(cli.out.toStdString());
    QCOMPARE(json.size(), size_t(2));
    QVERIFY(json.at(0).at("ready").get<bool>() && !json.at(1).at("ready").get<bool>());
    QCOMPARE(json.at(1).at("error").get<std::string>(), std::string("not_found"));
    QCOMPARE(json.at(0).at("checks").at(4).at("check").get<std::string>(), std::string("max_tokens"));
    QCOMPARE(json.at(0).at("checks").at(4).at("state").get<std::string>(), std::string("passed"));
    QVERIFY(json.at(1).at("checks").at(2).at("reason").is_string());
    QCOMPARE(cli.run({u"probe"_s, u"--models"_s, path(u"m.json"_s)}), ExitCode::ok);
}

void TestCliRun::probeAllWrong()
{
    QVERIFY(writeText(path(u"probe.json"_s), modelsJson(ScriptedServer::refusedUrl(), {u"one"_s})));
    CliHarness cli;
    QCOMPARE(cli.run({u"probe"_s, u"--models"_s, path(u"probe.json"_s)}), ExitCode::allFailed);
    QCOMPARE(cli.run({u"probe"_s, u"--endpoint"_s, ScriptedServer::refusedUrl().toString()}), ExitCode::allFailed);
    QCOMPARE(cli.out, QString());
    QVERIFY(!cli.err.isEmpty());
}

void TestCliRun::failedReportIsSaid()
{
    const QString gone = path(u"gone"_s);
    QVERIFY(QDir().mkdir(gone));
    // The folder disappears while the run goes on: the server takes it away with its first answer.
    ScriptedServer server;
    server.setHandler([&gone](const ScriptedServer::Request &request) {
        QDir(gone).removeRecursively();
        return request.target() == "/v1/models" ? Script::json("{\"data\":[{\"id\":\"one\"}]}")
                                                : Script::stream({Script::delta(u"Yes"_s), Script::finish(), "[DONE]"});
    });
    CliHarness cli;
    QCOMPARE(cli.run({u"run"_s, u"--endpoint"_s, server.url().toString(), u"--prompts"_s, path(u"p.json"_s),
                      u"--rounds"_s, u"1"_s, u"--json"_s, gone + u"/r.json"_s}),
             ExitCode::badInput);
    QVERIFY(cli.out.contains(u"one"_s)); // the table is shown all the same
    QVERIFY2(cli.err.contains(u"r.json"_s), qPrintable(cli.err));
}

QTEST_GUILESS_MAIN(TestCliRun)
#include "tst_clirun.moc"
