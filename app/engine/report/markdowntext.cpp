// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/report/markdowntext.h"

#include <algorithm>

namespace assay {

using namespace Qt::Literals::StringLiterals;

namespace {

bool isHidden(char16_t c)
{
    const bool control = (c < 0x20 && c != u'\n' && c != u'\t') || (c >= 0x7F && c < 0xA0);
    const bool direction =
        c == 0x061C || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
    const bool lineBreak = c == 0x2028 || c == 0x2029;
    return control || direction || lineBreak || c == 0xFEFF || c == 0x200B;
}

QString codeName(char16_t c)
{
    return u"[U+%1]"_s.arg(static_cast<uint>(c), 4, 16, QChar(u'0')).toUpper();
}

qsizetype longestBacktickRun(const QString &text)
{
    qsizetype longest = 0;
    qsizetype run = 0;
    for (const QChar c : text) {
        run = c == u'`' ? run + 1 : 0;
        longest = std::max(longest, run);
    }
    return longest;
}

} // namespace

QString visibleText(const QString &text)
{
    QString lines = text;
    lines.replace("\r\n"_L1, "\n"_L1).replace(u'\r', u'\n');
    QString visible;
    visible.reserve(lines.size());
    for (const QChar c : std::as_const(lines)) {
        if (isHidden(c.unicode()))
            visible += codeName(c.unicode());
        else
            visible += c;
    }
    return visible;
}

/// A backslash only where a sign would mean something: names such as "qwen2_5:4" stay readable in the raw text.
QString markdownInline(const QString &text)
{
    static constexpr QStringView markup = u"\\`*[]|~$";
    const QString line = visibleText(text).replace(u'\n', u' ').replace(u'\t', u' ').trimmed();
    QString safe;
    for (qsizetype i = 0; i < line.size(); ++i) {
        const QChar c = line[i];
        const bool insideWord =
            i > 0 && i + 1 < line.size() && line[i - 1].isLetterOrNumber() && line[i + 1].isLetterOrNumber();
        if (c == u'&')
            safe += "&amp;"_L1;
        else if (c == u'<')
            safe += "&lt;"_L1;
        else if (c == u'>')
            safe += "&gt;"_L1;
        else if (c == u'@') // would become an address or a mention by itself
            safe += "&#64;"_L1;
        else if (c == u':' && QStringView(line).sliced(i).startsWith(u"://")) // would become a link
            safe += "&#58;"_L1;
        else if (markup.contains(c) || (c == u'_' && !insideWord))
            safe += QString(u'\\') + c;
        else
            safe += c;
    }
    return safe;
}

QString markdownBullet(const QString &text)
{
    return "- "_L1 % text % u'\n';
}

QString markdownRow(const QStringList &cells)
{
    return "| "_L1 % cells.join(" | "_L1) % " |\n"_L1;
}

QString markdownFenced(const QString &text)
{
    const QString body = visibleText(text);
    const QString fence(std::max<qsizetype>(3, longestBacktickRun(body) + 1), u'`');
    const QString end = body.endsWith(u'\n') ? QString() : u"\n"_s;
    return fence % u"text\n" % body % end % fence % u'\n';
}

} // namespace assay
