// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engine/servers/errand.h"

namespace assay {

/// Finds out which server an endpoint is by what it answers, never by its port, and lists it in that server's way. Ends
/// in an EndpointListing with kind, name, version and, where the server's API is not at /v1, its URL; `recognized` is
/// set where nobody had named the kind. A server that is recognized but does not list ends in a listing with an error,
/// so that it can be shown with it. Only GETs that change nothing. An endpoint over https is no local server: it is
/// asked for its models alone.
ErrandStep identify(const Endpoint &endpoint);

/// Whether an endpoint's kind is to be found out: nobody named it, or it was found out before.
inline bool isToIdentify(const Endpoint &endpoint)
{
    return endpoint.kind == ServerKind::Auto || endpoint.recognized;
}

} // namespace assay
