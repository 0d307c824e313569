// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/net/relay/relay.h"
#include "app/engine/run/prober.h"
#include "tests/engine/runrig.h"

#include <QTest>

#include <nlohmann/json.hpp>

using namespace Qt::Literals::StringLiterals;
using namespace assay;
using namespace std::chrono_literals;

namespace {

struct Rig
{
    ManualTime time;
    ScriptedServer server;
    Prober prober{time, resolveKeyFromEnvironment};
    std::vector<ProbeResult> results;
    int ended = 0;

    Rig()
    {
        QObject::connect(&prober, &Prober::probed, &prober, [this](const ProbeResult &r) { results.push_back(r); });
        QObject::connect(&prober, &Prober::finished, &prober, [this] { ++ended; });
    }
    PlannedModel model(const QString &alias) const { return RunRig::model(alias, server.url()); }
};

Script begun()
{
    return RunRig::beginning(u"O"_s).wait(u"go"_s).send(RunRig::ending());
}

Script beginningEach(const ScriptedServer::Request &request)
{
    return request.head.startsWith("POST ") ? begun() : Script::json("{}", 404);
}

/// "p" for passed, "f" for failed, "-" for not known, "n" for not applicable, in the order of the checks.
QString letters(const ProbeResult &result)
{
    QString text;
    for (const CheckResult &check : result.checks)
        text += check.state == CheckState::Passed ? u'p'
            : check.state == CheckState::Failed   ? u'f'
            : check.state == CheckState::NotKnown ? u'-'
                                                  : u'n';
    return text;
}

} // namespace

class TestProber : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void asksForOneToken();
    void saysWhoIsReadyAndWhoIsNot();
    void reasoningAloneIsReady();
    void measuresTheFirstToken();
    void oneAfterAnother();
    void givesUpOnSilence();
    void cancelStops();
    void aSecondProbeReplacesTheFirst();
    void nothingToProbe();
    void checklist_data();
    void checklist();
    void programs();
    void whatAFailedCheckSays();
    void byTheRelay();
};

void TestProber::asksForOneToken()
{
    Rig rig;
    rig.server.enqueue(RunRig::okScript(u"OK"_s));
    PlannedModel model = rig.model(u"a"_s);
    model.model.parameters.maxTokens = 400;
    rig.prober.probe({model});
    QTRY_COMPARE(rig.ended, 1);
    const auto posts = RunRig::posts(rig.server);
    QCOMPARE(posts.size(), size_t(1));
    const auto body = nlohmann::json::parse(posts[0].body.toStdString());
    QCOMPARE(body.at("max_tokens").get<int>(), 1);
    QCOMPARE(body.at("model").get<std::string>(), std::string("a"));
    QCOMPARE(rig.results.at(0).answer, u"OK"_s);
}

void TestProber::saysWhoIsReadyAndWhoIsNot()
{
    Rig rig;
    rig.server.enqueue(RunRig::okScript());
    rig.server.enqueue(Script::json(R"({"error":{"message":"no such model"}})", 404));
    PlannedModel refused = RunRig::model(u"c"_s, ScriptedServer::refusedUrl());
    PlannedModel command = rig.model(u"d"_s);
    command.endpoint.kind = ServerKind::Command;
    rig.prober.probe({rig.model(u"a"_s), rig.model(u"b"_s), refused, command});
    QTRY_COMPARE(rig.ended, 1);
    QCOMPARE(rig.results.size(), size_t(4));
    const std::array<std::optional<ErrorCode>, 4> codes{std::nullopt, ErrorCode::NotFound, ErrorCode::Refused,
                                                        ErrorCode::BadInput};
    for (size_t i = 0; i < codes.size(); ++i) {
        const ProbeResult &result = rig.results[i];
        QCOMPARE(result.alias.value, QString(QChar(static_cast<char16_t>(u'a' + i))));
        QCOMPARE(result.ready, !codes.at(i));
        QCOMPARE(result.ttftMs.has_value(), result.ready);
        QCOMPARE(result.error.has_value(), !result.ready);
        if (result.error) {
            QCOMPARE(result.error->code, *codes.at(i));
            QVERIFY(!result.error->message.isEmpty());
        }
    }
}

