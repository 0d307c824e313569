// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engine/machine/gauge.h"
#include "app/engine/net/timesource.h"
#include "models/domain/run.h"

#include <QHash>
#include <QThread>

namespace assay {

/// Watches what the models of a run cost: twice a second, and when another model's requests begin, it has the gauge
/// read the machine and puts the reading down to what was under way. Engine thread; the reading itself is done on the
/// gauge's thread, so that no request waits for it. Only servers of this machine are watched, and no practice servers.
class CostWatch final : public QObject
{
    Q_OBJECT
public:
    static constexpr Nanos interval = std::chrono::milliseconds(500);
    /// So long the machine is watched at rest before the first request, where its energy can be read.
    static constexpr Nanos restFor = std::chrono::seconds(3);

    /// With `ownThread` the gauge is moved to one, else it stays (for tests).
    CostWatch(TimeSource &time, std::unique_ptr<Gauge> gauge, bool ownThread, QObject *parent = nullptr);
    ~CostWatch() override;

    void begin(const Plan &plan);
    /// From begin() until settled(): no request should begin.
    bool isSettling() const { return m_settling; }
    void sampleStarted(const Sample &sample);
    void sampleFinished(const Sample &sample);
    /// A server brings a model into memory, or has: work, but none that is measured.
    void setLoading(int model, bool on);
    /// From begin() until ended(), where there is something to watch.
    bool isWatching() const { return m_watching; }
    /// No request is under way any more: a last reading is asked for, and when it is there, ended() says so; never from
    /// inside.
    void end();
    /// What all readings since begin() say, once they have ended. Empty where nothing was watched.
    const RunCosts &costs() const { return m_costs; }

Q_SIGNALS:
    void settled();
    void ended();

private:
    struct Desk;

    std::set<UnderWay> underWay() const;
    void ask(bool processes);
    void noteChange();
    void takeReadings();
    void settle();
    void wait();
    void close();

    TimeSource &m_time;
    Gauge *m_gauge;
    QThread m_thread;
    std::unique_ptr<Desk> m_desk; // between the two threads
    CostLedger m_ledger;
    RunCosts m_costs;
    QHash<SampleId, UnderWay> m_flights;
    std::set<UnderWay> m_since; // under way since the last reading was asked for
    Nanos m_changedAt{}; // when the processes were last read for a change of what is under way
    TimeSource::TimerId m_timer = 0, m_settleTimer = 0;
    bool m_watching = false;
    bool m_settling = false;
    bool m_ending = false;
};

/// Of this machine, on a thread of its own.
std::unique_ptr<CostWatch> makeCostWatch(TimeSource &time);

} // namespace assay
