// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/jsonreader.h"
#include "models/domain/run.h"

namespace assay {

/// What a run cost, as a part of a larger JSON text; null where nothing is known.
JsonValue costsJson(const RunInfo &info);
RunCosts readCostsJson(const JsonValue &json, const QString &path, JsonProblems &problems);

} // namespace assay
