// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Servers that a person described: what is sent, and how the answer is read.
#include "app/engine/run/batcher.h"
#include "app/engine/run/trial.h"
#include "app/engine/servers/placeholders.h"
#include "tests/engine/wrapperrig.h"

using namespace assay;
using namespace assay::wrapped;
using namespace Qt::Literals::StringLiterals;

class TestCustomServer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void bodies_data();
    void bodies();
    void systemWithoutAPlaceGoesFirst();
    void headersAndTheKey();
    void lines_data();
    void lines();
    void events();
    void wholeBodies();
    void text();
    void aTrial();
    void trialsThatEndEarly();

private:
    static PlannedModel planned(const Endpoint &endpoint) { return {question(endpoint).model, endpoint}; }
};

void TestCustomServer::bodies_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<bool>("full"); // with system, max_tokens, temperature and seed
    QTest::addColumn<QByteArray>("sent");
    const QByteArray escaped = R"({"q":"<What is \"it\"?\n{model} é>","m":"m-1"})";
    QTest::newRow("text is escaped, once") << QByteArray(R"({"q":"<{prompt}>","m":"{model}"})") << false << escaped;
    QTest::newRow("numbers") << QByteArray(R"({"n":"{max_tokens}","t":"{temperature}","s":"{seed}"})") << true
                             << QByteArray(R"({"n":150,"t":0.1,"s":-7})");
    QTest::newRow("a number in a text") << QByteArray(R"({"o":"-n {max_tokens}","s":"{system}"})") << true
                                        << QByteArray(R"({"o":"-n 150","s":"Be brief."})");
    QTest::newRow("no value") << QByteArray(R"({"n":"{max_tokens}","o":{"t":"{temperature}","s":"x{seed}"},"k":{}})")
                              << false << QByteArray(R"({"k":{}})");
    const QByteArray chat =
        R"({"m":[{"role":"system","content":"{system}"},{"role":"user","content":[{"text":"{model}"}]}],"stop":[]})";
    QTest::newRow("a message without text")
        << chat << false << QByteArray(R"({"m":[{"role":"user","content":[{"text":"m-1"}]}],"stop":[]})");
    QTest::newRow("a message with text") << chat << true
                                         << QByteArray(chat).replace("{system}", "Be brief.").replace("{model}", "m-1");
    QTest::newRow("other braces") << QByteArray(R"({"q":"{promt} {key} {{model}}","f":null,"b":true,"d":0.50})")
                                  << false << QByteArray(R"({"q":"{promt} {key} {m-1}","f":null,"b":true,"d":0.5})");
}

void TestCustomServer::bodies()
{
    QFETCH(QByteArray, body);
    QFETCH(bool, full);
    QFETCH(QByteArray, sent);
    ChatInput input = question();
    if (full) {
        input.system = u"Be brief."_s;
        input.parameters.maxTokens = 150;
        input.parameters.temperature = 0.1;
        input.parameters.seed = -7;
    }
    QCOMPARE(filledBody(body, input), sent);
}

void TestCustomServer::systemWithoutAPlaceGoesFirst()
{
    ChatInput input = question();
    input.system = u"Be {prompt}."_s;
    input.text = u"Hi"_s;
    QCOMPARE(filledBody("\"{prompt}\"", input), QByteArray("\"Be {prompt}.\\n\\nHi\""));
    input.endpoint = programOf({});
    QCOMPARE(std::get<CommandCall>(adapterFor(ServerKind::Command).chatCall(input)).input,
             QByteArray("Be {prompt}.\n\nHi"));
}

