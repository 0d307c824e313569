// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/catalogjson.h"
#include "models/domain/sweep.h"

#include <QFile>
#include <QtTest>

using namespace assay;
using namespace Qt::Literals::StringLiterals;

namespace {

const QString file = u"models.json"_s;

/// A models.json with everything that formats.md names, and with keys that we do not know at every level.
QByteArray example()
{
    QFile fixture(QStringLiteral(ASSAY_TEST_DATA "/files/models.json"));
    return fixture.open(QIODevice::ReadOnly) ? fixture.readAll() : QByteArray();
}

/// A row of bad input: the message starts with the file's name.
void bad(const char *name, const QByteArray &json, const QString &message)
{
    QTest::newRow(name) << json << u"models.json, "_s + message;
}

void badModel(const char *name, const char *member, const QString &message)
{
    bad(name, "{\"models\": {\n\"m\": {" + QByteArray(member) + "}}}", u"line 2: models.m."_s + message);
}

void badEndpoint(const char *name, const char *members, const QString &message)
{
    bad(name, "{\"endpoints\": {\n\"e\": {" + QByteArray(members) + "}}}", u"line 2: endpoints.e."_s + message);
}

void refusalColumns()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("message");
}

/// Reads the row at hand and expects its message.
void checkRefusal()
{
    QFETCH(QByteArray, json);
    QFETCH(QString, message);
    const Result<Catalog> catalog = readCatalog(json, file);
    QVERIFY(!catalog);
    QCOMPARE(catalog.error().code, ErrorCode::BadInput);
    QCOMPARE(catalog.error().message, message);
}

} // namespace

class TestCatalogJson : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsVersionOne();
    void readsListOfAliases();
    void readsWorkshopForm();
    void listsMakeCombinations();
    void listsComeBackOut();
    void listsThatAreNoSweep();
    void refusesBadLists_data();
    void refusesBadLists();
    void typedValues();
    void writesLegacyFormsAsVersionOne();
    void keepsUnknownKeysInOrderAndToTheDigit();
    void writesFixedText();
    void roundTrips_data();
    void roundTrips();
    void keepsApartWhatAServerTold();
    void refusesWhatIsNoJson_data();
    void refusesWhatIsNoJson();
    void refusesTheWrongShape_data();
    void refusesTheWrongShape();
    void refusesBadModels_data();
    void refusesBadModels();
    void refusesBadEndpoints_data();
    void refusesBadEndpoints();
    void neverRepeatsAKey_data();
    void neverRepeatsAKey();
    void refusesDeepNesting();
    void leavesOutFoundEndpointsThatNoModelUses();
    void stateKeepsEverything();
    void stateAcceptsHalfFilledEndpoints();
    void stateRefusesNonsense();
};

void TestCatalogJson::readsVersionOne()
{
    const Result<Catalog> catalog = readCatalog(example(), file);
    QVERIFY2(catalog, catalog ? "" : qPrintable(catalog.error().message));
    QCOMPARE(catalog->endpoints.size(), size_t(3));
    const Endpoint *llama = catalog->endpoint({u"llama"_s});
    QVERIFY(llama);
    QCOMPARE(llama->kind, ServerKind::LlamaCpp);
    QCOMPARE(llama->url, QUrl(u"http://127.0.0.1:8080/v1"_s));
    QVERIFY(llama->key == (KeyReference{KeyReference::Place::Environment, u"LLAMA_API_KEY"_s}));
    QCOMPARE(llama->extra, QByteArray(R"({"note":"lab"})"));
    QCOMPARE(catalog->endpoint({u"mine"_s})->command, QStringList({u"my-model"_s, u"--stdin"_s}));

    const Model *qwen = catalog->model({u"qwen2.5-0.5b"_s});
    QVERIFY(qwen);
    QCOMPARE(qwen->endpoint.value, u"foundry"_s);
    QCOMPARE(qwen->serverId, u"qwen2.5-0.5b-instruct-generic-cpu:4"_s);
    QCOMPARE(qwen->system, u"Be brief."_s);
    QCOMPARE(qwen->metadata.sizeMb, std::optional<double>(822));
    QCOMPARE(qwen->metadata.watts, std::optional<double>(18.5));
    QCOMPARE(qwen->metadata.capabilities, QStringList({u"chat"_s}));
    QVERIFY(!qwen->metadata.quantization);
    QCOMPARE(qwen->parameters.temperature, std::optional<double>(0));
    QCOMPARE(qwen->parameters.maxTokens, std::optional<int>(150));
    QCOMPARE(qwen->parameters.seed, std::optional<qint64>(-7));
    QCOMPARE(qwen->parameters.extra, QByteArray(R"({"top_k":40,"min_p":0.050})"));
    QCOMPARE(catalog->model({u"plain"_s})->serverId, u"plain"_s);
    QCOMPARE(catalog->extra, QByteArray(R"({"comment":"kept","another":null})"));
}

