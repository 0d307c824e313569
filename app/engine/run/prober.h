// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engine/run/lane.h"
#include "app/engine/servers/endpointlister.h"
#include "models/domain/plan.h"
#include "models/domain/probe.h"

#include <QHash>

#include <deque>

namespace assay {

/// Asks the servers what they offer, all at once, then sends a one-token chat to each model, one after another, and
/// holds each against the checklist. Engine thread.
class Prober final : public QObject
{
    Q_OBJECT
public:
    Prober(TimeSource &time, KeyResolver keys, QObject *parent = nullptr);
    ~Prober() override;
    /// Takes the stamps of coming probes from the relay, as a run does; it outlives the prober.
    void useRelay(Relay &relay) { m_relay = &relay; }
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
    void askForLists(const KeyResolver &keys);
    void nextSoon();
    void next();
    void send(const PlannedModel &planned);
    void report(const PlannedModel &planned, const Sample &sample);

    TimeSource &m_time;
    KeyResolver m_keys;
    Relay *m_relay = nullptr;
    Lane *m_lane = nullptr; // made anew for each probe(): what an earlier one still does is no longer heard
    std::unique_ptr<QObject> m_asking; // for keys; what an earlier probe() asked is no longer heard
    std::unique_ptr<EndpointLister> m_lister;
    QHash<EndpointId, EndpointListing> m_lists;
    std::deque<PlannedModel> m_waiting;
    Nanos m_idleTimeout{};
    quint64 m_generation = 0;
    bool m_busy = false;
};

} // namespace assay