void TestProber::reasoningAloneIsReady()
{
    Rig rig;
    rig.server.enqueue(
        Script::stream({Script::delta(u"Hm"_s, "reasoning_content"), Script::finish("length"), "[DONE]"}));
    rig.server.enqueue(Script::stream({Script::finish("length"), "[DONE]"}));
    rig.prober.probe({rig.model(u"a"_s), rig.model(u"b"_s)});
    QTRY_COMPARE(rig.ended, 1);
    for (const ProbeResult &result : rig.results) {
        QVERIFY2(result.ready, qPrintable(result.error.value_or(Error{}).message));
        QVERIFY(result.answer.isEmpty());
        QVERIFY(result.ttftMs);
    }
}

void TestProber::measuresTheFirstToken()
{
    Rig rig;
    rig.server.enqueue(Script()
                           .wait(u"think"_s)
                           .send(Script::streamHead() + Script::event(Script::delta(u"OK"_s)))
                           .send(RunRig::ending()));
    rig.prober.probe({rig.model(u"a"_s)});
    QTRY_COMPARE(RunRig::posts(rig.server).size(), size_t(1));
    RunRig::settle();
    rig.time.advance(250ms);
    rig.server.release(u"think"_s);
    QTRY_COMPARE(rig.ended, 1);
    QCOMPARE(rig.results.at(0).ttftMs, std::optional(250.0));
}

void TestProber::oneAfterAnother()
{
    Rig rig;
    rig.server.setHandler(beginningEach);
    rig.prober.probe({rig.model(u"a"_s), rig.model(u"b"_s)});
    QTRY_COMPARE(RunRig::posts(rig.server).size(), size_t(1));
    RunRig::settle();
    QCOMPARE(RunRig::posts(rig.server).size(), size_t(1));
    rig.server.release(u"go"_s);
    QTRY_COMPARE(rig.ended, 1);
    QCOMPARE(rig.results.size(), size_t(2));
}

void TestProber::givesUpOnSilence()
{
    Rig rig;
    rig.server.enqueue(Script().hold());
    rig.server.enqueue(RunRig::okScript());
    rig.prober.probe({rig.model(u"a"_s), rig.model(u"b"_s)}, 20s);
    QTRY_COMPARE(RunRig::posts(rig.server).size(), size_t(1));
    RunRig::settle();
    rig.time.advance(20s);
    QTRY_COMPARE(rig.ended, 1);
    QCOMPARE(rig.results.at(0).error.value_or(Error{}).code, ErrorCode::IdleTimeout);
    QVERIFY(rig.results.at(1).ready);
}

void TestProber::cancelStops()
{
    Rig rig;
    rig.prober.cancel(); // nothing under way
    rig.server.setHandler(beginningEach);
    rig.prober.probe({rig.model(u"a"_s), rig.model(u"b"_s)});
    QTRY_COMPARE(RunRig::posts(rig.server).size(), size_t(1));
    rig.prober.cancel();
    QTRY_COMPARE(rig.ended, 1);
    QTRY_COMPARE(rig.server.openConnections(), 0);
    RunRig::settle();
    QCOMPARE(rig.ended, 1);
    QVERIFY(rig.results.empty());
    QCOMPARE(RunRig::posts(rig.server).size(), size_t(1));
}

void TestProber::aSecondProbeReplacesTheFirst()
{
    Rig rig;
    rig.server.enqueue(begun());
    rig.server.enqueue(RunRig::okScript());
    rig.prober.probe({rig.model(u"a"_s)});
    QTRY_COMPARE(RunRig::posts(rig.server).size(), size_t(1));
    rig.prober.probe({rig.model(u"b"_s)});
    QTRY_COMPARE(rig.ended, 1);
    RunRig::settle();
    QCOMPARE(rig.ended, 1);
    QCOMPARE(rig.results.size(), size_t(1));
    QCOMPARE(rig.results[0].alias.value, u"b"_s);
    QVERIFY(rig.results[0].ready);
}

void TestProber::nothingToProbe()
{
    Rig rig;
    rig.prober.probe({});
    QCOMPARE(rig.ended, 0);
    QTRY_COMPARE(rig.ended, 1);
    QVERIFY(rig.results.empty());
}

