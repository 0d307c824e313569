// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/net/lineframer.h"
#include "app/engine/net/sseparser.h"
#include "app/engine/net/textframer.h"

#include <QTest>

using namespace assay;
using namespace Qt::Literals::StringLiterals;

namespace {

using Events = std::vector<StreamEvent>;

/// Parses `stream` in pieces of `stride` bytes; the events as "type|data" lines.
QByteArrayList parse(StreamFramer &parser, const QByteArray &stream, qsizetype stride, QByteArray *stray = nullptr)
{
    Events events;
    for (qsizetype at = 0; at < stream.size(); at += stride) {
        if (!parser.feed(QByteArrayView(stream).sliced(at, std::min(stride, stream.size() - at)), events)) {
            return {"failed"};
        }
    }
    if (!parser.finish(events)) {
        return {"failed"};
    }
    if (stray) {
        *stray = parser.strayText();
    }
    QByteArrayList lines;
    for (const StreamEvent &event : events) {
        lines.push_back(event.type + '|' + event.data);
    }
    return lines;
}

QByteArrayList parse(const QByteArray &stream, qsizetype stride, QByteArray *stray = nullptr)
{
    SseParser parser;
    return parse(parser, stream, stride, stray);
}

} // namespace

class TestSseParser : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void rules_data();
    void rules();
    void strayLinesAreKept();
    void strayTextIsBounded();
    void eventsComeAsSoonAsTheyAreComplete();
    void eventsKnowWhereTheyEnd();
    void aLineOverTheBoundEndsTheStream();
    void dataOfManyLinesIsBoundedToo();
    void atTheBoundIsFine();
    void manyTinyFeedsOfOneHugeLine();
    void lines_data();
    void lines();
    void linesKnowWhereTheirTextEnds();
    void linesAreBounded();
    void textIsCutBetweenCharacters();
    void brokenTextPasses();
};

void TestSseParser::rules_data()
{
    QTest::addColumn<QByteArray>("stream");
    QTest::addColumn<QByteArrayList>("expected");
    using L = QByteArrayList;
    QTest::newRow("lf") << QByteArray("data: a\n\ndata: b\n\n") << L{"message|a", "message|b"};
    QTest::newRow("crlf") << QByteArray("data: a\r\n\r\ndata: b\r\n\r\n") << L{"message|a", "message|b"};
    QTest::newRow("cr") << QByteArray("data: a\r\rdata: b\r\r") << L{"message|a", "message|b"};
    QTest::newRow("mixed") << QByteArray("data: a\r\n\rdata: b\n\r\ndata: c\r\n\n")
                           << L{"message|a", "message|b", "message|c"};
    QTest::newRow("crlf is one end") << QByteArray("data: a\r\ndata: b\r\n\r\n") << L{"message|a\nb"};
    QTest::newRow("byte order mark") << QByteArray("\xEF\xBB\xBF"
                                                   "data: a\n\n")
                                     << L{"message|a"};
    QTest::newRow("mark only at the start") << QByteArray("data: a\n\n\xEF\xBB\xBF"
                                                          "data: b\n\n")
                                            << L{"message|a"};
    QTest::newRow("half a mark is text") << QByteArray("\xEF\xBB"
                                                       "data: a\n\ndata: b\n\n")
                                         << L{"message|b"};
    QTest::newRow("comments") << QByteArray(": ping\n:\ndata: a\n: in between\ndata: b\n\n:\n\n") << L{"message|a\nb"};
    QTest::newRow("event type") << QByteArray("event: error\ndata: a\n\ndata: b\n\n") << L{"error|a", "message|b"};
    QTest::newRow("type without data is forgotten") << QByteArray("event: x\n\ndata: a\n\n") << L{"message|a"};
    QTest::newRow("id and retry") << QByteArray("id: 7\nretry: 10\nid\ndata: a\n\n") << L{"message|a"};
    QTest::newRow("no space") << QByteArray("data:{\"a\":1}\n\n") << L{"message|{\"a\":1}"};
    QTest::newRow("one space only") << QByteArray("data:  a \n\n") << L{"message| a "};
    QTest::newRow("data without colon") << QByteArray("data\n\ndata\ndata\n\n") << L{"message|", "message|\n"};
    QTest::newRow("empty data line") << QByteArray("data: a\ndata:\ndata: b\n\n") << L{"message|a\n\nb"};
    QTest::newRow("names are exact") << QByteArray("Data: a\n data: b\ndatas: c\ndata: d\n\n") << L{"message|d"};
    QTest::newRow("end without newline") << QByteArray("data: a\n\ndata: [DONE]") << L{"message|a", "message|[DONE]"};
    QTest::newRow("end without blank line") << QByteArray("data: a\n") << L{"message|a"};
    QTest::newRow("error field") << QByteArray("data: a\n\nerror: {\"code\":500}\n\n")
                                 << L{"message|a", "error|{\"code\":500}"};
    QTest::newRow("colons in data") << QByteArray("data: a: b:c\n\n") << L{"message|a: b:c"};
    QTest::newRow("utf-8") << QByteArray("data: x\xC3\xA9\xF0\x9F\x98\x80\n\n")
                           << L{"message|x\xC3\xA9\xF0\x9F\x98\x80"};
    QTest::newRow("nul") << QByteArray("data: a\0b\n\n", 11) << L{QByteArray("message|a\0b", 11)};
    QTest::newRow("nothing") << QByteArray() << L{};
}

