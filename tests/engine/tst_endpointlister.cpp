// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/servers/endpointlister.h"

#include "tests/engine/foundryfakes.h"

#include <QSet>
#include <QSignalSpy>
#include <QTest>

using namespace assay;
using namespace std::chrono_literals;
using namespace Qt::Literals::StringLiterals;

namespace {

Result<QByteArray> keyring(const KeyReference &key)
{
    if (key.name == u"GOOD"_s) {
        return QByteArray("sk-secret");
    }
    return Error{ErrorCode::KeyMissing, u"no key"_s, {}};
}

Endpoint endpointAt(const QUrl &url, const QString &id = u"here"_s)
{
    Endpoint endpoint;
    endpoint.id = EndpointId{id};
    endpoint.url = url;
    return endpoint;
}

/// A lister and what it reported.
struct Listing
{
    explicit Listing(ManualTime &time)
        : lister(time, keyring), listed(&lister, &EndpointLister::listed), finished(&lister, &EndpointLister::finished)
    {
    }
    EndpointListing at(int i) const { return qvariant_cast<EndpointListing>(listed.at(i).at(0)); }

    EndpointLister lister;
    QSignalSpy listed;
    QSignalSpy finished;
};

} // namespace

class TestEndpointLister : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void models();
    void practiceServerIsRecognized();
    void severalEndpoints();
    void nothingToList();
    void keyIsSentAndHidden();
    void errors_data();
    void errors();
    void refused();
    void silence();
    void candidatesGetLessTime();
    void tooLarge();
    void commandsDoNotList();
    void whatTakesLongerFollows();
    void cancelled();
    void secondListCancelsTheFirst();
    void candidates();
};

void TestEndpointLister::models()
{
    ManualTime time;
    ScriptedServer server;
    server.setHandler(
        [](const ScriptedServer::Request &) { return Script::json(R"({"data":[{"id":"a"},{"id":"b"}]})"); });
    Listing listing(time);
    listing.lister.list({endpointAt(server.url())});
    QCOMPARE(listing.listed.size(), 0);
    QTRY_COMPARE(listing.finished.size(), 1);
    QCOMPARE(listing.listed.size(), 1);
    QVERIFY(!listing.at(0).error);
    QCOMPARE(listing.at(0).models.size(), 2);
    QCOMPARE(listing.at(0).models[1].serverId, u"b"_s);
    QCOMPARE(listing.at(0).models[1].endpoint, EndpointId{u"here"_s});
    QCOMPARE(listing.at(0).endpoint.kind, ServerKind::OpenAi);
    QVERIFY(listing.at(0).endpoint.recognized);
    QCOMPARE(server.requests().back().target(), QByteArray("/v1/models"));
    QVERIFY(server.requests().at(0).header("Authorization").isEmpty());
}

void TestEndpointLister::practiceServerIsRecognized()
{
    ManualTime time;
    ScriptedServer server;
    server.setHandler([](const ScriptedServer::Request &) {
        return Script::json(R"({"data":[{"id":"practice-quick","owned_by":"assay-practice"}]})");
    });
    Listing listing(time);
    listing.lister.list({endpointAt(server.url())});
    QTRY_COMPARE(listing.finished.size(), 1);
    QCOMPARE(listing.at(0).endpoint.kind, ServerKind::Practice);
}

void TestEndpointLister::severalEndpoints()
{
    ManualTime time;
    ScriptedServer server;
    server.setHandler([](const ScriptedServer::Request &) { return Script::json(R"({"data":[{"id":"a"}]})"); });
    Listing listing(time);
    listing.lister.list({endpointAt(server.url(), u"one"_s), endpointAt(ScriptedServer::refusedUrl(), u"two"_s),
                         endpointAt(server.url(), u"three"_s)});
    QTRY_COMPARE(listing.finished.size(), 1);
    QSet<QString> ids;
    for (int i = 0; i < listing.listed.size(); ++i) {
        ids.insert(listing.at(i).endpoint.id.value);
    }
    QCOMPARE(ids, (QSet<QString>{u"one"_s, u"two"_s, u"three"_s}));
    QCOMPARE(listing.listed.size(), 3);
}

void TestEndpointLister::nothingToList()
{
    ManualTime time;
    Listing listing(time);
    listing.lister.list({});
    QCOMPARE(listing.finished.size(), 0);
    QTRY_COMPARE(listing.finished.size(), 1);
}

