// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/comparability.h"
#include "models/domain/resultsjson.h"
#include "tests/support/fullrun.h"

#include <QtTest>

using namespace assay;
using namespace assay::test;
using namespace Qt::Literals::StringLiterals;

namespace {

using Change = void (*)(RunInfo &);

} // namespace

class TestComparability : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aRunIsComparableWithItself();
    void whatMattersIsNamed_data();
    void whatMattersIsNamed();
    void whatDoesNotMatterIsSilent_data();
    void whatDoesNotMatterIsSilent();
    void whatIsNotKnownIsNoDifference();
    void onlyModelsOfBothRunsCount();
    void sentencesNameBothValues();
    void environmentSurvivesItsJson();
    void missingEnvironmentStaysMissing();
    void promptsHashFollowsWhatIsSent();
    void resultsNameVersionAndHash();
};

void TestComparability::aRunIsComparableWithItself()
{
    const RunInfo info = fullRun().info;
    QCOMPARE(comparability(info, info), QStringList());
}

void TestComparability::whatMattersIsNamed_data()
{
    QTest::addColumn<Change>("change");
    QTest::addColumn<QString>("word");
    const auto row = [](const char *name, Change change, const QString &word) {
        QTest::newRow(name) << change << word;
    };
    row(
        "simulated", [](RunInfo &r) { r.environment.simulated = true; }, u"simulated"_s);
    row(
        "processor", [](RunInfo &r) { r.environment.cpu = u"B CPU"_s; }, u"B CPU"_s);
    row(
        "cores", [](RunInfo &r) { r.environment.cpuCores = 2; }, u"cores"_s);
    row(
        "threads", [](RunInfo &r) { r.environment.cpuThreads = 2; }, u"threads"_s);
    row(
        "memory", [](RunInfo &r) { r.environment.memoryMb = 8000; }, u"Memory"_s);
    row(
        "graphics", [](RunInfo &r) { r.environment.gpus = QStringList{u"B GPU"_s}; }, u"B GPU"_s);
    row(
        "governor", [](RunInfo &r) { r.environment.governor = u"performance"_s; }, u"performance"_s);
    row(
        "battery", [](RunInfo &r) { r.environment.onBattery = true; }, u"battery"_s);
    row(
        "clock", [](RunInfo &r) { r.environment.clock = u"kernel"_s; }, u"Clock"_s);
    row(
        "prompts", [](RunInfo &r) { r.plan.prompts[1].text += u'!'; }, u"prompts"_s);
    row(
        "order", [](RunInfo &r) { r.plan.options.order = RunOrder::Shuffled; }, u"shuffled"_s);
    row(
        "at once", [](RunInfo &r) { r.plan.options.concurrency = 8; }, u"at once"_s);
    row(
        "warm-ups", [](RunInfo &r) { r.plan.options.warmups = 0; }, u"Warm-up"_s);
    row(
        "rate", [](RunInfo &r) { r.plan.options.rate = 2.5; }, u"2.5 requests a second"_s);
    row(
        "nonce", [](RunInfo &r) { r.plan.options.nonce = true; }, u"unique line"_s);
    row(
        "warm", [](RunInfo &r) { r.plan.options.keepWarm = true; }, u"kept warm"_s);
    row(
        "cache", [](RunInfo &r) { r.plan.options.cachePrompt = true; }, u"cached prompt"_s);
    row(
        "model", [](RunInfo &r) { r.plan.models[1].model.serverId = u"other"_s; }, u"m1"_s);
    row(
        "quantisation", [](RunInfo &r) { r.plan.models[0].model.metadata.quantization = u"Q8_0"_s; }, u"Q8_0"_s);
    row(
        "kind", [](RunInfo &r) { r.plan.models[0].endpoint.kind = ServerKind::Ollama; }, u"Ollama"_s);
    row(
        "system", [](RunInfo &r) { r.plan.models[1].model.system = u"Be long."_s; }, u"Be long."_s);
    row(
        "own parameters", [](RunInfo &r) { r.plan.models[0].model.parameters.temperature = 1; }, u"temperature 1"_s);
}

void TestComparability::whatMattersIsNamed()
{
    QFETCH(Change, change);
    QFETCH(QString, word);
    const RunInfo baseline = fullRun().info;
    RunInfo run = baseline;
    change(run);
    const QStringList there = comparability(baseline, run);
    QCOMPARE(there.size(), 1);
    QVERIFY2(there.constFirst().contains(word), qPrintable(there.constFirst()));
    QCOMPARE(comparability(run, baseline).size(), 1);
}

