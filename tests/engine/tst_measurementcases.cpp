// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/net/relay/wallclock.h"
#include "models/domain/summary.h"
#include "tests/engine/stage.h"

#include <QTest>

#if defined(__GLIBC__)
#include <malloc.h>
#endif

using namespace assay;
using namespace assay::stage;
using namespace std::chrono_literals;
using namespace Qt::Literals::StringLiterals;

namespace {

/// Bytes of the heap in use; 0 where that cannot be said (as under the address sanitizer).
qint64 heapInUse()
{
#if defined(__GLIBC__)
    const struct mallinfo2 info = mallinfo2();
    return static_cast<qint64>(info.uordblks + info.hblkhd);
#else
    return 0;
#endif
}

QByteArray withUsage(const QByteArray &usage)
{
    return sse(R"({"choices":[{"index":0,"delta":{"content":"ten chars."},"finish_reason":null}],"usage":)" + usage
               + '}');
}

QByteArray finishWithTimings(const QByteArray &timings)
{
    return sse(R"({"choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"timings":)" + timings + '}');
}

const QString failedAt300 =
    u"; event 0, ttft 200, ttfa 200, total -, stream -; tpot -, decode -, tps -, cps -; gaps -; "
    "tokens 1 estimate; estimated_tokens"_s;

/// Case 1, the plainest of all: what other cases vary.
const QString plainFigures = u"ok; event 0, ttft 200, ttfa 200, total 250, stream 300; tpot 50, decode 20, tps 8, cps "
                             "36; gaps 50; tokens 2 usage; no flag"_s;

Pieces plainPieces()
{
    return {{0, role()}, {200, says(u"Hello"_s)}, {250, says(u" you"_s)}, {300, ending(2)}};
}

} // namespace

/// The replies that must come out right: each with its schedule and exactly what has to be said of it. Played as this
/// program's clock stamps and as the kernel's does; the latter also where the body is handed over byte by byte.
class TestMeasurementCases : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void case01_roleThenToken();
    void case02_reasoningFirst();
    void case03_threeTokensAChunk();
    void case04_tenEventsInOneSegment();
    void case04_oneEventInFourSegments();
    void case04_lineEnds_data();
    void case04_lineEnds();
    void case05_linesThatAreNoEvents();
    void case06_usage_data();
    void case06_usage();
    void case07_errorInTheStream_data();
    void case07_errorInTheStream();
    void case08_ends_data();
    void case08_ends();
    void case10_serverWithNagle();
    void case10_largeRequest();
    void case11_oneBurst();
    void case11_burstOfSegments();
    void case11_quickAfterALongWait();
    void case12_oneToken();
    void case12_noToken();
    void case12_hundredThousandTokens();
    void case12_eventOfEightMegabytes();
    void case12_eventOverTheBound();
    void case13_wallClockStepped_data();
    void case13_wallClockStepped();
    void case15_stallOfTwoSeconds();
    void case16_engineStarved();
    void case17_serverTimings_data();
    void case17_serverTimings();
    void case18_slowHeaders();

private:
    static void check(const Reply &reply, const QString &expected, const QString &text = {});
};

void TestMeasurementCases::check(const Reply &reply, const QString &expected, const QString &text)
{
    const Sample byEngine = playToEngine(reply);
    QCOMPARE(said(byEngine), expected);
    if (!text.isNull()) {
        QCOMPARE(byEngine.output, text);
    }
    for (const qsizetype stride : {qsizetype(1), qsizetype(13), qsizetype(1) << 30}) {
        const Sample byKernel = playRelayed(reply, stride);
        QCOMPARE(said(byKernel), expected);
        QCOMPARE(byKernel.output, byEngine.output);
        QCOMPARE(byKernel.timeline.chunks, byEngine.timeline.chunks);
    }
}

void TestMeasurementCases::case01_roleThenToken()
{
    check({plainPieces(), 300}, plainFigures, u"Hello you"_s);
}

