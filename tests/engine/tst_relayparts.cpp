// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/net/relay/exchange.h"
#include "app/engine/net/relay/httpframer.h"
#include "app/engine/net/relay/socksreader.h"
#include "app/engine/net/relay/wallclock.h"
#include "app/engine/run/wirearchive.h"

#include <QRegularExpression>
#include <QTest>

using namespace assay;
using namespace std::chrono_literals;
using namespace Qt::Literals::StringLiterals;

namespace {

using Kind = HttpFramer::Mark::Kind;

/// What a framer says about `bytes`, fed in pieces of `stride`: "begin@0 head@31 body=5@36 end=5@36", with places in
/// the whole. Of the stretches of a body only the last one, so that all strides say the same.
QString framed(HttpFramer &framer, const QByteArray &bytes, qsizetype stride)
{
    QStringList said;
    for (qsizetype from = 0; from < bytes.size(); from += stride) {
        std::vector<HttpFramer::Mark> marks;
        framer.feed(QByteArrayView(bytes).sliced(from, std::min(stride, bytes.size() - from)), marks);
        for (const HttpFramer::Mark &mark : marks) {
            const QString place = u'@' + QString::number(from + mark.at);
            switch (mark.kind) {
            case Kind::Begin:
                said << u"begin"_s + place;
                break;
            case Kind::Head:
                said << u"head"_s + place;
                break;
            case Kind::Body:
                if (!said.isEmpty() && said.back().startsWith(u"body"))
                    said.pop_back();
                said << u"body=%1"_s.arg(mark.bodyEnd) + place;
                break;
            case Kind::End:
                said << u"end=%1"_s.arg(mark.bodyEnd) + place;
                break;
            case Kind::Lost:
                said << u"lost"_s;
                break;
            }
        }
    }
    return said.join(u' ');
}

/// The bytes of the bodies in `bytes`.
QByteArray bodiesOf(const QByteArray &verb, const QByteArray &bytes)
{
    HttpFramer framer(HttpFramer::Side::Replies);
    framer.expect(verb);
    QByteArray bodies;
    for (const char byte : bytes) {
        std::vector<HttpFramer::Mark> marks;
        framer.feed(QByteArrayView(&byte, 1), marks);
        if (!marks.empty() && marks.front().kind == Kind::Body)
            bodies += byte;
    }
    return bodies;
}

/// What is passed on where `bytes` are read in pieces of `stride`.
QByteArray handedOn(const QByteArray &verb, const QByteArray &bytes, qsizetype stride)
{
    HttpFramer framer(HttpFramer::Side::Replies);
    framer.expect(verb);
    QByteArray out;
    ChunkJoiner joiner(out);
    std::vector<HttpFramer::Mark> marks;
    for (qsizetype from = 0; from < bytes.size(); from += stride)
        framer.feed(QByteArrayView(bytes).sliced(from, std::min(stride, bytes.size() - from)), marks, &joiner);
    return out;
}

QByteArray login(const QByteArray &user, const QByteArray &password)
{
    return QByteArray("\x01", 1) + static_cast<char>(user.size()) + user + static_cast<char>(password.size())
        + password;
}

QByteArray connectTo(const QByteArray &typeAndAddress)
{
    return QByteArray("\x05\x01\x00", 3) + typeAndAddress + QByteArray("\x1F\x90", 2); // port 8080
}

const QByteArray greeting("\x05\x02\x00\x02", 4); // none, or by password

bool gate(const QByteArray &user, const QByteArray &password)
{
    return user == "lane" && password == "secret";
}

WireExchange wire(int number, qsizetype bytes)
{
    WireExchange exchange;
    exchange.run = {u"r"_s};
    exchange.sample = {QString::number(number)};
    exchange.reply = QByteArray(bytes, 'x');
    return exchange;
}

} // namespace

class TestRelayParts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void replies_data();
    void replies();
    void severalRepliesOnAConnection();
    void repliesAreHandedOn_data() { replies_data(); }
    void repliesAreHandedOn();
    void chunksOfOneReadAreJoined();
    void requests_data();
    void requests();
    void lostStaysLost();
    void socks_data();
    void socks();
    void socksTalks();
    void socksKeepsTheFirstWords();
    void wallClock();
    void wallClockIsSteered();
    void wallClockJumps();
    void wallClockRefusesAbsurdStamps();
    void wallClockWhenInterrupted();
    void stampsByPlace();
    void aRequestSentAgainStartsAnew();
    void sentIsNotLaterThanTheReply();
    void lostStampsNothing();
    void stampsAreBounded();
    void wireIsKept();
    void wireIsBounded();
    void keyIsBlanked();
    void archive();
    void archiveIsBounded();
};

