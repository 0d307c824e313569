// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/runrecord.h"

#include "app/engine/run/runqueue.h"

#include <algorithm>

namespace assay {

RunRecord::RunRecord(RunController &controller, Storage *storage, Progress &progress, QObject *parent)
    : QObject(parent), m_controller(controller), m_storage(storage), m_progress(progress)
{
    connect(&controller, &RunController::sampleStarted, this,
            [this](const Sample &sample) { m_progress.sampleStarted(sample); });
    connect(&controller, &RunController::sampleFinished, this, &RunRecord::sampleFinished);
    connect(&controller, &RunController::modelSkipped, this, [this](int model, const Error &reason) {
        m_progress.modelSkipped(m_run.info.plan.models.at(static_cast<size_t>(model)).model.alias, reason);
    });
    connect(&controller, &RunController::progressed, this, [this](const RunProgress &latest) { m_latest = latest; });
    connect(&controller, &RunController::runFinished, this, &RunRecord::runFinished);
    if (m_storage) {
        connect(m_storage, &Storage::sampleSaved, this,
                [this](const RunId &, const SampleId &sample) { told(sample); });
    }
}

void RunRecord::start(RunData run)
{
    m_run = std::move(run);
    const QSet<SampleId> finished = finishedSteps(m_run.samples);
    for (const Sample &sample : m_run.samples) {
        m_earlier.insert(sample.id);
    }
    const RunProgress before = RunQueue(m_run.info.plan, finished).progress();
    m_told.planned = before.planned;
    m_told.done = before.done;
    if (m_storage) {
        m_storage->beginRun(m_run.info);
    }
    m_controller.start(m_run.info, finished);
}

void RunRecord::sampleFinished(const Sample &sample)
{
    if (m_earlier.remove(sample.id)) { // made again: it takes the place of the earlier one, as in the workspace
        std::erase_if(m_run.samples, [&](const Sample &earlier) { return earlier.id == sample.id; });
    }
    m_run.samples.push_back(sample);
    m_saving.insert(sample.id, sample);
    if (m_storage) {
        m_storage->saveSample(sample);
    } else {
        told(sample.id);
    }
}

void RunRecord::told(const SampleId &id)
{
    if (!m_saving.contains(id)) {
        return;
    }
    const Sample sample = m_saving.take(id);
    m_told.done += sample.status == SampleStatus::Cancelled ? 0 : 1; // its step is still to be done
    m_told.failed += sample.status == SampleStatus::Failed || sample.status == SampleStatus::TimedOut ? 1 : 0;
    m_told.skipped += sample.status == SampleStatus::Skipped ? 1 : 0;
    m_told.timeLeft = m_latest.timeLeft;
    m_progress.sampleEnded(sample, m_told);
}

void RunRecord::runFinished(const RunInfo &info)
{
    m_run.info = info;
    std::sort(m_run.samples.begin(), m_run.samples.end(),
              [](const Sample &a, const Sample &b) { return a.step.index < b.step.index; });
    if (m_storage) {
        m_storage->endRun(info);
    }
    Q_EMIT ended();
}

} // namespace assay
