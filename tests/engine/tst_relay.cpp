// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/net/network.h"
#include "app/engine/net/relay/relay.h"
#include "app/engine/run/lane.h"

#include "models/domain/metrics.h"
#include "tests/support/scriptedserver.h"

#include <QNetworkAccessManager>
#include <QNetworkProxy>
#include <QNetworkReply>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>

using namespace assay;
using namespace std::chrono_literals;
using namespace Qt::Literals::StringLiterals;

namespace {

const QByteArray secret = "sk-very-secret";

HttpCall callTo(const QUrl &url)
{
    ChatInput input;
    input.endpoint.url = url;
    input.endpoint.key = KeyReference{KeyReference::Place::Environment, u"KEY"_s};
    input.model.serverId = u"m"_s;
    input.text = u"hi"_s;
    return std::get<HttpCall>(adapterFor(ServerKind::OpenAi).chatCall(input));
}

std::unique_ptr<SampleRecorder> recorder()
{
    return std::make_unique<SampleRecorder>(Sample{}, adapterFor(ServerKind::OpenAi).chunkReader({}));
}

QByteArray ending()
{
    return Script::event(Script::finish()) + Script::event("[DONE]") + Script::lastChunk();
}

Script greeting()
{
    return Script().send(Script::streamHead() + Script::event(Script::delta(u"Hello"_s)) + ending());
}

/// A lane with or without the relay, on the real clock.
struct LaneRig
{
    explicit LaneRig(Relay *relay)
        : lane(
            time, [](const KeyReference &) { return secret; }, nullptr, relay)
    {
    }
    void start(const QUrl &url)
    {
        job = lane.start(callTo(url), recorder(), 30s);
        QObject::connect(job, &ChatJob::progressed, job, [this](const LivePiece &piece) {
            text += piece.answer;
            handedOver.push_back(time.now());
        });
        QObject::connect(job, &ChatJob::finished, job, [this](const ChatOutcome &end) { outcome = end; });
    }
    const Sample &sample() const { return outcome->sample; }

    SystemTime time;
    Lane lane;
    ChatJob *job = nullptr;
    QString text;
    std::vector<Nanos> handedOver;
    std::optional<ChatOutcome> outcome;
};

/// What a plain manager makes of a reply.
struct Fetched
{
    int status = 0;
    int error = 0;
    QByteArray body;
    friend bool operator==(const Fetched &, const Fetched &) = default;
};

Fetched fetch(const QUrl &url, const QByteArray &verb, const QNetworkProxy &proxy)
{
    const std::unique_ptr<QNetworkAccessManager> network = makeNetwork();
    network->setProxy(proxy);
    HttpCall call;
    call.verb = verb;
    call.url = url;
    call.body = verb == "POST" ? QByteArray("{}") : QByteArray();
    call.headers = {{"Content-Type", "application/json"}};
    const std::unique_ptr<QNetworkReply> reply(verb == "HEAD" ? network->head(makeRequest(call, {}))
                                                              : sendCall(*network, call, {}));
    QSignalSpy ends(reply.get(), &QNetworkReply::finished);
    if (!reply->isFinished()) {
        ends.wait(20000);
    }
    return {reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(), int(reply->error()), reply->readAll()};
}

QByteArray login(const QByteArray &user, const QByteArray &password)
{
    return QByteArray("\x05\x01\x02\x01", 4) + static_cast<char>(user.size()) + user
        + static_cast<char>(password.size()) + password;
}

} // namespace

/// The relay between real sockets. Times are never compared with a number, only with each other.
class TestRelay : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void repliesAreTheSame_data();
    void repliesAreTheSame();
    void largeBodies();
    void stampsLieBetween();
    void manyLanes_data();
    void manyLanes();
    void severalRequestsOnAConnection();
    void mergedEventsAreFlagged();
    void framingLost();
    void refused();
    void byName();
    void versionSix();
    void resetInMidStream();
    void cancelAndGoOn();
    void encryptedIsPassedOn();
    void slowReaderHoldsTheServer();
    void strangersAreRefused();
    void wireIsKept();
    void endsWithLinksUnderWay();

private:
    std::unique_ptr<Relay> m_relay;
};

