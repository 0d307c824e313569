// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/engineroom.h"

#include "app/engine/calibrate/calibrator.h"
#include "app/engine/machine/costwatch.h"
#include "app/engine/net/relay/relay.h"
#include "app/engine/run/batcher.h"
#include "app/engine/run/lagwatch.h"
#include "app/engine/run/machine.h"
#include "app/engine/run/trial.h"
#include "app/engine/servers/endpointlister.h"
#include "app/engine/servers/portwatch.h"
#include "app/engine/servers/serveradapter.h"
#include "app/engine/servers/serverjobs.h"
#include "app/engine/store/storage.h"
#include "app/practice/practiceserver.h"

#include <QThread>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace assay {

namespace {

/// How long the end of the program waits for sockets to close.
constexpr std::chrono::seconds patience(5);

/// The server that the person has named outside the catalog.
std::optional<Endpoint> namedCandidate(const QUrl &named)
{
    Endpoint candidate;
    candidate.id = EndpointId{u"endpoint"_s};
    candidate.url = named;
    candidate.found = true;
    return candidate.url.isEmpty() || !endpointUrlProblem(candidate.url).isEmpty() ? std::nullopt
                                                                                   : std::optional(candidate);
}

} // namespace

EngineRoom::EngineRoom(Storage &storage, std::unique_ptr<Keychain> keychain)
    : m_storage(storage), m_keychain(std::move(keychain)), m_keys(resolveKeyFromEnvironment, m_keychain.get())
{
}

EngineRoom::~EngineRoom()
{
    qDeleteAll(m_lists); // before the time they use
}

void EngineRoom::setUp()
{
    m_time = std::make_unique<SystemTime>();
    m_controller = std::make_unique<RunController>(*m_time, m_keys);
    m_controller->keepWiresIn(m_wires);
    m_lag = std::make_unique<LagWatch>(*m_time);
    m_controller->useLagWatch(*m_lag);
    m_costs = makeCostWatch(*m_time);
    m_controller->useCostWatch(*m_costs);
    if (Result<std::unique_ptr<Relay>> relay = Relay::start(true)) {
        m_relay = std::move(relay).value();
        m_controller->useRelay(*m_relay);
    }
    connectStorage();
    connect(m_controller.get(), &RunController::runStarted, this, &EngineRoom::runStarted);
    // Before runFinished is passed on: the last batch has to come first.
    auto batcher = std::make_unique<Batcher>(*m_controller, *m_time);
    connect(batcher.get(), &Batcher::batch, this, &EngineRoom::batch);
    m_batcher = std::move(batcher);
    connect(m_controller.get(), &RunController::runFinished, this, &EngineRoom::runFinished);

    m_calibrator = std::make_unique<Calibrator>(*m_time, m_relay.get());
    connect(m_calibrator.get(), &Calibrator::progressed, this, &EngineRoom::calibrationProgressed);
    connect(m_calibrator.get(), &Calibrator::finished, this, &EngineRoom::calibrated);
    connect(m_calibrator.get(), &Calibrator::failed, this, &EngineRoom::calibrationFailed);
    connect(m_controller.get(), &RunController::runStarted, m_calibrator.get(), &Calibrator::cancel);
    Q_EMIT clockChosen(m_relay ? kernelClock : steadyClock);

    m_prober = std::make_unique<Prober>(*m_time, m_keys);
    if (m_relay) {
        m_prober->useRelay(*m_relay);
    }
    connect(m_prober.get(), &Prober::probed, this, &EngineRoom::probed);
    connect(m_prober.get(), &Prober::finished, this, &EngineRoom::probeFinished);

    m_trial = std::make_unique<Trial>(*m_time, m_keys);
    connect(m_trial.get(), &Trial::answered, this, &EngineRoom::trialAnswered);
    connect(m_trial.get(), &Trial::ended, this, &EngineRoom::trialEnded);

    m_jobs = std::make_unique<ServerJobs>(*m_time, m_keys, freeBytesAtHome);
    connect(m_jobs.get(), &ServerJobs::progressed, this, &EngineRoom::jobProgressed);
    connect(m_jobs.get(), &ServerJobs::finished, this, &EngineRoom::jobFinished);

    m_scout = std::make_unique<EndpointLister>(*m_time, m_keys);
    connect(m_scout.get(), &EndpointLister::finished, this, &EngineRoom::lookedAround);
    connect(m_scout.get(), &EndpointLister::listed, this, &EngineRoom::passOn);
    m_greeter = std::make_unique<EndpointLister>(*m_time, m_keys);
    connect(m_greeter.get(), &EndpointLister::listed, this, [this](const EndpointListing &listing) {
        if (listing.error && listing.error->code == ErrorCode::Unavailable) { // it is still loading its model
            m_ports->forget(listing.endpoint);
        }
        passOn(listing);
    });
    connect(m_controller.get(), &RunController::runStarted, this, &EngineRoom::makeQuiet);
    connect(m_controller.get(), &RunController::runFinished, this, &EngineRoom::catchUp, Qt::QueuedConnection);
    m_ports = std::make_unique<PortWatch>(*m_time,
                                          [this] { return !m_controller->isRunning() && !m_calibrator->isRunning(); });
    connect(m_ports.get(), &PortWatch::changed, this, &EngineRoom::takeChanges);
}