void TestCustomServer::headersAndTheKey()
{
    qputenv("ASSAY_TEST_WRAPPER_KEY", "sk-very-secret");
    ScriptedServer server;
    Endpoint endpoint = lineServer(server.url().resolved(QUrl(u"/ask?mode=fast"_s)));
    endpoint.key = KeyReference{KeyReference::Place::Environment, u"ASSAY_TEST_WRAPPER_KEY"_s};
    endpoint.wrapper.headers = {{u"X-Api-Key"_s, u"k {key}"_s}, {u"Accept"_s, u"text/x-own"_s}};
    server.enqueue(Script::json(R"({"error":"wrong key sk-very-secret"})"));
    const Try one(endpoint);
    QTRY_VERIFY(one.isEnded());
    const ScriptedServer::Request request = server.requests().at(0);
    QCOMPARE(request.target(), QByteArray("/ask?mode=fast"));
    QCOMPARE(request.header("X-Api-Key"), QByteArray("k sk-very-secret"));
    QCOMPARE(request.header("Authorization"), QByteArray());
    QCOMPARE(request.header("Accept"), QByteArray("text/x-own"));
    QCOMPARE(request.header("Content-Type"), QByteArray("application/json"));
    QCOMPARE(one.outcome(), u"failed server_error"_s);
    QVERIFY(!one.sample().error->message.contains(u"secret"_s));
    QVERIFY(!one.sample().error->detail.contains(u"secret"_s));

    endpoint.wrapper.headers.clear(); // then as servers usually want it
    const Try other(endpoint);
    QTRY_COMPARE(server.requests().size(), 2);
    QCOMPARE(server.requests().at(1).header("Authorization"), QByteArray("Bearer sk-very-secret"));
    QCOMPARE(server.requests().at(1).header("Accept"), QByteArray("application/x-ndjson"));
}

void TestCustomServer::lines_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("expected");
    const QByteArray answer = R"({"model":"m-1","response":"","thinking":"hm"}
{"response":"Hé","thinking":""}

{"response":"llo","done":false}
)";
    const QByteArray ending = R"({"response":"","done_reason":"stop","prompt_eval_count":11,"eval_count":5.0})";
    const QByteArray error = R"({"error":"out of memory"})";
    const QByteArray noError = R"({"error":null,"response":"!"})";
    QTest::newRow("whole") << answer + ending + "\n" << u"ok 'Héllo' 'hm' stop 11/5"_s;
    QTest::newRow("the last line without an end") << answer + ending << u"ok 'Héllo' 'hm' stop 11/5"_s;
    QTest::newRow("broken off") << answer << u"failed incomplete 'Héllo' 'hm'"_s;
    QTest::newRow("broken off in a line") << answer + ending.left(20) << u"failed incomplete 'Héllo' 'hm'"_s;
    QTest::newRow("error") << answer + error + "\n" + ending << u"failed server_error 'Héllo' 'hm'"_s;
    QTest::newRow("no error") << answer + noError + "\n" + ending << u"ok 'Héllo!' 'hm' stop 11/5"_s;
    QTest::newRow("not JSON") << answer + "<html>\n" + ending + "\n" << u"failed protocol_error 'Héllo' 'hm'"_s;
    QTest::newRow("another dialect") << QByteArray("{\"choices\":[]}\n") << u"failed protocol_error '' ''"_s;
    QTest::newRow("nothing") << QByteArray() << u"failed incomplete '' ''"_s;
}

void TestCustomServer::lines()
{
    QFETCH(QByteArray, body);
    QFETCH(QString, expected);
    for (const qsizetype stride : {qsizetype(1), qsizetype(3), qsizetype(64), qsizetype(1000)}) {
        ScriptedServer server;
        QByteArray chunked;
        for (qsizetype from = 0; from < body.size(); from += stride)
            chunked += Script::chunk(body.mid(from, stride));
        server.enqueue(Script().send("HTTP/1.1 200 OK\r\nContent-Type: application/x-ndjson\r\n"
                                     "Transfer-Encoding: chunked\r\n\r\n"
                                     + chunked + Script::lastChunk()));
        const Try one(lineServer(server.url()));
        QTRY_VERIFY(one.isEnded());
        const Sample sample = one.sample();
        QString told = one.outcome() + u" '%1' '%2'"_s.arg(sample.output, sample.reasoning);
        if (sample.status == SampleStatus::Ok)
            told += u" %1 %2/%3"_s.arg(*sample.finishReason).arg(*sample.tokens.prompt).arg(*sample.tokens.output);
        QCOMPARE(told, expected);
        const QByteArray asked = R"({"model":"m-1","prompt":"What is \"it\"?\n{model} é"})";
        QCOMPARE(server.requests().at(0).body, asked);
    }
}

