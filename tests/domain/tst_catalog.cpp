// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/catalog.h"
#include "models/domain/result.h"

#include <QSet>
#include <QtTest>

using namespace assay;
using namespace Qt::Literals::StringLiterals;

class TestCatalog : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void apiUrls_data();
    void apiUrls();
    void kindKeysGoBothWays();
    void keyReferences_data();
    void keyReferences();
    void urlProblems_data();
    void urlProblems();
    void freeNamesAreFree();
    void errorKeysGoBothWays();
};

void TestCatalog::apiUrls_data()
{
    QTest::addColumn<QString>("endpoint");
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("url");
    const QString chat = u"chat/completions"_s;
    QTest::newRow("bare") << u"http://h:1"_s << chat << u"http://h:1/v1/chat/completions"_s;
    QTest::newRow("slash") << u"http://h:1/"_s << chat << u"http://h:1/v1/chat/completions"_s;
    QTest::newRow("v1") << u"http://h:1/v1"_s << chat << u"http://h:1/v1/chat/completions"_s;
    QTest::newRow("v1 slash") << u"http://h:1/v1/"_s << chat << u"http://h:1/v1/chat/completions"_s;
    QTest::newRow("openai") << u"https://h/openai/v1"_s << u"models"_s << u"https://h/openai/v1/models"_s;
    QTest::newRow("v3") << u"http://h/v3/"_s << u"/models"_s << u"http://h/v3/models"_s;
    QTest::newRow("query") << u"http://h/v1?a=b#c"_s << u"models"_s << u"http://h/v1/models"_s;
    QTest::newRow("user") << u"http://me:pw@h"_s << u"models"_s << u"http://h/v1/models"_s;
    QTest::newRow("ipv6") << u"http://[::1]:8080"_s << u"models"_s << u"http://[::1]:8080/v1/models"_s;
    QTest::newRow("escaped") << u"http://h/a%20b"_s << u"models"_s << u"http://h/a%20b/models"_s;
}

void TestCatalog::apiUrls()
{
    QFETCH(QString, endpoint);
    QFETCH(QString, path);
    QFETCH(QString, url);
    QCOMPARE(apiUrl(QUrl(endpoint), path).toString(QUrl::FullyEncoded), url);
}

void TestCatalog::kindKeysGoBothWays()
{
    const QStringList keys = serverKindKeys();
    QCOMPARE(keys.size(), 10);
    QSet<QString> names;
    for (const QString &key : keys) {
        const std::optional<ServerKind> kind = serverKindFromKey(key);
        QVERIFY(kind);
        QCOMPARE(serverKindKey(*kind), key);
        names.insert(serverKindName(*kind));
    }
    QCOMPARE(names.size(), 10);
    QVERIFY(!serverKindFromKey(u"Ollama"_s));
    QVERIFY(!serverKindFromKey(QString()));
    QCOMPARE(serverKindKey(ServerKind::LlamaCpp), u"llama.cpp"_s);
}

void TestCatalog::keyReferences_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("valid");
    QTest::newRow("environment") << u"env:LLAMA_API_KEY"_s << true;
    QTest::newRow("keychain") << u"keychain:my server"_s << true;
    QTest::newRow("literal") << u"sk-123"_s << false;
    QTest::newRow("literal behind env") << u"env:sk-123"_s << false;
    QTest::newRow("starts with digit") << u"env:1A"_s << false;
    QTest::newRow("line break") << u"env:A\n"_s << false;
    QTest::newRow("no name") << u"env:"_s << false;
    QTest::newRow("no keychain name") << u"keychain: "_s << false;
    QTest::newRow("other case") << u"ENV:A"_s << false;
    QTest::newRow("empty") << QString() << false;
}

void TestCatalog::keyReferences()
{
    QFETCH(QString, text);
    QFETCH(bool, valid);
    const std::optional<KeyReference> key = keyReferenceFromText(text);
    QCOMPARE(key.has_value(), valid);
    if (key) {
        QCOMPARE(keyReferenceText(*key), text);
    }
}

void TestCatalog::urlProblems_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QString>("says");
    QTest::newRow("fine") << u"http://127.0.0.1:8080/v1"_s << QString();
    QTest::newRow("https") << u"https://example.org"_s << QString();
    QTest::newRow("empty") << QString() << u"empty"_s;
    QTest::newRow("scheme") << u"localhost:8080"_s << u"http://"_s;
    QTest::newRow("host") << u"http:///x"_s << u"host"_s;
    QTest::newRow("port") << u"http://h:99999"_s << u"no URL"_s;
    QTest::newRow("password") << u"http://u:p@h"_s << u"password"_s;
}

void TestCatalog::urlProblems()
{
    QFETCH(QString, url);
    QFETCH(QString, says);
    const QString problem = endpointUrlProblem(QUrl(url));
    QCOMPARE(problem.isEmpty(), says.isEmpty());
    QVERIFY2(problem.contains(says), qPrintable(problem));
}

void TestCatalog::freeNamesAreFree()
{
    Catalog catalog;
    QCOMPARE(catalog.freeAlias(u"qwen"_s).value, u"qwen"_s);
    for (int i = 0; i < 3; ++i) {
        Model model;
        model.alias = catalog.freeAlias(u"qwen"_s);
        QVERIFY(!catalog.model(model.alias));
        catalog.models.push_back(model);
        Endpoint endpoint;
        endpoint.id = catalog.freeEndpointId({});
        QVERIFY(!catalog.endpoint(endpoint.id));
        catalog.endpoints.push_back(endpoint);
    }
    QCOMPARE(catalog.models[1].alias.value, u"qwen-2"_s);
    QCOMPARE(catalog.models[2].alias.value, u"qwen-3"_s);
    QCOMPARE(catalog.endpoints[0].id.value, u"endpoint"_s);
    catalog.model({u"qwen-2"_s})->system = u"changed"_s;
    QCOMPARE(catalog.models[1].system, u"changed"_s);
}

void TestCatalog::errorKeysGoBothWays()
{
    QSet<QString> keys;
    for (int i = 0; i <= static_cast<int>(ErrorCode::Unsupported); ++i) {
        const auto code = static_cast<ErrorCode>(i);
        const QString key = errorKey(code);
        QVERIFY(errorFromKey(key) == code);
        keys.insert(key);
    }
    QCOMPARE(keys.size(), 21);
    QVERIFY(!errorFromKey(u"no_such_thing"_s));
    QCOMPARE(errorKey(ErrorCode::Refused), u"connection_refused"_s);
    QCOMPARE(errorKey(ErrorCode::Protocol), u"protocol_error"_s);
}

QTEST_GUILESS_MAIN(TestCatalog)
#include "tst_catalog.moc"