/// Nothing is asked beside what is timed. What was under way counts as done; what is asked for later waits.
void EngineRoom::makeQuiet()
{
    m_scout->cancel();
    m_greeter->cancel();
    for (const Endpoint &endpoint : std::exchange(m_greeting, {})) {
        m_ports->forget(endpoint);
    }
    for (EndpointLister *lister : std::exchange(m_lists, {})) {
        lister->cancel();
        lister->deleteLater();
    }
    m_prober->cancel();
    m_trial->cancel();
    Q_EMIT lookedAround();
    Q_EMIT listingFinished();
}

/// What waited is asked for now, and those servers that have loaded models for the run.
void EngineRoom::catchUp(const RunInfo &ended)
{
    for (const PlannedModel &planned : ended.plan.models) {
        const bool isNew = std::ranges::find(m_toList, planned.endpoint.id, &Endpoint::id) == m_toList.end();
        if (isNew && adapterFor(planned.endpoint.kind).canLoad()) {
            m_toList.push_back(planned.endpoint);
        }
    }
    if (!m_controller->isRunning() && !m_toList.empty()) {
        list(std::exchange(m_toList, {}));
    }
}

/// A port where nobody listens is no news; a server that wants a key, or could be started, is.
void EngineRoom::passOn(const EndpointListing &listing)
{
    if (!listing.error || listing.endpoint.recognized || listing.abilities) {
        Q_EMIT found(listing);
    }
    if (!listing.error && adapterFor(listing.endpoint.kind).listFurther(listing)) {
        list({listing.endpoint});
    }
}

void EngineRoom::takeChanges(const std::vector<Endpoint> &appeared, const std::vector<Endpoint> &gone)
{
    for (const Endpoint &endpoint : gone) {
        Q_EMIT found(goneListing(endpoint));
    }
    if (!appeared.empty()) {
        m_greeting = appeared;
        m_greeter->list(appeared);
    }
}

void EngineRoom::connectStorage()
{
    // Called here and now, on the engine thread: by way of Storage's own thread they would wait for the GUI.
    connect(m_controller.get(), &RunController::runStarted, this,
            [this](const RunInfo &info) { m_storage.beginRun(info); });
    connect(m_controller.get(), &RunController::sampleFinished, this,
            [this](const Sample &sample) { m_storage.saveSample(sample); });
    connect(m_controller.get(), &RunController::stateChanged, this, [this](const RunId &run, RunState state) {
        if (state == RunState::Running || state == RunState::Paused) {
            m_storage.setRunState(run, state, std::nullopt);
        }
    });
    connect(m_controller.get(), &RunController::runFinished, this,
            [this](const RunInfo &info) { m_storage.endRun(info); });
}

