// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/run/lane.h"

#include "tests/engine/stage.h"
#include "tests/support/manualtime.h"
#include "tests/support/recordings.h"

#include <QSignalSpy>
#include <QTest>

using namespace assay;
using namespace std::chrono_literals;
using namespace Qt::Literals::StringLiterals;

namespace {

/// What must not depend on how a reply was cut.
struct Essence
{
    QString output, reasoning, finishReason, error;
    std::optional<qint64> promptTokens, outputTokens, cachedTokens;
    int chunks = 0;
    SampleStatus status = SampleStatus::Ok;

    friend bool operator==(const Essence &, const Essence &) = default;
};

Essence essenceOf(const Sample &sample)
{
    return {sample.output,
            sample.reasoning,
            sample.finishReason.value_or(QString()),
            sample.error ? errorKey(sample.error->code) : QString(),
            sample.tokens.prompt,
            sample.tokens.output,
            sample.tokens.cachedPrompt,
            static_cast<int>(sample.timeline.chunks.size()),
            sample.status};
}

StreamEnd endOf(const Recording &recording)
{
    if (recording.isComplete) {
        return {};
    }
    return {Error{ErrorCode::ConnectionLost, u"lost"_s, {}}};
}

/// The body cut at these places, in ascending order; a recording that is not complete ended with a lost connection.
Sample recordCut(const Recording &recording, const std::vector<qsizetype> &cuts)
{
    SampleRecorder recorder(Sample{}, adapterFor(ServerKind::LlamaCpp).chunkReader({}));
    recorder.headers(1ms, {recording.status, recording.contentType, {}, {}, {}});
    const QByteArrayView body(recording.body);
    Nanos at = 2ms;
    qsizetype from = 0;
    const auto read = [&](qsizetype to) {
        if (!recorder.failed()) {
            recorder.bytes(body.sliced(from, to - from), at);
        }
        from = to;
        at += 1us;
    };
    for (const qsizetype cut : cuts) {
        read(cut);
    }
    read(body.size());
    return recorder.end(endOf(recording), at);
}

/// The body in pieces of `stride` bytes.
Sample record(const Recording &recording, qsizetype stride)
{
    std::vector<qsizetype> cuts;
    for (qsizetype cut = stride; cut < recording.body.size(); cut += stride) {
        cuts.push_back(cut);
    }
    return recordCut(recording, cuts);
}

/// The reply, its HTTP framing included, as the relay reads it: these many bytes at these times since sending. This
/// program reads the body later, at once.
Sample recordRelayed(const Recording &recording, const std::vector<Recording::Read> &reads)
{
    auto exchange = std::make_shared<Exchange>();
    ExchangeWatcher watcher([exchange] { return exchange; });
    const QByteArray request = "POST / HTTP/1.1\r\nContent-Length: 2\r\n\r\n{}";
    watcher.request(request);
    watcher.written(request, stage::sentAt, stage::sentAt);
    qsizetype from = 0;
    for (const Recording::Read &read : reads) {
        watcher.reply(QByteArrayView(recording.raw).sliced(from, read.bytes), {stage::sentAt + read.at, true, {}});
        from += read.bytes;
    }
    SampleRecorder recorder(Sample{}, adapterFor(ServerKind::LlamaCpp).chunkReader({}));
    recorder.useStampsOf(exchange);
    recorder.headers(stage::readAt, {recording.status, recording.contentType, {}, {}, {}});
    recorder.bytes(recording.body, stage::readAt);
    return recorder.end(endOf(recording), stage::readAt);
}

/// Where a cut hurts: before and behind each byte that ends a line or belongs to a letter of several bytes. Of a long
/// reply some hundred of them, evenly chosen.
std::vector<qsizetype> hostilePlaces(const QByteArray &bytes)
{
    const auto hurts = [](char c) { return c == '\r' || c == '\n' || (c & 0x80) != 0; };
    std::vector<qsizetype> places;
    for (qsizetype place = 1; place < bytes.size(); ++place) {
        if (hurts(bytes[place - 1]) || hurts(bytes[place])) {
            places.push_back(place);
        }
    }
    std::vector<qsizetype> chosen;
    const size_t step = bytes.size() > 5000 ? places.size() / 100 + 1 : 1;
    for (size_t i = 0; i < places.size(); i += step) {
        chosen.push_back(places[i]);
    }
    return chosen;
}

HttpCall callTo(const QUrl &url)
{
    ChatInput input;
    input.endpoint.url = url;
    input.model.serverId = u"tiny"_s;
    input.text = u"Say something, please."_s;
    return std::get<HttpCall>(adapterFor(ServerKind::LlamaCpp).chatCall(input));
}

const QString story =
    u"The solid river measures a narrow ladder later. The quick window carries a bright client again. The "
    "early model follows a plain packet today. The large garden watches a lucky parser twice. The green "
    "socket forgets a quiet engine gladly. The gentle server compares a small letter slowly."_s;

} // namespace

