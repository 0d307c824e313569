// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/promptsjson.h"

#include <QFile>
#include <QtTest>

using namespace assay;
using namespace Qt::Literals::StringLiterals;

namespace {

const QString file = u"prompts.json"_s;

/// A prompts.json with everything that formats.md names, and with keys that we do not know at every level.
QByteArray example()
{
    QFile fixture(QStringLiteral(ASSAY_TEST_DATA "/files/prompts.json"));
    return fixture.open(QIODevice::ReadOnly) ? fixture.readAll() : QByteArray();
}

void bad(const char *name, const QByteArray &json, const QString &message)
{
    QTest::newRow(name) << json << u"prompts.json, "_s + message;
}

void badPrompt(const char *name, const char *members, const QString &message)
{
    bad(name, "{\"prompts\": [\n{" + QByteArray(members) + "}]}", u"line 2: prompts[0]."_s + message);
}

} // namespace

class TestPromptsJson : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsVersionOne();
    void readsListOfTexts();
    void writesFixedText();
    void roundTrips_data();
    void roundTrips();
    void refuses_data();
    void refuses();
    void stateKeepsEverything();
};

void TestPromptsJson::readsVersionOne()
{
    const Result<PromptSet> set = readPromptSet(example(), file);
    QVERIFY2(set, set ? "" : qPrintable(set.error().message));
    QCOMPARE(set->name, u"Meeting notes"_s);
    QCOMPARE(set->system, u"Be brief."_s);
    QCOMPARE(set->variables.value(u"city"_s), QStringList({u"Seoul"_s, u"Oslo"_s}));
    QCOMPARE(set->extra, QByteArray(R"({"author":"me","big":9007199254740993123})"));
    QCOMPARE(set->prompts.size(), size_t(3));
    const Prompt &first = set->prompts[0];
    QCOMPARE(first.id.value, u"rag-2"_s);
    QCOMPARE(first.text, u"Explain it in {{city}}."_s);
    QCOMPARE(first.system, u"Be long."_s);
    QCOMPARE(first.expected, QStringList({u"names retrieval"_s, u"two | sentences"_s}));
    QCOMPARE(first.reference, u"It retrieves."_s);
    QCOMPARE(first.tags, QStringList({u"rag"_s}));
    QCOMPARE(first.maxTokens, std::optional<int>(150));
    QCOMPARE(first.extra, QByteArray(R"({"difficulty":3,"a":null})"));
    QCOMPARE(set->prompts[1].id.value, u"p1"_s);
    QVERIFY(!set->prompts[1].maxTokens);
    QCOMPARE(set->prompts[2].text, u"A bare text"_s);
    QVERIFY(set->id.isEmpty());
}

void TestPromptsJson::readsListOfTexts()
{
    const Result<PromptSet> set = readPromptSet("[\"One\", \"Two\\nlines\"]", u"/some/where/my.first.json"_s);
    QVERIFY(set);
    QCOMPARE(set->name, u"my.first"_s);
    QCOMPARE(set->prompts.size(), size_t(2));
    QCOMPARE(set->prompts[0].id.value, u"p1"_s);
    QCOMPARE(set->prompts[1].id.value, u"p2"_s);
    QCOMPARE(set->prompts[1].text, u"Two\nlines"_s);
}

void TestPromptsJson::writesFixedText()
{
    const Result<PromptSet> set = readPromptSet("[\"One\"]", file);
    QVERIFY(set);
    const QStringList lines{u"{"_s,
                            u"  \"version\": 1,"_s,
                            u"  \"name\": \"prompts\","_s,
                            u"  \"prompts\": ["_s,
                            u"    {"_s,
                            u"      \"id\": \"p1\","_s,
                            u"      \"text\": \"One\""_s,
                            u"    }"_s,
                            u"  ]"_s,
                            u"}"_s,
                            QString()};
    QCOMPARE(QString::fromUtf8(writePromptSet(*set)), lines.join(u'\n'));
}

void TestPromptsJson::roundTrips_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::newRow("example") << example();
    QTest::newRow("texts") << QByteArray("[\"a\", \"b \\u0007 \\\" \\\\ \\ud83d\\ude00\"]");
    QTest::newRow("none") << QByteArray("{\"prompts\": []}");
    QTest::newRow("name of the file") << QByteArray("{\"version\": 1, \"prompts\": [{\"text\": \"x\", \"id\": null}]}");
}

void TestPromptsJson::roundTrips()
{
    QFETCH(QByteArray, json);
    const Result<PromptSet> first = readPromptSet(json, file);
    QVERIFY2(first, first ? "" : qPrintable(first.error().message));
    const QByteArray written = writePromptSet(*first);
    const Result<PromptSet> second = readPromptSet(written, u"other.json"_s);
    QVERIFY(second);
    QVERIFY(*second == *first);
    QCOMPARE(writePromptSet(*second), written);
}

