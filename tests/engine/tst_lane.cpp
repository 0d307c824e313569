// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/run/lane.h"

#include "tests/support/manualtime.h"
#include "tests/support/scriptedserver.h"

#include <QSignalSpy>
#include <QTest>

using namespace assay;
using namespace std::chrono_literals;
using namespace Qt::Literals::StringLiterals;

namespace {

const QByteArray secret = "sk-very-secret";

Result<QByteArray> keyring(const KeyReference &key)
{
    if (key.name == u"GOOD"_s) {
        return secret;
    }
    return Error{ErrorCode::KeyMissing, u"no such key"_s, {}};
}

HttpCall callTo(const QUrl &url, const QString &key = {})
{
    ChatInput input;
    input.endpoint.url = url;
    if (!key.isEmpty()) {
        input.endpoint.key = KeyReference{KeyReference::Place::Environment, key};
    }
    input.model.serverId = u"m"_s;
    input.text = u"hi"_s;
    return std::get<HttpCall>(adapterFor(ServerKind::OpenAi).chatCall(input));
}

std::unique_ptr<SampleRecorder> recorder(qint64 maxBytes = 1 << 28)
{
    return std::make_unique<SampleRecorder>(Sample{}, adapterFor(ServerKind::OpenAi).chunkReader({}), maxBytes);
}

Script greeting()
{
    return Script::stream({Script::delta(u"Hello"_s), Script::finish(), "[DONE]"});
}

/// One request on a lane of its own, with what it reported.
struct Try
{
    Try(ManualTime &time, const HttpCall &call, Nanos idle = 10s, qint64 maxBytes = 1 << 28)
        : lane(time, keyring, nullptr)
        , job(lane.start(call, recorder(maxBytes), idle))
        , pieces(job, &ChatJob::progressed)
        , ends(job, &ChatJob::finished)
    {
    }
    bool isEnded() const { return ends.size() == 1; }
    ChatOutcome outcome() const { return qvariant_cast<ChatOutcome>(ends.at(0).at(0)); }
    Sample sample() const { return outcome().sample; }

    Lane lane;
    ChatJob *job;
    QSignalSpy pieces;
    QSignalSpy ends;
};

} // namespace

class TestLane : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void answerAndStamps();
    void preparedConnectionIsUsed();
    void closedConnectionIsFreshened();
    void staleConnectionIsReplaced();
    void prepareEndsEvenWithoutAServer();
    void prepareGivesUpWaiting();
    void request();
    void keyMissing();
    void keyIsNeverRepeated();
    void refused();
    void retryAfter();
    void serverErrorIsNotRetried();
    void resetInMidStream();
    void closedInMidStream();
    void silence();
    void commentsKeepItAlive();
    void heldOpenAfterDone();
    void chattyAfterDone();
    void errorInTheStreamClosesTheConnection();
    void cancelInMidStream();
    void cancelBeforeTheHead();
    void cancelTwiceAndAfterTheEnd();
    void redirect();
    void endlessBody();
    void laneDiesWithARequestUnderWay();
    void laneDiesRightAfterAnAnswer();
};

void TestLane::answerAndStamps()
{
    ManualTime time;
    const Nanos start = time.now();
    ScriptedServer server;
    server.enqueue(Script()
                       .send(Script::streamHead())
                       .wait(u"first"_s)
                       .send(Script::event(Script::delta(u"Hel"_s)))
                       .wait(u"second"_s)
                       .send(Script::event(Script::delta(u"lo"_s)))
                       .wait(u"end"_s)
                       .send(Script::event(Script::finish()) + Script::event("[DONE]") + Script::lastChunk()));
    Try one(time, callTo(server.url()));
    QTRY_COMPARE(server.requests().size(), 1);
    time.advance(200ms);
    server.release(u"first"_s);
    QTRY_COMPARE(one.pieces.size(), 1);
    time.advance(50ms);
    server.release(u"second"_s);
    QTRY_COMPARE(one.pieces.size(), 2);
    time.advance(7ms);
    server.release(u"end"_s);
    QTRY_VERIFY(one.isEnded());
    QVERIFY(one.lane.isIdle());
    const Sample sample = one.sample();
    QCOMPARE(sample.status, SampleStatus::Ok);
    QCOMPARE(sample.output, u"Hello"_s);
    QCOMPARE(sample.timeline.posted, start);
    QCOMPARE(sample.timeline.firstToken, start + 200ms);
    QCOMPARE(sample.timeline.lastToken, start + 250ms);
    QCOMPARE(sample.timeline.closed, start + 257ms);
    QVERIFY(sample.timeline.sent && sample.timeline.headers);
    QVERIFY(sample.has(SampleFlag::NewConnection));
    QCOMPARE(qvariant_cast<LivePiece>(one.pieces[1][0]).answer, u"lo"_s);
}

