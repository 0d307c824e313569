// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/practice/practiceserver.h"
#include "tests/cli/cliharness.h"
#include "tests/support/fakekeychain.h"
#include "tests/support/scriptedserver.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

using namespace assay;
using namespace assay::test;
using namespace Qt::Literals::StringLiterals;

/// Bad input: one sentence that says what was wrong, exit 1, nothing written. Odd input: a sentence that says so.
class TestCliInput : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void refused_data();
    void refused();
    void saysWhatIsNotUsed();
    void skippedIsSaidOnce();
    void probesPrograms();
    void practiceIsRecognized();
    void environmentRefused_data();
    void environmentRefused();
    void keysAreKept();
    void capabilitiesChooseModels();
    void helpAndVersion();
    void helpOfEachCommand_data();
    void helpOfEachCommand();

private:
    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestCliInput::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(m_folder->isValid());
    QVERIFY(writeText(m_folder->filePath(u"broken.json"_s), "{\"version\": 1,\n \"models\": [}"));
    QVERIFY(writeText(m_folder->filePath(u"empty.json"_s), "[]"));
    QVERIFY(writeText(m_folder->filePath(u"alone.json"_s), "[\"nobody-has-this\"]"));
    QVERIFY(writeText(m_folder->filePath(u"list.json"_s), "{\"models\": [\"a\"]}"));
    QVERIFY(writeText(m_folder->filePath(u"secret.json"_s),
                      R"({"endpoints": {"e": {"kind": "openai", "url": "http://127.0.0.1:9",
 "headers": {"Authorization": "Bearer abc"}}}, "models": {"m": {"endpoint": "e"}}})"));
    QVERIFY(writeText(m_folder->filePath(u"profile.json"_s), "[{\"id\": \"a\", \"tokenMs\": \"fast\"}]"));
}

