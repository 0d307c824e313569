// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Where keys come from, and that none ends up anywhere but in the one header it is for.
#include "app/engine/keys/keyblotter.h"
#include "app/engine/keys/keychain.h"
#include "app/engine/net/httpjob.h"
#include "app/engine/net/network.h"
#include "app/engine/net/relay/relay.h"
#include "app/engine/report/report.h"
#include "app/engine/run/prober.h"
#include "app/engine/servers/endpointlister.h"
#include "app/engine/store/storage.h"
#include "models/domain/catalogjson.h"
#include "tests/engine/runrig.h"
#include "tests/support/fakekeychain.h"

#include <QDirIterator>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace assay;
using namespace std::chrono_literals;
using namespace Qt::Literals::StringLiterals;

namespace {

const QByteArray secret("sk-4f9c2e71d0b8a653");
const KeyReference work{KeyReference::Place::Keychain, u"work"_s};
const KeyReference variable{KeyReference::Place::Environment, u"ASSAY_TEST_KEY"_s};

QByteArray bearer(const ScriptedServer::Request &request)
{
    return request.header("Authorization");
}

struct Rig : RunRig
{
    FakeKeychain keychain;

    Rig()
    {
        keychain.entries.insert(u"work"_s, secret);
        controller = std::make_unique<RunController>(time, keys());
        connect(controller.get(), &RunController::sampleFinished, this,
                [this](const Sample &sample) { finished.push_back(sample); });
        connect(controller.get(), &RunController::runFinished, this, [this](const RunInfo &i) { ended.push_back(i); });
    }
    KeyResolver keys() { return {resolveKeyFromEnvironment, &keychain}; }
    RunInfo keyedRun(int prompts, const KeyReference &key = work) const
    {
        RunInfo info = run(1, prompts);
        info.plan.models[0].endpoint.key = key;
        return info;
    }
};

/// What a stranger could read of everything that a run leaves behind.
QByteArray filesBelow(const QString &folder)
{
    QByteArray all;
    QDirIterator files(folder, QDir::Files, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        QFile file(files.next());
        if (file.open(QIODevice::ReadOnly))
            all += file.readAll();
    }
    return all;
}

} // namespace

class TestKeys : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void cleanup() { qunsetenv("ASSAY_TEST_KEY"); }
    void environmentAtOnce();
    void keychainFromTheEventLoop();
    void silenceEndsByItself();
    void nobodyWaitsAnyMore();
    void gathersSeveral();
    void withoutAKeychain();

    void listingWaitsForItsKey();
    void runReadsTheKeychainOnce();
    void runWithoutItsKey();
    void runCancelledWhileItWaits();
    void probeUsesTheKeychain();

    void whereAKeyIsExposed_data();
    void whereAKeyIsExposed();
    void exposedKeysAreNotSent();
    void consentStaysWithTheEndpoint();
    void notAfterARedirect();
    void blottedOutPieceByPiece();
    void blottedOutOfLines();
    void leavesNoTrace();
};

void TestKeys::environmentAtOnce()
{
    ManualTime time;
    FakeKeychain keychain;
    const KeyResolver keys(resolveKeyFromEnvironment, &keychain);
    qputenv("ASSAY_TEST_KEY", " secret-1\n");
    QCOMPARE(*keys(variable), QByteArray("secret-1"));
    std::optional<Result<QByteArray>> got;
    keys.fetch(variable, time, this, [&](const Result<QByteArray> &key) { got = key; });
    QVERIFY(got && *got);
    QCOMPARE(**got, QByteArray("secret-1"));
    QVERIFY(keychain.reads.isEmpty());
}

void TestKeys::keychainFromTheEventLoop()
{
    Rig rig;
    QVERIFY(!rig.keys()(work)); // it has to be fetched
    std::optional<Result<QByteArray>> got;
    rig.keys().fetch(work, rig.time, this, [&](const Result<QByteArray> &key) { got = key; });
    QVERIFY(!got);
    QTRY_VERIFY(got);
    QCOMPARE(**got, secret);
    rig.keychain.refusal = Error{ErrorCode::KeyMissing, u"Unlock it."_s, {}};
    rig.keys().fetch(work, rig.time, this, [&](const Result<QByteArray> &key) { got = key; });
    QTRY_VERIFY(!*got);
    QCOMPARE(got->error().message, u"Unlock it."_s);
}