void TestLane::preparedConnectionIsUsed()
{
    ManualTime time;
    ScriptedServer server;
    Lane lane(time, keyring, nullptr);
    for (int i = 0; i < 3; ++i) {
        bool ready = false;
        lane.prepare(callTo(server.url()), [&] { ready = true; });
        QVERIFY(!ready);
        QTRY_VERIFY(ready);
        QTRY_COMPARE(server.connections(), 1);
        QCOMPARE(server.requests().size(), i); // a connection, not a request
        server.enqueue(greeting());
        QSignalSpy ends(lane.start(callTo(server.url()), recorder(), 10s), &ChatJob::finished);
        QTRY_COMPARE(ends.size(), 1);
        const Sample sample = qvariant_cast<ChatOutcome>(ends[0][0]).sample;
        QCOMPARE(sample.output, u"Hello"_s);
        QVERIFY(!sample.has(SampleFlag::NewConnection));
        time.advance(1s);
    }
    QCOMPARE(server.connections(), 1);
}

void TestLane::closedConnectionIsFreshened()
{
    ManualTime time;
    ScriptedServer server;
    Lane lane(time, keyring, nullptr);
    int prepared = 0;
    for (int i = 1; i <= 6; ++i) {
        bool ready = false;
        lane.prepare(callTo(server.url()), [&] { ready = true; });
        QTRY_VERIFY(ready);
        server.enqueue(greeting().close());
        QSignalSpy ends(lane.start(callTo(server.url()), recorder(), 10s), &ChatJob::finished);
        QTRY_COMPARE(ends.size(), 1);
        QTRY_COMPARE(server.openConnections(), 0);
        const Sample sample = qvariant_cast<ChatOutcome>(ends[0][0]).sample;
        QCOMPARE(sample.output, u"Hello"_s);
        prepared += sample.has(SampleFlag::NewConnection) ? 0 : 1;
        QCOMPARE(server.connections(), i);
    }
    // A busy machine may notice only when it asks that the server has closed; then the sample says so.
    QVERIFY(prepared >= 2);
}

void TestLane::staleConnectionIsReplaced()
{
    ManualTime time;
    ScriptedServer server;
    Lane lane(time, keyring, nullptr);
    server.enqueue(greeting());
    QSignalSpy ends(lane.start(callTo(server.url()), recorder(), 10s), &ChatJob::finished);
    QTRY_COMPARE(ends.size(), 1);
    time.advance(4s); // longer than we trust an idle connection
    bool ready = false;
    lane.prepare(callTo(server.url()), [&] { ready = true; });
    QTRY_VERIFY(ready);
    QTRY_COMPARE(server.connections(), 2);
}

void TestLane::prepareEndsEvenWithoutAServer()
{
    ManualTime time;
    Lane lane(time, keyring, nullptr);
    bool ready = false;
    lane.prepare(callTo(ScriptedServer::refusedUrl()), [&] { ready = true; });
    QTRY_VERIFY(ready);
}

void TestLane::prepareGivesUpWaiting()
{
    ManualTime time;
    Lane lane(time, keyring, nullptr);
    bool ready = false;
    lane.prepare(callTo(QUrl(u"http://127.0.0.1:9"_s)), [&] { ready = true; });
    time.advance(2s); // before the event loop could tell us anything
    QVERIFY(ready);
    ready = false;
    QTest::qWait(0);
    QVERIFY(!ready); // once only
}

void TestLane::request()
{
    ManualTime time;
    ScriptedServer server;
    server.enqueue(greeting());
    Try one(time, callTo(server.url(), u"GOOD"_s));
    QTRY_VERIFY(one.isEnded());
    const ScriptedServer::Request request = server.requests().at(0);
    QCOMPARE(request.target(), QByteArray("/v1/chat/completions"));
    QCOMPARE(request.header("Authorization"), QByteArray("Bearer " + secret));
    QCOMPARE(request.header("Accept"), QByteArray("text/event-stream"));
    QCOMPARE(request.header("Accept-Encoding"), QByteArray("identity"));
    QCOMPARE(request.header("Content-Type"), QByteArray("application/json"));
    QVERIFY(request.header("User-Agent").startsWith("assay/"));
    QVERIFY(request.header("Cookie").isEmpty());
    QCOMPARE(request.body, callTo(server.url()).body);
}

