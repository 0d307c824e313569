// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Ollama, LM Studio and vLLM: what they say about their models, and the jobs they do.
#include "app/engine/run/samplerecorder.h"
#include "app/engine/servers/modelfacts.h"
#include "app/engine/servers/serveradapter.h"
#include "tests/engine/trip.h"

#include <QFile>
#include <QJsonObject>
#include <QTest>

using namespace assay;
using namespace std::chrono_literals;
using namespace Qt::Literals::StringLiterals;

namespace {

using Handler = ScriptedServer::Handler;

QByteArray file(const QString &name)
{
    QFile data(QStringLiteral(ASSAY_TEST_DATA "/") + name);
    return data.open(QIODevice::ReadOnly) ? data.readAll() : QByteArray("no such file");
}

const ServerAdapter &ollama()
{
    return adapterFor(ServerKind::Ollama);
}

const ServerAdapter &lmStudio()
{
    return adapterFor(ServerKind::LmStudio);
}

/// Answers each path with a file of the test data, others with 404.
Handler files(const QMap<QByteArray, QString> &byTarget)
{
    return [byTarget](const ScriptedServer::Request &request) {
        const auto found = byTarget.constFind(request.target());
        return found == byTarget.constEnd() ? Script::json(R"({"error":"not found"})", 404)
                                            : Script::json(file(*found));
    };
}

QJsonObject bodyOf(const ScriptedServer::Request &request)
{
    return QJsonDocument::fromJson(request.body).object();
}

Script lines(const QString &name)
{
    return Script::reply(200, "application/x-ndjson", file(name));
}

/// One chat answer as the recorder takes it.
Sample recorded(const QByteArray &body)
{
    SampleRecorder recorder(Sample(), ollama().chunkReader({}));
    recorder.posted(0ns);
    recorder.sent(0ns);
    HttpReply head;
    head.status = 200;
    head.contentType = "application/x-ndjson";
    recorder.headers(1ms, head);
    recorder.bytes(body, 2ms);
    return recorder.end({}, 3ms);
}

const Model &modelNamed(const EndpointListing &listing, const QString &id)
{
    static const Model none;
    const auto found = std::ranges::find(listing.models, id, &Model::serverId);
    return found == listing.models.end() ? none : *found;
}

} // namespace

class TestOllama : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void lists();
    void listsWithoutDetails();
    void noOllama();
    void loads();
    void unloads();
    void downloads();
    void downloadFails_data();
    void downloadFails();
    void removes();
    void chatRequest();
    void chatAnswer();
    void cachedPromptIsNotCounted();
    void chatTool();
    void chatFails();

    void lmStudioLists();
    void lmStudioOlderLists();
    void lmStudioOldestLists();
    void lmStudioWantsKey();
    void lmStudioLoadsOnce();
    void lmStudioLoads();
    void lmStudioUnloadsEveryInstance();
    void lmStudioDownloads();
    void lmStudioDownloadFails();

    void vllmLists();
    void ownUnitsAndFields();
    void facts();
};