/// Replies of a real llama.cpp server, cut at every prime stride below 300, and played over a real socket.
class TestRecordings : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void replies_data();
    void replies();
    void sameAtEveryCut_data();
    void sameAtEveryCut();
    void sameAtHostileCuts_data();
    void sameAtHostileCuts();
    void framedAtHostileCuts_data();
    void framedAtHostileCuts();
    void asItCame_data();
    void asItCame();
    void serverTimingsOfARealServer();
    void overTheWire_data();
    void overTheWire();
    void whatTheRouterSaid();
    void randomBytes();
    void tokensOfOneCharacter();

private:
    static void everyRecording();
};

void TestRecordings::replies_data()
{
    QTest::addColumn<QString>("output");
    QTest::addColumn<QString>("finish");
    QTest::addColumn<QString>("error");
    QTest::addColumn<int>("tokens");
    QTest::addColumn<int>("chunks");
    const auto ok = [](const char *name, const QString &output, const QString &finish, int tokens, int chunks) {
        QTest::newRow(name) << output << finish << QString() << tokens << chunks;
    };
    const auto failed = [](const char *name, const QString &error) {
        QTest::newRow(name) << QString() << QString() << error << -1 << 0;
    };
    ok("plain-stream", story, u"stop"_s, 41, 40);
    ok("plain-stream-usage", story, u"stop"_s, 41, 40);
    ok("plain-stream-cached", u"The solid river"_s, u"length"_s, 3, 3);
    ok("plain-stream-one-token", u"The"_s, u"length"_s, 1, 1);
    ok("plain-stream-max_tokens-0", u"The"_s, u"length"_s, 1, 1);
    ok("uni-stream-cut-2", u"Caf"_s, u"length"_s, 2, 1);
    ok("plain-nonstream", story, u"stop"_s, 41, 1);
    ok("plain-tools", u"The solid river measures a"_s, u"length"_s, 5, 1);
    ok("rchild-after-kill", u"The quiet model"_s, u"length"_s, 3, 1);
    ok("router-stream", story, u"stop"_s, 41, 40);
    ok("plain-stream-usage-false", u"The solid river"_s, u"length"_s, 3, 3);
    ok("plain-stream-verbose-field", u"The solid"_s, u"length"_s, 2, 2);
    ok("plain-nonstream-n2", u"The solid river measures"_s, u"length"_s, 4, 1); // the first of two choices
    ok("rchild-head-of-close", u"The solid"_s, u"length"_s, 2, 1);
    failed("cancel-in-prompt", u"connection_lost"_s);
    failed("rchild-broken-model", u"server_error"_s);
    failed("plain-native-completion-stream", u"protocol_error"_s);
    failed("key-missing", u"unauthorized"_s);
    failed("loading-chat", u"unavailable"_s);
    failed("plain-404", u"not_found"_s);
    failed("plain-context-overflow", u"context_overflow"_s);
    failed("plain-stream-context-overflow", u"context_overflow"_s);
    failed("router-model-unknown", u"bad_request"_s);
    failed("plain-messages-anthropic-stream", u"protocol_error"_s);
    failed("plain-responses-stream", u"protocol_error"_s);
}

