// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Errors as real servers send them, from their bytes to the advice.
#include "app/engine/servers/serveradapter.h"
#include "models/domain/trouble.h"
#include "tests/support/recordings.h"

#include <QTest>

using namespace assay;
using namespace Qt::Literals::StringLiterals;

class TestTrouble : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void recorded_data();
    void recorded();
    void documented_data();
    void documented();
    void withoutAReply_data();
    void withoutAReply();
    void aliasAgainstId();
    void movedAndGone();
    void everyKindHasAdvice();
    void adviceIsForAll();
};

/// Bytes of a real llama.cpp.
void TestTrouble::recorded_data()
{
    QTest::addColumn<Trouble>("trouble");
    QTest::newRow("loading-chat") << Trouble::Loading;
    QTest::newRow("key-missing") << Trouble::KeyRefused;
    QTest::newRow("plain-context-overflow") << Trouble::ContextTooSmall;
    QTest::newRow("router-model-unknown") << Trouble::ModelUnknown;
    QTest::newRow("rchild-broken-model") << Trouble::LoadFailed;
    QTest::newRow("plain-404") << Trouble::WrongAddress;
}

void TestTrouble::recorded()
{
    QFETCH(Trouble, trouble);
    const auto recording = readRecording(QString::fromLatin1(QTest::currentDataTag()));
    QVERIFY(recording);
    const Error error = errorFromReply(recording->status, recording->body, recording->contentType);
    QCOMPARE(troubleOf(error), std::optional(trouble));
    QCOMPARE(adviceFor(error).isEmpty(), trouble == Trouble::ContextTooSmall); // whose own sentence says it all
}

/// Bodies from servers' sources, documentation and bug reports.
void TestTrouble::documented_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<Trouble>("trouble");
    const auto row = [](const char *name, int status, const char *body, Trouble trouble) {
        QTest::newRow(name) << status << QByteArray(body) << trouble;
    };
    row("Ollama memory", 500,
        R"j({"error":"model requires more system memory (5.3 GiB) than is available (3.3 GiB)"})j",
        Trouble::OutOfMemory);
    row("Ollama CUDA", 500, R"j({"error":"llama runner process has terminated: CUDA error: out of memory"})j",
        Trouble::OutOfMemory);
    row("Ollama buffer", 500,
        R"j({"error":{"message":"llama runner process has terminated: error loading model: unable to allocate CUDA0 buffer","type":"api_error","param":null,"code":null}})j",
        Trouble::OutOfMemory);
    row("LM Studio memory", 400,
        R"j({"error":{"message":"Failed to load model. Error: Model loading was stopped due to insufficient system resources."}})j",
        Trouble::OutOfMemory);
    row("LM Studio memory in the stream", 200, R"j({"error":{"message":"Failed to load model: not enough memory"}})j",
        Trouble::OutOfMemory);
    row("ONNX Runtime", 500, R"j({"error":{"message":"Load failed: bad allocation","type":"server_error"}})j",
        Trouble::OutOfMemory);
    row("Ollama runner", 500, R"j({"error":"llama runner process has terminated: exit status 2"})j",
        Trouble::LoadFailed);
    row("Foundry load", 500, R"j({"error":{"message":"Load failed: unknown provider","type":"server_error"}})j",
        Trouble::LoadFailed);
    row("broken GGUF", 500,
        R"j({"error":"error loading model: tensor 'x' data is not within the file bounds, model is corrupted or incomplete"})j",
        Trouble::BrokenDownload);
    row("Ollama pull", 200,
        R"j({"error":"digest mismatch, file must be downloaded again: want sha256:a, got sha256:b"})j",
        Trouble::BrokenDownload);
    row("Foundry not cached", 400, R"j({"error":{"message":"Model not cached: phi","type":"invalid_request_error"}})j",
        Trouble::NotDownloaded);
    row("Foundry not loaded", 400, R"j({"error":{"message":"Model not loaded: phi","type":"invalid_request_error"}})j",
        Trouble::NotLoaded);
    row("LM Studio without JIT", 404, R"j({"error":{"message":"No models loaded. Please load a model first."}})j",
        Trouble::NotLoaded);
    row("Ollama unknown", 404, R"j({"error":"model \"x\" not found, try pulling it first"})j", Trouble::ModelUnknown);
    row("vLLM unknown", 404,
        R"j({"error":{"message":"The model `x` does not exist.","type":"NotFoundError","code":404}})j",
        Trouble::ModelUnknown);
    row("Foundry unknown", 404,
        R"j({"error":{"message":"Model not found: No model matching 'x'","type":"invalid_request_error","code":null}})j",
        Trouble::ModelUnknown);
    row("Foundry 0.8 alias", 400, "No OpenAIService provider found for modelName: phi-4-mini", Trouble::ModelUnknown);
    row("vLLM context", 400,
        R"j({"error":{"message":"This model's maximum context length is 4096 tokens. However, you requested 5000 tokens","code":400}})j",
        Trouble::ContextTooSmall);
    row("Ollama busy", 503, R"j({"error":"server busy, please try again.  maximum pending requests exceeded"})j",
        Trouble::Busy);
    row("llama.cpp slots", 503, R"j({"error":{"code":503,"message":"no slot available","type":"unavailable_error"}})j",
        Trouble::Busy);
    row("KoboldCpp busy", 503,
        R"j({"detail":{"msg":"Server is busy; please try again later.","type":"service_unavailable"}})j",
        Trouble::Busy);
    row("TGI", 429, R"j({"error":"Model is overloaded","error_type":"overloaded"})j", Trouble::Busy);
    row("llama-swap", 429, "too many requests", Trouble::Busy);
    row("vLLM key", 401, R"j({"error":"Unauthorized"})j", Trouble::KeyRefused);
    row("forbidden", 403, R"j({"detail":"Forbidden"})j", Trouble::KeyRefused);
    row("any other failure", 500, R"j({"error":"boom"})j", Trouble::ServerFailed);
    row("a page", 302, "<html>moved</html>", Trouble::WrongAddress);
}

