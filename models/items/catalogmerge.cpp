// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/catalogmodel.h"

#include <algorithm>

namespace assay {

namespace {

const EndpointId &keyOf(const Endpoint &endpoint)
{
    return endpoint.id;
}

const ModelAlias &keyOf(const Model &model)
{
    return model.alias;
}

template <class T> const T *find(const std::vector<T> &list, const T &like)
{
    const auto it = std::find_if(list.begin(), list.end(), [&](const T &item) { return keyOf(item) == keyOf(like); });
    return it == list.end() ? nullptr : &*it;
}

template <class T>
std::vector<T> patched(const std::vector<T> &from, const std::vector<T> &to, const std::vector<T> &current)
{
    std::vector<T> result;
    for (const T &item : to) {
        const T *before = find(from, item);
        const T *now = find(current, item);
        const bool untouched = before && *before == item;
        if (!untouched) {
            result.push_back(item);
        } else if (now) {
            result.push_back(*now);
        }
    }
    for (const T &item : current) {
        if (!find(from, item) && !find(to, item)) {
            result.push_back(item);
        }
    }
    return result;
}

/// Foundry Local listens at another port after each start.
bool mayMove(const Endpoint &from, const Endpoint &to)
{
    return from.kind == ServerKind::FoundryLocal && to.kind == from.kind
        && (from.url.isEmpty() || (isLoopback(from.url) && isLoopback(to.url)));
}

Endpoint *knownEndpoint(Catalog &catalog, const Endpoint &like)
{
    const QUrl wanted = apiUrl(like.url, {});
    for (Endpoint &endpoint : catalog.endpoints) {
        if (!like.url.isEmpty() && apiUrl(endpoint.url, {}) == wanted) {
            return &endpoint;
        }
    }
    Endpoint *same = catalog.endpoint(like.id);
    const bool isHere =
        same && (like.url.isEmpty() || same->url.authority() == like.url.authority() || mayMove(*same, like));
    return isHere ? same : nullptr;
}

/// Where nobody has named the kind, the server's answer tells it anew each time; and where its API is.
void recognize(Endpoint &known, const Endpoint &answered)
{
    if (!answered.recognized || (known.kind != ServerKind::Auto && !known.recognized)) {
        return;
    }
    known.kind = answered.kind;
    known.recognized = true;
    if (known.id == answered.id) {
        known.url = answered.url;
    }
}

bool livesOn(const Model &model, const EndpointId &id, const Catalog &catalog)
{
    return model.endpoint == id || (model.endpoint.isEmpty() && catalog.endpoints.size() == 1);
}

void mergeModel(Catalog &catalog, const EndpointId &id, const Model &offered)
{
    bool known = false;
    for (Model &model : catalog.models) { // several: one server's model with several parameter sets
        if (livesOn(model, id, catalog) && serverIdOf(model) == offered.serverId) {
            learnMetadata(model.metadata, offered.metadata);
            known = true;
        }
    }
    if (known) {
        return;
    }
    Model added = offered;
    added.alias = catalog.freeAlias(offered.alias.isEmpty() ? offered.serverId : offered.alias.value);
    added.endpoint = id;
    added.metadata.fromServer = knownFields(offered.metadata);
    added.ticked = false;
    catalog.models.push_back(added);
}

} // namespace

Catalog patchedCatalog(const Catalog &from, const Catalog &to, const Catalog &current)
{
    Catalog result;
    result.endpoints = patched(from.endpoints, to.endpoints, current.endpoints);
    result.models = patched(from.models, to.models, current.models);
    result.extra = from.extra == to.extra ? current.extra : to.extra;
    return result;
}

Catalog mergedCatalog(const Catalog &catalog, const EndpointListing &listing, QSet<ModelAlias> &gone, EndpointId &id)
{
    Catalog next = catalog;
    Endpoint *known = knownEndpoint(next, listing.endpoint);
    if (!known && listing.error && !listing.endpoint.recognized && !listing.abilities) {
        id = {};
        return next; // a guess that nobody answered is no endpoint; a server that wants a key or a start is one
    }
    if (!known) {
        Endpoint added = listing.endpoint;
        added.id = next.freeEndpointId(added.id.isEmpty() ? added.url.host() : added.id.value);
        next.endpoints.push_back(added);
        known = &next.endpoints.back();
    }
    id = known->id;
    recognize(*known, listing.endpoint);
    if (!listing.endpoint.url.isEmpty() && mayMove(*known, listing.endpoint)) {
        known->url = listing.endpoint.url;
    }
    if (listing.error) {
        return next;
    }
    for (const Model &model : listing.models) {
        mergeModel(next, id, model);
    }
    for (const Model &model : next.models) {
        if (!livesOn(model, id, next)) {
            continue;
        }
        const QString &wanted = serverIdOf(model);
        const bool offered = std::any_of(listing.models.begin(), listing.models.end(),
                                         [&](const Model &m) { return m.serverId == wanted; });
        if (offered) {
            gone.remove(model.alias);
        } else {
            gone.insert(model.alias);
        }
    }
    return next;
}

} // namespace assay
