// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/machine/gauge.h"

#include "app/engine/machine/energymeters.h"
#include "app/engine/machine/nvidiasmi.h"
#include "app/engine/machine/processes.h"

namespace assay {

using namespace std::chrono_literals;

namespace {

/// A server that was not found, or is gone, is looked for again after so long: a restart gives it other processes.
constexpr Nanos lookAgain = 5s;

class SystemGauge final : public Gauge
{
public:
    SystemGauge(const QString &root, std::function<Nanos()> now, const QString &nvidiaSmi)
        : m_root(root)
        , m_now(std::move(now))
        , m_processes(makeProcesses(root))
        , m_nvidia(new NvidiaSmi(nvidiaSmi, m_now, this))
    {
    }

    void watch(const std::vector<quint16> &ports) override
    {
        m_servers.clear();
        for (const quint16 port : ports)
            m_servers.push_back({port, {}, m_now() - lookAgain});
        m_nvidia->start();
        m_meters = processorMeters(m_root);
        if (m_meters.empty() && !m_nvidia->isThere()) // a battery counts what the others do, too
            m_meters = batteryMeters(m_root);
    }

    void rest() override { m_nvidia->stop(); }

    bool hasMeters() const override { return !m_meters.empty() || m_nvidia->isThere(); }

    MachineReading read(bool processes) override
    {
        MachineReading reading;
        reading.at = m_now();
        const auto note = [&reading](const std::optional<MeterReading> &counted) {
            if (counted)
                reading.meters.push_back(*counted);
            else
                reading.allMeters = false;
        };
        for (const std::unique_ptr<EnergyMeter> &meter : m_meters)
            note(meter->read());
        if (m_nvidia->hasCards())
            note(m_nvidia->read());
        reading.hasProcesses = processes && m_processes;
        for (Server &server : m_servers)
            reading.servers.push_back(reading.hasProcesses ? treeOf(server) : std::vector<ProcessReading>());
        return reading;
    }

private:
    struct Server
    {
        quint16 port;
        std::vector<qint64> listeners;
        Nanos lookedAt;
    };

    std::vector<ProcessReading> treeOf(Server &server)
    {
        std::vector<ProcessReading> tree;
        if (!server.listeners.empty())
            tree = m_processes->treeOf(server.listeners);
        if (tree.empty() && m_now() - server.lookedAt >= lookAgain) {
            server.lookedAt = m_now();
            server.listeners = m_processes->listenersOn(server.port);
            tree = server.listeners.empty() ? tree : m_processes->treeOf(server.listeners);
        }
        for (ProcessReading &process : tree)
            process.gpuBytes = m_nvidia->bytesOf(process.pid);
        return tree;
    }

    QString m_root;
    std::function<Nanos()> m_now;
    std::unique_ptr<Processes> m_processes; // absent where this system's are not looked at
    NvidiaSmi *m_nvidia;
    std::vector<Server> m_servers;
    std::vector<std::unique_ptr<EnergyMeter>> m_meters;
};

} // namespace

std::unique_ptr<Gauge> makeGauge(const QString &root, std::function<Nanos()> now, const QString &nvidiaSmi)
{
    return std::make_unique<SystemGauge>(root, std::move(now), nvidiaSmi);
}

} // namespace assay
