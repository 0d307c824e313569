// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/run/runcontroller.h"

#include "app/engine/machine/costwatch.h"
#include "app/engine/run/lagwatch.h"
#include "app/engine/run/lanepool.h"
#include "app/engine/run/machine.h"
#include "app/engine/run/modelkeeper.h"
#include "app/engine/run/pace.h"
#include "app/engine/run/schedule.h"
#include "app/engine/run/warmkeeper.h"
#include "app/engine/servers/serverversions.h"

using namespace Qt::Literals::StringLiterals;

namespace assay {

namespace {

/// A run that is gone on with may meet a newer server: then both versions are told.
void addVersions(QMap<QString, QString> &known, const QMap<QString, QString> &found)
{
    for (auto it = found.cbegin(); it != found.cend(); ++it) {
        QString &text = known[it.key()];
        if (!text.split(u", "_s).contains(it.value()))
            text += text.isEmpty() ? it.value() : QString(u", "_s + it.value());
    }
}

} // namespace

/// What belongs to one run; put back to its first state when the run has ended.
struct RunController::Private
{
    Private(TimeSource &timeSource, KeyResolver resolver, const QString &systemRoot)
        : time(timeSource), keys(std::move(resolver)), root(systemRoot)
    {
    }
    size_t lanesNeeded() const
    {
        const int tracks = std::max(1, queue.trackCount());
        return static_cast<size_t>(tracks) * static_cast<size_t>(std::max(1, requestsAtOnce(info.plan.options)));
    }

    /// Nothing goes on any more that the first request would be timed beside.
    bool isReady() const { return lanes && !versions && !(costs && costs->isSettling()); }

    /// Nothing is under way any more, and nothing will be.
    bool isOver() const { return running && flights.empty() && (cancelled || queue.isDone()); }

