// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/bench/load.h"

namespace assay::bench {

/// The floor: bare sockets on the calling thread, with the kernel's stamps and nothing else in the way. Blocks.
Errors runBare(const QUrl &server, const Load &load);

} // namespace assay::bench