void TestRelayParts::replies_data()
{
    QTest::addColumn<QByteArray>("verb");
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("expected");
    const QByteArray ok = "HTTP/1.1 200 OK\r\n"; // 17 bytes
    QTest::newRow("counted") << QByteArray("POST") << ok + "Content-Length: 5\r\n\r\nHello"
                             << u"begin@0 head@38 body=5@43 end=5@43"_s;
    QTest::newRow("counted zero") << QByteArray("POST") << ok + "content-length:0\r\n\r\n"
                                  << u"begin@0 head@37 end=0@37"_s;
    QTest::newRow("the same count twice")
        << QByteArray("GET") << ok + "Content-Length: 1, 1\r\nContent-Length: 1\r\n\r\nx"
        << u"begin@0 head@60 body=1@61 end=1@61"_s;
    QTest::newRow("two counts") << QByteArray("GET") << ok + "Content-Length: 1\r\nContent-Length: 2\r\n\r\nxx"
                                << u"begin@0 head@57 lost"_s;
    for (const char *count : {"-1", "+1", "1x", "", "0x10", "99999999999999999999", "1 2"}) {
        QTest::addRow("count '%s'", count) << QByteArray("GET") << ok + "Content-Length: " + count + "\r\n\r\nxx"
                                           << u"begin@0 head@%1 lost"_s.arg(17 + 16 + qsizetype(strlen(count)) + 4);
    }
    QTest::newRow("until the end") << QByteArray("GET") << ok + "\r\nall that comes" << u"begin@0 head@19 body=14@33"_s;
    QTest::newRow("line feeds alone") << QByteArray("GET") << QByteArray("HTTP/1.0 200 OK\nContent-Length: 2\n\nhi")
                                      << u"begin@0 head@35 body=2@37 end=2@37"_s;
    QTest::newRow("stray line ends before")
        << QByteArray("GET") << "\r\n\n" + ok + "Content-Length: 1\r\n\r\nx" << u"begin@3 head@41 body=1@42 end=1@42"_s;
    const QByteArray chunked = ok + "Transfer-Encoding: chunked\r\n\r\n"; // 47 bytes
    QTest::newRow("chunked") << QByteArray("POST") << chunked + "5\r\nHello\r\n1\r\n!\r\n0\r\n\r\n"
                             << u"begin@0 head@47 body=6@61 end=6@68"_s;
    QTest::newRow("chunk extensions") << QByteArray("POST") << chunked + "2;a=b;c=\"d\"\r\nhi\r\n0;last\r\n\r\n"
                                      << u"begin@0 head@47 body=2@62 end=2@74"_s;
    QTest::newRow("trailers") << QByteArray("POST") << chunked + "A\r\n0123456789\r\n0\r\nX-Sum: 1\r\nY: 2\r\n\r\n"
                              << u"begin@0 head@47 body=10@60 end=10@83"_s;
    QTest::newRow("leading zeros, small letters, spaces")
        << QByteArray("POST") << chunked + "00a \r\n0123456789\r\n000\r\n\r\n"
        << u"begin@0 head@47 body=10@63 end=10@72"_s;
    QTest::newRow("chunks that look like chunks") << QByteArray("POST") << chunked + "7\r\n0\r\n\r\n0\r\r\n0\r\n\r\n"
                                                  << u"begin@0 head@47 body=7@57 end=7@64"_s;
    QTest::newRow("chunked wins over a count")
        << QByteArray("POST") << ok + "Content-Length: 99\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"
        << u"begin@0 head@73 end=0@78"_s;
    QTest::newRow("another encoding runs until the end")
        << QByteArray("GET") << ok + "Transfer-Encoding: gzip\r\nContent-Length: 1\r\n\r\nzz"
        << u"begin@0 head@63 body=2@65"_s;
    for (const char *size : {"", "g", "-1", "0x5", "1234567890123456", ";x"}) {
        QTest::addRow("chunk size '%s'", size) << QByteArray("POST") << chunked + size + "\r\nHello\r\n"
                                               << u"begin@0 head@47 lost"_s;
    }
    QTest::newRow("chunk longer than said") << QByteArray("POST") << chunked + "2\r\nHello\r\n0\r\n\r\n"
                                            << u"begin@0 head@47 body=2@52 lost"_s;
    QTest::newRow("continue first") << QByteArray("POST")
                                    << "HTTP/1.1 100 Continue\r\n\r\n" + ok + "Content-Length: 1\r\n\r\nx"
                                    << u"begin@0 begin@25 head@63 body=1@64 end=1@64"_s;
    QTest::newRow("processing, early hints")
        << QByteArray("POST")
        << "HTTP/1.1 102 P\r\n\r\nHTTP/1.1 103 E\r\nLink: x\r\n\r\n" + ok + "Content-Length: 0\r\n\r\n"
        << u"begin@0 begin@18 begin@45 head@83 end=0@83"_s;
    QTest::newRow("switching") << QByteArray("GET") << QByteArray("HTTP/1.1 101 Switching\r\n\r\nxxx")
                               << u"begin@0 lost"_s;
    QTest::newRow("head") << QByteArray("HEAD") << ok + "Content-Length: 5\r\n\r\n" << u"begin@0 head@38 end=0@38"_s;
    QTest::newRow("no content") << QByteArray("POST") << QByteArray("HTTP/1.1 204 No\r\nContent-Length: 5\r\n\r\n")
                                << u"begin@0 head@38 end=0@38"_s;
    QTest::newRow("not modified") << QByteArray("GET")
                                  << QByteArray("HTTP/1.1 304 Not\r\nTransfer-Encoding: chunked\r\n\r\n")
                                  << u"begin@0 head@48 end=0@48"_s;
    QTest::newRow("folded") << QByteArray("GET") << ok + "X: a\r\n b\r\nContent-Length:\r\n 1\r\n\r\nx"
                            << u"begin@0 head@50 body=1@51 end=1@51"_s;
    QTest::newRow("no HTTP") << QByteArray("GET") << QByteArray("SSH-2.0-x\r\n") << u"begin@0 lost"_s;
    QTest::newRow("no number") << QByteArray("GET") << QByteArray("HTTP/1.1 abc\r\n\r\n") << u"begin@0 lost"_s;
    QTest::newRow("endless line") << QByteArray("GET") << QByteArray(70000, 'x') << u"begin@0 lost"_s;
    QTest::newRow("endless head") << QByteArray("GET") << ok + QByteArray("X: 0123456789\r\n").repeated(30000)
                                  << u"begin@0 lost"_s;
}

