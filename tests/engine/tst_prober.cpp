// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
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
    rig.server.setHandler([](const auto &) { return begun(); });
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
    rig.server.setHandler([](const auto &) { return begun(); });
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

QTEST_GUILESS_MAIN(TestProber)
#include "tst_prober.moc"