void TestMeasurementCases::case02_reasoningFirst()
{
    const Pieces thoughts = {
        {0, role()}, {100, says(u"Hm"_s, "reasoning_content")}, {150, says(u"so"_s, "reasoning_content")}};
    check({thoughts + Pieces{{300, says(u"42"_s)}, {350, says(u"."_s)}, {360, ending(4)}}, 360},
          u"ok; event 0, ttft 100, ttfa 300, total 350, stream 360; tpot 83.33333333, decode 12, tps 11.42857143, cps "
          "8.571428571; gaps 50 150 50; tokens 4 usage; no flag"_s,
          u"42."_s);
    // Cut off while it was still thinking: there is no answer, so no time to it and no speed of it.
    check({thoughts + Pieces{{200, sse(Script::finish("length")) + sse(Script::usage(7, 2)) + done()}}, 200},
          u"ok; event 0, ttft 100, ttfa -, total 150, stream 200; tpot 50, decode 20, tps 13.33333333, cps -; gaps 50; "
          "tokens 2 usage; truncated"_s,
          u""_s);
}

void TestMeasurementCases::case03_threeTokensAChunk()
{
    Pieces pieces = {{0, role()}};
    for (int i = 0; i < 5; ++i) {
        pieces.push_back({100.0 + 60 * i, says(u"one two three "_s)});
    }
    pieces.push_back({350, ending(15)}); // 14 tokens after the first one in 240 ms, though there are 5 chunks
    check({pieces, 350},
          u"ok; event 0, ttft 100, ttfa 100, total 340, stream 350; tpot 17.14285714, decode 58.33333333, tps "
          "44.11764706, cps 205.8823529; gaps 60x4; tokens 15 usage; no flag"_s);
}

void TestMeasurementCases::case04_tenEventsInOneSegment()
{
    const Pieces pieces = Pieces{{0, role()}} + words(10, 100, 50) + Pieces{{600, says(u"word "_s).repeated(10)}}
        + words(10, 650, 50) + Pieces{{1150, ending(30)}};
    check({pieces, 1150},
          u"ok; event 0, ttft 100, ttfa 100, total 1100, stream 1150; tpot 34.48275862, decode 29, tps 27.27272727, "
          "cps 136.3636364; gaps 50x10 0x9 50x10; tokens 30 usage; coalesced"_s);
}

/// An event is there when its last byte is.
void TestMeasurementCases::case04_oneEventInFourSegments()
{
    const QByteArray event = says(u"n\u00e9"_s);
    const qsizetype inLetter = event.indexOf('\xC3') + 1;
    const qsizetype inBlankLine = event.size() - 1;
    const Pieces pieces = {{100, event.first(5)},
                           {110, event.sliced(5, inLetter - 5)},
                           {120, event.sliced(inLetter, inBlankLine - inLetter)},
                           {130, event.sliced(inBlankLine)},
                           {200, says(u"e"_s)},
                           {250, ending(2)}};
    check({pieces, 250},
          u"ok; event 130, ttft 130, ttfa 130, total 200, stream 250; tpot 70, decode 14.28571429, tps 10, cps 15; "
          "gaps 70; tokens 2 usage; no flag"_s,
          u"n\u00e9e"_s);
}

void TestMeasurementCases::case04_lineEnds_data()
{
    QTest::addColumn<QByteArray>("newline");
    QTest::addColumn<bool>("mark");
    QTest::newRow("LF") << QByteArray("\n") << false;
    QTest::newRow("CR") << QByteArray("\r") << false;
    QTest::newRow("CRLF") << QByteArray("\r\n") << false;
    QTest::newRow("byte order mark, LF") << QByteArray("\n") << true;
    QTest::newRow("byte order mark, CR") << QByteArray("\r") << true;
    QTest::newRow("byte order mark, CRLF") << QByteArray("\r\n") << true;
}