/// Without a pointer to the finish the regular end says that the answer is whole.
void TestCustomServer::events()
{
    ScriptedServer server;
    Endpoint endpoint = lineServer(server.url());
    endpoint.wrapper.framing.reset();
    endpoint.wrapper.pointers = {};
    endpoint.wrapper.pointers.delta = u"/a~1b/1/t"_s;
    server.enqueue(Script::stream({R"({"a/b":[{},{"t":"Hel"}]})", R"({"a/b":[{},{"t":"lo"}]})"}));
    const Try streamed(endpoint);
    QTRY_VERIFY(streamed.isEnded());
    QCOMPARE(streamed.sample().output, u"Hello"_s);
    QCOMPARE(streamed.outcome(), u"ok"_s);
    QVERIFY(streamed.sample().has(SampleFlag::NoFinishReason));

    server.enqueue(Script::stream({R"({"x":1})", R"({"x":2})"}));
    const Try foreign(endpoint);
    QTRY_VERIFY(foreign.isEnded());
    QCOMPARE(foreign.outcome(), u"failed protocol_error"_s);

    endpoint.wrapper.pointers.finish = u"/done"_s;
    server.enqueue(Script::stream({R"({"a/b":[{},{"t":"Hi"}],"done":false})", R"({"done":true})"}));
    const Try flagged(endpoint);
    QTRY_VERIFY(flagged.isEnded());
    QCOMPARE(flagged.outcome(), u"ok"_s);
    QVERIFY(!flagged.sample().finishReason); // it has ended; why was not said

    server.enqueue(Script::stream({R"({"a/b":[{},{"t":"Hi"}]})"}));
    const Try unfinished(endpoint);
    QTRY_VERIFY(unfinished.isEnded());
    QCOMPARE(unfinished.outcome(), u"failed incomplete"_s);
}

/// A server that does not stream although events were expected.
void TestCustomServer::wholeBodies()
{
    ScriptedServer server;
    Endpoint endpoint = lineServer(server.url());
    endpoint.wrapper.framing.reset();
    endpoint.wrapper.pointers = {};
    endpoint.wrapper.pointers.delta = u"/text"_s;
    server.enqueue(Script::json("{\n  \"text\": \"All\"\n}"));
    const Try whole(endpoint);
    QTRY_VERIFY(whole.isEnded());
    QCOMPARE(whole.sample().output, u"All"_s);
    QCOMPARE(whole.outcome(), u"ok"_s);
    QVERIFY(whole.sample().has(SampleFlag::BufferedStream));

    server.enqueue(Script::json(R"({"other":"All"})"));
    const Try other(endpoint);
    QTRY_VERIFY(other.isEnded());
    QCOMPARE(other.outcome(), u"failed protocol_error"_s);

    server.enqueue(Script::reply(200, "text/html", "<html>Sign in</html>"));
    const Try page(endpoint);
    QTRY_VERIFY(page.isEnded());
    QCOMPARE(page.outcome(), u"failed protocol_error"_s);

    server.enqueue(Script::json(R"({"detail":"no such model"})", 404));
    const Try refused(endpoint);
    QTRY_VERIFY(refused.isEnded());
    QCOMPARE(refused.outcome(), u"failed not_found"_s);
}