void TestRelay::initTestCase()
{
    Result<std::unique_ptr<Relay>> relay = Relay::start(true);
#ifdef Q_OS_LINUX
    QVERIFY2(relay, relay ? "" : qPrintable(relay.error().detail));
    m_relay = std::move(relay).value();
#else
    QVERIFY(!relay);
    QSKIP("this system's kernel has no stamps to give");
#endif
}

void TestRelay::repliesAreTheSame_data()
{
    QTest::addColumn<QByteArray>("verb");
    QTest::addColumn<QByteArrayList>("parts"); // sent one after another; "close", "reset" end the connection
    using L = QByteArrayList;
    const QByteArray ok = "HTTP/1.1 200 OK\r\n";
    const QByteArray chunked = ok + "Transfer-Encoding: chunked\r\n\r\n";
    QTest::newRow("counted") << QByteArray("GET") << L{ok + "Content-Length: 5\r\n\r\nHello"};
    QTest::newRow("counted in parts") << QByteArray("POST") << L{ok, "Content-Length: 5\r\n\r\n", "He", "llo"};
    QTest::newRow("empty") << QByteArray("POST") << L{ok + "Content-Length: 0\r\n\r\n"};
    QTest::newRow("chunked") << QByteArray("POST") << L{chunked + "5\r\nHello\r\n", "1\r", "\n!\r\n0\r\n\r\n"};
    QTest::newRow("odd fragments") << QByteArray("POST")
                                   << L{chunked, "0", "5", ";x=y\r", "\nHe", "llo", "\r", "\n", "0\r\n\r\n"};
    QTest::newRow("chunks in one read") << QByteArray("POST")
                                        << L{chunked + "2\r\nHe\r\n3;x\r\nllo\r\n", "1\r\n!\r\n0\r\n\r\n"};
    QTest::newRow("trailers") << QByteArray("POST") << L{chunked + "2\r\nhi\r\n0\r\nX-Sum: 1\r\n\r\n"};
    QTest::newRow("until the end") << QByteArray("GET") << L{"HTTP/1.0 200 OK\r\n\r\nall", " that comes", "close"};
    QTest::newRow("head") << QByteArray("HEAD") << L{ok + "Content-Length: 5\r\n\r\n"};
    QTest::newRow("no content") << QByteArray("POST") << L{"HTTP/1.1 204 None\r\n\r\n"};
    QTest::newRow("continue first") << QByteArray("POST")
                                    << L{"HTTP/1.1 100 Continue\r\n\r\n", ok + "Content-Length: 2\r\n\r\nhi"};
    QTest::newRow("redirect") << QByteArray("POST")
                              << L{"HTTP/1.1 307 Moved\r\nLocation: /x\r\nContent-Length: 5\r\n\r\nmoved"};
    QTest::newRow("not found") << QByteArray("GET") << L{"HTTP/1.1 404 Not\r\nContent-Length: 4\r\n\r\nnone"};
    QTest::newRow("server error") << QByteArray("POST") << L{"HTTP/1.1 500 Bad\r\nContent-Length: 3\r\n\r\nbad"};
    QTest::newRow("busy") << QByteArray("POST")
                          << L{"HTTP/1.1 503 Busy\r\nRetry-After: 1\r\nContent-Length: 4\r\n\r\nbusy"};
    QTest::newRow("counted, closed early") << QByteArray("GET") << L{ok + "Content-Length: 9\r\n\r\nHello", "close"};
    QTest::newRow("closed in the head") << QByteArray("POST") << L{"HTTP/1.1 200", "close"};
    QTest::newRow("closed at once") << QByteArray("POST") << L{"close"};
    QTest::newRow("reset at once") << QByteArray("POST") << L{"reset"};
    QTest::newRow("no HTTP") << QByteArray("POST") << L{"SSH-2.0-OpenSSH\r\n", "close"};
    QTest::newRow("closed by agreement") << QByteArray("POST")
                                         << L{ok + "Connection: close\r\nContent-Length: 2\r\n\r\nhi", "close"};
}

void TestRelay::repliesAreTheSame()
{
    QFETCH(QByteArray, verb);
    QFETCH(QByteArrayList, parts);
    ScriptedServer server;
    server.setHandler([&](const ScriptedServer::Request &) {
        Script script;
        for (const QByteArray &part : parts) {
            part == "close" ? script.close() : part == "reset" ? script.reset() : script.send(part);
        }
        return script;
    });
    const Fetched direct = fetch(server.url(), verb, QNetworkProxy::NoProxy);
    const Fetched relayed = fetch(server.url(), verb, m_relay->proxyFor(m_relay->newLane()));
    QCOMPARE(relayed.status, direct.status);
    QCOMPARE(relayed.error, direct.error);
    QCOMPARE(relayed.body, direct.body);
}

