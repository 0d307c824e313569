// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What models.json says of programs and servers that a person described.
#include "models/domain/catalogjson.h"
#include "models/domain/resultsjson.h"

#include <QTest>

using namespace assay;
using namespace Qt::Literals::StringLiterals;

class TestWrapperJson : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsAndWrites();
    void refuses_data();
    void refuses();
    void saysWhatIsNotUsed();
    void neverRepeatsAKey_data();
    void neverRepeatsAKey();
};

void TestWrapperJson::readsAndWrites()
{
    const QByteArray json = R"({
  "version": 1,
  "endpoints": {
    "lines": {
      "kind": "command",
      "command": ["my-model", "--temp", "{temperature}"],
      "shell": true,
      "framing": "json-lines",
      "pointers": {
        "delta": "/t",
        "later": 1
      },
      "note": "kept"
    },
    "own": {
      "kind": "http",
      "url": "http://h:9000/ask?mode=fast",
      "key": "env:OWN_KEY",
      "headers": {
        "X-Api-Key": "{key}",
        "Accept": "text/plain"
      },
      "body": {
        "q": "{prompt}",
        "top_p": 0.90
      },
      "pointers": {
        "delta": "/a/0/b~1c",
        "reasoning": "/r",
        "finish": "/f",
        "prompt_tokens": "/in",
        "output_tokens": "/out",
        "error": "/error"
      }
    }
  },
  "models": {}
}
)";
    const Result<Catalog> catalog = readCatalog(json, u"models.json"_s);
    QVERIFY2(catalog, catalog ? "" : qPrintable(catalog.error().message));
    const Endpoint &lines = catalog->endpoints.at(0);
    QVERIFY(lines.wrapper.shell);
    QCOMPARE(framingOf(lines), Framing::JsonLines);
    const Endpoint &own = catalog->endpoints.at(1);
    QCOMPARE(framingOf(own), Framing::EventStream);
    QCOMPARE(own.wrapper.headers.at(0), std::pair(u"X-Api-Key"_s, u"{key}"_s));
    QCOMPARE(own.wrapper.body, QByteArray(R"({"q":"{prompt}","top_p":0.90})"));
    QCOMPARE(own.wrapper.pointers.outputTokens, u"/out"_s);
    QCOMPARE(writeCatalog(*catalog), json);
    QCOMPARE(*readCatalogState(writeCatalogState(*catalog)), *catalog);
    Plan plan; // a run that is gone on with asks as it did before
    for (const Endpoint &endpoint : catalog->endpoints) {
        plan.models.push_back({{}, endpoint});
        plan.models.back().model.alias.value = endpoint.id.value;
    }
    const Result<Plan> back = readPlan(writePlan(plan), u"plan"_s);
    QVERIFY2(back, back ? "" : qPrintable(back.error().message));
    QCOMPARE(back->models, plan.models);
}

void TestWrapperJson::refuses_data()
{
    QTest::addColumn<QByteArray>("members");
    QTest::addColumn<QString>("problem");
    const auto badEndpoint = [](const char *name, const QByteArray &members, const QString &problem) {
        QTest::newRow(name) << members << problem;
    };
    badEndpoint("no program", "\"kind\": \"command\", \"command\": [\" \"]",
                u"command cannot be used. The program is missing: write its name or its path."_s);
    badEndpoint("shell text", R"("kind": "command", "command": ["x"], "shell": "yes")",
                u"shell is \"yes\", expected true or false."_s);
    badEndpoint("lines without pointers", R"("kind": "command", "command": ["x"], "framing": "json-lines")",
                u"pointers is missing, expected an object with at least \"delta\", where an event holds its text."_s);
    const QByteArray http = R"("kind": "http", "url": "http://h/ask?n=1", )";
    const QByteArray body = http + R"("body": {"text": "{prompt}"}, )";
    badEndpoint("http without body", http + R"("framing": "plain")",
                u"body is missing, expected what to send, with {prompt} where the prompt's text belongs."_s);
    badEndpoint("http without prompt", http + R"("body": {"text": "{promt}"}, "framing": "plain")",
                u"body cannot be used. The body has no {prompt}: write it where the prompt's text belongs."_s);
    badEndpoint("framing", body + R"("framing": "xml")",
                u"framing is \"xml\", expected one of sse, json-lines, plain."_s);
    badEndpoint("delta missing", body + R"("pointers": {"error": "/error"})",
                u"pointers.delta is missing, expected a JSON pointer such as /response."_s);
    badEndpoint("pointer", body + R"("pointers": {"delta": "response"})",
                u"pointers.delta cannot be used. This is no JSON pointer; one looks like /choices/0/text."_s);
    badEndpoint(
        "header name", body + R"("framing": "plain", "headers": {"a b": "c"})",
        u"headers.\"a b\" cannot be used. The name of a header is one word of letters, digits and signs such as - and _."_s);
    badEndpoint(
        "header without key", body + R"("framing": "plain", "headers": {"X-Key": "{key}"})",
        u"headers.X-Key cannot be used. {key} stands for nothing, because the endpoint has no key: give it a key reference such as env:NAME."_s);
}

