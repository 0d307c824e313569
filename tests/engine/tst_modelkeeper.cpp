// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/engine/runrig.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

Q_DECLARE_METATYPE(assay::ModelLoading)

using namespace Qt::Literals::StringLiterals;
using namespace assay;
using namespace std::chrono_literals;

namespace {

/// llama.cpp's router as far as a run sees it: models that take a while to load, one that cannot be loaded.
struct Router
{
    explicit Router(RunRig &rig)
    {
        rig.answer = [this](const ScriptedServer::Request &request) { return answer(request); };
    }
    Script answer(const ScriptedServer::Request &request)
    {
        if (request.target() == "/props")
            return Script::json(R"({"role":"router","build_info":"b1"})");
        if (request.target() == "/models")
            return Script::json(list());
        const QString model = QJsonDocument::fromJson(request.body)["model"_L1].toString();
        if (request.target() == "/models/load") {
            log << u"load "_s + model;
            state[model] = model == broken ? R"({"value":"unloaded","failed":true})" : R"({"value":"loading"})";
            return Script::json(R"({"success":true})");
        }
        if (request.target() == "/models/unload") {
            log << u"unload "_s + model;
            state[model] = R"({"value":"unloaded"})";
            return Script::json(R"({"success":true})");
        }
        const bool isWarming = QJsonDocument::fromJson(request.body)["max_tokens"_L1].toInt() == 1;
        log << (isWarming ? u"warm "_s : u"chat "_s) + model;
        return isWarming && model == broken ? RunRig::busy() : RunRig::okScript();
    }
    /// What is loading is loaded the second time anybody looks.
    QByteArray list()
    {
        QByteArray entries;
        for (auto it = state.begin(); it != state.end(); ++it) {
            entries += (entries.isEmpty() ? "" : ",") + (R"({"id":")" + it.key().toUtf8()) + R"(","status":)"
                + it.value() + "}";
            if (it.value().contains("loading") && looks[it.key()]++ > 0)
                it.value() = R"({"value":"loaded"})";
        }
        return "{\"data\":[" + entries + "]}";
    }

    QMap<QString, QByteArray> state;
    QMap<QString, int> looks;
    QString broken;
    QStringList log;
};

/// Two models of one router, one prompt, model by model.
RunInfo routerRun(const RunRig &rig, ModelLoading loading)
{
    RunInfo info = rig.run(2, 2);
    for (PlannedModel &planned : info.plan.models)
        planned.endpoint.kind = ServerKind::LlamaCpp;
    info.plan.options.loading = loading;
    return info;
}

void play(RunRig &rig, const RunInfo &info)
{
    rig.controller->start(info);
    for (int i = 0; i < 5000 && !rig.isOver(); ++i) {
        QTest::qWait(1);
        if (rig.time.untilNext().value_or(1h) <= 50ms)
            rig.time.advance(*rig.time.untilNext()); // the wait between two looks
    }
    QVERIFY(rig.isOver());
}

/// The log without the first model's place in the shuffled order mattering: "load a, chat a, chat a, ...".
QStringList blocksOf(const QStringList &log, const QString &first, const QString &second)
{
    QStringList named = log;
    named.replaceInStrings(first, u"1st"_s);
    named.replaceInStrings(second, u"2nd"_s);
    return named;
}

} // namespace

class TestModelKeeper : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void loadsBeforeEachBlock();
    void oneAtATime();
    void leftToTheServer();
    void loadedAlready();
    void whatCannotBeLoadedIsSkipped();
    void notDownloaded();
    void cancelWhileLoading();
    void keptWarmBetweenBlocks_data();
    void keptWarmBetweenBlocks();
    void whatCannotBeKeptWarmFailsNothing();
    void warmedServersSideBySide();
    void cancelWhileWarming();
    void graphicsMemoryByTheServer();
};