void TestEndpointLister::keyIsSentAndHidden()
{
    ManualTime time;
    ScriptedServer server;
    server.setHandler([](const ScriptedServer::Request &request) {
        return Script::json("{\"error\":\"bad " + request.header("Authorization") + "\"}", 401);
    });
    Endpoint endpoint = endpointAt(server.url());
    endpoint.key = KeyReference{KeyReference::Place::Environment, u"GOOD"_s};
    Endpoint keyless = endpoint;
    keyless.key->name = u"NONE"_s;
    Listing listing(time);
    listing.lister.list({endpoint});
    QTRY_COMPARE(listing.finished.size(), 1);
    QCOMPARE(server.requests().at(0).header("Authorization"), QByteArray("Bearer sk-secret"));
    const std::size_t asked = server.requests().size();
    const Error error = *listing.at(0).error;
    QCOMPARE(error.code, ErrorCode::Unauthorized);
    QVERIFY(!QString(error.message + error.detail).contains(u"sk-secret"_s));
    QVERIFY(error.detail.contains(u"***"_s));

    listing.lister.list({keyless});
    QTRY_COMPARE(listing.finished.size(), 2);
    QCOMPARE(listing.at(1).error->code, ErrorCode::KeyMissing);
    QCOMPARE(server.requests().size(), asked);
}

void TestEndpointLister::errors_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<ErrorCode>("code");
    QTest::newRow("not found") << 404 << QByteArray("no") << ErrorCode::NotFound;
    QTest::newRow("loading") << 503 << QByteArray(R"({"error":{"message":"Loading model"}})") << ErrorCode::Unavailable;
    QTest::newRow("redirect") << 302 << QByteArray() << ErrorCode::Protocol;
    QTest::newRow("web page") << 200 << QByteArray("<html></html>") << ErrorCode::Protocol;
    QTest::newRow("broken") << 500 << QByteArray() << ErrorCode::ServerError;
}

void TestEndpointLister::errors()
{
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    QFETCH(ErrorCode, code);
    ManualTime time;
    ScriptedServer server;
    server.setHandler([&](const ScriptedServer::Request &) {
        return Script::reply(status, "text/plain", body, status == 302 ? "Location: /other\r\n" : "");
    });
    Listing listing(time);
    listing.lister.list({endpointAt(server.url())});
    QTRY_COMPARE(listing.finished.size(), 1);
    QCOMPARE(listing.at(0).error->code, code);
    QVERIFY(listing.at(0).models.empty());
}

void TestEndpointLister::refused()
{
    ManualTime time;
    Listing listing(time);
    const QUrl url = ScriptedServer::refusedUrl();
    listing.lister.list({endpointAt(url)});
    QTRY_COMPARE(listing.finished.size(), 1);
    QCOMPARE(listing.at(0).error->code, ErrorCode::Refused);
    QVERIFY(listing.at(0).error->message.contains(u"127.0.0.1:%1"_s.arg(url.port())));
}

void TestEndpointLister::silence()
{
    ManualTime time;
    ScriptedServer server;
    server.setHandler([](const ScriptedServer::Request &) { return Script().hold(); });
    Listing listing(time);
    listing.lister.list({endpointAt(server.url())}, 3s);
    QTRY_COMPARE(server.requests().size(), 1);
    time.advance(2999ms);
    QTest::qWait(0);
    QCOMPARE(listing.finished.size(), 0);
    time.advance(1ms);
    QTRY_COMPARE(listing.finished.size(), 1);
    QCOMPARE(listing.at(0).error->code, ErrorCode::IdleTimeout);
    QTRY_COMPARE(server.openConnections(), 0);
}

void TestEndpointLister::candidatesGetLessTime()
{
    ManualTime time;
    ScriptedServer server;
    server.setHandler([](const ScriptedServer::Request &) { return Script().hold(); });
    Endpoint candidate = endpointAt(server.url());
    candidate.found = true;
    Listing listing(time);
    listing.lister.list({candidate}, 3s);
    time.advance(1499ms);
    QTest::qWait(0);
    QCOMPARE(listing.finished.size(), 0);
    time.advance(1ms);
    QTRY_COMPARE(listing.finished.size(), 1);
    QCOMPARE(listing.at(0).error->code, ErrorCode::IdleTimeout);
}

void TestEndpointLister::tooLarge()
{
    ManualTime time;
    ScriptedServer server;
    server.setHandler([](const ScriptedServer::Request &) {
        return Script::reply(200, "application/json", QByteArray(9 * 1024 * 1024, ' '));
    });
    Listing listing(time);
    listing.lister.list({endpointAt(server.url())});
    QTRY_COMPARE(listing.finished.size(), 1);
    QCOMPARE(listing.at(0).error->code, ErrorCode::TooLarge);
}

