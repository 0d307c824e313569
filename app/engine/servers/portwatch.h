// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engine/net/timesource.h"
#include "models/domain/probe.h"

#include <QHash>

#include <memory>

class QTcpSocket;

namespace assay {

/// Notices servers that appear and go, by knocking at their ports now and then: a connection that is closed as soon as
/// it is made; nothing is sent. Engine thread.
class PortWatch final : public QObject
{
    Q_OBJECT
public:
    static constexpr Nanos interval = std::chrono::seconds(10);

    /// While `mayKnock` says no, nobody is disturbed.
    PortWatch(TimeSource &time, std::function<bool()> mayKnock, QObject *parent = nullptr);
    ~PortWatch() override;

    /// Knocks at these now and then at intervals. The first time at an address only tells what is there already.
    /// None: rests, and goes on with what it knows when it is called again.
    void watch(const std::vector<Endpoint> &endpoints);
    /// Who listens there was not ready yet: if it is still there in the next round, it appears again.
    void forget(const Endpoint &endpoint);

Q_SIGNALS:
    /// After a round in which something has changed.
    void changed(const std::vector<assay::Endpoint> &appeared, const std::vector<assay::Endpoint> &gone);

private:
    void knock();
    void knockAt(const Endpoint &endpoint);
    void note(const Endpoint &endpoint, std::optional<bool> listens);
    void endRound();

    TimeSource &m_time;
    std::function<bool()> m_mayKnock;
    std::vector<Endpoint> m_endpoints;
    QHash<QString, bool> m_listens; // by host and port
    std::unique_ptr<QObject> m_round; // its sockets' parent
    std::vector<Endpoint> m_appeared, m_gone;
    int m_waiting = 0;
    TimeSource::TimerId m_timer = 0; // until the next round, or until this one is given up
};

/// The listing of an endpoint where nobody listens any more.
EndpointListing goneListing(const Endpoint &endpoint);

} // namespace assay
