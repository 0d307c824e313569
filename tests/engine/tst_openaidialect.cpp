// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/net/sseparser.h"
#include "app/engine/servers/openaichunks.h"
#include "app/engine/servers/openaidialect.h"
#include "app/engine/servers/plainchunk.h"

#include "tests/support/recordings.h"

#include <QTest>

using namespace assay;
using namespace Qt::Literals::StringLiterals;

namespace {

/// What a reader says about one event, one word each, for comparison.
QString spoken(const std::vector<ChatEvent> &events)
{
    QStringList words;
    for (const ChatEvent &event : events) {
        if (const auto *delta = std::get_if<TextDelta>(&event)) {
            const QString kind = delta->kind == DeltaKind::Answer ? u"answer"_s
                : delta->kind == DeltaKind::Reasoning             ? u"reasoning"_s
                                                                  : u"tool"_s;
            words << kind + u'=' + delta->text;
        } else if (const auto *finish = std::get_if<FinishReason>(&event)) {
            words << u"finish="_s + finish->reason;
        } else if (const auto *counts = std::get_if<TokenCounts>(&event)) {
            words << u"usage=%1/%2"_s.arg(counts->prompt.value_or(-1)).arg(counts->output.value_or(-1));
        } else if (std::holds_alternative<ServerTimings>(event)) {
            words << u"timings"_s;
        } else if (const auto *echo = std::get_if<ModelEcho>(&event)) {
            words << u"model="_s + echo->name;
        } else if (const auto *error = std::get_if<StreamError>(&event)) {
            words << u"error="_s + errorKey(error->error.code);
        } else if (std::holds_alternative<StreamDone>(event)) {
            words << u"done"_s;
        } else {
            words << u"unknown"_s;
        }
    }
    return words.join(u' ');
}

QByteArray choice(const QByteArray &inside)
{
    return R"({"choices":[{"index":0,)" + inside + "}]}";
}

} // namespace

class TestOpenAiDialect : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void events_data();
    void events();
    void plainChunks_data();
    void plainChunks();
    void plainChunksSayTheSame_data();
    void plainChunksSayTheSame();
    void namedErrorEvents();
    void usageDetails();
    void timings();
    void modelIsEchoedOnce();
    void wholeBodies_data();
    void wholeBodies();
    void errors_data();
    void errors();
    void errorSentences();
    void errorDetailIsBounded();
    void request();
    void requestWithEverything();
    void cachePromptIsSentWhereUnderstood();
    void extraCannotReplaceWhatIsAsked();
    void modelLists_data();
    void modelLists();
    void modelsOfARealServer();
    void notAModelList();
    void aliases_data();
    void aliases();
};

