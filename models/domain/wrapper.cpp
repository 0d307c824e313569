// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/wrapper.h"

#include "models/domain/catalog.h"
#include "models/domain/jsonvalue.h"
#include "models/domain/text.h"

#include <QRegularExpression>
#include <QUrlQuery>

#include <algorithm>
#include <array>

namespace assay {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr std::array<std::pair<Framing, QLatin1StringView>, 3> framingKeys{{
    {Framing::EventStream, "sse"_L1},
    {Framing::JsonLines, "json-lines"_L1},
    {Framing::PlainText, "plain"_L1},
}};

bool holdsLiteralKey(const JsonValue &json)
{
    for (size_t i = 0; i < json.items.size(); ++i) {
        const bool named = json.isObject() && isSecretName(json.keys.at(static_cast<qsizetype>(i)));
        if ((named && json.items[i].isText()) || holdsLiteralKey(json.items[i])) {
            return true;
        }
    }
    return false;
}

bool mentionsPrompt(const JsonValue &json)
{
    return (json.isText() && json.text.contains("{prompt}"_L1)) || std::ranges::any_of(json.items, mentionsPrompt);
}

} // namespace

QString framingKey(Framing framing)
{
    const auto found = std::ranges::find(framingKeys, framing, [](const auto &entry) { return entry.first; });
    Q_ASSERT(found != framingKeys.end());
    return found->second;
}

std::optional<Framing> framingFromKey(const QString &key)
{
    const auto found = std::ranges::find_if(framingKeys, [&key](const auto &entry) { return entry.second == key; });
    return found == framingKeys.end() ? std::nullopt : std::optional(found->first);
}

Framing framingOf(const Endpoint &endpoint)
{
    const bool isProgram = endpoint.kind == ServerKind::Command;
    return endpoint.wrapper.framing.value_or(isProgram ? Framing::PlainText : Framing::EventStream);
}

bool isSecretName(const QString &name)
{
    static const QStringList exact{u"token"_s, u"secret"_s, u"password"_s, u"authorization"_s, u"proxyauthorization"_s,
                                   u"cookie"_s};
    const QString plain = QString(name).remove(u'_').remove(u'-').toLower();
    return exact.contains(plain) || plain.endsWith("apikey"_L1) || plain.endsWith("authtoken"_L1);
}

bool isLiteralKey(const QString &name, const QString &value, bool isHeader)
{
    const QString plain = QString(name).remove(u'_').remove(u'-').toLower();
    const bool isSecretHeader =
        isHeader && (plain.endsWith("key"_L1) || plain.endsWith("token"_L1) || plain.endsWith("secret"_L1));
    const bool isSecret = isSecretName(name) || isSecretHeader || value.startsWith("bearer "_L1, Qt::CaseInsensitive);
    return isSecret && !value.contains("{key}"_L1);
}

QString headerProblem(const QString &name, const QString &value, bool hasKey)
{
    static const QRegularExpression token(u"^[A-Za-z0-9!#$%&'*+.^_`|~-]+\\z"_s, QRegularExpression::DontCaptureOption);
    if (!token.match(name).hasMatch()) {
        return Text::tr("The name of a header is one word of letters, digits and signs such as - and _.");
    }
    if (std::ranges::any_of(value, [](QChar c) { return c < u' ' || c > u'~'; })) {
        return Text::tr("The value of a header is one line of plain (ASCII) characters.");
    }
    if (isLiteralKey(name, value, true)) {
        return Text::tr(
            "A key itself must not stand here, because files are shared: write {key} in its place, and give "
            "the endpoint a key reference such as env:NAME.");
    }
    if (value.contains("{key}"_L1) && !hasKey) {
        return Text::tr("{key} stands for nothing, because the endpoint has no key: give it a key reference such as "
                        "env:NAME.");
    }
    return {};
}

QString bodyProblem(const QByteArray &body)
{
    const Result<JsonValue> json = parseJson(body, Text::tr("The body"));
    if (!json) {
        return json.error().message;
    }
    if (!mentionsPrompt(*json)) {
        return Text::tr("The body has no {prompt}: write it where the prompt's text belongs.");
    }
    if (holdsLiteralKey(*json)) {
        return Text::tr("A key must not stand in the body, because it is kept with every answer: send it in a header, "
                        "as {key}.");
    }
    return {};
}

QString queryProblem(const QUrl &url)
{
    for (const auto &[name, value] : QUrlQuery(url).queryItems()) {
        if (isSecretName(name) || name == "key"_L1) {
            return Text::tr("A key must not stand in the URL, which is shown and kept: send it in a header, as {key}.");
        }
    }
    return {};
}

/// The arguments of a program are there for everybody on this machine to see.
QString commandProblem(const QStringList &command)
{
    if (command.value(0).trimmed().isEmpty()) {
        return Text::tr("The program is missing: write its name or its path.");
    }
    static const QRegularExpression option(
        u"(?:^|\\s)(?:--?([A-Za-z0-9_-]+)|([A-Za-z_]\\w*)=)"_s); // a shell's line has many
    const QString line = command.join(u'\n');
    for (QRegularExpressionMatchIterator found = option.globalMatch(line); found.hasNext();) {
        const QRegularExpressionMatch match = found.next();
        if (isSecretName(match.captured(1)) || isSecretName(match.captured(2))) {
            return Text::tr("A key must not stand in an argument, which everybody on this machine can see: let the "
                            "program read it from an environment variable.");
        }
    }
    return {};
}

QString pointerProblem(const QString &pointer)
{
    static const QRegularExpression syntax(u"^(/([^~/]|~[01])*)+\\z"_s, QRegularExpression::DontCaptureOption);
    if (syntax.match(pointer).hasMatch()) {
        return {};
    }
    return Text::tr("This is no JSON pointer; one looks like /choices/0/text.");
}

} // namespace assay
