// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/summary.h"

namespace assay {

/// The run as a small table for a terminal, with a line under it where the figures need one (simulated, few samples).
QString summaryTable(const RunData &run, const std::vector<ModelSummary> &summaries);

/// The exit code that the outcome of the models asks for.
int exitCodeOf(const std::vector<ModelSummary> &summaries);

} // namespace assay
