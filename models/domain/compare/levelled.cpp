// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/compare/levelled.h"

#include "models/domain/statistics.h"

#include <algorithm>
#include <map>

namespace assay {

std::vector<LevelledSample> levelledSamples(const RunData &run, int model, CompareMetric metric)
{
    constexpr size_t fewestOfPrompt = 3;
    std::vector<LevelledSample> levelled;
    std::map<int, std::vector<double>> prompts;
    for (const Sample &sample : run.samples) {
        if (sample.step.model != model || sample.step.phase != Phase::Measured || sample.status != SampleStatus::Ok)
            continue;
        const std::optional<double> value = metricOf(metricsOf(sample), metric);
        if (!value || *value <= 0)
            continue;
        levelled.push_back({&sample, *value, 0});
        prompts[sample.step.prompt].push_back(*value);
    }
    for (auto &[prompt, values] : prompts)
        std::ranges::sort(values);
    std::erase_if(levelled,
                  [&](const LevelledSample &s) { return prompts[s.sample->step.prompt].size() < fewestOfPrompt; });
    for (LevelledSample &s : levelled)
        s.typical = *percentile(prompts[s.sample->step.prompt], 50);
    std::ranges::stable_sort(levelled, {}, [](const LevelledSample &s) { return s.sample->step.index; });
    return levelled;
}

} // namespace assay