void TestOpenAiDialect::events_data()
{
    QTest::addColumn<QByteArray>("data");
    QTest::addColumn<QString>("said");
    const auto row = [](const char *name, const QByteArray &data, const QString &said) {
        QTest::newRow(name) << data << said;
    };
    row("role only", choice(R"("delta":{"role":"assistant"})"), u""_s);
    row("content null", choice(R"("delta":{"role":"assistant","content":null})"), u""_s);
    row("content empty", choice(R"("delta":{"role":"assistant","content":""})"), u""_s);
    row("empty delta", choice(R"("delta":{},"finish_reason":null)"), u""_s);
    row("text", choice(R"("delta":{"content":"Hi"})"), u"answer=Hi"_s);
    row("text and finish", choice(R"("delta":{"content":"Hi"},"finish_reason":"stop")"), u"answer=Hi finish=stop"_s);
    row("role repeated with text", choice(R"("delta":{"role":"assistant","content":"Hi"})"), u"answer=Hi"_s);
    row("reasoning_content", choice(R"("delta":{"reasoning_content":"Hm"})"), u"reasoning=Hm"_s);
    row("reasoning", choice(R"("delta":{"reasoning":"Hm","content":""})"), u"reasoning=Hm"_s);
    row("thinking", choice(R"("delta":{"thinking":"Hm"})"), u"reasoning=Hm"_s);
    row("reasoning said twice", choice(R"("delta":{"reasoning":"Hm","reasoning_content":"Hm"})"), u"reasoning=Hm"_s);
    row("reasoning as object", choice(R"("delta":{"reasoning":{"text":"Hm"},"content":"a"})"),
        u"reasoning=Hm answer=a"_s);
    row("reasoning as list", choice(R"("delta":{"reasoning":[1,{"a":2}],"content":"a"})"), u"answer=a"_s);
    row("think marks stay", choice(R"("delta":{"content":"<think>Hm</think>a"})"), u"answer=<think>Hm</think>a"_s);
    row("content parts", choice(R"("delta":{"content":[{"type":"text","text":"a"},{"type":"text","text":"b"}]})"),
        u"answer=ab"_s);
    row("refusal", choice(R"("delta":{"refusal":"No."})"), u"answer=No."_s);
    row("delta beats message", choice(R"("delta":{"content":"a"},"message":{"content":"a"})"), u"answer=a"_s);
    row("empty delta beats message", choice(R"("delta":{},"message":{"content":"all"},"finish_reason":"stop")"),
        u"finish=stop"_s);
    row("legacy text", choice(R"("text":"a","finish_reason":null)"), u"answer=a"_s);
    row("tool call", choice(R"("delta":{"tool_calls":[{"index":0,"id":"x","function":{"name":"f","arguments":""}}]})"),
        u"tool=f"_s);
    row("tool arguments", choice(R"("delta":{"tool_calls":[{"index":0,"function":{"arguments":"{\"a\""}}]})"),
        u"tool={\"a\""_s);
    row("finish empty", choice(R"("delta":{},"finish_reason":"")"), u""_s);
    row("no index", R"({"choices":[{"delta":{"content":"a"}}]})", u"answer=a"_s);
    row("another choice", R"({"choices":[{"index":1,"delta":{"content":"b"}}]})", u""_s);
    row("two choices", R"({"choices":[{"index":1,"delta":{"content":"b"}},{"index":0,"delta":{"content":"a"}}]})",
        u"answer=a"_s);
    row("usage chunk", R"({"choices":[],"usage":{"prompt_tokens":5,"completion_tokens":7,"total_tokens":12}})",
        u"usage=5/7"_s);
    row("usage null", R"({"choices":[{"index":0,"delta":{"content":"a"}}],"usage":null})", u"answer=a"_s);
    row("usage beside text",
        R"({"choices":[{"index":0,"delta":{"content":"a"}}],"usage":{"prompt_tokens":5,"completion_tokens":1}})",
        u"answer=a usage=5/1"_s);
    row("usage all zero", R"({"choices":[],"usage":{"prompt_tokens":0,"completion_tokens":0,"total_tokens":0}})",
        u""_s);
    row("usage of nonsense", R"({"choices":[],"usage":{"prompt_tokens":-4,"completion_tokens":"7"}})", u""_s);
    row("prompt progress", R"({"prompt_progress":{"total":9,"processed":3}})", u""_s);
    row("done", "[DONE]", u"done"_s);
    row("done with spaces", " [DONE] ", u"done"_s);
    row("nothing", "", u""_s);
    row("error object", R"({"error":{"message":"no memory","code":500}})", u"error=server_error"_s);
    row("error text", R"({"error":"no memory"})", u"error=server_error"_s);
    row("flat error", R"({"object":"error","message":"no memory","code":500})", u"error=server_error"_s);
    row("detail", R"({"detail":"no memory"})", u"error=server_error"_s);
    row("context in the stream", R"({"error":{"type":"exceed_context_size_error","message":"too long"}})",
        u"error=context_overflow"_s);
    row("error null", R"({"error":null,"choices":[{"index":0,"delta":{"content":"a"}}]})", u"answer=a"_s);
    row("not JSON", "hello", u"error=protocol_error"_s);
    row("not an object", "42", u"error=protocol_error"_s);
    row("another protocol", R"({"type":"content_block_delta","delta":{"text":"a"}})", u"unknown"_s);
    row("invalid UTF-8", QByteArray(R"({"choices":[{"index":0,"delta":{"content":"a)") + "\xff" + R"(b"}}]})",
        u"answer=a\uFFFDb"_s);
    row("half a surrogate pair", choice(R"("delta":{"content":"a\ud83d"})"), u"answer=a\uFFFD"_s);
    row("a whole pair beside half a one", choice(R"("delta":{"content":"\ud83d\ude00\\ud800\udc00"})"),
        u"answer=\U0001F600\\ud800\uFFFD"_s);
}

