// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/servers/placeholders.h"

#include <QLocale>
#include <QRegularExpression>

#include <nlohmann/json.hpp>

using namespace Qt::Literals::StringLiterals;

namespace assay {
namespace {

using Json = nlohmann::ordered_json;

const QRegularExpression &placeholder()
{
    static const QRegularExpression pattern(u"\\{(model|prompt|system|max_tokens|temperature|seed)\\}"_s);
    return pattern;
}

std::optional<Json> filled(const Json &json, const Placeholders &placeholders);

std::optional<Json> filledText(const std::string &text, const Placeholders &placeholders)
{
    const QString pattern = QString::fromStdString(text);
    const std::optional<QString> value = placeholders.fill(pattern);
    if (!value) {
        return std::nullopt;
    }
    return Placeholders::isNumber(pattern) ? Json::parse(value->toStdString()) : Json(value->toStdString());
}

std::optional<Json> filledObject(const Json &object, const Placeholders &placeholders)
{
    Json result = Json::object();
    for (const auto &[name, member] : object.items()) {
        if (std::optional<Json> value = filled(member, placeholders)) {
            result[name] = std::move(*value);
        }
    }
    return result.empty() && !object.empty() ? std::nullopt : std::optional(std::move(result));
}

std::optional<Json> filledList(const Json &list, const Placeholders &placeholders)
{
    Json result = Json::array();
    for (const Json &item : list) {
        std::optional<Json> value = filled(item, placeholders);
        if (value && (!item.is_object() || value->size() == item.size())) {
            result.push_back(std::move(*value));
        }
    }
    return result.empty() && !list.empty() ? std::nullopt : std::optional(std::move(result));
}

std::optional<Json> filled(const Json &json, const Placeholders &placeholders)
{
    if (json.is_string()) {
        return filledText(json.get_ref<const std::string &>(), placeholders);
    }
    if (json.is_object()) {
        return filledObject(json, placeholders);
    }
    return json.is_array() ? filledList(json, placeholders) : std::optional(json);
}

} // namespace

Placeholders::Placeholders(const ChatInput &input, bool systemHasPlace)
{
    const RequestParameters &parameters = input.parameters;
    const bool joined = !systemHasPlace && !input.system.isEmpty();
    m_values.insert(u"prompt"_s, joined ? QString(input.system + u"\n\n"_s + input.text) : input.text);
    m_values.insert(u"model"_s, input.model.serverId);
    if (systemHasPlace && !input.system.isEmpty()) {
        m_values.insert(u"system"_s, input.system);
    }
    if (parameters.maxTokens) {
        m_values.insert(u"max_tokens"_s, QString::number(*parameters.maxTokens));
    }
    if (parameters.temperature) {
        m_values.insert(u"temperature"_s,
                        QString::number(*parameters.temperature, 'g', QLocale::FloatingPointShortest));
    }
    if (parameters.seed) {
        m_values.insert(u"seed"_s, QString::number(*parameters.seed));
    }
}

std::optional<QString> Placeholders::fill(const QString &text) const
{
    bool complete = true;
    const QString result = replaced(text, [&](const QString &name) {
        complete = complete && m_values.contains(name);
        return m_values.value(name);
    });
    return complete ? std::optional(result) : std::nullopt;
}

bool Placeholders::holdsAny(const QString &text)
{
    return placeholder().match(text).hasMatch();
}

bool Placeholders::isNumber(const QString &text)
{
    return text == "{max_tokens}"_L1 || text == "{temperature}"_L1 || text == "{seed}"_L1;
}

QString Placeholders::replaced(const QString &text, const std::function<QString(const QString &)> &with)
{
    QString result;
    qsizetype at = 0;
    for (QRegularExpressionMatchIterator found = placeholder().globalMatch(text); found.hasNext();) {
        const QRegularExpressionMatch match = found.next();
        result += text.sliced(at, match.capturedStart() - at) + with(match.captured(1));
        at = match.capturedEnd();
    }
    return result + text.sliced(at);
}

QByteArray filledBody(const QByteArray &body, const ChatInput &input)
{
    const Json json = Json::parse(body.begin(), body.end(), nullptr, false);
    const Placeholders placeholders(input, body.contains("{system}"));
    const Json sent = filled(json, placeholders).value_or(Json::object());
    return QByteArray::fromStdString(sent.dump(-1, ' ', false, Json::error_handler_t::replace));
}

} // namespace assay