    TimeSource &time;
    KeyResolver keys;
    QString root;
    RunInfo info;
    RunQueue queue;
    Schedule schedule;
    TimeSource::TimerId timer = 0; // until the next step is due
    Nanos pausedAt{};
    Pace pace;
    std::unique_ptr<LanePool> lanes;
    std::unique_ptr<QObject> waitsForKeys;
    std::unique_ptr<ServerVersions> versions; // while they are asked for
    std::optional<ProcessorTime> processorsFrom;
    struct Airborne
    {
        Flight *flight;
        Lane *lane;
    };
    std::vector<Airborne> flights;
    Nanos zero{};
    bool running = false;
    bool cancelled = false;
    bool woken = false; // goOn() is on its way
    WireArchive *wires = nullptr;
    Relay *relay = nullptr;
    LagWatch *lag = nullptr;
    CostWatch *costs = nullptr;
    ModelKeeper *keeper = nullptr; // a child, as the next one
    WarmKeeper *warmth = nullptr;
    QSet<SampleId> cold; // the first requests after a load, while they are under way
};

RunController::RunController(TimeSource &time, KeyResolver keys, QObject *parent, const QString &root)
    : QObject(parent), d(std::make_unique<Private>(time, std::move(keys), root))
{
    d->keeper = new ModelKeeper(time, d->keys, this);
    d->warmth = new WarmKeeper(time, this);
    connectKeepers();
}

RunController::~RunController()
{
    // Before the lanes, which are children of this object and go with it.
    for (const Private::Airborne &each : d->flights)
        delete each.flight;
}

void RunController::connectKeepers()
{
    connect(d->warmth, &WarmKeeper::ready, this, &RunController::wake);
    connect(d->keeper, &ModelKeeper::ready, this, &RunController::wake);
    connect(d->keeper, &ModelKeeper::failed, this, [this](int model, const Error &reason) {
        giveUp(d->queue.giveUp(model, reason));
        reportProgress();
    });
}

void RunController::useRelay(Relay &relay)
{
    d->relay = &relay;
}

void RunController::useLagWatch(LagWatch &lag)
{
    d->lag = &lag;
}

void RunController::useCostWatch(CostWatch &costs)
{
    d->costs = &costs;
    connect(this, &RunController::sampleStarted, &costs, &CostWatch::sampleStarted);
    connect(this, &RunController::sampleFinished, &costs, &CostWatch::sampleFinished);
    connect(d->keeper, &ModelKeeper::loading, &costs, &CostWatch::setLoading);
    connect(d->warmth, &WarmKeeper::warming, &costs, &CostWatch::setLoading);
    for (const auto signal : {&CostWatch::settled, &CostWatch::ended})
        connect(&costs, signal, this, &RunController::wake);
}

void RunController::keepWiresIn(WireArchive &wires)
{
    d->wires = &wires;
}

bool RunController::isRunning() const
{
    return d->running;
}

void RunController::start(const RunInfo &info, const QSet<SampleId> &finished)
{
    if (d->running)
        return;
    d->info = info;
    d->info.state = RunState::Running;
    d->info.finishedAt.reset();
    d->zero = d->time.now();
    if (!d->info.startedAt.isValid()) {
        d->info.startedAt = d->time.wallClock();
        d->info.environment.clock = d->relay ? kernelClock : steadyClock;
    } else if (!finished.isEmpty()) { // the earlier part's stamps count from the same start
        d->zero -= std::chrono::milliseconds(std::max<qint64>(0, info.startedAt.msecsTo(d->time.wallClock())));
    }
    const bool byKernel = d->relay && d->info.environment.clock == kernelClock;
    d->queue = RunQueue(info.plan, finished);
    d->schedule = Schedule(info.plan.options, d->queue.waiting());
    d->pace = Pace(info.plan.models.size());
    d->running = true;
    d->cancelled = false;
    if (d->lag)
        d->lag->start();
    d->processorsFrom = readProcessorTime(d->root);
    if (d->costs)
        d->costs->begin(info.plan);
    d->keeper->begin(info.plan);
    fetchKeys(byKernel ? d->relay : nullptr);
    Q_EMIT runStarted(d->info);
    reportProgress();
}

/// Before anything else, so that no timed request waits for the keychain. The lanes keep the keys and go with the run.
void RunController::fetchKeys(Relay *relay)
{
    std::vector<KeyReference> keys;
    for (const PlannedModel &model : d->info.plan.models) {
        if (model.endpoint.key)
            keys.push_back(*model.endpoint.key);
    }
    d->waitsForKeys = std::make_unique<QObject>();
    d->keys.fetchAll(keys, d->time, d->waitsForKeys.get(), [this, relay](const KeyResolver &ready) {
        d->lanes = std::make_unique<LanePool>(d->time, ready, d->lanesNeeded(), this, relay);
        d->warmth->begin(d->info.plan, ready);
        askVersions(ready);
        wake();
    });
}

/// Before the first request, so that none is timed beside them.
void RunController::askVersions(const KeyResolver &keys)
{
    auto versions = std::make_unique<ServerVersions>(d->time, keys);
    connect(versions.get(), &ServerVersions::finished, this, [this](const QMap<QString, QString> &found) {
        addVersions(d->info.environment.serverVersions, found);
        d->versions.release()->deleteLater(); // this is its signal
        wake();
    });
    if (versions->ask(d->info.plan.models))
        d->versions = std::move(versions);
}

void RunController::pause()
{
    if (!d->running || d->cancelled || d->isOver() || d->info.state == RunState::Paused)
        return;
    for (const Private::Airborne &each : d->flights)
        each.flight->hold(true);
    d->pausedAt = d->time.now();
    setState(RunState::Paused);
}

void RunController::resume()
{
    if (!d->running || d->cancelled || d->info.state != RunState::Paused)
        return;
    for (const Private::Airborne &each : d->flights)
        each.flight->hold(false);
    d->schedule.delay(d->time.now() - d->pausedAt);
    wake();
    setState(RunState::Running);
}

void RunController::cancel()
{
    if (!d->running || d->cancelled || d->isOver())
        return;
    d->cancelled = true;
    wake();
    const std::vector<Private::Airborne> flights = d->flights; // those that end at once leave the list
    for (const Private::Airborne &each : flights)
        each.flight->cancel();
}

/// Everything goes on from the event loop, so that no slot finds the run in the middle of a change.
void RunController::wake()
{
    if (d->woken)
        return;
    d->woken = true;
    QMetaObject::invokeMethod(this, &RunController::goOn, Qt::QueuedConnection);
}

void RunController::goOn()
{
    d->woken = false;
    while (d->running && !d->cancelled && d->isReady() && d->info.state == RunState::Running) {
        const std::optional<PlanStep> step = nextStep();
        if (!step)
            break;
        beginStep(*step);
    }
    if (!d->isOver())
        return;
    d->keeper->cancel(); // nothing more is asked of servers, also while the last reading is made
    d->warmth->cancel();
    d->waitsForKeys.reset();
    d->versions.reset();
    if (d->costs && d->costs->isWatching())
        d->costs->end(); // its ended() wakes this again
    else
        finish();
}

/// A step that may begin now; else, where only the time is not ripe, this is asked again when it is.
std::optional<PlanStep> RunController::nextStep()
{
    std::optional<Nanos> wait;
    const std::optional<PlanStep> step = d->queue.begin([&](const PlanStep &candidate) {
        if (!admits(candidate))
            return false;
        const Nanos left = d->schedule.untilDue(candidate, d->time.now());
        if (left > Nanos(0))
            wait = std::min(left, wait.value_or(left));
        return left <= Nanos(0);
    });
    d->time.stop(d->timer);
    d->timer = !step && wait ? d->time.after(*wait, this, [this] { goOn(); }) : 0;
    return step;
}

/// The others first: one that takes its time to load is not to have them wait once more.
bool RunController::admits(const PlanStep &step)
{
    if (!hasBlocks(d->info.plan.options.order))
        return d->keeper->admitAll();
    return d->warmth->admit(step, d->queue.leftOf(step.track)) && d->keeper->admit(step.model);
}

void RunController::beginStep(const PlanStep &step)
{
    StepRequest request = requestOf(d->info, step);
    const Sample start = request.start;
    if (d->keeper->takeFresh(step.model))
        d->cold.insert(start.id);
    Lane *lane = d->lanes->take(request.call);
    Q_ASSERT(lane); // the queue hands out no more steps than there are lanes
    const Nanos idleTimeout = std::chrono::seconds(d->info.plan.options.idleTimeoutSeconds);
    auto *flight = new Flight(*lane, d->time, std::move(request), idleTimeout, d->schedule.instantOf(step), this);
    d->flights.push_back({flight, lane});
    connect(flight, &Flight::piece, this,
            [this, id = start.id](const LivePiece &piece) { Q_EMIT samplePiece(id, piece); });
    connect(flight, &Flight::finished, this, [this, flight](const Sample &sample) { endStep(flight, sample); });
    Q_EMIT sampleStarted(start);
    if (!flight->isEnded()) // by a cancel() in a slot
        flight->begin();
}

void RunController::endStep(Flight *flight, Sample sample)
{
    const auto own = std::ranges::find(d->flights, flight, &Private::Airborne::flight);
    if (own == d->flights.end())
        return;
    keepWire(*flight, sample.id);
    d->lanes->give(own->lane);
    d->flights.erase(own);
    flight->deleteLater();
    wake();

    flagLateStamps(sample);
    if (d->cold.remove(sample.id))
        sample.set(SampleFlag::FirstAfterLoad);
    startClockAt(sample.timeline, d->zero);
    if (requestsAtOnce(d->info.plan.options) <= 1 && sample.timeline.posted)
        sample.timeline.intended = sample.timeline.posted;
    const bool counts = sample.status != SampleStatus::Cancelled && sample.step.phase == Phase::Measured;
    if (counts && sample.timeline.posted && sample.timeline.closed)
        d->pace.add(sample.step.model, *sample.timeline.closed - *sample.timeline.posted);
    const std::optional<ModelGivenUp> givenUp = d->queue.end(sample.step, sample.status, sample.error);
    Q_EMIT sampleFinished(sample);
    if (givenUp)
        giveUp(*givenUp);
    reportProgress();
}

/// The kernel's stamps are right however late this program is.
void RunController::flagLateStamps(Sample &sample) const
{
    const Timeline &timeline = sample.timeline;
    const bool kernelRun = d->info.environment.clock == kernelClock;
    if (!timeline.sent || !timeline.lastToken)
        return;
    if (kernelRun && !d->relay)
        sample.set(SampleFlag::EngineClock); // of a run that was begun with a relay
    const bool ownStamps = !kernelRun || sample.has(SampleFlag::EngineClock);
    if (ownStamps && d->lag && d->lag->laggedBetween(*timeline.sent, *timeline.lastToken))
        sample.set(SampleFlag::EngineLag);
}

void RunController::keepWire(const Flight &flight, const SampleId &sample)
{
    if (!d->wires || !flight.wire())
        return;
    WireExchange wire = *flight.wire();
    wire.run = d->info.id;
    wire.sample = sample;
    for (WirePiece &piece : wire.pieces)
        piece.at -= d->zero;
    d->wires->keep(std::move(wire));
}

void RunController::giveUp(const ModelGivenUp &givenUp)
{
    Q_EMIT modelSkipped(givenUp.model, givenUp.reason);
    for (const PlanStep &step : givenUp.steps) {
        Sample sample;
        sample.id = sampleIdOf(step.index);
        sample.run = d->info.id;
        sample.step = step;
        sample.alias = d->info.plan.models[static_cast<size_t>(step.model)].model.alias;
        sample.prompt = d->info.plan.prompts[static_cast<size_t>(step.prompt)].id;
        sample.status = SampleStatus::Skipped;
        sample.error = givenUp.reason;
        sample.startedAt = d->time.wallClock();
        Q_EMIT sampleFinished(sample);
    }
}

void RunController::setState(RunState state)
{
    d->info.state = state;
    Q_EMIT stateChanged(d->info.id, state);
}

void RunController::reportProgress()
{
    RunProgress progress = d->queue.progress();
    const RunOptions &options = d->info.plan.options;
    progress.timeLeft = options.rate ? d->pace.timeLeftAtRate(d->queue.left(), *options.rate)
                                     : d->pace.timeLeft(d->queue.left(), options.concurrency);
    Q_EMIT progressed(progress);
}

void RunController::finish()
{
    d->running = false;
    d->time.stop(d->timer);
    d->lanes.reset();
    d->cold.clear();
    if (d->lag)
        d->lag->stop();
    d->info.environment.busyDuring = busyShare(d->processorsFrom, readProcessorTime(d->root));
    if (d->costs)
        d->info.costs = addedCosts(d->info.costs, d->costs->costs());
    d->info.costs = addedCosts(d->info.costs, d->keeper->costs());
    d->info.finishedAt = d->time.wallClock();
    setState(d->cancelled ? RunState::Cancelled : RunState::Completed);
    const RunInfo info = d->info; // a slot may start the next run
    Q_EMIT runFinished(info);
}

} // namespace assay