void TestOpenAiDialect::events()
{
    QFETCH(QByteArray, data);
    QFETCH(QString, said);
    const auto reader = OpenAiDialect().chunkReader({});
    QCOMPARE(spoken(reader->read({"message", data})), said);
}

void TestOpenAiDialect::plainChunks_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<bool>("isPlain");
    const QByteArray delta = R"("delta":{"content":"a"})";
    QTest::newRow("delta") << choice(delta) << true;
    QTest::newRow("all of the ordinary") << QByteArray(
        R"( {"id":"x\u0041","created":-1.5e+3,"usage":null,"choices":[{"finish_reason":null,"index":0,)"
        R"("logprobs":{"content":[{"token":"a","top":[]}]},"delta":{"role":"assistant","content":null,)"
        R"("tool_calls":null}}],"model":"m","object":"chat.completion.chunk","x":[true,false,{}]} )")
                                         << true;
    QTest::newRow("usage") << QByteArray(R"({"choices":[{"delta":{}}],"usage":{"prompt_tokens":1}})") << false;
    QTest::newRow("timings") << QByteArray(R"({"choices":[{"delta":{}}],"timings":{}})") << false;
    QTest::newRow("error") << QByteArray(R"({"choices":[{"delta":{}}],"error":"x"})") << false;
    QTest::newRow("error by name") << QByteArray(R"({"choices":[{"delta":{}}],"object":"error"})") << false;
    QTest::newRow("no choices") << QByteArray(R"({"choices":[]})") << false;
    QTest::newRow("nothing") << QByteArray("{}") << false;
    QTest::newRow("two choices") << QByteArray(R"({"choices":[{"delta":{}},{"delta":{}}]})") << false;
    QTest::newRow("another choice") << QByteArray(R"({"choices":[{"index":1,"delta":{"content":"a"}}]})") << false;
    QTest::newRow("tenth choice") << QByteArray(R"({"choices":[{"index":01,"delta":{"content":"a"}}]})") << false;
    QTest::newRow("message alone") << choice(R"("message":{"content":"a"})") << false;
    QTest::newRow("parts") << choice(R"("delta":{"content":[{"text":"a"}]})") << false;
    QTest::newRow("tool") << choice(R"("delta":{"tool_calls":[]})") << false;
    QTest::newRow("refusal") << choice(R"("delta":{"refusal":"no"})") << false;
    QTest::newRow("twice") << choice(R"("delta":{"content":"a","content":"b"})") << false;
    QTest::newRow("two deltas") << choice(delta + "," + delta) << false;
    QTest::newRow("text behind") << QByteArray(choice(delta) + "x") << false;
    QTest::newRow("cut") << choice(delta).chopped(1) << false;
    QTest::newRow("trailing comma") << choice(delta + ",") << false;
    QTest::newRow("a bad number") << choice(delta + R"(,"x":01)") << false;
    QTest::newRow("a bad word") << choice(delta + R"(,"x":nul)") << false;
    QTest::newRow("a bad escape") << choice(R"("delta":{"content":"\x"})") << false;
    QTest::newRow("half an escape") << choice(R"("delta":{"content":"\u12g4"})") << false;
    QTest::newRow("a pair") << choice(R"("delta":{"content":"\ud83d\ude00"})") << false;
    QTest::newRow("a line end in a string") << choice("\"delta\":{\"content\":\"a\nb\"}") << false;
    QTest::newRow("not UTF-8") << choice("\"delta\":{\"content\":\"a\xff\"}") << false;
    QTest::newRow("too deep") << choice(delta + ",\"x\":" + QByteArray(100, '[') + QByteArray(100, ']')) << false;
}

void TestOpenAiDialect::plainChunks()
{
    QFETCH(QByteArray, json);
    QFETCH(bool, isPlain);
    QCOMPARE(readPlainChunk(json).has_value(), isPlain);
    for (qsizetype size = 0; isPlain && size < json.trimmed().size(); ++size) {
        QVERIFY(!readPlainChunk(QByteArrayView(json.trimmed()).first(size))); // and reads nothing beyond
    }
}

