// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/intervals.h"

#include "models/domain/studentt.h"
#include "models/domain/variance.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace assay {

namespace {

/// The values with dense numbers for the units that repeat and the strata that are taken as they are.
class Design
{
public:
    explicit Design(std::span<const SampledValue> values)
    {
        std::map<int, size_t> rounds;
        std::map<int, size_t> prompts;
        for (const SampledValue &v : values) {
            rounds[v.round] = 0;
            prompts[v.prompt] = 0;
            m_values.push_back(v.value);
        }
        number(rounds);
        number(prompts);
        m_byRounds = rounds.size() >= fewestRounds;
        m_holds = values.size() >= fewestIntervalValues && (m_byRounds || prompts.size() >= fewestPrompts);
        m_units = m_byRounds ? rounds.size() : prompts.size();
        m_strata = m_byRounds ? prompts.size() : 1;
        for (const SampledValue &v : values) {
            m_unit.push_back(m_byRounds ? rounds[v.round] : prompts[v.prompt]);
            m_stratum.push_back(m_byRounds ? prompts[v.prompt] : 0);
        }
    }

    bool holds() const { return m_holds; }
    const std::vector<double> &values() const { return m_values; }

    /// Half the 95 % interval of the mean of `y` (one for each value), by what differs between units.
    double betweenUnits(const std::vector<double> &y) const
    {
        const std::vector<double> means = stratumMeans(y);
        std::vector<double> units(m_units, 0.0); // what each unit adds to the mean, times the number of units
        const double share = static_cast<double>(m_units) / static_cast<double>(y.size());
        for (size_t i = 0; i < y.size(); ++i)
            units[m_unit[i]] += (y[i] - means[m_stratum[i]]) * share;
        const UnitMoments m = m_byRounds ? successiveMoments(units) : momentsOf(units);
        return studentQuantile(0.975, m.df) * std::sqrt(m.variance / m.n);
    }

    /// Half the 95 % interval of a share, by chance within each stratum alone; half a case is added to either side, so
    /// that none of three is not taken for never.
    double withinStrata(const std::vector<double> &isBelow) const
    {
        std::vector<double> below(m_strata, 0.0);
        std::vector<double> count(m_strata, 0.0);
        for (size_t i = 0; i < isBelow.size(); ++i) {
            below[m_stratum[i]] += isBelow[i];
            ++count[m_stratum[i]];
        }
        double variance = 0;
        for (size_t s = 0; s < m_strata; ++s) {
            const double share = (below[s] + 0.5) / (count[s] + 1);
            variance += share * (1 - share) * count[s];
        }
        return normalQuantile(0.975) * std::sqrt(variance) / static_cast<double>(isBelow.size());
    }

private:
    static void number(std::map<int, size_t> &keys)
    {
        size_t next = 0;
        for (auto &[key, place] : keys)
            place = next++;
    }
    std::vector<double> stratumMeans(const std::vector<double> &y) const
    {
        std::vector<double> sums(m_strata, 0.0);
        std::vector<double> count(m_strata, 0.0);
        for (size_t i = 0; i < y.size(); ++i) {
            sums[m_stratum[i]] += y[i];
            ++count[m_stratum[i]];
        }
        for (size_t s = 0; s < m_strata; ++s)
            sums[s] /= count[s];
        return sums;
    }

    std::vector<double> m_values;
    std::vector<size_t> m_unit, m_stratum; // of each value
    size_t m_units = 0;
    size_t m_strata = 0;
    bool m_byRounds = false;
    bool m_holds = false;
};

double meanOf(const std::vector<double> &values)
{
    double sum = 0;
    for (const double value : values)
        sum += value;
    return sum / static_cast<double>(values.size());
}

std::vector<double> areBelow(const std::vector<double> &values, double bound)
{
    std::vector<double> below;
    below.reserve(values.size());
    for (const double value : values)
        below.push_back(value <= bound ? 1.0 : 0.0);
    return below;
}

Interval aroundPercentile(const std::vector<double> &sorted, double p, double halfShare)
{
    return {*percentile(sorted, p - 100 * halfShare), *percentile(sorted, p + 100 * halfShare)};
}

/// Rounds that agree by chance must not narrow it, nor a few rounds that differ by chance widen it at will.
Interval medianInterval(const Design &design, const std::vector<double> &sorted)
{
    const std::vector<double> below = areBelow(design.values(), *percentile(sorted, 50));
    const double within = design.withinStrata(below);
    return aroundPercentile(sorted, 50, std::max(within, (within + design.betweenUnits(below)) / 2));
}

Interval p95Interval(const Design &design, const std::vector<double> &sorted)
{
    const std::vector<double> below = areBelow(design.values(), *percentile(sorted, 95));
    const double between = design.betweenUnits(below);
    return aroundPercentile(sorted, 95, between > 0 ? between : design.withinStrata(below));
}

} // namespace

Intervals intervalsOf(std::span<const SampledValue> values)
{
    const Design design(values);
    if (!design.holds())
        return {};
    std::vector<double> sorted = design.values();
    std::ranges::sort(sorted);
    const double mean = meanOf(design.values());
    const double half = design.betweenUnits(design.values());
    Intervals intervals;
    intervals.mean = Interval{mean - half, mean + half};
    intervals.p50 = medianInterval(design, sorted);
    if (p95Holds(static_cast<int>(values.size())))
        intervals.p95 = p95Interval(design, sorted);
    return intervals;
}

std::optional<Interval> scoreInterval(std::span<const SampledValue> values)
{
    std::map<int, double> prompts; // what each prompt adds to the mean
    double mean = 0;
    for (const SampledValue &v : values)
        mean += v.value / static_cast<double>(values.size());
    for (const SampledValue &v : values)
        prompts[v.prompt] += (v.value - mean) / static_cast<double>(values.size());
    if (prompts.size() < fewestPrompts)
        return std::nullopt;
    std::vector<double> units;
    for (const auto &[prompt, part] : prompts)
        units.push_back(part * static_cast<double>(prompts.size()));
    const UnitMoments m = guardedMoments(units);
    const double half = studentQuantile(0.975, m.df) * std::sqrt(m.variance / m.n);
    return Interval{std::max(1.0, mean - half), std::min(5.0, mean + half)};
}

} // namespace assay
