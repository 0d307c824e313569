// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/compare/comparemetric.h"
#include "models/domain/run.h"

namespace assay {

/// A measured ok sample beside what is typical for its model and prompt, so that long and short prompts can be seen in
/// one row. Points into the run.
struct LevelledSample
{
    const Sample *sample = nullptr;
    double value = 0;
    double typical = 0; // the median for this model and prompt
    double ratio() const { return value / typical; }
};

/// In plan order. Left out: prompts with fewer than 3 values (nothing is typical for them), values not above 0, Score.
std::vector<LevelledSample> levelledSamples(const RunData &run, int model, CompareMetric metric);

} // namespace assay
