// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engine/servers/foundryservice.h"

namespace assay {

// Foundry Local from 1.0, the "server": over HTTP it loads and unloads only; the catalog, downloads and removing are
// the program's. Pure.

/// Puts the models it names and what is in memory into `known`; errors end the errand.
ErrandStep listFoundryServer(const EndpointListing &known, const ListingThen &then);
/// Load or Unload. The server's releases differ in whether they want a model's id or its alias, for which they choose a
/// variant themselves: in the end it is the wanted variant or an error.
ErrandStep performOnServer(const ServerOrder &order);

} // namespace assay