void TestKeys::silenceEndsByItself()
{
    Rig rig;
    rig.keychain.silent = true;
    std::vector<Result<QByteArray>> got;
    rig.keys().fetch(work, rig.time, this, [&](const Result<QByteArray> &key) { got.push_back(key); });
    rig.time.advance(29s);
    QVERIFY(got.empty());
    rig.time.advance(1s);
    QCOMPARE(got.size(), size_t(1));
    QCOMPARE(got[0].error().code, ErrorCode::KeyMissing);
    QVERIFY(got[0].error().message.contains(u"work"_s));
    // An answer that came in time is not followed by the time limit.
    rig.keychain.silent = false;
    rig.keys().fetch(work, rig.time, this, [&](const Result<QByteArray> &key) { got.push_back(key); });
    QTRY_COMPARE(got.size(), size_t(2));
    rig.time.advance(60s);
    QCOMPARE(got.size(), size_t(2));
    QVERIFY(got[1]);
}

void TestKeys::nobodyWaitsAnyMore()
{
    Rig rig;
    auto context = std::make_unique<QObject>();
    int answers = 0;
    rig.keys().fetch(work, rig.time, context.get(), [&](const Result<QByteArray> &) { ++answers; });
    context.reset();
    RunRig::settle();
    rig.time.advance(60s);
    QCOMPARE(answers, 0);
}

void TestKeys::gathersSeveral()
{
    Rig rig;
    rig.keychain.entries.insert(u"home"_s, "k2");
    const KeyReference home{KeyReference::Place::Keychain, u"home"_s};
    const KeyReference absent{KeyReference::Place::Keychain, u"absent"_s};
    std::optional<KeyResolver> ready;
    rig.keys().fetchAll({work, variable, home, work, absent}, rig.time, this, [&](const KeyResolver &r) { ready = r; });
    QVERIFY(!ready);
    QTRY_VERIFY(ready);
    QCOMPARE(rig.keychain.reads, (QStringList{u"work"_s, u"home"_s, u"absent"_s}));
    QCOMPARE(*(*ready)(work), secret);
    QCOMPARE(*(*ready)(home), QByteArray("k2"));
    QCOMPARE((*ready)(absent).error().message, u"No entry absent."_s);
    qputenv("ASSAY_TEST_KEY", "e");
    QCOMPARE(*(*ready)(variable), QByteArray("e"));
    ready.reset();
    rig.keys().fetchAll({variable}, rig.time, this, [&](const KeyResolver &r) { ready = r; });
    QVERIFY(ready); // nothing to wait for
}

void TestKeys::withoutAKeychain()
{
    ManualTime time;
    const KeyResolver keys(resolveKeyFromEnvironment, nullptr);
    std::optional<Result<QByteArray>> got;
    keys.fetch(work, time, this, [&](const Result<QByteArray> &key) { got = key; });
    QVERIFY(got && !*got);
    QCOMPARE(got->error().code, ErrorCode::KeyMissing);
    QVERIFY2(got->error().message.contains(u"env:NAME"_s), qPrintable(got->error().message));
}

void TestKeys::listingWaitsForItsKey()
{
    Rig rig;
    rig.server.setHandler([](const auto &) { return Script::json(R"({"data":[{"id":"a"}]})"); });
    EndpointLister lister(rig.time, rig.keys());
    std::vector<EndpointListing> listings;
    connect(&lister, &EndpointLister::listed, this, [&](const EndpointListing &l) { listings.push_back(l); });
    Endpoint endpoint = RunRig::model(u"a"_s, rig.server.url()).endpoint;
    endpoint.kind = ServerKind::OpenAi; // nobody has to find out
    endpoint.key = work;
    lister.list({endpoint});
    QTRY_COMPARE(listings.size(), size_t(1));
    QVERIFY(!listings[0].error);
    QCOMPARE(bearer(rig.server.requests().at(0)), "Bearer " + secret);

    rig.keychain.silent = true;
    lister.list({endpoint});
    RunRig::settle();
    lister.cancel(); // while it waits: nothing comes after it
    rig.keychain.silent = false;
    rig.keychain.entries.clear();
    lister.list({endpoint});
    QTRY_COMPARE(listings.size(), size_t(2));
    QCOMPARE(listings[1].error.value_or(Error{}).message, u"No entry work."_s);
    QCOMPARE(rig.server.requests().size(), size_t(1));
}