/// Larger than all that the relay holds, both ways.
void TestRelay::largeBodies()
{
    QByteArray large(5'000'000, Qt::Uninitialized);
    for (qsizetype i = 0; i < large.size(); ++i) {
        large[i] = static_cast<char>((i * 2654435761u) >> 13);
    }
    ScriptedServer server;
    server.enqueue(Script::reply(200, "application/octet-stream", large));
    const std::unique_ptr<QNetworkAccessManager> network = makeNetwork();
    network->setProxy(m_relay->proxyFor(m_relay->newLane()));
    HttpCall call;
    call.verb = "POST";
    call.url = server.url();
    call.body = large;
    call.headers = {{"Content-Type", "application/octet-stream"}};
    const std::unique_ptr<QNetworkReply> reply(sendCall(*network, call, {}));
    QTRY_VERIFY_WITH_TIMEOUT(reply->isFinished(), 30000);
    QVERIFY(server.requests().at(0).body == large);
    QVERIFY(reply->readAll() == large);
}

void TestRelay::stampsLieBetween()
{
    ScriptedServer server;
    server.enqueue(Script()
                       .wait(u"head"_s)
                       .send(Script::streamHead())
                       .wait(u"0"_s)
                       .send(Script::event(Script::delta(u"a"_s)))
                       .wait(u"1"_s)
                       .send(Script::event(Script::delta(u"b"_s)))
                       .wait(u"2"_s)
                       .send(ending()));
    LaneRig rig(m_relay.get());
    rig.start(server.url());
    QTRY_COMPARE(server.requests().size(), 1);
    const Nanos asked = rig.time.now();
    server.release(u"head"_s);
    std::vector<Nanos> released;
    for (int i = 0; i < 2; ++i) {
        released.push_back(rig.time.now());
        server.release(QString::number(i));
        QTRY_COMPARE(rig.handedOver.size(), size_t(i + 1));
    }
    const Nanos endReleased = rig.time.now();
    server.release(u"2"_s);
    QTRY_VERIFY(rig.outcome);
    const Timeline &t = rig.sample().timeline;
    QCOMPARE(rig.sample().status, SampleStatus::Ok);
    QVERIFY(!rig.sample().has(SampleFlag::EngineClock));
    QVERIFY(!rig.sample().has(SampleFlag::Coalesced));
    QVERIFY(t.connectTook && *t.connectTook > 0ns);
    QVERIFY(*t.posted <= *t.sent && *t.sent <= asked);
    QVERIFY(asked <= *t.headers && *t.headers <= *t.firstToken);
    QCOMPARE(t.chunks.size(), 2);
    for (size_t i = 0; i < 2; ++i) {
        QVERIFY(released[i] <= t.chunks[i].at);
        QVERIFY(t.chunks[i].at <= rig.handedOver[i]);
    }
    QVERIFY(endReleased <= *t.closed && *t.closed <= rig.time.now());
}

void TestRelay::manyLanes_data()
{
    QTest::addColumn<int>("lanes");
    QTest::newRow("1") << 1;
    QTest::newRow("8") << 8;
    QTest::newRow("32") << 32;
}