void TestRelayParts::replies()
{
    QFETCH(QByteArray, verb);
    QFETCH(QByteArray, bytes);
    QFETCH(QString, expected);
    const qsizetype most = bytes.size() > 1000 ? 1 : bytes.size();
    for (qsizetype stride = 1; stride <= most; ++stride) {
        HttpFramer framer(HttpFramer::Side::Replies);
        framer.expect(verb);
        QCOMPARE(framed(framer, bytes, stride), expected);
        QCOMPARE(framer.isLost(), expected.endsWith(u"lost"));
        QCOMPARE(framer.endsWithConnection(), QByteArray(QTest::currentDataTag()).contains("until the end"));
    }
}

void TestRelayParts::severalRepliesOnAConnection()
{
    const QByteArray bytes = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nab" // for HEAD: "ab" is no body
                             "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\ncd";
    HttpFramer afterGet(HttpFramer::Side::Replies);
    afterGet.expect("GET");
    afterGet.expect("POST");
    QCOMPARE(framed(afterGet, bytes, 1000),
             u"begin@0 head@38 body=2@40 end=2@40 begin@40 head@78 body=2@80 end=2@80"_s);
    HttpFramer unasked(HttpFramer::Side::Replies);
    unasked.expect("GET");
    QCOMPARE(framed(unasked, bytes, 1000), u"begin@0 head@38 body=2@40 end=2@40 lost"_s);
    HttpFramer afterHead(HttpFramer::Side::Replies);
    afterHead.expect("HEAD");
    afterHead.expect("GET");
    QCOMPARE(framed(afterHead, bytes, 1000), u"begin@0 head@38 end=0@38 begin@38 lost"_s); // "ab" is no reply
}

