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

Sample start()
{
    Sample sample;
    sample.request = R"({"model":"tiny"})";
    return sample;
}

/// A recorder whose stamps come from an exchange: what the test says was read, at kernel times 10 ms, 20 ms, ...;
/// handed over at 1 s, because this program was busy.
struct RelayedTake
{
    explicit RelayedTake(std::unique_ptr<ChunkReader> reader = adapterFor(ServerKind::OpenAi).chunkReader({}))
        : recorder(start(), std::move(reader))
    {
        recorder.useStampsOf(exchange);
        recorder.posted(1ms);
        exchange->begin(3ms);
        exchange->sent(1500us, 2ms);
        recorder.sent(900ms);
        exchange->read("head", {5ms, true, {}});
        exchange->headRead({5ms, true, {}});
        recorder.headers(950ms, {200, "text/event-stream", "test", {}, {}});
    }
    void received(const QByteArray &bytes, bool byKernel = true, Nanos late = {})
    {
        body += bytes;
        at += 10ms;
        exchange->bodyRead(body.size(), {at, byKernel, late});
    }
    Sample end()
    {
        exchange->ended({at + 1ms, true, {}});
        for (qsizetype from = 0; from < body.size(); from += stride) {
            recorder.bytes(QByteArrayView(body).sliced(from, std::min(stride, body.size() - from)), 1s);
        }
        return recorder.end({}, 2s);
    }

    std::shared_ptr<Exchange> exchange = std::make_shared<Exchange>();
    SampleRecorder recorder;
    QByteArray body;
    Nanos at{};
    qsizetype stride = 1 << 20;
};

/// Whatever comes is the answer, and its end says that it is whole.
class EchoReader final : public ChunkReader
{
public:
    explicit EchoReader(Framing framing) : m_framing(framing) { }
    Framing framing() const override { return m_framing; }
    std::vector<ChatEvent> read(const StreamEvent &event) override
    {
        return {TextDelta{DeltaKind::Answer, QString::fromUtf8(event.data)}};
    }
    std::vector<ChatEvent> readEnd() override { return {StreamDone{}}; }
    std::vector<ChatEvent> readWhole(const QByteArray &) override { return {}; }

private:
    Framing m_framing;
};

QByteArray sse(const QByteArray &data)
{
    return "data: " + data + "\n\n";
}

} // namespace

class TestRecorderStamps : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void stampsOfAnExchange();
    void stampsOfAnExchangeHoweverRead();
    void whereTheExchangeKnowsNothing();
    void mergedReadsOfAnExchange_data();
    void mergedReadsOfAnExchange();
    void mergedBecauseLate();
    void stampsOfLines();
    void stampsOfText();
    void otherFramingsEnd();
};

void TestRecorderStamps::stampsOfAnExchange()
{
    RelayedTake take;
    take.received(sse(Script::delta(u"Hel"_s)));
    take.received(sse(Script::delta(u"lo"_s)));
    take.received(sse(Script::finish()) + sse("[DONE]"));
    const Sample sample = take.end();
    const Timeline &t = sample.timeline;
    QCOMPARE(t.posted, Nanos(1ms));
    QCOMPARE(t.sent, Nanos(2ms));
    QCOMPARE(t.headers, Nanos(5ms));
    QCOMPARE(t.firstToken, Nanos(10ms));
    QCOMPARE(t.lastToken, Nanos(20ms));
    QCOMPARE(t.closed, Nanos(31ms));
    QCOMPARE(t.connectTook, Nanos(3ms));
    QCOMPARE(metricsOf(sample).connectMs, std::optional(3.0));
    QCOMPARE(metricsOf(sample).queueMs, std::optional(1.0));
    QCOMPARE(sample.flags, (std::vector<SampleFlag>{SampleFlag::EstimatedTokens}));
}