void TestPromptsJson::refuses_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("message");
    bad("empty", "", u"line 1: the text is empty, expected JSON."_s);
    bad("number", "5", u"line 1: the file holds 5, expected an object with \"prompts\", or a list of texts."_s);
    bad("no JSON", "[\"a\"", u"line 1, column 4: found the end of the text, expected \",\" or \"]\"."_s);
    bad("twice", "{\"prompts\": [],\n\"prompts\": []}",
        u"line 2: the key \"prompts\" is there twice, expected each key once in its object."_s);
    bad("version", "{\"version\": 2, \"prompts\": []}",
        u"line 1: version is 2, expected 1, the only version this Assay reads."_s);
    bad("no prompts", "{\"name\": \"x\"}", u"line 1: prompts is missing, expected a list of prompts."_s);
    bad("prompts object", "{\"prompts\": {}}", u"line 1: prompts is an object, expected a list of prompts."_s);
    bad("name list", "{\"name\": [], \"prompts\": []}", u"line 1: name is a list, expected a text in quotes."_s);
    bad("system number", "{\"system\": 1, \"prompts\": []}", u"line 1: system is 1, expected a text in quotes."_s);
    bad("prompt number", "[\"a\",\n7]", u"line 2: [1] is 7, expected an object."_s);
    bad("blank text", "[\"a\",\n\" \"]", u"line 2: [1] is \"\", expected the text of a prompt."_s);
    bad("same id", "{\"prompts\": [{\"id\": \"a\", \"text\": \"x\"},\n{\"id\": \"a\", \"text\": \"y\"}]}",
        u"line 2: prompts[1].id is \"a\", expected an id of its own (line 1 has the same)."_s);
    bad("variables list", "{\"variables\": [], \"prompts\": []}",
        u"line 1: variables is a list, expected an object."_s);
    bad("variable text", "{\"variables\": {\"city\": \"Oslo\"}, \"prompts\": []}",
        u"line 1: variables.city is \"Oslo\", expected a list of texts."_s);
    bad("variable empty", "{\"variables\": {\"city\": []}, \"prompts\": []}",
        u"line 1: variables.city is a list, expected a list of at least one text."_s);
    bad("variable number", "{\"variables\": {\"city\": [\"a\", 5]}, \"prompts\": []}",
        u"line 1: variables.city[1] is 5, expected a text."_s);
    bad("variable without name", "{\"variables\": {\"\": [\"a\"]}, \"prompts\": []}",
        u"line 1: a variable has an empty name, expected a name such as \"city\"."_s);
    badPrompt("no text", "\"id\": \"a\"", u"text is missing, expected the text of the prompt."_s);
    badPrompt("text list", "\"text\": []", u"text is a list, expected a text in quotes."_s);
    badPrompt("empty text", "\"text\": \"\"", u"text is \"\", expected the text of a prompt."_s);
    badPrompt("id number", "\"text\": \"a\", \"id\": 1", u"id is 1, expected a text in quotes."_s);
    badPrompt("expected text", "\"text\": \"a\", \"expected\": \"b\"",
              u"expected is \"b\", expected a list of texts."_s);
    badPrompt("tags object", "\"text\": \"a\", \"tags\": {}", u"tags is an object, expected a list of texts."_s);
    badPrompt("reference bool", "\"text\": \"a\", \"reference\": false",
              u"reference is false, expected a text in quotes."_s);
    badPrompt("tokens zero", "\"text\": \"a\", \"max_tokens\": 0",
              u"max_tokens is 0, expected a whole number from 1 to 2147483647."_s);
}

void TestPromptsJson::refuses()
{
    QFETCH(QByteArray, json);
    QFETCH(QString, message);
    const Result<PromptSet> set = readPromptSet(json, file);
    QVERIFY(!set);
    QCOMPARE(set.error().code, ErrorCode::BadInput);
    QCOMPARE(set.error().message, message);
}

void TestPromptsJson::stateKeepsEverything()
{
    PromptSet set = *readPromptSet(example(), file);
    set.id.value = u"0d1f"_s;
    set.prompts.push_back({}); // a row that a person has just added: no id, no text
    set.variables.insert(u"empty"_s, {});
    set.extra = R"({"id":"a word of the person's own"})";
    const Result<PromptSet> again = readPromptSetState(writePromptSetState(set));
    QVERIFY(again);
    QVERIFY(*again == set);
    QVERIFY(*readPromptSetState(writePromptSetState({})) == PromptSet());
    QVERIFY(!readPromptSetState(""));
    QVERIFY(!readPromptSetState("{}"));
    QVERIFY(!readPromptSetState("[]"));
}

QTEST_GUILESS_MAIN(TestPromptsJson)
#include "tst_promptsjson.moc"
