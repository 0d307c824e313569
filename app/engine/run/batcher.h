// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engine/run/runcontroller.h"

#include <QHash>

namespace assay {

/// Gathers what a run reports and hands it on as one LiveBatch at most 30 times a second, so that no work on the GUI
/// thread grows with the number of tokens. The last batch of a run goes out at once. Engine thread; its signal is meant
/// to be queued to another one.
class Batcher final : public QObject
{
    Q_OBJECT
public:
    Batcher(RunController &controller, TimeSource &time, QObject *parent = nullptr);

Q_SIGNALS:
    void batch(const assay::LiveBatch &batch);

private:
    /// What is known of a sample under way.
    struct Stream
    {
        PlanStep step;
        std::optional<Nanos> firstPiece;
        qint64 charsSince = 0; // after the first piece, whose time is not known
    };

    void addPiece(const SampleId &sample, const LivePiece &piece);
    void addFinished(const Sample &sample);
    void endRun(const RunInfo &info);
    void schedule();
    void flush();
    LiveDelta &deltaOf(const SampleId &sample);

    TimeSource &m_time;
    LiveBatch m_pending; // run, state and progress stay from batch to batch
    QHash<SampleId, size_t> m_places; // in m_pending.deltas
    QHash<SampleId, Stream> m_streams;
    TimeSource::TimerId m_timer = 0;
};

/// The least time between two batches.
inline constexpr Nanos batchInterval = std::chrono::nanoseconds(33'333'334);

} // namespace assay
