// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engine/run/lane.h"
#include "models/domain/plan.h"
#include "models/domain/probe.h"

#include <deque>

namespace assay {

/// Sends a one-token chat to each model, one after another. Engine thread.
class Prober final : public QObject
{
    Q_OBJECT
public:
    Prober(TimeSource &time, KeyResolver keys, QObject *parent = nullptr);
    ~Prober() override;
    /// One probed() each, in order, then finished(). A second call cancels the first, which then has no finished() of
    /// its own.
    void probe(const std::vector<PlannedModel> &models, Nanos idleTimeout = std::chrono::seconds(60));
    /// No further probed(); finished() follows.
    void cancel();

Q_SIGNALS:
    void probed(const assay::ProbeResult &result);
    void finished();

private:
    void drop();
    void nextSoon();
    void next();
    void send(const PlannedModel &planned);
    void report(const PlannedModel &planned, const Sample &sample);

    TimeSource &m_time;
    KeyResolver m_keys;
    Lane *m_lane = nullptr; // made anew for each probe(): what an earlier one still does is no longer heard
    std::unique_ptr<QObject> m_asking; // for keys; what an earlier probe() asked is no longer heard
    std::deque<PlannedModel> m_waiting;
    Nanos m_idleTimeout{};
    quint64 m_generation = 0;
    bool m_busy = false;
};

} // namespace assay