void TestRecordings::replies()
{
    QFETCH(QString, output);
    QFETCH(QString, finish);
    QFETCH(QString, error);
    QFETCH(int, tokens);
    QFETCH(int, chunks);
    const auto recording = readRecording(QString::fromLatin1(QTest::currentDataTag()));
    QVERIFY(recording);
    const Sample sample = record(*recording, recording->raw.size());
    QCOMPARE(sample.error ? errorKey(sample.error->code) : QString(), error);
    QCOMPARE(sample.output, output);
    QCOMPARE(sample.finishReason.value_or(QString()), finish);
    if (error.isEmpty()) {
        QCOMPARE(sample.tokens.output, tokens);
    }
    QCOMPARE(static_cast<int>(sample.timeline.chunks.size()), chunks);
    QCOMPARE(sample.status, error.isEmpty() ? SampleStatus::Ok : SampleStatus::Failed);
}

void TestRecordings::everyRecording()
{
    QTest::addColumn<QString>("name");
    for (const char *name : {"plain-stream",
                             "plain-stream-usage",
                             "plain-stream-cached",
                             "plain-stream-length",
                             "plain-stream-one-token",
                             "plain-stream-max_tokens-0",
                             "plain-stream-stop-word",
                             "plain-completions-stream",
                             "uni-stream",
                             "uni-stream-cut-2",
                             "uni-stream-cut-5",
                             "uni-stream-logprobs",
                             "think-stream",
                             "think-nonstream",
                             "noise-stream",
                             "busy-long-prompt",
                             "kill-SIGKILL-mid-stream",
                             "kill-SIGTERM-mid-stream",
                             "router-stream",
                             "rchild-after-kill",
                             "rchild-killed-mid-stream",
                             "router-model-unknown",
                             "loading-chat",
                             "key-missing",
                             "plain-404",
                             "plain-context-overflow",
                             "plain-stream-context-overflow",
                             "plain-nonstream",
                             "plain-tools",
                             "plain-messages-anthropic-stream",
                             "plain-responses-stream",
                             "plain-stream-usage-false",
                             "plain-stream-verbose-field",
                             "plain-nonstream-n2",
                             "plain-native-completion-stream",
                             "noise-completions-stream",
                             "kill-SIGSTOP-mid-stream",
                             "cancel-in-prompt",
                             "rchild-broken-model",
                             "rchild-cold-medium",
                             "rchild-head-of-close"}) {
        QTest::newRow(name) << QString::fromLatin1(name);
    }
}

void TestRecordings::sameAtEveryCut_data()
{
    everyRecording();
}

void TestRecordings::sameAtEveryCut()
{
    QFETCH(QString, name);
    const auto recording = readRecording(name);
    QVERIFY(recording);
    const Essence whole = essenceOf(record(*recording, recording->raw.size()));
    for (qsizetype stride = 1; stride < 300; ++stride) {
        const auto isPrime = [stride] {
            for (qsizetype d = 2; d * d <= stride; ++d) {
                if (stride % d == 0) {
                    return false;
                }
            }
            return true;
        };
        if (isPrime()) { // 1 among them
            QVERIFY2(essenceOf(record(*recording, stride)) == whole, qPrintable(QString::number(stride)));
        }
    }
}

void TestRecordings::sameAtHostileCuts_data()
{
    everyRecording();
}

/// Each hurting place, each pair of neighbours, and in short replies each pair at all.
void TestRecordings::sameAtHostileCuts()
{
    QFETCH(QString, name);
    const auto recording = readRecording(name);
    QVERIFY(recording);
    const Essence whole = essenceOf(recordCut(*recording, {}));
    const std::vector<qsizetype> places = hostilePlaces(recording->body);
    const size_t reach = places.size() <= 40 ? places.size() : 2;
    for (size_t i = 0; i < places.size(); ++i) {
        QVERIFY2(essenceOf(recordCut(*recording, {places[i]})) == whole, qPrintable(QString::number(places[i])));
        for (size_t j = i + 1; j < std::min(places.size(), i + reach); ++j) {
            QVERIFY2(essenceOf(recordCut(*recording, {places[i], places[j]})) == whole,
                     qPrintable(u"%1, %2"_s.arg(places[i]).arg(places[j])));
        }
    }
}

