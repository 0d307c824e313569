// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/summary.h"

namespace assay {

/// What the figures say so far, in words that claim no more than they can: which model has the lowest mean and the best
/// mean score, with the number of samples behind each. `simulated`: a practice server took part.
QString verdictText(const std::vector<ModelSummary> &summaries, bool simulated);

} // namespace assay