/// How the network manager cuts what it hands over has nothing to do with when it came.
void TestRecorderStamps::stampsOfAnExchangeHoweverRead()
{
    const QByteArray stream = "\n \n" + sse(Script::delta(u"a"_s)) + ": ping\n\n" + sse(Script::delta(u"\u00e9"_s))
        + sse(Script::delta(u"c"_s)) + sse(Script::finish());
    std::optional<Sample> first;
    for (qsizetype stride = 1; stride <= stream.size(); ++stride) {
        RelayedTake take;
        take.stride = stride;
        for (qsizetype from = 0; from < stream.size(); from += 40) {
            take.received(stream.mid(from, 40));
        }
        const Sample sample = take.end();
        QCOMPARE(sample.timeline.chunks.size(), 3);
        first = first.value_or(sample);
        QVERIFY(sample == *first);
    }
}

void TestRecorderStamps::whereTheExchangeKnowsNothing()
{
    RelayedTake byUser;
    byUser.received(sse(Script::delta(u"a"_s)));
    byUser.received(sse(Script::delta(u"b"_s)), false); // the kernel had no stamp
    byUser.received(sse(Script::finish()));
    QVERIFY(byUser.end().has(SampleFlag::EngineClock));

    RelayedTake lost;
    lost.received(sse(Script::delta(u"a"_s)));
    lost.exchange->lost();
    lost.received(sse(Script::delta(u"b"_s)));
    lost.received(sse(Script::finish()));
    const Sample sample = lost.end();
    QVERIFY(sample.has(SampleFlag::EngineClock));
    QCOMPARE(sample.timeline.firstToken, Nanos(10ms));
    QCOMPARE(sample.timeline.lastToken, Nanos(1s));

    SampleRecorder unseen(start(), adapterFor(ServerKind::OpenAi).chunkReader({})); // over https
    unseen.useStampsOf(std::make_shared<Exchange>());
    unseen.posted(1ms);
    unseen.sent(2ms);
    unseen.headers(3ms, {200, "text/event-stream", "test", {}, {}});
    unseen.bytes(sse(Script::delta(u"a"_s)), 4ms);
    unseen.bytes(sse(Script::finish()), 5ms);
    const Sample https = unseen.end({}, 6ms);
    QVERIFY(https.has(SampleFlag::EngineClock));
    QVERIFY(!https.timeline.connectTook);
    QCOMPARE(https.timeline.sent, Nanos(2ms));
    QCOMPARE(https.timeline.firstToken, Nanos(4ms));
    QCOMPARE(https.timeline.closed, Nanos(6ms));
}

void TestRecorderStamps::mergedReadsOfAnExchange_data()
{
    QTest::addColumn<QByteArrayList>("reads");
    QTest::addColumn<bool>("merged");
    using L = QByteArrayList;
    const QByteArray role = sse(R"({"choices":[{"index":0,"delta":{"role":"assistant"}}]})");
    const QByteArray a = sse(Script::delta(u"a"_s));
    const QByteArray b = sse(Script::delta(u"b"_s));
    const QByteArray end = sse(Script::finish()) + sse("[DONE]");
    QTest::newRow("each by itself") << L{role, a, b, end} << false;
    QTest::newRow("role and first token") << L{role + a, b, end} << false;
    QTest::newRow("last token and end") << L{a, b + end} << false;
    QTest::newRow("two tokens") << L{a + b, end} << true;
    QTest::newRow("a token and a part of the next") << L{a + b.first(5), b.sliced(5), end} << true;
    QTest::newRow("a token in parts") << L{a.first(9), a.sliced(9), b.first(1), b.sliced(1), end} << false;
    QTest::newRow("the end of a token and the next") << L{a.first(9), a.sliced(9) + b, end} << true;
}

void TestRecorderStamps::mergedReadsOfAnExchange()
{
    QFETCH(QByteArrayList, reads);
    QFETCH(bool, merged);
    for (const qsizetype stride : {qsizetype(1), qsizetype(7), qsizetype(1000)}) {
        RelayedTake take;
        take.stride = stride;
        for (const QByteArray &read : reads) {
            take.received(read);
        }
        const Sample sample = take.end();
        QCOMPARE(sample.has(SampleFlag::Coalesced), merged);
        QCOMPARE(sample.output, u"a"_s + (reads.join().contains("\"b\"") ? u"b"_s : QString()));
    }
}

