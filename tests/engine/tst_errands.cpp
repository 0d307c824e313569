// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/servers/llamacpp.h"
#include "tests/engine/trip.h"
#include "tests/support/recordings.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

using namespace assay;
using namespace std::chrono_literals;
using namespace Qt::Literals::StringLiterals;

namespace {

/// Of a real server's reply.
QByteArray bodyOf(const QString &recording)
{
    const std::optional<Recording> found = readRecording(recording);
    return found ? found->body : QByteArray("no such recording");
}

Script models(const QByteArray &status)
{
    return Script::json(R"({"data":[{"id":"tiny","owned_by":"llamacpp","status":)" + status + "}]}");
}

} // namespace

class TestErrands : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void linesOfALongReply();
    void progressIsToldInTime();
    void aLongReplyThatFallsSilent();
    void cancelledInMidRequest();
    void cancelledWhileResting();
    void programs();
    void programIsMissing();
    void programIsCancelled();
    void itsChildrenGoWithIt_data();
    void itsChildrenGoWithIt();
    void llamaSingle();
    void llamaRouter();
    void llamaLoads();
    void llamaFailsToLoad();
    void llamaIsLoadedAlready();
    void llamaDownloads();
};

void TestErrands::linesOfALongReply()
{
    Trip trip([](const ScriptedServer::Request &) {
        Script script;
        return script.send("HTTP/1.1 200 OK\r\nContent-Type: application/x-ndjson\r\nContent-Length: 14\r\n\r\n10\n3")
            .wait(u"more"_s)
            .send("0\n\n70\nlast");
    });
    Ask ask;
    ask.call = requestTo(trip.endpoint, "GET", trip.server.url());
    ask.then = [](const Result<HttpReply> &reply) { return endWith(TaskDone{QString::fromUtf8(reply->body), {}}); };
    ask.eachLine = [](const QByteArray &line) {
        TaskProgress progress;
        progress.doneBytes = line.toInt();
        progress.totalBytes = 100;
        return std::optional(progress);
    };
    trip.go(ask);
    QTRY_COMPARE(trip.progress.size(), 1U);
    QCOMPARE(trip.progress[0].fraction, 0.1);
    QVERIFY(!trip.progress[0].bytesPerSecond);
    trip.time.advance(2s);
    trip.server.release(u"more"_s);
    QTRY_VERIFY(trip.result.has_value());
    QVERIFY(bool(*trip.result));
    QCOMPARE(trip.progress.size(), 3U);
    QCOMPARE(trip.progress[1].doneBytes, 30);
    QCOMPARE(trip.progress[1].bytesPerSecond, 10.0); // 20 in 2 s
    QCOMPARE(trip.progress[1].timeLeft, std::optional<Nanos>(7s));
    QVERIFY(std::get<TaskDone>(**trip.result).serverId.endsWith("last"_L1));
}

/// Many lines at once: the first, what is new in words, the newest after 33 ms, and the last.
void TestErrands::progressIsToldInTime()
{
    Trip trip([](const ScriptedServer::Request &) {
        Script script;
        return script.send("HTTP/1.1 200 OK\r\nContent-Length: 28\r\n\r\na 1\na 2\na 3\nb 4\nb 5\nb 6\n")
            .wait(u"more"_s)
            .send("b 7\n");
    });
    Ask ask;
    ask.call = requestTo(trip.endpoint, "GET", trip.server.url());
    ask.then = [](const Result<HttpReply> &) { return endWith(TaskDone{}); };
    ask.eachLine = [](const QByteArray &line) {
        TaskProgress progress;
        progress.words = QString::fromUtf8(line.left(1));
        progress.doneBytes = line.mid(2).toInt();
        return std::optional(progress);
    };
    trip.go(ask);
    const auto told = [&trip] {
        QStringList list;
        for (const TaskProgress &each : trip.progress)
            list << each.words + QString::number(each.doneBytes.value_or(-1));
        return list.join(u' ');
    };
    QTRY_COMPARE(told(), u"a1 b4"_s);
    QTest::qWait(20); // the rest has been read by now, and time stands still
    QCOMPARE(told(), u"a1 b4"_s);
    trip.time.advance(ErrandRunner::betweenReports);
    QTRY_COMPARE(told(), u"a1 b4 b6"_s);
    trip.server.release(u"more"_s);
    QTRY_VERIFY(trip.result.has_value());
    QCOMPARE(told(), u"a1 b4 b6 b7"_s); // before the end
}

void TestErrands::aLongReplyThatFallsSilent()
{
    Trip trip([](const ScriptedServer::Request &) {
        return Script().send("HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\n10\n").hold();
    });
    Ask ask;
    ask.call = requestTo(trip.endpoint, "GET", trip.server.url());
    ask.then = [](const Result<HttpReply> &reply) { return reply ? endWith(TaskDone{}) : endWith(reply.error()); };
    ask.eachLine = [](const QByteArray &) { return std::optional(TaskProgress{1, 2, {}, {}, {}, {}}); };
    ask.patience = 5s;
    trip.go(ask);
    QTRY_COMPARE(trip.progress.size(), 1U);
    trip.time.advance(4s);
    QTest::qWait(0);
    QVERIFY(!trip.result);
    trip.time.advance(1s);
    QTRY_VERIFY(trip.result.has_value());
    QCOMPARE(trip.result->error().code, ErrorCode::IdleTimeout);
}