void TestModelKeeper::loadsBeforeEachBlock()
{
    RunRig rig;
    Router router(rig);
    router.state = {{u"m0"_s, R"({"value":"unloaded"})"}, {u"m1"_s, R"({"value":"unloaded"})"}};
    play(rig, routerRun(rig, ModelLoading::Before));
    const QString first = router.log.at(0).mid(5);
    const QString second = first == u"m0"_s ? u"m1"_s : u"m0"_s;
    QCOMPARE(blocksOf(router.log, first, second),
             (QStringList{u"load 1st"_s, u"chat 1st"_s, u"chat 1st"_s, u"load 2nd"_s, u"chat 2nd"_s, u"chat 2nd"_s}));
    const std::vector<ModelCost> &costs = rig.ended[0].costs.models;
    QCOMPARE(costs.size(), 2U);
    QCOMPARE(costs[0].loadMs, std::optional(100.0)); // seen at the third look, they are 50 ms apart
    QCOMPARE(costs[1].loadMs, std::optional(100.0));
    int cold = 0;
    for (const Sample &sample : rig.finished) {
        QCOMPARE(sample.status, SampleStatus::Ok);
        cold += sample.has(SampleFlag::FirstAfterLoad) ? 1 : 0;
    }
    QCOMPARE(cold, 2);
    QVERIFY(rig.finished[0].has(SampleFlag::FirstAfterLoad));
    QVERIFY(!rig.finished[1].has(SampleFlag::FirstAfterLoad));
}

void TestModelKeeper::oneAtATime()
{
    RunRig rig;
    Router router(rig);
    router.state = {{u"m0"_s, R"({"value":"loaded"})"}, {u"m1"_s, R"({"value":"unloaded"})"}};
    RunInfo info = routerRun(rig, ModelLoading::OneAtATime);
    info.plan.options.rounds = 2;
    play(rig, info);
    // Whatever the order of the blocks: before a model is loaded, the other one has gone.
    QString loaded = u"m0"_s;
    for (const QString &entry : router.log) {
        const QString model = entry.section(u' ', 1);
        if (entry.startsWith("unload"_L1)) {
            QCOMPARE(model, loaded);
            loaded.clear();
        } else if (entry.startsWith("load"_L1)) {
            QVERIFY(loaded.isEmpty());
            loaded = model;
        } else {
            QCOMPARE(model, loaded);
        }
    }
    QVERIFY(router.log.count(u"unload m0"_s) >= 1);
    QCOMPARE(rig.finished.size(), 8U);
}

void TestModelKeeper::leftToTheServer()
{
    RunRig rig;
    Router router(rig);
    router.state = {{u"m0"_s, R"({"value":"unloaded"})"}, {u"m1"_s, R"({"value":"unloaded"})"}};
    play(rig, routerRun(rig, ModelLoading::Server));
    QCOMPARE(router.log.filter(u"chat"_s).size(), router.log.size());
    QVERIFY(rig.ended[0].costs.models.empty());
}

void TestModelKeeper::loadedAlready()
{
    RunRig rig;
    Router router(rig);
    router.state = {{u"m0"_s, R"({"value":"loaded"})"}, {u"m1"_s, R"({"value":"loaded"})"}};
    play(rig, routerRun(rig, ModelLoading::Before));
    QCOMPARE(router.log.filter(u"chat"_s).size(), router.log.size());
    QVERIFY(!rig.finished[0].has(SampleFlag::FirstAfterLoad));
}

void TestModelKeeper::whatCannotBeLoadedIsSkipped()
{
    RunRig rig;
    Router router(rig);
    router.state = {{u"m0"_s, R"({"value":"unloaded"})"}, {u"m1"_s, R"({"value":"loaded"})"}};
    router.broken = u"m0"_s;
    play(rig, routerRun(rig, ModelLoading::Before));
    QCOMPARE(rig.skipped.size(), 1U);
    QCOMPARE(rig.skipped[0].model, 0);
    QVERIFY(rig.skipped[0].reason.message.contains(u"m0"_s));
    int ok = 0;
    int skipped = 0;
    for (const Sample &sample : rig.finished) {
        ok += sample.status == SampleStatus::Ok ? 1 : 0;
        skipped += sample.status == SampleStatus::Skipped ? 1 : 0;
    }
    QCOMPARE(ok, 2);
    QCOMPARE(skipped, 2);
    QCOMPARE(rig.ended[0].state, RunState::Completed);
}

