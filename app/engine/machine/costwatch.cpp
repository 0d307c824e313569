// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/machine/costwatch.h"

#include "app/engine/net/network.h"

#include <QMutex>
#include <QStandardPaths>

namespace assay {

using namespace Qt::Literals::StringLiterals;

namespace {

/// Where models change with every request, the list of processes (1.5 ms of work for 90 of them) is not read with each.
constexpr Nanos betweenChanges = std::chrono::milliseconds(200);

bool isWatched(const Endpoint &endpoint)
{
    return endpoint.kind != ServerKind::Practice && isLoopback(endpoint.url);
}

/// For each model the place of its server's port in `ports`.
CostLedger::ServerPlaces placesOf(const Plan &plan, std::vector<quint16> &ports)
{
    CostLedger::ServerPlaces places;
    for (const PlannedModel &planned : plan.models) {
        if (!isWatched(planned.endpoint)) {
            places.emplace_back();
            continue;
        }
        const int usual = planned.endpoint.url.scheme() == "https"_L1 ? 443 : 80;
        const auto port = static_cast<quint16>(planned.endpoint.url.port(usual));
        const auto known = std::ranges::find(ports, port);
        places.emplace_back(known - ports.begin());
        if (known == ports.end())
            ports.push_back(port);
    }
    return places;
}

} // namespace

/// Readings asked for and readings made, each in order. Any thread.
struct CostWatch::Desk
{
    struct Order
    {
        bool processes;
        std::set<UnderWay> since;
    };
    struct Made
    {
        MachineReading reading;
        std::set<UnderWay> since;
        bool hasMeters;
    };

    /// On the gauge's thread.
    void work(Gauge &gauge)
    {
        for (const Order &order : take(orders)) {
            Made each{gauge.read(order.processes), order.since, gauge.hasMeters()};
            const QMutexLocker lock(&mutex);
            made.push_back(std::move(each));
        }
    }
    template <class T> std::vector<T> take(std::vector<T> &list)
    {
        const QMutexLocker lock(&mutex);
        return std::exchange(list, {});
    }

    QMutex mutex;
    std::vector<Order> orders;
    std::vector<Made> made;
};

CostWatch::CostWatch(TimeSource &time, std::unique_ptr<Gauge> gauge, bool ownThread, QObject *parent)
    : QObject(parent), m_time(time), m_gauge(gauge.release()), m_desk(std::make_unique<Desk>())
{
    if (ownThread) {
        m_gauge->moveToThread(&m_thread);
        connect(&m_thread, &QThread::finished, m_gauge, &QObject::deleteLater);
        m_thread.setObjectName(u"gauge"_s);
        m_thread.start();
    } else {
        m_gauge->setParent(this);
    }
}

CostWatch::~CostWatch()
{
    m_thread.quit();
    m_thread.wait();
}

void CostWatch::begin(const Plan &plan)
{
    std::vector<quint16> ports;
    m_ledger = CostLedger(placesOf(plan, ports));
    m_costs = {};
    m_flights.clear();
    m_since.clear();
    m_watching = !ports.empty();
    if (!m_watching)
        return;
    m_settling = true;
    QMetaObject::invokeMethod(
        m_gauge, [gauge = m_gauge, ports] { gauge->watch(ports); }, Qt::QueuedConnection);
    ask(true);
    wait();
    m_settleTimer = m_time.after(restFor, this, [this] { settle(); });
}

void CostWatch::wait()
{
    m_timer = m_time.after(interval, this, [this] {
        ask(true);
        wait();
    });
}

void CostWatch::settle()
{
    m_time.stop(m_settleTimer);
    if (std::exchange(m_settling, false))
        Q_EMIT settled();
}

std::set<UnderWay> CostWatch::underWay() const
{
    return {m_flights.cbegin(), m_flights.cend()};
}

void CostWatch::sampleStarted(const Sample &sample)
{
    if (!m_watching)
        return;
    m_flights.insert(sample.id, {sample.step.model, sample.step.phase == Phase::Measured});
    noteChange();
}

void CostWatch::setLoading(int model, bool on)
{
    if (!m_watching)
        return;
    const SampleId id{u"load-%1"_s.arg(model)};
    if (on)
        m_flights.insert(id, {model, false});
    else
        m_flights.remove(id);
    noteChange();
}

void CostWatch::sampleFinished(const Sample &sample)
{
    if (m_flights.remove(sample.id) == 0) // it was skipped, or nothing is watched
        return;
    if (sample.step.phase == Phase::Measured)
        m_ledger.addTokens(sample.step.model, sample.tokens.output.value_or(0));
    // Not at once: mostly the next request of the same model follows in the same turn, and nothing has changed.
    QMetaObject::invokeMethod(this, &CostWatch::noteChange, Qt::QueuedConnection);
}

/// What was under way until now is what the next reading stands for.
void CostWatch::noteChange()
{
    const std::set<UnderWay> now = underWay();
    if (!m_watching || m_ending || now == m_since)
        return;
    const bool processes = m_time.now() - m_changedAt >= betweenChanges;
    if (processes)
        m_changedAt = m_time.now();
    ask(processes);
    m_since = now;
}

void CostWatch::ask(bool processes)
{
    {
        const QMutexLocker lock(&m_desk->mutex);
        m_desk->orders.push_back({processes, m_since});
    }
    QMetaObject::invokeMethod(
        m_gauge,
        [this, gauge = m_gauge] { // this outlives the thread
            m_desk->work(*gauge);
            QMetaObject::invokeMethod(this, &CostWatch::takeReadings, Qt::QueuedConnection);
        },
        Qt::QueuedConnection);
}

void CostWatch::takeReadings()
{
    for (const Desk::Made &made : m_desk->take(m_desk->made)) {
        m_ledger.add(made.reading, made.since);
        if (m_settling && !made.hasMeters)
            settle(); // nothing to wait for
    }
}

void CostWatch::end()
{
    if (!m_watching || m_ending)
        return;
    m_ending = true;
    m_time.stop(m_timer);
    m_time.stop(m_settleTimer);
    m_settling = false;
    ask(true);
    QMetaObject::invokeMethod(
        m_gauge,
        [this, gauge = m_gauge] { // behind the last reading, as what follows is behind its taking
            gauge->rest();
            QMetaObject::invokeMethod(this, &CostWatch::close, Qt::QueuedConnection);
        },
        Qt::QueuedConnection);
}

void CostWatch::close()
{
    m_watching = false;
    m_ending = false;
    m_costs = {{}, m_ledger.costs()};
    Q_EMIT ended();
}

std::unique_ptr<CostWatch> makeCostWatch(TimeSource &time)
{
    const auto now = [clock = std::make_shared<SystemTime>()] { return clock->now(); }; // the gauge's own
    auto gauge = makeGauge(u"/"_s, now, QStandardPaths::findExecutable(u"nvidia-smi"_s));
    return std::make_unique<CostWatch>(time, std::move(gauge), true);
}

} // namespace assay
