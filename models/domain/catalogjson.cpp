// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/catalogjson.h"

#include "models/domain/jsonfields.h"
#include "models/domain/jsonreader.h"
#include "models/domain/sweep.h"
#include "models/domain/text.h"
#include "models/domain/wrapperjson.h"

#include <QSet>

#include <algorithm>

namespace assay {

using namespace Qt::Literals::StringLiterals;

namespace {

/// A file is held to every rule; a workspace may hold what a person has only half filled in.
enum class Rules { File, Workspace };

void readParameters(const JsonValue &json, const QString &path, JsonProblems &problems, Model &model)
{
    ObjectReader reader(json, path, problems);
    model.sweep = takeSweep(reader);
    const auto isSwept = [&model](const QString &name) {
        return std::ranges::find(model.sweep, name, &SweptParameter::name) != model.sweep.end();
    };
    if (!isSwept(u"temperature"_s)) {
        model.parameters.temperature = reader.real(u"temperature"_s, 0);
    }
    if (!isSwept(u"max_tokens"_s)) {
        model.parameters.maxTokens = reader.count(u"max_tokens"_s, 1);
    }
    if (!isSwept(u"seed"_s)) {
        model.parameters.seed = reader.integer(u"seed"_s, std::numeric_limits<qint64>::min());
    }
    model.parameters.extra = reader.rest();
}

ModelMetadata readMetadata(ObjectReader &reader)
{
    ModelMetadata metadata;
    metadata.sizeMb = reader.real(u"size_mb"_s, 0);
    if (metadata.sizeMb == 0.0) {
        metadata.sizeMb.reset(); // files of the workshop write 0 where nobody knows
    }
    metadata.quantization = reader.optionalText(u"quantization"_s);
    metadata.parameterCount = reader.integer(u"parameter_count"_s, 1);
    metadata.contextLength = reader.count(u"context_length"_s, 1);
    metadata.license = reader.optionalText(u"license"_s);
    metadata.watts = reader.real(u"watts"_s, 0);
    metadata.capabilities = reader.texts(u"capabilities"_s);
    metadata.ownedBy = reader.optionalText(u"owned_by"_s);
    metadata.device = reader.optionalText(u"device"_s);
    metadata.executionProvider = reader.optionalText(u"execution_provider"_s);
    metadata.family = reader.optionalText(u"family"_s);
    return metadata;
}

/// `owners`: the kinds that know the member; empty where none does.
QString unusedText(const QString &path, const QString &owners, std::optional<ServerKind> kind)
{
    return owners.isEmpty()
        ? Text::tr("%1 is not used, only kept: Assay knows no such member here.").arg(path)
        : Text::tr("%1 is not used, only kept: it belongs to an endpoint of kind %2, and this one is of kind %3.")
              .arg(path, owners, serverKindKey(*kind));
}

/// Reads one file; the first problem ends up in `problems`.
class CatalogReader
{
public:
    CatalogReader(Rules rules, JsonProblems &problems) : m_rules(rules), m_problems(problems) { }

    Catalog read(const JsonValue &root);

private:
    void readAliases(const JsonValue &list);
    void readVersionOne(const JsonValue &root);
    void readEndpoint(const QString &name, const JsonValue &json);
    void readUrl(ObjectReader &reader, Endpoint &endpoint);
    void readKey(ObjectReader &reader, Endpoint &endpoint);
    void refuseLiteralKeys(const ObjectReader &reader);
    void refuseKeysIn(const JsonValue &json, const QString &name, const QString &path, bool areHeaders);
    RawJson keepRest(const ObjectReader &reader, std::optional<ServerKind> kind = {});
    void noteUnused(const JsonValue &value, const QString &name, const QString &path, std::optional<ServerKind> kind);
    void readModels(const JsonValue &object, const QString &path);
    void readModel(const QString &alias, const JsonValue &json, const QString &path);
    EndpointId readEndpointName(ObjectReader &reader);
    bool isFile() const { return m_rules == Rules::File; }