void TestCatalogJson::readsListOfAliases()
{
    const Result<Catalog> catalog = readCatalog("\xef\xbb\xbf[\"phi-3.5-mini\", \"qwen\"]\r\n", file);
    QVERIFY(catalog);
    QCOMPARE(catalog->models.size(), size_t(2));
    QCOMPARE(catalog->models[0].alias.value, u"phi-3.5-mini"_s);
    QCOMPARE(catalog->models[0].serverId, u"phi-3.5-mini"_s);
    QVERIFY(catalog->models[0].endpoint.isEmpty());
    QVERIFY(catalog->endpoints.empty());
}

void TestCatalogJson::readsWorkshopForm()
{
    const Result<Catalog> catalog = readCatalog(
        R"({"phi": {"capabilities": [], "size_mb": 0}, "qwen": {"capabilities": ["chat"], "size_mb": 822.5, "x": 1}})",
        file);
    QVERIFY(catalog);
    QCOMPARE(catalog->models.size(), size_t(2));
    QVERIFY(!catalog->models[0].metadata.sizeMb); // 0 stands for "nobody knows" there
    QCOMPARE(catalog->models[1].metadata.sizeMb, std::optional<double>(822.5));
    QCOMPARE(catalog->models[1].extra, QByteArray(R"({"x":1})"));
}

void TestCatalogJson::listsMakeCombinations()
{
    const Result<Catalog> catalog = readCatalog(
        R"({"version": 1, "models": {"phi": {"id": "phi-4", "parameters":
           {"temperature": [0, 0.70], "top_k": 40, "min_p": [0.05, 0.1], "max_tokens": 150}}}})",
        file);
    QVERIFY2(catalog, catalog ? "" : qPrintable(catalog.error().message));
    QCOMPARE(combinationCount(catalog->models[0]), 4);
    const std::vector<Model> models = sweptModels(catalog->models[0]);
    QStringList names;
    for (const Model &model : models) {
        names += model.alias.value;
        QCOMPARE(model.serverId, u"phi-4"_s);
        QCOMPARE(model.parameters.maxTokens, std::optional(150));
        QVERIFY(model.sweep.empty());
    }
    QCOMPARE(names,
             QStringList({u"phi temperature=0 min_p=0.05"_s, u"phi temperature=0 min_p=0.1"_s,
                          u"phi temperature=0.70 min_p=0.05"_s, u"phi temperature=0.70 min_p=0.1"_s}));
    QCOMPARE(models[2].parameters.temperature, std::optional(0.7));
    QCOMPARE(models[2].parameters.extra, QByteArray(R"({"top_k":40,"min_p":0.05})"));
    Model plain = catalog->models[0];
    plain.sweep.clear();
    QVERIFY(sweptModels(plain) == std::vector<Model>{plain});
}

