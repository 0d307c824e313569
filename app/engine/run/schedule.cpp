// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/run/schedule.h"

#include "models/domain/generator.h"

#include <cmath>

namespace assay {

namespace {

Nanos inNanos(double seconds)
{
    return Nanos(std::llround(seconds * 1e9));
}

/// The measured steps, stretch by stretch.
std::vector<std::vector<PlanStep>> stretchesOf(const std::vector<PlanStep> &waiting, RunOrder order)
{
    std::vector<std::vector<PlanStep>> stretches;
    std::map<std::tuple<int, int, int>, size_t> known;
    for (const PlanStep &step : waiting) {
        if (step.phase == Phase::Warmup)
            continue;
        const std::tuple key(step.track, hasBlocks(order) ? step.model : 0, hasBlocks(order) ? step.round : 0);
        const auto [place, isNew] = known.try_emplace(key, stretches.size());
        if (isNew)
            stretches.emplace_back();
        stretches[place->second].push_back(step);
    }
    return stretches;
}

} // namespace

std::vector<Nanos> arrivals(const RunOptions &options, size_t count, quint64 seed)
{
    Generator generator(seed);
    std::vector<Nanos> times;
    times.reserve(count);
    double sum = 0;
    for (size_t i = 0; i < count; ++i) {
        if (options.arrival == Arrival::Poisson)
            sum -= std::log1p(-generator.unit());
        else
            sum = static_cast<double>(i); // not a sum of rounded gaps
        times.push_back(inNanos(sum / *options.rate));
    }
    return times;
}

Schedule::Schedule(const RunOptions &options, const std::vector<PlanStep> &waiting)
{
    if (!options.rate)
        return;
    for (const std::vector<PlanStep> &steps : stretchesOf(waiting, options.order)) {
        // Drawn from what does not change when a run is gone on with, and apart from the uses for the order.
        const auto use = (quint64(1) << 32) + static_cast<quint64>(steps.front().index);
        const std::vector<Nanos> times = arrivals(options, steps.size(), derivedSeed(options.seed, use));
        for (size_t i = 0; i < steps.size(); ++i)
            m_places[steps[i].index] = {m_begun.size(), times[i]};
        m_begun.emplace_back();
    }
}

Nanos Schedule::untilDue(const PlanStep &step, Nanos now)
{
    const auto place = m_places.find(step.index);
    if (place == m_places.end())
        return Nanos(0);
    std::optional<Nanos> &begun = m_begun[place->second.stretch];
    if (!begun)
        begun = now + lead;
    return *begun + place->second.offset - lead - now;
}

std::optional<Nanos> Schedule::instantOf(const PlanStep &step) const
{
    const auto place = m_places.find(step.index);
    if (place == m_places.end() || !m_begun[place->second.stretch])
        return {};
    return *m_begun[place->second.stretch] + place->second.offset;
}

void Schedule::delay(Nanos by)
{
    for (std::optional<Nanos> &begun : m_begun) {
        if (begun)
            *begun += by;
    }
}

} // namespace assay
