// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/costledger.h"

#include <QHash>
#include <QObject>
#include <QProcess>

#include <functional>

namespace assay {

/// What NVIDIA's graphics processors take and hold, told by nvidia-smi: two of them run along, one line at a time, and
/// nothing waits for them. Its power is a mean over up to a second and on some chips samples a quarter of the time:
/// from 20 readings (10 s) on the sum is true enough, of rest from 4 (2 s). Used on one thread.
class NvidiaSmi final : public QObject
{
    Q_OBJECT
public:
    /// `program`: its path, or empty where there is none.
    NvidiaSmi(const QString &program, std::function<Nanos()> now, QObject *parent = nullptr);
    ~NvidiaSmi() override;

    bool isThere() const { return !m_program.isEmpty(); }
    void start();
    void stop();
    /// Whether there are processors whose power should be told: it has spoken of some, or may still do so. One that
    /// ended without a word found none.
    bool hasCards() const { return m_spoke || m_power.state() != QProcess::NotRunning; }
    /// All of them together. nullopt until they have said something, and when they have not for 3 s.
    std::optional<MeterReading> read() const;
    /// Memory on graphics processors that a process holds; nullopt where that is not told.
    std::optional<qint64> bytesOf(qint64 pid) const;

    /// "0, 35.21": the number of the processor, watts.
    void takePower(const QByteArray &line, Nanos at);
    /// "1234, 512": process, MiB.
    void takeMemory(const QByteArray &line, Nanos at);

private:
    struct Card
    {
        double joules = 0, watts = 0;
        Nanos at{};
    };
    struct Held
    {
        qint64 bytes = 0;
        Nanos at{};
    };
    void follow(QProcess &process, const QStringList &arguments);

    QString m_program;
    std::function<Nanos()> m_now;
    QProcess m_power{this}, m_memory{this}; // children: they move along to the gauge's thread
    bool m_spoke = false; // of a processor, if only to say that its power is not known
    QHash<int, Card> m_cards;
    QHash<qint64, Held> m_held; // by process
};

} // namespace assay