void TestCatalogJson::listsComeBackOut()
{
    const QByteArray parameters =
        R"("parameters": {"temperature": [0, 0.70], "seed": 3, "top_p": [0.9, 1.0], "x": {"y": [1]}})";
    const Result<Catalog> catalog = readCatalog(QByteArray(R"({"models": {"phi": {)" + parameters + "}}}"), file);
    QVERIFY(catalog);
    const QByteArray text = writeCatalog(*catalog);
    for (const char *part : {R"("temperature": [0, 0.70])", R"("top_p": [0.9, 1.0])", R"("seed": 3)"})
        QVERIFY2(text.contains(part), text.constData());
    const Result<Catalog> back = readCatalog(text, file);
    QVERIFY(back && *back == *catalog);
    const Result<Catalog> state = readCatalogState(writeCatalogState(*catalog));
    QVERIFY(state && *state == *catalog);
}

/// Lists that are a parameter's one value are sent as they are.
void TestCatalogJson::listsThatAreNoSweep()
{
    const QByteArray kept = R"({"stop":["a","b"],"stop_token_ids":[1,2],"samplers":[],"logit_bias":[[1,2]]})";
    const Result<Catalog> catalog =
        readCatalog(QByteArray(R"({"models": {"phi": {"parameters": )" + kept + "}}}"), file);
    QVERIFY(catalog);
    QVERIFY(catalog->models[0].sweep.empty());
    QCOMPARE(catalog->models[0].parameters.extra, kept);
}

void TestCatalogJson::refusesBadLists_data()
{
    QTest::addColumn<QByteArray>("parameters");
    QTest::addColumn<QString>("part");
    const auto row = [](const char *name, const QByteArray &parameters, const QString &part) {
        QTest::newRow(name) << parameters << part;
    };
    row("no value", R"("temperature": [])", u"parameters.temperature is"_s);
    row("a text", R"("temperature": [0, "warm"])", u"temperature[1] is \"warm\", expected a number of at least 0"_s);
    row("below 0", R"("temperature": [-1])", u"temperature[0]"_s);
    row("no whole number", R"("max_tokens": [100, 1.5])", u"max_tokens[1] is 1.5"_s);
    row("no seed", R"("seed": [1e30])", u"seed[0]"_s);
    row("twice", R"("top_p": [0.9, 0.9])", u"top_p[1] is 0.9, expected each value once"_s);
    QByteArray many = R"("a": [1)";
    for (int i = 2; i <= 11; ++i)
        many += ',' + QByteArray::number(i);
    row("too many", many + R"(], "b": [0,1,2,3,4,5,6,7,8,9])", u"100 combinations"_s); // 110
}

void TestCatalogJson::refusesBadLists()
{
    QFETCH(QByteArray, parameters);
    QFETCH(QString, part);
    const Result<Catalog> catalog =
        readCatalog(QByteArray(R"({"models": {"phi": {"parameters": {)" + parameters + "}}}}"), file);
    QVERIFY(!catalog);
    QCOMPARE(catalog.error().code, ErrorCode::BadInput);
    QVERIFY2(catalog.error().message.contains(part), qPrintable(catalog.error().message));
}

void TestCatalogJson::typedValues()
{
    Model model;
    QCOMPARE(setTypedParameter(model, u"temperature"_s, u" 0,7 "_s), QString());
    QCOMPARE(model.parameters.temperature, std::optional(0.7));
    QCOMPARE(typedParameter(model, u"temperature"_s), u"0.7"_s);
    QCOMPARE(setTypedParameter(model, u"temperature"_s, u"0, 0.7;1,5 2"_s), QString());
    QVERIFY(!model.parameters.temperature);
    QVERIFY(model.sweep == (std::vector<SweptParameter>{{u"temperature"_s, {"0", "0.7", "1.5", "2"}}}));
    QCOMPARE(typedParameter(model, u"temperature"_s), u"0; 0.7; 1.5; 2"_s);
    const Model before = model;
    for (const QString &bad : {u"warm"_s, u"1; -1"_s, u"1 1"_s, u"\"1\""_s, u"[1]"_s})
        QVERIFY2(!setTypedParameter(model, u"temperature"_s, bad).isEmpty(), qPrintable(bad));
    QStringList many;
    for (int i = 1; i <= 26; ++i)
        many += QString::number(i);
    QVERIFY(!setTypedParameter(model, u"seed"_s, many.join(u' ')).isEmpty()); // 4 x 26
    QVERIFY(model == before);
    QCOMPARE(setTypedParameter(model, u"temperature"_s, u" "_s), QString());
    QVERIFY(model == Model());
}

