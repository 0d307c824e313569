// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/run/samplerecorder.h"

#include "models/domain/metrics.h"
#include "tests/support/scriptedserver.h"

#include <QTest>

using namespace assay;
using namespace std::chrono_literals;
using namespace Qt::Literals::StringLiterals;

namespace {

constexpr Nanos never = Nanos(0);

/// A recorder that has been through posting and a head with `status`, at 1 to 3 ms.
struct Take
{
    explicit Take(int status = 200, const QByteArray &contentType = "text/event-stream", qint64 maxBytes = 1 << 28)
        : recorder(start(), adapterFor(ServerKind::OpenAi).chunkReader({}), maxBytes)
    {
        recorder.posted(1ms);
        recorder.sent(2ms);
        recorder.headers(3ms, {status, contentType, "test", {}, {}});
    }
    static Sample start()
    {
        Sample sample;
        sample.request = R"({"model":"tiny"})";
        return sample;
    }
    LivePiece read(const QByteArray &bytes, Nanos at) { return recorder.bytes(bytes, at); }
    LivePiece event(const QByteArray &data, Nanos at) { return read(QByteArray("data: " + data + "\n\n"), at); }
    Sample end(const StreamEnd &how = {}, Nanos at = 100ms) { return recorder.end(how, at); }

    SampleRecorder recorder;
};

StreamEnd because(ErrorCode code)
{
    return {Error{code, u"why"_s, {}}};
}

QByteArray answer(const QString &text)
{
    return Script::delta(text);
}

} // namespace

class TestSampleRecorder : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void timeline();
    void onlyGeneratedTextIsAToken();
    void reasoningIsNoAnswer();
    void toolCallsCountAsGenerated();
    void codePointsAreCounted();
    void completeByFinishReason();
    void completeByDone();
    void brokenOff();
    void plainTextInPlaceOfAnEvent();
    void cutInsideAnEvent();
    void errorInTheStream();
    void anotherProtocol();
    void cancelled();
    void timedOut();
    void connectionLost();
    void wholeAnswerIsWholeHoweverItEnds();
    void emptyAnswerIsFine();
    void tokensFromUsage();
    void tokensFromTimings();
    void tokensEstimated();
    void cumulativeUsage();
    void wholeBody();
    void eventStreamWithoutItsContentType();
    void httpErrors();
    void compressed();
    void tooLarge();
    void coalesced();
    void otherModel_data();
    void otherModel();
    void flags();
    void hundredThousandTokens();
};

void TestSampleRecorder::timeline()
{
    Take take;
    take.read(": ping\n\n", 4ms);
    take.event(R"({"choices":[{"index":0,"delta":{"role":"assistant","content":null}}]})", 5ms);
    const LivePiece first = take.event(answer(u"Hel"_s), 10ms);
    QCOMPARE(first.answer, u"Hel"_s);
    QCOMPARE(first.chunks, 1);
    take.event(answer(u"lo"_s), 20ms);
    take.event(Script::finish(), 30ms);
    take.event("[DONE]", 31ms);
    QVERIFY(take.recorder.complete());
    const Sample sample = take.end({}, 32ms);
    const Timeline &t = sample.timeline;
    QCOMPARE(t.intended, Nanos(1ms));
    QCOMPARE(t.posted, Nanos(1ms));
    QCOMPARE(t.sent, Nanos(2ms));
    QCOMPARE(t.headers, Nanos(3ms));
    QCOMPARE(t.firstEvent, Nanos(5ms));
    QCOMPARE(t.firstToken, Nanos(10ms));
    QCOMPARE(t.firstAnswer, Nanos(10ms));
    QCOMPARE(t.lastToken, Nanos(20ms));
    QCOMPARE(t.closed, Nanos(32ms));
    QCOMPARE(t.chunks, (std::vector<Chunk>{{10ms, 3, DeltaKind::Answer}, {20ms, 2, DeltaKind::Answer}}));
    QCOMPARE(sample.output, u"Hello"_s);
    QCOMPARE(sample.finishReason, u"stop"_s);
    QCOMPARE(sample.status, SampleStatus::Ok);
}

