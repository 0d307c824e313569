// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/servers/endpointlister.h"
#include "app/engine/servers/portwatch.h"

#include "tests/support/manualtime.h"
#include "tests/support/scriptedserver.h"

#include <QSignalSpy>
#include <QTcpServer>
#include <QTest>

using namespace assay;
using namespace std::chrono_literals;
using namespace Qt::Literals::StringLiterals;

namespace {

using Handler = ScriptedServer::Handler;

/// What one server says at some paths; elsewhere it knows nothing.
struct Face
{
    QByteArray server; // its Server header
    QMap<QByteArray, QByteArray> says; // by path; what does not begin with { or [ is text

    Handler handler() const
    {
        return [face = *this](const ScriptedServer::Request &request) { return face.answer(request.target()); };
    }
    Script answer(const QByteArray &path) const
    {
        const QByteArray head = server.isEmpty() ? QByteArray() : "Server: " + server + "\r\n";
        if (!says.contains(path))
            return Script::reply(404, "application/json", R"({"error":"not found"})", head);
        const QByteArray body = says.value(path);
        const bool isJson = body.startsWith('{') || body.startsWith('[');
        return Script::reply(200, isJson ? "application/json; charset=utf-8" : "text/plain", body, head);
    }
};

const QByteArray oneModel = R"({"object":"list","data":[{"id":"tiny","object":"model","created":1}]})";

QByteArray ownedBy(const QByteArray &owner)
{
    return R"({"object":"list","data":[{"id":"tiny","object":"model","owned_by":")" + owner + R"("}]})";
}

Face faceOf(const QByteArray &path, const QByteArray &body)
{
    return {{}, {{"/v1/models", oneModel}, {path, body}}};
}

Face ollama()
{
    return {{},
            {{"/", "Ollama is running"},
             {"/api/version", R"({"version":"0.13.1"})"},
             {"/api/tags", R"({"models":[{"name":"tiny:latest","model":"tiny:latest","size":1000000}]})"},
             {"/v1/models", ownedBy("library")}}};
}

Face lmStudio()
{
    const QByteArray model = R"({"type":"llm","key":"tiny","display_name":"Tiny","loaded_instances":[]})";
    return {{}, {{"/api/v1/models", R"({"models":[)" + model + "]}"}, {"/v1/models", oneModel}}};
}

Face vllm()
{
    return {"uvicorn", {{"/version", R"({"version":"0.9.1"})"}, {"/v1/models", ownedBy("vllm")}}};
}

Face koboldCpp()
{
    // Newer ones answer for Ollama, too.
    return {"ConcedoLlamaForKoboldServer",
            {{"/", "Ollama is running"},
             {"/api/extra/version", R"({"result":"KoboldCpp","version":"1.98","protected":false})"},
             {"/api/version", R"({"version":"0.7.0"})"},
             {"/api/tags", R"({"models":[{"name":"koboldcpp"}]})"},
             {"/v1/models", ownedBy("koboldcpp")}}};
}

Face lemonade()
{
    return {{},
            {{"/", "Ollama is running"},
             {"/v1/health",
              R"({"status":"ok","version":"9.1.2","model_loaded":null,"all_models_loaded":[],"max_models":{}})"},
             {"/api/v0/models", ownedBy("lemonade")},
             {"/api/v1/models", ownedBy("lemonade")},
             {"/api/version", R"({"version":"9.1.2"})"},
             {"/v1/models", ownedBy("lemonade")}}};
}

Face dockerModelRunner()
{
    return {{}, {{"/", "Docker Model Runner is running"}, {"/engines/v1/models", ownedBy("docker")}}};
}

Face openVino()
{
    return {{}, {{"/v1/config", R"({"tiny":{"model_version_status":[{"version":"1","state":"AVAILABLE"}]}})"}}};
}

Endpoint candidateAt(const QUrl &url, const QString &id = u"localhost-1"_s)
{
    Endpoint endpoint;
    endpoint.id = EndpointId{id};
    endpoint.url = url;
    endpoint.found = true;
    return endpoint;
}

Result<QByteArray> noKeys(const KeyReference &)
{
    return Error{ErrorCode::KeyMissing, u"no key"_s, {}};
}

/// Asks endpoints and gathers what they turned out to be.
struct Round
{
    explicit Round(const std::vector<Endpoint> &endpoints) : finished(&lister, &EndpointLister::finished)
    {
        QObject::connect(&lister, &EndpointLister::listed, &lister, [this](const EndpointListing &listing) {
            listings.insert(listing.endpoint.id.value, listing);
        });
        lister.list(endpoints);
    }
    bool isOver() const { return !finished.isEmpty(); }
    EndpointListing only() const { return listings.first(); }