/// A late read spoils nothing by itself; where it brought several deltas, only the last one's time is known.
void TestRecorderStamps::mergedBecauseLate()
{
    const QByteArray a = sse(Script::delta(u"a"_s));
    RelayedTake inTime;
    inTime.received(a + a, true, 1ms);
    QVERIFY(!inTime.end().has(SampleFlag::EngineLag));
    RelayedTake lateAlone;
    lateAlone.received(a, true, 50ms);
    lateAlone.received(a, true, 50ms);
    QVERIFY(!lateAlone.end().has(SampleFlag::EngineLag));
    RelayedTake late;
    late.received(a + a, true, 6ms);
    QVERIFY(late.end().has(SampleFlag::EngineLag));
}

void TestRecorderStamps::stampsOfLines()
{
    for (const qsizetype stride : {qsizetype(1), qsizetype(3), qsizetype(1000)}) {
        RelayedTake take(std::make_unique<EchoReader>(Framing::JsonLines));
        take.stride = stride;
        take.received("{\"one");
        take.received("\":1}");
        take.received("\n{\"two\":2}\n"); // the line's end came with the next one
        take.received("<b>\n4");
        const Sample sample = take.end();
        QCOMPARE(sample.status, SampleStatus::Ok);
        QCOMPARE(sample.output, u"{\"one\":1}{\"two\":2}<b>4"_s);
        const std::vector<Chunk> &chunks = sample.timeline.chunks;
        QCOMPARE(chunks.size(), 4);
        QCOMPARE(chunks[0].at, Nanos(20ms));
        QCOMPARE(chunks[1].at, Nanos(30ms));
        QCOMPARE(chunks[2].at, Nanos(40ms));
        QCOMPARE(chunks[3].at, Nanos(40ms));
        QVERIFY(sample.has(SampleFlag::Coalesced)); // the last two
        QVERIFY(sample.has(SampleFlag::NoFinishReason));
    }
}

/// What the relay read is a delta, however many of its reads are handed over at once.
void TestRecorderStamps::stampsOfText()
{
    RelayedTake take(std::make_unique<EchoReader>(Framing::PlainText));
    take.received("\n Hel");
    take.received("lo \xE2\x82");
    take.received("\xAC!", false);
    const Sample sample = take.end();
    QCOMPARE(sample.status, SampleStatus::Ok);
    QCOMPARE(sample.output, u"\n Hello \u20ac!"_s);
    const std::vector<Chunk> &chunks = sample.timeline.chunks;
    QCOMPARE(chunks.size(), 3);
    QCOMPARE(chunks[0].at, Nanos(10ms));
    QCOMPARE(chunks[0].chars, 5);
    QCOMPARE(chunks[1].at, Nanos(20ms));
    QCOMPARE(chunks[2].at, Nanos(30ms));
    QCOMPARE(chunks[2].chars, 2);
    QVERIFY(sample.has(SampleFlag::EngineClock)); // the last read
    QVERIFY(!sample.has(SampleFlag::Coalesced));
}

void TestRecorderStamps::otherFramingsEnd()
{
    for (const Framing framing : {Framing::JsonLines, Framing::PlainText}) {
        SampleRecorder broken(start(), std::make_unique<EchoReader>(framing));
        broken.bytes("half", 4ms);
        const Sample lost = broken.end({Error{ErrorCode::ConnectionLost, u"gone"_s, {}}}, 5ms);
        QCOMPARE(lost.status, SampleStatus::Failed);
        QCOMPARE(lost.error->code, ErrorCode::ConnectionLost);
        QCOMPARE(lost.output, u"half"_s);

        SampleRecorder refused(start(), std::make_unique<EchoReader>(framing));
        refused.headers(3ms, {500, "text/plain", {}, {}, {}});
        refused.bytes("out of memory", 4ms);
        const Sample failed = refused.end({}, 5ms);
        QCOMPARE(failed.error->code, ErrorCode::ServerError);
        QVERIFY(failed.error->message.contains(u"out of memory"_s));
        QVERIFY(failed.output.isEmpty());
    }
}

QTEST_APPLESS_MAIN(TestRecorderStamps)
#include "tst_recorderstamps.moc"