void TestOllama::lists()
{
    Trip trip([](const ScriptedServer::Request &request) {
        if (request.target() == "/api/version")
            return Script::json(R"({"version":"0.13.1"})");
        return request.target() == "/api/show" && bodyOf(request)["model"_L1] != "llama3.2:3b"_L1
            ? Script::json(R"({"error":"not now"})", 503)
            : files({{"/api/tags", u"ollama/tags.json"_s},
                     {"/api/ps", u"ollama/ps.json"_s},
                     {"/api/show", u"ollama/show.json"_s}})(request);
    });
    trip.go(ollama().list(trip.endpoint));
    trip.finish();
    QVERIFY(bool(*trip.result));
    const EndpointListing &listing = trip.listing();
    QCOMPARE(listing.version, u"0.13.1"_s);
    QCOMPARE(listing.models.size(), 2U); // without the one that runs elsewhere
    const ModelMetadata &known = modelNamed(listing, u"llama3.2:3b"_s).metadata;
    QCOMPARE(known.sizeMb, std::optional(2019.393189));
    QCOMPARE(known.quantization, u"Q4_K_M"_s);
    QCOMPARE(known.parameterCount, 3212749888); // told more exactly by /api/show
    QCOMPARE(known.contextLength, 4096); // as it is loaded
    QCOMPARE(known.license, u"LLAMA 3.2 COMMUNITY LICENSE AGREEMENT"_s);
    QCOMPARE(known.capabilities, (QStringList{u"chat"_s, u"tools"_s}));
    const ModelState state = listing.states.value(u"llama3.2:3b"_s);
    QCOMPARE(state.presence, ModelPresence::Loaded);
    QCOMPARE(state.memoryMb, std::optional(3394.568192));
    QCOMPARE(state.gpuMemoryMb, std::optional(2715.654553));
    const ModelMetadata &embedding = modelNamed(listing, u"nomic-embed-text:latest"_s).metadata;
    QCOMPARE(embedding.parameterCount, 137000000);
    QCOMPARE(embedding.contextLength, 2048);
    QCOMPARE(embedding.capabilities, QStringList{u"embedding"_s});
    QVERIFY(!embedding.license);
    QCOMPARE(listing.states.value(u"nomic-embed-text:latest"_s).presence, ModelPresence::OnDisk);
    QVERIFY(!listing.states.value(u"nomic-embed-text:latest"_s).memoryMb);
    QCOMPARE(listing.abilities, Ability::Load | Ability::Unload | Ability::DownloadByName | Ability::Remove);
}

/// A server too busy to tell them does not hold up the list.
void TestOllama::listsWithoutDetails()
{
    Trip trip([](const ScriptedServer::Request &request) {
        return request.target() == "/api/show" ? Script().hold()
                                               : files({{"/api/tags", u"ollama/tags.json"_s}})(request);
    });
    trip.go(ollama().list(trip.endpoint));
    QTRY_VERIFY(trip.asked().contains("POST /api/show"));
    trip.time.advance(100ms);
    QTRY_VERIFY(trip.result.has_value());
    QVERIFY(bool(*trip.result));
    QCOMPARE(trip.listing().models.size(), 2U);
    QCOMPARE(modelNamed(trip.listing(), u"llama3.2:3b"_s).metadata.parameterCount, 3200000000);
    QVERIFY(trip.listing().states.isEmpty()); // it has no /api/ps
    QVERIFY(trip.listing().version.isEmpty());
}

void TestOllama::noOllama()
{
    Trip trip([](const ScriptedServer::Request &) { return Script::json(R"({"data":[]})"); });
    trip.go(ollama().list(trip.endpoint));
    trip.finish();
    QVERIFY(!*trip.result);
    QCOMPARE(trip.result->error().code, ErrorCode::Protocol);
}

void TestOllama::loads()
{
    Trip trip([](const ScriptedServer::Request &) {
        return Script::json(R"({"model":"tiny","response":"","done":true,"done_reason":"load"})");
    });
    trip.go(ollama().perform(trip.order(ServerTask::Load, u"tiny"_s)));
    trip.finish();
    QVERIFY(trip.isDone());
    QCOMPARE(trip.asked(), QList<QByteArray>{"POST /api/generate"});
    const QJsonObject sent = bodyOf(trip.server.requests().at(0));
    QCOMPARE(sent["model"_L1].toString(), u"tiny"_s);
    QCOMPARE(sent["keep_alive"_L1].toString(), u"30m"_s);
    QVERIFY(!sent.contains("prompt"_L1));
}

void TestOllama::unloads()
{
    int asked = 0;
    Trip trip([&asked](const ScriptedServer::Request &request) {
        if (request.target() == "/api/generate")
            return Script::json(R"({"model":"llama3.2:3b","done":true,"done_reason":"unload"})");
        return Script::json(++asked < 3 ? file(u"ollama/ps.json"_s) : R"({"models":[]})");
    });
    trip.go(ollama().perform(trip.order(ServerTask::Unload, u"llama3.2:3b"_s)));
    trip.finish();
    QVERIFY(trip.isDone());
    QCOMPARE(asked, 3); // only when it is gone is it done
    QCOMPARE(bodyOf(trip.server.requests().at(0))["keep_alive"_L1].toInt(-1), 0);
}

