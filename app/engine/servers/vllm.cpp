// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/servers/vllm.h"

using namespace Qt::Literals::StringLiterals;

namespace assay {

std::optional<HttpCall> VllmAdapter::versionCall(const Endpoint &endpoint) const
{
    return requestTo(endpoint, "GET", besideApiUrl(endpoint.url, u"/version"_s));
}

ErrandStep VllmAdapter::list(const Endpoint &endpoint) const
{
    return listThen(endpoint, [](EndpointListing listing) {
        for (const Model &model : listing.models)
            listing.states[model.serverId].presence = ModelPresence::Loaded;
        return endWith(listing);
    });
}

} // namespace assay