void TestErrands::cancelledInMidRequest()
{
    Trip trip([](const ScriptedServer::Request &) { return Script().hold(); });
    trip.go(adapterFor(ServerKind::LlamaCpp).list(trip.endpoint));
    QTRY_COMPARE(trip.server.requests().size(), 1U);
    trip.runner->cancel();
    QTRY_VERIFY(trip.result.has_value());
    QCOMPARE(trip.result->error().code, ErrorCode::Cancelled);
    QTRY_COMPARE(trip.server.openConnections(), 0);
}

void TestErrands::cancelledWhileResting()
{
    Trip trip;
    trip.go(Rest{1h, [] { return endWith(TaskDone{}); }});
    QTest::qWait(0);
    trip.runner->cancel();
    QTRY_VERIFY(trip.result.has_value());
    QCOMPARE(trip.result->error().code, ErrorCode::Cancelled);
}

void TestErrands::programs()
{
    QTemporaryDir folder;
    QFile script(folder.filePath(u"serve"_s));
    QVERIFY(script.open(QIODevice::WriteOnly));
    script.write("#!/bin/sh\nprintf '\\033[32m10 %%\\033[0m\\r20 %%\\n'; echo \"$1|$2\"; echo oops >&2; exit 3\n");
    script.close();
    script.setPermissions(QFile::ReadOwner | QFile::ExeOwner);
    Trip trip;
    trip.paths = {folder.path()};
    QStringList lines;
    Launch launch;
    launch.program = u"serve"_s;
    launch.arguments = {u"a b"_s, u"$HOME;x"_s};
    std::optional<ProgramEnd> how;
    launch.then = [&how](const Result<ProgramEnd> &end) {
        how = *end;
        return endWith(TaskDone{});
    };
    launch.eachLine = [&lines](const QByteArray &line) {
        lines << QString::fromUtf8(line);
        return std::optional<TaskProgress>();
    };
    trip.go(launch);
    QTRY_VERIFY(trip.result.has_value());
    QCOMPARE(lines, (QStringList{u"10 %"_s, u"20 %"_s, u"a b|$HOME;x"_s}));
    QCOMPARE(how->exitCode, 3);
    QCOMPARE(how->err, QByteArray("oops\n"));
}

void TestErrands::programIsMissing()
{
    Trip trip;
    trip.go(
        Launch{u"no-such-program-anywhere"_s, {}, [](const Result<ProgramEnd> &end) { return endWith(end.error()); }});
    QTRY_VERIFY(trip.result.has_value());
    QCOMPARE(trip.result->error().code, ErrorCode::NotFound);
    QVERIFY(trip.result->error().message.contains(u"no-such-program-anywhere"_s));
}

void TestErrands::programIsCancelled()
{
    Trip trip;
    trip.go(Launch{u"sleep"_s, {u"1000"_s}, [](const Result<ProgramEnd> &) { return endWith(TaskDone{}); }});
    QTest::qWait(0);
    trip.runner->cancel();
    QTRY_VERIFY(trip.result.has_value());
    QCOMPARE(trip.result->error().code, ErrorCode::Cancelled);
}

void TestErrands::itsChildrenGoWithIt_data()
{
    QTest::addColumn<bool>("cancelled");
    QTest::newRow("cancelled") << true;
    QTest::newRow("deleted") << false; // with all of it, while it runs
}

void TestErrands::itsChildrenGoWithIt()
{
    QFETCH(bool, cancelled);
    Trip trip;
    qint64 child = 0;
    Launch launch;
    launch.program = u"sh"_s;
    launch.arguments = {u"-c"_s, u"sleep 1000 & echo $!; wait"_s};
    launch.then = [](const Result<ProgramEnd> &) { return endWith(TaskDone{}); };
    launch.eachLine = [&child](const QByteArray &line) {
        child = line.toLongLong();
        return std::optional<TaskProgress>();
    };
    trip.go(launch);
    QTRY_VERIFY(child > 0);
    QCOMPARE(::kill(static_cast<pid_t>(child), 0), 0);
    if (cancelled) {
        trip.runner->cancel();
        QTRY_VERIFY(trip.result.has_value());
    } else {
        delete trip.runner;
    }
    QTRY_VERIFY(::kill(static_cast<pid_t>(child), 0) != 0);
}

