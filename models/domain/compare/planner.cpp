// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/compare/planner.h"

#include "models/domain/compare/difference.h"
#include "models/domain/text.h"

#include <algorithm>
#include <cmath>

namespace assay {

namespace {

constexpr double alpha = 0.05;

/// Comparisons that share the level, at least 1.
double tested(const RunData &pilot, const CompareOptions &options)
{
    const auto hasP = [](const Comparison &comparison) { return comparison.p.has_value(); };
    return std::max(1.0, static_cast<double>(std::ranges::count_if(compareModels(pilot, options), hasP)));
}

} // namespace

std::optional<RoundsNeeded> roundsToTell(const RunData &pilot, CompareMetric metric, double effect,
                                         const CompareOptions &options)
{
    const double level = alpha / tested(pilot, options);
    const int models = static_cast<int>(pilot.info.plan.models.size());
    std::vector<Cells> cells;
    cells.reserve(pilot.info.plan.models.size());
    for (int model = 0; model < models; ++model)
        cells.push_back(cellsOf(pilot, model, metric));
    std::optional<RoundsNeeded> most;
    for (int first = 0; first < models; ++first) {
        for (int second = first + 1; second < models; ++second) {
            const Evidence evidence =
                evidenceOfPairs(cells[static_cast<size_t>(first)], cells[static_cast<size_t>(second)]);
            const std::optional<Difference> difference = differenceOf(evidence);
            if (!difference)
                return std::nullopt;
            if (evidence.rounds < fewestPilotRounds)
                return RoundsNeeded{first, second, evidence.rounds, fewestPilotRounds, true};
            const std::optional<int> rounds =
                unitsNeeded(difference->deviation, difference->df, std::log1p(effect), level, maxRoundsNeeded);
            if (!rounds)
                return std::nullopt;
            if (!most || *rounds > most->rounds)
                most = RoundsNeeded{first, second, evidence.rounds, *rounds};
        }
    }
    return most;
}

QString roundsNeededText(const RoundsNeeded &needed, double effect)
{
    const QString percent = QString::number(effect * 100);
    const int more = needed.rounds - needed.have;
    if (needed.forPilot)
        return more == 1
            ? Text::tr("after 1 more round it can be planned how many tell a difference of %1 %").arg(percent)
            : Text::tr("after %1 more rounds it can be planned how many tell a difference of %2 %")
                  .arg(more)
                  .arg(percent);
    if (more <= 0)
        return Text::tr("these rounds can tell a difference of %1 %").arg(percent);
    return more == 1 ? Text::tr("about 1 more round would tell a difference of %1 %").arg(percent)
                     : Text::tr("about %1 more rounds would tell a difference of %2 %").arg(more).arg(percent);
}

} // namespace assay
