// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engine/keys/keychain.h"
#include "app/engine/net/httpcall.h"
#include "app/engine/run/prober.h"
#include "app/engine/run/runcontroller.h"
#include "models/domain/live.h"
#include "models/domain/probe.h"

#include <memory>

namespace assay {

class Calibrator;
class CostWatch;
class EndpointLister;
class LagWatch;
class PortWatch;
class Relay;
class ServerJobs;
class Storage;
class Trial;

/// What lives on the engine thread. Made by EngineHost, which hands everything but the constructor over to that thread.
class EngineRoom final : public QObject
{
    Q_OBJECT
public:
    /// `storage` outlives the room.
    EngineRoom(Storage &storage, std::unique_ptr<Keychain> keychain);
    ~EngineRoom() override;

    /// The first call on the engine thread: timers and sockets belong to the thread that makes them.
    void setUp();
    /// Cancels what is under way and, when the last sample is handed to the storage, ends the thread.
    void stop();

    /// Any thread.
    const WireArchive &wires() const { return m_wires; }
    RunController &controller() { return *m_controller; }
    Prober &prober() { return *m_prober; }
    ServerJobs &jobs() { return *m_jobs; }
    void list(const std::vector<Endpoint> &endpoints);
    /// trialAnswered() and exactly one trialEnded() with this number; ends at once while a run goes on, and a run that
    /// begins puts an end to it. A second call cancels the first, which is not heard of any more.
    void tryOut(int number, const PlannedModel &asked, const QString &prompt);
    void cancelTrial();
    void lookAround(const std::vector<Endpoint> &known, const QUrl &named);
    /// keychainChanged() or keychainFailed().
    void storeKey(const QString &name, const QByteArray &key);
    void removeKey(const QString &name);
    /// found() for those of these that appear or go from now on; not while anything is timed.
    void watch(const std::vector<Endpoint> &endpoints);
    /// Against a practice server. calibrationProgressed(), then calibrated() or calibrationFailed(); fails at once
    /// while a run goes on, and a run that begins puts an end to it.
    void calibrate(const QUrl &server);
    void cancelCalibration();

Q_SIGNALS:
    /// Which clock runs are stamped by: once, after setUp().
    void clockChosen(const QString &clock);
    void calibrationProgressed(const assay::CalibrationProgress &progress);
    void calibrated(const assay::Calibration &calibration);
    void calibrationFailed(const assay::Error &error);
    void runStarted(const assay::RunInfo &info);
    void batch(const assay::LiveBatch &batch);
    void runFinished(const assay::RunInfo &info);
    void listed(const assay::EndpointListing &listing);
    void listingFinished();
    void found(const assay::EndpointListing &listing);
    void lookedAround();
    void keychainChanged(const QString &name);
    void keychainFailed(const assay::Error &error);
    void probed(const assay::ProbeResult &result);
    void probeFinished();
    void trialAnswered(int number, const QString &text);
    void trialEnded(int number, const assay::Sample &sample);
    void jobProgressed(int id, const assay::TaskProgress &progress);
    void jobFinished(int id, const assay::Result<assay::TaskDone> &result);

private:
    void connectStorage();
    void tellKeychain(const QString &name, const Status &status);
    void makeQuiet();
    void catchUp(const RunInfo &ended);
    void passOn(const EndpointListing &listing);
    void takeChanges(const std::vector<Endpoint> &appeared, const std::vector<Endpoint> &gone);

    Storage &m_storage;
    std::unique_ptr<Keychain> m_keychain; // may be null
    KeyResolver m_keys;
    WireArchive m_wires;
    std::unique_ptr<SystemTime> m_time; // the last to go: the others hold it
    std::unique_ptr<Relay> m_relay; // absent where the system has no stamps to give
    std::unique_ptr<LagWatch> m_lag;
    std::unique_ptr<CostWatch> m_costs;
    std::unique_ptr<RunController> m_controller;
    std::unique_ptr<QObject> m_batcher;
    std::unique_ptr<Prober> m_prober;
    std::unique_ptr<Trial> m_trial;
    std::unique_ptr<Calibrator> m_calibrator;
    std::unique_ptr<ServerJobs> m_jobs;
    std::unique_ptr<EndpointLister> m_scout; // looks around
    std::unique_ptr<PortWatch> m_ports;
    std::unique_ptr<EndpointLister> m_greeter; // of those that appear
    std::vector<Endpoint> m_greeting; // those that m_greeter asks
    std::vector<Endpoint> m_toList; // asked for while a run was timed
    QSet<EndpointLister *> m_lists; // under way; children of this
};

} // namespace assay
