// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/compare/comparemetric.h"
#include "models/domain/run.h"
#include "models/domain/statistics.h"

namespace assay {

/// The trend of one metric of one model over the order of the run.
struct Drift
{
    CompareMetric metric = CompareMetric::TotalMs;
    int model = 0;
    ModelAlias alias;
    int n = 0; // samples
    double change = 0; // of the metric from the first to the last sample: 0.08 is +8 %
    std::optional<Interval> interval; // of the change, 95 %
    double p = 1; // two-sided, that there is no trend
    bool shown = false; // p < 0.05 and the change is at least the threshold

    friend bool operator==(const Drift &, const Drift &) = default;
};

/// One a model that has the metric in at least 8 samples. `threshold`: as in CompareOptions.
std::vector<Drift> driftsOf(const RunData &run, CompareMetric metric, double threshold = 0.03);
/// "total latency rose by 8 % over the run (n = 40)", "no trend shown over the run (n = 40)". Translated.
QString driftText(const Drift &drift);

} // namespace assay