void TestCatalogJson::writesLegacyFormsAsVersionOne()
{
    const Result<Catalog> catalog = readCatalog(R"(["a", "b"])", file);
    QVERIFY(catalog);
    QCOMPARE(writeCatalog(*catalog),
             QByteArray("{\n  \"version\": 1,\n  \"models\": {\n    \"a\": {},\n    \"b\": {}\n  }\n}\n"));
}

void TestCatalogJson::keepsUnknownKeysInOrderAndToTheDigit()
{
    const Result<Catalog> catalog = readCatalog(example(), file);
    QVERIFY(catalog);
    const QByteArray text = writeCatalog(*catalog);
    QVERIFY(text.contains("\"alpha\": 9007199254740993123"));
    QVERIFY(text.contains("\"min_p\": 0.050"));
    QVERIFY(text.contains("\"another\": null"));
    QVERIFY(text.indexOf("\"zeta\"") < text.indexOf("\"alpha\""));
    QVERIFY(text.indexOf("\"b\": 1") < text.indexOf("\"a\": [1, 2]"));
}

void TestCatalogJson::writesFixedText()
{
    const Result<Catalog> catalog = readCatalog(
        R"({"models": {"m": {"parameters": {"max_tokens": 5, "temperature": 0.7}, "endpoint": "e", "license": "MIT"}},
            "endpoints": {"e": {"url": "https://host/v3/"}}})",
        file);
    QVERIFY(catalog);
    QCOMPARE(writeCatalog(*catalog), QByteArray(R"({
  "version": 1,
  "endpoints": {
    "e": {
      "kind": "auto",
      "url": "https://host/v3/"
    }
  },
  "models": {
    "m": {
      "endpoint": "e",
      "license": "MIT",
      "parameters": {
        "temperature": 0.7,
        "max_tokens": 5
      }
    }
  }
}
)"));
}

void TestCatalogJson::roundTrips_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::newRow("example") << example();
    QTest::newRow("aliases") << QByteArray(R"(["a", "b\n\"quoted\" \u0001 \ud83d\ude00", "ü"])");
    QTest::newRow("workshop") << QByteArray(R"({"a": {"capabilities": [], "size_mb": 0}, "b": {"size_mb": 1.25}})");
    QTest::newRow("empty") << QByteArray("{}");
    QTest::newRow("unknown everywhere") << QByteArray(R"({"version": 1, "x": [[], {}, [{"y": 1e5}]], "endpoints": {"e":
        {"kind": "practice", "headers": {"b": "2", "a": "1"}}}, "models": {"m": {"endpoint": "e", "owner": "me",
        "parameters": {"stop": ["\n"], "logit_bias": {"50256": -100}, "big": 123456789012345678901234567890}}}})");
    QTest::newRow("all metadata") << QByteArray(R"({"models": {"m": {"quantization": "Q4_K_M", "parameter_count":
        494032768, "context_length": 32768, "owned_by": "", "license": "MIT", "size_mb": 0.1, "watts": 0}}})");
    QTest::newRow("told by a server") << QByteArray(R"({"models": {"m": {"license": "MIT", "size_mb": 7,
        "capabilities": ["chat"], "family": "phi", "from_server": ["size_mb", "capabilities", "family"]}}})");
}

/// What is there and was told by a server is named; a name without its field says nothing.
void TestCatalogJson::keepsApartWhatAServerTold()
{
    const auto catalog = readCatalog(
        R"({"models": {"m": {"from_server": ["size_mb", "family"], "license": "mine", "size_mb": 7}}})", file);
    QVERIFY(catalog);
    const ModelMetadata &known = catalog->models[0].metadata;
    QCOMPARE(known.license, std::optional(u"mine"_s));
    QCOMPARE(known.sizeMb, std::optional(7.0));
    QCOMPARE(known.fromServer, MetadataFields(MetadataField::Size));
    const QByteArray written = writeCatalog(*catalog);
    QVERIFY2(written.contains("\"size_mb\": 7"), written.constData());
    const auto again = readCatalog(written, file);
    QVERIFY(again);
    QCOMPARE(again->models[0].metadata.fromServer, MetadataFields(MetadataField::Size));
}