void TestOpenAiDialect::plainChunksSayTheSame_data()
{
    QTest::addColumn<QString>("recording");
    for (const char *name : {"plain-stream", "plain-stream-usage", "think-stream", "uni-stream", "uni-stream-logprobs",
                             "router-stream", "noise-stream"}) {
        QTest::newRow(name) << QString::fromLatin1(name);
    }
}

/// An index of 0.0 is out of the ordinary but means the same: the long way must lead to what the short one says.
void TestOpenAiDialect::plainChunksSayTheSame()
{
    QFETCH(QString, recording);
    const std::optional<Recording> found = readRecording(recording);
    QVERIFY(found);
    OpenAiChunkReader reader;
    OpenAiChunkReader slowly;
    SseParser parser;
    std::vector<StreamEvent> events;
    QVERIFY(parser.feed(found->body, events));
    int plain = 0;
    for (StreamEvent event : events) {
        plain += readPlainChunk(event.data) ? 1 : 0;
        const QString said = spoken(reader.read(event));
        event.data.replace("\"index\":0", "\"index\":0.0");
        QVERIFY(!readPlainChunk(event.data));
        QCOMPARE(said, spoken(slowly.read(event)));
    }
    QVERIFY2(plain * 10 >= static_cast<int>(events.size()) * 7, qPrintable(QString::number(plain)));
}

void TestOpenAiDialect::namedErrorEvents()
{
    const auto reader = OpenAiDialect().chunkReader({});
    QCOMPARE(spoken(reader->read({"error", R"({"message":"model crashed"})"})), u"error=server_error"_s);
    const auto plain = reader->read({"error", "out of memory"});
    QCOMPARE(spoken(plain), u"error=server_error"_s);
    QVERIFY(std::get<StreamError>(plain[0]).error.message.contains(u"out of memory"_s));
}

void TestOpenAiDialect::usageDetails()
{
    const auto said = OpenAiDialect().chunkReader({})->read({"message", R"({"choices":[],"usage":{"prompt_tokens":50,
        "completion_tokens":7,"prompt_tokens_details":{"cached_tokens":25},"completion_tokens_details":{"reasoning_tokens":3}}})"});
    const TokenCounts expected{50, 7, 3, 25, TokensSource::Usage};
    QCOMPARE(std::get<TokenCounts>(said.at(0)), expected);
}

void TestOpenAiDialect::timings()
{
    const auto said =
        OpenAiDialect().chunkReader({})->read({"message", R"({"choices":[{"index":0,"finish_reason":"stop","delta":{}}],
        "timings":{"cache_n":25,"prompt_n":1,"prompt_ms":0.5,"predicted_n":41,"predicted_ms":9.25}})"});
    QCOMPARE(spoken(said), u"finish=stop timings"_s);
    const auto timings = std::get<ServerTimings>(said.at(1));
    QCOMPARE(timings.promptMs, 0.5);
    QCOMPARE(timings.predictedMs, 9.25);
    QCOMPARE(timings.promptTokens, 1);
    QCOMPARE(timings.predictedTokens, 41);
    QCOMPARE(timings.cachedTokens, 25);
    QVERIFY(timings.raw.contains("\"cache_n\":25"));
}

void TestOpenAiDialect::modelIsEchoedOnce()
{
    const auto reader = OpenAiDialect().chunkReader({});
    const QByteArray data = R"({"model":"tiny","choices":[{"index":0,"delta":{"content":"a"}}]})";
    QCOMPARE(spoken(reader->read({"message", data})), u"model=tiny answer=a"_s);
    QCOMPARE(spoken(reader->read({"message", data})), u"answer=a"_s);
}

