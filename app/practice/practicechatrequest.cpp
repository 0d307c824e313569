// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/practice/practicechat.h"

#include <nlohmann/json.hpp>

using namespace Qt::Literals::StringLiterals;
using Json = nlohmann::json;

namespace assay {
namespace {

/// A message's content: a text, or a list of parts of which the text ones count.
QString contentText(const Json &message)
{
    const auto content = message.find("content");
    if (content == message.end()) {
        return {};
    }
    if (content->is_string()) {
        return QString::fromStdString(content->get<std::string>());
    }
    QString text;
    if (content->is_array()) {
        for (const Json &part : *content) {
            if (part.is_object() && part.contains("text") && part["text"].is_string()) {
                text += QString::fromStdString(part["text"].get<std::string>());
            }
        }
    }
    return text;
}

Error wrong(const QString &message)
{
    return {ErrorCode::BadInput, message, {}};
}

Status readMessages(const Json &root, PracticeChatRequest &request)
{
    const auto messages = root.find("messages");
    if (messages == root.end() || !messages->is_array() || messages->empty()) {
        return wrong(u"'messages' must be a list of at least one message."_s);
    }
    for (const Json &message : *messages) {
        if (!message.is_object() || !message.contains("role") || !message["role"].is_string()) {
            return wrong(u"Each message must be an object with a 'role'."_s);
        }
        const auto role = message["role"].get<std::string>();
        if (role == "user") {
            request.prompt = contentText(message);
        } else if (role == "system" || role == "developer") {
            request.system += contentText(message);
        }
    }
    return Done{};
}

Status readMaxTokens(const Json &root, PracticeChatRequest &request)
{
    for (const char *key : {"max_completion_tokens", "max_tokens"}) {
        const auto limit = root.find(key);
        if (limit == root.end() || limit->is_null()) {
            continue;
        }
        if (!limit->is_number_integer() || limit->get<double>() < 1 || limit->get<double>() > 1e9) {
            return wrong(u"'%1' must be a whole number of at least 1."_s.arg(QLatin1StringView(key)));
        }
        request.maxTokens = limit->get<int>();
    }
    return Done{};
}

bool isTrue(const Json &object, const char *key)
{
    const auto found = object.find(key);
    return found != object.end() && found->is_boolean() && found->get<bool>();
}

} // namespace

Result<PracticeChatRequest> readPracticeChat(const QByteArray &body)
{
    const Json root = Json::parse(body.begin(), body.end(), nullptr, false);
    if (!root.is_object()) {
        return wrong(u"The body must be a JSON object."_s);
    }
    PracticeChatRequest request;
    const auto model = root.find("model");
    if (model == root.end() || !model->is_string()) {
        return wrong(u"'model' must be a text."_s);
    }
    request.model = QString::fromStdString(model->get<std::string>());
    if (const Status messages = readMessages(root, request); !messages) {
        return messages.error();
    }
    if (const Status limit = readMaxTokens(root, request); !limit) {
        return limit.error();
    }
    request.stream = isTrue(root, "stream");
    const auto options = root.find("stream_options");
    request.includeUsage = options != root.end() && options->is_object() && isTrue(*options, "include_usage");
    return request;
}

} // namespace assay
