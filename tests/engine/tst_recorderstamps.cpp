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
    RelayedTake()
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
    SampleRecorder recorder{start(), adapterFor(ServerKind::OpenAi).chunkReader()};
    QByteArray body;
    Nanos at{};
    qsizetype stride = 1 << 20;
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

    SampleRecorder unseen(start(), adapterFor(ServerKind::OpenAi).chunkReader()); // over https
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

QTEST_APPLESS_MAIN(TestRecorderStamps)
#include "tst_recorderstamps.moc"