void TestCliInput::refused_data()
{
    QTest::addColumn<QString>("line"); // %d is the folder
    QTest::addColumn<QString>("names"); // what the sentence has to name
    const auto row = [](const char *line, const char *names) {
        QTest::addRow("%s: %s", line, names) << QString::fromUtf8(line) << QString::fromUtf8(names);
    };
    row("", "Usage");
    row("compare a b", "no file a");
    row("--nonsense", "--nonsense");
    row("run --nonsense", "--nonsense");
    row("run something", "something");
    row("run --rounds 0", "--rounds");
    row("run --rounds three", "three");
    row("run --warmup -1", "-1");
    row("run --concurrency 0", "--concurrency");
    row("run --order sideways", "sideways");
    row("run --seed -5", "-5");
    row("run --temperature warm", "warm");
    row("run --temperature nan", "nan");
    row("run --max-tokens 0", "--max-tokens");
    row("run --idle-timeout 0", "--idle-timeout");
    row("run --json", "Missing value after '--json'. See");
    row("run --json --csv", "--json");
    row("run --json=", "--json");
    row("run --json - --csv -", "standard output");
    row("run --json %d/none/r.json", "%d/none/r.json");
    row("run --markdown %d", "folder");
    row("run --html %d/r.html", "--html");
    row("run --models %d/none.json", "%d/none.json");
    row("run --models %d/broken.json", "line 2");
    row("run --models %d/empty.json", "empty.json");
    row("run --models %d/alone.json", "nobody-has-this");
    row("run --models %d/list.json", R"({"small": {"endpoint": "here", "id": "qwen2.5:0.5b"}})");
    row("run --models %d/secret.json", "line 2: endpoints.e.headers.Authorization is not read, and a key must not");
    row("probe --models %d/secret.json", "env:NAME");
    row("run --prompts %d/none.json", "%d/none.json");
    row("run --prompts %d/broken.json", "broken.json");
    row("run --prompts %d/empty.json", "empty.json");
    row("run --prompts %d", "folder");
    row("run --endpoint ftp://127.0.0.1", "ftp://127.0.0.1");
    row("run --endpoint http://", "--endpoint");
    row("run --endpoint http://me:secret@127.0.0.1", "password");
    row("run --workspace %d/none/w.assay", "%d/none/w.assay");
    row("run --workspace %d", "folder");
    row("run --rate 0", "--rate");
    row("run --rate fast", "--rate");
    row("run --rate 5 --arrival sometimes", "--arrival");
    row("run --arrival poisson", "--rate");
    row("run --rate 5 --concurrency 2", "--concurrency");
    row("run --resume last --rate 5 --workspace %d/empty.json", "--rate");
    row("run --resume last", "--workspace");
    row("run --resume last --workspace %d/none.assay", "%d/none.assay");
    row("run --resume last --workspace %d/empty.json --warmup 2", "--warmup");
    row("run --resume last --workspace %d/empty.json --rounds 0", "--rounds");
    row("run --resume last --workspace %d/broken.json", "broken.json");
    row("models --endpoint nowhere:port", "nowhere:port");
    row("models --json yes", "yes");
    row("probe --models %d/none.json", "%d/none.json");
    row("probe --models %d/alone.json", "nobody-has-this");
    row("report", "--markdown");
    row("report", "--workspace");
    row("report --workspace %d/none.assay --run last", "no file %d/none.assay"); // before what is to be written
    row("report --results %d/none.json", "no file %d/none.json");
    row("report --json %d/none/r.json --results %d/none.json", "no file %d/none.json");
    row("report --workspace %d/broken.json", "--run ID");
    row("report --results %d/empty.json", "Say what to write");
    row("report --json -", "--workspace");
    row("report --json - --workspace %d/w.assay --results %d/r.json", "--results");
    row("report --json - --workspace %d/empty.json", "--run");
    row("report --json - --workspace %d/none.assay --run last", "%d/none.assay");
    row("report --json - --workspace %d/broken.json --run last", "broken.json");
    row("report --json - --results %d/none.json", "%d/none.json");
    row("report --json - --results %d/broken.json", "broken.json");
    row("report --json - --results %d/empty.json --run last", "--run");
    row("report --html %d/r.html --results %d/empty.json", "--html");
    row("compare", "BASE.json");
    row("compare %d/empty.json", "NEW.json");
    row("compare %d/empty.json %d/empty.json more", "more");
    row("compare %d/none.json %d/empty.json", "%d/none.json");
    row("compare %d/empty.json %d/broken.json", "empty.json");
    row("compare %d/empty.json %d/empty.json --threshold 0", "--threshold");
    row("compare %d/empty.json %d/empty.json --metric speed", "total_ms, ttft_ms");
    row("key", "set|remove");
    row("key set", "NAME");
    row("key put work", "put");
    row("key set work", "work"); // no keychain here
    row("practice --port 70000", "70000");
    row("practice --port many", "many");
    row("practice --profile %d/none.json", "%d/none.json");
    row("practice --profile %d/profile.json", "[0].tokenMs");
}

void TestCliInput::refused()
{
    QFETCH(QString, line);
    QFETCH(QString, names);
    const QStringList arguments = line.replace(u"%d"_s, m_folder->path()).split(u' ', Qt::SkipEmptyParts);
    const QStringList before = QDir(m_folder->path()).entryList(QDir::AllEntries | QDir::NoDotAndDotDot);
    const QByteArray broken = readText(m_folder->filePath(u"broken.json"_s));
    CliHarness cli;
    QCOMPARE(cli.run(arguments), ExitCode::badInput);
    QCOMPARE(cli.out, QString());
    QVERIFY2(cli.err.contains(names.replace(u"%d"_s, m_folder->path())), qPrintable(cli.err));
    if (!arguments.isEmpty()) {
        QVERIFY2(cli.err.startsWith(u"assay-cli: "_s), qPrintable(cli.err));
        QCOMPARE(cli.err.count(u'\n'), 1);
    }
    QCOMPARE(QDir(m_folder->path()).entryList(QDir::AllEntries | QDir::NoDotAndDotDot), before);
    QCOMPARE(readText(m_folder->filePath(u"broken.json"_s)), broken);
}

