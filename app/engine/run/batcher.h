// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engine/run/runcontroller.h"

namespace assay {

/// Gathers what a run reports and hands it on as one LiveBatch at most 30 times a second, so that no work on the GUI
/// thread grows with the number of tokens. Engine thread; its signal is meant to be queued to another one.
class Batcher final : public QObject
{
    Q_OBJECT
public:
    Batcher(RunController &controller, TimeSource &time, QObject *parent = nullptr);

Q_SIGNALS:
    void batch(const assay::LiveBatch &batch);

private:
    void schedule();
    void flush();
    LiveDelta &deltaOf(const SampleId &sample);

    TimeSource &m_time;
    LiveBatch m_pending;
    QHash<SampleId, PlanStep> m_steps;
    bool m_scheduled = false;
};

} // namespace assay