void TestCatalogJson::roundTrips()
{
    QFETCH(QByteArray, json);
    const Result<Catalog> first = readCatalog(json, file);
    QVERIFY2(first, first ? "" : qPrintable(first.error().message));
    const QByteArray written = writeCatalog(*first);
    const Result<Catalog> second = readCatalog(written, file);
    QVERIFY2(second, written.constData());
    QVERIFY(*second == *first);
    QCOMPARE(writeCatalog(*second), written);
    const Result<Catalog> state = readCatalogState(writeCatalogState(*first));
    QVERIFY(state);
    QVERIFY(*state == *first);
}

void TestCatalogJson::refusesWhatIsNoJson_data()
{
    refusalColumns();
    bad("empty", " \n", u"line 1: the text is empty, expected JSON."_s);
    bad("text", "\"phi\"",
        u"line 1: the file holds \"phi\", expected an object with \"models\", or a list of model names."_s);
    bad("utf-16", "\xff\xfe{", u"line 1: the text is UTF-16 or binary, expected UTF-8."_s);
    bad("bad utf-8", "[\"a\",\n\"\xff\"]", u"line 2, column 2: found a byte that is not UTF-8, expected valid JSON."_s);
    bad("trailing garbage", "{}\n{}", u"line 2, column 1: found \"{\", expected the end of the text."_s);
    bad("trailing comma", "[\"a\",\n]", u"line 2, column 1: found \"]\", expected a value."_s);
    bad("missing comma", "{\"a\": {}\n\"b\": {}}",
        u"line 2, column 3: found a text in quotes, expected \",\" or \"}\"."_s);
    bad("cut off", "{\"models\": {\n",
        u"line 1, column 13: found the end of the text, expected a key in double quotes."_s);
    bad("open text", "[\"abc\n",
        u"line 1, column 6: found a line break or control character inside a text, expected valid JSON."_s);
    bad("NaN", "{\"m\": {\"watts\":\nNaN}}",
        u"line 2, column 1: found a word or sign that JSON does not know, expected valid JSON."_s);
    bad("too large", "{\"m\": {\"watts\": 1e999}}",
        u"line 1, column 22: found a number that is too large, expected a number below 1.8e308."_s);
}

void TestCatalogJson::refusesWhatIsNoJson()
{
    checkRefusal();
}

