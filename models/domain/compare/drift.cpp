// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/compare/drift.h"

#include "models/domain/compare/levelled.h"
#include "models/domain/compare/trend.h"
#include "models/domain/text.h"

#include <algorithm>
#include <cmath>

namespace assay {

namespace {

constexpr size_t mostPoints = 800; // the trend looks at every pair

struct Points
{
    std::vector<double> place, level;
};

/// Logarithms over the place in the plan. Where they are too many, medians of as many neighbours as it takes.
Points pointsOf(const std::vector<LevelledSample> &samples)
{
    const size_t together = (samples.size() + mostPoints - 1) / mostPoints;
    Points points;
    for (size_t begin = 0; begin < samples.size(); begin += together) {
        const size_t end = std::min(begin + together, samples.size());
        std::vector<double> levels;
        for (size_t i = begin; i < end; ++i)
            levels.push_back(std::log(samples[i].ratio()));
        std::ranges::sort(levels);
        points.place.push_back(samples[begin].sample->step.index);
        points.level.push_back(*percentile(levels, 50));
    }
    return points;
}

std::optional<Drift> driftOf(const std::vector<LevelledSample> &samples, double threshold)
{
    const Points points = pointsOf(samples);
    const std::optional<Trend> trend = trendOf(points.place, points.level);
    if (!trend)
        return std::nullopt;
    const double length = points.place.back() - points.place.front();
    const auto over = [length](double slope) { return std::expm1(slope * length); };
    Drift drift;
    drift.n = static_cast<int>(samples.size());
    drift.change = over(trend->slope);
    drift.interval = {over(trend->interval.low), over(trend->interval.high)};
    drift.p = trend->p;
    drift.shown = drift.p < 0.05 && std::abs(drift.change) >= threshold;
    return drift;
}

} // namespace

std::vector<Drift> driftsOf(const RunData &run, CompareMetric metric, double threshold)
{
    std::vector<Drift> drifts;
    for (size_t model = 0; model < run.info.plan.models.size(); ++model) {
        std::optional<Drift> drift = driftOf(levelledSamples(run, static_cast<int>(model), metric), threshold);
        if (!drift)
            continue;
        drift->metric = metric;
        drift->model = static_cast<int>(model);
        drift->alias = run.info.plan.models[model].model.alias;
        drifts.push_back(*drift);
    }
    return drifts;
}

QString driftText(const Drift &drift)
{
    if (!drift.shown)
        return Text::tr("no trend shown over the run (n = %1)").arg(drift.n);
    const QString percent = QString::number(std::abs(drift.change) * 100, 'f', std::abs(drift.change) < 0.1 ? 1 : 0);
    return (drift.change > 0 ? Text::tr("%1 rose by %2 % over the run (n = %3)")
                             : Text::tr("%1 fell by %2 % over the run (n = %3)"))
        .arg(compareMetricName(drift.metric), percent)
        .arg(drift.n);
}

} // namespace assay
