// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/identity.h"
#include "models/domain/numbertext.h"

#include <QtTest>

using namespace assay;
using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

Q_DECLARE_METATYPE(std::optional<double>)

class TestNumberText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void digits_data();
    void digits();
    void pValues();
    void amountsHaveNoExponent();
    void durations_data();
    void durations();
    void sizes_data();
    void sizes();
    void waits_data();
    void waits();
    void parameterCounts();
    void identityFollowsThePlace();
};

void TestNumberText::digits_data()
{
    QTest::addColumn<std::optional<double>>("value");
    QTest::addColumn<QString>("text");
    const auto row = [](std::optional<double> value, const QString &text) {
        QTest::newRow(qPrintable(text + u' ' + QString::number(value.value_or(-1)))) << value << text;
    };
    row(std::nullopt, u"–"_s);
    row(qQNaN(), u"–"_s);
    row(qInf(), u"–"_s);
    row(0.0, u"0"_s);
    row(12.34, u"12.3"_s);
    row(1.2351, u"1.24"_s);
    row(118.4, u"118"_s);
    row(12.0, u"12.0"_s);
    row(1.0, u"1.00"_s);
    row(1234.4, u"1234"_s);
    row(0.012345, u"0.0123"_s);
    row(9.996, u"10.0"_s);
    row(99.96, u"100"_s);
    row(999.6, u"1000"_s);
    row(0.9996, u"1.00"_s);
    row(-3.14159, u"-3.14"_s);
    row(1e-7, u"1e-07"_s);
}

void TestNumberText::amountsHaveNoExponent()
{
    QCOMPARE(amountText(0.0000312), u"0.0000312"_s);
    QCOMPARE(amountText(0.00009996), u"0.000100"_s);
    QCOMPARE(amountText(12.345), u"12.3"_s);
    QCOMPARE(amountText({}), u"\u2013"_s);
}

void TestNumberText::digits()
{
    QFETCH(std::optional<double>, value);
    QTEST(threeDigits(value), "text");
}

void TestNumberText::pValues()
{
    QCOMPARE(pValueText(0.04249), u"0.042"_s);
    QCOMPARE(pValueText(0.001), u"0.001"_s);
    QCOMPARE(pValueText(0.00099), u"< 0.001"_s);
    QCOMPARE(pValueText(1), u"1.000"_s);
    QCOMPARE(pValueText({}), u"–"_s);
}

void TestNumberText::durations_data()
{
    QTest::addColumn<std::optional<double>>("ms");
    QTest::addColumn<QString>("text");
    const auto row = [](std::optional<double> ms, const QString &text) {
        QTest::newRow(qPrintable(QString::number(ms.value_or(-1)))) << ms << text;
    };
    row(std::nullopt, u"–"_s);
    row(0.0, u"0 ms"_s);
    row(0.8123, u"812 µs"_s);
    row(0.99999, u"1.00 ms"_s);
    row(12.345, u"12.3 ms"_s);
    row(999.4, u"999 ms"_s);
    row(999.6, u"1.00 s"_s);
    row(1240.0, u"1.24 s"_s);
    row(59'940.0, u"59.9 s"_s);
    row(59'960.0, u"1 min"_s);
    row(125'000.0, u"2 min 5 s"_s);
    row(119'700.0, u"2 min"_s);
    row(3'600'000.0, u"1 h"_s);
    row(3'905'000.0, u"1 h 5 min"_s);
}

void TestNumberText::durations()
{
    QFETCH(std::optional<double>, ms);
    QTEST(durationText(ms), "text");
}

void TestNumberText::sizes_data()
{
    QTest::addColumn<std::optional<double>>("mb");
    QTest::addColumn<QString>("text");
    QTest::newRow("none") << std::optional<double>() << u"–"_s;
    QTest::newRow("MB") << std::optional(822.0) << u"822 MB"_s;
    QTest::newRow("GB") << std::optional(4372.0) << u"4.37 GB"_s;
    QTest::newRow("edge") << std::optional(999.7) << u"1.00 GB"_s;
    QTest::newRow("TB") << std::optional(1.2e6) << u"1.20 TB"_s;
}

void TestNumberText::sizes()
{
    QFETCH(std::optional<double>, mb);
    QTEST(sizeText(mb), "text");
}

void TestNumberText::waits_data()
{
    QTest::addColumn<qint64>("ms");
    QTest::addColumn<QString>("text");
    QTest::newRow("nothing") << qint64(0) << u"about 1 s"_s;
    QTest::newRow("short") << qint64(3'200) << u"about 4 s"_s;
    QTest::newRow("seconds") << qint64(41'000) << u"about 40 s"_s;
    QTest::newRow("a minute and a half") << qint64(95'000) << u"about 2 min"_s;
    QTest::newRow("minutes") << qint64(241'000) << u"about 4 min"_s;
    QTest::newRow("an hour") << qint64(3'600'000) << u"about 1 h"_s;
    QTest::newRow("hours") << qint64(8'000'000) << u"about 2 h 10 min"_s;
}

void TestNumberText::waits()
{
    QFETCH(qint64, ms);
    QTEST(aboutText(std::chrono::milliseconds(ms)), "text");
}

void TestNumberText::parameterCounts()
{
    QCOMPARE(parameterCountText(std::nullopt), u"–"_s);
    QCOMPARE(parameterCountText(494'032'768), u"494M"_s);
    QCOMPARE(parameterCountText(1'543'714'304), u"1.5B"_s);
    QCOMPARE(parameterCountText(7'000'000'000), u"7B"_s);
    QCOMPARE(parameterCountText(70'553'706'496), u"70.6B"_s);
    QCOMPARE(parameterCountText(999'990'000), u"1B"_s);
    QCOMPARE(parameterCountText(260), u"260"_s);
    QCOMPARE(parameterCountText(260'032), u"260K"_s);
}

void TestNumberText::identityFollowsThePlace()
{
    const auto letter = [](int place) { return ModelIdentity{place}.letter(); };
    QCOMPARE(letter(0), u"A"_s);
    QCOMPARE(letter(25), u"Z"_s);
    QCOMPARE(letter(26), u"AA"_s);
    QCOMPARE(letter(51), u"AZ"_s);
    QCOMPARE(letter(52), u"BA"_s);
    QCOMPARE(letter(701), u"ZZ"_s);
    QCOMPARE(letter(702), u"AAA"_s);
    QCOMPARE(ModelIdentity{9}.colourIndex(), 1);
    QCOMPARE(ModelIdentity{10}.marker(), Marker::Triangle);
}

QTEST_GUILESS_MAIN(TestNumberText)
#include "tst_numbertext.moc"