void TestTrouble::documented()
{
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    QFETCH(Trouble, trouble);
    QCOMPARE(troubleOf(errorFromReply(status, body, {})), std::optional(trouble));
}

void TestTrouble::withoutAReply_data()
{
    QTest::addColumn<ErrorCode>("code");
    QTest::addColumn<std::optional<Trouble>>("trouble");
    using T = std::optional<Trouble>;
    QTest::newRow("slow first answer") << ErrorCode::IdleTimeout << T(Trouble::SlowAnswer);
    QTest::newRow("no key") << ErrorCode::KeyMissing << T(Trouble::KeyMissing);
    QTest::newRow("broke off") << ErrorCode::ConnectionLost << T(Trouble::ServerFailed);
    QTest::newRow("by the person") << ErrorCode::Cancelled << T();
    QTest::newRow("a key that would be read by others") << ErrorCode::KeyExposed << T();
    QTest::newRow("a rejected parameter") << ErrorCode::BadRequest << T();
}

void TestTrouble::withoutAReply()
{
    QFETCH(ErrorCode, code);
    QFETCH(std::optional<Trouble>, trouble);
    QCOMPARE(troubleOf({code, u"A sentence about a model."_s, {}}), trouble);
    if (!trouble)
        QVERIFY(adviceFor({code, u"A sentence."_s, {}}).isEmpty());
}

void TestTrouble::aliasAgainstId()
{
    const Error error = errorFromReply(400, "No OpenAIService provider found for modelName: phi-4-mini", {});
    const QString id = u"Phi-4-mini-instruct-generic-cpu:4"_s;
    const TroubleClues clues{u"phi-4-mini"_s, {u"qwen2.5-0.5b-instruct-generic-cpu:4"_s, id}, true};
    QCOMPARE(troubleOf(error, clues), std::optional(Trouble::AliasForId));
    QVERIFY2(adviceFor(error, clues).contains(id), qPrintable(adviceFor(error, clues)));
    QCOMPARE(troubleOf(error, {u"mistral"_s, {id}, true}), std::optional(Trouble::ModelUnknown));
    QCOMPARE(troubleOf(error, {QString(), {id}, true}), std::optional(Trouble::ModelUnknown));
}

void TestTrouble::movedAndGone()
{
    const Error refused{ErrorCode::Refused, u"Nobody listens."_s, u"Connection refused"_s};
    QCOMPARE(troubleOf(refused), std::optional(Trouble::ServerGone));
    TroubleClues clues;
    clues.wasReached = true;
    QCOMPARE(troubleOf(refused, clues), std::optional(Trouble::ServerMoved));
    QVERIFY(adviceFor(refused, clues).contains(u"port"_s));
    QVERIFY(adviceFor(refused).isEmpty()); // "Nobody listens at ... Start the server there or correct ..."
}

/// The advice names what a person can do, by kind.
void TestTrouble::everyKindHasAdvice()
{
    const auto advice = [](int status, const char *body) { return adviceFor(errorFromReply(status, body, {})); };
    QVERIFY(advice(500, R"j({"error":"out of memory"})j").contains(u"Stop another model"_s));
    QVERIFY(advice(500, R"j({"error":"out of memory"})j").contains(u"smaller variant"_s));
    QVERIFY(advice(503, R"j({"error":"server busy"})j").contains(u"slots"_s));
    QVERIFY(adviceFor({ErrorCode::IdleTimeout, {}, {}}).contains(u"smaller variant"_s));
    QVERIFY(advice(500, R"j({"error":"digest mismatch"})j").contains(u"download it again"_s));
    QVERIFY(advice(401, "").contains(u"key"_s));
}

/// On the command line there is no Edit, a program has no server's log, and nothing is said twice.
void TestTrouble::adviceIsForAll()
{
    for (const int status : {200, 400, 401, 404, 429, 500, 503}) {
        for (const ErrorCode code : {ErrorCode::ConnectionLost, ErrorCode::Incomplete, ErrorCode::Refused,
                                     ErrorCode::IdleTimeout, errorFromReply(status, "", {}).code}) {
            const QString advice = adviceFor({code, u"A sentence."_s, {}}, {{}, {}, true});
            QVERIFY2(!advice.contains(u"Edit"_s) && !advice.contains(u" log"_s) && !advice.contains(u"time-out"_s),
                     qPrintable(advice));
        }
        const QString all = errorWithAdvice(errorFromReply(status, "", {}));
        for (const char *word : {"log", "ontext", "heck", "again"}) {
            QVERIFY2(all.count(QLatin1StringView(word)) < 2, qPrintable(all));
        }
    }
}

QTEST_GUILESS_MAIN(TestTrouble)
#include "tst_trouble.moc"
