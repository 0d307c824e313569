// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/enginehost.h"

#include "app/engine/servers/serverjobs.h"
#include "app/gui/engineroom.h"
#include "app/gui/practiceroom.h"

namespace assay {

using namespace Qt::Literals::StringLiterals;

namespace {

/// A report being written must not wait for statistics, nor the other way round.
constexpr int poolThreads = 2;

/// Runs `work` on the object's own thread, behind what was asked for before.
template <class Room, class Work> void post(Room *room, Work work)
{
    QMetaObject::invokeMethod(
        room, [room, task = std::move(work)]() mutable { task(*room); }, Qt::QueuedConnection);
}

void startOn(QThread &thread, QObject *room, const QString &name)
{
    thread.setObjectName(name);
    room->moveToThread(&thread);
    QObject::connect(&thread, &QThread::finished, room, &QObject::deleteLater);
    thread.start();
}

} // namespace

EngineHost::EngineHost(QObject *parent, std::unique_ptr<Keychain> keychain)
    : QObject(parent), m_room(new EngineRoom(m_storage, std::move(keychain))), m_practice(new PracticeRoom)
{
    m_pool.setMaxThreadCount(poolThreads);
    connectRoom();
    connectCalibration();
    connect(m_practice, &PracticeRoom::started, this, &EngineHost::practiceStarted);
    connect(m_practice, &PracticeRoom::failed, this, &EngineHost::practiceFailed);
    startOn(m_engineThread, m_room, u"engine"_s);
    startOn(m_practiceThread, m_practice, u"practice"_s);
    post(m_room, [](EngineRoom &room) { room.setUp(); });
}

EngineHost::~EngineHost()
{
    post(m_room, [](EngineRoom &room) { room.stop(); }); // which ends the thread, once nothing is under way any more
    m_engineThread.wait();
    m_practiceThread.quit();
    m_practiceThread.wait();
    m_pool.waitForDone();
}

void EngineHost::connectRoom()
{
    connect(m_room, &EngineRoom::runStarted, this, &EngineHost::runStarted);
    connect(m_room, &EngineRoom::batch, this, &EngineHost::batch);
    connect(m_room, &EngineRoom::runFinished, this, &EngineHost::runFinished);
    connect(m_room, &EngineRoom::listed, this, &EngineHost::listed);
    connect(m_room, &EngineRoom::listingFinished, this, &EngineHost::listingFinished);
    connect(m_room, &EngineRoom::found, this, &EngineHost::found);
    connect(m_room, &EngineRoom::lookedAround, this, &EngineHost::lookedAround);
    connect(m_room, &EngineRoom::probed, this, &EngineHost::probed);
    connect(m_room, &EngineRoom::probeFinished, this, &EngineHost::probeFinished);
    connect(m_room, &EngineRoom::trialAnswered, this, &EngineHost::trialAnswered);
    connect(m_room, &EngineRoom::trialEnded, this, &EngineHost::trialEnded);
    connect(m_room, &EngineRoom::jobProgressed, this, &EngineHost::jobProgressed);
    connect(m_room, &EngineRoom::jobFinished, this, &EngineHost::jobFinished);
    connect(m_room, &EngineRoom::keychainChanged, this, &EngineHost::keychainChanged);
    connect(m_room, &EngineRoom::keychainFailed, this, &EngineHost::keychainFailed);
}

int EngineHost::tryOut(const PlannedModel &asked, const QString &prompt)
{
    const int number = ++m_lastTrial;
    post(m_room, [number, asked, prompt](EngineRoom &room) { room.tryOut(number, asked, prompt); });
    return number;
}

void EngineHost::cancelTrial()
{
    post(m_room, [](EngineRoom &room) { room.cancelTrial(); });
}

int EngineHost::startJob(const ServerOrder &order)
{
    const int id = ++m_lastJob;
    post(m_room, [id, order](EngineRoom &room) { room.jobs().start(id, order); });
    return id;
}

void EngineHost::cancelJob(int id)
{
    post(m_room, [id](EngineRoom &room) { room.jobs().cancel(id); });
}

void EngineHost::connectCalibration()
{
    connect(m_room, &EngineRoom::clockChosen, this, [this](const QString &clock) {
        m_clock = clock;
        Q_EMIT clockChosen(clock);
    });
    connect(m_room, &EngineRoom::calibrationProgressed, this, &EngineHost::calibrationProgressed);
    connect(m_room, &EngineRoom::calibrated, this, [this](const Calibration &calibration) {
        if (m_calibrating) {
            endCalibration();
            Q_EMIT calibrated(calibration);
        }
    });
    connect(m_room, &EngineRoom::calibrationFailed, this, [this](const Error &error) {
        if (error.code != ErrorCode::Cancelled) { // else it was said when it was asked for
            failCalibration(error);
        }
    });
    connect(m_room, &EngineRoom::runStarted, this, &EngineHost::cancelCalibration);
    connect(m_practice, &PracticeRoom::companionFailed, this, &EngineHost::failCalibration);
    connect(m_practice, &PracticeRoom::companionReady, this, [this](const QUrl &url) {
        if (m_calibrating) {
            post(m_room, [url](EngineRoom &room) { room.calibrate(url); });
        }
    });
}

void EngineHost::calibrate()
{
    m_calibrating = true;
    post(m_practice, [](PracticeRoom &room) { room.startCompanion(); });
}

void EngineHost::cancelCalibration()
{
    post(m_room, [](EngineRoom &room) { room.cancelCalibration(); });
    failCalibration({ErrorCode::Cancelled, tr("The calibration was cancelled."), {}});
}

void EngineHost::failCalibration(const Error &error)
{
    if (m_calibrating) {
        endCalibration();
        Q_EMIT calibrationFailed(error);
    }
}

void EngineHost::endCalibration()
{
    m_calibrating = false;
    post(m_practice, [](PracticeRoom &room) { room.stopCompanion(); });
}

void EngineHost::startRun(const RunInfo &info, const QSet<SampleId> &finished)
{
    post(m_room, [info, finished](EngineRoom &room) { room.controller().start(info, finished); });
}

void EngineHost::pause()
{
    post(m_room, [](EngineRoom &room) { room.controller().pause(); });
}

void EngineHost::resume()
{
    post(m_room, [](EngineRoom &room) { room.controller().resume(); });
}

void EngineHost::cancel()
{
    post(m_room, [](EngineRoom &room) { room.controller().cancel(); });
}

std::optional<WireExchange> EngineHost::wireOf(const RunId &run, const SampleId &sample) const
{
    return m_room->wires().find(run, sample);
}

void EngineHost::list(const std::vector<Endpoint> &endpoints)
{
    post(m_room, [endpoints](EngineRoom &room) { room.list(endpoints); });
}

void EngineHost::lookAround(const std::vector<Endpoint> &known, const QUrl &named)
{
    post(m_room, [known, named](EngineRoom &room) { room.lookAround(known, named); });
}

void EngineHost::watch(const std::vector<Endpoint> &endpoints)
{
    post(m_room, [endpoints](EngineRoom &room) { room.watch(endpoints); });
}

void EngineHost::probe(const std::vector<PlannedModel> &models)
{
    post(m_room, [models](EngineRoom &room) { room.prober().probe(models); });
}

void EngineHost::cancelProbe()
{
    post(m_room, [](EngineRoom &room) { room.prober().cancel(); });
}

void EngineHost::storeKey(const QString &name, const QByteArray &key)
{
    post(m_room, [name, key](EngineRoom &room) { room.storeKey(name, key); });
}

void EngineHost::removeKey(const QString &name)
{
    post(m_room, [name](EngineRoom &room) { room.removeKey(name); });
}

void EngineHost::startPractice()
{
    post(m_practice, [](PracticeRoom &room) { room.start(); });
}

void EngineHost::writeReport(const RunData &run, ReportForm form, const QString &path)
{
    m_pool.start([this, run, form, path] {
        const Status status = assay::writeReport(run, form, path);
        post(this, [status, path](EngineHost &host) {
            if (status) {
                Q_EMIT host.reportWritten(path);
            } else {
                Q_EMIT host.reportFailed(status.error());
            }
        });
    });
}

void EngineHost::analyze(const AnalysisRequest &request)
{
    if (m_analyzing) {
        m_nextAnalysis = request;
        return;
    }
    m_analyzing = true;
    m_pool.start([this, request] {
        RunAnalysis analysis = assay::analyze(request.run, request.baseline.get(), request.options);
        post(this, [analysis = std::move(analysis)](EngineHost &host) { host.analysisDone(analysis); });
    });
}

void EngineHost::analysisDone(const RunAnalysis &analysis)
{
    m_analyzing = false;
    const auto next = std::exchange(m_nextAnalysis, std::nullopt);
    if (next) {
        analyze(*next);
    }
    if (!next || next->run.info.id == analysis.run) { // of another run nobody waits any more
        Q_EMIT analyzed(analysis);
    }
}

} // namespace assay