/// What has no effect is said, never its value; and the run goes on.
void TestCliInput::saysWhatIsNotUsed()
{
    const QString place = ScriptedServer::refusedUrl().toString();
    const QByteArray models = R"({"endpoints": {"e": {"kind": "openai", "url": "%1",
 "headers": {"X-Team": "private"}}}, "models": {"m": {"endpoint": "e"}}})";
    const QString file = m_folder->filePath(u"notes.json"_s);
    QVERIFY(writeText(file, QString::fromUtf8(models).arg(place).toUtf8()));
    const QString headers =
        u"notes.json, line 2: endpoints.e.headers is not used, only kept: it belongs to an endpoint "
        "of kind http, and this one is of kind openai.\n"_s;
    const QString endpoint = u"--endpoint is not used: each of these models names its own endpoint.\n"_s;
    for (const QString &command : {u"run"_s, u"probe"_s}) {
        CliHarness cli;
        QCOMPARE(cli.run({command, u"--models"_s, file, u"--endpoint"_s, place}), ExitCode::allFailed);
        QVERIFY2(cli.err.startsWith(headers + endpoint), qPrintable(cli.err));
        QVERIFY(!QString(cli.out + cli.err).contains(u"private"_s));
        QCOMPARE(cli.run({command, u"--models"_s, file}), ExitCode::allFailed);
        QVERIFY(cli.err.startsWith(headers) && !cli.err.contains(u"--endpoint"_s));
    }
    CliHarness cli; // a model without an endpoint of its own needs it
    QVERIFY(writeText(file, "[\"m\"]"));
    cli.run({u"probe"_s, u"--models"_s, file, u"--endpoint"_s, place});
    QVERIFY2(!cli.err.contains(u"not used"_s), qPrintable(cli.err));
}

/// One sentence says why a model is skipped, and what to do, once.
void TestCliInput::skippedIsSaidOnce()
{
    const QString place = ScriptedServer::refusedUrl().toString();
    const QByteArray models = R"({"endpoints": {"e": {"kind": "openai", "url": "%1"},
"p": {"kind": "command", "command": ["false"]}}, "models": {"dead": {"endpoint": "e"}, "prog": {"endpoint": "p"}}})";
    const QString file = m_folder->filePath(u"dead.json"_s);
    QVERIFY(writeText(file, QString::fromUtf8(models).arg(place).toUtf8()));
    CliHarness cli;
    QCOMPARE(
        cli.run({u"run"_s, u"--models"_s, file, u"--rounds"_s, u"1"_s, u"--markdown"_s, m_folder->filePath(u"r.md"_s)}),
        ExitCode::allFailed);
    const QString at = QUrl(place).authority();
    QVERIFY2(cli.err.contains(u"dead is skipped. Its warm-up failed. Nobody listens at %1. Start the server there or "
                              "correct the endpoint's address.\n"_s.arg(at)),
             qPrintable(cli.err));
    QVERIFY2(cli.err.contains(u"prog is skipped. Its warm-up failed. false ended with exit code 1. See whether it has "
                              "crashed or run out of memory.\n"_s),
             qPrintable(cli.err));
    const QByteArray report = readText(m_folder->filePath(u"r.md"_s));
    for (const char *word : {"Skipped: ", "skipped: Skipped", "Edit", "server's log", "orkshop"}) {
        QVERIFY2(!report.contains(word) && !cli.err.contains(QLatin1StringView(word)), word);
    }
}

/// A program is not held against what no program can tell.
void TestCliInput::probesPrograms()
{
    const QString file = m_folder->filePath(u"programs.json"_s);
    QVERIFY(writeText(file, R"({"endpoints": {"e": {"kind": "command", "command": ["cat"]}},
"models": {"m": {"endpoint": "e"}}})"));
    CliHarness cli;
    QCOMPARE(cli.run({u"probe"_s, u"--models"_s, file}), ExitCode::ok);
    QVERIFY2(cli.out.startsWith(u"ok    m  first token "_s), qPrintable(cli.out));
    QVERIFY(!cli.out.contains(u"FAIL"_s) && !cli.out.contains(u"part"_s));
    const QStringList lines = cli.out.split(u'\n', Qt::SkipEmptyParts);
    QCOMPARE(lines.at(2).simplified(), u"m - ok ok ok - - -"_s);
    QVERIFY(lines.last().startsWith(u"- does not apply"_s));
    QCOMPARE(cli.run({u"probe"_s, u"--models"_s, file, u"--json"_s}), ExitCode::ok);
    QCOMPARE(cli.out.count(u"\"not_applicable\""_s), 4);
}

