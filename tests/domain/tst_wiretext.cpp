// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Whatever a server sends can be looked at safely, and each piece finds its bytes.
#include "models/domain/wiretext.h"

#include <QtTest>

using namespace assay;
using namespace Qt::Literals::StringLiterals;

class TestWireText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void bytesBecomeSafeText_data();
    void bytesBecomeSafeText();
    void everyByteShows();
    void longLinesAreBroken();
    void positionsFollowTheBytes();
    void piecesFindTheirBytes();
    void piecesAsCsv();
};

void TestWireText::bytesBecomeSafeText_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("text");
    QTest::newRow("plain") << QByteArray("a <b> \\n \"") << u"a <b> \\n \""_s;
    QTest::newRow("lines") << QByteArray("a\r\nb\n") << u"a\u00ABCR\u00BB\u00ABLF\u00BB\nb\u00ABLF\u00BB\n"_s;
    QTest::newRow("controls") << QByteArray(
        "\x1B[2J\x07\x00\x7F\t\x1F",
        9) << u"\u00ABESC\u00BB[2J\u00ABBEL\u00BB\u00ABNUL\u00BB\u00ABDEL\u00BB\u00ABTAB\u00BB\u00ABUS\u00BB"_s;
    QTest::newRow("utf-8") << QByteArray("\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80") << u"\u00E9\u20AC\U0001F600"_s;
    QTest::newRow("no utf-8") << QByteArray("\xFF\xC3(\x80") << u"\u00AB0xFF\u00BB\u00AB0xC3\u00BB(\u00AB0x80\u00BB"_s;
    QTest::newRow("overlong") << QByteArray("\xC0\xAF") << u"\u00AB0xC0\u00BB\u00AB0xAF\u00BB"_s;
    QTest::newRow("a surrogate") << QByteArray("\xED\xA0\x80") << u"\u00AB0xED\u00BB\u00AB0xA0\u00BB\u00AB0x80\u00BB"_s;
    QTest::newRow("beyond Unicode") << QByteArray("\xF4\x90\x80\x80")
                                    << u"\u00AB0xF4\u00BB\u00AB0x90\u00BB\u00AB0x80\u00BB\u00AB0x80\u00BB"_s;
    QTest::newRow("cut off") << QByteArray("a\xE2\x82") << u"a\u00AB0xE2\u00BB\u00AB0x82\u00BB"_s;
    QTest::newRow("turns the direction") << QByteArray("a\xE2\x80\xAE"
                                                       "b")
                                         << u"a\u00ABU+202E\u00BBb"_s;
    QTest::newRow("unseen") << QByteArray("\xE2\x80\x8B\xC2\x85\xE2\x80\xA8\xEF\xBB\xBF")
                            << u"\u00ABU+200B\u00BB\u00ABU+0085\u00BB\u00ABU+2028\u00BB\u00ABU+FEFF\u00BB"_s;
}

void TestWireText::bytesBecomeSafeText()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, text);
    QCOMPARE(wireText(bytes), text);
    QCOMPARE(wireTextPosition(bytes, bytes.size()), text.size());
}

void TestWireText::everyByteShows()
{
    for (int byte = 0; byte < 256; ++byte) {
        const QString text = wireText(QByteArray(1, char(byte)));
        QVERIFY(!text.isEmpty());
        for (const QChar c : text)
            QVERIFY2(c == u'\n' || (c.isPrint() && c != QChar::ReplacementCharacter),
                     qPrintable(QString::number(byte)));
    }
    QCOMPARE(wireText({}), QString());
}

/// Line feeds have a name, so a break without one is no part of what was sent.
void TestWireText::longLinesAreBroken()
{
    const QByteArray bytes = QByteArray(1500, 'x') + "\n" + QByteArray(1000, 'y') + "\nz";
    const QStringList lines = wireText(bytes).split(u'\n');
    QCOMPARE(lines.size(), 5);
    QCOMPARE(lines.at(0), QString(1000, u'x'));
    QCOMPARE(lines.at(1), QString(QString(500, u'x') + u"\u00ABLF\u00BB"_s));
    QCOMPARE(lines.at(2), QString(1000, u'y'));
    QCOMPARE(lines.at(3), u"\u00ABLF\u00BB"_s);
    QCOMPARE(lines.at(4), u"z"_s);
    QCOMPARE(wireTextPosition(bytes, 1000), 1001);
}

void TestWireText::positionsFollowTheBytes()
{
    const QByteArray bytes = "a\n\xC3\xA9z";
    QCOMPARE(wireTextPosition(bytes, 0), 0);
    QCOMPARE(wireTextPosition(bytes, 1), 1);
    QCOMPARE(wireTextPosition(bytes, 2), 6); // the line feed's name and its line break
    QCOMPARE(wireTextPosition(bytes, 3), 7); // within a character: behind it
    QCOMPARE(wireTextPosition(bytes, 4), 7);
    QCOMPARE(wireTextPosition(bytes, 5), 8);
    QCOMPARE(wireTextPosition(bytes, 99), 8);
}

void TestWireText::piecesFindTheirBytes()
{
    using Direction = WirePiece::Direction;
    WireExchange wire;
    wire.request = "12345";
    wire.reply = "abcdefg"; // three more were not kept
    wire.pieces = {{Direction::Sent, {}, false, 2},
                   {Direction::Received, {}, true, 3},
                   {Direction::Sent, {}, false, 3},
                   {Direction::Received, {}, true, 6},
                   {Direction::Received, {}, true, 1}};
    const auto span = [&wire](size_t piece) {
        const WireSpan found = wireSpan(wire, piece);
        return std::pair(found.from, found.length);
    };
    QCOMPARE(span(0), std::pair(qsizetype(0), qsizetype(2)));
    QCOMPARE(span(2), std::pair(qsizetype(2), qsizetype(3)));
    QCOMPARE(span(1), std::pair(qsizetype(0), qsizetype(3)));
    QCOMPARE(span(3), std::pair(qsizetype(3), qsizetype(4)));
    QCOMPARE(span(4), std::pair(qsizetype(7), qsizetype(0)));
}

void TestWireText::piecesAsCsv()
{
    WireExchange wire;
    wire.pieces = {{WirePiece::Direction::Sent, Nanos(1'000'000), false, 2},
                   {WirePiece::Direction::Received, Nanos(3'500'001), true, 30}};
    QCOMPARE(
        wirePiecesCsv(wire, Nanos(2'000'000)),
        QByteArray("since_ms,direction,bytes,clock\r\n-1.000000,sent,2,steady\r\n1.500001,received,30,kernel\r\n"));
}

QTEST_APPLESS_MAIN(TestWireText)
#include "tst_wiretext.moc"