void TestModelKeeper::notDownloaded()
{
    RunRig rig;
    Router router(rig);
    router.state = {{u"m0"_s, R"({"value":"downloading"})"}, {u"m1"_s, R"({"value":"loaded"})"}};
    play(rig, routerRun(rig, ModelLoading::Before));
    QCOMPARE(rig.skipped.size(), 1U);
    QCOMPARE(rig.skipped[0].reason.code, ErrorCode::NotFound);
}

void TestModelKeeper::cancelWhileLoading()
{
    RunRig rig;
    Router router(rig);
    router.state = {{u"m0"_s, R"({"value":"unloaded"})"}, {u"m1"_s, R"({"value":"unloaded"})"}};
    rig.controller->start(routerRun(rig, ModelLoading::Before));
    QTRY_VERIFY(!router.log.isEmpty());
    rig.controller->cancel();
    QTRY_VERIFY(rig.isOver());
    QCOMPARE(rig.ended[0].state, RunState::Cancelled);
    QVERIFY(rig.finished.empty());
}

/// What a log of requests should hold besides them: each block, told by its first request, after one to every model
/// that had a block before and has one to come.
QStringList withWarmth(const QStringList &chats, int perBlock)
{
    QStringList log;
    QStringList used;
    for (qsizetype from = 0; from < chats.size(); from += perBlock) {
        const QString model = chats[from].section(u' ', 1);
        for (const QString &other : {u"m0"_s, u"m1"_s, u"m2"_s}) {
            const bool comesAgain = chats.sliced(from).contains(u"chat "_s + other);
            if (other != model && used.contains(other) && comesAgain)
                log << u"warm "_s + other;
        }
        used << model;
        log += chats.sliced(from, perBlock);
    }
    return log;
}

void TestModelKeeper::keptWarmBetweenBlocks_data()
{
    QTest::addColumn<bool>("on");
    QTest::addColumn<ModelLoading>("loading");
    QTest::newRow("loaded by us") << true << ModelLoading::Before;
    QTest::newRow("loaded by the server") << true << ModelLoading::Server;
    QTest::newRow("off") << false << ModelLoading::Before;
}

void TestModelKeeper::keptWarmBetweenBlocks()
{
    QFETCH(bool, on);
    QFETCH(ModelLoading, loading);
    RunRig rig;
    Router router(rig);
    router.state = {
        {u"m0"_s, R"({"value":"loaded"})"}, {u"m1"_s, R"({"value":"loaded"})"}, {u"m2"_s, R"({"value":"loaded"})"}};
    RunInfo info = rig.run(3, 2);
    for (PlannedModel &planned : info.plan.models)
        planned.endpoint.kind = ServerKind::LlamaCpp;
    info.plan.options.loading = loading;
    info.plan.options.rounds = 3;
    info.plan.options.keepWarm = on;
    info.plan.options.concurrency = 2; // both requests of a block are on their way at once
    play(rig, info);
    const QStringList chats = router.log.filter(u"chat"_s);
    QCOMPARE(chats.size(), 18);
    QCOMPARE(router.log, on ? withWarmth(chats, 2) : chats);
    QVERIFY(!on || router.log.filter(u"warm"_s).size() >= 8);
    QCOMPARE(rig.finished.size(), 18U); // none of them is a sample
}

void TestModelKeeper::whatCannotBeKeptWarmFailsNothing()
{
    RunRig rig;
    Router router(rig);
    router.state = {{u"m0"_s, R"({"value":"loaded"})"}, {u"m1"_s, R"({"value":"loaded"})"}};
    router.broken = u"m0"_s;
    RunInfo info = routerRun(rig, ModelLoading::Before);
    info.plan.options.rounds = 4;
    info.plan.options.keepWarm = true;
    play(rig, info);
    QVERIFY(router.log.contains(u"warm m0"_s));
    QVERIFY(rig.skipped.empty());
    QCOMPARE(rig.finished.size(), 16U);
    for (const Sample &sample : rig.finished)
        QCOMPARE(sample.status, SampleStatus::Ok);
}