/// By what it says of its models, whatever kind of server it is taken for.
void TestCliInput::practiceIsRecognized()
{
    PracticeProfile profile;
    profile.id = u"one"_s;
    profile.firstTokenMs = profile.tokenMs = 0;
    PracticeServer server({profile});
    const QString url = server.listen().value().toString();
    for (const QString &kind : {u"openai"_s, u"auto"_s, u"practice"_s}) {
        const QString file = m_folder->filePath(u"practice.json"_s);
        const QString models =
            uR"({"endpoints": {"e": {"kind": "%1", "url": "%2"}}, "models": {"one": {"endpoint": "e"}}})"_s;
        QVERIFY(writeText(file, models.arg(kind, url).toUtf8()));
        const QString results = m_folder->filePath(u"r.json"_s);
        CliHarness cli;
        QCOMPARE(cli.run({u"run"_s, u"--models"_s, file, u"--rounds"_s, u"1"_s, u"--json"_s, results, u"--markdown"_s,
                          m_folder->filePath(u"r.md"_s)}),
                 ExitCode::ok);
        QVERIFY2(readText(results).contains("\"simulated\": true"), qPrintable(kind));
        QVERIFY2(readText(m_folder->filePath(u"r.md"_s)).contains("Simulated run."), qPrintable(kind));
        QVERIFY2(cli.out.contains(u"Simulated: "_s), qPrintable(cli.out));
    }
}

void TestCliInput::environmentRefused_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("value");
    QTest::newRow("rounds") << u"BENCH_ROUNDS"_s << u"zero"_s;
    QTest::newRow("models file") << u"BENCH_MODELS"_s << u"/nowhere/models.json"_s;
    QTest::newRow("models names") << u"BENCH_MODELS"_s << u" , "_s;
    QTest::newRow("endpoint") << u"FOUNDRY_LOCAL_ENDPOINT"_s << u"gopher://x"_s;
}

void TestCliInput::environmentRefused()
{
    QFETCH(QString, name);
    QFETCH(QString, value);
    CliHarness cli;
    cli.environment.insert(name, value);
    QCOMPARE(cli.run({u"run"_s}), ExitCode::badInput);
    QVERIFY2(cli.err.contains(name) || cli.err.contains(value), qPrintable(cli.err));
}

void TestCliInput::keysAreKept()
{
    FakeKeychain keychain;
    CliHarness cli;
    cli.keychain = &keychain;
    cli.typed = "sk-4f9c2e71";
    QCOMPARE(cli.run({u"key"_s, u"set"_s, u"work"_s}), ExitCode::ok);
    QCOMPARE(keychain.entries.value(u"work"_s), cli.typed);
    QVERIFY2(cli.err.contains(u"keychain:work"_s), qPrintable(cli.err));
    QVERIFY(!QString(cli.out + cli.err).contains(u"sk-4f9c2e71"_s));
    for (const char *bad : {"", "two words", "a\nb"}) {
        cli.typed = bad;
        QCOMPARE(cli.run({u"key"_s, u"set"_s, u"other"_s}), ExitCode::badInput);
    }
    QCOMPARE(keychain.entries.size(), 1);
    QCOMPARE(cli.run({u"key"_s, u"remove"_s, u"work"_s}), ExitCode::ok);
    QVERIFY(keychain.entries.isEmpty());
    QCOMPARE(cli.run({u"key"_s, u"remove"_s, u"work"_s}), ExitCode::badInput);
    QVERIFY2(cli.err.contains(u"work"_s), qPrintable(cli.err));
}