void TestKeys::runReadsTheKeychainOnce()
{
    Rig rig;
    rig.controller->start(rig.keyedRun(3));
    QCOMPARE(rig.asked(), 0);
    QTRY_VERIFY(rig.isOver());
    QCOMPARE(rig.keychain.reads.size(), 1);
    QCOMPARE(rig.asked(), 3);
    for (const ScriptedServer::Request &request : rig.server.requests())
        QCOMPARE(bearer(request), "Bearer " + secret);
}

void TestKeys::runWithoutItsKey()
{
    Rig rig;
    rig.keychain.entries.clear();
    rig.controller->start(rig.keyedRun(1));
    QTRY_VERIFY(rig.isOver());
    QCOMPARE(rig.finished.size(), size_t(1));
    QCOMPARE(rig.finished[0].error.value_or(Error{}).code, ErrorCode::KeyMissing);
    QCOMPARE(rig.asked(), 0);
}

void TestKeys::runCancelledWhileItWaits()
{
    Rig rig;
    rig.keychain.silent = true;
    rig.controller->start(rig.keyedRun(1));
    RunRig::settle();
    QVERIFY(!rig.isOver());
    rig.controller->cancel();
    QTRY_VERIFY(rig.isOver());
    QCOMPARE(rig.ended[0].state, RunState::Cancelled);
    rig.time.advance(60s);
    RunRig::settle();
    QCOMPARE(rig.ended.size(), size_t(1));
    QCOMPARE(rig.asked(), 0);
}

void TestKeys::probeUsesTheKeychain()
{
    Rig rig;
    Prober prober(rig.time, rig.keys());
    std::vector<ProbeResult> results;
    connect(&prober, &Prober::probed, this, [&](const ProbeResult &result) { results.push_back(result); });
    PlannedModel model = RunRig::model(u"a"_s, rig.server.url());
    model.endpoint.key = work;
    prober.probe({model});
    QTRY_COMPARE(results.size(), size_t(1));
    QVERIFY(results[0].ready);
    QCOMPARE(bearer(RunRig::posts(rig.server).at(0)), "Bearer " + secret);
}

void TestKeys::whereAKeyIsExposed_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<bool>("exposed");
    QTest::newRow("loopback") << u"http://127.0.0.1:8080"_s << false;
    QTest::newRow("another loopback") << u"http://127.9.0.1"_s << false;
    QTest::newRow("localhost") << u"http://LOCALHOST:1"_s << false;
    QTest::newRow("IPv6") << u"http://[::1]:1/v1"_s << false;
    QTest::newRow("encrypted") << u"https://models.example.org"_s << false;
    QTest::newRow("a host") << u"http://models.example.org"_s << true;
    QTest::newRow("another machine") << u"http://192.168.1.4:8080"_s << true;
    QTest::newRow("IPv6 elsewhere") << u"http://[fe80::1]:1"_s << true;
    QTest::newRow("looks like loopback") << u"http://127.0.0.1.example.org"_s << true;
    QTest::newRow("looks like localhost") << u"http://localhost.example.org"_s << true;
}

void TestKeys::whereAKeyIsExposed()
{
    QFETCH(QString, url);
    QFETCH(bool, exposed);
    QCOMPARE(exposesKey(QUrl(url)), exposed);
    HttpCall call;
    call.url = QUrl(url);
    QVERIFY(!exposedKey(call)); // nothing to expose
    call.key = variable;
    QCOMPARE(exposedKey(call).has_value(), exposed);
    if (exposed)
        QCOMPARE(exposedKey(call)->code, ErrorCode::KeyExposed);
    call.key->plainHttp = true;
    QVERIFY(!exposedKey(call));
}

