// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/run/machine.h"

#include "app/engine/machine/systemfiles.h"
#include "models/domain/numbertext.h"

#include <QSet>
#include <QSysInfo>
#include <QThread>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace assay {

namespace {

QStringList processors(const SystemFiles &files)
{
    return files.folders(u"sys/devices/system/cpu"_s, u"cpu[0-9]*"_s);
}

QString processorName(const SystemFiles &files)
{
    const QString name = files.value(u"proc/cpuinfo"_s, u"model name"_s); // not for translation
    return name.isEmpty() ? QSysInfo::currentCpuArchitecture() : name;
}

std::optional<int> physicalCores(const SystemFiles &files)
{
    QSet<QString> cores;
    for (const QString &processor : processors(files)) {
        const QString core = files.text(processor + u"/topology/core_id"_s);
        if (!core.isEmpty())
            cores.insert(files.text(processor + u"/topology/physical_package_id"_s) + u'/' + core);
    }
    return cores.isEmpty() ? std::nullopt : std::optional(static_cast<int>(cores.size()));
}

QString governors(const SystemFiles &files)
{
    QStringList names;
    for (const QString &processor : processors(files)) {
        const QString name = files.text(processor + u"/cpufreq/scaling_governor"_s);
        if (!name.isEmpty() && !names.contains(name))
            names += name;
    }
    names.sort();
    return names.join(u", "_s);
}

/// A mains supply that is plugged in says no; one that is not, or a battery that is being emptied, says yes. Batteries
/// of mice and the like do not count.
std::optional<bool> onBattery(const SystemFiles &files)
{
    std::optional<bool> answer;
    for (const QString &supply : files.folders(u"sys/class/power_supply"_s, u"*"_s)) {
        const QString type = files.text(supply + u"/type"_s);
        const QString online = files.text(supply + u"/online"_s);
        if (type == "Mains"_L1 && online == "1"_L1)
            return false;
        if (type == "Mains"_L1 && online == "0"_L1)
            answer = true;
        else if (type == "Battery"_L1 && files.text(supply + u"/scope"_s) != "Device"_L1)
            answer = answer.value_or(false) || files.text(supply + u"/status"_s) == "Discharging"_L1;
    }
    return answer;
}

/// Names where a driver tells one, else the driver and the device's PCI number.
QStringList graphicsProcessors(const SystemFiles &files)
{
    QStringList names;
    for (const QString &gpu : files.folders(u"proc/driver/nvidia/gpus"_s, u"*"_s))
        names += files.value(gpu + u"/information"_s, u"Model"_s);
    for (const QString &card : files.folders(u"sys/class/drm"_s, u"card[0-9]*"_s)) {
        const QString device = card + u"/device"_s;
        const QString vendor = files.text(device + u"/vendor"_s);
        const bool isOutput = card.section(u'/', -1).contains(u'-'); // "card0-HDMI-A-1"
        if (isOutput || vendor.isEmpty() || (vendor == "0x10de"_L1 && !names.isEmpty()))
            continue;
        const QString name = files.text(device + u"/product_name"_s);
        names += name.isEmpty() ? u"%1:%2"_s.arg(vendor, files.text(device + u"/device"_s)).remove(u"0x"_s) : name;
    }
    names.removeAll(QString());
    return names;
}

std::optional<double> memoryInMb(const SystemFiles &files)
{
    const QString text = files.value(u"proc/meminfo"_s, u"MemTotal"_s); // "16318480 kB", in units of 1024
    bool ok = false;
    const double kib = text.section(u' ', 0, 0).toDouble(&ok);
    if (!ok)
        return {};
    return kib * 1024 / bytesPerMb;
}

std::optional<double> loadOfTheLastMinute(const SystemFiles &files)
{
    bool ok = false;
    const double load = files.text(u"proc/loadavg"_s).section(u' ', 0, 0).toDouble(&ok);
    return ok ? std::optional(load) : std::nullopt;
}

} // namespace

Environment readEnvironmentOfThisMachine(const QString &root)
{
    const SystemFiles files(root);
    Environment here;
    here.assayVersion = QStringLiteral(ASSAY_VERSION);
    here.qtVersion = QString::fromLatin1(qVersion());
    here.os = QSysInfo::prettyProductName();
    here.kernel = QSysInfo::kernelType() + u' ' + QSysInfo::kernelVersion();
    here.cpu = processorName(files);
    here.hostArch = QSysInfo::currentCpuArchitecture();
    if (const int threads = QThread::idealThreadCount(); threads > 0)
        here.cpuThreads = threads;
    here.cpuCores = physicalCores(files);
    here.memoryMb = memoryInMb(files);
    here.governor = governors(files);
    here.onBattery = onBattery(files);
    here.gpus = graphicsProcessors(files);
    here.loadBefore = loadOfTheLastMinute(files);
    here.clock = steadyClock; // a controller with a relay knows better
    return here;
}

std::optional<ProcessorTime> readProcessorTime(const QString &root)
{
    // "cpu  user nice system idle iowait irq softirq steal guest guest_nice"; guests are in user and nice already.
    const QString line = SystemFiles(root).text(u"proc/stat"_s).section(u'\n', 0, 0);
    const QStringList fields = line.split(u' ', Qt::SkipEmptyParts);
    if (fields.size() < 9 || fields.constFirst() != "cpu"_L1)
        return {};
    ProcessorTime time;
    for (qsizetype i = 1; i <= 8; ++i) {
        const quint64 ticks = fields[i].toULongLong();
        time.total += ticks;
        time.busy += i == 4 || i == 5 ? 0 : ticks;
    }
    return time;
}

std::optional<double> busyShare(const std::optional<ProcessorTime> &from, const std::optional<ProcessorTime> &to)
{
    if (!from || !to || to->total <= from->total || to->busy < from->busy)
        return {};
    const auto busy = static_cast<double>(to->busy - from->busy);
    return std::min(1.0, busy / static_cast<double>(to->total - from->total)); // waiting time may be counted back
}

} // namespace assay