void TestOpenAiDialect::wholeBodies_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("said");
    QTest::newRow("answer") << QByteArray(R"({"choices":[{"index":0,"message":{"content":"Hi","reasoning_content":"Hm"},
        "finish_reason":"stop"}],"usage":{"prompt_tokens":5,"completion_tokens":2}})")
                            << u"reasoning=Hm answer=Hi finish=stop usage=5/2 done"_s;
    QTest::newRow("error") << QByteArray(R"({"error":"no such model"})") << u"error=server_error"_s;
    QTest::newRow("page") << QByteArray("<html>Hello</html>") << u"error=protocol_error"_s;
    QTest::newRow("other JSON") << QByteArray(R"({"status":"ok"})") << u"error=protocol_error"_s;
    QTest::newRow("cut off") << QByteArray(R"({"choices":[{"ind)") << u"error=protocol_error"_s;
}

void TestOpenAiDialect::wholeBodies()
{
    QFETCH(QByteArray, body);
    QFETCH(QString, said);
    QCOMPARE(spoken(OpenAiDialect().chunkReader({})->readWhole(body)), said);
}

void TestOpenAiDialect::errors_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<ErrorCode>("code");
    QTest::addColumn<QString>("words");
    using B = QByteArray;
    QTest::newRow("1 nested") << 404 << B(R"({"error":{"message":"model x","type":"t","code":404}})")
                              << ErrorCode::NotFound << u"model x"_s;
    QTest::newRow("1 code in letters") << 400 << B(R"({"error":{"message":"long","code":"context_length_exceeded"}})")
                                       << ErrorCode::ContextOverflow << u"long"_s;
    QTest::newRow("1 code null") << 400 << B(R"({"error":{"message":"bad","code":null,"param":null}})")
                                 << ErrorCode::BadRequest << u"bad"_s;
    QTest::newRow("2 text") << 401 << B(R"({"error":"Unauthorized"})") << ErrorCode::Unauthorized << u"Unauthorized"_s;
    QTest::newRow("3 flat") << 400 << B(R"({"object":"error","message":"bad","code":400})") << ErrorCode::BadRequest
                            << u"bad"_s;
    QTest::newRow("4 detail") << 503 << B(R"({"detail":{"msg":"Server is busy"}})") << ErrorCode::Unavailable
                              << u"Server is busy"_s;
    QTest::newRow("4 detail text") << 500 << B(R"({"detail":"broken"})") << ErrorCode::ServerError << u"broken"_s;
    QTest::newRow("5 plain") << 502 << B("Bad gateway, sorry\n") << ErrorCode::ServerError << u"Bad gateway, sorry"_s;
    QTest::newRow("empty") << 429 << B() << ErrorCode::RateLimited << u"429"_s;
    QTest::newRow("page") << 403 << B("<html><b>Forbidden</b></html>") << ErrorCode::Unauthorized << u"403"_s;
    QTest::newRow("redirect") << 302 << B() << ErrorCode::Protocol << u"302"_s;
    QTest::newRow("teapot") << 418 << B("\xff\xfe") << ErrorCode::BadRequest << u"418"_s;
    QTest::newRow("percent signs") << 400 << B(R"({"error":"100%1 %2 wrong"})") << ErrorCode::BadRequest
                                   << u"100%1 %2 wrong"_s;
    QTest::newRow("vLLM overflow") << 400
                                   << B(R"({"error":{"message":"This model's maximum context length is 2048 tokens"}})")
                                   << ErrorCode::ContextOverflow << u"2048"_s;
}

void TestOpenAiDialect::errors()
{
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    QFETCH(ErrorCode, code);
    QFETCH(QString, words);
    const Error error = errorFromReply(status, body, {});
    QCOMPARE(error.code, code);
    QVERIFY2(error.message.contains(words), qPrintable(error.message));
    QVERIFY2(error.message.contains(QString::number(status)), qPrintable(error.message));
    QVERIFY(!error.message.contains(u'<'));
    QCOMPARE(error.detail, QString::fromUtf8(body));
}

void TestOpenAiDialect::errorSentences()
{
    const Error error = errorFromReply(404, R"({"error":{"message":"model 'x' not found"}})", "application/json");
    QCOMPARE(error.message,
             u"The server does not know this model or address (HTTP 404): model 'x' not found. Refresh the "
             "list of models and check the endpoint's address."_s);
}

void TestOpenAiDialect::errorDetailIsBounded()
{
    const Error error = errorFromReply(500, QByteArray(1 << 20, 'x'), "text/plain");
    QCOMPARE(error.detail.size(), 4096);
    QVERIFY(error.message.size() < 400);
}