void TestErrands::llamaSingle()
{
    Trip trip([](const ScriptedServer::Request &request) {
        return request.target() == "/props" ? Script::json(bodyOf(u"plain-props"_s))
                                            : Script::json(bodyOf(u"plain-models"_s));
    });
    trip.go(adapterFor(ServerKind::LlamaCpp).list(trip.endpoint));
    QTRY_VERIFY(trip.result.has_value());
    QVERIFY(bool(*trip.result));
    QCOMPARE(trip.listing().endpoint.kind, ServerKind::LlamaCpp);
    QCOMPARE(trip.listing().version, u"b11669-Debian"_s);
    QCOMPARE(trip.listing().models.size(), 1U);
    QCOMPARE(trip.listing().states.first().presence, ModelPresence::Loaded);
    QCOMPARE(trip.listing().abilities, Abilities());
    QCOMPARE(trip.asked(), (QList<QByteArray>{"GET /props", "GET /v1/models"}));
}

void TestErrands::llamaRouter()
{
    Trip trip([](const ScriptedServer::Request &request) {
        return request.target() == "/props" ? Script::json(bodyOf(u"router-props"_s))
                                            : Script::json(bodyOf(u"router-models-two"_s));
    });
    trip.go(adapterFor(ServerKind::LlamaCpp).list(trip.endpoint));
    QTRY_VERIFY(trip.result.has_value());
    QVERIFY(bool(*trip.result));
    QCOMPARE(trip.asked(), (QList<QByteArray>{"GET /props", "GET /models"}));
    QVERIFY(trip.listing().abilities.testFlag(Ability::Load));
    QVERIFY(!trip.listing().abilities.testFlag(Ability::Remove)); // can_remove is false everywhere
    QCOMPARE(trip.listing().states.value(u"fixed"_s).presence, ModelPresence::Loaded);
    QCOMPARE(trip.listing().states.value(u"small"_s).presence, ModelPresence::OnDisk);
}

void TestErrands::llamaLoads()
{
    int polls = 0;
    Trip trip([&polls](const ScriptedServer::Request &request) {
        if (request.target() == "/models/load")
            return Script::json(R"({"success":true})");
        return models(++polls < 3 ? R"({"value":"loading"})" : R"({"value":"loaded"})");
    });
    trip.go(adapterFor(ServerKind::LlamaCpp).perform(trip.order(ServerTask::Load, u"tiny"_s)));
    QTRY_COMPARE(polls, 1);
    while (!trip.result) { // the polls themselves are real requests
        QTest::qWait(1);
        trip.time.advance(50ms);
    }
    QVERIFY(bool(*trip.result));
    QCOMPARE(polls, 3);
    QCOMPARE(trip.server.requests().at(0).body, QByteArray(R"({"model":"tiny"})"));
}

void TestErrands::llamaFailsToLoad()
{
    Trip trip([](const ScriptedServer::Request &request) {
        return request.target() == "/models/load" ? Script::json(R"({"success":true})")
                                                  : Script::json(bodyOf(u"rchild-models-after-broken"_s));
    });
    trip.go(adapterFor(ServerKind::LlamaCpp).perform(trip.order(ServerTask::Load, u"broken"_s)));
    QTRY_VERIFY(trip.result.has_value());
    QVERIFY(!*trip.result);
    QCOMPARE(trip.result->error().code, ErrorCode::ServerError);
    QVERIFY(trip.result->error().message.contains(u"broken"_s));
    QVERIFY(trip.result->error().detail.contains(u"code 1"_s));
}

void TestErrands::llamaIsLoadedAlready()
{
    Trip trip([](const ScriptedServer::Request &request) {
        return request.target() == "/models" ? models(R"({"value":"loaded"})")
                                             : Script::json(bodyOf(u"router-load-again"_s), 400);
    });
    trip.go(adapterFor(ServerKind::LlamaCpp).perform(trip.order(ServerTask::Load, u"tiny"_s)));
    QTRY_VERIFY(trip.result.has_value());
    QVERIFY(bool(*trip.result));
}

void TestErrands::llamaDownloads()
{
    int polls = 0;
    Trip trip([&polls](const ScriptedServer::Request &request) {
        if (request.head.startsWith("POST"))
            return Script::json(R"({"success":true})");
        return models(
            ++polls == 1
                ? R"({"value":"downloading","progress":{"a":{"done":10,"total":40},"b":{"done":0,"total":60}}})"
                : R"({"value":"unloaded"})");
    });
    trip.go(adapterFor(ServerKind::LlamaCpp).perform(trip.order(ServerTask::Download, u"tiny"_s)));
    QTRY_COMPARE(trip.progress.size(), 1U);
    QCOMPARE(trip.progress[0].doneBytes, 10);
    QCOMPARE(trip.progress[0].totalBytes, 100);
    trip.time.advance(500ms);
    QTRY_VERIFY(trip.result.has_value());
    QVERIFY(bool(*trip.result));
    QCOMPARE(trip.server.requests().at(0).target(), QByteArray("/models"));
}

QTEST_GUILESS_MAIN(TestErrands)
#include "tst_errands.moc"