void TestComparability::whatDoesNotMatterIsSilent_data()
{
    QTest::addColumn<Change>("change");
    const auto row = [](const char *name, Change change) { QTest::newRow(name) << change; };
    row("rounds", [](RunInfo &r) { r.plan.options.rounds = 9; });
    row("seed of the order", [](RunInfo &r) { r.plan.options.seed = 9; });
    row("load", [](RunInfo &r) { r.environment.loadBefore = r.environment.busyDuring = 0.9; });
    row("memory by a little", [](RunInfo &r) { r.environment.memoryMb = 16004; });
    row("name and time", [](RunInfo &r) {
        r.name = u"Later"_s;
        r.startedAt = r.startedAt.addDays(1);
    });
    row("aspects", [](RunInfo &r) { r.plan.prompts[0].expected.clear(); });
    row("address", [](RunInfo &r) { r.plan.models[0].endpoint.url = QUrl(u"http://127.0.0.1:1"_s); });
}

void TestComparability::whatDoesNotMatterIsSilent()
{
    QFETCH(Change, change);
    const RunInfo baseline = fullRun().info;
    RunInfo run = baseline;
    change(run);
    QCOMPARE(comparability(baseline, run), QStringList());
}

void TestComparability::whatIsNotKnownIsNoDifference()
{
    const RunInfo baseline = fullRun().info;
    RunInfo old = baseline;
    old.environment = {};
    old.plan.models[0].model.metadata.quantization.reset();
    old.plan.models[0].endpoint.kind = ServerKind::Auto;
    QCOMPARE(comparability(baseline, old), QStringList());
    QCOMPARE(comparability(old, baseline), QStringList());
}

void TestComparability::onlyModelsOfBothRunsCount()
{
    const RunInfo baseline = fullRun().info;
    RunInfo run = baseline;
    run.plan.models[1].model.alias.value = u"new"_s;
    run.plan.models[1].model.serverId = u"other"_s;
    std::swap(run.plan.models[0], run.plan.models[1]); // the place in the plan does not matter
    QCOMPARE(comparability(baseline, run), QStringList());
    // With the seed sent, its change is one of the parameters; of the one model that both have.
    RunInfo seeded = run;
    run.plan.options.deterministic = seeded.plan.options.deterministic = true;
    seeded.plan.options.seed = 1;
    QCOMPARE(comparability(run, seeded).size(), 2);
}

void TestComparability::sentencesNameBothValues()
{
    const RunInfo baseline = fullRun().info;
    RunInfo run = baseline;
    run.environment.governor = u"performance"_s;
    run.environment.serverVersions[u"local"_s] = u"b5000"_s;
    QCOMPARE(comparability(baseline, run),
             QStringList({u"Frequency governor: powersave in the baseline, performance in this run."_s,
                          u"Version of the server of m0: b4567-abc in the baseline, b5000 in this run."_s,
                          u"Version of the server of m1: b4567-abc in the baseline, b5000 in this run."_s}));
}

void TestComparability::environmentSurvivesItsJson()
{
    const Environment here = fullRun().info.environment;
    QCOMPARE(readEnvironment(writeEnvironment(here)), here);
}

void TestComparability::missingEnvironmentStaysMissing()
{
    QCOMPARE(readEnvironment(writeEnvironment({})), Environment());
    // Written before these were known.
    const Environment old = readEnvironment(R"({"assay_version":"0.1.0","cpu":"A CPU","simulated":false})");
    QCOMPARE(old.cpu, u"A CPU"_s);
    QVERIFY(!old.onBattery && !old.cpuCores && !old.busyDuring && old.serverVersions.isEmpty());
}

void TestComparability::promptsHashFollowsWhatIsSent()
{
    std::vector<Prompt> prompts = smallPlan(1, 2, 1).prompts;
    // sha256sum of "8:Prompt 00:0:8:Prompt 10:0:"
    const QString hash = promptsHash(prompts);
    QCOMPARE(hash, u"3cbce827ff612814ba5e3c4c0b2859887c56a5d7f63b0f20170cf73df02a82bb"_s);
    prompts[0].tags = QStringList{u"x"_s};
    QCOMPARE(promptsHash(prompts), hash);
    prompts[0].maxTokens = 5;
    QVERIFY(promptsHash(prompts) != hash);
    prompts[0].maxTokens.reset();
    std::swap(prompts[0], prompts[1]);
    QVERIFY(promptsHash(prompts) != hash);
}

void TestComparability::resultsNameVersionAndHash()
{
    const RunData run = fullRun();
    const QByteArray text = writeResults(run);
    QVERIFY(text.contains("\"version\": \"b4567-abc\""));
    const QString hash = promptsHash(run.info.plan.prompts);
    QVERIFY(text.contains(u"\"prompts_sha256\": \"%1\""_s.arg(hash).toLatin1()));
    const Result<RunData> back = readResults(text, u"r.json"_s);
    QVERIFY(back);
    QCOMPARE(back->info.environment, run.info.environment);
}

QTEST_GUILESS_MAIN(TestComparability)
#include "tst_comparability.moc"
