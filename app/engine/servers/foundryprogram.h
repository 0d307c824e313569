// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engine/servers/errand.h"
#include "app/engine/servers/foundryoutput.h"

namespace assay {

// Foundry Local's own program, `foundry`, in both of its generations: what only it can tell or do. It speaks of the
// Foundry Local of this machine. Pure.

/// Errors: NotFound where the program is not installed, Protocol where its words are not understood.
ErrandStep askFoundryStatus(const std::function<ErrandStep(const Result<FoundryStatus> &status)> &then);
/// Whether the server at an endpoint is the one that the program speaks of.
bool isProgramsServer(const Endpoint &endpoint, const Result<FoundryStatus> &status);
/// All variants it knows; empty where it could not tell. The first time after an installation takes minutes.
ErrandStep askFoundryCatalog(const std::function<ErrandStep(const std::vector<FoundryEntry> &entries)> &then);
/// "0.10.3", empty where it could not tell.
ErrandStep askFoundryVersion(std::function<ErrandStep(const QString &version)> then);

/// What breaks off is begun again, and goes on where it was.
ErrandStep downloadByFoundry(const ServerOrder &order);
ErrandStep removeByFoundry(const ServerOrder &order);

} // namespace assay