void TestMeasurementCases::case04_lineEnds()
{
    QFETCH(QByteArray, newline);
    QFETCH(bool, mark);
    Pieces pieces = plainPieces();
    for (Piece &piece : pieces) {
        piece.bytes.replace("\n", newline);
    }
    if (mark) {
        pieces.front().bytes.prepend("\xBF");
        pieces.insert(pieces.begin(), {0, "\xEF\xBB"});
    }
    check({pieces, 300}, plainFigures, u"Hello you"_s);
    for (size_t i = 0; newline == "\r\n" && i + 1 < pieces.size(); ++i) {
        pieces[i + 1].bytes.prepend(pieces[i].bytes.back()); // the LF says nothing new: it may come with the next event
        pieces[i].bytes.chop(1);
    }
    check({pieces, 300}, plainFigures, u"Hello you"_s);
}

void TestMeasurementCases::case05_linesThatAreNoEvents()
{
    const Pieces pieces = {{0, ": ping\n\nretry: 3000\nid: 1\n\nevent: ping\n\n"},
                           {100, role()},
                           {150, ":\n\n"},
                           {200, "id: 2\nevent: message\n: in between\n" + says(u"Hello"_s)},
                           {225, ": ping\n\n"},
                           {250, "retry: 1\n" + says(u" you"_s)},
                           {275, ": bye\n\nid\n\n"},
                           {300, ending(2)}};
    check({pieces, 300}, QString(plainFigures).replace(u"event 0"_s, u"event 100"_s), u"Hello you"_s);
}

void TestMeasurementCases::case06_usage_data()
{
    QTest::addColumn<QByteArrayList>("events"); // the first four bring ten characters each
    QTest::addColumn<QString>("figures"); // of 150 ms between the first and the last token, 250 ms and 40 characters
    using L = QByteArrayList;
    const QByteArray text = says(u"ten chars."_s);
    const QByteArray null = withUsage("null");
    const QByteArray finish = sse(Script::finish());
    const auto soFar = [](int n) {
        return withUsage(R"({"prompt_tokens":7,"completion_tokens":)" + QByteArray::number(n) + '}');
    };
    QTest::newRow("in a chunk with empty choices")
        << L{text, text, text, text, finish + sse(Script::usage(7, 16)) + done()}
        << u"tpot 10, decode 100, tps 64, cps 160; gaps 50x3; tokens 16 usage; no flag"_s;
    QTest::newRow("null everywhere")
        << L{null, null, null, null, finish + done()}
        << u"tpot 16.66666667, decode 60, tps 40, cps 160; gaps 50x3; tokens 10 estimate; estimated_tokens"_s;
    QTest::newRow("on every chunk, for all so far")
        << L{soFar(3), soFar(6), soFar(9), soFar(12), finish + done()}
        << u"tpot 13.63636364, decode 73.33333333, tps 48, cps 160; gaps 50x3; tokens 12 usage; no flag"_s;
    QTest::newRow("none")
        << L{text, text, text, text, finish + done()}
        << u"tpot 16.66666667, decode 60, tps 40, cps 160; gaps 50x3; tokens 10 estimate; estimated_tokens"_s;
    QTest::newRow("zeros, and the server's own count")
        << L{text, text, text, text,
             finishWithTimings(R"({"predicted_n":21,"predicted_ms":150})") + sse(Script::usage(0, 0)) + done()}
        << u"tpot 7.5, decode 133.3333333, tps 84, cps 160; gaps 50x3; tokens 21 server_timings; no flag"_s;
}

void TestMeasurementCases::case06_usage()
{
    QFETCH(QByteArrayList, events);
    QFETCH(QString, figures);
    Pieces pieces;
    for (const QByteArray &event : events) {
        pieces.push_back({100.0 + 50.0 * static_cast<double>(pieces.size()), event});
    }
    check({pieces, 300}, u"ok; event 100, ttft 100, ttfa 100, total 250, stream 300; "_s + figures);
}