    ManualTime time;
    EndpointLister lister{time, noKeys};
    QSignalSpy finished;
    QMap<QString, EndpointListing> listings;
};

} // namespace

class TestIdentify : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void servers_data();
    void servers();
    void falseFriends_data();
    void falseFriends();
    void keys_data();
    void keys();
    void prefixIsFoundAgain();
    void overHttpsOnlyModelsAreAsked();
    void onlyHarmlessRequests();
    void sixAtOnce();
    void appearsAndGoes();
    void nobodyIsDisturbed();
    void onlyThisMachineIsWatched();
};

void TestIdentify::servers_data()
{
    QTest::addColumn<Face>("face");
    QTest::addColumn<ServerKind>("kind");
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("version");
    const auto row = [](const char *tag, const Face &face, ServerKind kind, const QString &name = {},
                        const QString &version = {}) { QTest::newRow(tag) << face << kind << name << version; };
    const ServerKind plain = ServerKind::OpenAi;
    const QByteArray props = R"({"default_generation_settings":{"n_ctx":8},"total_slots":1,"build_info":"b1"})";
    row("llama.cpp", {"llama.cpp", {{"/props", props}, {"/v1/models", oneModel}}}, ServerKind::LlamaCpp, {}, u"b1"_s);
    row("llama.cpp without its header", faceOf("/props", props), ServerKind::LlamaCpp, {}, u"b1"_s);
    row("Ollama", ollama(), ServerKind::Ollama, {}, u"0.13.1"_s);
    row("LM Studio", lmStudio(), ServerKind::LmStudio);
    row("LM Studio without models",
        {{}, {{"/api/v1/models", R"({"models":[]})"}, {"/v1/models", R"({"object":"list","data":[]})"}}},
        ServerKind::LmStudio);
    row("LM Studio before 0.4",
        {{},
         {{"/api/v0/models",
           R"({"data":[{"id":"tiny","state":"loaded","compatibility_type":"gguf"}],"object":"list"})"},
          {"/v1/models", oneModel}}},
        ServerKind::LmStudio);
    row("vLLM", vllm(), ServerKind::Vllm, {}, u"0.9.1"_s);
    row("KoboldCpp", koboldCpp(), plain, u"KoboldCpp"_s, u"1.98"_s);
    row("Lemonade", lemonade(), plain, u"Lemonade"_s, u"9.1.2"_s);
    row("Docker Model Runner", dockerModelRunner(), plain, u"Docker Model Runner"_s);
    row("llama-swap",
        faceOf("/api/version", R"({"version":"v170","commit":"0bdb372","build_date":"2026-08-22T00:00:00Z"})"), plain,
        u"llama-swap"_s, u"v170"_s);
    row("llama-swap without a version", faceOf("/running", R"({"running":[]})"), plain, u"llama-swap"_s);
    row("SGLang", faceOf("/get_model_info", R"({"model_path":"x/tiny","is_generation":true})"), plain, u"SGLang"_s);
    row("SGLang by owner", faceOf("/v1/models", ownedBy("sglang")), plain, u"SGLang"_s);
    row("TGI", faceOf("/info", R"({"model_id":"x/tiny","max_total_tokens":4096,"version":"3.0.1"})"), plain, u"TGI"_s,
        u"3.0.1"_s);
    row("text-generation-webui",
        faceOf("/v1/internal/model/info", R"({"model_name":"tiny","lora_names":[],"loader":"x"})"), plain,
        u"text-generation-webui"_s);
    row("OpenVINO", openVino(), plain, u"OpenVINO Model Server"_s);
    row("LocalAI", faceOf("/system", R"({"backends":["llama-cpp"],"loaded_models":[]})"), plain, u"LocalAI"_s);
    row("GPT4All", faceOf("/v1/models", ownedBy("humanity")), plain, u"GPT4All"_s);
    row("mlx-lm", {"BaseHTTP/0.6 Python/3.12.3", {{"/health", R"({"status": "ok"})"}, {"/v1/models", oneModel}}}, plain,
        u"mlx-lm"_s);
    row("practice", {"assay-practice", {{"/v1/models", ownedBy("assay-practice")}}}, ServerKind::Practice);
    row("some other server", faceOf("/health", R"({"status":"ok"})"), plain);
}

