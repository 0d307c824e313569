// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/cost.h"

#include <set>

namespace assay {

/// One process of a server, as it was at one moment.
struct ProcessReading
{
    qint64 pid = 0;
    qint64 residentBytes = 0;
    qint64 fileBytes = 0; // of them, mapped from files or shared
    qint64 cpuTicks = 0; // processor time used since it began, in the system's own ticks
    std::optional<qint64> gpuBytes;
    bool listens = false; // it holds the server's port
};

/// One energy counter, as it was at one moment.
struct MeterReading
{
    QString domain;
    double joules = 0; // since some moment of its own
    Nanos shortest{}; // below so long what it counts is not to be trusted
    Nanos shortestIdle{};
};

/// What the machine said at one moment.
struct MachineReading
{
    Nanos at{};
    bool hasProcesses = false; // `servers` were looked at
    std::vector<std::vector<ProcessReading>> servers; // by place; empty where the server's processes are not known
    std::vector<MeterReading> meters;
    bool allMeters = true; // none that the machine has is left out of them for want of an answer
};

/// A model with a request under way.
struct UnderWay
{
    int model = 0; // index in the plan
    bool measured = false; // the request is no warm-up
    // clang-tidy takes the 0 that <=> is compared with for a pointer.
    friend auto operator<=>(const UnderWay &, const UnderWay &) = default; // NOLINT(modernize-use-nullptr)
};

/// Turns readings of the machine into what each model cost. Attributes only what can be: energy to a model that was the
/// only one under way on the machine, memory to one that was the only one under way on its server. Pure; no thread.
class CostLedger
{
public:
    CostLedger() = default;
    /// For each model of a plan the place of its server in the readings; absent where that is not watched.
    using ServerPlaces = std::vector<std::optional<size_t>>;
    explicit CostLedger(const ServerPlaces &servers);

    /// `since`: what was under way from the reading before until this one. There is a reading at each change of that.
    void add(const MachineReading &reading, const std::set<UnderWay> &since);
    /// A measured request of the model has ended.
    void addTokens(int model, qint64 output);
    /// In plan order.
    std::vector<ModelCost> costs() const;

private:
    struct Meter
    {
        MeterReading last;
        Nanos lastAt{};
        bool known = false; // there is a last reading
        double idleJoules = 0, idleSeconds = 0;
    };
    struct Use
    {
        std::vector<double> joules; // by meter
        double seconds = 0;
        bool spoiled = false; // another model was under way too, or a counter failed or was silent
        qint64 tokens = 0;
    };
    struct Server
    {
        std::set<int> active; // models under way since the processes were last read
        std::vector<ProcessReading> last, before; // before: as the stretch began
        std::optional<int> model; // of the stretch
        std::vector<std::vector<ProcessReading>> stretch; // while only `model` was under way
    };

    void addEnergy(const MachineReading &reading, const std::set<UnderWay> &since);
    void addMeter(size_t place, const MachineReading &reading, const std::set<UnderWay> &since);
    void addMemory(Server &server, const std::vector<ProcessReading> &processes);
    void closeStretch(const Server &server, std::vector<ModelCost> &costs) const;
    std::vector<EnergyUse> energyOf(const Use &use) const;

    ServerPlaces m_serverOf; // by model
    std::vector<Server> m_servers;
    std::vector<Meter> m_meters;
    std::vector<Use> m_uses; // by model
    std::vector<ModelCost> m_costs; // memory of the stretches that are over
    Nanos m_lastAt{};
    bool m_begun = false;
    bool m_lastWhole = true; // the last reading had all meters
};

} // namespace assay
