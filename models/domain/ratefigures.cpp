// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/ratefigures.h"

#include "models/domain/metrics.h"

#include <algorithm>
#include <map>

namespace assay {

namespace {

struct Sending
{
    Nanos intended, sent;
};

/// What was sent of each stretch that nothing planned interrupts, in the order of the plan's instants.
std::vector<std::vector<Sending>> sendings(const RunData &run)
{
    const bool inBlocks = hasBlocks(run.info.plan.options.order);
    std::map<std::tuple<int, int, int>, std::vector<Sending>> stretches;
    for (const Sample &sample : run.samples) {
        const Timeline &t = sample.timeline;
        const PlanStep &step = sample.step;
        if (step.phase == Phase::Measured && t.intended && t.sent)
            stretches[{step.track, inBlocks ? step.model : 0, inBlocks ? step.round : 0}].push_back(
                {*t.intended, *t.sent});
    }
    std::vector<std::vector<Sending>> sorted;
    for (auto &[key, list] : stretches) {
        std::ranges::sort(list, {}, &Sending::intended);
        sorted.push_back(std::move(list));
    }
    return sorted;
}

/// Longer than any gap that the plan itself makes (by chance one in 500 million): the run was paused or gone on with.
Nanos longestGap(const RunOptions &options)
{
    const double gaps = options.arrival == Arrival::Constant ? 1.5 : 20;
    return Nanos(static_cast<qint64>(gaps * 1e9 / *options.rate));
}

std::optional<double> achievedRate(const std::vector<std::vector<Sending>> &stretches, Nanos longest)
{
    int count = 0;
    Nanos span{};
    for (const std::vector<Sending> &list : stretches) {
        for (size_t i = 1; i < list.size(); ++i) {
            if (list[i].intended - list[i - 1].intended > longest)
                continue;
            span += list[i].sent - list[i - 1].sent;
            ++count;
        }
    }
    return span > Nanos(0) ? std::optional(count * 1e9 / static_cast<double>(span.count())) : std::nullopt;
}

RateLatency latencyOf(const RunData &run, int model)
{
    RateLatency latency;
    latency.alias = run.info.plan.models[static_cast<size_t>(model)].model.alias;
    std::vector<double> sent;
    std::vector<double> intended;
    for (const Sample &sample : run.samples) {
        if (sample.step.phase != Phase::Measured || sample.step.model != model)
            continue;
        const SampleMetrics metrics = metricsOf(sample);
        if (metrics.totalMs && metrics.latencyFromIntendedMs) {
            sent.push_back(*metrics.totalMs);
            intended.push_back(*metrics.latencyFromIntendedMs);
        }
    }
    latency.fromSendingMs = describe(sent);
    latency.fromIntendedMs = describe(intended);
    return latency;
}

} // namespace

std::optional<RateFigures> rateFigures(const RunData &run)
{
    const RunOptions &options = run.info.plan.options;
    if (!options.rate)
        return {};
    const std::vector<std::vector<Sending>> stretches = sendings(run);
    std::vector<double> lags;
    for (const std::vector<Sending> &list : stretches) {
        for (const Sending &sending : list)
            lags.push_back(toMs(sending.sent - sending.intended));
    }
    RateFigures figures;
    figures.requested = *options.rate;
    figures.achieved = achievedRate(stretches, longestGap(options));
    figures.lagMs = describe(lags);
    for (size_t model = 0; model < run.info.plan.models.size(); ++model)
        figures.models.push_back(latencyOf(run, static_cast<int>(model)));
    return figures;
}

} // namespace assay