void TestCustomServer::text()
{
    ScriptedServer server;
    Endpoint endpoint = lineServer(server.url());
    endpoint.wrapper.framing = Framing::PlainText;
    endpoint.wrapper.pointers = {};
    server.enqueue(Script()
                       .send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + Script::chunk(" {\"a\xE2\x82"))
                       .wait(u"rest"_s)
                       .send(Script::chunk("\xAC") + Script::chunk("\"}\n") + Script::lastChunk()));
    const Try one(endpoint);
    QTRY_COMPARE(one.text, u" {\"a"_s);
    server.release(u"rest"_s);
    QTRY_VERIFY(one.isEnded());
    QCOMPARE(one.sample().output, u" {\"a\u20ac\"}\n"_s);
    QCOMPARE(one.outcome(), u"ok"_s);
    QCOMPARE(server.requests().at(0).header("Accept"), QByteArray("text/plain"));
}

void TestCustomServer::aTrial()
{
    ScriptedServer server;
    server.enqueue(Script()
                       .send("HTTP/1.1 200 OK\r\nContent-Type: application/x-ndjson\r\nContent-Length: 39\r\n\r\n"
                             "{\"response\":\"Be\"}\n")
                       .wait(u"rest"_s)
                       .send("{\"response\":\"cause\"}\n"));
    ManualTime time;
    Trial trial(time, resolveKeyFromEnvironment);
    QStringList texts;
    std::vector<Sample> ends;
    connect(&trial, &Trial::answered, this, [&](int number, const QString &text) {
        QCOMPARE(number, 7);
        texts << text;
    });
    connect(&trial, &Trial::ended, this, [&](int, const Sample &sample) { ends.push_back(sample); });
    trial.start(7, planned(lineServer(server.url())), u"Why?"_s);
    QTRY_COMPARE(server.requests().size(), size_t(1));
    QCOMPARE(server.requests()[0].body, QByteArray(R"({"model":"m-1","prompt":"Why?"})"));
    QTRY_VERIFY((time.advance(batchInterval), !texts.isEmpty())); // while it goes on
    QCOMPARE(texts, QStringList{u"Be"_s});
    QVERIFY(ends.empty());
    server.release(u"rest"_s);
    QTRY_COMPARE(ends.size(), size_t(1));
    QCOMPARE(texts, (QStringList{u"Be"_s, u"cause"_s}));
    QCOMPARE(ends[0].output, u"Because"_s);
    trial.cancel(); // of nothing
    QCOMPARE(ends.size(), size_t(1));
}

void TestCustomServer::trialsThatEndEarly()
{
    ScriptedServer server;
    ManualTime time;
    Trial trial(time, resolveKeyFromEnvironment);
    std::vector<std::pair<int, Sample>> ends;
    connect(&trial, &Trial::ended, this, [&](int number, const Sample &sample) { ends.emplace_back(number, sample); });
    server.enqueue(Script().hold());
    trial.start(1, planned(lineServer(server.url())), u"Why?"_s);
    QTRY_COMPARE(server.requests().size(), size_t(1));
    trial.start(2, planned(lineServer(ScriptedServer::refusedUrl())), u"Why?"_s); // of the first nothing is heard
    QTRY_COMPARE(ends.size(), size_t(1));
    QCOMPARE(ends[0].first, 2);
    QCOMPARE(ends[0].second.error.value_or(Error{}).code, ErrorCode::Refused);
    QTRY_COMPARE(server.openConnections(), 0);

    trial.start(3, planned(lineServer(server.url())), u"Why?"_s);
    trial.cancel(); // before anything is sent
    QCOMPARE(ends.size(), size_t(2));
    QCOMPARE(ends[1].second.status, SampleStatus::Cancelled);
    server.enqueue(Script().hold());
    trial.start(4, planned(lineServer(server.url())), u"Why?"_s);
    QTRY_COMPARE(server.requests().size(), size_t(2));
    trial.cancel();
    QTRY_COMPARE(ends.size(), size_t(3));
    QCOMPARE(ends[2].first, 4);
    QCOMPARE(ends[2].second.status, SampleStatus::Cancelled);
}

QTEST_GUILESS_MAIN(TestCustomServer)
#include "tst_customserver.moc"
