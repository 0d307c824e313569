// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/servers/serversigns.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace assay {
namespace {

using Sign = std::optional<ServerSign>;

ServerSign named(const QString &name, const QJsonValue &version = {})
{
    return {ServerKind::OpenAi, name, version.toString()};
}

Sign signIf(bool is, const ServerSign &sign)
{
    return is ? Sign(sign) : Sign();
}

Sign signIf(bool is, ServerKind kind)
{
    return signIf(is, ServerSign{kind});
}

bool isJson(const HttpReply &reply)
{
    return reply.contentType.contains("json");
}

/// All of `keys`, whatever they hold.
bool has(const QJsonObject &json, std::initializer_list<QLatin1StringView> keys)
{
    return std::ranges::all_of(keys, [&json](QLatin1StringView key) { return json.contains(key); });
}

/// An object that is nothing but this list, without anything in it.
bool isEmptyList(const QJsonObject &json, QLatin1StringView name)
{
    return json.size() == 1 && json[name].isArray() && json[name].toArray().isEmpty();
}

QJsonObject firstOf(const QJsonObject &json, QLatin1StringView list)
{
    return json[list].toArray().first().toObject();
}

Sign koboldCpp(const QJsonObject &json)
{
    return signIf(json["result"_L1] == "KoboldCpp"_L1, named(u"KoboldCpp"_s, json["version"_L1]));
}

Sign lemonade(const QJsonObject &json)
{
    return signIf(json["all_models_loaded"_L1].isArray() && has(json, {"status"_L1, "model_loaded"_L1}),
                  named(u"Lemonade"_s, json["version"_L1]));
}

Sign foundry(const QJsonObject &json)
{
    return signIf(has(json, {"modelCachePath"_L1, "endpoints"_L1}), ServerKind::FoundryLocal);
}

Sign olderFoundry(const QJsonObject &json)
{
    return signIf(has(json, {"modelDirPath"_L1, "endpoints"_L1}) || has(json, {"ModelDirPath"_L1, "Endpoints"_L1}),
                  ServerKind::FoundryLocal);
}

Sign lmStudio(const QJsonObject &json)
{
    return signIf(isEmptyList(json, "models"_L1) || has(firstOf(json, "models"_L1), {"key"_L1, "loaded_instances"_L1}),
                  ServerKind::LmStudio);
}

Sign olderLmStudio(const QJsonObject &json)
{
    return signIf(has(firstOf(json, "data"_L1), {"state"_L1, "compatibility_type"_L1}), ServerKind::LmStudio);
}

Sign llamaSwap(const QJsonObject &json)
{
    return signIf(has(json, {"version"_L1, "commit"_L1, "build_date"_L1}), named(u"llama-swap"_s, json["version"_L1]));
}

/// Releases before /api/version.
Sign olderLlamaSwap(const QJsonObject &json)
{
    return signIf(isEmptyList(json, "running"_L1) || has(firstOf(json, "running"_L1), {"model"_L1, "state"_L1}),
                  named(u"llama-swap"_s));
}

/// Builds that do not send the Server header.
Sign llamaCpp(const QJsonObject &json)
{
    return signIf(json["default_generation_settings"_L1].isObject() && has(json, {"total_slots"_L1}),
                  ServerKind::LlamaCpp);
}

Sign sglang(const QJsonObject &json)
{
    return signIf(has(json, {"model_path"_L1, "is_generation"_L1}), named(u"SGLang"_s));
}

Sign tgi(const QJsonObject &json)
{
    return signIf(has(json, {"model_id"_L1, "max_total_tokens"_L1, "version"_L1}), named(u"TGI"_s, json["version"_L1]));
}

Sign textGenerationWebUi(const QJsonObject &json)
{
    return signIf(has(json, {"model_name"_L1, "lora_names"_L1}), named(u"text-generation-webui"_s));
}

/// {"name": {"model_version_status": [...]}, ...}
Sign openVino(const QJsonObject &json)
{
    const bool is = !json.isEmpty()
        && std::ranges::all_of(json, [](const QJsonValue &each) { return each["model_version_status"_L1].isArray(); });
    return signIf(is, ServerSign{ServerKind::OpenAi, u"OpenVINO Model Server"_s, {}, u"/v3"_s, json.keys()});
}

Sign localAi(const QJsonObject &json)
{
    return signIf(json["backends"_L1].isArray() && has(json, {"loaded_models"_L1}), named(u"LocalAI"_s));
}

struct Place
{
    QString path;
    Sign (*read)(const QJsonObject &json);
};

/// The order of servers.md 11.3, with those that imitate Ollama first.
const std::vector<Place> &places()
{
    static const std::vector<Place> all{
        {u"/"_s, [](const QJsonObject &) { return Sign(); }},
        {u"/api/extra/version"_s, koboldCpp},
        {u"/v1/health"_s, lemonade},
        {u"/status"_s, foundry},
        {u"/openai/status"_s, olderFoundry},
        {u"/api/v1/models"_s, lmStudio},
        {u"/api/v0/models"_s, olderLmStudio},
        {u"/api/version"_s, llamaSwap},
        {u"/running"_s, olderLlamaSwap},
        {u"/props"_s, llamaCpp},
        {u"/model_info"_s, sglang},
        {u"/get_model_info"_s, sglang},
        {u"/info"_s, tgi},
        {u"/v1/internal/model/info"_s, textGenerationWebUi},
        {u"/v1/config"_s, openVino},
        {u"/system"_s, localAi},
        {u"/health"_s, [](const QJsonObject &) { return Sign(); }}, // for mlx-lm: see signIn()
    };
    return all;
}

/// By what a server says about itself in any of its replies.
Sign signInHead(const HttpReply &reply)
{
    if (reply.server == "llama.cpp")
        return ServerSign{ServerKind::LlamaCpp};
    return signIf(reply.server == "assay-practice", ServerKind::Practice);
}

} // namespace

