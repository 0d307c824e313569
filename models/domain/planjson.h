// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/jsonreader.h"
#include "models/domain/run.h"

namespace assay {

/// A plan as a part of a larger JSON text (resultsjson.h has the functions for one on its own).
JsonValue planJson(const Plan &plan);
Plan readPlanJson(const JsonValue &json, const QString &path, JsonProblems &problems);
JsonValue environmentJson(const Environment &environment);
Environment readEnvironmentJson(const JsonValue &json, const QString &path, JsonProblems &problems);

JsonValue promptJson(const Prompt &prompt); // as in prompts.json
JsonValue metadataJson(const ModelMetadata &metadata);

} // namespace assay