void TestCatalogJson::refusesTheWrongShape_data()
{
    refusalColumns();
    bad("duplicate", "{\"m\": {},\n \"n\": {},\n \"m\": {}}",
        u"line 3: the key \"m\" is there twice, expected each key once in its object."_s);
    bad("duplicate inside", "{\"m\": {\"x\": {\"k\": 1,\n\"k\": 2}}}",
        u"line 2: the key \"k\" is there twice, expected each key once in its object."_s);
    bad("duplicate alias", "[\"a\",\n\"a\"]", u"line 2: [1] is \"a\", expected each model once."_s);
    bad("number in list", "[\"a\", 5]", u"line 1: [1] is 5, expected the name of a model."_s);
    bad("empty alias in list", "[\" \"]", u"line 1: [0] is \"\", expected the name of a model."_s);
    bad("empty alias", "{\"models\":\n{\"\": {}}}",
        u"line 2: a model has an empty name, expected a name such as \"qwen2.5-0.5b\"."_s);
    bad("empty endpoint", "{\"endpoints\": {\"\": {\"url\": \"http://h\"}}}",
        u"line 1: an endpoint has an empty name, expected a name such as \"llama\"."_s);
    bad("version 2", "{\n\"version\": 2\n}", u"line 2: version is 2, expected 1, the only version this Assay reads."_s);
    bad("version text", "{\"version\": \"1\"}",
        u"line 1: version is \"1\", expected 1, the only version this Assay reads."_s);
    bad("models list", "{\"models\": [\"a\"]}",
        u"line 1: models is a list, expected an object such as {\"small\": {\"endpoint\": \"here\", \"id\": "
        u"\"qwen2.5:0.5b\"}}; a file of names alone is a list: [\"qwen2.5:0.5b\"]."_s);
    bad("endpoints text", "{\"endpoints\": \"http://h\"}", u"line 1: endpoints is \"http://h\", expected an object."_s);
    bad("endpoint text", "{\"endpoints\": {\"e\": \"http://h\"}}",
        u"line 1: endpoints.e is \"http://h\", expected an object."_s);
    bad("model number", "{\"models\": {\n\"m\": 3}}", u"line 2: models.m is 3, expected an object."_s);
    bad("workshop number", "{\"m\": 3}", u"line 1: m is 3, expected an object."_s);
    bad("quoted path", "{\"models\": {\"qwen2.5\": {\"parameters\": {\"temperature\": \"0\"}}}}",
        u"line 1: models.\"qwen2.5\".parameters.temperature is \"0\", expected a number of at least 0."_s);
    bad("unknown endpoint",
        "{\"endpoints\": {\"b\": {\"url\": \"http://h\"}, \"a\": {\"url\": \"http://h\"}}, \"models\": "
        "{\"m\":\n{\"endpoint\": \"c\"}}}",
        u"line 2: models.m.endpoint is \"c\", expected the name of an endpoint (a, b)."_s);
}

void TestCatalogJson::refusesTheWrongShape()
{
    checkRefusal();
}

void TestCatalogJson::refusesBadModels_data()
{
    refusalColumns();
    badModel("endpoint number", "\"endpoint\":12",
             u"endpoint is 12, expected the name of an endpoint, but the file has no \"endpoints\"."_s);
    badModel("id list", "\"id\": []", u"id is a list, expected a text in quotes."_s);
    badModel("size text", "\"size_mb\": \"822\"", u"size_mb is \"822\", expected a number of at least 0."_s);
    badModel("size negative", "\"size_mb\": -1", u"size_mb is -1, expected a number of at least 0."_s);
    badModel("capabilities text", "\"capabilities\": \"chat\"",
             u"capabilities is \"chat\", expected a list of texts."_s);
    badModel("capabilities numbers", "\"capabilities\": [\"chat\", 1]", u"capabilities[1] is 1, expected a text."_s);
    badModel("license object", "\"license\": {}", u"license is an object, expected a text in quotes."_s);
    badModel("system bool", "\"system\": true", u"system is true, expected a text in quotes."_s);
    badModel("watts text", "\"watts\": \"18\"", u"watts is \"18\", expected a number of at least 0."_s);
    badModel("context fraction", "\"context_length\": 4096.5",
             u"context_length is 4096.5, expected a whole number from 1 to 2147483647."_s);
    badModel("parameters list", "\"parameters\": [1]", u"parameters is a list, expected an object."_s);
    badModel("tokens negative", "\"parameters\": {\"max_tokens\": -5}",
             u"parameters.max_tokens is -5, expected a whole number from 1 to 2147483647."_s);
    badModel("tokens huge", "\"parameters\": {\"max_tokens\": 3000000000}",
             u"parameters.max_tokens is 3000000000, expected a whole number from 1 to 2147483647."_s);
    badModel("seed text", "\"parameters\": {\"seed\": \"x\"}", u"parameters.seed is \"x\", expected a whole number."_s);
    badModel("temperature negative", "\"parameters\": {\"temperature\": -0.1}",
             u"parameters.temperature is -0.1, expected a number of at least 0."_s);
}

void TestCatalogJson::refusesBadModels()
{
    checkRefusal();
}