void TestLane::keyMissing()
{
    ManualTime time;
    ScriptedServer server;
    Try one(time, callTo(server.url(), u"NONE"_s));
    QVERIFY(!one.isEnded());
    QTRY_VERIFY(one.isEnded());
    QCOMPARE(one.sample().error->code, ErrorCode::KeyMissing);
    QVERIFY(!one.outcome().mayRetry);
    QCOMPARE(server.connections(), 0);
}

void TestLane::keyIsNeverRepeated()
{
    ManualTime time;
    ScriptedServer server;
    server.enqueue(Script::json(R"({"error":{"message":"Incorrect API key provided: )" + secret + "\"}}", 401));
    Try one(time, callTo(server.url(), u"GOOD"_s));
    QTRY_VERIFY(one.isEnded());
    const Sample sample = one.sample();
    QCOMPARE(sample.error->code, ErrorCode::Unauthorized);
    const QString all = sample.error->message + sample.error->detail + QString::fromUtf8(sample.request);
    QVERIFY2(!all.contains(QString::fromUtf8(secret)), qPrintable(all));
    QVERIFY(all.contains(u"***"_s));
}

void TestLane::refused()
{
    ManualTime time;
    const QUrl url = ScriptedServer::refusedUrl();
    Try one(time, callTo(url));
    QTRY_VERIFY(one.isEnded());
    QCOMPARE(one.sample().status, SampleStatus::Failed);
    QCOMPARE(one.sample().error->code, ErrorCode::Refused);
    QVERIFY(one.sample().error->message.contains(u"127.0.0.1:%1"_s.arg(url.port())));
    QVERIFY(one.outcome().mayRetry);
    QVERIFY(!one.outcome().retryAfter);
}

void TestLane::retryAfter()
{
    ManualTime time;
    ScriptedServer server;
    server.enqueue(Script::reply(429, "application/json", R"({"error":"slow down"})", "Retry-After: 3\r\n"));
    Try one(time, callTo(server.url()));
    QTRY_VERIFY(one.isEnded());
    QCOMPARE(one.sample().error->code, ErrorCode::RateLimited);
    QVERIFY(one.outcome().mayRetry);
    QCOMPARE(one.outcome().retryAfter, Nanos(3s));
}

void TestLane::serverErrorIsNotRetried()
{
    ManualTime time;
    ScriptedServer server;
    server.enqueue(Script::reply(500, "text/plain", "model crashed"));
    Try one(time, callTo(server.url()));
    QTRY_VERIFY(one.isEnded());
    QCOMPARE(one.sample().error->code, ErrorCode::ServerError);
    QCOMPARE(one.sample().error->detail, u"model crashed"_s);
    QVERIFY(!one.outcome().mayRetry);
}

void TestLane::resetInMidStream()
{
    ManualTime time;
    ScriptedServer server;
    server.enqueue(
        Script().send(Script::streamHead() + Script::event(Script::delta(u"Hal"_s))).wait(u"read"_s).reset());
    Try one(time, callTo(server.url()));
    QTRY_COMPARE(one.pieces.size(), 1);
    server.release(u"read"_s);
    QTRY_VERIFY(one.isEnded());
    QCOMPARE(one.sample().status, SampleStatus::Failed);
    QCOMPARE(one.sample().error->code, ErrorCode::ConnectionLost);
    QCOMPARE(one.sample().output, u"Hal"_s);
    QVERIFY(!one.outcome().mayRetry);
}

void TestLane::closedInMidStream()
{
    ManualTime time;
    ScriptedServer server;
    server.enqueue(Script().send(Script::streamHead() + Script::event(Script::delta(u"Hal"_s))).close());
    Try one(time, callTo(server.url()));
    QTRY_VERIFY(one.isEnded());
    QCOMPARE(one.sample().status, SampleStatus::Failed);
    const ErrorCode code = one.sample().error->code;
    QVERIFY2(code == ErrorCode::ConnectionLost || code == ErrorCode::Incomplete, qPrintable(errorKey(code)));
    QCOMPARE(one.sample().output, u"Hal"_s);
}