void TestProber::checklist_data()
{
    QTest::addColumn<Script>("list");
    QTest::addColumn<Script>("chat");
    QTest::addColumn<QString>(
        "expected"); // listed, loads, answers, streams, keeps limits, counts tokens, finish reason
    const Script lists = Script::json(R"({"data":[{"id":"a"}]})");
    const auto stream = [](const QString &text, const std::vector<QByteArray> &rest) {
        std::vector<QByteArray> events{Script::delta(text)};
        events.insert(events.end(), rest.begin(), rest.end());
        events.push_back("[DONE]");
        return Script::stream(events);
    };
    const Script good = stream(u"1"_s, {Script::finish("length"), Script::usage(5, 1)});
    QTest::newRow("all well") << lists << good << u"ppppppp"_s;
    QTest::newRow("not listed") << Script::json(R"({"data":[{"id":"b"}]})") << good << u"fpppppp"_s;
    QTest::newRow("listed by its tag") << Script::json(R"({"data":[{"id":"a:latest"}]})") << good << u"ppppppp"_s;
    QTest::newRow("no list") << Script::json("{}", 404) << good << u"fpppppp"_s;
    QTest::newRow("no usage") << lists << stream(u"1"_s, {Script::finish("length")}) << u"pppppfp"_s;
    QTest::newRow("usage of llama.cpp's timings")
        << lists
        << stream(u"1"_s,
                  {R"({"choices":[{"delta":{},"finish_reason":"length"}],"timings":{"predicted_n":1,"prompt_n":9}})"})
        << u"pppppfp"_s;
    QTest::newRow("goes on for ever") << lists << stream(u"1, 2, 3, 4"_s, {Script::finish(), Script::usage(5, 10)})
                                      << u"ppppfpp"_s;
    QTest::newRow("goes on, uncounted") << lists << stream(u"1 2 3 4 5"_s, {Script::finish()}) << u"ppppffp"_s;
    QTest::newRow("stops, uncounted") << lists << stream(u"One"_s, {Script::finish()}) << u"pppp-fp"_s;
    QTest::newRow("no finish reason") << lists << stream(u"1"_s, {Script::usage(5, 1)}) << u"ppppppf"_s;
    QTest::newRow("in one piece")
        << lists
        << Script::json(
               R"({"choices":[{"message":{"content":"1"},"finish_reason":"length"}],"usage":{"prompt_tokens":5,"completion_tokens":1}})")
        << u"pppfppp"_s;
    QTest::newRow("out of memory") << lists << Script::json(R"({"error":"model requires more system memory"})", 500)
                                   << u"pff----"_s;
    QTest::newRow("unknown model") << lists << Script::json(R"({"error":"model 'a' not found"})", 404) << u"p-f----"_s;
    QTest::newRow("wants a key") << Script::json(R"({"error":"Unauthorized"})", 401)
                                 << Script::json(R"({"error":"Unauthorized"})", 401) << u"--f----"_s;
}

void TestProber::checklist()
{
    QFETCH(Script, list);
    QFETCH(Script, chat);
    QFETCH(QString, expected);
    Rig rig;
    rig.server.setHandler([&](const auto &) { return list; });
    rig.server.enqueue(chat);
    rig.prober.probe({rig.model(u"a"_s)});
    QTRY_COMPARE(rig.ended, 1);
    const ProbeResult &result = rig.results.at(0);
    QCOMPARE(letters(result), expected);
    QCOMPARE(result.ready, expected.at(2) == u'p'); // whatever else is wrong
    QCOMPARE(failedChecks(result.checks), int(expected.count(u'f')));
    for (size_t i = 0; i < allProbeChecks.size(); ++i) {
        QCOMPARE(result.checks.at(i).check, allProbeChecks.at(i));
        QCOMPARE(result.checks.at(i).sentence.isEmpty(), result.checks.at(i).state != CheckState::Failed);
    }
}

