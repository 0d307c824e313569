// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
// assay-cli against a real llama-server, a program nobody here wrote, with made-up models whose answers are known.
#include "tests/support/llamaserver.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::Literals::StringLiterals;
using assay::test::LlamaServer;

namespace {

struct Ran
{
    int exitCode = -1;
    QByteArray out, err;
};

Ran cli(const QStringList &arguments)
{
    QProcess process;
    process.start(QStringLiteral(ASSAY_BIN_DIR "/assay-cli"), arguments);
    if (!process.waitForFinished(120'000)) {
        return {};
    }
    return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
}

QJsonObject readJson(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()).object() : QJsonObject{};
}

/// The most that a process has held, in megabytes, as Linux tells it.
double mostHeld(const QProcess &process)
{
    QFile status(u"/proc/%1/status"_s.arg(process.processId()));
    const QByteArray text = status.open(QIODevice::ReadOnly) ? status.readAll() : QByteArray();
    const QByteArray line = text.mid(text.indexOf("VmHWM:")).split('\n').value(0);
    return line.simplified().split(' ').value(1).toDouble() * 1024 / 1e6;
}

void write(const QString &path, const QByteArray &text)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(text);
}

} // namespace

class TestRealServer final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void modelsListsWhatTheServerOffers();
    void runGivesTheKnownAnswers();
    void probeTellsReadyFromDead();
    void aServerKilledInMidAnswerIsAFailureThatKeepsItsText();
    void aWrongKeyIsNamed();
    void aRoutersModelsAreLoadedForTheRun();
    void aRoutersModelProcessKilledInMidAnswer();
    void aPromptThatDoesNotFit();
    void aServerThatIsStillLoading();
    void moreRequestsThanSlots();

private:
    QString file(const QString &name) const { return m_folder.filePath(name); }
    void writeModels(const QUrl &fixed, const QUrl &think);
    Ran run(const QUrl &server, const QString &prompts, const QStringList &arguments = {});
    QJsonArray samples() const { return readJson(file(u"run.json"_s))[u"samples"].toArray(); }

    QTemporaryDir m_folder;
};

void TestRealServer::initTestCase()
{
    const QString why = LlamaServer::whyMissing();
    if (!why.isEmpty()) {
        QSKIP(qPrintable(why));
    }
    write(file(u"prompts.json"_s), R"(["What is six times seven?", {"id": "again", "text": "And once more?"}])");
}

void TestRealServer::writeModels(const QUrl &fixed, const QUrl &think)
{
    const QString text = uR"({"version": 1,
        "endpoints": {"one": {"kind": "llama.cpp", "url": "%1"}, "two": {"kind": "auto", "url": "%2/v1"}},
        "models": {"fixed": {"endpoint": "one", "parameters": {"temperature": 0}},
                   "think": {"endpoint": "two", "parameters": {"temperature": 0}}}})"_s;
    write(file(u"models.json"_s), text.arg(fixed.toString(), think.toString()).toUtf8());
}

void TestRealServer::modelsListsWhatTheServerOffers()
{
    LlamaServer fixed(u"fixed"_s);
    QVERIFY(fixed.waitUntilReady());
    const Ran ran = cli({u"models"_s, u"--endpoint"_s, fixed.url().toString()});
    QCOMPARE(ran.exitCode, 0);
    QVERIFY2(ran.out.contains("fixed"), ran.out.constData());
}