void TestRelay::manyLanes()
{
    QFETCH(int, lanes);
    ScriptedServer server;
    server.setHandler([](const ScriptedServer::Request &request) {
        Script script;
        script.send(Script::streamHead());
        for (int i = 0; i < 20; ++i) {
            script.send(Script::event(Script::delta(QString::number(request.connection) + u','))); // a segment each
        }
        return script.wait(u"all"_s).send(ending());
    });
    std::vector<std::unique_ptr<LaneRig>> rigs;
    for (int i = 0; i < lanes; ++i) {
        rigs.push_back(std::make_unique<LaneRig>(m_relay.get()));
        rigs.back()->start(server.url());
    }
    for (const auto &rig : rigs) {
        QTRY_VERIFY_WITH_TIMEOUT(rig->text.count(u',') == 20, 20000);
    }
    server.release(u"all"_s);
    QSet<QString> said;
    for (const auto &rig : rigs) {
        QTRY_VERIFY_WITH_TIMEOUT(rig->outcome.has_value(), 20000);
        QCOMPARE(rig->sample().status, SampleStatus::Ok);
        const QString word = rig->sample().output.section(u',', 0, 0) + u',';
        QCOMPARE(rig->sample().output, word.repeated(20)); // nothing of another lane's
        said.insert(word);
        QVERIFY(!rig->sample().has(SampleFlag::EngineClock));
        const Timeline &t = rig->sample().timeline;
        QVERIFY(std::ranges::is_sorted(t.chunks, {}, &Chunk::at));
        QVERIFY(*t.posted <= *t.sent && *t.sent <= *t.headers && *t.headers <= *t.firstToken);
        QVERIFY(*t.lastToken <= *t.closed);
    }
    QCOMPARE(said.size(), lanes);
}

void TestRelay::severalRequestsOnAConnection()
{
    ScriptedServer server;
    LaneRig rig(m_relay.get());
    Nanos before{};
    for (int i = 0; i < 4; ++i) {
        server.enqueue(greeting());
        bool ready = false;
        rig.lane.prepare(callTo(server.url()), [&] { ready = true; });
        QTRY_VERIFY(ready);
        rig.outcome.reset();
        rig.start(server.url());
        QTRY_VERIFY(rig.outcome);
        const Sample &sample = rig.sample();
        QCOMPARE(sample.output, u"Hello"_s);
        QVERIFY(!sample.has(SampleFlag::EngineClock));
        QVERIFY(!sample.has(SampleFlag::NewConnection));
        QCOMPARE(sample.timeline.connectTook.has_value(), i == 0);
        QVERIFY(before < *sample.timeline.firstToken);
        before = *sample.timeline.closed;
    }
    QCOMPARE(server.connections(), 1);
}

void TestRelay::mergedEventsAreFlagged()
{
    ScriptedServer server;
    server.enqueue(Script().send(Script::streamHead() + Script::event(Script::delta(u"a"_s))
                                 + Script::event(Script::delta(u"b"_s)) + ending()));
    LaneRig rig(m_relay.get());
    rig.start(server.url());
    QTRY_VERIFY(rig.outcome);
    QVERIFY(rig.sample().has(SampleFlag::Coalesced));
    QVERIFY(!rig.sample().has(SampleFlag::EngineClock));
}

/// Qt takes a chunk's size with a sign; the relay does not guess what that means.
void TestRelay::framingLost()
{
    const QByteArray event = "data: " + Script::delta(u"Hi"_s) + "\n\n";
    ScriptedServer server;
    server.enqueue(Script().send(Script::streamHead() + '+' + QByteArray::number(event.size(), 16) + "\r\n" + event
                                 + "\r\n" + ending()));
    LaneRig rig(m_relay.get());
    rig.start(server.url());
    QTRY_VERIFY(rig.outcome);
    QCOMPARE(rig.sample().output, u"Hi"_s);
    QVERIFY(rig.sample().has(SampleFlag::EngineClock));
    QVERIFY(*rig.sample().timeline.sent <= *rig.sample().timeline.firstToken);
}

void TestRelay::refused()
{
    LaneRig rig(m_relay.get());
    rig.start(ScriptedServer::refusedUrl());
    QTRY_VERIFY(rig.outcome);
    QCOMPARE(rig.sample().error->code, ErrorCode::Refused);
    QVERIFY(rig.outcome->mayRetry);
    QVERIFY(!rig.outcome->wire);
}

void TestRelay::byName()
{
    ScriptedServer server;
    server.enqueue(greeting());
    QUrl url = server.url();
    url.setHost(u"localhost"_s);
    LaneRig rig(m_relay.get());
    rig.start(url);
    QTRY_VERIFY(rig.outcome);
    QCOMPARE(rig.sample().output, u"Hello"_s);
    QVERIFY(!rig.sample().has(SampleFlag::EngineClock));
}

