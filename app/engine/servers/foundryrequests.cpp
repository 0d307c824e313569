// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/servers/foundryrequests.h"

#include "app/engine/net/network.h"
#include "app/engine/servers/foundrymodel.h"
#include "models/domain/text.h"

#include <QJsonArray>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace assay {
namespace {

Error isAnotherServer(const Endpoint &endpoint)
{
    return {ErrorCode::NotFound,
            Text::tr("What answers at %1 is not Foundry Local. Its address changes when it is started anew; look for "
                     "it again.")
                .arg(hostAndPort(endpoint.url)),
            {}};
}

ErrandStep askService(const Endpoint &endpoint, const std::function<ErrandStep(const Result<FoundryIdentity> &)> &then,
                      Nanos patience)
{
    return Ask{requestTo(endpoint, "GET", besideApiUrl(endpoint.url, u"/openai/status"_s)),
               [endpoint, then](const Result<HttpReply> &reply) -> ErrandStep {
                   if (!reply)
                       return then(reply.error());
                   const auto identity = reply->status == 200 ? foundryIdentityIn(reply->body) : std::nullopt;
                   return identity ? then(*identity) : then(isAnotherServer(endpoint));
               },
               patience};
}

} // namespace

std::optional<FoundryIdentity> foundryIdentityIn(const QByteArray &body)
{
    const QJsonObject status = QJsonDocument::fromJson(body).object();
    const QJsonValue cache = foundryValue(status, "modelCachePath"_L1);
    if (cache.isString())
        return FoundryIdentity{false, cache.toString()};
    const QJsonValue folder = foundryValue(status, "modelDirPath"_L1);
    if (folder.isString())
        return FoundryIdentity{true, folder.toString()};
    return {};
}

ErrandStep identifyFoundry(const Endpoint &endpoint,
                           std::function<ErrandStep(const Result<FoundryIdentity> &identity)> then, Nanos patience)
{
    return Ask{requestTo(endpoint, "GET", besideApiUrl(endpoint.url, u"/status"_s)),
               [endpoint, then = std::move(then), patience](const Result<HttpReply> &reply) -> ErrandStep {
                   if (!reply)
                       return then(reply.error());
                   const auto identity = reply->status == 200 ? foundryIdentityIn(reply->body) : std::nullopt;
                   return identity ? then(*identity) : askService(endpoint, then, patience);
               },
               patience};
}

ErrandStep askFoundryIds(const Endpoint &endpoint, const QString &path,
                         std::function<ErrandStep(const Result<QStringList> &ids)> then)
{
    return Ask{requestTo(endpoint, "GET", besideApiUrl(endpoint.url, path)),
               [endpoint, then = std::move(then)](const Result<HttpReply> &reply) -> ErrandStep {
                   const Result<QJsonDocument> list = jsonOf(reply, endpoint);
                   if (!list)
                       return then(list.error());
                   QStringList ids;
                   const QJsonArray entries = list->array();
                   for (const QJsonValue &entry : entries)
                       ids << entry.toString();
                   ids.removeAll(QString());
                   return then(ids);
               }};
}

bool holdsFoundryModel(const QStringList &ids, const QString &id)
{
    return std::ranges::any_of(ids, [&id](const QString &one) { return isSameFoundryModel(one, id); });
}

std::optional<Error> refusalIn(const Result<HttpReply> &reply)
{
    if (!reply)
        return reply.error();
    if (reply->status < 200 || reply->status > 299)
        return errorFromReply(reply->status, reply->body, reply->contentType);
    return {};
}

} // namespace assay
