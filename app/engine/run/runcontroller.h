// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engine/net/httpcall.h"
#include "app/engine/net/timesource.h"
#include "app/engine/run/flight.h"
#include "app/engine/run/runqueue.h"
#include "app/engine/run/samplerecorder.h"
#include "app/engine/run/wirearchive.h"
#include "models/domain/live.h"

#include <QObject>
#include <QSet>

#include <memory>

namespace assay {

class CostWatch;
class LagWatch;

/// Carries out a plan: lanes, order, warm-up, retry, skip, pause, cancel. Engine thread. One run at a time.
/// Every planned step ends in exactly one sampleFinished(), except where the run is cancelled: then the running steps
/// end as Cancelled and those not yet begun have no sample. Not to be deleted from inside one of its own signals.
class RunController final : public QObject
{
    Q_OBJECT
public:
    /// `root`: where /proc is found, for the machine's load.
    RunController(TimeSource &time, KeyResolver keys, QObject *parent = nullptr,
                  const QString &root = QStringLiteral("/"));
    ~RunController() override;

    /// Takes the stamps of coming runs from the relay, which outlives the controller; the TimeSource must be on the
    /// system's steady clock. A run that was begun without a relay goes on without: one run, one clock.
    void useRelay(Relay &relay);
    /// Flags samples that this program stamped while its engine thread was late. It outlives the controller.
    void useLagWatch(LagWatch &lag);
    /// Has coming runs watched for what their models cost, told by runFinished(). It outlives the controller.
    void useCostWatch(CostWatch &costs);
    /// Where what the requests of coming runs look like on the wire is kept; nowhere unless this is called. It outlives
    /// the controller.
    void keepWiresIn(WireArchive &wires);
    /// From start() until runFinished().
    bool isRunning() const;
    /// `info.plan` is carried out; steps whose id is in `finished` are left out (resume of an earlier run).
    /// Ids, name, environment come from the caller; startedAt and the environment's clock are set here when startedAt
    /// is not valid. Before the first request keys are fetched from the keychain and the servers asked for their
    /// versions; these and the load during the run stand in the environment that runFinished() tells. Does nothing
    /// while a run is under way.
    void start(const RunInfo &info, const QSet<SampleId> &finished = {});
    /// Lets running requests end, begins no new one.
    void pause();
    void resume();
    /// Closes the sockets; partial text is kept in samples with status Cancelled. runFinished() follows, never from
    /// inside.
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
    struct Private;

    void connectKeepers();
    bool admits(const PlanStep &step);
    void fetchKeys(Relay *relay);
    void askVersions(const KeyResolver &keys);
    void wake();
    void goOn();
    std::optional<PlanStep> nextStep();
    void beginStep(const PlanStep &step);
    void endStep(Flight *flight, Sample sample);
    void giveUp(const ModelGivenUp &givenUp);
    void setState(RunState state);
    void reportProgress();
    void flagLateStamps(Sample &sample) const;
    void keepWire(const Flight &flight, const SampleId &sample);
    void finish();

    std::unique_ptr<Private> d;
};

} // namespace assay