void TestMeasurementCases::case07_errorInTheStream_data()
{
    QTest::addColumn<QByteArray>("error");
    QTest::newRow("data") << sse(R"({"error":{"message":"no memory"}})");
    QTest::newRow("event") << QByteArray("event: error\n") + sse(R"({"message":"no memory"})");
    QTest::newRow("line") << QByteArray("error: {\"message\":\"no memory\"}\n\n");
    QTest::newRow("and more text, [DONE]") << sse(R"({"error":{"message":"no memory"}})") + says(u"lo"_s) + ending(9);
}

void TestMeasurementCases::case07_errorInTheStream()
{
    QFETCH(QByteArray, error);
    const Reply reply{{{0, role()}, {200, says(u"Hel"_s)}, {300, error}}, 300};
    check(reply, u"failed(server_error)"_s + failedAt300, u"Hel"_s);
    QVERIFY(playToEngine(reply).error->message.contains(u"no memory"_s));
}

void TestMeasurementCases::case08_ends_data()
{
    QTest::addColumn<QByteArray>("end");
    QTest::addColumn<QString>("expected");
    const QString ok = u"ok; event 0, ttft 200, ttfa 200, total 200, stream 300; tpot -, decode -, tps 5, cps 15; gaps "
                       "-; tokens 1 estimate; "_s;
    const QString incomplete = u"failed(incomplete)"_s + failedAt300;
    QTest::newRow("without [DONE]") << sse(Script::finish()) << QString(ok + u"estimated_tokens"_s);
    QTest::newRow("without finish reason") << done() << QString(ok + u"estimated_tokens no_finish_reason"_s);
    QTest::newRow("[DONE] without newline")
        << QByteArray("data: [DONE]") << QString(ok + u"estimated_tokens no_finish_reason"_s);
    QTest::newRow("finish reason without newline")
        << QByteArray("data: " + Script::finish()) << QString(ok + u"estimated_tokens"_s);
    QTest::newRow("without both") << QByteArray(": bye\n\n") << incomplete;
    QTest::newRow("plain text in place of an event")
        << QByteArray("proxy error: Failed to read connection\n") << incomplete;
    QTest::newRow("in the middle of an event") << QByteArray("data: {\"choices\":[{\"ind") << incomplete;
}

void TestMeasurementCases::case08_ends()
{
    QFETCH(QByteArray, end);
    QFETCH(QString, expected);
    check({{{0, role()}, {200, says(u"Hal"_s)}, {300, end}}, 300}, expected, u"Hal"_s);
}

/// The server's kernel holds small segments back until the one before was acknowledged, 40 ms later: five bundles of
/// eight tokens. When within its 40 ms a token was written cannot be known any more.
void TestMeasurementCases::case10_serverWithNagle()
{
    Pieces pieces = {{0, role()}};
    for (int bundle = 1; bundle <= 5; ++bundle) {
        pieces.push_back({40.0 * bundle, says(u"word "_s).repeated(8)});
    }
    pieces.push_back({240, ending(40)});
    check({pieces, 240},
          u"ok; event 0, ttft 40, ttfa 40, total 200, stream 240; tpot 4.102564103, decode 243.75, tps 200, cps 1000; "
          "gaps 0x7 40 0x7 40 0x7 40 0x7 40 0x7; tokens 40 usage; coalesced"_s);
}

/// The network manager writes large bodies in small pieces with Nagle's algorithm on. The relay acknowledges at once,
/// so nothing waits there; without it the sample says what its time to the first token may contain.
void TestMeasurementCases::case10_largeRequest()
{
    Reply reply{plainPieces(), 300};
    reply.requestBytes = 100'000;
    QCOMPARE(said(playToEngine(reply)), QString(plainFigures).replace(u"no flag"_s, u"nagle_40ms"_s));
    QCOMPARE(said(playRelayed(reply, 100)), plainFigures);
}

