// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/planjson.h"

#include "models/domain/jsonfields.h"
#include "models/domain/resultsjson.h"
#include "models/domain/text.h"
#include "models/domain/wrapperjson.h"

namespace assay {

using namespace Qt::Literals::StringLiterals;

namespace {

JsonValue parametersJson(const RequestParameters &parameters)
{
    JsonValue json = JsonValue::object();
    if (parameters.temperature)
        json.insert(u"temperature"_s, JsonValue::fromReal(*parameters.temperature));
    if (parameters.maxTokens)
        json.insert(u"max_tokens"_s, JsonValue::fromInteger(*parameters.maxTokens));
    if (parameters.seed)
        json.insert(u"seed"_s, JsonValue::fromInteger(*parameters.seed));
    json.insertAll(parameters.extra);
    return json;
}

JsonValue optionsJson(const RunOptions &options)
{
    JsonValue json = JsonValue::object();
    json.insert(u"rounds"_s, JsonValue::fromInteger(options.rounds));
    json.insert(u"warmups"_s, JsonValue::fromInteger(options.warmups));
    json.insert(u"order"_s, JsonValue::fromText(runOrderKey(options.order)));
    json.insert(u"concurrency"_s, JsonValue::fromInteger(options.concurrency));
    json.insert(u"rate_per_s"_s, orNull(options.rate));
    json.insert(u"arrival"_s, JsonValue::fromText(arrivalKey(options.arrival)));
    json.insert(u"seed"_s, unsignedValue(options.seed));
    json.insert(u"parameters"_s, parametersJson(options.parameters));
    json.insert(u"idle_timeout_s"_s, JsonValue::fromInteger(options.idleTimeoutSeconds));
    json.insert(u"loading"_s, JsonValue::fromText(modelLoadingKey(options.loading)));
    json.insert(u"nonce"_s, flagValue(options.nonce));
    json.insert(u"cache_prompt"_s, flagValue(options.cachePrompt));
    json.insert(u"deterministic"_s, flagValue(options.deterministic));
    json.insert(u"keep_warm"_s, flagValue(options.keepWarm));
    return json;
}

JsonValue endpointJson(const Endpoint &endpoint)
{
    JsonValue json = JsonValue::object();
    json.insert(u"id"_s, JsonValue::fromText(endpoint.id.value));
    json.insert(u"kind"_s, JsonValue::fromText(serverKindKey(endpoint.kind)));
    json.insertText(u"url"_s, endpoint.url.toString(QUrl::FullyEncoded));
    if (endpoint.key)
        json.insert(u"key"_s, JsonValue::fromText(keyReferenceText(*endpoint.key)));
    if (endpoint.key && endpoint.key->plainHttp)
        json.insert(u"plain_http_key"_s, flagValue(true));
    insertWrapper(json, endpoint);
    if (endpoint.found)
        json.insert(u"found"_s, flagValue(true));
    json.insertAll(endpoint.extra);
    return json;
}

JsonValue plannedModelJson(const PlannedModel &planned)
{
    const Model &model = planned.model;
    JsonValue json = JsonValue::object();
    json.insert(u"alias"_s, JsonValue::fromText(model.alias.value));
    json.insertText(u"endpoint"_s, model.endpoint.value);
    json.insert(u"id"_s, JsonValue::fromText(model.serverId));
    json.insertText(u"system"_s, model.system);
    json.insert(u"metadata"_s, metadataJson(model.metadata));
    json.insert(u"parameters"_s, parametersJson(model.parameters));
    json.insert(u"server"_s, endpointJson(planned.endpoint));
    if (model.ticked)
        json.insert(u"ticked"_s, flagValue(true));
    json.insertAll(model.extra);
    return json;
}

RequestParameters readParameters(ObjectReader &parent, const QString &key)
{
    RequestParameters parameters;
    const JsonValue *json = parent.take(key);
    if (!json)
        return parameters;
    ObjectReader reader(*json, parent.pathOf(key), parent.problems());
    parameters.temperature = reader.real(u"temperature"_s, 0);
    parameters.maxTokens = reader.count(u"max_tokens"_s, 1);
    parameters.seed = reader.integer(u"seed"_s, std::numeric_limits<qint64>::min());
    parameters.extra = reader.rest();
    return parameters;
}

RunOptions readOptions(const JsonValue &json, const QString &path, JsonProblems &problems)
{
    ObjectReader reader(json, path, problems);
    RunOptions options;
    options.rounds = reader.count(u"rounds"_s, 1).value_or(1);
    options.warmups = reader.count(u"warmups"_s, 0).value_or(0);
    options.order = needKey<RunOrder>(reader, u"order"_s, runOrderFromKey,
                                      Text::tr("one of blocked, interleaved, by-server, shuffled"));
    options.concurrency = reader.count(u"concurrency"_s, 1).value_or(1);
    options.rate = reader.real(u"rate_per_s"_s, 0);
    if (reader.take(u"arrival"_s))
        options.arrival = needKey<Arrival>(reader, u"arrival"_s, arrivalFromKey, Text::tr("one of constant, poisson"));
    options.seed = takeUnsigned(reader, u"seed"_s);
    options.parameters = readParameters(reader, u"parameters"_s);
    options.idleTimeoutSeconds = reader.count(u"idle_timeout_s"_s, 1).value_or(options.idleTimeoutSeconds);
    options.loading = ModelLoading::Server; // so it was before a plan said so
    if (reader.take(u"loading"_s))
        options.loading =
            needKey<ModelLoading>(reader, u"loading"_s, modelLoadingFromKey, Text::tr("one of before, one, server"));
    options.nonce = takeFlag(reader, u"nonce"_s);
    options.cachePrompt = takeFlag(reader, u"cache_prompt"_s);
    options.keepWarm = takeFlag(reader, u"keep_warm"_s);
    options.deterministic = takeFlag(reader, u"deterministic"_s);
    return options;
}

ModelMetadata readMetadata(const JsonValue &json, const QString &path, JsonProblems &problems)
{
    ObjectReader reader(json, path, problems);
    ModelMetadata metadata;
    metadata.capabilities = reader.texts(u"capabilities"_s);
    metadata.sizeMb = reader.real(u"size_mb"_s, 0);
    metadata.quantization = reader.optionalText(u"quantization"_s);
    metadata.parameterCount = reader.integer(u"parameter_count"_s, 0);
    metadata.contextLength = reader.count(u"context_length"_s, 0);
    metadata.license = reader.optionalText(u"license"_s);
    metadata.watts = reader.real(u"watts"_s, 0);
    metadata.ownedBy = reader.optionalText(u"owned_by"_s);
    metadata.device = reader.optionalText(u"device"_s);
    metadata.executionProvider = reader.optionalText(u"execution_provider"_s);
    metadata.family = reader.optionalText(u"family"_s);
    metadata.fromServer = metadataFieldsFromKeys(reader.texts(u"from_server"_s)) & knownFields(metadata);
    return metadata;
}

Endpoint readEndpoint(const JsonValue &json, const QString &path, JsonProblems &problems)
{
    ObjectReader reader(json, path, problems);
    Endpoint endpoint;
    endpoint.id.value = reader.text(u"id"_s);
    endpoint.kind = needKey<ServerKind>(reader, u"kind"_s, serverKindFromKey, Text::tr("a kind of server"));
    endpoint.url = QUrl(reader.text(u"url"_s));
    if (const JsonValue *key = reader.take(u"key"_s)) {
        endpoint.key = key->isText() ? keyReferenceFromText(key->text) : std::nullopt;
        // The value is not repeated: it may be a key that somebody pasted there.
        if (!endpoint.key)
            problems.add(
                key->line,
                Text::tr("%1 is not a reference, expected env:NAME or keychain:NAME.").arg(reader.pathOf(u"key"_s)));
    }
    const bool plainHttp = takeFlag(reader, u"plain_http_key"_s);
    if (endpoint.key)
        endpoint.key->plainHttp = plainHttp;
    takeWrapper(reader, endpoint, false);
    endpoint.found = takeFlag(reader, u"found"_s);
    endpoint.extra = reader.rest();
    return endpoint;
}

PlannedModel readPlannedModel(const JsonValue &json, const QString &path, JsonProblems &problems)
{
    ObjectReader reader(json, path, problems);
    PlannedModel planned;
    Model &model = planned.model;
    model.alias.value = needText(reader, u"alias"_s);
    model.endpoint.value = reader.text(u"endpoint"_s);
    model.serverId = reader.text(u"id"_s);
    model.system = reader.text(u"system"_s);
    if (const JsonValue *metadata = reader.take(u"metadata"_s))
        model.metadata = readMetadata(*metadata, reader.pathOf(u"metadata"_s), problems);
    model.parameters = readParameters(reader, u"parameters"_s);
    if (const JsonValue *server = reader.take(u"server"_s))
        planned.endpoint = readEndpoint(*server, reader.pathOf(u"server"_s), problems);
    model.ticked = takeFlag(reader, u"ticked"_s);
    model.extra = reader.rest();
    return planned;
}

Prompt readPrompt(const JsonValue &json, const QString &path, JsonProblems &problems)
{
    ObjectReader reader(json, path, problems);
    Prompt prompt;
    prompt.id.value = needText(reader, u"id"_s);
    prompt.text = needText(reader, u"text"_s);
    prompt.system = reader.text(u"system"_s);
    prompt.expected = reader.texts(u"expected"_s);
    prompt.reference = reader.text(u"reference"_s);
    prompt.tags = reader.texts(u"tags"_s);
    prompt.maxTokens = reader.count(u"max_tokens"_s, 1);
    prompt.extra = reader.rest();
    return prompt;
}

} // namespace

JsonValue metadataJson(const ModelMetadata &metadata)
{
    JsonValue json = JsonValue::object();
    json.insert(u"capabilities"_s, JsonValue::fromTexts(metadata.capabilities));
    json.insert(u"size_mb"_s, orNull(metadata.sizeMb));
    json.insert(u"quantization"_s, orNull(metadata.quantization));
    json.insert(u"parameter_count"_s, orNull(metadata.parameterCount));
    json.insert(u"context_length"_s, orNull(std::optional<qint64>(metadata.contextLength)));
    json.insert(u"license"_s, orNull(metadata.license));
    json.insert(u"watts"_s, orNull(metadata.watts));
    json.insert(u"owned_by"_s, orNull(metadata.ownedBy));
    for (const auto &[key, value] :
         {std::pair(u"device"_s, metadata.device), std::pair(u"execution_provider"_s, metadata.executionProvider),
          std::pair(u"family"_s, metadata.family)}) {
        if (value) // few servers tell these
            json.insert(key, orNull(value));
    }
    json.insertTexts(u"from_server"_s, metadataKeys(metadata.fromServer));
    return json;
}

JsonValue promptJson(const Prompt &prompt)
{
    JsonValue json = JsonValue::object();
    json.insert(u"id"_s, JsonValue::fromText(prompt.id.value));
    json.insert(u"text"_s, JsonValue::fromText(prompt.text));
    json.insertText(u"system"_s, prompt.system);
    json.insertTexts(u"expected"_s, prompt.expected);
    json.insertText(u"reference"_s, prompt.reference);
    json.insertTexts(u"tags"_s, prompt.tags);
    if (prompt.maxTokens)
        json.insert(u"max_tokens"_s, JsonValue::fromInteger(*prompt.maxTokens));
    json.insertAll(prompt.extra);
    return json;
}

JsonValue planJson(const Plan &plan)
{
    JsonValue models = JsonValue::list();
    for (const PlannedModel &planned : plan.models)
        models.append(plannedModelJson(planned));
    JsonValue prompts = JsonValue::list();
    for (const Prompt &prompt : plan.prompts)
        prompts.append(promptJson(prompt));
    JsonValue json = JsonValue::object();
    json.insert(u"options"_s, optionsJson(plan.options));
    json.insert(u"models"_s, models);
    json.insert(u"prompt_set"_s, JsonValue::fromText(plan.promptSetName));
    json.insert(u"prompts_sha256"_s, JsonValue::fromText(promptsHash(plan.prompts))); // for readers; not read back
    json.insert(u"prompts"_s, prompts);
    return json;
}

Plan readPlanJson(const JsonValue &json, const QString &path, JsonProblems &problems)
{
    ObjectReader reader(json, path, problems);
    Plan plan;
    if (const JsonValue *options = reader.take(u"options"_s))
        plan.options = readOptions(*options, reader.pathOf(u"options"_s), problems);
    else
        problems.missing(json, reader.pathOf(u"options"_s), Text::tr("the options of the run"));
    const QString models = reader.pathOf(u"models"_s);
    for (const JsonValue &model : takeList(reader, u"models"_s))
        plan.models.push_back(readPlannedModel(model, jsonPath(models, plan.models.size()), problems));
    plan.promptSetName = reader.text(u"prompt_set"_s);
    const QString prompts = reader.pathOf(u"prompts"_s);
    for (const JsonValue &prompt : takeList(reader, u"prompts"_s))
        plan.prompts.push_back(readPrompt(prompt, jsonPath(prompts, plan.prompts.size()), problems));
    return plan;
}

QByteArray writePlan(const Plan &plan)
{
    return planJson(plan).compact();
}

Result<Plan> readPlan(const QByteArray &json, const QString &where)
{
    const Result<JsonValue> root = parseJson(json, where);
    if (!root)
        return root.error();
    JsonProblems problems(where);
    Plan plan = readPlanJson(*root, {}, problems);
    if (problems.first())
        return *problems.first();
    return plan;
}

} // namespace assay