void TestOpenAiDialect::request()
{
    ChatInput input;
    input.endpoint.url = QUrl(u"http://127.0.0.1:8080"_s);
    input.endpoint.key = KeyReference{KeyReference::Place::Environment, u"MY_KEY"_s};
    input.model.serverId = u"tiny"_s;
    input.text = u"Say \"é\""_s;
    const HttpCall call = std::get<HttpCall>(OpenAiDialect().chatCall(input));
    QCOMPARE(call.verb, QByteArray("POST"));
    QCOMPARE(call.url, QUrl(u"http://127.0.0.1:8080/v1/chat/completions"_s));
    QCOMPARE(call.body,
             QByteArray(R"({"model":"tiny","messages":[{"role":"user","content":"Say \"é\""}],"stream":true,)"
                        R"("stream_options":{"include_usage":true}})"));
    QVERIFY(call.key == input.endpoint.key);
    for (const auto &[name, value] : call.headers) {
        QVERIFY(name.compare("authorization", Qt::CaseInsensitive) != 0);
    }
    QCOMPARE(OpenAiDialect().modelsCall(input.endpoint).url, QUrl(u"http://127.0.0.1:8080/v1/models"_s));
}

void TestOpenAiDialect::requestWithEverything()
{
    ChatInput input;
    input.endpoint.url = QUrl(u"http://127.0.0.1:8080/v1"_s);
    input.endpoint.kind = ServerKind::LlamaCpp;
    input.model.serverId = u"tiny"_s;
    input.system = u"Be brief."_s;
    input.text = u"Hi"_s;
    input.parameters.temperature = 0.5;
    input.parameters.maxTokens = 64;
    input.parameters.seed = 7;
    input.parameters.extra = R"({"top_k":1})";
    QCOMPARE(
        std::get<HttpCall>(OpenAiDialect().chatCall(input)).body,
        QByteArray(
            R"({"model":"tiny","messages":[{"role":"system","content":"Be brief."},{"role":"user","content":"Hi"}],)"
            R"("stream":true,"stream_options":{"include_usage":true},"temperature":0.5,"max_tokens":64,"seed":7,)"
            R"("cache_prompt":false,"top_k":1})"));
}

void TestOpenAiDialect::cachePromptIsSentWhereUnderstood()
{
    ChatInput input;
    input.endpoint.url = QUrl(u"http://127.0.0.1:8080"_s);
    const auto sends = [&] {
        return std::get<HttpCall>(OpenAiDialect().chatCall(input)).body.contains(R"("cache_prompt":false)");
    };
    QVERIFY(!sends());
    input.endpoint.kind = ServerKind::LlamaCpp;
    QVERIFY(sends());
    input.cachePrompt = true;
    QVERIFY(!sends());
    input.cachePrompt = false;
    input.endpoint.kind = ServerKind::OpenAi;
    QVERIFY(!sends());
}

void TestOpenAiDialect::extraCannotReplaceWhatIsAsked()
{
    ChatInput input;
    input.model.serverId = u"tiny"_s;
    input.text = u"Hi"_s;
    input.parameters.temperature = 0.5;
    input.parameters.extra = R"({"model":"other","stream":false,"messages":[],"temperature":1,"stream_options":null})";
    QCOMPARE(
        std::get<HttpCall>(OpenAiDialect().chatCall(input)).body,
        QByteArray(
            R"({"model":"tiny","messages":[{"role":"user","content":"Hi"}],"stream":true,"stream_options":null,"temperature":1})"));
}

void TestOpenAiDialect::modelLists_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QStringList>("ids");
    QTest::newRow("data") << QByteArray(R"({"object":"list","data":[{"id":"a"},{"id":"b"},{"id":"a"}]})")
                          << QStringList{u"a"_s, u"b"_s};
    QTest::newRow("models by key") << QByteArray(R"({"models":[{"key":"a"},{"name":"b"}]})")
                                   << QStringList{u"a"_s, u"b"_s};
    QTest::newRow("bare objects") << QByteArray(R"([{"id":"a"}])") << QStringList{u"a"_s};
    QTest::newRow("bare names") << QByteArray(R"(["a","b"])") << QStringList{u"a"_s, u"b"_s};
    QTest::newRow("empty") << QByteArray(R"({"data":[]})") << QStringList{};
    QTest::newRow("null") << QByteArray(R"({"object":"list","data":null})") << QStringList{};
    QTest::newRow("entries without a name")
        << QByteArray(R"({"data":[{"id":"a"},{"id":7},null,{}]})") << QStringList{u"a"_s};
}

