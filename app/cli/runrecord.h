// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/progress.h"
#include "app/engine/run/runcontroller.h"
#include "app/engine/store/storage.h"

namespace assay {

/// Follows one run: keeps its samples for the reports, hands each to the workspace as it ends, tells the progress.
/// Where there is a workspace, a sample is told as ended only when it is committed. Main thread.
class RunRecord final : public QObject
{
    Q_OBJECT
public:
    /// `storage` may be null; it outlives the record, as the others do.
    RunRecord(RunController &controller, Storage *storage, Progress &progress, QObject *parent);

    /// Starts the run, or goes on with one: what it has in `run.samples` is left out, except what was cancelled or
    /// skipped and the warm-ups of what is left. A sample made again replaces the earlier one.
    void start(RunData run);
    /// Samples in plan order. Complete after ended().
    const RunData &run() const { return m_run; }

Q_SIGNALS:
    /// The run is over, all is handed to the workspace.
    void ended();

private:
    void sampleFinished(const Sample &sample);
    void told(const SampleId &sample);
    void runFinished(const RunInfo &info);

    RunController &m_controller;
    Storage *m_storage;
    Progress &m_progress;
    RunData m_run;
    QSet<SampleId> m_earlier; // of the run gone on with, not made again so far
    RunProgress m_latest; // as the controller counts
    RunProgress m_told; // as the person has been told
    QHash<SampleId, Sample> m_saving;
};

} // namespace assay