void TestSampleRecorder::onlyGeneratedTextIsAToken()
{
    Take take;
    take.event(R"({"prompt_progress":{"processed":3}})", 5ms);
    take.event(answer(QString()), 6ms);
    take.event(Script::usage(3, 4), 7ms);
    QVERIFY(!take.recorder.hasGenerated());
    take.event(Script::finish(), 8ms);
    const Sample sample = take.end();
    QVERIFY(!sample.timeline.firstToken);
    QVERIFY(!sample.timeline.lastToken);
    QVERIFY(sample.timeline.chunks.empty());
}

void TestSampleRecorder::reasoningIsNoAnswer()
{
    Take take;
    take.event(Script::delta(u"Hm"_s, "reasoning_content"), 10ms);
    const LivePiece piece = take.event(answer(u"42"_s), 20ms);
    QCOMPARE(piece.reasoning, QString());
    take.event(Script::finish(), 30ms);
    const Sample sample = take.end();
    QCOMPARE(sample.timeline.firstToken, Nanos(10ms));
    QCOMPARE(sample.timeline.firstAnswer, Nanos(20ms));
    QCOMPARE(sample.reasoning, u"Hm"_s);
    QCOMPARE(sample.output, u"42"_s);
    QCOMPARE(sample.timeline.chunks.front().kind, DeltaKind::Reasoning);
}

void TestSampleRecorder::toolCallsCountAsGenerated()
{
    Take take;
    take.event(R"({"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"{}"}}]}}]})", 10ms);
    take.event(Script::finish("tool_calls"), 20ms);
    const Sample sample = take.end();
    QCOMPARE(sample.timeline.firstToken, Nanos(10ms));
    QCOMPARE(sample.timeline.chunks.front().kind, DeltaKind::Tool);
    QCOMPARE(sample.output, QString());
    QCOMPARE(sample.status, SampleStatus::Ok);
}

void TestSampleRecorder::codePointsAreCounted()
{
    Take take;
    take.event(answer(u"é\U0001F600\u4E2D"_s), 10ms);
    take.event(Script::finish(), 20ms);
    QCOMPARE(take.end().timeline.chunks.front().chars, 3);
}

void TestSampleRecorder::completeByFinishReason()
{
    Take take;
    take.event(answer(u"a"_s), 10ms);
    take.event(Script::finish("length"), 20ms);
    QVERIFY(!take.recorder.complete()); // counts may still follow
    const Sample sample = take.end();
    QCOMPARE(sample.status, SampleStatus::Ok);
    QVERIFY(sample.has(SampleFlag::Truncated));
}

void TestSampleRecorder::completeByDone()
{
    Take take;
    take.event(answer(u"a"_s), 10ms);
    take.read("data: [DONE]", 20ms); // and no newline
    QVERIFY(!take.recorder.complete());
    const Sample sample = take.end();
    QCOMPARE(sample.status, SampleStatus::Ok);
    QVERIFY(!sample.finishReason);
    QVERIFY(sample.has(SampleFlag::NoFinishReason));
}

void TestSampleRecorder::brokenOff()
{
    Take take;
    take.event(answer(u"Hal"_s), 10ms);
    const Sample sample = take.end();
    QCOMPARE(sample.status, SampleStatus::Failed);
    QCOMPARE(sample.error->code, ErrorCode::Incomplete);
    QCOMPARE(sample.output, u"Hal"_s);
    QVERIFY(!sample.error->message.isEmpty());
}

void TestSampleRecorder::plainTextInPlaceOfAnEvent()
{
    Take take;
    take.event(answer(u"Hal"_s), 10ms);
    take.read("proxy error: Failed to read connection\n", 20ms);
    const Sample sample = take.end();
    QCOMPARE(sample.error->code, ErrorCode::Incomplete);
    QCOMPARE(sample.error->detail, u"proxy error: Failed to read connection"_s);
}

void TestSampleRecorder::cutInsideAnEvent()
{
    Take take;
    take.event(answer(u"Hal"_s), 10ms);
    take.read(R"(data: {"choices":[{"index":0,"del)", 20ms);
    const Sample sample = take.end();
    QCOMPARE(sample.error->code, ErrorCode::Incomplete);
    QCOMPARE(sample.output, u"Hal"_s);
}

