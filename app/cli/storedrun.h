// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/result.h"
#include "models/domain/run.h"

namespace assay {

/// The run that a person means by "last", an id, or the beginning of one. `runs` newest first. Errors: BadInput: there
/// is none, or several begin so.
Result<RunId> findRun(const std::vector<RunBrief> &runs, const QString &wanted);

/// The run in a results.json named on the command line. Errors: as readInputFile() and readResults().
Result<RunData> runInResults(const QString &path);

} // namespace assay
