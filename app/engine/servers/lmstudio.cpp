// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/servers/lmstudio.h"

#include "app/engine/servers/modelfacts.h"
#include "models/domain/text.h"

#include <QJsonArray>
#include <QJsonObject>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace assay {
namespace {

constexpr Nanos loadPatience = std::chrono::minutes(10); // the server says nothing before it is done
constexpr Nanos pollEvery = std::chrono::milliseconds(500);

QStringList capabilitiesOf(const QJsonObject &entry)
{
    const QJsonObject can = entry["capabilities"_L1].toObject();
    QStringList list{capabilityOf(entry["type"_L1].toString())};
    if (can["vision"_L1].toBool())
        list << u"vision"_s;
    if (can["trained_for_tool_use"_L1].toBool())
        list << u"tools"_s;
    if (can["reasoning"_L1].isObject())
        list << u"thinking"_s;
    list.removeAll(QString());
    return list;
}

/// One of /api/v1/models. A model in memory is used with the context it was loaded with.
Model modelOf(const QJsonObject &entry, const Endpoint &endpoint)
{
    const QJsonObject instance = entry["loaded_instances"_L1].toArray().first().toObject();
    Model model;
    model.serverId = entry["key"_L1].toString();
    model.alias = ModelAlias{proposedAlias(model.serverId)};
    model.endpoint = endpoint.id;
    ModelMetadata &known = model.metadata;
    known.sizeMb = megabytesOf(entry["size_bytes"_L1]);
    known.quantization = textOf(entry["quantization"_L1]["name"_L1]);
    known.parameterCount = parameterCountOf(entry["params_string"_L1].toString());
    known.contextLength = tokensOf(instance["config"_L1]["context_length"_L1]);
    if (!known.contextLength)
        known.contextLength = tokensOf(entry["max_context_length"_L1]);
    known.capabilities = capabilitiesOf(entry);
    known.ownedBy = textOf(entry["publisher"_L1]);
    return model;
}

EndpointListing newerListing(const Endpoint &endpoint, const QJsonArray &entries)
{
    EndpointListing listing = listingOf(endpoint, ServerKind::LmStudio);
    listing.abilities = Ability::Load | Ability::Unload | Ability::DownloadByName;
    for (const QJsonValue &entry : entries) {
        Model model = modelOf(entry.toObject(), endpoint);
        if (model.serverId.isEmpty())
            continue;
        const QJsonArray instances = entry["loaded_instances"_L1].toArray();
        ModelState &state = listing.states[model.serverId];
        state.presence = instances.isEmpty() ? ModelPresence::OnDisk : ModelPresence::Loaded;
        state.instance = instances.first()["id"_L1].toString();
        listing.models.push_back(std::move(model));
    }
    return listing;
}

/// One of /api/v0/models; the OpenAI-compatible reader takes the rest from the same list.
void addOlder(EndpointListing &listing, const QJsonArray &entries)
{
    for (const QJsonValue &entry : entries) {
        const QString id = entry["id"_L1].toString();
        const auto model = std::ranges::find(listing.models, id, &Model::serverId);
        if (model == listing.models.end())
            continue;
        const QString state = entry["state"_L1].toString();
        if (state == "loaded"_L1 || state == "not-loaded"_L1)
            listing.states[id].presence = state == "loaded"_L1 ? ModelPresence::Loaded : ModelPresence::OnDisk;
        model->metadata.ownedBy = textOf(entry["publisher"_L1]);
        if (const QString can = capabilityOf(entry["type"_L1].toString()); !can.isEmpty())
            model->metadata.capabilities.prepend(can);
    }
}

ErrandStep listOlder(const Endpoint &endpoint, const ServerAdapter &adapter)
{
    return Ask{requestTo(endpoint, "GET", besideApiUrl(endpoint.url, u"/api/v0/models"_s)),
               [endpoint, &adapter](const Result<HttpReply> &reply) -> ErrandStep {
                   const Result<QJsonDocument> list = jsonOf(reply, endpoint);
                   if (!list || !(*list)["data"_L1].isArray())
                       return adapter.ServerAdapter::list(endpoint); // before 0.3.6
                   Result<std::vector<Model>> models = adapter.readModels(reply->body, endpoint);
                   if (!models)
                       return endWith(models.error());
                   EndpointListing listing = listingOf(endpoint, ServerKind::LmStudio);
                   listing.models = std::move(models).value();
                   addOlder(listing, (*list)["data"_L1].toArray());
                   return endWith(listing);
               }};
}

/// Asks for the instances of a model that are in memory; "unsupported" where the release has no such list.
ErrandStep withInstances(const ServerOrder &order, const std::function<ErrandStep(const QStringList &ids)> &then)
{
    return Ask{requestTo(order.endpoint, "GET", besideApiUrl(order.endpoint.url, u"/api/v1/models"_s)),
               [order, then](const Result<HttpReply> &reply) -> ErrandStep {
                   const Result<QJsonDocument> list = jsonOf(reply, order.endpoint);
                   if (!list)
                       return endWith(list.error());
                   QStringList ids;
                   const QJsonArray models = (*list)["models"_L1].toArray();
                   for (const QJsonValue &model : models) {
                       const QJsonArray instances = model["key"_L1] == order.model.serverId
                           ? model["loaded_instances"_L1].toArray()
                           : QJsonArray();
                       for (const QJsonValue &instance : instances)
                           ids << instance["id"_L1].toString();
                   }
                   return then(ids);
               }};
}

Ask post(const ServerOrder &order, const QString &path, const QJsonObject &body)
{
    Ask ask;
    ask.call = requestTo(order.endpoint, "POST", besideApiUrl(order.endpoint.url, path),
                         QJsonDocument(body).toJson(QJsonDocument::Compact));
    return ask;
}

/// A second load of the same model would make a second instance of it (unconfirmed).
ErrandStep load(const ServerOrder &order)
{
    return withInstances(order, [order](const QStringList &ids) -> ErrandStep {
        if (!ids.isEmpty())
            return endWith(TaskDone{});
        Ask ask = post(order, u"/api/v1/models/load"_s, {{u"model"_s, order.model.serverId}});
        ask.patience = loadPatience;
        ask.then = [order](const Result<HttpReply> &reply) -> ErrandStep {
            const Result<QJsonDocument> answer = jsonOf(reply, order.endpoint);
            if (!answer)
                return endWith(answer.error());
            if ((*answer)["status"_L1] == "loaded"_L1)
                return endWith(TaskDone{});
            return endWith(errorFromReply(reply->status, reply->body, reply->contentType));
        };
        return ask;
    });
}

ErrandStep unloadAll(const ServerOrder &order, const QStringList &ids)
{
    if (ids.isEmpty())
        return endWith(TaskDone{});
    Ask ask = post(order, u"/api/v1/models/unload"_s, {{u"instance_id"_s, ids.first()}});
    ask.patience = std::chrono::minutes(1);
    ask.then = [order, ids](const Result<HttpReply> &reply) -> ErrandStep {
        const Result<QJsonDocument> answer = jsonOf(reply, order.endpoint);
        return answer ? unloadAll(order, ids.mid(1)) : endWith(answer.error());
    };
    return ask;
}

TaskProgress progressOf(const QJsonObject &job)
{
    TaskProgress progress;
    if (job["total_size_bytes"_L1].toDouble() > 0) {
        progress.totalBytes = job["total_size_bytes"_L1].toInteger();
        progress.doneBytes = job["downloaded_bytes"_L1].toInteger();
    }
    if (job["bytes_per_second"_L1].toDouble() > 0)
        progress.bytesPerSecond = job["bytes_per_second"_L1].toDouble();
    progress.words = job["status"_L1].toString();
    return progress;
}

/// The state of a download, from the reply that began it or from a later one.
ErrandStep watch(const ServerOrder &order, const QString &job, const Result<HttpReply> &reply)
{
    const Result<QJsonDocument> answer = jsonOf(reply, order.endpoint);
    if (!answer)
        return endWith(answer.error());
    const QString status = (*answer)["status"_L1].toString();
    if (status == "completed"_L1 || status == "already_downloaded"_L1)
        return endWith(TaskDone{});
    const QString id = job.isEmpty() ? (*answer)["job_id"_L1].toString() : job;
    if (id.isEmpty() || (status != "downloading"_L1 && status != "paused"_L1))
        return endWith(errorFromReply(reply->status, reply->body, reply->contentType));
    const auto again = [order, id]() -> ErrandStep {
        return Ask{requestTo(order.endpoint, "GET",
                             besideApiUrl(order.endpoint.url, u"/api/v1/models/download/status/"_s + id)),
                   [order, id](const Result<HttpReply> &next) { return watch(order, id, next); },
                   std::chrono::seconds(30)};
    };
    return Rest{pollEvery, again, progressOf(answer->object())};
}

/// "publisher/name@q4_k_m": the part behind the @ is asked for by a field of its own.
ErrandStep download(const ServerOrder &order)
{
    const QString &name = order.model.serverId;
    const qsizetype at = name.lastIndexOf(u'@');
    QJsonObject body{{u"model"_s, at > 0 ? name.left(at) : name}};
    if (at > 0)
        body.insert(u"quantization"_s, name.mid(at + 1));
    Ask ask = post(order, u"/api/v1/models/download"_s, body);
    ask.patience = std::chrono::minutes(1);
    ask.then = [order](const Result<HttpReply> &reply) { return watch(order, {}, reply); };
    return ask;
}

} // namespace

ErrandStep LmStudioAdapter::list(const Endpoint &endpoint) const
{
    return Ask{requestTo(endpoint, "GET", besideApiUrl(endpoint.url, u"/api/v1/models"_s)),
               [this, endpoint](const Result<HttpReply> &reply) -> ErrandStep {
                   if (!reply || reply->status == 401)
                       return endWith(jsonOf(reply, endpoint).error());
                   const QJsonDocument list = QJsonDocument::fromJson(reply->body);
                   if (reply->status != 200 || !list["models"_L1].isArray())
                       return listOlder(endpoint, *this);
                   return endWith(newerListing(endpoint, list["models"_L1].toArray()));
               }};
}

ErrandStep LmStudioAdapter::perform(const ServerOrder &order) const
{
    switch (order.task) {
    case ServerTask::Load:
        return load(order);
    case ServerTask::Unload:
        return withInstances(order, [order](const QStringList &ids) { return unloadAll(order, ids); });
    case ServerTask::Download:
        return download(order);
    case ServerTask::Remove:
    case ServerTask::Start:
        break;
    }
    return ServerAdapter::perform(order);
}

} // namespace assay
