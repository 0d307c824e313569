// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/servers/serveradapter.h"

#include "models/domain/text.h"

using namespace Qt::Literals::StringLiterals;

namespace assay {
namespace {

constexpr qsizetype longestVersion = 200;

} // namespace

ErrandStep ServerAdapter::list(const Endpoint &endpoint) const
{
    return listThen(endpoint, [](const EndpointListing &listing) { return endWith(listing); });
}

std::optional<ErrandStep> ServerAdapter::listFurther(const EndpointListing &) const
{
    return {};
}

ErrandStep ServerAdapter::perform(const ServerOrder &order) const
{
    return endWith(Error{ErrorCode::Unsupported,
                         Text::tr("%1 cannot do that over the network: %2. Use the server's own program.")
                             .arg(serverKindName(order.endpoint.kind), serverTaskName(order.task)),
                         {}});
}

std::optional<HttpCall> ServerAdapter::versionCall(const Endpoint &) const
{
    return {};
}

QString ServerAdapter::readVersion(const QByteArray &body) const
{
    return versionIn(body, u"version"_s);
}

ErrandStep ServerAdapter::listThen(const Endpoint &endpoint,
                                   const std::function<ErrandStep(EndpointListing listing)> &then) const
{
    const auto askModels = [this, then](EndpointListing listing) -> ErrandStep {
        return Ask{modelsCall(listing.endpoint), [this, then, listing](const Result<HttpReply> &reply) mutable {
                       if (!reply)
                           return endWith(reply.error());
                       if (reply->status != 200)
                           return endWith(errorFromReply(reply->status, reply->body, reply->contentType));
                       Result<std::vector<Model>> models = readModels(reply->body, listing.endpoint);
                       if (!models)
                           return endWith(models.error());
                       listing.models = std::move(models).value();
                       return then(listing);
                   }};
    };
    EndpointListing listing = listingOf(endpoint, endpoint.kind);
    const std::optional<HttpCall> call = versionCall(endpoint);
    if (!call)
        return askModels(listing);
    return Ask{*call, [this, listing, askModels](const Result<HttpReply> &reply) mutable -> ErrandStep {
                   if (!reply)
                       return endWith(reply.error());
                   if (reply->status == 200)
                       listing.version = readVersion(reply->body);
                   return askModels(listing);
               }};
}

QString versionIn(const QByteArray &body, const QString &key)
{
    return QJsonDocument::fromJson(body)[key].toString().left(longestVersion).simplified();
}

HttpCall requestTo(const Endpoint &endpoint, const QByteArray &verb, const QUrl &url, const QByteArray &body)
{
    HttpCall call;
    call.verb = verb;
    call.url = url;
    call.headers = {{"Accept", "application/json"}};
    if (!body.isEmpty())
        call.headers.emplace_back("Content-Type", "application/json");
    call.body = body;
    call.key = endpoint.key;
    return call;
}

Result<QJsonDocument> jsonOf(const Result<HttpReply> &reply, const Endpoint &endpoint)
{
    if (!reply)
        return reply.error();
    if (reply->status < 200 || reply->status > 299)
        return errorFromReply(reply->status, reply->body, reply->contentType);
    QJsonDocument document = QJsonDocument::fromJson(reply->body);
    if (document.isNull()) {
        return Error{ErrorCode::Protocol,
                     Text::tr("%1 did not answer in JSON as expected.").arg(endpoint.url.toDisplayString()),
                     QString::fromUtf8(reply->body.left(4096))};
    }
    return document;
}

EndpointListing listingOf(const Endpoint &endpoint, ServerKind kind)
{
    EndpointListing listing;
    listing.endpoint = endpoint;
    listing.endpoint.kind = kind;
    return listing;
}

} // namespace assay