void TestOpenAiDialect::modelLists()
{
    QFETCH(QByteArray, body);
    QFETCH(QStringList, ids);
    Endpoint endpoint;
    endpoint.id = EndpointId{u"here"_s};
    const auto models = OpenAiDialect().readModels(body, endpoint);
    QVERIFY(models);
    QStringList found;
    for (const Model &model : *models) {
        found << model.serverId;
        QCOMPARE(model.endpoint, endpoint.id);
        QVERIFY(!model.alias.isEmpty());
    }
    QCOMPARE(found, ids);
}

void TestOpenAiDialect::modelsOfARealServer()
{
    const auto recording = readRecording(u"plain-models"_s);
    QVERIFY(recording);
    const auto models = OpenAiDialect().readModels(recording->body, Endpoint{});
    QVERIFY(models);
    QCOMPARE(models->size(), 1);
    const Model model = models->front();
    QCOMPARE(model.alias.value, u"tiny"_s);
    QVERIFY(model.serverId.endsWith(u"/tiny.gguf"_s));
    QCOMPARE(model.metadata.ownedBy, u"llamacpp"_s);
    QCOMPARE(model.metadata.sizeMb, 1.06752);
    QCOMPARE(model.metadata.parameterCount, 533120);
    QCOMPARE(model.metadata.contextLength, 2048);
    QCOMPARE(model.metadata.quantization, u"F16"_s);

    const auto router = readRecording(u"router-models-two"_s);
    QVERIFY(router);
    const auto four = OpenAiDialect().readModels(router->body, Endpoint{});
    QVERIFY(four);
    QCOMPARE(four->size(), 4);
    QCOMPARE(four->at(1).serverId, u"small"_s);
    QCOMPARE(four->at(1).metadata.contextLength, 2048);
    QVERIFY(!four->at(1).metadata.sizeMb);
}

void TestOpenAiDialect::notAModelList()
{
    Endpoint endpoint;
    endpoint.url = QUrl(u"http://127.0.0.1:5000"_s);
    for (const QByteArray &body : {QByteArray("<html></html>"), QByteArray(R"({"status":"ok"})"), QByteArray(),
                                   QByteArray("7"), QByteArray(R"({"data":"x"})")}) {
        const auto models = OpenAiDialect().readModels(body, endpoint);
        QVERIFY2(!models, body.constData());
        QCOMPARE(models.error().code, ErrorCode::Protocol);
        QVERIFY(models.error().message.contains(u"127.0.0.1:5000"_s));
    }
}

void TestOpenAiDialect::aliases_data()
{
    QTest::addColumn<QString>("id");
    QTest::addColumn<QString>("alias");
    QTest::newRow("path") << u"/srv/lm/models/tiny.gguf"_s << u"tiny"_s;
    QTest::newRow("windows path") << u"C:\\models\\Phi-4-Q4_K_M.gguf"_s << u"Phi-4-Q4_K_M"_s;
    QTest::newRow("publisher") << u"Qwen/Qwen2.5-0.5B-Instruct"_s << u"Qwen2.5-0.5B-Instruct"_s;
    QTest::newRow("latest") << u"llama3.2:latest"_s << u"llama3.2"_s;
    QTest::newRow("tag") << u"llama3.2:1b"_s << u"llama3.2:1b"_s;
    QTest::newRow("shards") << u"big-Q4_0-00001-of-00003.gguf"_s << u"big-Q4_0"_s;
    QTest::newRow("nothing left") << u".gguf"_s << u".gguf"_s;
}

void TestOpenAiDialect::aliases()
{
    QFETCH(QString, id);
    QFETCH(QString, alias);
    QCOMPARE(proposedAlias(id), alias);
}

QTEST_GUILESS_MAIN(TestOpenAiDialect)
#include "tst_openaidialect.moc"