void TestIdentify::servers()
{
    QFETCH(Face, face);
    QFETCH(ServerKind, kind);
    QFETCH(QString, name);
    QFETCH(QString, version);
    ScriptedServer server;
    server.setHandler(face.handler());
    Round round({candidateAt(server.url())});
    QTRY_VERIFY(round.isOver());
    const EndpointListing listing = round.only();
    QVERIFY2(!listing.error, listing.error ? qPrintable(listing.error->message) : "");
    QCOMPARE(listing.endpoint.kind, kind);
    QVERIFY(listing.endpoint.recognized);
    QCOMPARE(listing.serverName, name);
    QCOMPARE(listing.version, version);
    const bool hasNone = QByteArray(QTest::currentDataTag()).endsWith("without models");
    QCOMPARE(listing.models.size(), hasNone ? 0U : 1U);
}

void TestIdentify::falseFriends_data()
{
    QTest::addColumn<QByteArray>("raw");
    const auto reply = [](const QByteArray &type, const QByteArray &body,
                          const QByteArray &status = "200 OK") -> QByteArray {
        return "HTTP/1.1 " + status + "\r\nContent-Type: " + type
            + "\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body;
    };
    QTest::newRow("a page at every path") << reply("text/html", "<!doctype html><html>Ollama is running</html>");
    QTest::newRow("a page that claims to be JSON") << reply("application/json", "<html></html>");
    QTest::newRow("yes to everything") << reply("application/json",
                                                R"({"status":"ok","version":"1","models":[],"data":[],"running":[]})");
    QTest::newRow("a list of something else") << reply("application/json", R"([{"id":1},{"id":2}])");
    QTest::newRow("a list that is no model list") << reply("application/json", R"({"data":[{"id":7}]})");
    QTest::newRow("models as plain text") << reply("text/plain", oneModel);
    QTest::newRow("a media receiver") << QByteArray(
        "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nServer: AirTunes\r\n\r\n");
    QTest::newRow("a router") << reply("text/html", "<html>Who are you?</html>", "401 Unauthorized");
    QTest::newRow("another protocol") << QByteArray("220 mail.example ESMTP\r\n");
    QTest::newRow("bytes") << QByteArray("\0\1\2\3\xff\xfe garbage", 15);
}

void TestIdentify::falseFriends()
{
    QFETCH(QByteArray, raw);
    ScriptedServer server;
    const bool isHttp = raw.startsWith("HTTP/");
    server.setHandler([raw, isHttp](const ScriptedServer::Request &) {
        return isHttp ? Script().send(raw) : Script().send(raw).close();
    });
    Round round({candidateAt(server.url())});
    QTRY_VERIFY(round.isOver());
    QVERIFY(round.only().error.has_value());
    QVERIFY(!round.only().endpoint.recognized);
    QVERIFY(round.only().models.empty());
}

void TestIdentify::keys_data()
{
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("vLLM") << QByteArray("application/json") << QByteArray(R"({"error":"Unauthorized"})");
    QTest::newRow("plain words") << QByteArray("text/plain") << QByteArray("Missing authorization token");
}

/// Someone is there and wants a key: that is to be seen, not passed over.
void TestIdentify::keys()
{
    QFETCH(QByteArray, type);
    QFETCH(QByteArray, body);
    ScriptedServer server;
    server.setHandler([type, body](const ScriptedServer::Request &) { return Script::reply(401, type, body); });
    Round round({candidateAt(server.url())});
    QTRY_VERIFY(round.isOver());
    QVERIFY(round.only().endpoint.recognized);
    QCOMPARE(round.only().endpoint.kind, ServerKind::OpenAi);
    QCOMPARE(round.only().error->code, ErrorCode::Unauthorized);
}