/// By the listing, by the probe and in a run alike. The host is one that is never there: it is not even asked for.
void TestKeys::exposedKeysAreNotSent()
{
    Rig rig;
    RunInfo run = rig.keyedRun(1);
    run.plan.models[0].endpoint.url = QUrl(u"http://models.invalid"_s);
    rig.controller->start(run);
    QTRY_VERIFY(rig.isOver());
    QCOMPARE(rig.finished.at(0).error.value_or(Error{}).code, ErrorCode::KeyExposed);
    EndpointLister lister(rig.time, rig.keys());
    std::vector<EndpointListing> listings;
    connect(&lister, &EndpointLister::listed, this, [&](const EndpointListing &l) { listings.push_back(l); });
    lister.list({run.plan.models[0].endpoint});
    QTRY_COMPARE(listings.size(), size_t(1));
    const Error error = listings[0].error.value_or(Error{});
    QCOMPARE(error.code, ErrorCode::KeyExposed);
    QVERIFY2(error.message.contains(u"plain_http_key"_s) && error.message.contains(u"models.invalid:80"_s),
             qPrintable(error.message));
}

void TestKeys::consentStaysWithTheEndpoint()
{
    const QByteArray json = R"({"version":1,"endpoints":{"far":{"kind":"openai","url":"http://far.example.org",
        "key":"keychain:work","plain_http_key":true},
        "near":{"kind":"openai","url":"http://near.example.org","key":"env:K"}},"models":{}})";
    const Result<Catalog> catalog = readCatalog(json, u"models.json"_s);
    QVERIFY2(catalog, qPrintable(catalog ? QString() : catalog.error().message));
    QVERIFY(catalog->endpoint(EndpointId{u"far"_s})->key->plainHttp);
    QVERIFY(!catalog->endpoint(EndpointId{u"near"_s})->key->plainHttp);
    const QByteArray written = writeCatalog(*catalog);
    QCOMPARE(written.count("plain_http_key"), 1);
    QCOMPARE(*readCatalog(written, u"models.json"_s), *catalog);
}

/// The server sends the request elsewhere: nobody goes there, and the key least of all.
void TestKeys::notAfterARedirect()
{
    for (const int status : {301, 302, 307, 308}) {
        Rig rig;
        ScriptedServer elsewhere;
        const QByteArray location = "Location: " + elsewhere.url().toEncoded() + "/v1/chat/completions\r\n";
        rig.answer = [&](const auto &) { return Script::reply(status, "text/plain", "moved", location); };
        rig.controller->start(rig.keyedRun(1));
        QTRY_VERIFY(rig.isOver());
        QCOMPARE(rig.finished.at(0).error.value_or(Error{}).code, ErrorCode::Protocol);
        EndpointLister lister(rig.time, rig.keys());
        QSignalSpy done(&lister, &EndpointLister::finished);
        Endpoint endpoint = RunRig::model(u"a"_s, rig.server.url()).endpoint;
        endpoint.key = work;
        lister.list({endpoint});
        QTRY_COMPARE(done.size(), 1);
        RunRig::settle();
        QCOMPARE(bearer(rig.server.requests().back()), "Bearer " + secret);
        QCOMPARE(elsewhere.connections(), 0);
    }
}

/// However the text is cut, what was shown never holds the key and loses nothing else.
void TestKeys::blottedOutPieceByPiece()
{
    const QString key = QString::fromUtf8(secret);
    const QString text = u"sk-4 or sk-sk-4f9c: "_s + key + key + u", or "_s + key.chopped(1);
    const QString expected =
        u"sk-4 or sk-sk-4f9c: ******, or ***"_s; // what breaks off within the key is no less telling
    for (qsizetype size = 1; size <= text.size(); ++size) {
        KeyBlotter blotter(secret);
        QString shown;
        for (qsizetype at = 0; at < text.size(); at += size)
            shown += blotter.next(text.mid(at, size));
        QVERIFY(!shown.contains(key));
        QVERIFY(shown.size() + key.size() > expected.size()); // no more is held back than a key could begin with
        QCOMPARE(shown + blotter.rest(), expected);
    }
    KeyBlotter harmless("token"); // a word that a model may say
    QCOMPARE(harmless.next(u"a token"_s), u"a token"_s);
}

void TestKeys::blottedOutOfLines()
{
    Rig rig;
    ScriptedServer server;
    server.setHandler([](const ScriptedServer::Request &) {
        return Script::reply(200, "application/x-ndjson", "{\"status\":\"" + secret + "\"}\n");
    });
    const auto network = makeNetwork();
    HttpCall call;
    call.url = server.url();
    call.key = work;
    auto *job = new HttpJob(*network, rig.time, rig.keys(), call, 10s, this, HttpJob::Reading::Lines);
    QSignalSpy lines(job, &HttpJob::line);
    QByteArray body;
    connect(job, &HttpJob::finished, this, [&](const Result<HttpReply> &reply) { body = reply->body; });
    QTRY_COMPARE(body, QByteArray("{\"status\":\"***\"}\n"));
    QCOMPARE(lines.size(), 1);
    QCOMPARE(lines[0][0].toByteArray(), QByteArray("{\"status\":\"***\"}"));
}