void TestRecordings::framedAtHostileCuts_data()
{
    everyRecording();
}

/// Two reads of the relay, cut where it hurts HTTP or the stream, and byte by byte: no byte loses its stamp, and what
/// lies before the cut has the first read's.
void TestRecordings::framedAtHostileCuts()
{
    QFETCH(QString, name);
    const auto recording = readRecording(name);
    QVERIFY(recording);
    const Essence whole = essenceOf(recordCut(*recording, {}));
    const qsizetype size = recording->raw.size();
    const auto check = [&](const Sample &sample) {
        return essenceOf(sample) == whole && !sample.has(SampleFlag::EngineClock);
    };
    size_t before = 0; // deltas stamped by the first read
    for (const qsizetype cut : hostilePlaces(recording->raw)) {
        const Sample sample = recordRelayed(*recording, {{1ms, cut}, {2ms, size - cut}});
        QVERIFY2(check(sample), qPrintable(QString::number(cut)));
        const auto early = static_cast<size_t>(
            std::ranges::count(sample.timeline.chunks, stage::at(1), [](const Chunk &chunk) { return chunk.at; }));
        QVERIFY(early >= before);
        before = early;
    }
    const bool wholeBody = !recording->contentType.startsWith("text/event-stream"); // known at its very end
    QVERIFY(wholeBody || before + 1 >= static_cast<size_t>(whole.chunks));
    std::vector<Recording::Read> bytes;
    for (qsizetype i = 0; i < size; ++i) {
        bytes.push_back({std::chrono::microseconds(i), 1});
    }
    QVERIFY(check(recordRelayed(*recording, bytes)));
}

void TestRecordings::asItCame_data()
{
    QTest::addColumn<QString>("expected");
    QTest::newRow("busy-long-prompt")
        << u"ok; event 2950.693, ttft 2950.693, ttfa 2950.693, total 2986.216, stream 2986.517; tpot 17.7615, decode "
           "56.30155111, tps 1.004615875, cps 5.023079375; gaps 18.363 17.16; tokens 3 usage; truncated"_s;
    QTest::newRow("think-stream")
        << u"ok; event 1.706, ttft 1.782, ttfa 3.085, total 3.637, stream 3.809; tpot 0.1325, decode 7547.169811, tps "
           "4124.278251, cps 4674.182018; gaps 0.109 0.101 0.095 0.097 0.092 0.215 0.454 0.14 0.318 0.201 0.033; "
           "tokens 15 usage; no flag"_s;
    QTest::newRow("rchild-cold-medium")
        << u"ok; event 337.02, ttft 337.02, ttfa 337.02, total 457.37, stream 457.672; tpot 30.0875, decode "
           "33.23639385, tps 10.93206813, cps 56.84675427; gaps 53.077 20.643 21.917 24.713; tokens 5 server_timings; "
           "truncated"_s;
    QTest::newRow("plain-stream-usage-false")
        << u"ok; event 1.281, ttft 1.281, ttfa 1.281, total 1.578, stream 1.68; tpot 0.1485, decode 6734.006734, tps "
           "1901.140684, cps 9505.703422; gaps 0.185 0.112; tokens 3 server_timings; truncated"_s;
}

/// Read by read at the times that were noted when they came: what has to be said of a real server's answers. The
/// figures were computed from the recordings by a program that shares nothing with this one.
void TestRecordings::asItCame()
{
    QFETCH(QString, expected);
    const auto recording = readRecording(QString::fromLatin1(QTest::currentDataTag()));
    QVERIFY(recording && !recording->reads.empty());
    QCOMPARE(stage::said(recordRelayed(*recording, recording->reads)), expected);
}