void TestOllama::downloads()
{
    Trip trip([](const ScriptedServer::Request &) { return lines(u"ollama/pull.ndjson"_s); });
    trip.go(ollama().perform(trip.order(ServerTask::Download, u"library/tiny"_s)));
    trip.finish();
    QVERIFY(trip.isDone());
    QCOMPARE(trip.done().serverId, u"library/tiny:latest"_s);
    double last = 0;
    for (const TaskProgress &each : trip.progress) {
        QVERIFY(each.fraction.value_or(last) >= last); // though the total has grown in between
        last = each.fraction.value_or(last);
    }
    QCOMPARE(trip.progress.back().doneBytes, 4000);
    QCOMPARE(trip.progress.back().totalBytes, 4000);
    QCOMPARE(trip.progress.front().words, u"pulling manifest"_s);
    QVERIFY(!trip.progress.front().fraction);
}

void TestOllama::downloadFails_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("status");
    QTest::addColumn<ErrorCode>("code");
    QTest::newRow("said in a 200") << file(u"ollama/pull-failed.ndjson"_s) << 200 << ErrorCode::ServerError;
    QTest::newRow("broken off") << file(u"ollama/pull.ndjson"_s).left(300) << 200 << ErrorCode::Incomplete;
    QTest::newRow("all but the end") << file(u"ollama/pull.ndjson"_s).chopped(21) << 200 << ErrorCode::Incomplete;
    QTest::newRow("refused") << QByteArray(R"({"error":"unauthorized"})") << 401 << ErrorCode::Unauthorized;
}

void TestOllama::downloadFails()
{
    QFETCH(QByteArray, body);
    QFETCH(int, status);
    QFETCH(ErrorCode, code);
    Trip trip([&](const ScriptedServer::Request &) { return Script::reply(status, "application/x-ndjson", body); });
    trip.go(ollama().perform(trip.order(ServerTask::Download, u"tiny"_s)));
    trip.finish();
    QVERIFY(!*trip.result);
    QCOMPARE(trip.result->error().code, code);
}

void TestOllama::removes()
{
    for (const int status : {200, 404, 500}) {
        Trip trip([status](const ScriptedServer::Request &) { return Script::json("{}", status); });
        trip.go(ollama().perform(trip.order(ServerTask::Remove, u"tiny:latest"_s)));
        trip.finish();
        QCOMPARE(trip.isDone(), status != 500);
        QCOMPARE(trip.asked(), QList<QByteArray>{"DELETE /api/delete"});
        QCOMPARE(bodyOf(trip.server.requests().at(0))["model"_L1].toString(), u"tiny:latest"_s);
    }
}

void TestOllama::chatRequest()
{
    ChatInput input;
    input.endpoint.url = QUrl(u"http://127.0.0.1:11434/v1"_s);
    input.model.serverId = u"tiny:latest"_s;
    input.system = u"Be brief."_s;
    input.text = u"Hi"_s;
    input.parameters.temperature = 0.5;
    input.parameters.maxTokens = 7;
    input.parameters.seed = 42;
    input.parameters.extra = R"({"top_k":3,"think":false,"options":{"num_ctx":2048},"model":"other","stream":false})";
    const HttpCall call = std::get<HttpCall>(ollama().chatCall(input));
    QCOMPARE(call.url.toString(), u"http://127.0.0.1:11434/api/chat"_s);
    const QJsonObject body = QJsonDocument::fromJson(call.body).object();
    QCOMPARE(body["model"_L1].toString(), u"tiny:latest"_s);
    QVERIFY(body["stream"_L1].toBool());
    QCOMPARE(body["think"_L1], QJsonValue(false));
    QCOMPARE(body["messages"_L1][0]["role"_L1].toString(), u"system"_s);
    QCOMPARE(body["messages"_L1][1]["content"_L1].toString(), u"Hi"_s);
    const QJsonObject options{
        {u"temperature"_s, 0.5}, {u"num_predict"_s, 7}, {u"seed"_s, 42}, {u"top_k"_s, 3}, {u"num_ctx"_s, 2048}};
    QCOMPARE(body["options"_L1].toObject(), options);
}

