// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/compare/comparemetric.h"
#include "models/domain/run.h"

namespace assay {

/// Outside the quartiles by over 1.5 (Mild) or 3 (Severe) times the distance between them (Tukey 1977).
enum class Fence { Mild, Severe };

/// What was seen at the same time as an outlier; not proof that it is the cause.
enum class Coincidence {
    Flagged, // the sample carries flags: see them
    FirstOfRun, // the model's first measured request
    FirstOfBlock, // the first measured request of the model's turn
    OthersToo // other models were slow at about the same time
};

/// A sample that lies apart from the other samples of its model and prompt. Never dropped from any figure.
struct Outlier
{
    SampleId sample;
    int model = 0;
    CompareMetric metric = CompareMetric::TotalMs;
    double value = 0;
    double typical = 0; // the median for this model and prompt
    Fence fence = Fence::Mild;
    std::vector<Coincidence> coincidences;
    std::vector<SampleFlag> flags; // those of the sample that may have to do with its time

    friend bool operator==(const Outlier &, const Outlier &) = default;
};

/// In plan order. Prompts are levelled first (each value over the median of its model and prompt), so that a long
/// prompt is no outlier. Nothing below 8 samples of a model.
std::vector<Outlier> outliersOf(const RunData &run, CompareMetric metric);
/// "2.4 s where 812 ms is typical; the model's first measured request". Translated.
QString outlierText(const Outlier &outlier);

/// A model whose first measured request stands out: warm-up was not enough.
struct SlowFirst
{
    int model = 0;
    ModelAlias alias;
    SampleId sample;
    double times = 0; // as long as is typical for its prompt

    friend bool operator==(const SlowFirst &, const SlowFirst &) = default;
};
std::vector<SlowFirst> slowFirsts(const RunData &run);
QString slowFirstText(const SlowFirst &slow); // a translated sentence

} // namespace assay