void TestLane::silence()
{
    ManualTime time;
    ScriptedServer server;
    server.enqueue(Script().send(Script::streamHead() + Script::event(Script::delta(u"Hal"_s))).hold());
    Try one(time, callTo(server.url()), 10s);
    QTRY_COMPARE(one.pieces.size(), 1);
    time.advance(9999ms);
    QTest::qWait(0);
    QVERIFY(!one.isEnded());
    time.advance(1ms);
    QTRY_VERIFY(one.isEnded());
    QCOMPARE(one.sample().status, SampleStatus::TimedOut);
    QCOMPARE(one.sample().error->code, ErrorCode::IdleTimeout);
    QVERIFY(one.sample().error->message.contains(u"10"_s));
    QCOMPARE(one.sample().output, u"Hal"_s);
    QTRY_COMPARE(server.openConnections(), 0);
}

void TestLane::commentsKeepItAlive()
{
    ManualTime time;
    ScriptedServer server;
    server.enqueue(Script()
                       .wait(u"head"_s)
                       .send(Script::streamHead())
                       .wait(u"comment"_s)
                       .send(Script::chunk(": ping\n\n"))
                       .wait(u"half a comment"_s)
                       .send(Script::chunk(":"))
                       .wait(u"end"_s)
                       .send(Script::chunk("\n\n") + Script::event(Script::finish()) + Script::lastChunk()));
    Try one(time, callTo(server.url()), 10s);
    for (const QString &gate : {u"head"_s, u"comment"_s, u"half a comment"_s}) {
        time.advance(9s);
        QCOMPARE(time.untilNext(), std::optional<Nanos>(1s));
        server.release(gate);
        QTRY_COMPARE(time.untilNext(), std::optional<Nanos>(10s)); // the bytes have come: the clock starts anew
    }
    server.release(u"end"_s);
    QTRY_VERIFY(one.isEnded());
    QCOMPARE(one.sample().status, SampleStatus::Ok);
}

void TestLane::heldOpenAfterDone()
{
    ManualTime time;
    const Nanos start = time.now();
    ScriptedServer server;
    server.enqueue(Script()
                       .send(Script::streamHead() + Script::event(Script::delta(u"Hello"_s)) + Script::event("[DONE]"))
                       .hold());
    Try one(time, callTo(server.url()), 60s);
    QTRY_COMPARE(one.pieces.size(), 1);
    QTRY_COMPARE(time.untilNext(), std::optional<Nanos>(200ms));
    time.advance(200ms);
    QTRY_VERIFY(one.isEnded());
    QCOMPARE(one.sample().status, SampleStatus::Ok);
    QCOMPARE(one.sample().timeline.closed, start); // our waiting is not the server's
    QTRY_COMPARE(server.openConnections(), 0);
}

/// Bytes after [DONE] do not make the wait for the end longer.
void TestLane::chattyAfterDone()
{
    ManualTime time;
    ScriptedServer server;
    server.enqueue(Script()
                       .send(Script::streamHead() + Script::event(Script::delta(u"Hello"_s)) + Script::event("[DONE]"))
                       .wait(u"more"_s)
                       .send(Script::chunk(": still here\n\n"))
                       .hold());
    Try one(time, callTo(server.url()), 60s);
    QTRY_COMPARE(one.pieces.size(), 1);
    QTRY_COMPARE(time.untilNext(), std::optional<Nanos>(200ms));
    time.advance(150ms);
    server.release(u"more"_s);
    for (int i = 0; i < 50; ++i)
        QCoreApplication::processEvents(QEventLoop::AllEvents, 1); // what must not restart the wait arrives
    QCOMPARE(time.untilNext(), std::optional<Nanos>(50ms));
    time.advance(50ms);
    QTRY_VERIFY(one.isEnded());
    QCOMPARE(one.sample().status, SampleStatus::Ok);
    QTRY_COMPARE(server.openConnections(), 0);
}

void TestLane::errorInTheStreamClosesTheConnection()
{
    ManualTime time;
    ScriptedServer server;
    server.enqueue(Script()
                       .send(Script::streamHead() + Script::event(Script::delta(u"Hal"_s))
                             + Script::event(R"({"error":{"message":"no memory"}})"))
                       .hold());
    Try one(time, callTo(server.url()));
    QTRY_VERIFY(one.isEnded());
    QCOMPARE(one.sample().error->code, ErrorCode::ServerError);
    QCOMPARE(one.sample().output, u"Hal"_s);
    QTRY_COMPARE(server.openConnections(), 0);
}