void TestIdentify::prefixIsFoundAgain()
{
    ScriptedServer server;
    server.setHandler(dockerModelRunner().handler());
    Round first({candidateAt(server.url())});
    QTRY_VERIFY(first.isOver());
    QCOMPARE(first.only().endpoint.url.path(), u"/engines/v1"_s);
    Round second({first.only().endpoint});
    QTRY_VERIFY(second.isOver());
    QCOMPARE(second.only().serverName, u"Docker Model Runner"_s);
    QCOMPARE(second.only().endpoint, first.only().endpoint);

    ScriptedServer vino;
    vino.setHandler(openVino().handler());
    Round third({candidateAt(vino.url())});
    QTRY_VERIFY(third.isOver());
    QCOMPARE(third.only().endpoint.url.path(), u"/v3"_s);
    Round fourth({third.only().endpoint});
    QTRY_VERIFY(fourth.isOver());
    QCOMPARE(fourth.only().models.at(0).serverId, u"tiny"_s);
}

void TestIdentify::overHttpsOnlyModelsAreAsked()
{
    ScriptedServer server;
    Endpoint endpoint = candidateAt(server.url());
    endpoint.url.setScheme(u"https"_s);
    Round round({endpoint});
    QTRY_COMPARE(server.connections(), 1);
    round.time.advance(1500ms); // nobody shakes hands there
    QTRY_VERIFY(round.isOver());
    QVERIFY(!round.only().endpoint.recognized);
    QCOMPARE(server.connections(), 1); // other paths were not tried
}

/// GETs that load, unload or generate somewhere (servers.md 11).
void TestIdentify::onlyHarmlessRequests()
{
    ScriptedServer server;
    Round round({candidateAt(server.url())});
    QTRY_VERIFY(round.isOver());
    QVERIFY(server.requests().size() > 10);
    for (const ScriptedServer::Request &request : server.requests()) {
        QVERIFY(request.head.startsWith("GET "));
        QVERIFY(!request.target().contains('?'));
        for (const QByteArray bad : {"load", "upstream", "setgpudevice", "generate", "shutdown"})
            QVERIFY2(!request.target().contains(bad), request.target().constData());
    }
}

/// Each with its own name, while one port hangs; of all the time they may take only that one needs any.
void TestIdentify::sixAtOnce()
{
    const QMap<QString, Face> faces{{u"ollama"_s, ollama()},     {u"lmstudio"_s, lmStudio()},
                                    {u"vllm"_s, vllm()},         {u"kobold"_s, koboldCpp()},
                                    {u"lemonade"_s, lemonade()}, {u"docker"_s, dockerModelRunner()}};
    std::vector<std::unique_ptr<ScriptedServer>> servers;
    std::vector<Endpoint> candidates;
    const auto add = [&](const QString &id, Handler handler) {
        servers.push_back(std::make_unique<ScriptedServer>());
        servers.back()->setHandler(std::move(handler));
        candidates.push_back(candidateAt(servers.back()->url(), id));
    };
    for (auto face = faces.begin(); face != faces.end(); ++face)
        add(face.key(), face->handler());
    add(u"hangs"_s, [](const ScriptedServer::Request &) { return Script().hold(); });
    add(u"page"_s, [](const ScriptedServer::Request &) { return Script::reply(200, "text/html", "<html></html>"); });
    add(u"mail"_s, [](const ScriptedServer::Request &) { return Script().send("220 mail.example\r\n").close(); });
    candidates.push_back(candidateAt(ScriptedServer::refusedUrl(), u"nobody"_s));
    Round round(candidates);
    QTRY_COMPARE(round.listings.size(), 9); // without any time going by
    QVERIFY(!round.listings.contains(u"hangs"_s));
    round.time.advance(1999ms);
    QTRY_VERIFY(round.isOver());
    QStringList names;
    for (const EndpointListing &listing : std::as_const(round.listings)) {
        if (!listing.error)
            names << (listing.serverName.isEmpty() ? serverKindName(listing.endpoint.kind) : listing.serverName);
    }
    QCOMPARE(
        names,
        (QStringList{u"Docker Model Runner"_s, u"KoboldCpp"_s, u"Lemonade"_s, u"LM Studio"_s, u"Ollama"_s, u"vLLM"_s}));
}

