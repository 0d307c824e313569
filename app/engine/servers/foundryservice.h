// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engine/servers/foundryrequests.h"

namespace assay {

// Foundry Local up to 0.8, the "service": it lists, loads and downloads over HTTP; only removing is the program's.
// Pure.

using ListingThen = std::function<ErrandStep(const EndpointListing &listing)>;

/// Puts what lies on the disk and what is in memory into `known`; errors end the errand.
ErrandStep listFoundryService(const EndpointListing &known, const ListingThen &then);
/// The catalog, which the service fetches from the network, and the program's part.
ErrandStep addServiceCatalog(const EndpointListing &known, const ListingThen &then);
/// Load, Unload or Download.
ErrandStep performOnService(const ServerOrder &order);

} // namespace assay