void TestCliInput::capabilitiesChooseModels()
{
    ScriptedServer server;
    server.setHandler([](const ScriptedServer::Request &request) {
        const bool isList = request.target() == "/v1/models";
        return Script::json(isList ? R"({"object":"list","data":[{"id":"a","object":"model","capabilities":["chat"]},
            {"id":"b","object":"model","capabilities":["chat","tools"]}]})"
                                   : "{}",
                            isList ? 200 : 404);
    });
    CliHarness cli;
    const QStringList command{u"models"_s, u"--endpoint"_s, server.url().toString(), u"--capability"_s};
    QCOMPARE(cli.run(command + QStringList{u"Chat"_s}), ExitCode::ok);
    QCOMPARE(cli.out.count(u'\n'), 3);
    QCOMPARE(cli.run(command + QStringList{u"chat, TOOLS"_s}), ExitCode::ok);
    QCOMPARE(cli.out.count(u'\n'), 2);
    QVERIFY2(cli.out.contains(u" b "_s) && cli.out.contains(u"chat, tools"_s), qPrintable(cli.out));
    QCOMPARE(cli.run(command + QStringList{u"vision"_s}), ExitCode::ok);
    QCOMPARE(cli.out, QString());
    QVERIFY2(cli.err.contains(u"No model has the capability vision."_s), qPrintable(cli.err));
}

void TestCliInput::helpAndVersion()
{
    CliHarness cli;
    QCOMPARE(cli.run({u"--help"_s}), ExitCode::ok);
    for (const QString &command :
         {u"run"_s, u"models"_s, u"probe"_s, u"compare"_s, u"report"_s, u"practice"_s, u"key"_s}) {
        QVERIFY2(cli.out.contains(u"\n  "_s + command + u' '), qPrintable(command));
    }
    QCOMPARE(cli.run({u"--version"_s}), ExitCode::ok);
    QVERIFY(cli.out.startsWith(u"assay-cli "_s));
}

void TestCliInput::helpOfEachCommand_data()
{
    QTest::addColumn<QStringList>("options");
    QTest::newRow("run") << QStringList{u"--models"_s,       u"--prompts"_s,       u"--rounds"_s, u"--warmup"_s,
                                        u"--concurrency"_s,  u"--order"_s,         u"--seed"_s,   u"--temperature"_s,
                                        u"--max-tokens"_s,   u"--idle-timeout"_s,  u"--rate"_s,   u"--arrival"_s,
                                        u"--cache-prompt"_s, u"--deterministic"_s, u"--nonce"_s,  u"--endpoint"_s,
                                        u"--workspace"_s,    u"--resume"_s,        u"--json"_s,   u"--csv"_s,
                                        u"--csv-summary"_s,  u"--markdown"_s,      u"--html"_s,   u"--quiet"_s,
                                        u"--json-stable"_s,  u"--keep-warm"_s};
    QTest::newRow("models") << QStringList{u"--endpoint"_s, u"--json"_s};
    QTest::newRow("probe") << QStringList{u"--models"_s};
    QTest::newRow("compare") << QStringList{u"--threshold"_s, u"--metric"_s};
    QTest::newRow("report") << QStringList{u"--workspace"_s, u"--run"_s, u"--results"_s, u"--markdown"_s};
    QTest::newRow("practice") << QStringList{u"--port"_s, u"--profile"_s};
}

void TestCliInput::helpOfEachCommand()
{
    QFETCH(QStringList, options);
    CliHarness cli;
    const QString command = QString::fromUtf8(QTest::currentDataTag());
    QCOMPARE(cli.run({command, u"--help"_s}), ExitCode::ok);
    QVERIFY(cli.out.startsWith(u"Usage: assay-cli "_s + command));
    for (const QString &option : std::as_const(options)) {
        QVERIFY2(cli.out.contains(u"  "_s + option + u' '), qPrintable(option));
    }
}

QTEST_GUILESS_MAIN(TestCliInput)
#include "tst_cliinput.moc"