void EngineRoom::stop()
{
    m_scout->cancel();
    m_ports->watch({});
    m_greeter->cancel();
    m_prober->cancel();
    m_trial->cancel();
    if (!m_controller->isRunning()) {
        thread()->quit();
        return;
    }
    // connectStorage() came first, so all is handed over when these are called.
    connect(m_controller.get(), &RunController::runFinished, this, [this] { thread()->quit(); });
    m_time->after(patience, this, [this] { thread()->quit(); });
    m_controller->cancel();
}

void EngineRoom::storeKey(const QString &name, const QByteArray &key)
{
    if (!m_keychain) {
        return tellKeychain(name, noKeychain(name));
    }
    m_keychain->store(name, key, this, [this, name](const Status &status) { tellKeychain(name, status); });
}

void EngineRoom::removeKey(const QString &name)
{
    if (!m_keychain) {
        return tellKeychain(name, noKeychain(name));
    }
    m_keychain->remove(name, this, [this, name](const Status &status) { tellKeychain(name, status); });
}

void EngineRoom::tellKeychain(const QString &name, const Status &status)
{
    if (status) {
        Q_EMIT keychainChanged(name);
    } else {
        Q_EMIT keychainFailed(status.error());
    }
}

void EngineRoom::calibrate(const QUrl &server)
{
    if (m_controller->isRunning()) {
        Q_EMIT calibrationFailed(
            {ErrorCode::Unavailable, tr("A run is being timed. Calibrate when it has ended, or cancel it."), {}});
        return;
    }
    m_trial->cancel(); // nothing else is under way while that is timed
    m_calibrator->start({server, calibrationModel, readEnvironmentOfThisMachine(), calibrationSteps(true)});
}

void EngineRoom::cancelCalibration()
{
    m_calibrator->cancel();
}

void EngineRoom::tryOut(int number, const PlannedModel &asked, const QString &prompt)
{
    if (m_controller->isRunning() || m_calibrator->isRunning()) {
        Sample refused;
        refused.status = SampleStatus::Failed;
        refused.error = Error{ErrorCode::Unavailable,
                              tr("A run or a calibration is being timed. Try this when it has ended, or cancel it."),
                              {}};
        Q_EMIT trialEnded(number, refused);
        return;
    }
    m_trial->start(number, asked, prompt);
}

void EngineRoom::cancelTrial()
{
    m_trial->cancel();
}

void EngineRoom::list(const std::vector<Endpoint> &endpoints)
{
    if (m_controller->isRunning()) {
        m_toList.insert(m_toList.end(), endpoints.begin(), endpoints.end());
        Q_EMIT listingFinished();
        return;
    }
    auto *lister = new EndpointLister(*m_time, m_keys, this);
    m_lists.insert(lister);
    connect(lister, &EndpointLister::listed, this, &EngineRoom::listed);
    connect(lister, &EndpointLister::finished, this, [this, lister] {
        m_lists.remove(lister);
        lister->deleteLater();
        if (m_lists.isEmpty()) {
            Q_EMIT listingFinished();
        }
    });
    lister->list(endpoints, EndpointLister::usualTimeout, EndpointLister::Depth::Whole);
}

void EngineRoom::lookAround(const std::vector<Endpoint> &known, const QUrl &named)
{
    if (m_controller->isRunning()) {
        Q_EMIT lookedAround();
        return;
    }
    std::vector<Endpoint> candidates = EndpointLister::wellKnownCandidates(known);
    if (const auto candidate = namedCandidate(named)) {
        candidates.push_back(*candidate);
    }
    m_scout->list(candidates);
}

void EngineRoom::watch(const std::vector<Endpoint> &endpoints)
{
    m_ports->watch(endpoints);
}

} // namespace assay