/// The server counts from its first token to its last, as we do: its 120.388 ms are our 120.35 ms. Ten times as much
/// is flagged.
void TestRecordings::serverTimingsOfARealServer()
{
    auto recording = readRecording(u"rchild-cold-medium"_s);
    QVERIFY(recording);
    const Sample sample = recordRelayed(*recording, recording->reads);
    QCOMPARE(sample.serverTimings->predictedMs, std::optional(120.388));
    QVERIFY(!sample.has(SampleFlag::ServerTimingsDisagree));
    recording->body.replace("\"predicted_ms\":120.388", "\"predicted_ms\":1203.88");
    recording->raw.replace("\"predicted_ms\":120.388", "\"predicted_ms\":1203.88"); // as long as it was
    const Sample wrong = recordRelayed(*recording, recording->reads);
    QCOMPARE(wrong.serverTimings->predictedMs, std::optional(1203.88));
    QVERIFY(wrong.has(SampleFlag::ServerTimingsDisagree));
    QCOMPARE(metricsOf(wrong).tpotMs, metricsOf(sample).tpotMs);
}

void TestRecordings::overTheWire_data()
{
    everyRecording();
}

/// Through a real socket, Qt's own HTTP and the lane: the same results.
void TestRecordings::overTheWire()
{
    QFETCH(QString, name);
    const auto recording = readRecording(name);
    QVERIFY(recording);
    const Essence expected = essenceOf(record(*recording, recording->raw.size()));
    for (const qsizetype stride : {qsizetype(97), qsizetype(1447), recording->raw.size()}) {
        ReplayServer server(*recording, stride);
        ManualTime time;
        Lane lane(time, resolveKeyFromEnvironment, nullptr);
        auto recorder = std::make_unique<SampleRecorder>(Sample{}, adapterFor(ServerKind::LlamaCpp).chunkReader({}));
        QSignalSpy finished(lane.start(callTo(server.url()), std::move(recorder), 60s), &ChatJob::finished);
        QVERIFY(finished.size() == 1 || finished.wait(10'000)); // not QTRY: that looks every 50 ms only
        const Sample sample = qvariant_cast<ChatOutcome>(finished[0][0]).sample;
        Essence result = essenceOf(sample);
        // How a broken connection shows is Qt's matter: as a loss, or as an end that came too soon.
        if (!recording->isComplete && result.error == u"incomplete"_s) {
            result.error = expected.error;
        }
        QCOMPARE(result.error, expected.error);
        QCOMPARE(result.output, expected.output);
        QVERIFY(result == expected);
    }
}

void TestRecordings::whatTheRouterSaid()
{
    const auto recording = readRecording(u"rchild-killed-mid-stream"_s);
    QVERIFY(recording && recording->isComplete);
    const Sample sample = record(*recording, 1000);
    QCOMPARE(sample.status, SampleStatus::Failed);
    QCOMPARE(sample.error->code, ErrorCode::Incomplete);
    QCOMPARE(sample.error->detail, u"proxy error: Failed to read connection"_s);
    QVERIFY(!sample.output.isEmpty());
}

void TestRecordings::randomBytes()
{
    const auto recording = readRecording(u"noise-stream"_s);
    QVERIFY(recording);
    const Sample sample = record(*recording, 4096);
    QCOMPARE(sample.status, SampleStatus::Ok);
    QVERIFY(sample.output.contains(QChar::ReplacementCharacter));
    QVERIFY(sample.output.isValidUtf16());
}

void TestRecordings::tokensOfOneCharacter()
{
    const auto recording = readRecording(u"uni-stream"_s);
    QVERIFY(recording);
    const Sample sample = record(*recording, 100);
    QCOMPARE(sample.output, u"Café x日 y\U0001F600 zж fin."_s);
    QCOMPARE(sample.timeline.chunks.size(), 10);
    QCOMPARE(sample.tokens.output, 18);

    const auto think = readRecording(u"think-stream"_s);
    QVERIFY(think);
    const Sample thought = record(*think, 100);
    QVERIFY(!thought.reasoning.isEmpty());
    QVERIFY(!thought.output.isEmpty());
    QVERIFY(*thought.timeline.firstAnswer > *thought.timeline.firstToken);
}

QTEST_GUILESS_MAIN(TestRecordings)
#include "tst_recordings.moc"
