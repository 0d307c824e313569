// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/costledger.h"

#include "models/domain/numbertext.h"

#include <algorithm>

namespace assay {

namespace {

using Processes = std::vector<ProcessReading>;

/// A process that worked less than this share of what the busiest one did while a model ran holds something else. The
/// end of the request before, of another model, may still be seen in its process: some 20 ms of work.
constexpr double leastShare = 0.2;
/// In ticks (usually 10 ms each): below so much work of all processes together nobody can tell which one did it.
constexpr qint64 leastWork = 20;
/// What lies between two requests is no idle time.
constexpr double shortestGap = 0.25; // s

double seconds(Nanos time)
{
    return toMs(time) / 1000;
}

const ProcessReading *find(const Processes &processes, qint64 pid)
{
    const auto found = std::ranges::find(processes, pid, &ProcessReading::pid);
    return found == processes.end() ? nullptr : &*found;
}

/// Processes that belong to what ran from `before` to `after`: those that listen, and those that worked. Empty where
/// that cannot be told.
std::set<qint64> workersOf(const Processes &before, const Processes &after)
{
    std::set<qint64> workers;
    std::vector<std::pair<qint64, qint64>> work;
    qint64 all = 0, most = 0;
    for (const ProcessReading &process : after) {
        const ProcessReading *earlier = find(before, process.pid);
        const qint64 ticks = std::max<qint64>(0, process.cpuTicks - (earlier ? earlier->cpuTicks : 0));
        all += ticks;
        most = std::max(most, ticks);
        work.emplace_back(process.pid, ticks);
        if (process.listens)
            workers.insert(process.pid);
    }
    if (workers.size() == after.size())
        return workers;
    if (all < leastWork)
        return {};
    for (const auto &[pid, ticks] : work) {
        if (static_cast<double>(ticks) >= leastShare * static_cast<double>(most))
            workers.insert(pid);
    }
    return workers;
}

struct Held
{
    qint64 resident = 0, files = 0;
    std::optional<qint64> gpu;
};

Held heldBy(const Processes &processes, const std::set<qint64> &pids)
{
    Held held;
    for (const ProcessReading &process : processes) {
        if (!pids.contains(process.pid))
            continue;
        held.resident += process.residentBytes;
        held.files += process.fileBytes;
        if (process.gpuBytes)
            held.gpu = held.gpu.value_or(0) + *process.gpuBytes;
    }
    return held;
}

double inMb(qint64 bytes)
{
    return static_cast<double>(bytes) / bytesPerMb;
}

} // namespace

CostLedger::CostLedger(const ServerPlaces &servers)
    : m_serverOf(servers), m_uses(servers.size()), m_costs(servers.size())
{
    for (const std::optional<size_t> &place : servers)
        m_servers.resize(std::max(m_servers.size(), place ? *place + 1 : 0));
}

void CostLedger::add(const MachineReading &reading, const std::set<UnderWay> &since)
{
    for (const UnderWay &each : since) {
        if (const std::optional<size_t> server = m_serverOf[static_cast<size_t>(each.model)])
            m_servers[*server].active.insert(each.model);
    }
    addEnergy(reading, since);
    for (size_t i = 0; reading.hasProcesses && i < std::min(m_servers.size(), reading.servers.size()); ++i)
        addMemory(m_servers[i], reading.servers[i]);
    m_lastAt = reading.at;
    m_lastWhole = reading.allMeters;
    m_begun = true;
}

void CostLedger::addTokens(int model, qint64 output)
{
    m_uses[static_cast<size_t>(model)].tokens += output;
}

void CostLedger::addEnergy(const MachineReading &reading, const std::set<UnderWay> &since)
{
    for (const MeterReading &meter : reading.meters) {
        if (std::ranges::none_of(m_meters, [&](const Meter &known) { return known.last.domain == meter.domain; }))
            m_meters.push_back({meter, {}, false, 0, 0});
    }
    const bool alone = since.size() == 1 && since.begin()->measured;
    const bool isWhole = reading.allMeters && m_lastWhole; // else a part of the energy would look like all of it
    for (const UnderWay &each : since) {
        if (each.measured && (!alone || !isWhole))
            m_uses[static_cast<size_t>(each.model)].spoiled = true;
    }
    for (size_t i = 0; i < m_meters.size(); ++i)
        addMeter(i, reading, since);
    if (alone && m_begun)
        m_uses[static_cast<size_t>(since.begin()->model)].seconds += seconds(reading.at - m_lastAt);
}

void CostLedger::addMeter(size_t place, const MachineReading &reading, const std::set<UnderWay> &since)
{
    Meter &meter = m_meters[place];
    const auto now = std::ranges::find(reading.meters, meter.last.domain, &MeterReading::domain);
    const bool counts = meter.known && now != reading.meters.end();
    if (since.size() == 1 && since.begin()->measured) {
        Use &use = m_uses[static_cast<size_t>(since.begin()->model)];
        use.joules.resize(m_meters.size(), 0);
        use.spoiled |= !counts;
        use.joules[place] += counts ? now->joules - meter.last.joules : 0;
    } else if (const double gap = seconds(reading.at - meter.lastAt); since.empty() && counts && gap >= shortestGap) {
        meter.idleJoules += now->joules - meter.last.joules;
        meter.idleSeconds += gap;
    }
    meter.known = now != reading.meters.end();
    if (meter.known) {
        meter.last = *now;
        meter.lastAt = reading.at;
    }
}

void CostLedger::addMemory(Server &server, const Processes &processes)
{
    const std::optional<int> model = server.active.size() == 1 ? std::optional(*server.active.begin()) : std::nullopt;
    if (model != server.model || !model) {
        closeStretch(server, m_costs);
        server.stretch.clear();
        server.before = server.last;
        server.model = model;
    }
    if (model && !processes.empty())
        server.stretch.push_back(processes);
    server.last = processes;
    server.active.clear();
}

void CostLedger::closeStretch(const Server &server, std::vector<ModelCost> &costs) const
{
    if (!server.model || server.stretch.empty())
        return;
    const std::set<qint64> workers = workersOf(server.before, server.stretch.back());
    if (workers.empty())
        return;
    ModelCost &cost = costs[static_cast<size_t>(*server.model)];
    for (const Processes &processes : server.stretch) {
        const Held held = heldBy(processes, workers);
        if (cost.memoryMb.value_or(0) < inMb(held.resident)) {
            cost.memoryMb = inMb(held.resident);
            cost.memoryFilesMb = inMb(held.files);
        }
        if (held.gpu)
            cost.gpuMemoryMb = std::max(cost.gpuMemoryMb, std::optional(inMb(*held.gpu)));
    }
    if (!cost.memoryIdleMb && !server.before.empty())
        cost.memoryIdleMb = inMb(heldBy(server.before, workers).resident);
}

/// All counters or none: a part of the machine's energy is not its energy.
std::vector<EnergyUse> CostLedger::energyOf(const Use &use) const
{
    std::vector<EnergyUse> energy;
    for (size_t i = 0; i < m_meters.size(); ++i) {
        const Meter &meter = m_meters[i];
        if (use.spoiled || use.joules.size() <= i || use.seconds < seconds(meter.last.shortest))
            return {};
        EnergyUse each{meter.last.domain, use.joules[i], use.seconds, {}};
        if (meter.idleSeconds > 0 && meter.idleSeconds >= seconds(meter.last.shortestIdle))
            each.idleWatts = meter.idleJoules / meter.idleSeconds;
        energy.push_back(each);
    }
    return energy;
}

std::vector<ModelCost> CostLedger::costs() const
{
    std::vector<ModelCost> costs = m_costs;
    for (const Server &server : m_servers)
        closeStretch(server, costs);
    for (size_t i = 0; i < costs.size(); ++i) {
        costs[i].energy = energyOf(m_uses[i]);
        costs[i].energyTokens = costs[i].energy.empty() ? 0 : m_uses[i].tokens;
    }
    return costs;
}

} // namespace assay