void TestSampleRecorder::errorInTheStream()
{
    for (const QByteArray &said : {QByteArray("data: {\"error\":{\"message\":\"no memory\"}}\n\ndata: [DONE]\n\n"),
                                   QByteArray("event: error\ndata: {\"message\":\"no memory\"}\n\ndata: [DONE]\n\n"),
                                   QByteArray("error: {\"message\":\"no memory\"}\n\ndata: [DONE]\n\n")}) {
        Take take;
        take.event(answer(u"Hal"_s), 10ms);
        take.read(said, 20ms);
        QVERIFY(take.recorder.failed());
        const Sample sample = take.end();
        QCOMPARE(sample.status, SampleStatus::Failed);
        QCOMPARE(sample.error->code, ErrorCode::ServerError);
        QVERIFY(sample.error->message.contains(u"no memory"_s));
        QCOMPARE(sample.output, u"Hal"_s);
    }
}

void TestSampleRecorder::anotherProtocol()
{
    Take take;
    take.read("event: message_start\ndata: {\"type\":\"message_start\"}\n\n", 10ms);
    QVERIFY(!take.recorder.failed());
    const Sample sample = take.end();
    QCOMPARE(sample.error->code, ErrorCode::Protocol);

    Take pinged; // an event we do not know does no harm beside those we do
    pinged.read("event: ping\ndata: {\"type\":\"ping\"}\n\n", 10ms);
    pinged.event(answer(u"a"_s), 11ms);
    pinged.event(Script::finish(), 12ms);
    QCOMPARE(pinged.end().status, SampleStatus::Ok);
}

void TestSampleRecorder::cancelled()
{
    Take take;
    take.event(answer(u"Hal"_s), 10ms);
    const Sample sample = take.end(because(ErrorCode::Cancelled));
    QCOMPARE(sample.status, SampleStatus::Cancelled);
    QVERIFY(!sample.error);
    QCOMPARE(sample.output, u"Hal"_s);

    Take whole(200, "application/json");
    whole.read("{\"choi", 10ms);
    QCOMPARE(whole.end(because(ErrorCode::Cancelled)).status, SampleStatus::Cancelled);
    Take refused(500, "application/json");
    refused.read("{\"err", 10ms);
    QCOMPARE(refused.end(because(ErrorCode::Cancelled)).status, SampleStatus::Cancelled);
}

void TestSampleRecorder::timedOut()
{
    Take take;
    take.event(answer(u"Hal"_s), 10ms);
    const Sample sample = take.end(because(ErrorCode::IdleTimeout));
    QCOMPARE(sample.status, SampleStatus::TimedOut);
    QCOMPARE(sample.error->code, ErrorCode::IdleTimeout);
    QCOMPARE(sample.output, u"Hal"_s);
}

void TestSampleRecorder::connectionLost()
{
    Take take;
    take.event(answer(u"Hal"_s), 10ms);
    const Sample sample = take.end(because(ErrorCode::ConnectionLost));
    QCOMPARE(sample.status, SampleStatus::Failed);
    QCOMPARE(sample.error->code, ErrorCode::ConnectionLost);
}

void TestSampleRecorder::wholeAnswerIsWholeHoweverItEnds()
{
    Take take;
    take.event(answer(u"a"_s), 10ms);
    take.event(Script::finish(), 20ms);
    const Sample sample = take.end(because(ErrorCode::ConnectionLost));
    QCOMPARE(sample.status, SampleStatus::Ok);
    QVERIFY(!sample.error);
}

void TestSampleRecorder::emptyAnswerIsFine()
{
    Take take;
    take.event(Script::finish(), 10ms);
    take.event(Script::usage(7, 0), 11ms);
    take.event("[DONE]", 12ms);
    const Sample sample = take.end();
    QCOMPARE(sample.status, SampleStatus::Ok);
    QVERIFY(!sample.timeline.firstToken);
    QCOMPARE(sample.output, QString());
    QCOMPARE(sample.tokens.output, 0);
    QCOMPARE(sample.tokens.source, TokensSource::Usage);
}

void TestSampleRecorder::tokensFromUsage()
{
    Take take;
    take.event(answer(u"Hello"_s), 10ms);
    take.event(
        R"({"choices":[{"index":0,"finish_reason":"stop","delta":{}}],"timings":{"predicted_n":9,"prompt_n":1,"cache_n":25}})",
        20ms);
    take.event(Script::usage(26, 3), 21ms);
    const Sample sample = take.end();
    QCOMPARE(sample.tokens.prompt, 26);
    QCOMPARE(sample.tokens.output, 3);
    QCOMPARE(sample.tokens.source, TokensSource::Usage);
    QCOMPARE(sample.tokens.cachedPrompt, 25);
    QVERIFY(sample.has(SampleFlag::CachedPrefix));
}