void TestEndpointLister::commandsDoNotList()
{
    ManualTime time;
    Endpoint endpoint = endpointAt({});
    endpoint.kind = ServerKind::Command;
    Listing listing(time);
    listing.lister.list({endpoint});
    QTRY_COMPARE(listing.finished.size(), 1);
    QCOMPARE(listing.at(0).error->code, ErrorCode::Unsupported);
}

void TestEndpointLister::whatTakesLongerFollows()
{
    ManualTime time;
    Service service;
    ScriptedServer server;
    server.setHandler(service.handler());
    Endpoint endpoint = endpointAt(server.url());
    endpoint.kind = ServerKind::FoundryLocal;
    Listing listing(time);
    listing.lister.list({endpoint}, 3s, EndpointLister::Depth::Whole);
    QTRY_COMPARE_WITH_TIMEOUT(listing.finished.size(), 1, 20000); // the program is asked, if there is one
    QCOMPARE(listing.listed.size(), 2);
    QCOMPARE(listing.at(0).models.size(), 2U);
    QCOMPARE(listing.at(1).models.size(), 3U);
    QCOMPARE(listing.at(1).states[npu1].presence, ModelPresence::Offered);

    listing.lister.list({endpoint}, 3s);
    QTRY_COMPARE(listing.finished.size(), 2);
    QCOMPARE(listing.listed.size(), 3);
}

void TestEndpointLister::cancelled()
{
    ManualTime time;
    ScriptedServer server;
    server.setHandler([](const ScriptedServer::Request &) { return Script().hold(); });
    Listing listing(time);
    listing.lister.list({endpointAt(server.url())});
    QTRY_COMPARE(server.requests().size(), 1);
    listing.lister.cancel();
    QTRY_COMPARE(server.openConnections(), 0);
    time.advance(10s);
    QTest::qWait(0);
    QCOMPARE(listing.listed.size(), 0);
    QCOMPARE(listing.finished.size(), 0);
}

void TestEndpointLister::secondListCancelsTheFirst()
{
    ManualTime time;
    ScriptedServer server;
    bool isFirst = true;
    server.setHandler([&](const ScriptedServer::Request &) {
        return std::exchange(isFirst, false) ? Script().hold() : Script::json(R"({"data":[{"id":"a"}]})");
    });
    Listing listing(time);
    listing.lister.list({endpointAt(server.url(), u"one"_s)});
    QTRY_COMPARE(server.requests().size(), 1);
    listing.lister.list({endpointAt(server.url(), u"two"_s)});
    QTRY_COMPARE(listing.finished.size(), 1);
    time.advance(10s);
    QTest::qWait(0);
    QCOMPARE(listing.listed.size(), 1);
    QCOMPARE(listing.at(0).endpoint.id, EndpointId{u"two"_s});
}

void TestEndpointLister::candidates()
{
    const auto all = EndpointLister::wellKnownCandidates({});
    QSet<int> ports;
    for (const Endpoint &candidate : all) {
        QVERIFY(candidate.found);
        if (candidate.kind == ServerKind::FoundryLocal) {
            QVERIFY(candidate.url.isEmpty()); // it is to be looked for
            continue;
        }
        QCOMPARE(candidate.url.host(), u"127.0.0.1"_s);
        QCOMPARE(candidate.kind, ServerKind::Auto);
        QCOMPARE(candidate.id.value, u"localhost-%1"_s.arg(candidate.url.port()));
        ports.insert(candidate.url.port());
    }
    for (const int port :
         {11434, 1234, 8080, 9931, 8000, 1337, 4891, 5001, 5000, 12434, 13305, 30000, int(standardPracticePort)}) {
        QVERIFY2(ports.contains(port), qPrintable(QString::number(port)));
    }
    const auto fewer = EndpointLister::wellKnownCandidates({endpointAt(QUrl(u"http://localhost:8080/v1"_s)),
                                                            endpointAt(QUrl(u"http://127.0.0.1:11434"_s)),
                                                            endpointAt(QUrl(u"http://10.0.0.1:8000"_s))});
    QCOMPARE(fewer.size(), all.size() - 2);
    Endpoint foundry;
    foundry.kind = ServerKind::FoundryLocal;
    QCOMPARE(EndpointLister::wellKnownCandidates({foundry}).size(), all.size() - 1);
}

QTEST_GUILESS_MAIN(TestEndpointLister)
#include "tst_endpointlister.moc"