void TestRealServer::runGivesTheKnownAnswers()
{
    LlamaServer fixed(u"fixed"_s);
    LlamaServer think(u"think"_s);
    QVERIFY(fixed.waitUntilReady() && think.waitUntilReady());
    writeModels(fixed.url(), think.url());
    const Ran ran = cli({u"run"_s, u"--models"_s, file(u"models.json"_s), u"--prompts"_s, file(u"prompts.json"_s),
                         u"--rounds"_s, u"2"_s, u"--json"_s, file(u"out.json"_s), u"--markdown"_s, file(u"out.md"_s),
                         u"--workspace"_s, file(u"run.assay"_s)});
    QVERIFY2(ran.exitCode == 0, ran.err.constData());

    const QJsonObject results = readJson(file(u"out.json"_s));
    QCOMPARE(results[u"format"].toString(), u"assay.results"_s);
    int measured = 0;
    for (const QJsonValue &value : results[u"samples"].toArray()) {
        const QJsonObject sample = value.toObject();
        QCOMPARE(sample[u"status"].toString(), u"ok"_s);
        QCOMPARE(sample[u"output"].toString().trimmed(), u"The answer is 42."_s);
        QCOMPARE(sample[u"finish_reason"].toString(), u"stop"_s);
        QCOMPARE(sample[u"tokens_source"].toString(), u"usage"_s);
        QVERIFY(sample[u"output_tokens"].toInt() > 1);
        QVERIFY(sample[u"total_ms"].toDouble() > 0);
        // So small a model may answer in one burst; then the first token is rightly withheld.
        const bool burst = sample[u"flags"].toArray().contains(u"buffered_stream"_s);
        QVERIFY(sample[u"ttft_ms"].isNull() == burst);
        QVERIFY(burst || sample[u"total_ms"].toDouble() >= sample[u"ttft_ms"].toDouble());
        const bool thinks = sample[u"alias"].toString() == u"think"_s;
        QCOMPARE(sample[u"reasoning"].toString().contains(u"six times seven"_s), thinks);
        if (thinks && !burst) {
            // This model writes thousands of tokens a second: thought and answer may come with one read, and share its
            // stamp.
            QVERIFY(sample[u"ttfa_ms"].toDouble() >= sample[u"ttft_ms"].toDouble());
        }
        measured += sample[u"phase"].toString() == u"measured"_s ? 1 : 0;
    }
    QCOMPARE(measured, 8); // 2 models, 2 prompts, 2 rounds
    const QJsonArray summaries = results[u"summary"].toArray();
    for (const auto &[model, most] :
         {std::pair(0, mostHeld(fixed.process())), std::pair(1, mostHeld(think.process()))}) {
        const double memory = summaries[model][u"memory_mb"].toDouble();
        QVERIFY2(memory <= most && memory > most / 2, qPrintable(u"%1 of %2"_s.arg(memory).arg(most)));
    }

    const Ran again = cli({u"report"_s, u"--workspace"_s, file(u"run.assay"_s), u"--run"_s, u"last"_s, u"--json"_s,
                           file(u"again.json"_s)});
    QVERIFY2(again.exitCode == 0, again.err.constData());
    QCOMPARE(readJson(file(u"again.json"_s))[u"samples"], results[u"samples"]);
}

void TestRealServer::probeTellsReadyFromDead()
{
    LlamaServer fixed(u"fixed"_s);
    QVERIFY(fixed.waitUntilReady());
    writeModels(fixed.url(), QUrl(u"http://127.0.0.1:9"_s)); // nobody listens on the discard port
    const Ran ran = cli({u"probe"_s, u"--models"_s, file(u"models.json"_s)});
    QCOMPARE(ran.exitCode, 2);
    QVERIFY2(ran.out.contains("127.0.0.1:9"), ran.out.constData());
}

