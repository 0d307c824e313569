// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/plan.h"

namespace assay {

/// "3 models × 4 prompts × 3 rounds + warm-up = 39 requests, about 4 min"; without an estimate the last part is left
/// out.
QString planInWords(const Plan &plan, std::optional<Nanos> estimate);

/// "temperature 0.7, at most 150 tokens, seed 42", then further parameters as JSON; empty for none.
QString parametersInWords(const RequestParameters &parameters);

/// How long the plan will take when each request takes its model's typical total: servers in parallel where the order
/// says so, else `concurrency` requests at once. nullopt unless every model is known.
std::optional<Nanos> estimateDuration(const Plan &plan, const QHash<ModelAlias, Nanos> &typicalTotals);

} // namespace assay
