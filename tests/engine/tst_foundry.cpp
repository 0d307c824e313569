// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/servers/foundryoutput.h"
#include "tests/engine/foundryfakes.h"

#include <QJsonObject>
#include <QTest>

using namespace assay;
using namespace std::chrono_literals;
using namespace Qt::Literals::StringLiterals;

class TestFoundry : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void serviceLists();
    void serviceCatalog_data();
    void serviceCatalog();
    void serviceWithoutItsProgram();
    void serviceLoadsAndUnloads();
    void serviceDownloads_data();
    void serviceDownloads();
    void serviceDownloadBreaks();
    void serviceDownloadFails();
    void serviceRemoves();
    void serviceStreamsTextOnce();
    void serverLists();
    void serverCatalog();
    void serverOfAnotherApplication();
    void serverLoads_data();
    void serverLoads();
    void serverUnloads();
    void serverDownloads();
    void serverDownloadNeverEndsWell();
    void serverRemoves();
    void findsIt_data();
    void findsIt();
    void hasAnotherPort();
    void doesNotRun();
    void isNotInstalled();
    void starts_data();
    void starts();
    void isAnotherServer();
    void statusWords_data();
    void statusWords();
    void tables();
    void progressLines();
    void complaints();
};

void TestFoundry::serviceLists()
{
    Service service;
    service.loaded = {cpu3};
    Trip trip(service.handler());
    const EndpointListing listing = listed(trip);
    QCOMPARE(
        trip.asked(),
        (QList<QByteArray>{"GET /status", "GET /openai/status", "GET /openai/models", "GET /openai/loadedmodels"}));
    QCOMPARE(listing.endpoint.kind, ServerKind::FoundryLocal);
    QCOMPARE(listing.modelFolder, u"/models/cache"_s);
    QCOMPARE(listing.models.size(), 2U);
    QCOMPARE(listing.states[cpu3].presence, ModelPresence::Loaded);
    QCOMPARE(listing.states[gpu3].presence, ModelPresence::OnDisk);
    const ModelMetadata &known = modelIn(listing, gpu3)->metadata;
    QCOMPARE(known.device, u"GPU"_s);
    QCOMPARE(known.executionProvider, u"CUDAExecutionProvider"_s);
    QVERIFY(!known.family);
    QCOMPARE(listing.abilities, Ability::Load | Ability::Unload);
}

void TestFoundry::serviceCatalog_data()
{
    QTest::addColumn<QByteArray>("catalog");
    const QByteArray bare = fixture(u"service/list.json"_s);
    QTest::newRow("as seen") << bare;
    QTest::newRow("as documented") << "{\"models\":" + bare + "}";
    QByteArray capitals = bare;
    for (const QByteArray name :
         {"alias", "runtime", "deviceType", "executionProvider", "fileSizeMb", "license", "task"}) {
        const QByteArray capital = name.left(1).toUpper() + name.mid(1);
        capitals.replace(QByteArray('"' + name + "\":"), QByteArray('"' + capital + "\":"));
    }
    QTest::newRow("in capitals") << capitals;
}