void TestRealServer::aServerKilledInMidAnswerIsAFailureThatKeepsItsText()
{
    LlamaServer slow(u"slow"_s);
    QVERIFY(slow.waitUntilReady());
    QProcess run;
    run.start(QStringLiteral(ASSAY_BIN_DIR "/assay-cli"),
              {u"run"_s, u"--endpoint"_s, slow.url().toString(), u"--prompts"_s, file(u"prompts.json"_s), u"--rounds"_s,
               u"1"_s, u"--warmup"_s, u"0"_s, u"--max-tokens"_s, u"1500"_s, u"--json"_s, file(u"killed.json"_s)});
    QVERIFY(run.waitForStarted());
    QVERIFY(slow.waitUntilGenerating());
    slow.process().kill();
    QVERIFY(run.waitForFinished(60'000));
    QVERIFY2(run.exitCode() == 3, run.readAllStandardError().constData());
    const QJsonArray samples = readJson(file(u"killed.json"_s))[u"samples"].toArray();
    QVERIFY(!samples.isEmpty());
    const QJsonObject first = samples[0].toObject();
    QCOMPARE(first[u"status"].toString(), u"failed"_s);
    QVERIFY(first[u"error"].toObject()[u"code"].toString() == u"connection_lost"_s
            || first[u"error"].toObject()[u"code"].toString() == u"incomplete"_s);
    QVERIFY(!first[u"output"].toString().isEmpty());
}

void TestRealServer::aWrongKeyIsNamed()
{
    LlamaServer fixed(u"fixed"_s, {u"--api-key"_s, u"right-key"_s});
    QVERIFY(fixed.waitUntilReady());
    qputenv("ASSAY_TEST_KEY", "wrong-key");
    write(file(u"keyed.json"_s),
          uR"({"version": 1, "endpoints": {"one": {"url": "%1", "key": "env:ASSAY_TEST_KEY"}},
        "models": {"fixed": {"endpoint": "one"}}})"_s.arg(fixed.url().toString())
              .toUtf8());
    const Ran wrong = cli({u"probe"_s, u"--models"_s, file(u"keyed.json"_s)});
    QCOMPARE(wrong.exitCode, 3);
    QVERIFY2(!wrong.out.contains("wrong-key") && !wrong.err.contains("wrong-key"), "the key must never be shown");
    qputenv("ASSAY_TEST_KEY", "right-key");
    QCOMPARE(cli({u"probe"_s, u"--models"_s, file(u"keyed.json"_s)}).exitCode, 0);
}

/// One round without warm-up; what came of it is in run.json.
Ran TestRealServer::run(const QUrl &server, const QString &prompts, const QStringList &arguments)
{
    QFile::remove(file(u"run.json"_s));
    return cli(QStringList{u"run"_s, u"--endpoint"_s, server.toString(), u"--prompts"_s, file(prompts), u"--rounds"_s,
                           u"1"_s, u"--warmup"_s, u"0"_s, u"--json"_s, file(u"run.json"_s)}
               + arguments);
}

void TestRealServer::aRoutersModelsAreLoadedForTheRun()
{
    LlamaServer router(QString{}, {u"--models-max"_s, u"3"_s});
    QVERIFY(router.waitUntilReady());
    const auto states = [&] {
        QMap<QString, QString> found;
        const Ran ran = cli({u"models"_s, u"--endpoint"_s, router.url().toString(), u"--json"_s});
        const QJsonArray models = QJsonDocument::fromJson(ran.out).array();
        for (const QJsonValue &model : models)
            found.insert(model[u"id"].toString(), model[u"state"].toString());
        return found;
    };
    QCOMPARE(states().value(u"fixed"_s), u"on_disk"_s);
    writeModels(router.url(), router.url());
    const Ran ran =
        cli({u"run"_s, u"--models"_s, file(u"models.json"_s), u"--prompts"_s, file(u"prompts.json"_s), u"--rounds"_s,
             u"1"_s, u"--warmup"_s, u"0"_s, u"--loading"_s, u"one"_s, u"--json"_s, file(u"run.json"_s)});
    QVERIFY2(ran.exitCode == 0, ran.err.constData());
    int cold = 0;
    for (const QJsonValue &sample : samples()) {
        QCOMPARE(sample[u"output"].toString().trimmed(), u"The answer is 42."_s);
        cold += sample[u"flags"].toArray().contains(u"first_after_load"_s) ? 1 : 0;
    }
    QCOMPARE(cold, 2);
    for (const QJsonValue &summary : readJson(file(u"run.json"_s))[u"summary"].toArray())
        QVERIFY(summary[u"load_ms"].toDouble() > 0);
    const QMap<QString, QString> after = states(); // the second one is still there, the first had to go
    QCOMPARE(after.values().count(u"loaded"_s), 1);
}

