// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/servers/identify.h"

#include "app/engine/servers/serveradapter.h"
#include "app/engine/servers/serversigns.h"

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace assay {
namespace {

/// What is being asked, and what is known so far.
struct Search
{
    Endpoint endpoint;
    QUrl root; // without the prefix of an API that a search before this one has added
    qsizetype next = 0; // of signPaths()
    bool saysOllama = false;
    bool answers = false; // something in HTTP
};

QUrl rootOf(const QUrl &url)
{
    QUrl root = url;
    for (const QString &prefix : {u"/engines/v1"_s, u"/v3"_s}) {
        if (root.path().endsWith(prefix))
            root.setPath(root.path().chopped(prefix.size()));
    }
    return root;
}

using Finish = std::function<ErrandStep(const Result<Outcome> &)>;

/// The same errand with another end.
ErrandStep continued(ErrandStep step, const Finish &finish)
{
    if (auto *ask = std::get_if<Ask>(&step)) {
        ask->then = [then = ask->then, finish](const Result<HttpReply> &reply) {
            return continued(then(reply), finish);
        };
    } else if (auto *launch = std::get_if<Launch>(&step)) {
        launch->then = [then = launch->then, finish](const Result<ProgramEnd> &end) {
            return continued(then(end), finish);
        };
    } else if (auto *rest = std::get_if<Rest>(&step)) {
        rest->then = [then = rest->then, finish] { return continued(then(), finish); };
    } else {
        return finish(std::get<Result<Outcome>>(step));
    }
    return step;
}

Endpoint recognizedAs(const Search &search, const ServerSign &sign)
{
    Endpoint endpoint = search.endpoint;
    endpoint.kind = sign.kind;
    endpoint.recognized = true;
    if (!sign.prefix.isEmpty()) {
        endpoint.url = search.root;
        endpoint.url.setPath(sign.prefix);
    }
    return endpoint;
}

std::vector<Model> modelsNamed(const QStringList &names, const Endpoint &endpoint)
{
    std::vector<Model> models;
    for (const QString &name : names) {
        Model model;
        model.serverId = name;
        model.alias = ModelAlias{name};
        model.endpoint = endpoint.id;
        models.push_back(model);
    }
    return models;
}

/// The listing of a server that has been recognized.
EndpointListing completed(const Result<Outcome> &result, const Endpoint &endpoint, const ServerSign &sign)
{
    EndpointListing listing = result ? std::get<EndpointListing>(*result) : listingOf(endpoint, sign.kind);
    listing.endpoint.recognized = true;
    listing.serverName = sign.name;
    if (listing.version.isEmpty())
        listing.version = sign.version;
    if (!result && sign.models.isEmpty())
        listing.error = result.error();
    else if (!result)
        listing.models = modelsNamed(sign.models, endpoint);
    return listing;
}

ErrandStep listAs(const Search &search, const ServerSign &sign)
{
    const Endpoint endpoint = recognizedAs(search, sign);
    return continued(adapterFor(sign.kind).list(endpoint), [endpoint, sign](const Result<Outcome> &result) {
        return endWith(completed(result, endpoint, sign));
    });
}

/// Nothing gave the server away before: what its list of models says is all there is.
ErrandStep listPlain(const Search &search, const HttpReply &reply)
{
    if (reply.status == 200) {
        if (const auto sign = signInModels(reply.body))
            return listAs(search, *sign);
    }
    const Endpoint endpoint = recognizedAs(search, ServerSign{});
    const ServerAdapter &adapter = adapterFor(ServerKind::OpenAi);
    EndpointListing listing = listingOf(endpoint, endpoint.kind);
    if (reply.status != 200) {
        const Error error = errorFromReply(reply.status, reply.body, reply.contentType);
        if (!wantsKey(reply))
            return endWith(error);
        listing.error = error;
        return endWith(listing);
    }
    const bool isBadGuess = search.endpoint.found && !isModelList(reply); // what a person named need not be so strict
    Result<std::vector<Model>> models = adapter.readModels(isBadGuess ? QByteArray() : reply.body, endpoint);
    if (!models)
        return endWith(models.error());
    listing.models = std::move(models).value();
    return endWith(listing);
}

ErrandStep askModels(const Search &search)
{
    return Ask{adapterFor(ServerKind::OpenAi).modelsCall(search.endpoint),
               [search](const Result<HttpReply> &reply) -> ErrandStep {
                   return reply ? listPlain(search, *reply) : endWith(reply.error());
               }};
}

ErrandStep askNext(const Search &search);

ErrandStep judge(Search search, const Result<HttpReply> &reply)
{
    const QString &path = signPaths().at(search.next);
    // Whoever drops the connection over one path may still answer at others.
    if (!reply && (!search.answers || reply.error().code != ErrorCode::ConnectionLost))
        return endWith(reply.error());
    if (reply) {
        search.answers = true;
        search.saysOllama = search.saysOllama || (search.next == 0 && claimsToBeOllama(*reply));
        if (const auto sign = signIn(path, *reply))
            return listAs(search, *sign);
    }
    const bool othersAreOut = path == "/v1/health"_L1;
    if (search.saysOllama && othersAreOut)
        return listAs(search, {ServerKind::Ollama});
    ++search.next;
    return askNext(search);
}

ErrandStep askNext(const Search &search)
{
    if (search.next == signPaths().size())
        return askModels(search);
    return Ask{requestTo(search.endpoint, "GET", besideApiUrl(search.root, signPaths().at(search.next))),
               [search](const Result<HttpReply> &reply) { return judge(search, reply); }};
}

} // namespace

ErrandStep identify(const Endpoint &endpoint)
{
    Search search{endpoint, rootOf(endpoint.url)};
    return endpoint.url.scheme() == "https"_L1 ? askModels(search) : askNext(search);
}

} // namespace assay
