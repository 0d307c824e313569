// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/run/lane.h"

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

/// The body in pieces of `stride` bytes; a recording that is not complete ended with a lost connection.
Sample record(const Recording &recording, qsizetype stride)
{
    SampleRecorder recorder(Sample{}, adapterFor(ServerKind::LlamaCpp).chunkReader());
    recorder.headers(1ms, {recording.status, recording.contentType, {}, {}, {}});
    Nanos at = 2ms;
    for (qsizetype from = 0; from < recording.body.size() && !recorder.failed(); from += stride) {
        const QByteArrayView body(recording.body);
        recorder.bytes(body.sliced(from, std::min(stride, body.size() - from)), at);
        at += 1us;
    }
    StreamEnd how;
    if (!recording.isComplete) {
        how.error = Error{ErrorCode::ConnectionLost, u"lost"_s, {}};
    }
    return recorder.end(how, at);
}

HttpCall callTo(const QUrl &url)
{
    ChatInput input;
    input.endpoint.url = url;
    input.model.serverId = u"tiny"_s;
    input.text = u"Say something, please."_s;
    return adapterFor(ServerKind::LlamaCpp).chatCall(input);
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
                             "plain-responses-stream"}) {
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
        auto recorder = std::make_unique<SampleRecorder>(Sample{}, adapterFor(ServerKind::LlamaCpp).chunkReader());
        QSignalSpy finished(lane.start(callTo(server.url()), std::move(recorder), 60s), &ChatJob::finished);
        QTRY_COMPARE(finished.size(), 1);
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