void TestSampleRecorder::tokensFromTimings()
{
    Take take;
    take.event(answer(u"Hello"_s), 10ms);
    take.event(
        R"({"choices":[{"index":0,"finish_reason":"stop","delta":{}}],"timings":{"predicted_n":9,"prompt_n":1,"cache_n":25}})",
        20ms);
    take.event(Script::usage(0, 0), 21ms);
    const Sample sample = take.end();
    QCOMPARE(sample.tokens.output, 9);
    QCOMPARE(sample.tokens.source, TokensSource::ServerTimings);
    QCOMPARE(sample.tokens.prompt, 26);
}

void TestSampleRecorder::tokensEstimated()
{
    const auto estimate = [](const QString &text) {
        Take take;
        take.event(answer(text), 10ms);
        take.event(Script::finish(), 20ms);
        return take.end();
    };
    QCOMPARE(estimate(u"a"_s).tokens.output, 1);
    QCOMPARE(estimate(QString(18, u'a')).tokens.output, 5);
    const Sample sample = estimate(QString(40, u'a'));
    QCOMPARE(sample.tokens.output, 10);
    QCOMPARE(sample.tokens.source, TokensSource::Estimate);
    QVERIFY(sample.has(SampleFlag::EstimatedTokens));
    QVERIFY(!sample.tokens.prompt);
}

void TestSampleRecorder::cumulativeUsage()
{
    Take take;
    for (int i = 1; i <= 3; ++i) {
        take.event(answer(u"a"_s), Nanos(10ms) * i);
        take.event(Script::usage(5, i), Nanos(10ms) * i);
    }
    take.event(R"({"choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"usage":null})", 40ms);
    QCOMPARE(take.end().tokens.output, 3);
}

void TestSampleRecorder::wholeBody()
{
    Take take(200, "application/json");
    take.read(R"({"model":"tiny","choices":[{"index":0,"message":{"content":"Hello"},)", 10ms);
    take.read(R"("finish_reason":"stop"}],"usage":{"prompt_tokens":5,"completion_tokens":2}})", 20ms);
    const Sample sample = take.end();
    QCOMPARE(sample.status, SampleStatus::Ok);
    QCOMPARE(sample.output, u"Hello"_s);
    QCOMPARE(sample.timeline.firstToken, Nanos(20ms));
    QCOMPARE(sample.timeline.chunks.size(), 1);
    QCOMPARE(sample.tokens.output, 2);
    QVERIFY(sample.has(SampleFlag::BufferedStream));
    const SampleMetrics metrics = metricsOf(sample); // the total is known, what happened within is not
    QVERIFY(metrics.totalMs);
    QVERIFY(!metrics.ttftMs && !metrics.ttfaMs && !metrics.tpotMs);

    Take error(200, "application/json");
    error.read(R"({"error":"no such model"})", 10ms);
    const Sample refused = error.end();
    QCOMPARE(refused.error->code, ErrorCode::ServerError);
    QVERIFY(!refused.has(SampleFlag::BufferedStream));
}

void TestSampleRecorder::eventStreamWithoutItsContentType()
{
    Take take(200, "application/json");
    take.event(answer(u"a"_s), 10ms);
    take.event(Script::finish(), 20ms);
    QCOMPARE(take.end().output, u"a"_s);
}

void TestSampleRecorder::httpErrors()
{
    Take take(503, "application/json");
    take.read(R"({"error":{"message":"Loading model",)", 10ms);
    take.read(R"("code":503}})", 20ms);
    const Sample sample = take.end();
    QCOMPARE(sample.status, SampleStatus::Failed);
    QCOMPARE(sample.error->code, ErrorCode::Unavailable);
    QVERIFY(sample.error->message.contains(u"Loading model"_s));
    QVERIFY(!sample.timeline.firstToken);

    Take silent(401);
    QCOMPARE(silent.end().error->code, ErrorCode::Unauthorized);
    Take moved(301);
    QCOMPARE(moved.end().error->code, ErrorCode::Protocol);
}

void TestSampleRecorder::compressed()
{
    Take take;
    take.read("\x1f\x8b\x08", 10ms);
    QVERIFY(take.recorder.failed());
    QCOMPARE(take.end().error->code, ErrorCode::Protocol);
}

