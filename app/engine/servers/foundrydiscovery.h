// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engine/servers/foundryrequests.h"

namespace assay {

/// Looks for the Foundry Local of this machine, whose port is another one at each start: where it was (`as`, the
/// endpoint that it is to be, may have no URL), by its own program, then where early releases listened. Goes on with
/// `found`; ends in a listing without models and with Ability::Start where it is installed but does not run, in the
/// error NotFound where it is not installed. Starts nothing. Pure.
ErrandStep findFoundry(const Endpoint &as, std::function<ErrandStep(const QUrl &url)> found);
/// Starts it by its own program and waits until it answers; ends in TaskDone with its URL, too where it ran already.
ErrandStep startFoundry();

} // namespace assay