void TestOllama::chatAnswer()
{
    const Sample sample = recorded(file(u"ollama/chat.ndjson"_s));
    QCOMPARE(sample.status, SampleStatus::Ok);
    QCOMPARE(sample.output, u"Hello"_s);
    QCOMPARE(sample.reasoning, u"A greeting"_s);
    QCOMPARE(sample.finishReason, u"stop"_s);
    QCOMPARE(sample.modelEchoed, u"llama3.2:3b"_s);
    QCOMPARE(sample.timeline.chunks.size(), 3U);
    const ServerTimings theirs = sample.serverTimings.value();
    QCOMPARE(theirs.promptMs, std::optional(342.546));
    QCOMPARE(theirs.predictedMs, std::optional(4535.599));
    QVERIFY(theirs.raw.contains(R"("load_duration":1334875)"));
    QCOMPARE(sample.tokens.prompt, 26);
    QCOMPARE(sample.tokens.output, 282);
    QCOMPARE(sample.tokens.source, TokensSource::ServerTimings);
}

void TestOllama::cachedPromptIsNotCounted()
{
    const Sample sample = recorded(file(u"ollama/chat-cached.ndjson"_s));
    QCOMPARE(sample.status, SampleStatus::Ok);
    QCOMPARE(sample.finishReason, u"length"_s);
    QVERIFY(!sample.tokens.prompt); // left out is unknown, not none
    QVERIFY(!sample.serverTimings->promptMs);
    QCOMPARE(sample.tokens.output, 1);
}

void TestOllama::chatTool()
{
    const Sample sample = recorded(file(u"ollama/chat-tool.ndjson"_s));
    QCOMPARE(sample.status, SampleStatus::Ok);
    QCOMPARE(sample.timeline.chunks.size(), 2U);
    QCOMPARE(sample.timeline.chunks[0].kind, DeltaKind::Tool);
}

void TestOllama::chatFails()
{
    const Sample sample = recorded(file(u"ollama/chat-error.ndjson"_s));
    QCOMPARE(sample.status, SampleStatus::Failed);
    QCOMPARE(sample.error->code, ErrorCode::ServerError);
    QVERIFY(sample.error->message.contains(u"unexpectedly stopped"_s));
    QCOMPARE(sample.output, u"Hel"_s);
    const QByteArray whole = file(u"ollama/chat.ndjson"_s);
    QCOMPARE(recorded(whole.left(whole.indexOf("lo\"}"))).error->code, ErrorCode::Incomplete);
    QCOMPARE(recorded("data: {}\n\n").status, SampleStatus::Failed);
}

void TestOllama::lmStudioLists()
{
    Trip trip(files({{"/api/v1/models", u"lmstudio/models.json"_s}}));
    trip.go(lmStudio().list(trip.endpoint));
    trip.finish();
    QVERIFY(bool(*trip.result));
    const EndpointListing &listing = trip.listing();
    QCOMPARE(listing.endpoint.kind, ServerKind::LmStudio);
    QCOMPARE(listing.models.size(), 2U);
    const ModelMetadata &known = modelNamed(listing, u"qwen3-8b"_s).metadata;
    QCOMPARE(known.sizeMb, std::optional(5027.784832));
    QCOMPARE(known.quantization, u"Q4_K_M"_s);
    QCOMPARE(known.parameterCount, 8000000000);
    QCOMPARE(known.contextLength, 8192); // as it is loaded
    QCOMPARE(known.capabilities, (QStringList{u"chat"_s, u"tools"_s, u"thinking"_s}));
    QCOMPARE(listing.states.value(u"qwen3-8b"_s).presence, ModelPresence::Loaded);
    QCOMPARE(listing.states.value(u"qwen3-8b"_s).instance, u"qwen3-8b"_s);
    const ModelMetadata &embedding = modelNamed(listing, u"text-embedding-nomic"_s).metadata;
    QVERIFY(!embedding.quantization && !embedding.parameterCount);
    QCOMPARE(embedding.contextLength, 2048);
    QCOMPARE(listing.states.value(u"text-embedding-nomic"_s).presence, ModelPresence::OnDisk);
    QCOMPARE(listing.abilities, Ability::Load | Ability::Unload | Ability::DownloadByName);
}

