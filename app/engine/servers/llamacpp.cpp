// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/servers/llamacpp.h"

#include "models/domain/text.h"

#include <QJsonArray>
#include <QJsonObject>

using namespace Qt::Literals::StringLiterals;

namespace assay {
namespace {

constexpr Nanos pollEvery = std::chrono::milliseconds(50); // a load is timed by it
constexpr Nanos pollDownloadEvery = std::chrono::milliseconds(500);
/// So often in a row a model may be where the order cannot have sent it, before it is given up: the server may not have
/// begun yet.
constexpr int mostAstray = 40;
/// A model on a slow disk takes minutes; the server tells whether it is still at it.
constexpr Nanos loadPatience = std::chrono::seconds(30);

QByteArray naming(const QString &model)
{
    return QJsonDocument(QJsonObject{{u"model"_s, model}}).toJson(QJsonDocument::Compact);
}

std::optional<ModelPresence> presenceOf(const QJsonObject &status)
{
    const QString value = status["value"_L1].toString();
    if (status["failed"_L1].toBool())
        return ModelPresence::Failed;
    if (value == "loaded"_L1)
        return ModelPresence::Loaded;
    if (value == "loading"_L1)
        return ModelPresence::Loading;
    if (value == "unloaded"_L1)
        return ModelPresence::OnDisk;
    if (value == "sleeping"_L1)
        return ModelPresence::Sleeping;
    if (value == "downloading"_L1)
        return ModelPresence::Downloading;
    return {};
}

/// Of a download: `status.progress` is {url: {done, total}}.
TaskProgress progressOf(const QJsonObject &status)
{
    TaskProgress progress;
    qint64 done = 0;
    qint64 total = 0;
    const QJsonObject files = status["progress"_L1].toObject();
    for (const QJsonValue &file : files) {
        done += file["done"_L1].toInteger();
        total += file["total"_L1].toInteger();
    }
    if (total > 0) {
        progress.doneBytes = done;
        progress.totalBytes = total;
    }
    return progress;
}

QJsonObject entryOf(const QJsonDocument &list, const QString &id)
{
    const QJsonArray entries = list["data"_L1].toArray();
    for (const QJsonValue &entry : entries) {
        if (entry["id"_L1].toString() == id)
            return entry.toObject();
    }
    return {};
}

ModelState stateOf(const QJsonObject &status)
{
    ModelState state;
    state.presence = presenceOf(status);
    if (state.presence == ModelPresence::Failed) {
        const QJsonValue code = status["exit_code"_L1];
        state.problem = code.isDouble() ? Text::tr("its process ended with code %1").arg(code.toInt()) : QString();
    }
    if (const TaskProgress progress = progressOf(status); progress.totalBytes)
        state.progress = static_cast<double>(*progress.doneBytes) / static_cast<double>(*progress.totalBytes);
    return state;
}

Error failedToLoad(const ServerOrder &order, const ModelState &state)
{
    return {ErrorCode::ServerError,
            Text::tr("The server could not load %1. Look into its log; too little memory and a damaged file are the "
                     "usual reasons.")
                .arg(order.model.serverId),
            state.problem};
}

Error wentAstray(const ServerOrder &order)
{
    return {ErrorCode::ServerError,
            Text::tr("The server took the order (%1) for %2, but does not carry it out. Look into its log.")
                .arg(serverTaskName(order.task), order.model.serverId),
            {}};
}

bool hasArrived(ServerTask task, ModelPresence wanted, ModelPresence now)
{
    using enum ModelPresence;
    return now == wanted || (task == ServerTask::Download && now == Loaded)
        || (task == ServerTask::Load && now == Sleeping) || (task == ServerTask::Unload && now == Failed);
}

/// Whether it is on its way.
bool isGoing(ServerTask task, ModelPresence now)
{
    return (task == ServerTask::Load && now == ModelPresence::Loading)
        || (task == ServerTask::Download && now == ModelPresence::Downloading)
        || (task == ServerTask::Unload && now != ModelPresence::OnDisk);
}

ErrandStep watch(const ServerOrder &order, ModelPresence wanted, int astray = 0);

/// Asks again until the model has got where it was sent.
ErrandStep judge(const ServerOrder &order, ModelPresence wanted, int astray, const Result<HttpReply> &reply)
{
    const Result<QJsonDocument> list = jsonOf(reply, order.endpoint);
    if (!list)
        return endWith(list.error());
    const QJsonObject status = entryOf(*list, order.model.serverId)["status"_L1].toObject();
    const ModelState state = stateOf(status);
    if (state.presence && hasArrived(order.task, wanted, *state.presence))
        return endWith(TaskDone{});
    if (state.presence == ModelPresence::Failed)
        return endWith(order.task == ServerTask::Load ? failedToLoad(order, state) : wentAstray(order));
    const int further = state.presence && isGoing(order.task, *state.presence) ? 0 : astray + 1;
    if (further > mostAstray)
        return endWith(wentAstray(order));
    TaskProgress progress = progressOf(status);
    progress.fraction = progress.totalBytes ? std::optional<double>() : state.progress;
    const Nanos pause = order.task == ServerTask::Download ? pollDownloadEvery : pollEvery;
    return Rest{pause, [order, wanted, further] { return watch(order, wanted, further); }, progress};
}

ErrandStep watch(const ServerOrder &order, ModelPresence wanted, int astray)
{
    return Ask{requestTo(order.endpoint, "GET", besideApiUrl(order.endpoint.url, u"/models"_s)),
               [order, wanted, astray](const Result<HttpReply> &reply) { return judge(order, wanted, astray, reply); },
               loadPatience};
}

/// Whether a refusal says that what was asked for is so already.
bool isSoAlready(const HttpReply &reply)
{
    return reply.status == 400
        && (reply.body.contains("already running") || reply.body.contains("already loaded")
            || reply.body.contains("not running") || reply.body.contains("not loaded"));
}

ErrandStep send(const ServerOrder &order, const QByteArray &verb, const QUrl &url, const QByteArray &body,
                std::optional<ModelPresence> wanted)
{
    return Ask{requestTo(order.endpoint, verb, url, body),
               [order, wanted](const Result<HttpReply> &reply) -> ErrandStep {
                   if (reply && isSoAlready(*reply)) // or on its way there
                       return wanted ? watch(order, *wanted) : endWith(TaskDone{});
                   const Result<QJsonDocument> answer = jsonOf(reply, order.endpoint);
                   if (!answer)
                       return endWith(answer.error());
                   return wanted ? watch(order, *wanted) : endWith(TaskDone{});
               },
               loadPatience};
}

} // namespace

std::optional<HttpCall> LlamaCppAdapter::versionCall(const Endpoint &endpoint) const
{
    return requestTo(endpoint, "GET", besideApiUrl(endpoint.url, u"/props"_s));
}

QString LlamaCppAdapter::readVersion(const QByteArray &body) const
{
    return versionIn(body, u"build_info"_s);
}

ErrandStep LlamaCppAdapter::list(const Endpoint &endpoint) const
{
    return Ask{*versionCall(endpoint), [this, endpoint](const Result<HttpReply> &reply) -> ErrandStep {
                   if (!reply)
                       return endWith(reply.error());
                   // A single server that is still loading refuses here; its list may be there all the same.
                   const QJsonDocument props = QJsonDocument::fromJson(reply->body);
                   EndpointListing listing = listingOf(endpoint, ServerKind::LlamaCpp);
                   listing.version = readVersion(reply->body);
                   return listModels(listing, props["role"_L1].toString() == "router"_L1);
               }};
}

ErrandStep LlamaCppAdapter::listModels(const EndpointListing &known, bool isRouter) const
{
    const Endpoint &endpoint = known.endpoint;
    const QUrl url = isRouter ? besideApiUrl(endpoint.url, u"/models"_s) : apiUrl(endpoint.url, u"models"_s);
    return Ask{requestTo(endpoint, "GET", url), [this, known, isRouter](const Result<HttpReply> &reply) -> ErrandStep {
                   const Result<QJsonDocument> list = jsonOf(reply, known.endpoint);
                   if (!list)
                       return endWith(list.error());
                   Result<std::vector<Model>> models = readModels(reply->body, known.endpoint);
                   if (!models)
                       return endWith(models.error());
                   EndpointListing listing = known;
                   listing.models = std::move(models).value();
                   if (isRouter)
                       listing.abilities = Ability::Load | Ability::Unload | Ability::DownloadByName;
                   const QJsonArray entries = (*list)["data"_L1].toArray();
                   for (const QJsonValue &entry : entries) {
                       const QJsonObject status = entry["status"_L1].toObject();
                       if (!status.isEmpty())
                           listing.states.insert(entry["id"_L1].toString(), stateOf(status));
                       if (entry["can_remove"_L1].toBool())
                           listing.abilities |= Ability::Remove;
                   }
                   if (!isRouter) { // it has one model, and that is in memory before the server answers at all
                       for (const Model &model : listing.models)
                           listing.states[model.serverId].presence = ModelPresence::Loaded;
                   }
                   return endWith(listing);
               }};
}

ErrandStep LlamaCppAdapter::perform(const ServerOrder &order) const
{
    const QString &id = order.model.serverId;
    switch (order.task) {
    case ServerTask::Load:
        return send(order, "POST", besideApiUrl(order.endpoint.url, u"/models/load"_s), naming(id),
                    ModelPresence::Loaded);
    case ServerTask::Unload:
        return send(order, "POST", besideApiUrl(order.endpoint.url, u"/models/unload"_s), naming(id),
                    ModelPresence::OnDisk);
    case ServerTask::Download:
        return send(order, "POST", besideApiUrl(order.endpoint.url, u"/models"_s), naming(id), ModelPresence::OnDisk);
    case ServerTask::Remove: {
        QUrl url = besideApiUrl(order.endpoint.url, u"/models"_s);
        url.setQuery(u"model="_s + QString::fromUtf8(QUrl::toPercentEncoding(id)));
        return send(order, "DELETE", url, {}, std::nullopt);
    }
    case ServerTask::Start:
        break;
    }
    return ServerAdapter::perform(order);
}

} // namespace assay
