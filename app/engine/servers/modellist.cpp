// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/servers/modelfacts.h"
#include "app/engine/servers/openaidialect.h"

#include "models/domain/numbertext.h"
#include "models/domain/text.h"

#include <QRegularExpression>
#include <QSet>

#include <nlohmann/json.hpp>

#include <limits>

using namespace Qt::Literals::StringLiterals;

namespace assay {
namespace {

using Json = nlohmann::json;

const Json *member(const Json &object, const char *name)
{
    if (!object.is_object()) {
        return nullptr;
    }
    const auto found = object.find(name);
    return found == object.end() || found->is_null() ? nullptr : &*found;
}

QString text(const Json *value)
{
    return value && value->is_string() ? QString::fromStdString(value->get_ref<const std::string &>()) : QString();
}

/// The first of `names` that holds a positive number.
std::optional<double> positive(const Json *object, std::initializer_list<const char *> names)
{
    for (const char *name : names) {
        const Json *value = object ? member(*object, name) : nullptr;
        if (value && value->is_number() && value->get<double>() > 0 && value->get<double>() < 9e18) {
            return value->get<double>();
        }
    }
    return std::nullopt;
}

QString nameOf(const Json &entry)
{
    if (entry.is_string()) {
        return text(&entry);
    }
    for (const char *name : {"id", "key", "model", "name"}) {
        QString found = text(member(entry, name));
        if (!found.isEmpty()) {
            return found;
        }
    }
    return {};
}

/// "Q4_K_M", "IQ3_XS", "F16", as file names of GGUF models say it; empty where they do not.
QString quantizationIn(const QString &name)
{
    static const QRegularExpression pattern(u"(?:^|[-._:])((?:IQ|Q)[1-8](?:_[A-Z0-9]+)*|BF16|F16|F32)(?:$|[-.:])"_s,
                                            QRegularExpression::CaseInsensitiveOption);
    return pattern.match(name).captured(1).toUpper();
}

std::optional<int> contextOf(const Json &entry, const Json *meta)
{
    auto tokens = positive(&entry, {"max_model_len", "loaded_context_length"});
    if (!tokens) {
        tokens = positive(meta, {"n_ctx"});
    }
    if (!tokens) {
        tokens = positive(&entry, {"context_length", "max_context_length", "context_window"});
    }
    if (!tokens) {
        tokens = positive(meta, {"n_ctx_train"});
    }
    if (!tokens || *tokens > std::numeric_limits<int>::max()) {
        return std::nullopt;
    }
    return static_cast<int>(*tokens);
}

QString quantizationOf(const Json &entry, const Json *meta, const QString &name)
{
    for (const QString &said : {text(member(entry, "quantization")), meta ? text(member(*meta, "ftype")) : QString()}) {
        if (!said.isEmpty()) {
            return said;
        }
    }
    return quantizationIn(name);
}

/// In 10^6 bytes. Lemonade counts in 10^9.
std::optional<double> sizeOf(const Json &entry, const Json *meta)
{
    const double unit = text(member(entry, "owned_by")) == "lemonade"_L1 ? 1e9 : 1;
    auto size = positive(meta, {"size"});
    if (!size) {
        size = positive(&entry, {"size", "size_bytes"});
    }
    return size ? std::optional(*size * unit / bytesPerMb) : std::nullopt;
}

/// What Docker Model Runner tells in an object of its own; the form of its fields is unconfirmed.
void addDocker(ModelMetadata &known, const Json &entry)
{
    const Json *dmr = member(entry, "dmr");
    if (!dmr) {
        return;
    }
    if (const auto tokens = positive(dmr, {"context_window"}); tokens && *tokens <= std::numeric_limits<int>::max()) {
        known.contextLength = static_cast<int>(*tokens);
    }
    known.parameterCount = parameterCountOf(text(member(*dmr, "parameters")));
    if (const QString quantization = text(member(*dmr, "quantization")); !quantization.isEmpty()) {
        known.quantization = quantization;
    }
}

ModelMetadata metadataOf(const Json &entry, const QString &name)
{
    const Json *meta = member(entry, "meta"); // llama.cpp
    ModelMetadata known;
    known.sizeMb = sizeOf(entry, meta);
    if (const auto parameters = positive(meta, {"n_params"})) {
        known.parameterCount = static_cast<qint64>(*parameters);
    }
    known.contextLength = contextOf(entry, meta);
    if (const QString quantization = quantizationOf(entry, meta, name); !quantization.isEmpty()) {
        known.quantization = quantization;
    }
    if (const QString owner = text(member(entry, "owned_by")); !owner.isEmpty()) {
        known.ownedBy = owner;
    }
    if (const Json *capabilities = member(entry, "capabilities"); capabilities && capabilities->is_array()) {
        for (const Json &one : *capabilities) {
            if (one.is_string()) {
                known.capabilities.push_back(text(&one));
            }
        }
    }
    addDocker(known, entry);
    return known;
}

/// The list inside a reply; nullptr where there is none. `null` is how a server without models may say so.
const Json *listIn(const Json &json, bool &isEmpty)
{
    if (json.is_array()) {
        return &json;
    }
    for (const char *name : {"data", "models"}) {
        if (const Json *list = member(json, name); list && list->is_array()) {
            return list;
        }
    }
    for (const char *name : {"data", "models"}) {
        isEmpty = isEmpty || (json.is_object() && json.contains(name) && !member(json, name));
    }
    return nullptr;
}

} // namespace

QString proposedAlias(const QString &serverId)
{
    static const QRegularExpression shard(u"-\\d{5}-of-\\d{5}$"_s);
    QString alias = serverId.trimmed();
    alias = alias.mid(std::max(alias.lastIndexOf(u'/'), alias.lastIndexOf(u'\\')) + 1);
    for (const QString &noise : {u":latest"_s, u".gguf"_s}) {
        if (alias.endsWith(noise, Qt::CaseInsensitive)) {
            alias.chop(noise.size());
        }
    }
    alias.remove(shard);
    return alias.isEmpty() ? serverId.trimmed() : alias;
}

Result<std::vector<Model>> readModelList(const QByteArray &body, const Endpoint &endpoint)
{
    const Json json = Json::parse(body.begin(), body.end(), nullptr, false);
    bool isEmpty = false;
    const Json *list = listIn(json, isEmpty);
    if (!list && !isEmpty) {
        return Error{ErrorCode::Protocol,
                     Text::tr("%1 answers, but not with a list of models. Check that its address is that of a language "
                              "model server.")
                         .arg(endpoint.url.toDisplayString()),
                     QString::fromUtf8(body.left(4096))};
    }
    std::vector<Model> models;
    QSet<QString> seen;
    for (const Json &entry : list ? *list : Json::array()) {
        Model model;
        model.serverId = nameOf(entry);
        if (model.serverId.isEmpty() || seen.contains(model.serverId)) {
            continue;
        }
        seen.insert(model.serverId);
        model.endpoint = endpoint.id;
        model.alias = ModelAlias{proposedAlias(model.serverId)};
        model.metadata = metadataOf(entry, model.serverId);
        models.push_back(std::move(model));
    }
    return models;
}

} // namespace assay