void TestOllama::lmStudioOlderLists()
{
    Trip trip(files({{"/api/v0/models", u"lmstudio/models-v0.json"_s}}));
    trip.go(lmStudio().list(trip.endpoint));
    trip.finish();
    QVERIFY(bool(*trip.result));
    const EndpointListing &listing = trip.listing();
    QCOMPARE(listing.states.value(u"qwen2-vl-7b"_s).presence, ModelPresence::OnDisk);
    QCOMPARE(listing.states.value(u"llama-3.1-8b"_s).presence, ModelPresence::Loaded);
    const ModelMetadata &known = modelNamed(listing, u"llama-3.1-8b"_s).metadata;
    QCOMPARE(known.contextLength, 4096);
    QCOMPARE(known.quantization, u"Q4_K_M"_s);
    QCOMPARE(known.ownedBy, u"lmstudio-community"_s);
    QCOMPARE(known.capabilities, (QStringList{u"chat"_s, u"tool_use"_s}));
    QCOMPARE(listing.abilities, Abilities()); // it loads with the first request, not by order
}

void TestOllama::lmStudioOldestLists()
{
    Trip trip(files({{"/v1/models", u"vllm/models.json"_s}}));
    trip.go(lmStudio().list(trip.endpoint));
    trip.finish();
    QVERIFY(bool(*trip.result));
    QCOMPARE(trip.listing().models.size(), 1U);
    QCOMPARE(trip.asked(), (QList<QByteArray>{"GET /api/v1/models", "GET /api/v0/models", "GET /v1/models"}));
}

void TestOllama::lmStudioWantsKey()
{
    Trip trip([](const ScriptedServer::Request &) { return Script::json(R"({"error":{"message":"no"}})", 401); });
    trip.go(lmStudio().list(trip.endpoint));
    trip.finish();
    QVERIFY(!*trip.result);
    QCOMPARE(trip.result->error().code, ErrorCode::Unauthorized);
}

void TestOllama::lmStudioLoadsOnce()
{
    Trip trip(files({{"/api/v1/models", u"lmstudio/models.json"_s}}));
    trip.go(lmStudio().perform(trip.order(ServerTask::Load, u"qwen3-8b"_s)));
    trip.finish();
    QVERIFY(trip.isDone());
    QCOMPARE(trip.asked(), QList<QByteArray>{"GET /api/v1/models"}); // it is there: another load makes a second one
}

void TestOllama::lmStudioLoads()
{
    Trip trip([](const ScriptedServer::Request &request) {
        return request.target() == "/api/v1/models/load"
            ? Script::json(R"({"type":"embedding","instance_id":"x","load_time_seconds":9.1,"status":"loaded"})")
            : Script::json(file(u"lmstudio/models.json"_s));
    });
    trip.go(lmStudio().perform(trip.order(ServerTask::Load, u"text-embedding-nomic"_s)));
    trip.finish();
    QVERIFY(trip.isDone());
    QCOMPARE(bodyOf(trip.server.requests().back())["model"_L1].toString(), u"text-embedding-nomic"_s);
}

void TestOllama::lmStudioUnloadsEveryInstance()
{
    Trip trip([](const ScriptedServer::Request &request) {
        return Script::json(request.target() == "/api/v1/models" ? file(u"lmstudio/models.json"_s) : "{}");
    });
    trip.go(lmStudio().perform(trip.order(ServerTask::Unload, u"qwen3-8b"_s)));
    trip.finish();
    QVERIFY(trip.isDone());
    QStringList ids;
    for (const ScriptedServer::Request &request : trip.server.requests())
        ids << bodyOf(request)["instance_id"_L1].toString();
    QCOMPARE(ids, (QStringList{QString(), u"qwen3-8b"_s, u"qwen3-8b:2"_s}));
}

