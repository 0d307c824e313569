// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/machine/nvidiasmi.h"

#include <algorithm>

namespace assay {

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr Nanos freshFor = 3s;
constexpr qint64 bytesPerMib = 1024 * 1024;
const QString form = u"--format=csv,noheader,nounits"_s;
const QString everyHalfSecond = u"--loop-ms=500"_s;

double secondsOf(Nanos time)
{
    return toMs(time) / 1000;
}

/// "[N/A]" and the like are none.
std::optional<double> numberIn(const QList<QByteArray> &fields, qsizetype place)
{
    bool isNumber = false;
    const double number = fields.value(place).trimmed().toDouble(&isNumber);
    return isNumber && number >= 0 ? std::optional(number) : std::nullopt;
}

} // namespace

NvidiaSmi::NvidiaSmi(const QString &program, std::function<Nanos()> now, QObject *parent)
    : QObject(parent), m_program(program), m_now(std::move(now))
{
    connect(&m_power, &QProcess::readyReadStandardOutput, this, [this] {
        while (m_power.canReadLine())
            takePower(m_power.readLine(), m_now());
    });
    connect(&m_memory, &QProcess::readyReadStandardOutput, this, [this] {
        while (m_memory.canReadLine())
            takeMemory(m_memory.readLine(), m_now());
    });
}

NvidiaSmi::~NvidiaSmi()
{
    stop();
}

void NvidiaSmi::start()
{
    if (!isThere())
        return;
    m_spoke = false;
    m_cards.clear();
    m_held.clear();
    follow(m_power, {u"--query-gpu=index,power.draw"_s, form, everyHalfSecond});
    follow(m_memory, {u"--query-compute-apps=pid,used_memory"_s, form, everyHalfSecond});
}

void NvidiaSmi::follow(QProcess &process, const QStringList &arguments)
{
    if (process.state() != QProcess::NotRunning)
        return;
    process.setStandardErrorFile(QProcess::nullDevice());
    process.start(m_program, arguments, QIODevice::ReadOnly);
}

void NvidiaSmi::stop()
{
    for (QProcess *process : {&m_power, &m_memory}) {
        if (process->state() != QProcess::NotRunning) {
            process->kill();
            process->waitForFinished(1000); // on its own thread; a killed program is gone at once
        }
    }
}

void NvidiaSmi::takePower(const QByteArray &line, Nanos at)
{
    const QList<QByteArray> fields = line.split(',');
    const std::optional<double> index = numberIn(fields, 0), watts = numberIn(fields, 1);
    m_spoke |= index.has_value();
    if (!index || !watts)
        return;
    const auto known = m_cards.find(static_cast<int>(*index));
    if (known == m_cards.end()) {
        m_cards.insert(static_cast<int>(*index), {0, *watts, at});
        return;
    }
    known->joules += (known->watts + *watts) / 2 * secondsOf(at - known->at);
    known->watts = *watts;
    known->at = at;
}

void NvidiaSmi::takeMemory(const QByteArray &line, Nanos at)
{
    const QList<QByteArray> fields = line.split(',');
    const std::optional<double> pid = numberIn(fields, 0), mib = numberIn(fields, 1);
    if (pid && mib)
        m_held.insert(static_cast<qint64>(*pid), {static_cast<qint64>(*mib) * bytesPerMib, at});
}

std::optional<MeterReading> NvidiaSmi::read() const
{
    const Nanos now = m_now();
    const bool silent = std::ranges::any_of(m_cards, [now](const Card &card) { return now - card.at > freshFor; });
    if (m_cards.isEmpty() || silent)
        return std::nullopt;
    double joules = 0;
    for (const Card &card : m_cards)
        joules += card.joules + card.watts * secondsOf(now - card.at);
    return MeterReading{u"NVIDIA GPU"_s, joules, 10s, 2s};
}

std::optional<qint64> NvidiaSmi::bytesOf(qint64 pid) const
{
    const auto held = m_held.constFind(pid);
    if (held == m_held.cend() || m_now() - held->at > freshFor)
        return std::nullopt;
    return held->bytes;
}

} // namespace assay