/// A program fails in nothing that it has no way to tell.
void TestProber::programs()
{
    Endpoint endpoint;
    endpoint.kind = ServerKind::Command;
    const auto beyond = [&endpoint](const QStringList &command, const Wrapper &wrapper) {
        endpoint.command = command;
        endpoint.wrapper = wrapper;
        QStringList keys;
        for (const ProbeCheck check : checksBeyond(endpoint))
            keys += probeCheckKey(check);
        return keys.join(u' ');
    };
    QCOMPARE(beyond({u"x"_s}, {}), u"listed max_tokens usage finish_reason"_s);
    QCOMPARE(beyond({u"x"_s, u"-n{max_tokens}"_s}, {}), u"listed usage finish_reason"_s);
    Wrapper events;
    events.framing = Framing::JsonLines;
    events.pointers.delta = u"/a"_s;
    events.pointers.finish = u"/f"_s;
    QCOMPARE(beyond({u"x"_s}, events), u"listed max_tokens usage"_s);
    events.pointers.outputTokens = u"/n"_s;
    QCOMPARE(beyond({u"x"_s, u"{max_tokens}"_s}, events), u"listed"_s);
    endpoint.kind = ServerKind::Http;
    QCOMPARE(beyond({}, events), u"listed"_s);
    endpoint.kind = ServerKind::OpenAi;
    QCOMPARE(beyond({}, {}), QString());

    Rig rig;
    PlannedModel echo = rig.model(u"a"_s);
    echo.endpoint = {};
    echo.endpoint.id = EndpointId{u"program"_s};
    echo.endpoint.kind = ServerKind::Command;
    echo.endpoint.command = {u"cat"_s};
    rig.prober.probe({echo});
    QTRY_COMPARE(rig.ended, 1);
    const std::vector<CheckResult> &checks = rig.results.at(0).checks;
    QCOMPARE(letters(rig.results.at(0)), u"npppnnn"_s);
    QCOMPARE(failedChecks(checks), 0);
    QCOMPARE(applicableChecks(checks), 3);
    QCOMPARE(checkMark(checks.at(0).state), u"–"_s);
}

void TestProber::whatAFailedCheckSays()
{
    Rig rig;
    rig.server.setHandler(
        [](const auto &) { return Script::json(R"({"data":[{"id":"Phi-4-mini-instruct-cpu:4"}]})"); });
    rig.server.enqueue(Script::reply(400, "text/plain", "No OpenAIService provider found for modelName: phi-4-mini"));
    PlannedModel alias = rig.model(u"phi-4-mini"_s);
    alias.endpoint.kind = ServerKind::OpenAi; // nobody has to find out
    PlannedModel refused = RunRig::model(u"c"_s, ScriptedServer::refusedUrl());
    rig.prober.probe({alias, refused});
    QTRY_COMPARE(rig.ended, 1);
    const QString sentence = rig.results.at(0).checks.at(2).sentence;
    QVERIFY2(sentence.contains(u"Phi-4-mini-instruct-cpu:4"_s), qPrintable(sentence));
    QCOMPARE(letters(rig.results.at(1)), u"--f----"_s); // said once
    QVERIFY(rig.results.at(1).checks.at(2).sentence.contains(u"Nobody listens"_s));
    // The lists were asked for once, whatever the number of models.
    QCOMPARE(rig.server.requests().size() - RunRig::posts(rig.server).size(), size_t(1));
}

void TestProber::byTheRelay()
{
    const Result<std::unique_ptr<Relay>> relay = Relay::start(false);
    if (!relay)
        QSKIP("no kernel stamps on this system");
    SystemTime time;
    ScriptedServer server;
    server.enqueue(RunRig::okScript(u"1"_s));
    Prober prober(time, resolveKeyFromEnvironment);
    prober.useRelay(**relay);
    std::vector<ProbeResult> results;
    connect(&prober, &Prober::probed, this, [&](const ProbeResult &result) { results.push_back(result); });
    prober.probe({RunRig::model(u"a"_s, server.url())});
    QTRY_COMPARE(results.size(), size_t(1));
    QVERIFY(results[0].ready && results[0].ttftMs);
    QVERIFY(*results[0].ttftMs > 0 && *results[0].ttftMs < 60'000);
}

QTEST_GUILESS_MAIN(TestProber)
#include "tst_prober.moc"