void TestOllama::lmStudioDownloads()
{
    int polls = 0;
    Trip trip([&polls](const ScriptedServer::Request &request) {
        if (request.target() == "/api/v1/models/download")
            return Script::json(file(u"lmstudio/download-started.json"_s));
        return Script::json(file(++polls == 1 ? u"lmstudio/download-going.json"_s : u"lmstudio/download-ended.json"_s));
    });
    trip.go(lmStudio().perform(trip.order(ServerTask::Download, u"qwen/qwen3-8b@q4_k_m"_s)));
    trip.finish();
    QVERIFY(trip.isDone());
    const QJsonObject sent = bodyOf(trip.server.requests().at(0));
    QCOMPARE(sent["model"_L1].toString(), u"qwen/qwen3-8b"_s);
    QCOMPARE(sent["quantization"_L1].toString(), u"q4_k_m"_s);
    QCOMPARE(trip.server.requests().at(1).target(), QByteArray("/api/v1/models/download/status/job_493c7c9ded"));
    QCOMPARE(trip.progress.back().doneBytes, 948000000);
    QCOMPARE(trip.progress.back().bytesPerSecond, std::optional(6100000.0));
}

void TestOllama::lmStudioDownloadFails()
{
    Trip trip([](const ScriptedServer::Request &request) {
        return request.target() == "/api/v1/models/download" ? Script::json(file(u"lmstudio/download-started.json"_s))
                                                             : Script::json(R"({"job_id":"x","status":"failed"})");
    });
    trip.go(lmStudio().perform(trip.order(ServerTask::Download, u"tiny"_s)));
    trip.finish();
    QVERIFY(!*trip.result);
    QCOMPARE(trip.result->error().code, ErrorCode::ServerError);
}

void TestOllama::vllmLists()
{
    Trip trip([](const ScriptedServer::Request &request) {
        return request.target() == "/version" ? Script::json(R"({"version":"0.9.1"})")
                                              : Script::json(file(u"vllm/models.json"_s));
    });
    trip.go(adapterFor(ServerKind::Vllm).list(trip.endpoint));
    trip.finish();
    QVERIFY(bool(*trip.result));
    QCOMPARE(trip.listing().version, u"0.9.1"_s);
    QCOMPARE(trip.listing().models.at(0).metadata.contextLength, 32768);
    QCOMPARE(trip.listing().states.first().presence, ModelPresence::Loaded);
    QCOMPARE(trip.listing().abilities, Abilities());
}

/// Of servers that are listed as OpenAI-compatible ones.
void TestOllama::ownUnitsAndFields()
{
    const ServerAdapter &plain = adapterFor(ServerKind::OpenAi);
    const auto lemonade = plain.readModels(
        R"({"data":[{"id":"a","owned_by":"lemonade","size":2.5,"max_context_window":8192,"context_length":4096}]})",
        {});
    QCOMPARE(lemonade->at(0).metadata.sizeMb, std::optional(2500.0)); // told in GB
    QCOMPARE(lemonade->at(0).metadata.contextLength, 4096);
    const auto docker = plain.readModels(
        R"({"data":[{"id":"ai/tiny","owned_by":"docker","dmr":{"context_window":2048,"parameters":"361.82 M",)"
        R"("quantization":"IQ2_XXS/Q4_K_M"}}]})",
        {});
    QCOMPARE(docker->at(0).metadata.contextLength, 2048);
    QCOMPARE(docker->at(0).metadata.parameterCount, 361820000);
    QCOMPARE(docker->at(0).metadata.quantization, u"IQ2_XXS/Q4_K_M"_s);
}

void TestOllama::facts()
{
    QCOMPARE(parameterCountOf(u"494.03M"_s), 494030000);
    QCOMPARE(parameterCountOf(u"8B"_s), 8000000000);
    QCOMPARE(parameterCountOf(u"1.5 b"_s), 1500000000);
    for (const QString &none : {QString(), u"8"_s, u"8x7B"_s, u"large"_s})
        QVERIFY(!parameterCountOf(none));
    QVERIFY(!tokensOf(0) && !tokensOf(u"4096"_s) && !tokensOf(1e12));
    QVERIFY(!megabytesOf(QJsonValue()) && !megabytesOf(-1));
    QVERIFY(!licenseOf(u"\n  \n"_s));
    QCOMPARE(licenseOf(QString(100, u'x'))->size(), 60);
}

QTEST_GUILESS_MAIN(TestOllama)
#include "tst_ollama.moc"
