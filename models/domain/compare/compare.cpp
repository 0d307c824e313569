// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/compare/compare.h"

#include "models/domain/compare/difference.h"

#include <algorithm>
#include <cmath>

namespace assay {

namespace {

constexpr double alpha = 0.05;

struct Judged
{
    Comparison comparison;
    std::optional<Difference> difference;
};

std::optional<Judged> judged(CompareMetric metric, const Evidence &evidence, bool isKnown)
{
    if (!isKnown)
        return std::nullopt;
    Judged j;
    j.comparison.metric = metric;
    j.comparison.pairs = evidence.pairs;
    j.comparison.rounds = evidence.rounds;
    j.comparison.moreOf = metric == CompareMetric::Score ? MoreOf::ScoredPrompts : MoreOf::Rounds;
    j.difference = differenceOf(evidence);
    if (j.difference) {
        const bool isRatio = metric != CompareMetric::Score;
        const auto shown = [isRatio](double value) { return isRatio ? std::exp(value) : value; };
        const Interval interval = j.difference->interval();
        j.comparison.effect = shown(j.difference->value);
        j.comparison.interval = Interval{shown(interval.low), shown(interval.high)};
        j.comparison.p = j.difference->p;
    }
    return j;
}

Verdict better(CompareMetric metric, bool isFirst)
{
    if (metric == CompareMetric::Score)
        return isFirst ? Verdict::Better : Verdict::Worse;
    return isFirst ? Verdict::Faster : Verdict::Slower;
}

/// Units needed in all for `comparison` to be told, at the level that Holm's correction leaves to it.
std::optional<int> more(const Judged &j, double threshold)
{
    const Comparison &c = j.comparison;
    const bool isScore = c.metric == CompareMetric::Score;
    const int fewest = static_cast<int>(isScore ? fewestPrompts : fewestRounds);
    const int have = isScore ? c.pairs : c.rounds;
    if (isPilotTooShort(c))
        return fewestPilotRounds - have;
    if (!j.difference)
        return std::max(1, fewest - have);
    const double size = std::abs(j.difference->value);
    const double effect = size >= threshold ? size : std::max(size, threshold - size);
    const double share = *c.p > 0 ? std::min(1.0, *c.p / *c.pHolm) : 1.0;
    const auto needed = unitsNeeded(j.difference->deviation, j.difference->df, effect, alpha * share, have + maxMore);
    if (!needed)
        return std::nullopt;
    return std::max(1, *needed - have);
}

void decide(Judged &j, const CompareOptions &options)
{
    Comparison &c = j.comparison;
    const double threshold = c.metric == CompareMetric::Score ? options.scoreThreshold : std::log1p(options.threshold);
    if (j.difference) {
        const Interval interval = j.difference->interval();
        const bool isReal = *c.pHolm < alpha;
        const bool isLarge = std::abs(j.difference->value) >= threshold;
        const bool isNarrow = interval.low > -threshold && interval.high < threshold;
        if (isReal && isLarge)
            c.verdict = better(c.metric, j.difference->value > 0);
        else if (isReal || isNarrow)
            c.verdict = Verdict::NoDifferenceShown;
    }
    if (c.verdict == Verdict::CannotTellYet)
        c.more = more(j, threshold);
}

std::vector<Comparison> decided(std::vector<Judged> all, const CompareOptions &options)
{
    std::vector<double> p;
    for (const Judged &j : all) {
        if (j.comparison.p)
            p.push_back(*j.comparison.p);
    }
    const std::vector<double> corrected = holm(p);
    size_t next = 0;
    std::vector<Comparison> comparisons;
    for (Judged &j : all) {
        if (j.comparison.p)
            j.comparison.pHolm = corrected[next++];
        decide(j, options);
        comparisons.push_back(j.comparison);
    }
    return comparisons;
}

void addNames(Comparison &comparison, const Plan &firstPlan, int first, const Plan &secondPlan, int second)
{
    comparison.first = first;
    comparison.second = second;
    comparison.firstAlias = firstPlan.models[static_cast<size_t>(first)].model.alias;
    comparison.secondAlias = secondPlan.models[static_cast<size_t>(second)].model.alias;
}

/// Prompts of `base` under the numbers they have in `now`; those that `now` does not have are left out.
Cells renumbered(const Cells &cells, const Plan &base, const Plan &now)
{
    std::vector<int> numbers;
    for (const Prompt &prompt : base.prompts) {
        const auto same = std::ranges::find_if(
            now.prompts, [&prompt](const Prompt &other) { return other.id == prompt.id && other.text == prompt.text; });
        numbers.push_back(same == now.prompts.end() ? -1 : static_cast<int>(same - now.prompts.begin()));
    }
    Cells known;
    for (Cell cell : cells) {
        cell.prompt = numbers[static_cast<size_t>(cell.prompt)];
        if (cell.prompt >= 0)
            known.push_back(cell);
    }
    return known;
}

int modelOfAlias(const Plan &plan, const ModelAlias &alias)
{
    const auto same = std::ranges::find_if(
        plan.models, [&alias](const PlannedModel &planned) { return planned.model.alias == alias; });
    return same == plan.models.end() ? -1 : static_cast<int>(same - plan.models.begin());
}

} // namespace

std::vector<Comparison> compareModels(const RunData &run, const CompareOptions &options)
{
    const int models = static_cast<int>(run.info.plan.models.size());
    std::vector<Judged> all;
    for (const CompareMetric metric : options.metrics) {
        std::vector<Cells> cells;
        cells.reserve(static_cast<size_t>(models));
        for (int model = 0; model < models; ++model)
            cells.push_back(cellsOf(run, model, metric));
        for (int first = 0; first < models; ++first) {
            for (int second = first + 1; second < models; ++second) {
                const Cells &a = cells[static_cast<size_t>(first)];
                const Cells &b = cells[static_cast<size_t>(second)];
                const Evidence evidence =
                    metric == CompareMetric::Score ? evidenceOfScores(a, b) : evidenceOfPairs(a, b);
                if (auto j = judged(metric, evidence, !a.empty() && !b.empty())) {
                    addNames(j->comparison, run.info.plan, first, run.info.plan, second);
                    all.push_back(*j);
                }
            }
        }
    }
    return decided(std::move(all), options);
}

std::vector<Comparison> compareRuns(const RunData &base, const RunData &now, const CompareOptions &options)
{
    std::vector<Judged> all;
    for (const CompareMetric metric : options.metrics) {
        for (size_t i = 0; i < now.info.plan.models.size(); ++i) {
            const int first = static_cast<int>(i);
            const int second = modelOfAlias(base.info.plan, now.info.plan.models[i].model.alias);
            if (second < 0)
                continue;
            const Cells a = cellsOf(now, first, metric);
            const Cells b = renumbered(cellsOf(base, second, metric), base.info.plan, now.info.plan);
            const Evidence evidence = metric == CompareMetric::Score ? evidenceOfScores(a, b) : evidenceOfRuns(a, b);
            if (auto j = judged(metric, evidence, !a.empty() && !b.empty())) {
                addNames(j->comparison, now.info.plan, first, base.info.plan, second);
                all.push_back(*j);
            }
        }
    }
    return decided(std::move(all), options);
}

} // namespace assay