/// With chunks joined or not, a reader makes the same of it.
void TestRelayParts::repliesAreHandedOn()
{
    QFETCH(QByteArray, verb);
    QFETCH(QByteArray, bytes);
    QFETCH(QString, expected);
    static const QRegularExpression places(u"@[0-9]+"_s);
    for (qsizetype stride = 1; stride <= (bytes.size() > 1000 ? 1 : bytes.size()); ++stride) {
        const QByteArray out = handedOn(verb, bytes, stride);
        HttpFramer framer(HttpFramer::Side::Replies);
        framer.expect(verb);
        QCOMPARE(framed(framer, out, out.size()).remove(places), QString(expected).remove(places));
        QCOMPARE(bodiesOf(verb, out), bodiesOf(verb, bytes));
        if (!bytes.contains("chunked\r\n") || !expected.contains(u"body"_s))
            QCOMPARE(out, bytes); // to the last byte
    }
}

void TestRelayParts::chunksOfOneReadAreJoined()
{
    const QByteArray head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    const QByteArray first = head + "5;x=y\r\nHello\r\n1\r\n,\r\n5\r\n wo";
    const QByteArray second = "rl\r\n2\r\nd!\r\n0;z\r\nX-Sum: 1\r\n\r\n";
    QCOMPARE(handedOn("POST", first + second, 1000), head + "0000000d\r\nHello, world!\r\n0\r\nX-Sum: 1\r\n\r\n");
    QCOMPARE(handedOn("POST", first + second, first.size()),
             head + "00000009\r\nHello, wo\r\n00000004\r\nrld!\r\n0\r\nX-Sum: 1\r\n\r\n");
    QCOMPARE(handedOn("POST", head + "1\r\n!\r\n+1\r\nx\r\n", 1000), head + "00000001\r\n!\r\n+1\r\nx\r\n");
}

void TestRelayParts::requests_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("expected");
    QTest::newRow("get") << QByteArray("GET /v1/models HTTP/1.1\r\nHost: x\r\n\r\n") << u"begin@0 head@36 end=0@36"_s;
    QTest::newRow("post") << QByteArray("POST / HTTP/1.1\r\nContent-Length: 2\r\n\r\n{}")
                          << u"begin@0 head@38 body=2@40 end=2@40"_s;
    QTest::newRow("two") << QByteArray("GET / HTTP/1.1\r\n\r\nGET / HTTP/1.1\r\n\r\n")
                         << u"begin@0 head@18 end=0@18 begin@18 head@36 end=0@36"_s;
    QTest::newRow("encrypted") << QByteArray("\x16\x03\x01\x02\x00\x01\x00\n", 8) << u"begin@0 lost"_s;
    QTest::newRow("of unknown length") << QByteArray("POST / HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\nx")
                                       << u"begin@0 head@44 lost"_s;
}

void TestRelayParts::requests()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, expected);
    for (qsizetype stride = 1; stride <= bytes.size(); ++stride) {
        HttpFramer framer(HttpFramer::Side::Requests);
        QCOMPARE(framed(framer, bytes, stride), expected);
    }
}

void TestRelayParts::lostStaysLost()
{
    HttpFramer framer(HttpFramer::Side::Replies);
    framer.expect("GET");
    QCOMPARE(framed(framer, "nonsense\n", 100), u"begin@0 lost"_s);
    QCOMPARE(framed(framer, "HTTP/1.1 200 OK\r\n\r\n", 100), QString());
}