void TestFoundry::serviceCatalog()
{
    QFETCH(QByteArray, catalog);
    Service service;
    service.catalog = catalog;
    service.loaded = {cpu3};
    Trip trip(service.handler());
    const Program program(u"service"_s);
    program.set(u"url"_s, trip.server.url().toEncoded());
    trip.paths = {program.folder.path()};
    const EndpointListing listing = further(trip, listed(trip));
    QCOMPARE(listing.models.size(), 3U);
    QCOMPARE(listing.states[cpu3].presence, ModelPresence::Loaded);
    QCOMPARE(listing.states[gpu3].presence, ModelPresence::OnDisk);
    QCOMPARE(listing.states[npu1].presence, ModelPresence::Offered);
    const ModelMetadata &known = modelIn(listing, npu1)->metadata;
    QCOMPARE(known.device, u"NPU"_s);
    QCOMPARE(known.executionProvider, u"QNNExecutionProvider"_s);
    QCOMPARE(known.family, u"qwen2.5-0.5b"_s);
    QCOMPARE(known.license, u"apache-2.0"_s);
    QCOMPARE(known.sizeMb, 700.0);
    QCOMPARE(known.ownedBy, u"Microsoft"_s);
    QCOMPARE(known.capabilities, QStringList{u"chat"_s});
    QVERIFY(!known.contextLength);
    QCOMPARE(modelIn(listing, cpu3)->metadata.family, u"phi-4-mini"_s);
    QCOMPARE(modelIn(listing, cpu3)->metadata.capabilities, (QStringList{u"chat"_s, u"tools"_s}));
    QCOMPARE(listing.abilities, Ability::Load | Ability::Unload | Ability::Download | Ability::Remove);
    QVERIFY(listing.version.startsWith(u"0.10.3"_s));
}

void TestFoundry::serviceWithoutItsProgram()
{
    Service service;
    Trip trip(service.handler());
    const QTemporaryDir nothing;
    trip.paths = {nothing.path()};
    const EndpointListing listing = further(trip, listed(trip));
    QCOMPARE(listing.models.size(), 3U);
    QCOMPARE(listing.abilities, Ability::Load | Ability::Unload | Ability::Download);
    QVERIFY(listing.version.isEmpty());
}

void TestFoundry::serviceLoadsAndUnloads()
{
    Service service;
    Trip trip(service.handler());
    trip.go(adapter.perform(trip.order(ServerTask::Load, cpu3)));
    trip.finish();
    QVERIFY(trip.isDone());
    QVERIFY(trip.asked().contains("GET /openai/load/" + cpu3.toUtf8() + "?ttl=3600"));
    QCOMPARE(trip.asked().back(), QByteArray("GET /openai/loadedmodels"));
    QCOMPARE(service.loaded, QStringList{cpu3});

    trip.result.reset();
    trip.go(adapter.perform(trip.order(ServerTask::Unload, cpu3)));
    trip.finish();
    QVERIFY(trip.isDone());
    QVERIFY(trip.asked().contains("GET /openai/unload/" + cpu3.toUtf8() + "?force=true"));
    QVERIFY(service.loaded.isEmpty());

    const std::size_t asked = trip.server.requests().size();
    trip.result.reset();
    trip.go(adapter.perform(trip.order(ServerTask::Unload, cpu3)));
    trip.finish();
    QVERIFY(trip.isDone()); // it was so already
    QVERIFY(!trip.asked().mid(static_cast<qsizetype>(asked)).join(' ').contains("unload/"));
}

void TestFoundry::serviceDownloads_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QList<double>>("shares");
    QTest::newRow("tuples") << u"service/download-tuples.txt"_s << QList<double>{0.25, 1};
    QTest::newRow("percent") << u"service/download-percent.txt"_s << QList<double>{0.125, 1};
}

