// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/run.h"

#include "models/domain/text.h"

#include <QUuid>

namespace assay {

using namespace Qt::Literals::StringLiterals;

QString runStateKey(RunState state)
{
    switch (state) {
    case RunState::Running:
        return u"running"_s;
    case RunState::Paused:
        return u"paused"_s;
    case RunState::Completed:
        return u"completed"_s;
    case RunState::Cancelled:
        return u"cancelled"_s;
    case RunState::Interrupted:
        return u"interrupted"_s;
    }
    return {};
}

std::optional<RunState> runStateFromKey(const QString &key)
{
    for (const RunState state :
         {RunState::Running, RunState::Paused, RunState::Completed, RunState::Cancelled, RunState::Interrupted}) {
        if (runStateKey(state) == key)
            return state;
    }
    return std::nullopt;
}

QString runStateName(RunState state)
{
    switch (state) {
    case RunState::Running:
        return Text::tr("Running");
    case RunState::Paused:
        return Text::tr("Paused");
    case RunState::Completed:
        return Text::tr("Completed");
    case RunState::Cancelled:
        return Text::tr("Cancelled");
    case RunState::Interrupted:
        return Text::tr("Interrupted");
    }
    return {};
}

QString machineName(const Environment &environment)
{
    QStringList parts{environment.cpu};
    if (environment.cpuThreads)
        parts += Text::tr("%1 threads").arg(*environment.cpuThreads);
    parts += QStringList{environment.os, environment.hostArch}.join(u' ').trimmed();
    parts.removeAll({});
    return parts.join(u", "_s);
}

bool isOf(const Calibration &calibration, const Environment &environment)
{
    return calibration.clock == environment.clock && calibration.machine == machineName(environment);
}

QSet<SampleId> finishedSteps(const std::vector<Sample> &samples)
{
    QSet<SampleId> finished;
    for (const Sample &sample : samples) {
        if (sample.status != SampleStatus::Cancelled && sample.status != SampleStatus::Skipped)
            finished.insert(sample.id);
    }
    return finished;
}

RunId newRunId()
{
    return {QUuid::createUuid().toString(QUuid::WithoutBraces)};
}

} // namespace assay
