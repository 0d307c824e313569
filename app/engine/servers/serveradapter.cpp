// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/servers/serveradapter.h"

#include "models/domain/text.h"

namespace assay {

ErrandStep ServerAdapter::list(const Endpoint &endpoint) const
{
    return Ask{modelsCall(endpoint), [this, endpoint](const Result<HttpReply> &reply) -> ErrandStep {
                   if (!reply)
                       return endWith(reply.error());
                   if (reply->status != 200)
                       return endWith(errorFromReply(reply->status, reply->body, reply->contentType));
                   Result<std::vector<Model>> models = readModels(reply->body, endpoint);
                   if (!models)
                       return endWith(models.error());
                   EndpointListing listing = listingOf(endpoint, endpoint.kind);
                   listing.models = std::move(models).value();
                   return endWith(listing);
               }};
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