void TestMeasurementCases::case11_oneBurst()
{
    check({{{1000, role() + says(u"word "_s).repeated(40) + ending(40)}}, 1000},
          u"ok; event 1000, ttft -, ttfa -, total 1000, stream 1000; tpot -, decode -, tps 40, cps 200; gaps -; tokens "
          "40 usage; buffered_stream coalesced"_s);
}

void TestMeasurementCases::case11_burstOfSegments()
{
    check({Pieces{{0, role()}} + words(41, 1000, 0.025) + Pieces{{1002, ending(41)}}, 1002},
          u"ok; event 0, ttft -, ttfa -, total 1001, stream 1002; tpot -, decode -, tps 40.95904096, cps 204.7952048; "
          "gaps -; tokens 41 usage; buffered_stream"_s);
}

/// A minute for a long prompt, then ten tokens at the pace of a model: 80 % of the chunks in 0.5 % of the time, and no
/// burst.
void TestMeasurementCases::case11_quickAfterALongWait()
{
    check({words(11, 60000, 40) + Pieces{{60400, ending(11)}}, 60400},
          u"ok; event 60000, ttft 60000, ttfa 60000, total 60400, stream 60400; tpot 40, decode 25, tps 0.1821192053, "
          "cps 0.9105960265; gaps 40x10; tokens 11 usage; no flag"_s);
}

void TestMeasurementCases::case12_oneToken()
{
    check({{{0, role()}, {200, says(u"Hi"_s)}, {210, ending(1)}}, 210},
          u"ok; event 0, ttft 200, ttfa 200, total 200, stream 210; tpot -, decode -, tps 5, cps 10; gaps -; tokens 1 "
          "usage; no flag"_s);
}

void TestMeasurementCases::case12_noToken()
{
    const QString nothing =
        u"ok; event 0, ttft -, ttfa -, total -, stream 200; tpot -, decode -, tps -, cps -; gaps -; tokens "_s;
    check({{{0, role()}, {200, ending(0)}}, 200}, nothing + u"0 usage; no flag"_s, u""_s);
    check({{{0, role()}, {200, ending()}}, 200}, nothing + u"-; no flag"_s, u""_s);
}

/// A token a millisecond, each handed over as it comes: exact to the last one, in memory that has an end.
void TestMeasurementCases::case12_hundredThousandTokens()
{
    constexpr int count = 100'000;
    const QString expected =
        u"ok; event 1, ttft 1, ttfa 1, total 100000, stream 100001; tpot 1, decode 1000, tps 1000, "
        "cps 5000; gaps 1x99999; tokens 100000 usage; no flag"_s;
    auto exchange = std::make_shared<Exchange>();
    ExchangeWatcher watcher([exchange] { return exchange; });
    SampleRecorder recorder({}, adapterFor(ServerKind::LlamaCpp).chunkReader({}));
    recorder.useStampsOf(exchange);
    const qint64 before = heapInUse();
    recorder.posted(sentAt);
    watcher.request("GET / HTTP/1.1\r\n\r\n");
    watcher.written("GET / HTTP/1.1\r\n\r\n", sentAt, sentAt);
    watcher.reply(Script::streamHead(), {at(0), true, {}});
    recorder.headers(at(0), head());
    const QByteArray word = says(u"word "_s);
    const QByteArray framed = Script::chunk(word);
    for (int i = 1; i <= count; ++i) {
        watcher.reply(framed, {at(i), true, {}});
        recorder.bytes(word, readAt);
    }
    watcher.reply(QByteArray(Script::chunk(ending(count)) + Script::lastChunk()), {at(count + 1), true, {}});
    recorder.bytes(ending(count), readAt);
    const qint64 grown = heapInUse() - before;
    QVERIFY2(grown < 16 * 1024 * 1024, qPrintable(QString::number(grown))); // of 9 MB that came
    const Sample sample = recorder.end({}, readAt);
    QCOMPARE(said(sample), expected);
    QCOMPARE(sample.output.size(), 5 * count);
    QVERIFY(recorder.wire()->cut);
    QVERIFY(recorder.wire()->reply.size() <= Exchange::mostBytes);
}

