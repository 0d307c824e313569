// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/jsonreader.h"
#include "models/domain/run.h"

namespace assay {

/// One entry of samples[] in results.json, with its scores. Behind the keys that every reader may use stand those that
/// only bring the same Sample back: the raw stamps, the kinds of the chunks and what else the figures leave out.
JsonValue sampleJson(const Sample &sample, const std::vector<const Score *> &scores);

/// Reads one back into `run` (whose plan is there already). Reports an alias or a prompt that the plan does not have.
void readSampleJson(const JsonValue &json, const QString &path, RunData &run, JsonProblems &problems);

} // namespace assay