/// A server that repeats the key wherever it can. Nothing of what stays behind holds it: the workspace file, reports,
/// models.json, errors, the bytes kept of the wire.
void TestKeys::leavesNoTrace()
{
    const Result<std::unique_ptr<Relay>> relay = Relay::start(true);
    SystemTime time;
    FakeKeychain keychain;
    keychain.entries.insert(u"work"_s, secret);
    ScriptedServer server;
    const QString said = QString::fromUtf8(secret);
    server.enqueue(
        Script::stream({Script::delta(u"Your key is "_s + said, "reasoning_content"),
                        Script::delta(u"It is "_s + said.left(9)), Script::delta(said.mid(9) + u" indeed."_s),
                        R"({"model":")" + secret + R"(","choices":[]})", Script::finish(), "[DONE]"}));
    server.enqueue(Script::json(R"({"error":{"message":"Invalid key )" + secret + R"("}})", 401));
    server.enqueue(Script::stream({R"({"error":{"message":"broken )" + secret + R"("}})"}));
    RunController controller(time, KeyResolver(resolveKeyFromEnvironment, &keychain));
    WireArchive wires;
    controller.keepWiresIn(wires);
    if (relay)
        controller.useRelay(**relay);
    QTemporaryDir folder;
    RunData data;
    QString answers, reasoning; // as they stream
    connect(&controller, &RunController::samplePiece, this, [&](const SampleId &, const LivePiece &piece) {
        answers += piece.answer;
        reasoning += piece.reasoning;
    });
    {
        Storage storage;
        storage.open(folder.filePath(u"a.assay"_s));
        connect(&controller, &RunController::runStarted, this, [&](const RunInfo &info) { storage.beginRun(info); });
        connect(&controller, &RunController::sampleFinished, this, [&](const Sample &sample) {
            storage.saveSample(sample);
            data.samples.push_back(sample);
        });
        connect(&controller, &RunController::runFinished, this, [&](const RunInfo &info) { data.info = info; });
        RunInfo run = RunRig().run(1, 3);
        run.plan.models[0] = RunRig::model(u"m0"_s, server.url());
        run.plan.models[0].endpoint.key = work;
        run.plan.options.order = RunOrder::Blocked;
        controller.start(run);
        QTRY_COMPARE(data.info.state, RunState::Completed);
        storage.endRun(data.info);
        storage.saveCatalog({{run.plan.models[0].endpoint}, {run.plan.models[0].model}, {}});
        storage.flush();
    }
    QCOMPARE(data.samples.size(), size_t(3));
    QCOMPARE(data.samples[0].status, SampleStatus::Ok);
    QCOMPARE(data.samples[0].output, u"It is *** indeed."_s);
    QCOMPARE(answers, data.samples[0].output);
    QCOMPARE(reasoning, u"Your key is ***"_s);
    QCOMPARE(data.samples[1].error.value_or(Error{}).code, ErrorCode::Unauthorized);
    for (const ReportForm form : {ReportForm::Markdown, ReportForm::CsvSamples, ReportForm::CsvSummary,
                                  ReportForm::Json, ReportForm::JsonStable}) {
        const QByteArray text = reportText(data, form);
        QVERIFY(!text.isEmpty());
        QVERIFY2(!text.contains(secret), text.constData());
    }
    const QByteArray stored = filesBelow(folder.path());
    QVERIFY(stored.contains("keychain:work"));
    QVERIFY(!stored.contains(secret));
    int kept = 0;
    for (const Sample &sample : data.samples) {
        if (const auto wire = wires.find(data.info.id, sample.id)) {
            ++kept;
            QVERIFY(wire->request.contains("Authorization: Bearer ***"));
            QVERIFY(!wire->request.contains(secret) && !wire->reply.contains(secret));
        }
    }
    QCOMPARE(kept, relay ? 3 : 0);
}

QTEST_GUILESS_MAIN(TestKeys)
#include "tst_keys.moc"
