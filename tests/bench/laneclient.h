// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engine/run/lane.h"
#include "tests/bench/load.h"

namespace assay {
class Relay;
}

namespace assay::bench {

/// Our own lanes, as a run has them: network managers, recorder and all, with the relay or without. Lives on an engine
/// thread of its own, so that the calling thread can paint.
class LaneClient final : public QObject
{
    Q_OBJECT
public:
    LaneClient(QUrl server, Load load, bool withRelay);
    ~LaneClient() override;

    /// On the engine thread: ends with done().
    void run();

Q_SIGNALS:
    void done(const assay::bench::Errors &errors);

private:
    void prepareAll();
    void startAll();
    void startDropping();
    void take(const Sample &sample);
    void ended();

    QUrl m_server;
    Load m_load;
    SystemTime m_time;
    std::unique_ptr<Relay> m_relay;
    std::vector<std::unique_ptr<Lane>> m_lanes;
    std::vector<Sample> m_samples;
    Errors m_errors;
    int m_repeat = 0;
    int m_pending = 0;
};

/// Runs them to their end on a thread, while the calling thread's event loop goes on.
Errors runLanes(const QUrl &server, const Load &load, bool withRelay);

/// CPU time that this process has used, in microseconds; its peak memory in MB.
double cpuUsed();
double peakMemory();
void resetPeakMemory();

} // namespace assay::bench

Q_DECLARE_METATYPE(assay::bench::Errors)
