// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/run/machine.h"

#include <QFile>
#include <QSysInfo>
#include <QThread>

using namespace Qt::Literals::StringLiterals;

namespace assay {

namespace {

/// The value of the first "key : value" line of a file under /proc; empty where there is none.
QString procValue(const QString &path, const QString &key)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    // Such files say size 0, so their end is only seen by reading.
    for (QByteArray line = file.readLine(); !line.isEmpty(); line = file.readLine()) {
        const QString text = QString::fromUtf8(line);
        const qsizetype colon = text.indexOf(u':');
        if (colon > 0 && text.left(colon).trimmed() == key)
            return text.mid(colon + 1).trimmed();
    }
    return {};
}

QString processorName()
{
    const QString name = procValue(u"/proc/cpuinfo"_s, u"model name"_s); // not for translation
    return name.isEmpty() ? QSysInfo::currentCpuArchitecture() : name;
}

std::optional<double> memoryInMb()
{
    const QString text = procValue(u"/proc/meminfo"_s, u"MemTotal"_s); // "16318480 kB", in units of 1024
    bool ok = false;
    const double kib = text.section(u' ', 0, 0).toDouble(&ok);
    if (!ok)
        return {};
    return kib * 1024 / 1e6;
}

} // namespace

Environment readEnvironmentOfThisMachine()
{
    Environment here;
    here.assayVersion = QStringLiteral(ASSAY_VERSION);
    here.qtVersion = QString::fromLatin1(qVersion());
    here.os = QSysInfo::prettyProductName();
    here.kernel = QSysInfo::kernelType() + u' ' + QSysInfo::kernelVersion();
    here.cpu = processorName();
    here.hostArch = QSysInfo::currentCpuArchitecture();
    if (const int threads = QThread::idealThreadCount(); threads > 0)
        here.cpuThreads = threads;
    here.memoryMb = memoryInMb();
    here.clock = steadyClock; // a controller with a relay knows better
    return here;
}

} // namespace assay
