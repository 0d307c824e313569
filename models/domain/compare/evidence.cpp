// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/compare/evidence.h"

#include "models/domain/statistics.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <set>

namespace assay {

namespace {

using Groups = std::map<int, std::vector<double>>; // by prompt or by round

double mean(const std::vector<double> &values)
{
    return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

double median(std::vector<double> values)
{
    std::ranges::sort(values);
    return *percentile(values, 50);
}

std::optional<double> oriented(std::optional<double> value, CompareMetric metric)
{
    if (!value || *value <= 0)
        return std::nullopt;
    return isHigherBetter(metric) ? std::log(*value) : -std::log(*value);
}

Cells scoreCells(const RunData &run, int model)
{
    QHash<SampleId, const Sample *> samples;
    for (const Sample &sample : run.samples) {
        if (sample.step.model == model && sample.step.phase == Phase::Measured)
            samples.insert(sample.id, &sample);
    }
    Cells cells;
    for (const Score &score : run.scores) {
        const Sample *sample = samples.value(score.sample);
        if (sample && score.value && score.criterion == overallCriterion)
            cells.push_back({sample->step.prompt, sample->step.round, static_cast<double>(*score.value)});
    }
    return cells;
}

Groups byPrompt(const Cells &cells)
{
    Groups groups;
    for (const Cell &cell : cells)
        groups[cell.prompt].push_back(cell.value);
    return groups;
}

std::vector<double> medians(const Groups &groups)
{
    std::vector<double> figures;
    for (const auto &[key, values] : groups)
        figures.push_back(median(values));
    return figures;
}

Groups levelledRounds(const Cells &cells, const std::map<int, double> &centres)
{
    Groups rounds;
    for (const Cell &cell : cells) {
        if (const auto centre = centres.find(cell.prompt); centre != centres.end())
            rounds[cell.round].push_back(cell.value - centre->second);
    }
    return rounds;
}

} // namespace

Cells cellsOf(const RunData &run, int model, CompareMetric metric)
{
    if (metric == CompareMetric::Score)
        return scoreCells(run, model);
    Cells cells;
    for (const Sample &sample : run.samples) {
        if (sample.step.model != model || sample.step.phase != Phase::Measured || sample.status != SampleStatus::Ok)
            continue;
        if (const auto value = oriented(metricOf(metricsOf(sample), metric), metric))
            cells.push_back({sample.step.prompt, sample.step.round, *value});
    }
    return cells;
}

Evidence evidenceOfPairs(const Cells &first, const Cells &second)
{
    std::map<std::pair<int, int>, double> others;
    for (const Cell &cell : second)
        others.emplace(std::pair(cell.prompt, cell.round), cell.value);
    Evidence evidence;
    Groups rounds;
    for (const Cell &cell : first) {
        const auto other = others.find({cell.prompt, cell.round});
        if (other == others.end())
            continue;
        rounds[cell.round].push_back(cell.value - other->second);
        evidence.strata.push_back({{cell.value}, {other->second}});
        ++evidence.pairs;
    }
    evidence.rounds = static_cast<int>(rounds.size());
    evidence.differences = medians(rounds);
    return evidence;
}

Evidence evidenceOfRuns(const Cells &first, const Cells &second)
{
    Groups ours = byPrompt(first);
    Groups theirs = byPrompt(second);
    Evidence evidence;
    std::map<int, double> centres;
    for (const auto &[prompt, values] : ours) {
        const auto other = theirs.find(prompt);
        if (other == theirs.end())
            continue;
        centres[prompt] = (median(values) + median(other->second)) / 2;
        evidence.strata.push_back({values, other->second});
        evidence.pairs += static_cast<int>(std::min(values.size(), other->second.size()));
    }
    evidence.first = medians(levelledRounds(first, centres));
    evidence.second = medians(levelledRounds(second, centres));
    evidence.rounds = static_cast<int>(std::min(evidence.first.size(), evidence.second.size()));
    return evidence;
}

Evidence evidenceOfScores(const Cells &first, const Cells &second)
{
    const Groups ours = byPrompt(first);
    const Groups theirs = byPrompt(second);
    Evidence evidence;
    evidence.areScores = true;
    for (const auto &[prompt, values] : ours) {
        const auto other = theirs.find(prompt);
        if (other == theirs.end())
            continue;
        evidence.differences.push_back(mean(values) - mean(other->second));
        evidence.strata.push_back({{mean(values)}, {mean(other->second)}});
    }
    evidence.pairs = static_cast<int>(evidence.differences.size());
    std::set<int> rounds;
    for (const Cell &cell : first)
        rounds.insert(cell.round);
    evidence.rounds = static_cast<int>(rounds.size());
    return evidence;
}

} // namespace assay