/// Each server's models are asked at its own boundaries, whatever the other one is at.
void TestModelKeeper::warmedServersSideBySide()
{
    RunRig rig;
    Router router(rig);
    ScriptedServer other;
    QStringList theirs;
    other.setHandler([&theirs](const ScriptedServer::Request &request) {
        theirs << QJsonDocument::fromJson(request.body)["model"_L1].toString();
        return RunRig::okScript();
    });
    RunInfo info = rig.run(2, 1);
    info.plan.models.push_back(RunRig::model(u"m2"_s, other.url()));
    info.plan.options.loading = ModelLoading::Server;
    info.plan.options.order = RunOrder::ByServer;
    info.plan.options.rounds = 3;
    info.plan.options.keepWarm = true;
    play(rig, info);
    QCOMPARE(router.log, withWarmth(router.log.filter(u"chat"_s), 1));
    QVERIFY(!router.log.filter(u"warm"_s).isEmpty());
    QCOMPARE(theirs, QStringList(3, u"m2"_s)); // one model alone waits for nothing
}

void TestModelKeeper::cancelWhileWarming()
{
    RunRig rig;
    Router router(rig);
    RunInfo info = routerRun(rig, ModelLoading::Server);
    info.plan.options.rounds = 2;
    info.plan.options.keepWarm = true;
    rig.answer = [&router](const ScriptedServer::Request &request) {
        const Script script = router.answer(request);
        return router.log.value(router.log.size() - 1).startsWith("warm"_L1) ? Script().hold() : script;
    };
    rig.controller->start(info);
    QTRY_VERIFY(!router.log.filter(u"warm"_s).isEmpty());
    const auto before = rig.finished.size();
    rig.settle();
    QCOMPARE(router.log.filter(u"warm"_s).size(), 1); // what comes next waits for it
    rig.controller->cancel();
    QTRY_VERIFY(rig.isOver());
    QCOMPARE(rig.ended[0].state, RunState::Cancelled);
    QCOMPARE(rig.finished.size(), before);
}

/// Ollama tells it with its models in memory: asked when one was loaded, and before the next block.
void TestModelKeeper::graphicsMemoryByTheServer()
{
    RunRig rig;
    QStringList log;
    QSet<QString> loaded;
    rig.answer = [&](const ScriptedServer::Request &request) {
        const QString model = QJsonDocument::fromJson(request.body)["model"_L1].toString();
        if (request.target() == "/api/tags")
            return Script::json(R"({"models":[{"name":"m0"},{"name":"m1"}]})");
        if (request.target() == "/api/ps") {
            log << u"memory"_s;
            QByteArray entries;
            for (const QString &name : std::as_const(loaded)) {
                const QByteArray bytes = name == u"m0"_s ? "2715654553" : "0";
                entries += (entries.isEmpty() ? "" : ",") + ("{\"name\":\"" + name.toUtf8())
                    + "\",\"size_vram\":" + bytes + "}";
            }
            return Script::json("{\"models\":[" + entries + "]}");
        }
        if (request.target() == "/api/generate") {
            loaded << model;
            return Script::json(R"({"done":true,"done_reason":"load"})");
        }
        if (request.target() != "/api/chat")
            return Script::json("{}", 404);
        log << u"chat"_s;
        return Script::reply(200, "application/x-ndjson",
                             "{\"message\":{\"content\":\"Fine.\"},\"done\":false}\n"
                             "{\"message\":{\"content\":\"\"},\"done\":true,\"done_reason\":\"stop\"}\n");
    };
    RunInfo info = rig.run(2, 2);
    for (PlannedModel &planned : info.plan.models)
        planned.endpoint.kind = ServerKind::Ollama;
    play(rig, info);
    for (const Sample &sample : rig.finished)
        QCOMPARE(sample.status, SampleStatus::Ok);
    const std::vector<ModelCost> &costs = rig.ended[0].costs.models;
    QCOMPARE(costs.size(), 2U);
    QCOMPARE(costs[0].gpuMemoryMb, std::optional(2715.654553));
    QCOMPARE(costs[1].gpuMemoryMb, std::optional(0.0)); // all of it in main memory, as the server says
    QVERIFY(costs[0].gpuByServer && costs[1].gpuByServer);
    // Before each block: a look, and one more after the load. Never inside one.
    QCOMPARE(
        log,
        (QStringList{u"memory"_s, u"memory"_s, u"chat"_s, u"chat"_s, u"memory"_s, u"memory"_s, u"chat"_s, u"chat"_s}));
}

QTEST_GUILESS_MAIN(TestModelKeeper)
#include "tst_modelkeeper.moc"