void TestCatalogJson::refusesBadEndpoints_data()
{
    refusalColumns();
    badEndpoint(
        "kind unknown", "\"kind\": \"olama\", \"url\": \"http://h\"",
        u"kind is \"olama\", expected one of auto, openai, foundry-local, ollama, lm-studio, llama.cpp, vllm, practice, command, http."_s);
    badEndpoint("kind number", "\"kind\": 1", u"kind is 1, expected a text in quotes."_s);
    badEndpoint("no url", "\"kind\": \"ollama\"", u"url is missing, expected a URL such as http://127.0.0.1:8080."_s);
    const QString aUrl = u", expected a URL that starts with http:// or https:// and names a host."_s;
    badEndpoint("ftp", "\"url\": \"ftp://h/\"", u"url is \"ftp://h/\""_s + aUrl);
    badEndpoint("no scheme", "\"url\": \"127.0.0.1:5273\"", u"url is \"127.0.0.1:5273\""_s + aUrl);
    badEndpoint("no host", "\"url\": \"http:///v1\"", u"url is \"http:///v1\""_s + aUrl);
    badEndpoint("empty url", "\"url\": \"\"", u"url is \"\""_s + aUrl);
    badEndpoint("url number", "\"url\": 8080", u"url is 8080, expected a text in quotes."_s);
    badEndpoint("command missing", "\"kind\": \"command\"",
                u"command is missing, expected a list with a program and its arguments."_s);
    badEndpoint("command text", "\"kind\": \"command\", \"command\": \"x\"",
                u"command is \"x\", expected a list of texts."_s);
}

void TestCatalogJson::refusesBadEndpoints()
{
    checkRefusal();
}

