// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engine/run/lane.h"
#include "models/domain/live.h"

#include <QObject>
#include <QSet>

#include <deque>

namespace assay {

/// Carries out a plan: lanes, order, warm-up, retry, skip, pause, cancel. Engine thread. One run at a time.
/// Every planned step ends in exactly one sampleFinished(), except where the run is cancelled: then the running steps end
/// as Cancelled and those not yet begun have no sample.
class RunController final : public QObject
{
    Q_OBJECT
public:
    RunController(TimeSource &time, KeyResolver keys, QObject *parent = nullptr);
    ~RunController() override;

    bool isRunning() const;
    /// `info.plan` is carried out; steps whose id is in `finished` are left out (resume of an earlier run).
    /// Ids, name, environment come from the caller; startedAt is set here when it is not valid.
    void start(const RunInfo &info, const QSet<SampleId> &finished = {});
    /// Lets running requests end, begins no new one.
    void pause();
    void resume();
    /// Closes the sockets; partial text is kept in samples with status Cancelled.
    void cancel();

Q_SIGNALS:
    void runStarted(const assay::RunInfo &info);
    void stateChanged(const assay::RunId &run, assay::RunState state);
    void sampleStarted(const assay::Sample &sample); // id, step, alias, prompt, request are set
    void samplePiece(const assay::SampleId &sample, const assay::LivePiece &piece);
    void sampleFinished(const assay::Sample &sample);
    void modelSkipped(int model, const assay::Error &reason);
    void progressed(const assay::RunProgress &progress);
    void runFinished(const assay::RunInfo &info); // state Completed or Cancelled; finishedAt set

private:
    struct Track;
    struct ModelState;
    struct Flight; // a request under way
    struct Private;
    std::unique_ptr<Private> d;
};

/// Why a model is given up: its warm-up failed, or this many measured samples in a row did.
inline constexpr int failuresBeforeSkip = 3;
/// Tries of one request before its failure counts (refused, 429, 503 only).
inline constexpr int maxAttempts = 4;

} // namespace assay