void TestRelay::versionSix()
{
    QTcpServer server;
    if (!server.listen(QHostAddress::LocalHostIPv6)) {
        QSKIP("this machine has no loopback of version 6");
    }
    connect(&server, &QTcpServer::newConnection, &server, [&server] {
        QTcpSocket *socket = server.nextPendingConnection();
        connect(socket, &QTcpSocket::readyRead, socket, [socket] {
            if (socket->readAll().endsWith('}')) {
                socket->write(Script::streamHead() + Script::event(Script::delta(u"six"_s)) + ending());
            }
        });
    });
    LaneRig rig(m_relay.get());
    rig.start(QUrl(u"http://[::1]:%1"_s.arg(server.serverPort())));
    QTRY_VERIFY(rig.outcome);
    QCOMPARE(rig.sample().output, u"six"_s);
    QVERIFY(!rig.sample().has(SampleFlag::EngineClock));
}

void TestRelay::resetInMidStream()
{
    ScriptedServer server;
    server.enqueue(
        Script().send(Script::streamHead() + Script::event(Script::delta(u"Hal"_s))).wait(u"read"_s).reset());
    LaneRig rig(m_relay.get());
    rig.start(server.url());
    QTRY_COMPARE(rig.text, u"Hal"_s);
    server.release(u"read"_s);
    QTRY_VERIFY(rig.outcome);
    QCOMPARE(rig.sample().status, SampleStatus::Failed);
    QCOMPARE(rig.sample().error->code, ErrorCode::ConnectionLost);
    QCOMPARE(rig.sample().output, u"Hal"_s);
}

/// What a server still sends of an answer that was broken off belongs to no later one.
void TestRelay::cancelAndGoOn()
{
    ScriptedServer server;
    LaneRig rig(m_relay.get());
    for (int i = 0; i < 5; ++i) {
        server.enqueue(Script()
                           .send(Script::streamHead() + Script::event(Script::delta(u"old"_s)))
                           .wait(u"late%1"_s.arg(i))
                           .send(Script::event(Script::delta(u"late"_s)).repeated(100) + ending()));
        rig.outcome.reset();
        rig.text.clear();
        rig.start(server.url());
        QTRY_COMPARE(rig.text, u"old"_s);
        rig.job->cancel();
        server.release(u"late%1"_s.arg(i));
        QTRY_VERIFY(rig.outcome);
        QCOMPARE(rig.sample().status, SampleStatus::Cancelled);
        server.enqueue(greeting());
        rig.outcome.reset();
        rig.start(server.url());
        QTRY_VERIFY(rig.outcome);
        QCOMPARE(rig.sample().output, u"Hello"_s);
        QVERIFY(!rig.sample().has(SampleFlag::EngineClock));
    }
    QTRY_COMPARE(server.openConnections(), 1);
}

void TestRelay::encryptedIsPassedOn()
{
    QTcpServer server;
    QVERIFY(server.listen(QHostAddress::LocalHost));
    connect(&server, &QTcpServer::newConnection, &server, [&server] {
        QTcpSocket *socket = server.nextPendingConnection();
        connect(socket, &QTcpSocket::readyRead, socket, [socket] { socket->write(socket->readAll()); });
    });
    const QByteArray lane = m_relay->newLane();
    const std::shared_ptr<Exchange> exchange = m_relay->expect(lane);
    QTcpSocket client;
    client.setProxy(m_relay->proxyFor(lane));
    client.connectToHost(QHostAddress(QHostAddress::LocalHost), server.serverPort());
    const QByteArray hello = QByteArray("\x16\x03\x01\x00\xFF\r\n", 7).repeated(30000);
    client.write(hello);
    QByteArray echo;
    connect(&client, &QTcpSocket::readyRead, &client, [&] { echo += client.readAll(); });
    QTRY_COMPARE_WITH_TIMEOUT(echo.size(), hello.size(), 20000);
    QVERIFY(echo == hello);
    QVERIFY(!exchange->sentAt());
    QVERIFY(!exchange->byteAt(1));
}