void TestSseParser::rules()
{
    QFETCH(QByteArray, stream);
    QFETCH(QByteArrayList, expected);
    for (qsizetype stride = 1; stride <= stream.size() + 1; ++stride) {
        QCOMPARE(parse(stream, stride), expected);
    }
}

void TestSseParser::strayLinesAreKept()
{
    const QByteArray stream = "data: a\n\nproxy error: Failed to read connection\nid: 1\nfoo\n";
    for (qsizetype stride = 1; stride <= stream.size(); ++stride) {
        QByteArray stray;
        QCOMPARE(parse(stream, stride, &stray), QByteArrayList{"message|a"});
        QCOMPARE(stray, QByteArray("proxy error: Failed to read connection\nfoo"));
    }
}

void TestSseParser::strayTextIsBounded()
{
    QByteArray stray;
    parse(QByteArray("some line or other\n").repeated(10000), 1000, &stray);
    QCOMPARE(stray.size(), 4096);
}

void TestSseParser::eventsComeAsSoonAsTheyAreComplete()
{
    SseParser parser;
    Events events;
    QVERIFY(parser.feed("data: a\r", events));
    QCOMPARE(events.size(), 0);
    QVERIFY(parser.feed("\n\r", events)); // the lone CR ends the blank line; nobody waits for a LF that may never come
    QCOMPARE(events.size(), 1);
    QVERIFY(parser.feed("\ndata: b\n\n", events));
    QCOMPARE(events.size(), 2);
    QCOMPARE(events[1].data, QByteArray("b"));
}

/// The place of an event's last byte is the same however the stream is cut: stamps are found by it.
void TestSseParser::eventsKnowWhereTheyEnd()
{
    const QByteArray first = "\xEF\xBB\xBF: ping\n\ndata: a\n\n";
    const QByteArray second = "data: b\r\ndata: c\r\n\r"; // the LF behind it is no part of the event any more
    const QByteArray third = "\nerror: bad\n";
    const QByteArray stream = first + second + third + "data: last";
    for (qsizetype stride = 1; stride <= stream.size(); ++stride) {
        SseParser parser;
        Events events;
        for (qsizetype at = 0; at < stream.size(); at += stride) {
            QVERIFY(parser.feed(QByteArrayView(stream).sliced(at, std::min(stride, stream.size() - at)), events));
        }
        QVERIFY(parser.finish(events));
        QCOMPARE(events.size(), 4);
        QCOMPARE(events[0].end, first.size());
        QCOMPARE(events[1].end, first.size() + second.size());
        QCOMPARE(events[2].end, first.size() + second.size() + third.size());
        QCOMPARE(events[3].end, stream.size());
        QCOMPARE(events[0].begin, 0);
        QCOMPARE(events[1].begin, events[0].end);
        QCOMPARE(events[2].begin, events[1].end + 1); // behind that LF
        QCOMPARE(events[3].begin, events[2].end);
    }
}