/// In pieces of 64 KiB, one a millisecond: it is there when its last byte is.
void TestMeasurementCases::case12_eventOfEightMegabytes()
{
    constexpr qsizetype size = 8 * 1024 * 1024;
    constexpr qsizetype piece = 64 * 1024;
    const QByteArray event = says(QString(size, u'x')); // 129 pieces: 100 to 228 ms
    Reply reply{{{0, role()}}, 300};
    for (qsizetype from = 0; from < event.size(); from += piece) {
        reply.pieces.push_back({100 + static_cast<double>(from / piece), event.mid(from, piece)});
    }
    reply.pieces.push_back({300, ending(2)});
    const QString expected = u"ok; event 0, ttft 228, ttfa 228, total 228, stream 300; tpot -, decode -, tps "
                             "8.771929825, cps 36792140.35; gaps -; tokens 2 usage; no flag"_s;
    QCOMPARE(said(playRelayed(reply, piece)), expected);
    SampleRecorder recorder(start(reply), adapterFor(ServerKind::LlamaCpp).chunkReader({}));
    recorder.sent(sentAt);
    recorder.headers(at(0), head());
    const qint64 before = heapInUse();
    qint64 most = 0;
    for (const Piece &part : reply.pieces) {
        recorder.bytes(part.bytes, at(part.ms));
        most = std::max(most, heapInUse() - before);
    }
    QVERIFY2(most < 5 * size, qPrintable(QString::number(most))); // the line as it grows, then 16 bits a letter
    const Sample sample = recorder.end({}, at(300));
    QCOMPARE(said(sample), expected);
    QCOMPARE(sample.output.size(), size);
}

/// A line that never ends stops the sample at 16 MiB; so does a body of comments at its own bound.
void TestMeasurementCases::case12_eventOverTheBound()
{
    Reply reply{plainPieces(), 400};
    reply.pieces.resize(2);
    SampleRecorder endless(start(reply), adapterFor(ServerKind::LlamaCpp).chunkReader({}));
    SampleRecorder chatty(start(reply), adapterFor(ServerKind::LlamaCpp).chunkReader({}), 1'000'000);
    for (SampleRecorder *recorder : {&endless, &chatty}) {
        recorder->sent(sentAt);
        for (const Piece &piece : reply.pieces) {
            recorder->bytes(piece.bytes, at(piece.ms));
        }
    }
    const QByteArray letters(1024 * 1024, 'x');
    const QByteArray comments = QByteArray(": still here\n\n").repeated(1000);
    int given = 0;
    for (; !endless.failed() && given < 1000; ++given) {
        endless.bytes(given == 0 ? "data: " + letters : letters, at(300));
    }
    QCOMPARE(given, 16);
    for (given = 0; !chatty.failed() && given < 1000; ++given) {
        chatty.bytes(comments, at(300));
    }
    QCOMPARE(given, 72);
    SampleRecorder atOnce(start(reply), adapterFor(ServerKind::LlamaCpp).chunkReader({}), 1'000'000);
    atOnce.sent(sentAt);
    atOnce.bytes(reply.pieces[0].bytes, at(0));
    atOnce.bytes(QByteArray(reply.pieces[1].bytes + comments.repeated(100)),
                 at(200)); // what came before the bound is kept
    QVERIFY(atOnce.failed());
    QCOMPARE(atOnce.end({}, at(300)).output, u"Hello"_s);
    const QString tooLarge = u"failed(too_large)"_s + failedAt300;
    QCOMPARE(said(endless.end({}, at(300))), tooLarge);
    QCOMPARE(said(chatty.end({}, at(300))), tooLarge);
}

