// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/servers/modelfacts.h"

#include "models/domain/numbertext.h"

#include <QRegularExpression>

#include <cmath>
#include <limits>

using namespace Qt::Literals::StringLiterals;

namespace assay {
namespace {

constexpr qsizetype longestLicense = 60;

} // namespace

std::optional<qint64> parameterCountOf(const QString &text)
{
    static const QRegularExpression figure(u"^\\s*(\\d+(?:\\.\\d+)?)\\s*([KMBT])\\s*$"_s,
                                           QRegularExpression::CaseInsensitiveOption);
    const QRegularExpressionMatch match = figure.match(text);
    if (!match.hasMatch())
        return {};
    const int power = static_cast<int>(u"KMBT"_s.indexOf(match.captured(2).toUpper())) + 1;
    return std::llround(match.captured(1).toDouble() * std::pow(1000.0, power));
}

std::optional<int> tokensOf(const QJsonValue &value)
{
    const double tokens = value.toDouble();
    return tokens > 0 && tokens <= std::numeric_limits<int>::max() ? std::optional(static_cast<int>(tokens))
                                                                   : std::nullopt;
}

std::optional<double> megabytesOf(const QJsonValue &bytes)
{
    return bytes.toDouble() > 0 ? std::optional(bytes.toDouble() / bytesPerMb) : std::nullopt;
}

std::optional<QString> textOf(const QJsonValue &value)
{
    const QString text = value.toString().trimmed();
    return text.isEmpty() ? std::nullopt : std::optional(text);
}

QString capabilityOf(const QString &word)
{
    return word == "completion"_L1 || word == "llm"_L1 || word == "vlm"_L1 ? u"chat"_s : word;
}

std::optional<QString> licenseOf(const QString &text)
{
    const QStringList lines = text.split(u'\n');
    for (const QString &line : lines) {
        if (const QString words = line.simplified(); !words.isEmpty())
            return words.size() <= longestLicense ? words : words.left(longestLicense - 1) + u'…';
    }
    return {};
}

} // namespace assay
