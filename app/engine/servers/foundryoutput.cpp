// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/servers/foundryoutput.h"

#include "app/engine/servers/programjob.h"
#include "models/domain/numbertext.h"

#include <QJsonArray>
#include <QRegularExpression>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace assay {
namespace {

constexpr qsizetype maxWords = 300;

/// "http://127.0.0.1:50920/openai/status" is where the API is: "http://127.0.0.1:50920".
std::optional<QUrl> loopbackUrl(const QString &text)
{
    const QUrl said(text);
    if (!isLoopback(said) || said.port() <= 0) // port 0 is what an upgrade leaves behind
        return {};
    QUrl url;
    url.setScheme(said.scheme());
    url.setHost(said.host());
    url.setPort(said.port());
    return url;
}

FoundryStatus statusOf(const QJsonObject &json)
{
    FoundryStatus status;
    status.isRunning = foundryValue(json, "running"_L1).toBool();
    const QJsonArray urls = foundryValue(json, "webUrls"_L1).toArray();
    for (const QJsonValue &url : urls) {
        if (!status.url && status.isRunning)
            status.url = loopbackUrl(url.toString());
    }
    return status;
}

/// `share` of a file's or of all bytes.
void setShare(TaskProgress &progress, double share, std::optional<double> sizeMb)
{
    progress.fraction = std::clamp(share, 0.0, 1.0);
    if (sizeMb) {
        progress.totalBytes = static_cast<qint64>(*sizeMb * bytesPerMb);
        progress.doneBytes = static_cast<qint64>(*progress.fraction * *sizeMb * bytesPerMb);
    }
}

} // namespace

QString plainOutput(const QByteArray &output)
{
    QString text = QString::fromUtf8(withoutColours(output));
    for (QChar &letter : text) {
        if (letter.unicode() > 126)
            letter = u' ';
    }
    return text.replace(u'\r', u'\n');
}

std::optional<QJsonDocument> jsonInOutput(const QByteArray &output)
{
    const QByteArray text = withoutColours(output);
    const qsizetype end = text.lastIndexOf('}');
    int tries = 20; // of braces in log lines before it
    for (qsizetype from = text.indexOf('{'); from >= 0 && from < end && tries > 0; from = text.indexOf('{', from + 1)) {
        const QJsonDocument json = QJsonDocument::fromJson(text.mid(from, end + 1 - from));
        if (json.isObject())
            return json;
        --tries;
    }
    return {};
}

QString complaintIn(const QByteArray &output)
{
    QString words;
    if (const auto json = jsonInOutput(output)) {
        const QJsonValue error = foundryValue(json->object(), "error"_L1);
        words = error.isString() ? error.toString() : foundryValue(error.toObject(), "message"_L1).toString();
    }
    for (const QString &line : plainOutput(output).split(u'\n')) {
        if (words.isEmpty() && line.contains("error"_L1, Qt::CaseInsensitive))
            words = line.simplified();
    }
    if (words.isEmpty())
        words = plainOutput(output).trimmed().section(u'\n', -1).simplified();
    return words.left(maxWords);
}

bool isUnknownCommand(const QByteArray &output)
{
    return output.contains("Unrecognized command") || output.contains("INVALID_ARGUMENT");
}

std::optional<FoundryStatus> statusInOutput(const QByteArray &output)
{
    if (isUnknownCommand(output))
        return {};
    if (const auto json = jsonInOutput(output)) {
        const QJsonObject object = json->object();
        return foundryValue(object, "running"_L1).isBool() ? std::optional(statusOf(object)) : std::nullopt;
    }
    static const QRegularExpression address(u"https?://(?:[a-zA-Z0-9.-]+|\\[[0-9a-fA-F:]+\\]):\\d+"_s);
    static const QRegularExpression stopped(u"\\bnot running\\b|\\bState\\s+(?:Stopped|Not)"_s,
                                            QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression running(u"\\bState\\s+(?:Ready|Running|Starting)\\b"_s,
                                            QRegularExpression::CaseInsensitiveOption);
    const QString text = plainOutput(output);
    if (text.contains(stopped))
        return FoundryStatus{};
    auto addresses = address.globalMatch(text);
    while (addresses.hasNext()) {
        if (const auto url = loopbackUrl(addresses.next().captured()))
            return FoundryStatus{true, url, {}};
    }
    return text.contains(running) ? std::optional(FoundryStatus{true, {}, {}}) : std::nullopt;
}

std::optional<TaskProgress> progressInLine(const QByteArray &line, std::optional<double> sizeMb)
{
    static const QRegularExpression percent(u"(\\d+(?:\\.\\d+)?)\\s?%"_s);
    static const QRegularExpression tuple(u"^\\(\\s*[\"'](.+)[\"']\\s*,\\s*([\\d.]+)\\s*\\)"_s);
    const QString text = plainOutput(line).simplified();
    TaskProgress progress;
    if (const QRegularExpressionMatch match = tuple.match(text); match.hasMatch()) {
        const QString file = match.captured(1);
        const double share = match.captured(2).toDouble();
        progress.words = u"%1: %2 %"_s.arg(file.section(u'/', -1), QString::number(qRound(share * 100)));
        if (file.endsWith(".data"_L1)) // beside it the other files are small
            setShare(progress, share, sizeMb);
        return progress;
    }
    if (const QRegularExpressionMatch match = percent.match(text); match.hasMatch()) {
        setShare(progress, match.captured(1).toDouble() / 100, sizeMb);
        return progress;
    }
    return {};
}

QString versionInOutput(const QByteArray &output)
{
    static const QRegularExpression version(u"\\d+\\.\\d+\\.\\d+(?:-[0-9A-Za-z.]+)?"_s);
    return version.match(plainOutput(output)).captured();
}

} // namespace assay
