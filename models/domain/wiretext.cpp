// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/wiretext.h"

#include <QChar>

#include <algorithm>

namespace assay {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr qsizetype longestLine = 1000;

struct Unit
{
    char32_t code = 0;
    qsizetype size = 1; // bytes
    bool valid = false;
};

bool continues(char byte)
{
    return (byte & '\xC0') == '\x80';
}

/// The character that begins at `at`, by RFC 3629: neither overlong nor a surrogate.
Unit unitAt(QByteArrayView bytes, qsizetype at)
{
    const auto lead = static_cast<unsigned char>(bytes[at]);
    const qsizetype size = lead < 0x80 ? 1 : lead >> 5 == 0x6 ? 2 : lead >> 4 == 0xE ? 3 : lead >> 3 == 0x1E ? 4 : 0;
    if (size == 0 || at + size > bytes.size())
        return {lead, 1, false};
    char32_t code = size == 1 ? lead : lead & (0x7Fu >> size);
    for (qsizetype i = 1; i < size; ++i) {
        if (!continues(bytes[at + i]))
            return {lead, 1, false};
        code = code << 6 | static_cast<unsigned char>(bytes[at + i] & '\x3F');
    }
    constexpr char32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    const bool valid = code >= least[size] && code <= 0x10FFFF && !QChar::isSurrogate(code);
    return valid ? Unit{code, size, true} : Unit{lead, 1, false};
}

bool isUnseen(char32_t code)
{
    switch (QChar::category(code)) {
    case QChar::Other_Control:
    case QChar::Other_Format:
    case QChar::Other_PrivateUse:
    case QChar::Other_NotAssigned:
    case QChar::Separator_Line:
    case QChar::Separator_Paragraph:
        return true;
    default:
        return false;
    }
}

/// As ISO 646 has them.
QLatin1StringView controlName(char32_t code)
{
    static constexpr const char *names[] = {"NUL", "SOH", "STX", "ETX", "EOT", "ENQ", "ACK", "BEL", "BS",  "TAB", "LF",
                                            "VT",  "FF",  "CR",  "SO",  "SI",  "DLE", "DC1", "DC2", "DC3", "DC4", "NAK",
                                            "SYN", "ETB", "CAN", "EM",  "SUB", "ESC", "FS",  "GS",  "RS",  "US"};
    return QLatin1StringView(code == 0x7F ? "DEL" : names[code]);
}

void append(QString &text, const Unit &unit)
{
    if (!unit.valid)
        text += u"\u00AB0x%1\u00BB"_s.arg(QString::number(uint(unit.code), 16).toUpper());
    else if (unit.code < 0x20 || unit.code == 0x7F)
        text += u"\u00AB%1\u00BB"_s.arg(controlName(unit.code));
    else if (isUnseen(unit.code))
        text += u"\u00ABU+%1\u00BB"_s.arg(QString::number(uint(unit.code), 16).toUpper(), 4, QChar(u'0'));
    else
        text += QStringView(QChar::fromUcs4(unit.code));
    if (unit.valid && unit.code == '\n')
        text += u'\n';
}

QString textUpTo(QByteArrayView bytes, qsizetype end)
{
    QString text;
    text.reserve(end);
    qsizetype lineStart = 0;
    for (qsizetype at = 0; at < end;) {
        const Unit unit = unitAt(bytes, at);
        append(text, unit);
        at += unit.size;
        if (text.size() - lineStart >= longestLine && !text.endsWith(u'\n'))
            text += u'\n';
        if (text.endsWith(u'\n'))
            lineStart = text.size();
    }
    return text;
}

} // namespace

QString wireText(QByteArrayView bytes)
{
    return textUpTo(bytes, bytes.size());
}

qsizetype wireTextPosition(QByteArrayView bytes, qsizetype offset)
{
    return textUpTo(bytes, std::clamp<qsizetype>(offset, 0, bytes.size())).size();
}

QByteArray wirePiecesCsv(const WireExchange &exchange, Nanos zero)
{
    QByteArray csv = "since_ms,direction,bytes,clock\r\n";
    for (const WirePiece &piece : exchange.pieces) {
        csv += QByteArray::number(toMs(piece.at - zero), 'f', 6);
        csv += piece.direction == WirePiece::Direction::Sent ? ",sent," : ",received,";
        csv += QByteArray::number(piece.bytes) + (piece.byKernel ? ",kernel\r\n" : ",steady\r\n");
    }
    return csv;
}

WireSpan wireSpan(const WireExchange &exchange, size_t piece)
{
    const WirePiece &wanted = exchange.pieces.at(piece);
    const qsizetype kept = (wanted.direction == WirePiece::Direction::Sent ? exchange.request : exchange.reply).size();
    qsizetype from = 0;
    for (size_t i = 0; i < piece; ++i)
        from += exchange.pieces[i].direction == wanted.direction ? exchange.pieces[i].bytes : 0;
    from = std::min(from, kept);
    return {from, std::min<qsizetype>(wanted.bytes, kept - from)};
}

} // namespace assay