void TestFoundry::serviceDownloads()
{
    QFETCH(QString, file);
    QFETCH(QList<double>, shares);
    Service service;
    service.downloads = {fixture(file)};
    Trip trip(service.handler());
    ServerOrder order = trip.order(ServerTask::Download, gpu3);
    order.model.metadata.sizeMb = 1000;
    trip.go(adapter.perform(order));
    trip.finish();
    QVERIFY(trip.isDone());
    QList<double> told;
    for (const TaskProgress &progress : trip.progress) {
        if (progress.fraction) {
            told << *progress.fraction;
            QCOMPARE(progress.totalBytes, 1'000'000'000);
        }
    }
    QCOMPARE(told, shares);
    const QJsonObject body = QJsonDocument::fromJson(trip.server.requests().back().body).object();
    const QJsonObject model = body["model"_L1].toObject();
    QCOMPARE(model["Name"_L1].toString(), gpu3);
    QCOMPARE(model["ProviderType"_L1].toString(), u"AzureFoundryLocal"_s);
    QVERIFY(model["Uri"_L1].toString().startsWith(u"azureml://"_s));
    QVERIFY(model["PromptTemplate"_L1].toObject().contains(u"prompt"_s));
    QCOMPARE(body["IgnorePipeReport"_L1], QJsonValue(true));
}

void TestFoundry::serviceDownloadBreaks()
{
    Service service;
    service.downloads = {fixture(u"service/download-broken.txt"_s), fixture(u"service/download-percent.txt"_s)};
    Trip trip(service.handler());
    trip.go(adapter.perform(trip.order(ServerTask::Download, npu1)));
    trip.finish();
    QVERIFY(trip.isDone());
    QVERIFY(service.downloads.isEmpty());
    double last = 0;
    for (const TaskProgress &progress : trip.progress) {
        QVERIFY(progress.fraction.value_or(last) >= last); // what was shown is not taken back
        last = progress.fraction.value_or(last);
    }
    QCOMPARE(last, 1.0);
}

void TestFoundry::serviceDownloadFails()
{
    Service service;
    service.downloads = {"{\n\"Success\": false,\n\"ErrorMessage\": \"No space left on device\"\n}\n"};
    Trip trip(service.handler());
    trip.go(adapter.perform(trip.order(ServerTask::Download, npu1)));
    trip.finish();
    QVERIFY(!*trip.result);
    QVERIFY(trip.result->error().message.contains(u"No space left on device"_s));

    trip.result.reset();
    trip.go(adapter.perform(trip.order(ServerTask::Download, u"nobody-knows-it:1"_s)));
    trip.finish();
    QCOMPARE(trip.result->error().code, ErrorCode::NotFound);
}

void TestFoundry::serviceRemoves()
{
    Service service;
    Trip trip(service.handler());
    const Program program(u"service"_s);
    program.set(u"cached"_s, (cpu3 + u'\n' + gpu3 + u'\n').toUtf8());
    trip.paths = {program.folder.path()};
    trip.go(adapter.perform(trip.order(ServerTask::Remove, cpu3)));
    trip.finish();
    QVERIFY(trip.isDone());
    QCOMPARE(program.get(u"cached"_s), gpu3.toUtf8() + '\n');
}

void TestFoundry::serviceStreamsTextOnce()
{
    const std::unique_ptr<ChunkReader> reader = adapter.chunkReader(Endpoint());
    QString text;
    bool isDone = false;
    for (const QByteArray &data : fixture(u"service/stream.txt"_s).trimmed().split('\n')) {
        StreamEvent event;
        event.data = data;
        for (const ChatEvent &each : reader->read(event)) {
            if (const auto *delta = std::get_if<TextDelta>(&each))
                text += delta->text;
            isDone = isDone || std::holds_alternative<StreamDone>(each);
            QVERIFY(!std::holds_alternative<StreamError>(each));
            QVERIFY(!std::holds_alternative<UnknownEvent>(each));
        }
    }
    QCOMPARE(text, u"Hello"_s);
    QVERIFY(isDone);
}

void TestFoundry::serverLists()
{
    Server server;
    server.loaded = {gpu5, u"left-over-generic-cpu:1"_s};
    Trip trip(server.handler());
    const EndpointListing listing = listed(trip);
    QCOMPARE(trip.asked(), (QList<QByteArray>{"GET /status", "GET /models/loaded", "GET /v1/models"}));
    QCOMPARE(listing.models.size(), 4U);
    QCOMPARE(listing.states[gpu5].presence, ModelPresence::Loaded);
    QVERIFY(!listing.states.contains(cpu5)); // it does not say whether that is on the disk
    QCOMPARE(modelIn(listing, gpu5)->metadata.device, u"GPU"_s);
    QVERIFY(!modelIn(listing, gpu5)->metadata.executionProvider); // chosen when it is loaded
    QCOMPARE(modelIn(listing, cpu5)->metadata.executionProvider, u"CPUExecutionProvider"_s);
    QCOMPARE(modelIn(listing, qwen4)->metadata.family, u"qwen2.5-0.5b"_s);
    QCOMPARE(listing.abilities, Ability::Load | Ability::Unload);
}

void TestFoundry::serverCatalog()
{
    Server server;
    server.loaded = {gpu5};
    Trip trip(server.handler());
    const Program program(u"server"_s);
    program.set(u"url"_s, trip.server.url().toEncoded());
    program.set(u"cached"_s, (gpu5 + u'\n' + qwen4 + u'\n').toUtf8());
    program.set(u"slow"_s, {});
    trip.paths = {program.folder.path()};
    const EndpointListing quick = listed(trip);
    trip.result.reset();
    trip.go(*adapter.listFurther(quick));
    QTRY_VERIFY(program.get(u"asked"_s).contains("model list"));
    trip.time.advance(5min); // as the first list may take
    QTest::qWait(0);
    QVERIFY(!trip.result);
    QFile::remove(program.folder.filePath(u"slow"_s));
    trip.finish();
    QVERIFY(bool(*trip.result));
    const EndpointListing &listing = trip.listing();
    QCOMPARE(program.asked(),
             (QList<QByteArray>{"server status -o json", "model list --variants -o json", "--version"}));
    QCOMPARE(listing.models.size(), 3U);
    QCOMPARE(listing.states[gpu5].presence, ModelPresence::Loaded);
    QCOMPARE(listing.states[qwen4].presence, ModelPresence::OnDisk);
    QCOMPARE(listing.states[cpu5].presence, ModelPresence::Offered);
    const ModelMetadata &known = modelIn(listing, gpu5)->metadata;
    QCOMPARE(known.family, u"phi-4-mini"_s);
    QCOMPARE(known.contextLength, 131072);
    QCOMPARE(known.license, u"MIT"_s);
    QCOMPARE(known.device, u"GPU"_s);
    QCOMPARE(known.sizeMb, 3686.0);
    QCOMPARE(known.capabilities, (QStringList{u"chat"_s, u"tools"_s}));
    QCOMPARE(listing.abilities, Ability::Load | Ability::Unload | Ability::Download | Ability::Remove);
}

void TestFoundry::serverOfAnotherApplication()
{
    Server server;
    Trip trip(server.handler());
    const Program program(u"server"_s);
    program.set(u"url"_s, "http://127.0.0.1:1");
    trip.paths = {program.folder.path()};
    const EndpointListing listing = further(trip, listed(trip));
    QCOMPARE(listing.models.size(), 3U);
    QCOMPARE(listing.abilities, Ability::Load | Ability::Unload); // the program's cache is not this server's
}

void TestFoundry::serverLoads_data()
{
    QTest::addColumn<QString>("wanted");
    QTest::addColumn<Names>("names");
    QTest::addColumn<QStringList>("before");
    QTest::addColumn<QStringList>("after");
    QTest::addColumn<QString>("answer"); // the id to chat with, "-" for an error
    const QByteArray encoded = "Phi-4-mini-instruct-generic-gpu%3A5";
    QTest::newRow("by id") << gpu5 << Names{{gpu5.toUtf8(), gpu5}} << QStringList() << QStringList{gpu5} << QString();
    QTest::newRow("encoded") << gpu5 << Names{{encoded, gpu5}} << QStringList() << QStringList{gpu5} << QString();
    QTest::newRow("by alias") << gpu5 << Names{{"phi-4-mini", gpu5}} << QStringList() << QStringList{gpu5} << QString();
    QTest::newRow("loaded already") << gpu5 << Names() << QStringList{gpu5} << QStringList{gpu5} << QString();
    QTest::newRow("another device") << gpu5 << Names{{"phi-4-mini", cpu5}} << QStringList{qwen4} << QStringList{qwen4}
                                    << u"-"_s;
    QTest::newRow("another device, which was there")
        << gpu5 << Names{{"phi-4-mini", cpu5}} << QStringList{cpu5} << QStringList{cpu5} << u"-"_s;
    QTest::newRow("newer version") << u"Phi-4-mini-instruct-generic-gpu:4"_s << Names{{"phi-4-mini", gpu5}}
                                   << QStringList() << QStringList{gpu5} << gpu5;
    QTest::newRow("an alias is wanted") << u"phi-4-mini"_s << Names{{"phi-4-mini", gpu5}} << QStringList{qwen4}
                                        << QStringList{qwen4, gpu5} << gpu5;
    QTest::newRow("unknown") << gpu5 << Names() << QStringList() << QStringList() << u"-"_s;
}

void TestFoundry::serverLoads()
{
    QFETCH(QString, wanted);
    QFETCH(Names, names);
    QFETCH(QStringList, before);
    QFETCH(QStringList, after);
    QFETCH(QString, answer);
    Server server;
    server.names = names;
    server.loaded = before;
    Trip trip(server.handler());
    ServerOrder order = trip.order(ServerTask::Load, wanted);
    order.model.metadata.family = u"phi-4-mini"_s;
    trip.go(adapter.perform(order));
    trip.finish();
    QCOMPARE(trip.isDone(), answer != u"-"_s);
    if (trip.isDone())
        QCOMPARE(trip.done().serverId, answer);
    QCOMPARE(server.loaded, after);
}

void TestFoundry::serverUnloads()
{
    Server server;
    server.loaded = {gpu5};
    server.names = {{"phi-4-mini", gpu5}};
    server.busy = 2; // a cancelled answer is still being generated
    Trip trip(server.handler());
    ServerOrder order = trip.order(ServerTask::Unload, gpu5);
    order.model.metadata.family = u"phi-4-mini"_s;
    trip.go(adapter.perform(order));
    trip.finish();
    QVERIFY(trip.isDone());
    QVERIFY(server.loaded.isEmpty());
}

void TestFoundry::serverDownloads()
{
    Server server;
    Trip trip(server.handler());
    const Program program(u"server"_s);
    program.set(u"breaks"_s, "2");
    trip.paths = {program.folder.path()};
    trip.go(adapter.perform(trip.order(ServerTask::Download, qwen4)));
    trip.finish();
    QVERIFY(trip.isDone());
    QCOMPARE(program.asked().count("model download " + qwen4.toUtf8()), 3);
    QVERIFY(!trip.progress.empty());
    QCOMPARE(trip.progress.front().fraction, 0.425);
    QCOMPARE(trip.progress.back().fraction, 1.0);
}

void TestFoundry::serverDownloadNeverEndsWell()
{
    Server server;
    Trip trip(server.handler());
    const Program program(u"server"_s);
    program.set(u"breaks"_s, "100");
    trip.paths = {program.folder.path()};
    trip.go(adapter.perform(trip.order(ServerTask::Download, qwen4)));
    trip.finish();
    QVERIFY(!*trip.result);
    QVERIFY(trip.result->error().message.contains(u"ended prematurely"_s));
    QCOMPARE(program.asked().size(), 5);
}

void TestFoundry::serverRemoves()
{
    Server server;
    Trip trip(server.handler());
    const Program program(u"server"_s);
    program.set(u"cached"_s, qwen4.toUtf8() + '\n');
    trip.paths = {program.folder.path()};
    trip.go(adapter.perform(trip.order(ServerTask::Remove, qwen4)));
    trip.finish();
    QVERIFY(trip.isDone());
    QVERIFY(program.get(u"cached"_s).isEmpty());
}

void TestFoundry::findsIt_data()
{
    QTest::addColumn<QString>("generation");
    QTest::newRow("service") << u"service"_s;
    QTest::newRow("server") << u"server"_s;
}

void TestFoundry::findsIt()
{
    QFETCH(QString, generation);
    Server server;
    Trip trip(server.handler());
    const Program program(generation);
    program.set(u"url"_s, trip.server.url().toEncoded());
    trip.paths = {program.folder.path()};
    trip.endpoint.url = {}; // wherever it is
    const EndpointListing listing = listed(trip);
    QCOMPARE(listing.endpoint.url, trip.server.url());
    QCOMPARE(listing.endpoint.id, trip.endpoint.id);
    QCOMPARE(listing.models.size(), 3U);
}

void TestFoundry::hasAnotherPort()
{
    Server server;
    Trip trip(server.handler());
    const Program program(u"server"_s);
    program.set(u"url"_s, trip.server.url().toEncoded());
    trip.paths = {program.folder.path()};
    EndpointListing silent = listingOf(trip.endpoint, ServerKind::FoundryLocal);
    silent.endpoint.url = ScriptedServer::refusedUrl();
    silent.error = Error{ErrorCode::Refused, u"gone"_s, {}};
    const EndpointListing listing = further(trip, silent);
    QCOMPARE(listing.endpoint.url, trip.server.url());
    QCOMPARE(listing.endpoint.id, trip.endpoint.id);
    QVERIFY(!listing.error);
    QVERIFY(listing.abilities.testFlag(Ability::Download));
}

void TestFoundry::doesNotRun()
{
    for (const QString &generation : {u"service"_s, u"server"_s}) {
        Trip trip;
        const Program program(generation);
        trip.paths = {program.folder.path()};
        trip.endpoint.url = {};
        const EndpointListing listing = listed(trip);
        QCOMPARE(listing.endpoint.id, trip.endpoint.id);
        QCOMPARE(listing.abilities, Abilities(Ability::Start));
        QCOMPARE(listing.error->code, ErrorCode::Refused);
    }
}

void TestFoundry::isNotInstalled()
{
    Trip trip;
    const QTemporaryDir nothing;
    trip.paths = {nothing.path()};
    trip.endpoint.url = {};
    listed(trip);
    QCOMPARE(trip.result->error().code, ErrorCode::NotFound);
}

void TestFoundry::starts_data()
{
    findsIt_data();
}

void TestFoundry::starts()
{
    QFETCH(QString, generation);
    Server server;
    Trip trip(server.handler());
    const Program program(generation);
    program.set(u"next-url"_s, trip.server.url().toEncoded());
    trip.paths = {program.folder.path()};
    trip.go(adapter.perform(trip.order(ServerTask::Start, {})));
    trip.finish();
    QVERIFY(trip.isDone());
    QCOMPARE(trip.done().url, trip.server.url());
    QVERIFY(program.asked().contains(generation.toUtf8() + " start"));

    trip.result.reset();
    trip.go(adapter.perform(trip.order(ServerTask::Start, {})));
    trip.finish();
    QVERIFY(trip.isDone()); // it runs already
    QCOMPARE(program.asked().count(generation.toUtf8() + " start"), 1);

    program.set(u"url"_s, ScriptedServer::refusedUrl().toEncoded()); // said to run, and dead
    trip.result.reset();
    trip.go(adapter.perform(trip.order(ServerTask::Start, {})));
    trip.finish();
    QCOMPARE(trip.isDone(), true);
    QVERIFY(program.asked().contains(generation.toUtf8() + " restart"));
}

void TestFoundry::isAnotherServer()
{
    Trip trip([](const ScriptedServer::Request &) { return Script::json(R"({"status":"ok","pid":1})"); });
    listed(trip);
    QCOMPARE(trip.result->error().code, ErrorCode::NotFound);
}

void TestFoundry::statusWords_data()
{
    QTest::addColumn<QString>("words");
    QTest::addColumn<QString>("url"); // "stopped", "starting" and "?" are none
    QTest::newRow("service") << u"🟢 Model management service is running on http://127.0.0.1:50920/openai/status"_s
                             << u"http://127.0.0.1:50920"_s;
    QTest::newRow("service stopped") << u"🔴 Model management service is not running!"_s << u"stopped"_s;
    QTest::newRow("server") << u"State    Ready\nPID      4\nWeb URLs    http://localhost:52364\n"_s
                            << u"http://localhost:52364"_s;
    QTest::newRow("not yet") << u"State    Ready\nPID      4\n"_s << u"starting"_s;
    QTest::newRow("json") << u"A banner {1.0}\n{\"running\": true, \"webUrls\": [\"http://127.0.0.1:7/\"]}\nbye"_s
                          << u"http://127.0.0.1:7"_s;
    QTest::newRow("json stopped") << u"{\"running\":false,\"webUrls\":[]}"_s << u"stopped"_s;
    QTest::newRow("no port") << u"is running on http://127.0.0.1:0/openai/status"_s << u"?"_s;
    QTest::newRow("another machine") << u"See http://example.com:8080/help"_s << u"?"_s;
    QTest::newRow("unknown command") << u"Unrecognized command or argument 'server'."_s << u"?"_s;
}

void TestFoundry::statusWords()
{
    QFETCH(QString, words);
    QFETCH(QString, url);
    const auto status = statusInOutput(words.toUtf8());
    const QString said = !status ? u"?"_s
        : !status->isRunning     ? u"stopped"_s
        : !status->url           ? u"starting"_s
                                 : status->url->toString();
    QCOMPARE(said, url);
}

void TestFoundry::tables()
{
    const auto entries = entriesInOutput(fixture(u"service/model-list.txt"_s));
    QVERIFY(entries);
    QCOMPARE(entries->size(), 3U);
    QCOMPARE(entries->at(1).model.serverId, cpu3);
    QCOMPARE(entries->at(1).model.metadata.family, u"phi-4-mini"_s);
    QCOMPARE(entries->at(1).model.metadata.device, u"CPU"_s);
    QCOMPARE(entries->at(0).model.metadata.sizeMb, 3600.0);
    QCOMPARE(entries->at(0).model.metadata.license, u"MIT"_s);
    QCOMPARE(entries->at(0).model.metadata.capabilities, (QStringList{u"chat"_s, u"tools"_s}));
    QCOMPARE(entries->at(2).model.metadata.sizeMb, 700.0);
    QCOMPARE(modelIdsInOutput(fixture(u"service/cache-list.txt"_s)), (QStringList{cpu3, npu1}));
    QVERIFY(!entriesInOutput("Downloading complete!"));
}

void TestFoundry::progressLines()
{
    const auto share = [](const char *line) { return progressInLine(line, {})->fraction; };
    QCOMPARE(share("Total 42.5% Downloading model.onnx.data"), 0.425);
    QCOMPARE(share("[###   ] 7 %"), 0.07);
    QCOMPARE(share("(\"v3/model.onnx.data\", 0.5)"), 0.5);
    QVERIFY(!share("(\"genai_config.json\", 1.0)")); // all of a small file is next to nothing of the whole
    QVERIFY(!progressInLine("Downloading 3 files", {}));
}

void TestFoundry::complaints()
{
    QCOMPARE(complaintIn(R"(note {x}
{"error":{"code":"INVALID_ARGUMENT","message":"No such model"}})"),
             u"No such model"_s);
    QCOMPARE(complaintIn("12 %\n[22:34:35 ERR] Error: It broke\nbye\n"), u"[22:34:35 ERR] Error: It broke"_s);
    QCOMPARE(complaintIn("first\nlast\n"), u"last"_s);
}

QTEST_GUILESS_MAIN(TestFoundry)
#include "tst_foundry.moc"