void TestCatalogJson::neverRepeatsAKey_data()
{
    QTest::addColumn<QByteArray>("member");
    QTest::addColumn<QString>("says");
    const QString refer = u"env:NAME"_s;
    QTest::newRow("literal") << QByteArray(R"("key": "sk-secret-1")") << refer;
    QTest::newRow("behind env") << QByteArray(R"("key": "env:sk-secret-1")") << refer;
    QTest::newRow("empty name") << QByteArray(R"("key": "env:", "x": "sk-secret-1")") << refer;
    QTest::newRow("in a list") << QByteArray(R"("key": ["sk-secret-1"])") << refer;
    QTest::newRow("other name") << QByteArray(R"("api_key": "sk-secret-1")") << refer;
    QTest::newRow("camel case") << QByteArray(R"("apiKey": "sk-secret-1")") << refer;
    QTest::newRow("in headers that are not sent")
        << QByteArray(R"("headers": {"Authorization": "Bearer sk-secret-1"})") << refer;
    QTest::newRow("by the name of such a header") << QByteArray(R"("headers": {"X-Key": "sk-secret-1"})") << refer;
    QTest::newRow("by its value") << QByteArray(R"("headers": [{"n": "A", "v": "bearer sk-secret-1"}])") << refer;
    QTest::newRow("deep down") << QByteArray(R"("x": {"y": [{"api_key": "sk-secret-1"}]})") << refer;
    QTest::newRow("among pointers") << QByteArray(
        R"("kind": "http", "body": {"p": "{prompt}"}, "pointers": {"delta": "/a", "api_key": "sk-secret-1"})")
                                    << refer;
    QTest::newRow("beside its endpoint") << QByteArray(
        R"("x": 1}, "f": {"kind": "practice", "password": "sk-secret-1")")
                                         << refer;
    QTest::newRow("of a model") << QByteArray(R"("x": 1}}, "models": {"m": {"api_key": "sk-secret-1")") << refer;
    QTest::newRow("in an argument that is not used")
        << QByteArray(R"("command": ["x", "--api-key", "sk-secret-1"])") << u"environment variable"_s;
    QTest::newRow("in the url") << QByteArray(R"("url": "http://me:sk-secret-1@host")") << u"password"_s;
    QTest::newRow("broken text") << QByteArray("\"key\": \"sk-secret-1\n\"") << u"line break"_s;
    QTest::newRow("broken JSON") << QByteArray(R"("key": "sk-secret-1" "x")") << u"found a text in quotes"_s;
    QTest::newRow("no quotes") << QByteArray(R"("key": sk-secret-1)") << u"JSON does not know"_s;
}

void TestCatalogJson::neverRepeatsAKey()
{
    QFETCH(QByteArray, member);
    QFETCH(QString, says);
    const QByteArray url = member.contains("\"url\"") ? QByteArray() : QByteArray(R"("url": "http://h", )");
    const Result<Catalog> catalog = readCatalog("{\"endpoints\": {\n\"e\": {" + url + member + "}}}", file);
    QVERIFY(!catalog);
    const Error error = catalog.error();
    QVERIFY(error.message.startsWith(u"models.json, line 2"_s));
    QVERIFY2(error.message.contains(says), qPrintable(error.message));
    QVERIFY2(!error.message.contains(u"secret"_s) && !error.detail.contains(u"secret"_s), qPrintable(error.message));
}

void TestCatalogJson::refusesDeepNesting()
{
    const int depth = 1'000'000;
    const Result<Catalog> catalog =
        readCatalog("{\"x\":" + QByteArray(depth, '[') + QByteArray(depth, ']') + "}", file);
    QVERIFY(!catalog);
    QCOMPARE(catalog.error().message,
             u"models.json, line 1: lists and objects are nested more than 100 deep, expected at most that."_s);
    QVERIFY(readCatalog("{\"version\":1,\"x\":" + QByteArray(99, '[') + QByteArray(99, ']') + "}", file));
}

void TestCatalogJson::leavesOutFoundEndpointsThatNoModelUses()
{
    Catalog catalog;
    for (const QString &name : {u"used"_s, u"unused"_s}) {
        Endpoint endpoint;
        endpoint.id.value = name;
        endpoint.url = QUrl(u"http://127.0.0.1:8080"_s);
        endpoint.found = true;
        catalog.endpoints.push_back(endpoint);
    }
    Model model;
    model.alias.value = model.serverId = u"m"_s;
    model.endpoint.value = u"used"_s;
    model.ticked = true;
    catalog.models.push_back(model);

    const QByteArray text = writeCatalog(catalog);
    QVERIFY(!text.contains("unused"));
    QVERIFY(!text.contains("found") && !text.contains("ticked"));
    const Result<Catalog> read = readCatalog(text, file);
    QVERIFY(read);
    QCOMPARE(read->endpoints.size(), size_t(1));
    QCOMPARE(read->endpoints[0].id.value, u"used"_s);
}

void TestCatalogJson::stateKeepsEverything()
{
    Result<Catalog> read = readCatalog(example(), file);
    QVERIFY(read);
    Catalog catalog = *read;
    catalog.endpoints[0].found = true;
    catalog.endpoints[2].found = true; // used by no model
    catalog.models[1].ticked = true;
    catalog.models[1].extra = R"({"ticked":"a word of the person's own"})";
    const Result<Catalog> again = readCatalogState(writeCatalogState(catalog));
    QVERIFY(again);
    QVERIFY(*again == catalog);
}

void TestCatalogJson::stateAcceptsHalfFilledEndpoints()
{
    Catalog catalog;
    Endpoint endpoint;
    endpoint.id.value = u"new"_s;
    endpoint.kind = ServerKind::Command;
    catalog.endpoints.push_back(endpoint);
    endpoint.id.value = u"newer"_s;
    endpoint.kind = ServerKind::Ollama;
    catalog.endpoints.push_back(endpoint);
    Model model;
    model.alias.value = u"m"_s;
    model.endpoint.value = u"removed"_s;
    catalog.models.push_back(model);
    const Result<Catalog> again = readCatalogState(writeCatalogState(catalog));
    QVERIFY(again);
    QVERIFY(*again == catalog);
}

void TestCatalogJson::stateRefusesNonsense()
{
    QVERIFY(!readCatalogState(""));
    QVERIFY(!readCatalogState("[]"));
    QVERIFY(!readCatalogState(R"({"ticked": []})"));
    QVERIFY(!readCatalogState(R"({"catalog": {"models": {"m": {"endpoint": 5}}}})"));
}

QTEST_GUILESS_MAIN(TestCatalogJson)
#include "tst_catalogjson.moc"
