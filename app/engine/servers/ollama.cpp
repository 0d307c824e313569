// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Lists what an Ollama server has.
#include "app/engine/servers/ollama.h"

#include "app/engine/servers/modelfacts.h"
#include "models/domain/numbertext.h"
#include "models/domain/text.h"

#include <QJsonArray>
#include <QJsonObject>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace assay {
namespace {

/// Details are told for one model at a time. So many are asked for, and no longer than it does not delay the list.
constexpr std::size_t mostDetails = 8;
constexpr Nanos detailPatience = std::chrono::milliseconds(100);

ModelMetadata metadataOf(const QJsonObject &entry)
{
    const QJsonObject details = entry["details"_L1].toObject();
    ModelMetadata known;
    known.sizeMb = megabytesOf(entry["size"_L1]);
    known.quantization = textOf(details["quantization_level"_L1]);
    known.parameterCount = parameterCountOf(details["parameter_size"_L1].toString());
    known.contextLength = tokensOf(details["context_length"_L1]);
    const QJsonArray capabilities = entry["capabilities"_L1].toArray();
    for (const QJsonValue &each : capabilities)
        known.capabilities << capabilityOf(each.toString());
    return known;
}

/// Of the models in memory. One that is in memory is used with its own context, whatever it was trained for.
void addLoaded(EndpointListing &listing, const QJsonDocument &loaded)
{
    const QJsonArray entries = loaded["models"_L1].toArray();
    for (const QJsonValue &entry : entries) {
        const QString name = entry["name"_L1].toString();
        const auto model = std::ranges::find(listing.models, name, &Model::serverId);
        if (model == listing.models.end())
            continue;
        ModelState &state = listing.states[name];
        state.presence = ModelPresence::Loaded;
        state.memoryMb = megabytesOf(entry["size"_L1]);
        if (const QJsonValue gpu = entry["size_vram"_L1]; gpu.isDouble())
            state.gpuMemoryMb = gpu.toDouble() / bytesPerMb; // 0 is a figure here: all of it is on the CPU
        if (const auto context = tokensOf(entry["context_length"_L1]))
            model->metadata.contextLength = context;
    }
}

void addDetails(ModelMetadata &known, const QJsonDocument &shown)
{
    const QJsonObject info = shown["model_info"_L1].toObject();
    const QString architecture = info["general.architecture"_L1].toString();
    if (!known.contextLength)
        known.contextLength = tokensOf(info[architecture + u".context_length"_s]);
    if (const double count = info["general.parameter_count"_L1].toDouble(); count > 0)
        known.parameterCount = static_cast<qint64>(count);
    known.license = textOf(info["general.license"_L1]);
    if (!known.license)
        known.license = licenseOf(shown["license"_L1].toString());
    const QJsonArray capabilities = shown["capabilities"_L1].toArray();
    for (const QJsonValue &each : capabilities) {
        if (const QString word = capabilityOf(each.toString()); !known.capabilities.contains(word))
            known.capabilities << word;
    }
}

/// POST /api/show only reads.
ErrandStep askDetails(EndpointListing listing, std::size_t at)
{
    if (at == std::min(listing.models.size(), mostDetails))
        return endWith(listing);
    const QByteArray body = QJsonDocument(QJsonObject{{u"model"_s, listing.models[at].serverId}}).toJson();
    return Ask{requestTo(listing.endpoint, "POST", besideApiUrl(listing.endpoint.url, u"/api/show"_s), body),
               [listing, at](const Result<HttpReply> &reply) mutable -> ErrandStep {
                   if (!reply)
                       return endWith(listing); // too busy for this: what is known will do
                   if (const auto shown = jsonOf(reply, listing.endpoint))
                       addDetails(listing.models[at].metadata, *shown);
                   return askDetails(listing, at + 1);
               },
               detailPatience};
}

ErrandStep askLoaded(EndpointListing listing)
{
    return Ask{requestTo(listing.endpoint, "GET", besideApiUrl(listing.endpoint.url, u"/api/ps"_s)),
               [listing](const Result<HttpReply> &reply) mutable -> ErrandStep {
                   const Result<QJsonDocument> loaded = jsonOf(reply, listing.endpoint);
                   if (!loaded)
                       return askDetails(listing, 0); // releases before /api/ps
                   for (const Model &model : listing.models)
                       listing.states[model.serverId].presence = ModelPresence::OnDisk;
                   addLoaded(listing, *loaded);
                   return askDetails(listing, 0);
               }};
}

} // namespace

std::optional<HttpCall> OllamaAdapter::versionCall(const Endpoint &endpoint) const
{
    return requestTo(endpoint, "GET", besideApiUrl(endpoint.url, u"/api/version"_s));
}

HttpCall OllamaAdapter::modelsCall(const Endpoint &endpoint) const
{
    return requestTo(endpoint, "GET", besideApiUrl(endpoint.url, u"/api/tags"_s));
}

Result<std::vector<Model>> OllamaAdapter::readModels(const QByteArray &body, const Endpoint &endpoint) const
{
    const QJsonDocument json = QJsonDocument::fromJson(body);
    if (!json.object().contains("models"_L1)) {
        return Error{ErrorCode::Protocol,
                     Text::tr("%1 answers, but not with a list of models. Check that its address is that of an Ollama "
                              "server.")
                         .arg(endpoint.url.toDisplayString()),
                     QString::fromUtf8(body.left(4096))};
    }
    std::vector<Model> models;
    const QJsonArray entries = json["models"_L1].toArray();
    for (const QJsonValue &entry : entries) {
        Model model;
        model.serverId = entry["name"_L1].toString(entry["model"_L1].toString());
        if (model.serverId.isEmpty() || !entry["remote_host"_L1].toString().isEmpty())
            continue;
        model.alias = ModelAlias{proposedAlias(model.serverId)};
        model.endpoint = endpoint.id;
        model.metadata = metadataOf(entry.toObject());
        models.push_back(std::move(model));
    }
    return models;
}

ErrandStep OllamaAdapter::list(const Endpoint &endpoint) const
{
    return listThen(endpoint, [](EndpointListing listing) {
        listing.abilities = Ability::Load | Ability::Unload | Ability::DownloadByName | Ability::Remove;
        return askLoaded(listing);
    });
}

} // namespace assay
