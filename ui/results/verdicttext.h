// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/compare/analysis.h"

namespace assay {

/// What the figures say, in words that claim no more than they can: which model answers fastest and which is scored
/// best, with what is known of the difference to the others, and how the run stands against its baseline.
/// `simulated`: a practice server took part.
QString verdictText(const RunAnalysis &analysis, bool simulated);

/// What a person should know beside it: trends over the run, first requests that stand out. Empty where there is
/// nothing to say.
QString notesText(const RunAnalysis &analysis);

} // namespace assay
