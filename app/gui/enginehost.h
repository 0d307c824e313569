// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engine/keys/keychain.h"
#include "app/engine/report/report.h"
#include "app/engine/store/storage.h"
#include "models/domain/compare/analysis.h"
#include "models/domain/live.h"
#include "models/domain/probe.h"
#include "models/domain/wire.h"

#include <QSet>
#include <QThreadPool>
#include <QUrl>

#include <memory>

namespace assay {

class EngineRoom;
class PracticeRoom;

/// A run to be looked at, in plan order, and what it is held against.
struct AnalysisRequest
{
    RunData run;
    std::shared_ptr<const RunData> baseline; // may be empty
    AnalysisOptions options;
};

/// The engine as the window sees it: commands go down as values and return at once, everything comes back as signals
/// that carry values. GUI thread; behind it are the engine thread, the storage thread, one for the practice server and
/// a pool for reports and statistics. What a run yields goes from the engine straight to the storage, so that a GUI
/// thread that is stuck loses nothing.
class EngineHost final : public QObject
{
    Q_OBJECT
public:
    explicit EngineHost(QObject *parent = nullptr, std::unique_ptr<Keychain> keychain = systemKeychain());
    /// Cancels what is under way, waits until its samples are stored and reports are written, then ends the threads.
    ~EngineHost() override;

    Storage &storage() { return m_storage; }

    /// Begins or, with the samples that are `finished`, goes on with a run. Nothing happens while another one is going
    /// on.
    void startRun(const RunInfo &info, const QSet<SampleId> &finished = {});
    void pause();
    void resume();
    void cancel();
    /// What a sample of this session looked like on the wire; absent where it is too long ago. Answers at once.
    std::optional<WireExchange> wireOf(const RunId &run, const SampleId &sample) const;

    /// One listed() each; listingFinished() when all that was asked for is answered. Calls may overlap.
    void list(const std::vector<Endpoint> &endpoints);
    /// found() for each server on this machine's well-known ports, and at `named` (may be empty), that is not among
    /// `known`, then lookedAround().
    void lookAround(const std::vector<Endpoint> &known, const QUrl &named = {});
    /// From now on found() for each of these that appears, and with an error for each that goes. None: no more.
    void watch(const std::vector<Endpoint> &endpoints);
    /// One probed() each, then probeFinished(). A second call takes the place of the first.
    void probe(const std::vector<PlannedModel> &models);
    void cancelProbe();
    /// Asks one question of an endpoint as it is described, outside any run; nothing of it is kept. Its number comes
    /// with trialAnswered() and one trialEnded(). A second call cancels the first, which is not heard of any more.
    int tryOut(const PlannedModel &asked, const QString &prompt);
    void cancelTrial();
    /// Begins a job on a server; several may go on at once. Its number comes with jobProgressed() and exactly one
    /// jobFinished().
    int startJob(const ServerOrder &order);
    void cancelJob(int id);
    /// practiceStarted() or practiceFailed(); one server, however often it is asked for.
    void startPractice();

    /// Into the keychain, or out of it: keychainChanged() or keychainFailed().
    void storeKey(const QString &name, const QByteArray &key);
    void removeKey(const QString &name);

    /// Measures this program's own error. calibrationProgressed(), then calibrated() or calibrationFailed(). Not while
    /// a run goes on.
    void calibrate();
    void cancelCalibration();
    /// Which clock runs are stamped by; empty until clockChosen().
    QString clock() const { return m_clock; }

    /// reportWritten() or reportFailed(). Off the GUI thread.
    void writeReport(const RunData &run, ReportForm form, const QString &path);
    /// analyzed(). Off the GUI thread; while one is being worked out only the newest further call is remembered.
    void analyze(const AnalysisRequest &request);

Q_SIGNALS:
    void runStarted(const assay::RunInfo &info);
    void batch(const assay::LiveBatch &batch);
    void runFinished(const assay::RunInfo &info);
    void listed(const assay::EndpointListing &listing);
    void listingFinished();
    void found(const assay::EndpointListing &listing);
    void lookedAround();
    void probed(const assay::ProbeResult &result);
    void probeFinished();
    void trialAnswered(int number, const QString &text);
    void trialEnded(int number, const assay::Sample &sample);
    void jobProgressed(int id, const assay::TaskProgress &progress);
    void jobFinished(int id, const assay::Result<assay::TaskDone> &result);
    void practiceStarted(const QUrl &url);
    void practiceFailed(const assay::Error &error);
    void keychainChanged(const QString &name);
    void keychainFailed(const assay::Error &error);
    void clockChosen(const QString &clock);
    void calibrationProgressed(const assay::CalibrationProgress &progress);
    void calibrated(const assay::Calibration &calibration);
    void calibrationFailed(const assay::Error &error);
    void reportWritten(const QString &path);
    void reportFailed(const assay::Error &error);
    void analyzed(const assay::RunAnalysis &analysis);

private:
    void connectRoom();
    void analysisDone(const RunAnalysis &analysis);
    void connectCalibration();
    void failCalibration(const Error &error);
    void endCalibration();

    Storage m_storage; // the last to go: the engine still writes while it stops
    QThread m_engineThread;
    QThread m_practiceThread;
    QThreadPool m_pool;
    EngineRoom *m_room;
    PracticeRoom *m_practice;
    std::optional<AnalysisRequest> m_nextAnalysis;
    bool m_analyzing = false;
    QString m_clock;
    bool m_calibrating = false;
    int m_lastJob = 0;
    int m_lastTrial = 0;
};

} // namespace assay
