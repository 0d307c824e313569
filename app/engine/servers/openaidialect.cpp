// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/servers/openaidialect.h"

#include "app/engine/servers/openaichunks.h"

#include <nlohmann/json.hpp>

#include <cmath>

using namespace Qt::Literals::StringLiterals;

namespace assay {
namespace {

using Json = nlohmann::ordered_json;

Json messagesOf(const ChatInput &input)
{
    Json messages = Json::array();
    if (!input.system.isEmpty()) {
        messages.push_back(Json{{"role", "system"}, {"content", input.system.toStdString()}});
    }
    messages.push_back(Json{{"role", "user"}, {"content", input.text.toStdString()}});
    return messages;
}

/// llama.cpp reuses the prompt of the request before unless it is told not to, which would flatter every repeat.
bool understandsCachePrompt(const ChatInput &input)
{
    return input.endpoint.kind == ServerKind::LlamaCpp;
}

/// Further parameters replace ours, except those that decide what is asked and how the answer comes.
void mergeExtra(Json &body, const RawJson &extra)
{
    const Json parsed = Json::parse(extra.begin(), extra.end(), nullptr, false);
    if (!parsed.is_object()) {
        return;
    }
    for (const auto &[name, value] : parsed.items()) {
        if (name != "model" && name != "messages" && name != "stream") {
            body[name] = value;
        }
    }
}

QByteArray bodyOf(const ChatInput &input)
{
    Json body;
    body["model"] = input.model.serverId.toStdString();
    body["messages"] = messagesOf(input);
    body["stream"] = true;
    body["stream_options"] = Json{{"include_usage", true}};
    if (input.parameters.temperature) {
        body["temperature"] = *input.parameters.temperature;
    }
    if (input.parameters.maxTokens) {
        body["max_tokens"] = *input.parameters.maxTokens;
    }
    if (input.parameters.seed) {
        body["seed"] = *input.parameters.seed;
    }
    if (!input.cachePrompt && understandsCachePrompt(input)) {
        body["cache_prompt"] = false;
    }
    mergeExtra(body, input.parameters.extra);
    return QByteArray::fromStdString(body.dump(-1, ' ', false, Json::error_handler_t::replace));
}

} // namespace

HttpCall OpenAiDialect::modelsCall(const Endpoint &endpoint) const
{
    HttpCall call;
    call.verb = "GET";
    call.url = apiUrl(endpoint.url, u"models"_s);
    call.headers = {{"Accept", "application/json"}};
    call.key = endpoint.key;
    return call;
}

Result<std::vector<Model>> OpenAiDialect::readModels(const QByteArray &body, const Endpoint &endpoint) const
{
    return readModelList(body, endpoint);
}

ChatCall OpenAiDialect::chatCall(const ChatInput &input) const
{
    HttpCall call;
    call.verb = "POST";
    call.url = apiUrl(input.endpoint.url, u"chat/completions"_s);
    call.headers = {{"Content-Type", "application/json"}, {"Accept", "text/event-stream"}};
    call.body = bodyOf(input);
    call.key = input.endpoint.key;
    return call;
}

std::unique_ptr<ChunkReader> OpenAiDialect::chunkReader(const Endpoint &) const
{
    return std::make_unique<OpenAiChunkReader>();
}

std::optional<qint64> tokenCount(double number)
{
    return number >= 0 && number < 9e15 ? std::optional<qint64>(std::llround(number)) : std::nullopt;
}

} // namespace assay