void TestRelayParts::socks_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("told");
    QTest::addColumn<QString>("target"); // empty: refused
    const QByteArray welcome("\x05\x02\x01\x00", 4);
    const QByteArray all = greeting + login("lane", "secret");
    QTest::newRow("address") << all + connectTo(QByteArray("\x01\x7F\x00\x00\x01", 5)) << welcome
                             << u"127.0.0.1 8080"_s;
    QTest::newRow("name") << all + connectTo(QByteArray("\x03\x09", 2) + "localhost")
                          << welcome + SocksReader::reply(SocksReader::Answer::BadAddress) << QString();
    QTest::newRow("address of version 6")
        << all + connectTo(QByteArray("\x04", 1) + QByteArray(15, '\0') + QByteArray("\x01", 1)) << welcome
        << u"0:0:0:0:0:0:0:1 8080"_s;
    QTest::newRow("no password offered") << QByteArray("\x05\x01\x00", 3) << QByteArray("\x05\xFF", 2) << QString();
    QTest::newRow("nothing offered") << QByteArray("\x05\x00", 2) << QByteArray("\x05\xFF", 2) << QString();
    QTest::newRow("wrong password") << greeting + login("lane", "guess") << QByteArray("\x05\x02\x01\x01", 4)
                                    << QString();
    QTest::newRow("empty password") << greeting + login("lane", "") << QByteArray("\x05\x02\x01\x01", 4) << QString();
    QTest::newRow("unknown lane") << greeting + login("other", "secret") << QByteArray("\x05\x02\x01\x01", 4)
                                  << QString();
    QTest::newRow("no login") << greeting + connectTo(QByteArray("\x01\x7F\x00\x00\x01", 5))
                              << QByteArray("\x05\x02\x01\x01", 4) << QString();
    QTest::newRow("bind") << all + QByteArray("\x05\x02\x00\x01\x7F\x00\x00\x01\x00\x50", 10)
                          << welcome + SocksReader::reply(SocksReader::Answer::BadCommand) << QString();
    QTest::newRow("odd kind of address") << all + QByteArray("\x05\x01\x00\x02\x7F\x00\x00\x01\x00\x50", 10)
                                         << welcome + SocksReader::reply(SocksReader::Answer::BadAddress) << QString();
    QTest::newRow("SOCKS4") << QByteArray("\x04\x01\x00\x50\x7F\x00\x00\x01\x00", 9) << QByteArray() << QString();
    QTest::newRow("HTTP") << QByteArray("GET http://x/ HTTP/1.1\r\n\r\n") << QByteArray() << QString();
}

void TestRelayParts::socks()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QByteArray, told);
    QFETCH(QString, target);
    for (qsizetype stride = 1; stride <= bytes.size(); ++stride) {
        SocksReader reader(gate);
        QByteArray answers;
        for (qsizetype from = 0; from < bytes.size(); from += stride) {
            answers += reader.feed(QByteArrayView(bytes).sliced(from, std::min(stride, bytes.size() - from)));
        }
        QCOMPARE(answers, told);
        if (target.isEmpty()) {
            QCOMPARE(reader.state(), SocksReader::State::Refused);
        } else {
            QCOMPARE(reader.state(), SocksReader::State::Asked);
            QCOMPARE(QString::fromLatin1(reader.host()) + u' ' + QString::number(reader.port()), target);
            QCOMPARE(reader.user(), QByteArray("lane"));
        }
    }
}

void TestRelayParts::socksTalks()
{
    SocksReader reader(gate);
    QCOMPARE(reader.feed(greeting.first(3)), QByteArray());
    QCOMPARE(reader.feed(greeting.sliced(3)), QByteArray("\x05\x02", 2));
    QCOMPARE(reader.feed(login("lane", "secret")), QByteArray("\x01\x00", 2));
    QCOMPARE(reader.state(), SocksReader::State::Talking);
    QCOMPARE(SocksReader::reply(SocksReader::Answer::Refused).size(), 10);
    QCOMPARE(SocksReader::reply(SocksReader::Answer::Refused).first(2), QByteArray("\x05\x05", 2));
}

void TestRelayParts::socksKeepsTheFirstWords()
{
    SocksReader reader(gate);
    const QByteArray bytes =
        greeting + login("lane", "secret") + connectTo(QByteArray("\x01\x7F\x00\x00\x01", 5)) + "GET /";
    reader.feed(bytes);
    QCOMPARE(reader.rest(), QByteArray("GET /"));
}

void TestRelayParts::wallClock()
{
    WallClock clock;
    QVERIFY(!clock.steady(100s, 1s)); // never looked
    clock.look({100s, 1s, 100s + 2us});
    QCOMPARE(clock.steady(100s + 5ms + 1us, 1s + 6ms), std::optional<Nanos>(1s + 5ms));
}

void TestRelayParts::wallClockIsSteered()
{
    WallClock clock;
    Nanos wall = 100s;
    Nanos steady = 1s;
    for (int i = 0; i < 100; ++i) {
        clock.look({wall, steady, wall});
        QCOMPARE(clock.steady(wall, steady + 1ms), std::optional<Nanos>(steady));
        steady += 10s;
        wall += 10s + 5ms; // 500 parts in a million
    }
}