    Rules m_rules;
    JsonProblems &m_problems;
    Catalog m_catalog;
    QSet<QString> m_endpointNames;
    QSet<QString> m_noted; // members that nobody reads and that were said so of
    int m_alike = 0; // others of the same names
};

Catalog CatalogReader::read(const JsonValue &root)
{
    const bool versioned =
        root.find(u"version"_s) != nullptr || root.find(u"models"_s) != nullptr || root.find(u"endpoints"_s) != nullptr;
    if (root.isList()) {
        readAliases(root);
    } else if (!root.isObject()) {
        m_problems.mismatch(root, {}, Text::tr("an object with \"models\", or a list of model names"));
    } else if (versioned) {
        readVersionOne(root);
    } else {
        readModels(root, {});
    }
    if (m_alike > 0) {
        m_problems.note(0, Text::tr("the same holds of members of the same names elsewhere (%1).").arg(m_alike));
    }
    return std::move(m_catalog);
}

void CatalogReader::readAliases(const JsonValue &list)
{
    QSet<QString> seen;
    for (size_t i = 0; i < list.items.size(); ++i) {
        const JsonValue &item = list.items[i];
        const QString path = jsonPath({}, i);
        if (!item.isText() || item.text.trimmed().isEmpty()) {
            m_problems.mismatch(item, path, Text::tr("the name of a model"));
        } else if (seen.contains(item.text)) {
            m_problems.mismatch(item, path, Text::tr("each model once"));
        }
        seen.insert(item.text);
        Model model;
        model.alias.value = item.text;
        model.serverId = item.text;
        m_catalog.models.push_back(std::move(model));
    }
}

void CatalogReader::readVersionOne(const JsonValue &root)
{
    ObjectReader reader(root, {}, m_problems);
    reader.takeVersionOne();
    if (const JsonValue *endpoints = reader.take(u"endpoints"_s)) {
        ObjectReader check(*endpoints, reader.pathOf(u"endpoints"_s), m_problems);
        for (size_t i = 0; endpoints->isObject() && i < endpoints->items.size(); ++i) {
            readEndpoint(endpoints->keys.at(static_cast<qsizetype>(i)), endpoints->items[i]);
        }
    }
    const JsonValue *models = reader.take(u"models"_s);
    if (models && !models->isObject()) {
        m_problems.mismatch(*models, reader.pathOf(u"models"_s),
                            Text::tr("an object such as {\"small\": {\"endpoint\": \"here\", \"id\": "
                                     "\"qwen2.5:0.5b\"}}; a file of names alone is a list: [\"qwen2.5:0.5b\"]"));
    } else if (models) {
        readModels(*models, reader.pathOf(u"models"_s));
    }
    m_catalog.extra = keepRest(reader);
}

void CatalogReader::readEndpoint(const QString &name, const JsonValue &json)
{
    ObjectReader reader(json, jsonPath(u"endpoints"_s, name), m_problems);
    if (isFile() && name.trimmed().isEmpty()) {
        m_problems.add(json.line, Text::tr("an endpoint has an empty name, expected a name such as \"llama\"."));
    }
    Endpoint endpoint;
    endpoint.id.value = name;
    if (const std::optional<QString> key = reader.optionalText(u"kind"_s)) {
        const std::optional<ServerKind> kind = serverKindFromKey(*key);
        if (!kind) {
            m_problems.mismatch(*json.find(u"kind"_s), reader.pathOf(u"kind"_s),
                                Text::tr("one of %1").arg(serverKindKeys().join(", "_L1)));
        }
        endpoint.kind = kind.value_or(ServerKind::Auto);
    }
    readUrl(reader, endpoint);
    readKey(reader, endpoint);
    takeWrapper(reader, endpoint, isFile());
    if (isFile() && endpoint.kind != ServerKind::Command && !endpoint.command.isEmpty()) {
        const JsonValue &command = *json.find(u"command"_s);
        const QString path = reader.pathOf(u"command"_s);
        if (const QString problem = commandProblem(endpoint.command); !problem.isEmpty()) {
            m_problems.add(command.line, Text::tr("%1 cannot be used. %2").arg(path, problem));
        }
        noteUnused(command, u"command"_s, path, endpoint.kind);
    }
    endpoint.extra = keepRest(reader, endpoint.kind);
    m_endpointNames.insert(name);
    m_catalog.endpoints.push_back(std::move(endpoint));
}

void CatalogReader::readUrl(ObjectReader &reader, Endpoint &endpoint)
{
    const std::optional<QString> text = reader.optionalText(u"url"_s);
    const QString path = reader.pathOf(u"url"_s);
    if (text) {
        endpoint.url = QUrl(*text);
    }
    if (!isFile() || m_problems.first()) {
        return;
    }
    const bool needsUrl = endpoint.kind != ServerKind::Command && endpoint.kind != ServerKind::Practice;
    if (!text && needsUrl) {
        m_problems.missing(reader.value(), path, Text::tr("a URL such as http://127.0.0.1:8080"));
    } else if (const QString problem = text ? endpointUrlProblem(endpoint.url) : QString(); !problem.isEmpty()) {
        const JsonValue &value = *reader.value().find(u"url"_s);
        // A URL with a password or a query may hold a secret: it is not repeated.
        if (text->contains(u'@') || text->contains(u'?')) {
            m_problems.add(value.line, Text::tr("%1 cannot be used. %2").arg(path, problem));
        } else {
            m_problems.mismatch(value, path, Text::tr("a URL that starts with http:// or https:// and names a host"));
        }
    }
}

void CatalogReader::readKey(ObjectReader &reader, Endpoint &endpoint)
{
    if (isFile()) {
        refuseLiteralKeys(reader);
    }
    const JsonValue *key = reader.take(u"key"_s);
    const bool plainHttp = takeFlag(reader, u"plain_http_key"_s);
    if (key == nullptr) {
        return;
    }
    endpoint.key = key->isText() ? keyReferenceFromText(key->text) : std::nullopt;
    if (!endpoint.key) {
        m_problems.add(key->line,
                       Text::tr("%1 is no key reference, and a key itself must not stand in a file, because files are "
                                "shared: put the key into an environment variable and write \"env:NAME\" here, or into "
                                "the keychain and write \"keychain:NAME\".")
                           .arg(reader.pathOf(u"key"_s)));
        return;
    }
    endpoint.key->plainHttp = plainHttp;
}

/// Names that other programs give to a key. Kept as unknown keys they would carry a secret into every file we write.
void CatalogReader::refuseLiteralKeys(const ObjectReader &reader)
{
    for (const QString &name : reader.value().keys) {
        if (isSecretName(name)) {
            m_problems.add(reader.value().find(name)->line, unreadKeyProblem(reader.pathOf(name)));
        }
    }
}

/// The same in what is not read, however deep.
void CatalogReader::refuseKeysIn(const JsonValue &json, const QString &name, const QString &path, bool areHeaders)
{
    const bool isText = json.isText() && !json.text.isEmpty();
    if (isText && !keyReferenceFromText(json.text) && isLiteralKey(name, json.text, areHeaders)) {
        m_problems.add(json.line, unreadKeyProblem(path));
    }
    for (size_t i = 0; i < json.items.size(); ++i) {
        const QString inner = json.isObject() ? json.keys.at(static_cast<qsizetype>(i)) : name;
        refuseKeysIn(json.items[i], inner, json.isObject() ? jsonPath(path, inner) : jsonPath(path, i), areHeaders);
    }
}

/// What nobody took is kept, and said, for it may be a slip of the pen. `kind`: of the endpoint that it describes.
RawJson CatalogReader::keepRest(const ObjectReader &reader, std::optional<ServerKind> kind)
{
    for (const QString &name : isFile() ? reader.restKeys() : QStringList()) {
        const JsonValue &value = *reader.value().find(name);
        const QString path = reader.pathOf(name);
        refuseKeysIn(value, name, path, name == "headers"_L1);
        noteUnused(value, name, path, kind);
    }
    return reader.rest();
}

/// Each name once among endpoints and once among models: files of many models would say it as often.
void CatalogReader::noteUnused(const JsonValue &value, const QString &name, const QString &path,
                               std::optional<ServerKind> kind)
{
    const QString which = (kind ? u"endpoint "_s : u"model "_s) + name;
    if (m_noted.contains(which)) {
        ++m_alike;
        return;
    }
    m_noted.insert(which);
    m_problems.note(value.line, unusedText(path, kind ? wrapperKindsOf(name) : QString(), kind));
}

void CatalogReader::readModels(const JsonValue &object, const QString &path)
{
    ObjectReader check(object, path, m_problems);
    for (size_t i = 0; object.isObject() && i < object.items.size(); ++i) {
        const QString &alias = object.keys.at(static_cast<qsizetype>(i));
        if (isFile() && alias.trimmed().isEmpty()) {
            m_problems.add(object.items[i].line,
                           Text::tr("a model has an empty name, expected a name such as \"qwen2.5-0.5b\"."));
        }
        readModel(alias, object.items[i], jsonPath(path, alias));
    }
}

void CatalogReader::readModel(const QString &alias, const JsonValue &json, const QString &path)
{
    ObjectReader reader(json, path, m_problems);
    Model model;
    model.alias.value = alias;
    model.endpoint = readEndpointName(reader);
    const std::optional<QString> id = reader.optionalText(u"id"_s);
    model.serverId = id && (!isFile() || !id->isEmpty()) ? *id : alias;
    model.system = reader.text(u"system"_s);
    model.metadata = readMetadata(reader);
    model.metadata.fromServer = metadataFieldsFromKeys(reader.texts(u"from_server"_s)) & knownFields(model.metadata);
    if (const JsonValue *parameters = reader.take(u"parameters"_s)) {
        readParameters(*parameters, reader.pathOf(u"parameters"_s), m_problems, model);
    }
    model.extra = keepRest(reader);
    m_catalog.models.push_back(std::move(model));
}

EndpointId CatalogReader::readEndpointName(ObjectReader &reader)
{
    const JsonValue *value = reader.take(u"endpoint"_s);
    if (value == nullptr) {
        return {};
    }
    if (!value->isText() || (isFile() && !m_endpointNames.contains(value->text))) {
        QStringList names(m_endpointNames.cbegin(), m_endpointNames.cend());
        names.sort();
        const QString expected = names.isEmpty()
            ? Text::tr("the name of an endpoint, but the file has no \"endpoints\"")
            : Text::tr("the name of an endpoint (%1)").arg(names.join(", "_L1));
        m_problems.mismatch(*value, reader.pathOf(u"endpoint"_s), expected);
        return {};
    }
    return {value->text};
}

Result<Catalog> catalogOf(const JsonValue &root, Rules rules, JsonProblems &problems)
{
    Catalog catalog = CatalogReader(rules, problems).read(root);
    if (problems.first()) {
        return *problems.first();
    }
    return catalog;
}

} // namespace

Result<Catalog> readCatalog(const QByteArray &json, const QString &fileName, QStringList *notes)
{
    const Result<JsonValue> root = parseJson(json, fileName);
    if (!root) {
        return root.error();
    }
    JsonProblems problems(fileName);
    Result<Catalog> catalog = catalogOf(*root, Rules::File, problems);
    if (notes) {
        *notes = problems.notes();
    }
    return catalog;
}

Result<Catalog> readCatalogState(const QByteArray &json)
{
    const QString name = Text::tr("the catalog of the workspace");
    const Result<JsonValue> root = parseJson(json, name);
    if (!root) {
        return root.error();
    }
    JsonProblems problems(name);
    ObjectReader reader(*root, {}, problems);
    const QStringList ticked = reader.texts(u"ticked"_s);
    const QStringList found = reader.texts(u"found"_s);
    const JsonValue *content = reader.take(u"catalog"_s);
    if (content == nullptr) {
        problems.missing(*root, u"catalog"_s, Text::tr("an object"));
        return *problems.first();
    }
    Result<Catalog> catalog = catalogOf(*content, Rules::Workspace, problems);
    if (catalog) {
        const QSet<QString> tickedNames(ticked.cbegin(), ticked.cend());
        const QSet<QString> foundNames(found.cbegin(), found.cend());
        for (Model &model : catalog.value().models) {
            model.ticked = tickedNames.contains(model.alias.value);
        }
        for (Endpoint &endpoint : catalog.value().endpoints) {
            endpoint.found = foundNames.contains(endpoint.id.value);
        }
    }
    return catalog;
}

} // namespace assay
