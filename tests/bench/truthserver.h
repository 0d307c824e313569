// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace assay::bench {

/// Serves until the standard input ends; writes its port to the standard output first. A process of its own: bare
/// sockets on one thread, each event stamped right before it is handed to the system. Returns the exit status.
int runTruthServer();

} // namespace assay::bench
