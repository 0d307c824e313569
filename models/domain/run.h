// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/calibration.h"
#include "models/domain/cost.h"
#include "models/domain/score.h"

#include <QSet>

namespace assay {

enum class RunState { Running, Paused, Completed, Cancelled, Interrupted };
QString runStateKey(RunState state); // "running", "paused", "completed", "cancelled", "interrupted"
std::optional<RunState> runStateFromKey(const QString &key);
QString runStateName(RunState state); // translated

/// This program's steady clock, read when bytes are handed over to it; or the kernel's time of their arrival.
inline const QString steadyClock = QStringLiteral("steady");
inline const QString kernelClock = QStringLiteral("kernel");

/// Where a run took place. Missing is empty.
struct Environment
{
    QString assayVersion, qtVersion, os, kernel, cpu, hostArch;
    std::optional<int> cpuThreads, cpuCores; // cores: physical ones
    std::optional<double> memoryMb;
    QString governor; // what sets the processors' frequency: "performance"; where they differ, each once, by comma
    std::optional<bool> onBattery; // absent where the machine has no power supply that tells
    QStringList gpus; // as far as the system names them
    QMap<QString, QString> serverVersions; // by the endpoint's id; servers that did not say are not there
    std::optional<double> loadBefore; // processes running or waiting, the system's mean of the minute before the run
    std::optional<double>
        busyDuring; // share of all processors' time that was used from start (or going on) to end, 0 to 1
    QString clock; // which clock stamped: steadyClock or kernelClock
    std::optional<Calibration> calibration; // of this machine and clock, the newest there was
    bool simulated = false; // a practice server took part
    friend bool operator==(const Environment &, const Environment &) = default;
};

/// Names a machine well enough to tell whether a calibration is of it: processor, threads, system.
QString machineName(const Environment &environment);
/// Whether it says anything about runs in that environment: the same machine, the same clock.
bool isOf(const Calibration &calibration, const Environment &environment);

RunId newRunId(); // never one that was there before

/// One execution of a plan, without its samples.
struct RunInfo
{
    RunId id;
    QString name;
    RunState state = RunState::Running;
    QDateTime startedAt; // UTC
    std::optional<QDateTime> finishedAt;
    Plan plan;
    Environment environment;
    RunCosts costs; // read while it went on; whole when it has ended
    friend bool operator==(const RunInfo &, const RunInfo &) = default;
};

/// A run with everything that belongs to it. Samples in plan order.
struct RunData
{
    RunInfo info;
    std::vector<Sample> samples;
    std::vector<Score> scores;
    friend bool operator==(const RunData &, const RunData &) = default;
};

/// Steps that are not to be made again when a run is gone on with: all that have ended otherwise than cancelled or
/// skipped.
QSet<SampleId> finishedSteps(const std::vector<Sample> &samples);

/// A line of the history.
struct RunBrief
{
    RunId id;
    QString name;
    RunState state = RunState::Completed;
    QDateTime startedAt;
    std::optional<QDateTime> finishedAt;
    int models = 0, prompts = 0, rounds = 0;
    int planned = 0, finished = 0, failed = 0, scored = 0; // measured samples
    bool simulated = false;
    friend bool operator==(const RunBrief &, const RunBrief &) = default;
};

/// Counts by what has happened to a plan so far.
struct RunProgress
{
    int planned = 0; // all requests of the plan, warm-ups too
    int done = 0; // with an outcome
    int failed = 0; // Failed or TimedOut
    int skipped = 0;
    std::optional<Nanos> timeLeft; // estimate; absent until there is ground for one
    friend bool operator==(const RunProgress &, const RunProgress &) = default;
};

} // namespace assay

Q_DECLARE_METATYPE(assay::RunInfo)
Q_DECLARE_METATYPE(assay::RunData)
