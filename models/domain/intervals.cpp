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

/// The values with dense numbers for rounds, which repeat themselves, and prompts, which are taken as they are.
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
        m_rounds = rounds.size();
        m_ofPrompt.resize(prompts.size(), 0.0);
        for (const SampledValue &v : values) {
            m_round.push_back(rounds[v.round]);
            m_prompt.push_back(prompts[v.prompt]);
            ++m_ofPrompt[m_prompt.back()];
        }
    }

    bool holds() const { return m_values.size() >= fewestIntervalValues && m_rounds >= fewestRounds; }
    const std::vector<double> &values() const { return m_values; }

    /// What each round adds to the mean of `y` (one for each value), times the number of rounds; less what the prompts
    /// explain.
    std::vector<double> parts(const std::vector<double> &y) const
    {
        const std::vector<double> sums = promptSums(y);
        const double share = static_cast<double>(m_rounds) / static_cast<double>(y.size());
        std::vector<double> parts(m_rounds, 0.0);
        for (size_t i = 0; i < y.size(); ++i)
            parts[m_round[i]] += (y[i] - sums[m_prompt[i]] / m_ofPrompt[m_prompt[i]]) * share;
        return parts;
    }

    /// Half the 86 % interval of a share, by chance within each prompt alone; half a case is added to either side, so
    /// that none of three is not taken for never. Not 95 %: it is the smallest width of an interval that is mostly
    /// wider, and would make that hold the truth in 98 % of cases.
    double withinPrompts(const std::vector<double> &isBelow) const
    {
        const std::vector<double> below = promptSums(isBelow);
        double variance = 0;
        for (size_t p = 0; p < below.size(); ++p) {
            const double share = (below[p] + 0.5) / (m_ofPrompt[p] + 1);
            variance += share * (1 - share) * m_ofPrompt[p];
        }
        return normalQuantile(0.93) * std::sqrt(variance) / static_cast<double>(isBelow.size());
    }

private:
    static void number(std::map<int, size_t> &keys)
    {
        size_t next = 0;
        for (auto &[key, place] : keys)
            place = next++;
    }
    std::vector<double> promptSums(const std::vector<double> &y) const
    {
        std::vector<double> sums(m_ofPrompt.size(), 0.0);
        for (size_t i = 0; i < y.size(); ++i)
            sums[m_prompt[i]] += y[i];
        return sums;
    }

    std::vector<double> m_values;
    std::vector<size_t> m_round, m_prompt; // of each value
    std::vector<double> m_ofPrompt; // values of each prompt
    size_t m_rounds = 0;
};

double halfInterval(const UnitMoments &m)
{
    return studentQuantile(0.975, m.df) * std::sqrt(m.variance / m.n);
}

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

Interval medianInterval(const Design &design, const std::vector<double> &sorted)
{
    const std::vector<double> below = areBelow(design.values(), *percentile(sorted, 50));
    const std::vector<double> parts = design.parts(below);
    const double between = std::min(halfInterval(detrendedMoments(parts)), halfInterval(momentsOf(parts)));
    return aroundPercentile(sorted, 50, std::max(design.withinPrompts(below), between));
}

Interval tailInterval(const Design &design, const std::vector<double> &sorted, double p)
{
    const std::vector<double> below = areBelow(design.values(), *percentile(sorted, p));
    const double between = halfInterval(detrendedMoments(design.parts(below)));
    return aroundPercentile(sorted, p, between == 0 ? design.withinPrompts(below) : between);
}

Interval meanInterval(const Design &design, double least)
{
    const std::vector<double> parts = design.parts(design.values());
    const UnitMoments moments = detrendedMoments(parts);
    const double half = halfInterval(moments);
    const double skew = moments.variance > 0 ? thirdMoment(detrended(parts)) / (2 * moments.variance * moments.n) : 0;
    const double mean = meanOf(design.values());
    return {std::max(least, mean - half + std::min(0.0, skew)), mean + half + std::max(0.0, skew)};
}

} // namespace

Intervals intervalsOf(std::span<const SampledValue> values)
{
    const Design design(values);
    if (!design.holds())
        return {};
    std::vector<double> sorted = design.values();
    std::ranges::sort(sorted);
    Intervals intervals;
    intervals.mean = meanInterval(design, std::min(0.0, sorted.front())); // what is never negative has no negative mean
    intervals.p50 = medianInterval(design, sorted);
    if (p95Holds(static_cast<int>(values.size())))
        intervals.p95 = tailInterval(design, sorted, 95);
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
    units.reserve(prompts.size());
    for (const auto &[prompt, part] : prompts)
        units.push_back(part * static_cast<double>(prompts.size()));
    const double half = halfInterval(guardedMoments(units));
    return Interval{std::max(1.0, mean - half), std::min(5.0, mean + half)};
}

} // namespace assay
