// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/machine/energymeters.h"

#include "app/engine/machine/systemfiles.h"

namespace assay {

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr double joulesPerMicrojoule = 1e-6;
constexpr double joulesPerMicrowattHour = 3600e-6;

/// A zone of powercap. Its counter begins again at 0 after `max_energy_range_uj`, within minutes on a large machine;
/// between two readings it does so once at most.
class ProcessorMeter final : public EnergyMeter
{
public:
    ProcessorMeter(const SystemFiles &files, const QString &zone, const QString &domain)
        : m_files(files), m_zone(zone), m_domain(domain)
    {
    }

    std::optional<MeterReading> read() override
    {
        const std::optional<qint64> now = m_files.number(m_zone + u"/energy_uj");
        if (!now)
            return std::nullopt;
        const qint64 last = m_last.value_or(*now);
        const qint64 range = m_files.number(m_zone + u"/max_energy_range_uj"_s).value_or(0);
        m_last = now;
        if (*now < last && range < last)
            return std::nullopt; // it was put back for another reason
        m_counted += *now >= last ? *now - last : range - last + *now;
        return MeterReading{m_domain, static_cast<double>(m_counted) * joulesPerMicrojoule, 2s, 2s};
    }

private:
    SystemFiles m_files;
    QString m_zone, m_domain;
    std::optional<qint64> m_last;
    qint64 m_counted = 0; // microjoules
};

/// `energy_now` in microwatt-hours, or `charge_now` in microampere-hours at the voltage of the moment.
class BatteryMeter final : public EnergyMeter
{
public:
    BatteryMeter(const SystemFiles &files, const QString &supply) : m_files(files), m_supply(supply) { }

    std::optional<MeterReading> read() override
    {
        const std::optional<double> now = left();
        const bool emptied = m_files.text(m_supply + u"/status"_s) == "Discharging"_L1;
        if (!now || !emptied) {
            m_last.reset();
            return std::nullopt;
        }
        m_joules += m_last.value_or(*now) - *now;
        m_last = now;
        return MeterReading{m_supply.section(u'/', -1), m_joules, 120s, 60s};
    }

private:
    /// In joules.
    std::optional<double> left() const
    {
        if (const auto energy = m_files.number(m_supply + u"/energy_now"_s))
            return static_cast<double>(*energy) * joulesPerMicrowattHour;
        const std::optional<qint64> charge = m_files.number(m_supply + u"/charge_now"_s);
        // The voltage at which the charge is reckoned: one that changes would make energy out of nothing.
        if (const auto volts = m_files.number(m_supply + u"/voltage_min_design"_s); charge && volts)
            return static_cast<double>(*charge) * joulesPerMicrowattHour * static_cast<double>(*volts) * 1e-6;
        return std::nullopt;
    }

    SystemFiles m_files;
    QString m_supply;
    std::optional<double> m_last;
    double m_joules = 0;
};

void addZone(std::vector<std::unique_ptr<EnergyMeter>> &meters, const SystemFiles &files, const QString &zone,
             const QString &domain)
{
    auto meter = std::make_unique<ProcessorMeter>(files, zone, domain);
    if (meter->read())
        meters.push_back(std::move(meter));
}

} // namespace

std::vector<std::unique_ptr<EnergyMeter>> processorMeters(const QString &root)
{
    const SystemFiles files(root);
    std::vector<std::unique_ptr<EnergyMeter>> meters;
    // "intel-rapl" is the name on AMD's processors, too. The same packages stand under "intel-rapl-mmio" again; "psys"
    // holds a package and more.
    for (const QString &zone : files.folders(u"sys/class/powercap"_s, u"intel-rapl:*"_s)) {
        const QString name = files.text(zone + u"/name"_s);
        const bool isPackage = zone.section(u'/', -1).count(u':') == 1 && name.startsWith("package"_L1);
        if (isPackage)
            addZone(meters, files, zone, name);
        else if (name == "dram"_L1) // beside its package, not in it
            addZone(meters, files, zone, files.text(zone.section(u':', 0, 1) + u"/name"_s) + u"/dram"_s);
    }
    return meters;
}

std::vector<std::unique_ptr<EnergyMeter>> batteryMeters(const QString &root)
{
    const SystemFiles files(root);
    std::vector<std::unique_ptr<EnergyMeter>> meters;
    for (const QString &supply : files.folders(u"sys/class/power_supply"_s, u"*"_s)) {
        if (files.text(supply + u"/type"_s) != "Battery"_L1 || files.text(supply + u"/scope"_s) == "Device"_L1)
            continue;
        auto meter = std::make_unique<BatteryMeter>(files, supply);
        if (meter->read())
            meters.push_back(std::move(meter));
    }
    return meters;
}

} // namespace assay