/// What nobody reads does not pile up in the relay: it stays with the server.
void TestRelay::slowReaderHoldsTheServer()
{
    QTcpServer server;
    QVERIFY(server.listen(QHostAddress::LocalHost));
    const QByteArray lane = m_relay->newLane();
    QTcpSocket client; // talks to the relay itself: Qt's proxy engine has buffers without bounds
    client.setProxy(QNetworkProxy::NoProxy);
    client.setReadBufferSize(1000);
    client.connectToHost(QHostAddress(QHostAddress::LocalHost), m_relay->proxyFor(lane).port());
    const quint16 port = server.serverPort();
    client.write(login(lane, m_relay->proxyFor(lane).password().toLatin1())
                 + QByteArray("\x05\x01\x00\x01\x7F\x00\x00\x01", 8) + static_cast<char>(port >> 8)
                 + static_cast<char>(port & 0xFF));
    QTRY_VERIFY(server.hasPendingConnections());
    QTcpSocket *serving = server.nextPendingConnection();
    const qsizetype size = 64 * 1024 * 1024; // what the buffers of the system take is less than half of it
    serving->write(QByteArray(size, 'x'));
    qint64 last = -1;
    QTRY_VERIFY2_WITH_TIMEOUT(
        [&] {
            const bool still = serving->bytesToWrite() == last;
            last = serving->bytesToWrite();
            return still && last < size;
        }(),
        "the server goes on writing", 20000);
    QVERIFY(serving->bytesToWrite() > size / 2);
    client.setReadBufferSize(0);
    qsizetype got = 0;
    connect(&client, &QTcpSocket::readyRead, &client, [&] { got += client.readAll().size(); });
    got += client.readAll().size();
    constexpr qsizetype opening = 2 + 2 + 10; // what the relay says before
    QTRY_COMPARE_WITH_TIMEOUT(got, size + opening, 30000);
}

void TestRelay::strangersAreRefused()
{
    const QByteArray lane = m_relay->newLane();
    const QNetworkProxy proxy = m_relay->proxyFor(lane);
    const QByteArray dropped = m_relay->newLane();
    m_relay->dropLane(dropped);
    const QByteArray password = proxy.password().toLatin1();
    QCOMPARE(password.size(), 64);
    for (const QByteArray &words :
         {QByteArray("GET http://127.0.0.1/ HTTP/1.1\r\n\r\n"), QByteArray("\x05\x01\x00", 3), login(lane, "guess"),
          login("stranger", password), login(dropped, password), login(lane, password.left(63))}) {
        QTcpSocket socket;
        socket.setProxy(QNetworkProxy::NoProxy);
        socket.connectToHost(QHostAddress(QHostAddress::LocalHost), proxy.port());
        socket.write(words);
        QTRY_COMPARE(socket.state(), QAbstractSocket::UnconnectedState);
    }
}

void TestRelay::wireIsKept()
{
    ScriptedServer server;
    server.enqueue(Script().send(Script::streamHead() + Script::chunk(": " + secret + "\n\n")
                                 + Script::event(Script::delta(u"Hello"_s)) + ending()));
    LaneRig rig(m_relay.get());
    rig.start(server.url());
    QTRY_VERIFY(rig.outcome);
    QVERIFY(rig.outcome->wire);
    const WireExchange &wire = *rig.outcome->wire;
    QVERIFY(wire.request.startsWith("POST /v1/chat/completions HTTP/1.1\r\n"));
    QVERIFY(wire.request.endsWith(callTo(server.url()).body));
    QVERIFY(wire.reply.startsWith("HTTP/1.1 200 OK\r\n"));
    QVERIFY(!wire.request.contains(secret) && !wire.reply.contains(secret));
    QVERIFY(wire.request.contains("Authorization: Bearer **************\r\n"));
    qint64 sent = 0;
    qint64 received = 0;
    for (const WirePiece &piece : wire.pieces) {
        (piece.direction == WirePiece::Direction::Sent ? sent : received) += piece.bytes;
    }
    QCOMPARE(sent, wire.request.size());
    QCOMPARE(received, wire.reply.size());
    QVERIFY(wire.pieces.back().byKernel);
}

void TestRelay::endsWithLinksUnderWay()
{
    QTcpServer server;
    QVERIFY(server.listen(QHostAddress::LocalHost));
    Result<std::unique_ptr<Relay>> started = Relay::start(true);
    QVERIFY(started);
    std::unique_ptr<Relay> relay = std::move(started).value();
    QTcpSocket client;
    client.setProxy(relay->proxyFor(relay->newLane()));
    client.connectToHost(QHostAddress(QHostAddress::LocalHost), server.serverPort());
    QTRY_COMPARE(client.state(), QAbstractSocket::ConnectedState);
    relay.reset();
    QTRY_COMPARE(client.state(), QAbstractSocket::UnconnectedState);
}

QTEST_GUILESS_MAIN(TestRelay)
#include "tst_relay.moc"