void TestRealServer::aRoutersModelProcessKilledInMidAnswer()
{
    LlamaServer router(QString{}, {u"--models-max"_s, u"3"_s});
    QVERIFY(router.waitUntilReady());
    write(file(u"slow.json"_s),
          uR"({"version": 1, "endpoints": {"one": {"url": "%1"}}, "models": {"slow": {"endpoint": "one"}}})"_s
              .arg(router.url().toString())
              .toUtf8());
    write(file(u"one.json"_s), R"(["What is six times seven?"])"); // a second answer would take a minute
    QProcess run;
    run.start(QStringLiteral(ASSAY_BIN_DIR "/assay-cli"),
              {u"run"_s, u"--models"_s, file(u"slow.json"_s), u"--prompts"_s, file(u"one.json"_s), u"--rounds"_s,
               u"1"_s, u"--warmup"_s, u"0"_s, u"--max-tokens"_s, u"1500"_s, u"--workspace"_s, file(u"slow.assay"_s),
               u"--json"_s, file(u"run.json"_s)});
    QVERIFY(run.waitForStarted());
    QVERIFY(router.waitUntilGenerating(u"slow"_s));
    router.killModels();
    QVERIFY(run.waitForFinished(60'000));
    const QJsonObject first = samples().at(0).toObject();
    QCOMPARE(first[u"status"].toString(), u"failed"_s);
    QVERIFY(!first[u"output"].toString().isEmpty());
}

void TestRealServer::aPromptThatDoesNotFit()
{
    LlamaServer fixed(u"fixed"_s); // a context of 2048 tokens, one a character
    QVERIFY(fixed.waitUntilReady());
    write(file(u"long.json"_s), "[\"" + QByteArray(9000, 'x') + "\"]");
    QCOMPARE(run(fixed.url(), u"long.json"_s).exitCode, 3);
    const QJsonObject sample = samples().at(0).toObject();
    QCOMPARE(sample[u"error"].toObject()[u"code"].toString(), u"context_overflow"_s);
}

void TestRealServer::aServerThatIsStillLoading()
{
    LlamaServer slow(u"slow"_s); // refuses, then answers 503, until its 155 MB are in memory
    const Ran ran = run(slow.url(), u"prompts.json"_s, {u"--max-tokens"_s, u"3"_s});
    QVERIFY2(ran.exitCode == 0 || ran.exitCode == 3, ran.err.constData());
    for (const QJsonValue &sample : samples()) {
        const QString code = sample[u"error"][u"code"].toString();
        QVERIFY2(sample[u"status"].toString() == u"ok"_s || code == u"unavailable"_s || code == u"connection_refused"_s,
                 qPrintable(code));
    }
    QVERIFY(slow.waitUntilReady());
    QCOMPARE(run(slow.url(), u"prompts.json"_s, {u"--max-tokens"_s, u"3"_s}).exitCode, 0);
}

void TestRealServer::moreRequestsThanSlots()
{
    LlamaServer slow(u"slow"_s, {u"-np"_s, u"1"_s});
    QVERIFY(slow.waitUntilReady());
    const Ran ran = run(slow.url(), u"prompts.json"_s, {u"--max-tokens"_s, u"20"_s, u"--concurrency"_s, u"2"_s});
    QVERIFY2(ran.exitCode == 0, ran.err.constData());
    QCOMPARE(samples().size(), 2); // the one that had to wait was answered, too
}

QTEST_GUILESS_MAIN(TestRealServer)
#include "tst_realserver.moc"