void TestWrapperJson::refuses()
{
    QFETCH(QByteArray, members);
    QFETCH(QString, problem);
    const Result<Catalog> catalog = readCatalog("{\"endpoints\": {\n\"e\": {" + members + "}}}", u"models.json"_s);
    QVERIFY(!catalog);
    QCOMPARE(catalog.error().code, ErrorCode::BadInput);
    QCOMPARE(catalog.error().message, QString(u"models.json, line 2: endpoints.e."_s + problem));
}

/// What has no effect is kept and said, with its place and never its value.
void TestWrapperJson::saysWhatIsNotUsed()
{
    const QByteArray json = R"({"endpoints": {
"e": {"kind": "openai", "url": "http://h", "colour": "sk-secret-1", "shell": true,
 "headers": {"X-Team": "sk-secret-2", "Authorization": "Bearer {key}", "X-Token": "env:TEAM"}},
"p": {"kind": "auto", "url": "http://h", "command": ["x"]},
"w": {"kind": "command", "command": ["x"], "framing": "sse", "pointers": {"delta": "/a", "detla": "/b"}}},
"models": {"m": {"temprature": 0,
 "parameters": {"top_p": 0.5}}, "n": {"temprature": 1}},
"colour": 3})";
    QStringList notes;
    const Result<Catalog> catalog = readCatalog(json, u"models.json"_s, &notes);
    QVERIFY2(catalog, qPrintable(catalog ? QString() : catalog.error().message));
    const QString unknown = u" is not used, only kept: Assay knows no such member here."_s;
    const QString other =
        u" is not used, only kept: it belongs to an endpoint of kind %1, and this one is of kind %2."_s;
    const QStringList expected{
        u"models.json, line 2: endpoints.e.colour"_s + unknown,
        u"models.json, line 2: endpoints.e.shell"_s + other.arg(u"command"_s, u"openai"_s),
        u"models.json, line 3: endpoints.e.headers"_s + other.arg(u"http"_s, u"openai"_s),
        u"models.json, line 4: endpoints.p.command"_s + other.arg(u"command"_s, u"auto"_s),
        u"models.json, line 5: endpoints.w.pointers.detla is not used, only kept: there is no pointer of this name."_s,
        u"models.json, line 6: models.m.temprature"_s + unknown,
        u"models.json, line 8: colour"_s + unknown,
        u"models.json: the same holds of members of the same names elsewhere (1)."_s};
    QCOMPARE(notes, expected);
    const QByteArray written = writeCatalog(*catalog);
    for (const char *kept : {"colour", "shell", "X-Team", "sk-secret-2", "detla", "temprature"}) {
        QVERIFY2(written.contains(kept), kept);
    }
    QStringList none;
    QVERIFY(readCatalog(R"({"models": {"m": {"parameters": {"top_p": 0.5}, "size_mb": 3}}})", u"models.json"_s, &none));
    QCOMPARE(none, QStringList());
}

void TestWrapperJson::neverRepeatsAKey_data()
{
    QTest::addColumn<QByteArray>("member");
    QTest::addColumn<QString>("says");
    const QByteArray http = R"("kind": "http", "framing": "plain", "body": {"q": "{prompt}"}, )";
    QTest::newRow("in a header") << http + R"("headers": {"Authorization": "Bearer sk-secret-1"})" << u"{key}"_s;
    QTest::newRow("in a header with a line break") << http + R"("headers": {"x": "sk-secret-1\n"})" << u"one line"_s;
    QTest::newRow("in a body") << QByteArray(
        R"("kind": "http", "body": {"q": "{prompt}", "o": [{"api-key": "sk-secret-1"}]})")
                               << u"{key}"_s;
    QTest::newRow("in the query") << http + R"("url": "http://h/?api_key=sk-secret-1")" << u"{key}"_s;
    QTest::newRow("in an argument") << QByteArray(R"("kind": "command", "command": ["x", "--api-key=sk-secret-1"])")
                                    << u"environment variable"_s;
}

void TestWrapperJson::neverRepeatsAKey()
{
    QFETCH(QByteArray, member);
    QFETCH(QString, says);
    const QByteArray url = member.contains("\"url\"") ? QByteArray() : QByteArray(R"("url": "http://h", )");
    const Result<Catalog> catalog = readCatalog("{\"endpoints\": {\n\"e\": {" + url + member + "}}}", u"models.json"_s);
    QVERIFY(!catalog);
    QVERIFY2(catalog.error().message.contains(says), qPrintable(catalog.error().message));
    QVERIFY(!catalog.error().message.contains(u"secret"_s) && !catalog.error().detail.contains(u"secret"_s));
}

QTEST_APPLESS_MAIN(TestWrapperJson)
#include "tst_wrapperjson.moc"