void TestMeasurementCases::case13_wallClockStepped_data()
{
    QTest::addColumn<qint64>("stepMs");
    QTest::newRow("an hour forth") << qint64(3'600'000);
    QTest::newRow("an hour back") << qint64(-3'600'000);
    QTest::newRow("3 ms forth") << qint64(3);
    QTest::newRow("3 ms back") << qint64(-3);
}

/// Sixty tokens, 50 ms apart; the wall clock, by which the kernel stamps, is stepped just before the 20th. The relay
/// comes to each read 1 ms after the kernel did. For one second it does not trust the kernel's stamps and takes its own
/// clock, 1 ms late; the sample says so. The step itself is in no figure.
void TestMeasurementCases::case13_wallClockStepped()
{
    QFETCH(qint64, stepMs);
    const Nanos wallZero = std::chrono::hours(500'000);
    WallClock clock;
    auto exchange = std::make_shared<Exchange>();
    Reply reply{words(60, 100, 50) + Pieces{{3100, ending(60)}}, 3100};
    SampleRecorder recorder(start(reply), adapterFor(ServerKind::LlamaCpp).chunkReader({}));
    recorder.useStampsOf(exchange);
    exchange->begin({});
    exchange->sent(sentAt, sentAt);
    const auto wall = [&](Nanos steady) { // stepped at 1040 ms; the 20th token comes at 1050
        return wallZero + steady + (steady >= at(1040) ? Nanos(std::chrono::milliseconds(stepMs)) : Nanos(0));
    };
    const auto stampOf = [&](double ms) {
        const Nanos arrived = at(ms);
        const Nanos now = arrived + 1ms;
        clock.look({wall(now), now, wall(now)});
        const std::optional<Nanos> stamp = clock.steady(wall(arrived), now);
        return ReadStamp{stamp.value_or(now), stamp.has_value(), {}};
    };
    exchange->headRead(stampOf(0));
    recorder.headers(readAt, head());
    qint64 body = 0;
    for (const Piece &piece : reply.pieces) {
        body += piece.bytes.size();
        exchange->bodyRead(body, stampOf(piece.ms));
    }
    exchange->ended(stampOf(3100));
    for (const Piece &piece : reply.pieces) {
        recorder.bytes(piece.bytes, readAt);
    }
    // Tokens 20 to 39 (1050 to 2000 ms) were read by this program's clock, one second from the step on.
    QCOMPARE(said(recorder.end({}, readAt)),
             u"ok; event 100, ttft 100, ttfa 100, total 3050, stream 3100; tpot 50, decode 20, tps 19.67213115, cps "
             "98.36065574; gaps 50x18 51 50x19 49 50x20; tokens 60 usage; engine_clock"_s);
}

/// The stall is one gap among all gaps: percentiles over the gaps show it, a mean over requests would hide it. (What a
/// stall does to requests that wait for their turn is told by the time from when they were due.)
void TestMeasurementCases::case15_stallOfTwoSeconds()
{
    const Reply stalled{words(5, 100, 100) + words(5, 2500, 100) + Pieces{{3000, ending(10)}}, 3000};
    const Reply even{words(10, 100, 100) + Pieces{{1100, ending(10)}}, 1100};
    check(stalled,
          u"ok; event 100, ttft 100, ttfa 100, total 2900, stream 3000; tpot 311.1111111, decode 3.214285714, tps "
          "3.448275862, cps 17.24137931; gaps 100x4 2000 100x4; tokens 10 usage; no flag"_s);
    RunData run;
    run.info.plan.models.resize(1);
    run.info.plan.prompts.resize(1);
    for (const Reply &reply : {even, stalled, even}) {
        run.samples.push_back(playToEngine(reply));
        run.samples.back().step.round = 1;
    }
    const std::vector<ModelSummary> summary = summarize(run);
    QCOMPARE(summary.size(), size_t(1));
    QVERIFY(summary[0].chunkGapMs);
    QCOMPARE(summary[0].chunkGapMs->n, 27); // raw gaps of all three
    QCOMPARE(summary[0].chunkGapMs->p50, 100.0);
    QCOMPARE(summary[0].chunkGapMs->max, 2000.0);
    QCOMPARE(summary[0].chunkGapMs->p99, 100.0 + 0.74 * 1900.0); // type 7: 26 * 0.99 = 25.74
}

/// The thread that reads comes 50 ms late: the kernel's stamps do not suffer, so nothing is flagged. Only where it then
/// finds several tokens in one read is something lost, and the sample says so.
void TestMeasurementCases::case16_engineStarved()
{
    QCOMPARE(said(playRelayed({plainPieces(), 300}, 7, 50ms)), plainFigures);
    const Reply merged{{{0, role()}, {250, says(u"Hello"_s) + says(u" you"_s)}, {300, ending(2)}}, 300};
    const QString expected =
        u"ok; event 0, ttft 250, ttfa 250, total 250, stream 300; tpot -, decode -, tps 8, cps 36; "
        "gaps 0; tokens 2 usage; coalesced"_s;
    QCOMPARE(said(playRelayed(merged, 7, 5ms)), expected);
    QCOMPARE(said(playRelayed(merged, 7, 50ms)), expected + u" engine_lag"_s);
}

void TestMeasurementCases::case17_serverTimings_data()
{
    QTest::addColumn<QByteArray>("theirs"); // for 200 ms between our first and last token
    QTest::addColumn<QString>("flags");
    QTest::newRow("right") << QByteArray("200") << u"no flag"_s;
    QTest::newRow("ten times as long") << QByteArray("2000") << u"server_timings_disagree"_s;
    QTest::newRow("a tenth") << QByteArray("20") << u"server_timings_disagree"_s;
    QTest::newRow("5 % and 10 ms") << QByteArray("210") << u"no flag"_s;
    QTest::newRow("just over both") << QByteArray("210.001") << u"server_timings_disagree"_s;
    QTest::newRow("not said") << QByteArray("null") << u"no flag"_s;
}

/// Whatever the server says of itself, the figures are ours.
void TestMeasurementCases::case17_serverTimings()
{
    QFETCH(QByteArray, theirs);
    QFETCH(QString, flags);
    const Pieces pieces = words(5, 100, 50)
        + Pieces{{310,
                  finishWithTimings(R"({"predicted_n":50,"predicted_ms":)" + theirs + '}') + sse(Script::usage(7, 5))
                      + done()}};
    const Reply reply{pieces, 310};
    check(reply,
          u"ok; event 100, ttft 100, ttfa 100, total 300, stream 310; tpot 50, decode 20, tps 16.66666667, cps "
          "83.33333333; gaps 50x4; tokens 5 usage; "_s
              + flags);
    QCOMPARE(playToEngine(reply).serverTimings->predictedTokens, 50); // kept beside them
}

/// Twenty seconds until the head and as long again until the answer: all of it is counted.
void TestMeasurementCases::case18_slowHeaders()
{
    SampleRecorder recorder({}, adapterFor(ServerKind::LlamaCpp).chunkReader({}));
    recorder.sent(sentAt);
    recorder.headers(at(20'000), head());
    recorder.bytes(QByteArray(says(u"Hi"_s) + ending(1)), at(40'000));
    const Sample sample = recorder.end({}, at(40'000));
    QCOMPARE(metricsOf(sample).headersMs, std::optional(20'000.0));
    QCOMPARE(said(sample),
             u"ok; event 40000, ttft 40000, ttfa 40000, total 40000, stream 40000; tpot -, decode -, tps 0.025, cps "
             "0.05; gaps -; tokens 1 usage; no flag"_s);
}

QTEST_APPLESS_MAIN(TestMeasurementCases)
#include "tst_measurementcases.moc"