void TestSampleRecorder::tooLarge()
{
    Take take(200, "text/event-stream", 1000);
    take.event(answer(u"Hal"_s), 10ms);
    for (int i = 0; i < 100 && !take.recorder.failed(); ++i) {
        take.read(": still alive\n", 20ms);
    }
    QVERIFY(take.recorder.failed());
    const Sample sample = take.end();
    QCOMPARE(sample.status, SampleStatus::Failed);
    QCOMPARE(sample.error->code, ErrorCode::TooLarge);
    QCOMPARE(sample.output, u"Hal"_s);
}

void TestSampleRecorder::coalesced()
{
    const QByteArray event = "data: " + answer(u"a"_s) + "\n\n";
    Take take;
    QCOMPARE(take.read(event.repeated(2), 10ms).chunks, 2);
    take.event(Script::finish(), 20ms);
    QVERIFY(take.end().has(SampleFlag::Coalesced));

    Take apart;
    apart.read(event, 10ms);
    apart.read(event, 11ms);
    apart.event(Script::finish(), 20ms);
    QVERIFY(!apart.end().has(SampleFlag::Coalesced));
}

void TestSampleRecorder::otherModel_data()
{
    QTest::addColumn<QByteArray>("echo");
    QTest::addColumn<bool>("other");
    QTest::newRow("same") << QByteArray("tiny") << false;
    QTest::newRow("path") << QByteArray("/srv/lm/models/tiny.gguf") << false;
    QTest::newRow("case and tag") << QByteArray("Tiny:latest") << false;
    QTest::newRow("variant") << QByteArray("tiny-instruct-gpu:3") << false;
    QTest::newRow("other") << QByteArray("/srv/lm/models/big.gguf") << true;
    QTest::newRow("longer name") << QByteArray("tinyllama") << true;
}

void TestSampleRecorder::otherModel()
{
    QFETCH(QByteArray, echo);
    QFETCH(bool, other);
    Take take;
    take.event(R"({"model":")" + echo + R"(","choices":[{"index":0,"delta":{"content":"a"},"finish_reason":"stop"}]})",
               10ms);
    const Sample sample = take.end();
    QCOMPARE(sample.modelEchoed, QString::fromUtf8(echo));
    QCOMPARE(sample.has(SampleFlag::OtherModelAnswered), other);
    QCOMPARE(sample.status, SampleStatus::Ok);
}

void TestSampleRecorder::flags()
{
    Take take;
    take.recorder.socketOpened();
    take.event(Script::finish(), 10ms);
    QVERIFY(take.end().has(SampleFlag::NewConnection));

    Sample large = Take::start();
    large.request = QByteArray(40000, 'x');
    SampleRecorder recorder(large, adapterFor(ServerKind::OpenAi).chunkReader({}));
    recorder.posted(1ms);
    QVERIFY(recorder.end(because(ErrorCode::Refused), never).has(SampleFlag::Nagle40ms));
    SampleRecorder relayed(large, adapterFor(ServerKind::OpenAi).chunkReader({}));
    relayed.useStampsOf(std::make_shared<Exchange>());
    relayed.posted(1ms);
    QVERIFY(!relayed.end(because(ErrorCode::Refused), never).has(SampleFlag::Nagle40ms));
    // Only the size is known: the reason must not claim that gaps were seen.
    QVERIFY(sampleFlagReason(SampleFlag::Nagle40ms).contains(u"16 kB"_s));
    QVERIFY(!sampleFlagReason(SampleFlag::Nagle40ms).contains(u"gaps"_s));
}

void TestSampleRecorder::hundredThousandTokens()
{
    const QByteArray event = "data: " + answer(u"word "_s) + "\n\n";
    Take take;
    for (int i = 0; i < 1000; ++i) {
        take.read(event.repeated(100), Nanos(1ms) * i);
    }
    take.event(Script::finish(), 2s);
    const Sample sample = take.end({}, 2s);
    QCOMPARE(sample.status, SampleStatus::Ok);
    QCOMPARE(sample.timeline.chunks.size(), 100'000);
    QCOMPARE(sample.output.size(), 500'000);
}

QTEST_GUILESS_MAIN(TestSampleRecorder)
#include "tst_samplerecorder.moc"
