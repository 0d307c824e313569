// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/cost.h"

#include "models/domain/numbertext.h"
#include "models/domain/text.h"

#include <algorithm>

namespace assay {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr double joulesPerWh = 3600;
constexpr double perThousand = 1000;

bool sameDomains(const std::vector<EnergyUse> &a, const std::vector<EnergyUse> &b)
{
    return std::ranges::equal(a, b, {}, &EnergyUse::domain, &EnergyUse::domain);
}

/// The idle draw of both parts, each for its share of the time.
std::optional<double> meanIdle(const EnergyUse &a, const EnergyUse &b)
{
    if (!a.idleWatts || !b.idleWatts)
        return std::nullopt;
    return (*a.idleWatts * a.seconds + *b.idleWatts * b.seconds) / (a.seconds + b.seconds);
}

/// Counters of another machine, or others of the same one, cannot be added up: the later part stands for itself.
void addEnergy(ModelCost &sum, const ModelCost &later)
{
    if (later.energy.empty())
        return;
    if (!sameDomains(sum.energy, later.energy)) {
        sum.energy = later.energy;
        sum.energyTokens = later.energyTokens;
        return;
    }
    for (size_t i = 0; i < sum.energy.size(); ++i) {
        EnergyUse &use = sum.energy[i];
        use.idleWatts = meanIdle(use, later.energy[i]);
        use.joules += later.energy[i].joules;
        use.seconds += later.energy[i].seconds;
    }
    sum.energyTokens += later.energyTokens;
}

void addGpuMemory(ModelCost &sum, const ModelCost &later)
{
    if (!later.gpuMemoryMb)
        return;
    const bool better = !sum.gpuMemoryMb || (sum.gpuByServer && !later.gpuByServer);
    if (better || (sum.gpuByServer == later.gpuByServer && later.gpuMemoryMb > sum.gpuMemoryMb)) {
        sum.gpuMemoryMb = later.gpuMemoryMb;
        sum.gpuByServer = later.gpuByServer;
    }
}

ModelCost added(ModelCost sum, const ModelCost &later)
{
    if (later.memoryMb && later.memoryMb > sum.memoryMb) {
        sum.memoryMb = later.memoryMb;
        sum.memoryFilesMb = later.memoryFilesMb;
    }
    if (!sum.memoryIdleMb)
        sum.memoryIdleMb = later.memoryIdleMb;
    addGpuMemory(sum, later);
    if (later.loadMs)
        sum.loadMs = later.loadMs;
    addEnergy(sum, later);
    return sum;
}

} // namespace

RunCosts addedCosts(const RunCosts &earlier, const RunCosts &later)
{
    RunCosts sum = earlier;
    if (later.price)
        sum.price = later.price;
    sum.models.resize(std::max(earlier.models.size(), later.models.size()));
    for (size_t i = 0; i < later.models.size(); ++i)
        sum.models[i] = added(std::move(sum.models[i]), later.models[i]);
    return sum;
}

std::optional<EnergyFigure> measuredEnergy(const ModelCost &cost)
{
    if (cost.energy.empty() || cost.energyTokens <= 0)
        return std::nullopt;
    const bool idleKnown =
        std::ranges::all_of(cost.energy, [](const EnergyUse &use) { return use.idleWatts.has_value(); });
    EnergyFigure figure;
    double joules = 0;
    double idleWatts = 0;
    for (const EnergyUse &use : cost.energy) {
        const double idle = idleKnown ? *use.idleWatts : 0;
        joules += use.joules - idle * use.seconds;
        idleWatts += idle;
        figure.domains.append(use.domain);
    }
    if (joules <= 0)
        return std::nullopt;
    if (idleKnown)
        figure.idleWatts = idleWatts;
    figure.whPer1kTokens = joules / joulesPerWh / static_cast<double>(cost.energyTokens) * perThousand;
    return figure;
}

std::optional<EnergyFigure> estimatedEnergy(double watts, Nanos underWay, qint64 tokens)
{
    if (watts <= 0 || underWay <= Nanos(0) || tokens <= 0)
        return std::nullopt;
    const double joules = watts * toMs(underWay) / 1000;
    return EnergyFigure{joules / joulesPerWh / static_cast<double>(tokens) * perThousand, {}, {}};
}

QString gpuMemoryText(const ModelCost &cost)
{
    const QString size = sizeText(cost.gpuMemoryMb);
    return cost.gpuMemoryMb && cost.gpuByServer ? Text::tr("%1 by the server").arg(size) : size;
}

QString energySourceText(const EnergyFigure &energy)
{
    if (energy.isEstimate())
        return Text::tr("estimate: the model's stated watts times the time of its requests");
    const QString domains = energy.domains.join(u" + "_s);
    if (!energy.idleWatts)
        return Text::tr("measured: %1, idle draw included").arg(domains);
    return Text::tr("measured: %1, idle draw of %2 W subtracted").arg(domains, threeDigits(energy.idleWatts));
}

Nanos coveredTime(std::vector<TimeSpan> spans)
{
    std::ranges::sort(spans, {}, &TimeSpan::from);
    Nanos covered{};
    std::optional<Nanos> until;
    for (const TimeSpan &span : spans) {
        const Nanos from = until ? std::max(*until, span.from) : span.from;
        covered += std::max(Nanos(0), span.to - from);
        until = until ? std::max(*until, span.to) : span.to;
    }
    return covered;
}

} // namespace assay