void TestSseParser::aLineOverTheBoundEndsTheStream()
{
    SseParser parser(100);
    Events events;
    QVERIFY(parser.feed("data: ok\n\ndata: ", events));
    QVERIFY(parser.feed(QByteArray(94, 'x'), events));
    const Status over = parser.feed("y", events);
    QVERIFY(!over);
    QCOMPARE(over.error().code, ErrorCode::TooLarge);
    QVERIFY(!over.error().message.isEmpty());
    const Status again = parser.feed("\n\ndata: more\n\n", events);
    QVERIFY(!again);
    QCOMPARE(again.error(), over.error());
    QVERIFY(!parser.finish(events));
    QCOMPARE(events.size(), 1);
}

void TestSseParser::dataOfManyLinesIsBoundedToo()
{
    SseParser parser(100);
    Events events;
    Status status = Done{};
    for (int i = 0; i < 50 && status; ++i) {
        status = parser.feed("data: 0123456789\n", events);
    }
    QVERIFY(!status);
    QCOMPARE(status.error().code, ErrorCode::TooLarge);
}

void TestSseParser::atTheBoundIsFine()
{
    SseParser parser(8 * 1024 * 1024 + 16);
    Events events;
    const QByteArray stream = "data: " + QByteArray(8 * 1024 * 1024, 'x') + "\n\n";
    QVERIFY(parser.feed(stream, events));
    QCOMPARE(events.size(), 1);
    QCOMPARE(events[0].data.size(), 8 * 1024 * 1024);
}

/// Ends within the test's time only where no feed looks at what earlier feeds brought: squared, this would be 10^12
/// steps.
void TestSseParser::manyTinyFeedsOfOneHugeLine()
{
    SseParser parser;
    Events events;
    QVERIFY(parser.feed("data: ", events));
    for (int i = 0; i < 500'000; ++i) {
        QVERIFY(parser.feed("xyz", events));
    }
    QVERIFY(parser.feed("\n\n", events));
    QCOMPARE(events.size(), 1);
    QCOMPARE(events[0].data.size(), 1'500'000);
}

void TestSseParser::lines_data()
{
    QTest::addColumn<QByteArray>("stream");
    QTest::addColumn<QByteArrayList>("expected");
    using L = QByteArrayList;
    QTest::newRow("lf") << QByteArray("{\"a\":1}\n{}\n") << L{"message|{\"a\":1}", "message|{}"};
    QTest::newRow("crlf, empty lines, blanks") << QByteArray("\r\n\n a \r\n  \r\n\tb\n") << L{"message|a", "message|b"};
    QTest::newRow("the last line without an end") << QByteArray("a\nb") << L{"message|a", "message|b"};
    QTest::newRow("byte order mark") << QByteArray("\xEF\xBB\xBF{}\n\xEF\xBB\xBF{}\n")
                                     << L{"message|{}", "message|\xEF\xBB\xBF{}"};
    QTest::newRow("utf-8") << QByteArray("x\xC3\xA9\xF0\x9F\x98\x80\n") << L{"message|x\xC3\xA9\xF0\x9F\x98\x80"};
    QTest::newRow("nothing") << QByteArray() << L{};
    QTest::newRow("nothing but ends") << QByteArray("\n\r\n\n") << L{};
}

void TestSseParser::lines()
{
    QFETCH(QByteArray, stream);
    QFETCH(QByteArrayList, expected);
    for (qsizetype stride = 1; stride <= stream.size() + 1; ++stride) {
        LineFramer framer;
        QCOMPARE(parse(framer, stream, stride), expected);
    }
}