void TestLane::cancelInMidStream()
{
    ManualTime time;
    ScriptedServer server;
    server.enqueue(Script().send(Script::streamHead() + Script::event(Script::delta(u"Hal"_s))).hold());
    Try one(time, callTo(server.url()));
    QTRY_COMPARE(one.pieces.size(), 1);
    one.job->cancel();
    QCOMPARE(one.ends.size(), 0);
    QTRY_VERIFY(one.isEnded());
    QCOMPARE(one.sample().status, SampleStatus::Cancelled);
    QVERIFY(!one.sample().error);
    QCOMPARE(one.sample().output, u"Hal"_s);
    QVERIFY(one.lane.isIdle());
    QTRY_COMPARE(server.openConnections(), 0);
    QCOMPARE(time.pending(), 0);
}

void TestLane::cancelBeforeTheHead()
{
    ManualTime time;
    ScriptedServer server;
    server.enqueue(Script().hold());
    Try one(time, callTo(server.url()));
    QTRY_COMPARE(server.requests().size(), 1);
    one.job->cancel();
    QTRY_VERIFY(one.isEnded());
    QCOMPARE(one.sample().status, SampleStatus::Cancelled);
    QVERIFY(!one.sample().timeline.headers);
}

void TestLane::cancelTwiceAndAfterTheEnd()
{
    ManualTime time;
    ScriptedServer server;
    server.enqueue(greeting());
    Try one(time, callTo(server.url()));
    one.job->cancel();
    one.job->cancel();
    QTRY_VERIFY(one.isEnded());
    QTest::qWait(0);
    QCOMPARE(one.ends.size(), 1);
    QCOMPARE(one.sample().status, SampleStatus::Cancelled);

    // The lane goes on being useful.
    server.enqueue(greeting());
    QSignalSpy ends(one.lane.start(callTo(server.url()), recorder(), 10s), &ChatJob::finished);
    QTRY_COMPARE(ends.size(), 1);
    QCOMPARE(qvariant_cast<ChatOutcome>(ends[0][0]).sample.status, SampleStatus::Ok);
}

void TestLane::redirect()
{
    ManualTime time;
    ScriptedServer server;
    server.enqueue(Script::reply(307, "text/html", "moved", "Location: /elsewhere\r\n"));
    Try one(time, callTo(server.url()));
    QTRY_VERIFY(one.isEnded());
    QCOMPARE(one.sample().error->code, ErrorCode::Protocol);
    QVERIFY(one.sample().error->message.contains(u"307"_s));
    QCOMPARE(server.requests().size(), 1);
}

void TestLane::endlessBody()
{
    ManualTime time;
    ScriptedServer server;
    server.enqueue(Script().send(Script::streamHead() + Script::chunk(QByteArray(": x\n").repeated(5000))).hold());
    Try one(time, callTo(server.url()), 10s, 10000);
    QTRY_VERIFY(one.isEnded());
    QCOMPARE(one.sample().error->code, ErrorCode::TooLarge);
    QTRY_COMPARE(server.openConnections(), 0);
}

void TestLane::laneDiesWithARequestUnderWay()
{
    ManualTime time;
    ScriptedServer server;
    server.enqueue(Script().send(Script::streamHead() + Script::event(Script::delta(u"Hal"_s))).hold());
    {
        Try one(time, callTo(server.url()));
        QTRY_COMPARE(one.pieces.size(), 1);
    }
    QTRY_COMPARE(server.openConnections(), 0);
    QCOMPARE(time.pending(), 0);
}

/// The job that has ended waits for its deletion and still knows its reply.
void TestLane::laneDiesRightAfterAnAnswer()
{
    ManualTime time;
    ScriptedServer server;
    server.enqueue(greeting());
    {
        Try one(time, callTo(server.url()));
        const QPointer<ChatJob> job = one.job;
        QVERIFY(one.ends.wait());
        QVERIFY(job);
    }
    QTRY_COMPARE(server.openConnections(), 0);
}

QTEST_GUILESS_MAIN(TestLane)
#include "tst_lane.moc"
