// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/catalogjson.h"

#include "models/domain/jsonfields.h"
#include "models/domain/sweep.h"
#include "models/domain/wrapperjson.h"

#include <algorithm>

namespace assay {

using namespace Qt::Literals::StringLiterals;

namespace {

/// A file leaves out what a reader fills in; a workspace keeps everything.
enum class Form { File, Workspace };

void insertOptional(JsonValue &object, const QString &key, const std::optional<QString> &text)
{
    if (text) {
        object.insert(key, JsonValue::fromText(*text));
    }
}

void insertReal(JsonValue &object, const QString &key, std::optional<double> value)
{
    if (value) {
        object.insert(key, JsonValue::fromReal(*value));
    }
}

void insertInteger(JsonValue &object, const QString &key, std::optional<qint64> value)
{
    if (value) {
        object.insert(key, JsonValue::fromInteger(*value));
    }
}

JsonValue parametersJson(const Model &model)
{
    const RequestParameters &parameters = model.parameters;
    JsonValue json = JsonValue::object();
    insertReal(json, u"temperature"_s, parameters.temperature);
    insertInteger(json, u"max_tokens"_s, parameters.maxTokens);
    insertInteger(json, u"seed"_s, parameters.seed);
    for (const SweptParameter &swept : model.sweep) {
        json.insert(swept.name, sweptValuesJson(swept));
    }
    json.insertAll(parameters.extra);
    return json;
}

JsonValue endpointJson(const Endpoint &endpoint)
{
    JsonValue json = JsonValue::object();
    const ServerKind kind = endpoint.recognized ? ServerKind::Auto : endpoint.kind;
    json.insert(u"kind"_s, JsonValue::fromText(serverKindKey(kind)));
    json.insertText(u"url"_s, endpoint.url.toString(QUrl::FullyEncoded));
    if (endpoint.key) {
        json.insert(u"key"_s, JsonValue::fromText(keyReferenceText(*endpoint.key)));
        if (endpoint.key->plainHttp) {
            json.insert(u"plain_http_key"_s, flagValue(true));
        }
    }
    insertWrapper(json, endpoint);
    json.insertAll(endpoint.extra);
    return json;
}

void insertMetadata(JsonValue &json, const ModelMetadata &metadata)
{
    json.insertTexts(u"capabilities"_s, metadata.capabilities);
    insertReal(json, u"size_mb"_s, metadata.sizeMb);
    insertOptional(json, u"quantization"_s, metadata.quantization);
    insertInteger(json, u"parameter_count"_s, metadata.parameterCount);
    insertInteger(json, u"context_length"_s, metadata.contextLength);
    insertOptional(json, u"license"_s, metadata.license);
    insertReal(json, u"watts"_s, metadata.watts);
    insertOptional(json, u"owned_by"_s, metadata.ownedBy);
    insertOptional(json, u"device"_s, metadata.device);
    insertOptional(json, u"execution_provider"_s, metadata.executionProvider);
    insertOptional(json, u"family"_s, metadata.family);
}

/// What a server told is named: it never becomes a person's words, and is renewed when the server says otherwise.
JsonValue modelJson(const Model &model, Form form)
{
    JsonValue json = JsonValue::object();
    json.insertText(u"endpoint"_s, model.endpoint.value);
    if (form == Form::Workspace || (model.serverId != model.alias.value && !model.serverId.isEmpty())) {
        json.insert(u"id"_s, JsonValue::fromText(model.serverId));
    }
    insertMetadata(json, model.metadata);
    json.insertTexts(u"from_server"_s, metadataKeys(model.metadata.fromServer));
    json.insertText(u"system"_s, model.system);
    if (const JsonValue parameters = parametersJson(model); !parameters.items.empty()) {
        json.insert(u"parameters"_s, parameters);
    }
    json.insertAll(model.extra);
    return json;
}

bool isUsed(const Endpoint &endpoint, const Catalog &catalog)
{
    return std::ranges::any_of(catalog.models,
                               [&endpoint](const Model &model) { return model.endpoint == endpoint.id; });
}

JsonValue catalogJson(const Catalog &catalog, Form form)
{
    JsonValue endpoints = JsonValue::object();
    for (const Endpoint &endpoint : catalog.endpoints) {
        if (form == Form::Workspace || !endpoint.found || isUsed(endpoint, catalog)) {
            endpoints.insert(endpoint.id.value, endpointJson(endpoint));
        }
    }
    JsonValue models = JsonValue::object();
    for (const Model &model : catalog.models) {
        models.insert(model.alias.value, modelJson(model, form));
    }
    JsonValue json = JsonValue::object();
    json.insert(u"version"_s, JsonValue::fromInteger(1));
    if (!endpoints.items.empty()) {
        json.insert(u"endpoints"_s, endpoints);
    }
    json.insert(u"models"_s, models);
    json.insertAll(catalog.extra);
    return json;
}

} // namespace

QByteArray writeCatalog(const Catalog &catalog)
{
    return catalogJson(catalog, Form::File).indented();
}

QByteArray writeCatalogState(const Catalog &catalog)
{
    QStringList ticked;
    for (const Model &model : catalog.models) {
        if (model.ticked) {
            ticked.append(model.alias.value);
        }
    }
    QStringList found;
    for (const Endpoint &endpoint : catalog.endpoints) {
        if (endpoint.found) {
            found.append(endpoint.id.value);
        }
    }
    JsonValue json = JsonValue::object();
    json.insert(u"catalog"_s, catalogJson(catalog, Form::Workspace));
    json.insert(u"ticked"_s, JsonValue::fromTexts(ticked));
    json.insert(u"found"_s, JsonValue::fromTexts(found));
    return json.compact();
}

} // namespace assay
