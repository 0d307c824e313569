// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/servers/foundryservice.h"

#include "app/engine/servers/foundryoutput.h"
#include "models/domain/text.h"

#include <QJsonArray>

using namespace Qt::Literals::StringLiterals;

namespace assay {
namespace {

/// The service fetches its catalog from the network.
constexpr Nanos catalogPatience = std::chrono::minutes(1);
/// A load answers when it is done.
constexpr Nanos loadPatience = std::chrono::minutes(15);
constexpr Nanos silencePatience = std::chrono::minutes(5); // of a download
constexpr Nanos pollEvery = std::chrono::milliseconds(500);
constexpr Nanos pauseBeforeAgain = std::chrono::seconds(2);
constexpr int polls = 60;
constexpr int downloadTries = 5;
/// Seconds until an idle model is dropped. Longer than a person thinks between two runs.
const QString timeToLive = u"ttl=3600"_s;
const QString loadedPath = u"/openai/loadedmodels"_s;
const QString cachedPath = u"/openai/models"_s;

HttpCall callTo(const ServerOrder &order, const QString &path, const QString &query)
{
    QUrl url = besideApiUrl(order.endpoint.url, path + order.model.serverId);
    url.setQuery(query);
    return requestTo(order.endpoint, "GET", url); // yes: a GET that changes the server
}

/// Asks until the model is in memory, or out of it.
ErrandStep confirm(const ServerOrder &order, bool isWanted, int pollsLeft)
{
    return askFoundryIds(
        order.endpoint, loadedPath, [order, isWanted, pollsLeft](const Result<QStringList> &ids) -> ErrandStep {
            if (!ids)
                return endWith(ids.error());
            if (holdsFoundryModel(*ids, order.model.serverId) == isWanted)
                return endWith(TaskDone{});
            if (pollsLeft <= 0)
                return endWith(
                    Error{ErrorCode::ServerError,
                          isWanted ? Text::tr("Foundry Local says that %1 was loaded, but does not list it as loaded.")
                                         .arg(order.model.serverId)
                                   : Text::tr("Foundry Local still has %1 in memory. Something may still be using it.")
                                         .arg(order.model.serverId),
                          {}});
            return Rest{pollEvery, [order, isWanted, pollsLeft] { return confirm(order, isWanted, pollsLeft - 1); }};
        });
}

ErrandStep moveModel(const ServerOrder &order, bool isLoad)
{
    // "force": at once, not when its time to live is over.
    const HttpCall call =
        isLoad ? callTo(order, u"/openai/load/"_s, timeToLive) : callTo(order, u"/openai/unload/"_s, u"force=true"_s);
    return Ask{call,
               [order, isLoad](const Result<HttpReply> &reply) -> ErrandStep {
                   const auto refusal = refusalIn(reply);
                   return refusal ? endWith(*refusal) : confirm(order, isLoad, polls);
               },
               loadPatience};
}

/// A model that is not in memory is unloaded: some releases answer that with an error.
ErrandStep unload(const ServerOrder &order)
{
    return askFoundryIds(order.endpoint, loadedPath, [order](const Result<QStringList> &ids) -> ErrandStep {
        const bool isOut = ids && !holdsFoundryModel(*ids, order.model.serverId);
        return isOut ? endWith(TaskDone{}) : moveModel(order, false);
    });
}

Ask askCatalog(const Endpoint &endpoint, std::function<ErrandStep(const Result<QJsonDocument> &catalog)> then)
{
    return Ask{
        requestTo(endpoint, "GET", besideApiUrl(endpoint.url, u"/foundry/list"_s)),
        [endpoint, then = std::move(then)](const Result<HttpReply> &reply) { return then(jsonOf(reply, endpoint)); },
        catalogPatience};
}

/// The entry of a model as the catalog has it; it is either a bare list (as seen) or under "models" (as documented).
QJsonObject entryOf(const QJsonDocument &catalog, const QString &id)
{
    const QJsonArray list = catalog.isArray() ? catalog.array() : foundryValue(catalog.object(), "models"_L1).toArray();
    for (const QJsonValue &value : list) {
        if (isSameFoundryModel(foundryValue(value.toObject(), "name"_L1).toString(), id))
            return value.toObject();
    }
    return {};
}

QByteArray downloadBody(const QJsonObject &entry)
{
    QString name = foundryValue(entry, "name"_L1).toString();
    const QString version = foundryValue(entry, "version"_L1).toVariant().toString();
    if (!name.contains(u':') && !version.isEmpty())
        name += u':' + version; // without it the model would be kept as ":0"
    QString provider = foundryValue(entry, "providerType"_L1).toString();
    if (!provider.endsWith("Local"_L1))
        provider += u"Local"_s;
    const QJsonValue prompt = foundryValue(entry, "promptTemplate"_L1);
    const QJsonObject model{{u"Name"_s, name},
                            {u"Uri"_s, foundryValue(entry, "uri"_L1)},
                            {u"Publisher"_s, foundryValue(entry, "publisher"_L1)},
                            {u"ProviderType"_s, provider},
                            {u"PromptTemplate"_s, prompt.isUndefined() ? QJsonValue() : prompt}};
    return QJsonDocument(QJsonObject{{u"model"_s, model}, {u"token"_s, QString()}, {u"IgnorePipeReport"_s, true}})
        .toJson(QJsonDocument::Compact);
}

/// What the end of a download says; an error where it does not come to its end.
Status resultOf(const Result<HttpReply> &reply, const ServerOrder &order)
{
    if (const auto refusal = refusalIn(reply))
        return *refusal;
    const QByteArray tail = reply->body.right(4096);
    const auto json = jsonInOutput(reply->body);
    const QJsonValue success = json ? foundryValue(json->object(), "success"_L1) : QJsonValue();
    if (!success.isBool())
        return Error{ErrorCode::Incomplete, Text::tr("The download of %1 broke off.").arg(order.model.serverId),
                     QString::fromUtf8(tail)};
    if (!success.toBool())
        return Error{ErrorCode::ServerError,
                     Text::tr("Foundry Local could not download %1. It said: %2")
                         .arg(order.model.serverId, foundryValue(json->object(), "errorMessage"_L1).toString()),
                     QString::fromUtf8(tail)};
    return Done{};
}

ErrandStep download(const ServerOrder &order, const QByteArray &body, int triesLeft);

ErrandStep judgeDownload(const ServerOrder &order, const QByteArray &body, int triesLeft,
                         const Result<HttpReply> &reply)
{
    const Status how = resultOf(reply, order);
    if (how)
        return endWith(TaskDone{});
    const bool isRefused = reply && reply->status >= 400 && reply->status < 500;
    const bool isFull = how.error().message.contains(" space"_L1);
    if (isRefused || isFull || triesLeft <= 0)
        return endWith(how.error());
    TaskProgress progress;
    progress.words = Text::tr("The download broke off and goes on.");
    return Rest{pauseBeforeAgain, [order, body, triesLeft] { return download(order, body, triesLeft); }, progress};
}

ErrandStep download(const ServerOrder &order, const QByteArray &body, int triesLeft)
{
    const QUrl url = besideApiUrl(order.endpoint.url, u"/openai/download"_s);
    Ask step{requestTo(order.endpoint, "POST", url, body),
             [order, body, left = triesLeft - 1](const Result<HttpReply> &reply) {
                 return judgeDownload(order, body, left, reply);
             },
             silencePatience};
    step.eachLine = [size = order.model.metadata.sizeMb](const QByteArray &line) { return progressInLine(line, size); };
    return step;
}

/// The service wants to be told where the model comes from, which its own catalog knows.
ErrandStep startDownload(const ServerOrder &order)
{
    return askCatalog(order.endpoint, [order](const Result<QJsonDocument> &catalog) -> ErrandStep {
        if (!catalog)
            return endWith(catalog.error());
        const QJsonObject entry = entryOf(*catalog, order.model.serverId);
        if (entry.isEmpty())
            return endWith(Error{
                ErrorCode::NotFound,
                Text::tr("Foundry Local's catalog has no %1. Refresh the list of models.").arg(order.model.serverId),
                {}});
        return download(order, downloadBody(entry), downloadTries);
    });
}

} // namespace

ErrandStep listFoundryService(const EndpointListing &known, const ListingThen &then)
{
    return askFoundryIds(known.endpoint, cachedPath, [known, then](const Result<QStringList> &cached) -> ErrandStep {
        if (!cached)
            return endWith(cached.error());
        EndpointListing listing = known;
        listing.abilities = Ability::Load | Ability::Unload;
        for (const QString &id : *cached)
            addFoundryModel(listing, foundryModel(id), ModelPresence::OnDisk);
        return askFoundryIds(listing.endpoint, loadedPath, [listing, then](const Result<QStringList> &loaded) {
            if (!loaded)
                return endWith(loaded.error());
            EndpointListing whole = listing;
            for (const QString &id : *loaded)
                addFoundryModel(whole, foundryModel(id), ModelPresence::Loaded);
            return then(whole);
        });
    });
}

ErrandStep addServiceCatalog(const EndpointListing &known, const ListingThen &then)
{
    return askCatalog(known.endpoint, [known, then](const Result<QJsonDocument> &catalog) -> ErrandStep {
        const auto entries = catalog ? foundryEntries(*catalog) : std::nullopt;
        EndpointListing listing = known;
        if (entries)
            listing.abilities |= Ability::Download;
        for (const FoundryEntry &entry : entries.value_or(std::vector<FoundryEntry>()))
            addFoundryModel(listing, entry.model, ModelPresence::Offered);
        return then(listing);
    });
}

ErrandStep performOnService(const ServerOrder &order)
{
    switch (order.task) {
    case ServerTask::Load:
        return moveModel(order, true);
    case ServerTask::Unload:
        return unload(order);
    default:
        return startDownload(order);
    }
}

} // namespace assay