const QStringList &signPaths()
{
    static const QStringList paths = [] {
        QStringList list;
        for (const Place &place : places())
            list << place.path;
        return list;
    }();
    return paths;
}

std::optional<ServerSign> signIn(const QString &path, const HttpReply &reply)
{
    if (Sign told = signInHead(reply))
        return told;
    if (reply.status != 200)
        return {};
    if (path == "/"_L1 && reply.body.startsWith("Docker Model Runner is running"))
        return ServerSign{ServerKind::OpenAi, u"Docker Model Runner"_s, {}, u"/engines/v1"_s};
    const QJsonObject json = isJson(reply) ? QJsonDocument::fromJson(reply.body).object() : QJsonObject();
    // Little enough; but those of Python's own server that say more have been told before.
    if (path == "/health"_L1 && json == QJsonObject{{u"status"_s, u"ok"_s}} && reply.server.startsWith("BaseHTTP"))
        return named(u"mlx-lm"_s);
    const auto place = std::ranges::find(places(), path, &Place::path);
    return place == places().end() ? Sign() : place->read(json);
}

std::optional<ServerSign> signInModels(const QByteArray &body)
{
    static const QHash<QString, ServerSign> owners{
        {u"assay-practice"_s, {ServerKind::Practice}},
        {u"llamacpp"_s, {ServerKind::LlamaCpp}},
        {u"vllm"_s, {ServerKind::Vllm}},
        {u"sglang"_s, named(u"SGLang"_s)},
        {u"llama-swap"_s, named(u"llama-swap"_s)},
        {u"lemonade"_s, named(u"Lemonade"_s)},
        {u"docker"_s, named(u"Docker Model Runner"_s)},
        {u"koboldcpp"_s, named(u"KoboldCpp"_s)},
        {u"humanity"_s, named(u"GPT4All"_s)},
    };
    const QJsonArray models = QJsonDocument::fromJson(body)["data"_L1].toArray();
    for (const QJsonValue &model : models) {
        const auto owner = owners.constFind(model["owned_by"_L1].toString());
        if (owner != owners.constEnd())
            return *owner;
    }
    return {};
}

bool claimsToBeOllama(const HttpReply &reply)
{
    return reply.status == 200 && reply.body.startsWith("Ollama is running");
}

bool isModelList(const HttpReply &reply)
{
    const QJsonObject json = QJsonDocument::fromJson(reply.body).object();
    if (reply.status != 200 || !isJson(reply))
        return false;
    const QJsonArray models = json["data"_L1].toArray();
    return models.isEmpty() ? json["object"_L1] == "list"_L1 : models.first()["id"_L1].isString();
}

bool wantsKey(const HttpReply &reply)
{
    if (reply.status != 401 && reply.status != 403)
        return false;
    // Media receivers and routers refuse strangers, too: with a page, or with 403 and not a word.
    const bool isPage = reply.contentType.contains("html") || reply.body.trimmed().startsWith('<');
    return isJson(reply) || (reply.status == 401 && !isPage && !reply.body.trimmed().isEmpty());
}

} // namespace assay