namespace {

/// A port, and who is told about it.
struct Watch
{
    Watch()
    {
        server.listen(QHostAddress::LocalHost);
        endpoint = candidateAt(QUrl(u"http://127.0.0.1:%1"_s.arg(server.serverPort())));
        server.close();
        QObject::connect(&ports, &PortWatch::changed, &server,
                         [this](const std::vector<Endpoint> &appeared, const std::vector<Endpoint> &gone) {
                             for (const Endpoint &each : appeared)
                                 news << u"+"_s + each.id.value;
                             for (const Endpoint &each : gone)
                                 news << u"-"_s + each.id.value;
                         });
    }
    void open() { QVERIFY(server.listen(QHostAddress::LocalHost, static_cast<quint16>(endpoint.url.port()))); }
    /// Until the round under way has ended: then the next thing to come is another one.
    void settle() { QTRY_COMPARE(time.untilNext(), std::optional<Nanos>(PortWatch::interval)); }
    void nextRound()
    {
        time.advance(PortWatch::interval);
        settle();
    }

    ManualTime time;
    bool mayKnock = true;
    PortWatch ports{time, [this] { return mayKnock; }};
    QTcpServer server;
    Endpoint endpoint;
    QStringList news;
};

} // namespace

void TestIdentify::appearsAndGoes()
{
    Watch watch;
    watch.ports.watch({watch.endpoint});
    watch.settle();
    QVERIFY(watch.news.isEmpty()); // the first round only learns
    watch.open();
    watch.nextRound();
    QCOMPARE(watch.news, QStringList{u"+localhost-1"_s});
    watch.nextRound();
    QCOMPARE(watch.news.size(), 1); // it is there: no news
    watch.ports.forget(watch.endpoint);
    watch.nextRound();
    QCOMPARE(watch.news, (QStringList{u"+localhost-1"_s, u"+localhost-1"_s}));
    QTRY_VERIFY(watch.server.hasPendingConnections());
    watch.server.close();
    watch.nextRound();
    QCOMPARE(watch.news.last(), u"-localhost-1"_s);
    QCOMPARE(goneListing(watch.endpoint).error->code, ErrorCode::Refused);
    watch.ports.watch({}); // nobody looks
    watch.open();
    watch.ports.watch({watch.endpoint}); // what has happened meanwhile is noticed at once
    watch.settle();
    QCOMPARE(watch.news.size(), 4);
    QCOMPARE(watch.news.last(), u"+localhost-1"_s);
}

void TestIdentify::nobodyIsDisturbed()
{
    Watch watch;
    watch.open();
    watch.mayKnock = false;
    watch.ports.watch({watch.endpoint});
    watch.nextRound();
    watch.nextRound();
    QVERIFY(!watch.server.waitForNewConnection(0));
    watch.mayKnock = true;
    watch.nextRound();
    QTRY_VERIFY(watch.server.hasPendingConnections());
    watch.ports.watch({});
    QCOMPARE(watch.time.pending(), 0);
}

void TestIdentify::onlyThisMachineIsWatched()
{
    Endpoint own = candidateAt(QUrl(u"http://localhost:8080/v1"_s), u"own"_s);
    Endpoint remote = candidateAt(QUrl(u"http://10.0.0.1:8080"_s), u"remote"_s);
    QStringList ids;
    for (const Endpoint &endpoint : EndpointLister::onThisMachine({own, remote}))
        ids << endpoint.id.value;
    QVERIFY(ids.contains(u"own"_s));
    QVERIFY(ids.contains(u"localhost-11434"_s));
    QVERIFY(!ids.contains(u"localhost-8080"_s)); // that is `own`
    QVERIFY(!ids.contains(u"remote"_s));
}

QTEST_GUILESS_MAIN(TestIdentify)
#include "tst_identify.moc"