void TestRelayParts::wallClockJumps()
{
    for (const Nanos jump : {Nanos(1h), Nanos(-1h), Nanos(5ms), Nanos(-5ms)}) {
        WallClock clock;
        clock.look({100s, 1s, 100s});
        QVERIFY(clock.steady(100s, 1s));
        clock.look({101s + jump, 2s, 101s + jump});
        QVERIFY(!clock.steady(101s + jump, 2s)); // it may have come before the jump
        QVERIFY(!clock.steady(101s, 2s));
        clock.look({103s + jump, 4s, 103s + jump});
        QCOMPARE(clock.steady(103s + jump, 4s), std::optional<Nanos>(4s));
    }
    WallClock clock;
    clock.look({100s, 1s, 100s});
    clock.look({102s, 3s, 101s}); // back between two reads of one look
    QVERIFY(!clock.steady(101s, 3s));
}

void TestRelayParts::wallClockRefusesAbsurdStamps()
{
    WallClock clock;
    clock.look({1000s, 100s, 1000s});
    QVERIFY(!clock.steady(1001s, 100s)); // from the future
    QCOMPARE(clock.steady(1000s + 10us, 100s), std::optional<Nanos>(100s)); // no sharper than we look
    QVERIFY(clock.steady(971s, 100s));
    QVERIFY(!clock.steady(969s, 100s)); // too long ago
    QVERIFY(!clock.steady(0s, 100s));
}

/// A look that was interrupted is neither a jump nor as good as the one before.
void TestRelayParts::wallClockWhenInterrupted()
{
    WallClock clock;
    clock.look({100s, 1s, 100s});
    clock.look({101s, 2s + 4ms, 101s + 4ms}); // the true distance, seen 2 ms off
    QCOMPARE(clock.steady(102s, 3s), std::optional<Nanos>(3s));
}

void TestRelayParts::stampsByPlace()
{
    Exchange exchange;
    exchange.begin(3ms);
    exchange.sent(9ms, 10ms);
    QVERIFY(!exchange.headAt());
    exchange.read("head", {20ms, true, 1us});
    exchange.headRead({20ms, true, 1us});
    exchange.bodyRead(10, {20ms, true, 1us});
    exchange.bodyRead(25, {30ms, false, 0us});
    exchange.bodyRead(26, {40ms, true, 2us});
    exchange.ended({40ms, true, 2us});
    QCOMPARE(exchange.connectTook(), std::optional<Nanos>(3ms));
    QCOMPARE(exchange.sentAt(), std::optional<Nanos>(10ms));
    QCOMPARE(exchange.headAt()->at, Nanos(20ms));
    QCOMPARE(exchange.byteAt(4)->read.at, Nanos(20ms));
    QCOMPARE(exchange.byteAt(10)->readEnd, 10);
    QCOMPARE(exchange.byteAt(11)->read.at, Nanos(30ms));
    QVERIFY(!exchange.byteAt(11)->read.byKernel);
    QCOMPARE(exchange.byteAt(11)->readEnd, 25); // asking twice gives the same
    QCOMPARE(exchange.byteAt(26)->read.at, Nanos(40ms));
    QVERIFY(!exchange.byteAt(27));
    QCOMPARE(exchange.endAt()->at, Nanos(40ms));
}

void TestRelayParts::aRequestSentAgainStartsAnew()
{
    Exchange exchange;
    exchange.begin(3ms);
    exchange.wrote("GET /", 1ms, 2ms);
    exchange.sent(1ms, 2ms);
    exchange.bodyRead(10, {5ms, true, {}});
    exchange.begin({});
    QVERIFY(!exchange.connectTook());
    QVERIFY(!exchange.sentAt());
    QVERIFY(!exchange.byteAt(1));
    QVERIFY(exchange.wire().request.isEmpty());
}

void TestRelayParts::sentIsNotLaterThanTheReply()
{
    Exchange exchange;
    exchange.begin({});
    exchange.sent(100us, 150us);
    exchange.read("x", {130us, true, {}}); // another processor was faster than our return from the system
    QCOMPARE(exchange.sentAt(), std::optional<Nanos>(115us));
    Exchange early;
    early.begin({});
    early.read("x", {50us, true, {}}); // a reply to half a request
    early.sent(100us, 150us);
    QCOMPARE(early.sentAt(), std::optional<Nanos>(100us));
}

void TestRelayParts::lostStampsNothing()
{
    Exchange exchange;
    exchange.begin({});
    exchange.bodyRead(10, {1ms, true, {}});
    exchange.lost();
    exchange.bodyRead(20, {2ms, true, {}});
    QVERIFY(exchange.byteAt(10));
    QVERIFY(!exchange.byteAt(11));
}

