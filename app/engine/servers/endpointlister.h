// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engine/servers/errandrunner.h"

namespace assay {

/// Asks endpoints what they offer. Engine thread. Touches only the endpoints it is given.
class EndpointLister final : public QObject
{
    Q_OBJECT
public:
    EndpointLister(TimeSource &time, KeyResolver keys, QObject *parent = nullptr);
    ~EndpointLister() override;
    /// One listed() each, in any order, then finished(); none of them from inside this call. A second call cancels the
    /// first. Endpoints whose kind nobody named are identified. Candidates (`found`) get 1.5 s at most.
    void list(const std::vector<Endpoint> &endpoints, Nanos timeout = std::chrono::seconds(3));
    /// Nothing more is reported.
    void cancel();

    /// Loopback addresses where local servers usually listen, as candidates (servers.md 1.1); URLs that `known` already
    /// holds are left out.
    static std::vector<Endpoint> wellKnownCandidates(const std::vector<Endpoint> &known);
    /// Those of `known` that are on this machine, and the candidates beside them.
    static std::vector<Endpoint> onThisMachine(const std::vector<Endpoint> &known);

Q_SIGNALS:
    void listed(const assay::EndpointListing &listing);
    void finished();

private:
    void ask(const Endpoint &endpoint, Nanos timeout);
    void send(const Endpoint &endpoint, const KeyResolver &keys, Nanos timeout, QObject *room);
    void take(const Endpoint &endpoint, const Result<Outcome> &result);
    void report(const EndpointListing &listing);

    TimeSource &m_time;
    KeyResolver m_keys;
    std::unique_ptr<QNetworkAccessManager> m_network;
    std::vector<std::unique_ptr<QObject>> m_asked; // the jobs' parents: dropping them drops what is under way
    int m_waiting = 0;
};

} // namespace assay
