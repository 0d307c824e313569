// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/arguments.h"
#include "app/cli/contestants.h"
#include "app/cli/inputfile.h"
#include "models/domain/catalogjson.h"
#include "models/domain/text.h"

#include <QFileInfo>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace assay {
namespace {

Result<Catalog> readCatalogFile(const QString &path, QStringList &notes)
{
    const Result<QByteArray> bytes = readInputFile(path);
    if (!bytes) {
        return bytes.error();
    }
    Result<Catalog> catalog = readCatalog(*bytes, QFileInfo(path).fileName(), &notes);
    if (catalog && catalog->models.empty()) {
        return Error{ErrorCode::BadInput, Text::tr("%1 names no model.").arg(path), {}};
    }
    return catalog;
}

/// "a, b": models that the servers know by these names.
Result<Catalog> catalogOfNames(const QString &names)
{
    Catalog catalog;
    for (const QString &part : names.split(u',', Qt::SkipEmptyParts)) {
        const QString name = part.trimmed();
        if (name.isEmpty() || catalog.model(ModelAlias{name})) {
            continue;
        }
        Model model;
        model.alias = ModelAlias{name};
        model.serverId = name;
        catalog.models.push_back(model);
    }
    if (catalog.models.empty()) {
        return unexpected(u"BENCH_MODELS"_s, names, Text::tr("a models.json file or names with commas between them"));
    }
    return catalog;
}

} // namespace

Result<std::optional<Endpoint>> readEndpoint(const Arguments &arguments, const Surroundings &surroundings)
{
    const QString fromEnvironment = surroundings.environment(u"FOUNDRY_LOCAL_ENDPOINT"_s);
    const bool isGiven = arguments.has(u"endpoint"_s);
    if (!isGiven && fromEnvironment.isEmpty()) {
        return std::optional<Endpoint>();
    }
    const Result<QUrl> url = isGiven ? serverUrl(u"--endpoint"_s, *arguments.value(u"endpoint"_s))
                                     : serverUrl(u"FOUNDRY_LOCAL_ENDPOINT"_s, fromEnvironment);
    if (!url) {
        return url.error();
    }
    Endpoint endpoint;
    endpoint.id = EndpointId{u"endpoint"_s};
    endpoint.url = *url;
    return std::optional(endpoint);
}

Result<ContestantWish> readContestantWish(const Arguments &arguments, const Surroundings &surroundings)
{
    const Result<std::optional<Endpoint>> endpoint = readEndpoint(arguments, surroundings);
    if (!endpoint) {
        return endpoint.error();
    }
    ContestantWish wish;
    wish.endpoint = *endpoint;
    const QString fromEnvironment = surroundings.environment(u"BENCH_MODELS"_s).trimmed();
    const std::optional<QString> file = arguments.value(u"models"_s);
    if (!file && fromEnvironment.isEmpty()) {
        return wish;
    }
    const bool isFile = file || QFileInfo::exists(fromEnvironment) || fromEnvironment.endsWith(".json"_L1);
    const Result<Catalog> catalog =
        isFile ? readCatalogFile(file.value_or(fromEnvironment), wish.notes) : catalogOfNames(fromEnvironment);
    if (!catalog) {
        return catalog.error();
    }
    wish.catalog = *catalog;
    if (wish.endpoint && wish.catalog->endpoint(wish.endpoint->id)) {
        wish.endpoint->id = wish.catalog->freeEndpointId(wish.endpoint->id.value);
    }
    const bool isNeeded =
        std::ranges::any_of(wish.catalog->models, [](const Model &model) { return model.endpoint.isEmpty(); });
    if (arguments.has(u"endpoint"_s) && !isNeeded) {
        wish.notes.append(Text::tr("--endpoint is not used: each of these models names its own endpoint."));
    }
    return wish;
}

} // namespace assay