void TestRelayParts::stampsAreBounded()
{
    Exchange exchange(false);
    exchange.begin({});
    const auto most = static_cast<qint64>(Exchange::mostStamps);
    for (qint64 i = 1; i <= most + 2; ++i) {
        exchange.bodyRead(i, {Nanos(i), true, {}});
    }
    QCOMPARE(exchange.byteAt(most)->read.at, Nanos(most));
    QVERIFY(!exchange.byteAt(most + 1)); // no stamp is better than a wrong one
}

void TestRelayParts::wireIsKept()
{
    Exchange exchange;
    exchange.begin({});
    exchange.wrote("POST / ", 1ms, 2ms);
    exchange.wrote("HTTP/1.1", 2ms, 3ms);
    exchange.read("HTTP/1.1 200 OK\r\n", {5ms, true, {}});
    const WireExchange wire = exchange.wire();
    QCOMPARE(wire.request, QByteArray("POST / HTTP/1.1"));
    QCOMPARE(wire.reply, QByteArray("HTTP/1.1 200 OK\r\n"));
    QCOMPARE(wire.pieces,
             (std::vector<WirePiece>{{WirePiece::Direction::Sent, 2ms, false, 7},
                                     {WirePiece::Direction::Sent, 3ms, false, 8},
                                     {WirePiece::Direction::Received, 5ms, true, 17}}));
    QVERIFY(!wire.cut);
    Exchange stampsAlone(false);
    stampsAlone.begin({});
    stampsAlone.wrote("x", 1ms, 2ms);
    QVERIFY(stampsAlone.wire().request.isEmpty());
}

void TestRelayParts::wireIsBounded()
{
    Exchange exchange;
    exchange.begin({});
    const QByteArray megabyte(1 << 20, 'x');
    for (int i = 0; i < 10; ++i) {
        exchange.read(megabyte, {5ms, true, {}});
    }
    QCOMPARE(exchange.wire().reply.size(), Exchange::mostBytes);
    QCOMPARE(exchange.wire().pieces.size(), 4);
    QVERIFY(exchange.wire().cut);
}

void TestRelayParts::keyIsBlanked()
{
    WireExchange wire;
    wire.request = "Authorization: Bearer sk-1\r\n\r\n";
    wire.reply = "wrong key: sk-1";
    const qsizetype size = wire.request.size();
    blankKey(wire, "sk-1");
    QCOMPARE(wire.request, QByteArray("Authorization: Bearer ****\r\n\r\n"));
    QCOMPARE(wire.request.size(), size);
    QCOMPARE(wire.reply, QByteArray("wrong key: ****"));
    blankKey(wire, {});
    QCOMPARE(wire.reply, QByteArray("wrong key: ****"));
}

void TestRelayParts::archive()
{
    WireArchive archive;
    QVERIFY(!archive.find({u"r"_s}, {u"1"_s}));
    archive.keep(wire(1, 10));
    archive.keep(wire(2, 10));
    archive.keep(wire(1, 20)); // a sample made again
    QCOMPARE(archive.find({u"r"_s}, {u"1"_s})->reply.size(), 20);
    QVERIFY(!archive.find({u"other"_s}, {u"1"_s}));
}

void TestRelayParts::archiveIsBounded()
{
    WireArchive archive;
    for (int i = 0; i < 70; ++i) {
        archive.keep(wire(i, 10));
    }
    QVERIFY(!archive.find({u"r"_s}, {u"5"_s}));
    QVERIFY(archive.find({u"r"_s}, {u"6"_s}));
    const qsizetype half = WireArchive::mostBytes / 2;
    archive.keep(wire(100, half));
    archive.keep(wire(101, half - 1000));
    QVERIFY(archive.find({u"r"_s}, {u"100"_s}));
    archive.keep(wire(102, half - 1000));
    QVERIFY(!archive.find({u"r"_s}, {u"100"_s}));
    QVERIFY(archive.find({u"r"_s}, {u"101"_s}));
    archive.keep(wire(103, WireArchive::mostBytes * 2)); // by itself it is kept, whatever its size
    QVERIFY(archive.find({u"r"_s}, {u"103"_s}));
    QVERIFY(!archive.find({u"r"_s}, {u"102"_s}));
}

QTEST_APPLESS_MAIN(TestRelayParts)
#include "tst_relayparts.moc"