/// A line end that comes long after its line, with the next one, must not make the line late.
void TestSseParser::linesKnowWhereTheirTextEnds()
{
    const QByteArray stream = "one\r\n\n  two \nthree";
    for (qsizetype stride = 1; stride <= stream.size(); ++stride) {
        LineFramer framer;
        Events events;
        for (qsizetype at = 0; at < stream.size(); at += stride) {
            QVERIFY(framer.feed(QByteArrayView(stream).sliced(at, std::min(stride, stream.size() - at)), events));
        }
        QVERIFY(framer.finish(events));
        QCOMPARE(events.size(), 3);
        QCOMPARE(events[0].end, 3);
        QCOMPARE(events[1].begin, 6); // behind both line ends
        QCOMPARE(events[1].end, 11);
        QCOMPARE(events[2].begin, 13);
        QCOMPARE(events[2].end, stream.size());
    }
}

void TestSseParser::linesAreBounded()
{
    for (const qsizetype stride : {qsizetype(1), qsizetype(7), qsizetype(1000)}) {
        LineFramer framer(100);
        QCOMPARE(parse(framer, QByteArray(100, 'x') + "\nok\n", stride).size(), 2);
        LineFramer strict(100);
        QCOMPARE(parse(strict, QByteArray(101, 'x') + "\nok\n", stride), QByteArrayList{"failed"});
        Events events;
        QCOMPARE(strict.feed("ok\n", events).error().code, ErrorCode::TooLarge);
        QVERIFY(!strict.finish(events));
        QVERIFY(events.empty());
    }
    LineFramer framer; // squared, this would not end within the test's time
    Events events;
    for (int i = 0; i < 500'000; ++i) {
        QVERIFY(framer.feed("xyz", events));
    }
    QVERIFY(framer.feed("\n", events));
    QCOMPARE(events.at(0).data.size(), 1'500'000);
}

void TestSseParser::textIsCutBetweenCharacters()
{
    const QString text = u" a\u00e9\u20ac\U0001F600\n\n z"_s;
    const QByteArray stream = text.toUtf8();
    for (qsizetype stride = 1; stride <= stream.size(); ++stride) {
        TextFramer framer;
        Events events;
        for (qsizetype at = 0; at < stream.size(); at += stride) {
            QVERIFY(framer.feed(QByteArrayView(stream).sliced(at, std::min(stride, stream.size() - at)), events));
        }
        QVERIFY(framer.finish(events));
        QString said;
        qint64 end = 0;
        for (const StreamEvent &event : events) {
            QVERIFY(!QString::fromUtf8(event.data).contains(QChar::ReplacementCharacter));
            said += QString::fromUtf8(event.data);
            end += event.data.size();
            QCOMPARE(event.end, end);
        }
        QCOMPARE(said, text);
    }
}

/// Bytes that are no UTF-8 come through, none is waited for in vain, and what waits is three bytes at most.
void TestSseParser::brokenTextPasses()
{
    const QByteArray stream("a\xff\xc3z\x80\x80\x80\x80\xf8\xf0\x9f\x98", 12);
    for (qsizetype stride = 1; stride <= stream.size(); ++stride) {
        TextFramer framer;
        Events events;
        QByteArray said;
        for (qsizetype at = 0; at < stream.size(); at += stride) {
            const QByteArrayView piece = QByteArrayView(stream).sliced(at, std::min(stride, stream.size() - at));
            QVERIFY(framer.feed(piece, events));
            QVERIFY(at + piece.size() - (events.empty() ? 0 : events.back().end) <= 3);
        }
        QVERIFY(framer.finish(events));
        for (const StreamEvent &event : events) {
            said += event.data;
        }
        QCOMPARE(said, stream);
    }
}

QTEST_GUILESS_MAIN(TestSseParser)
#include "tst_sseparser.moc"
