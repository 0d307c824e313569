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
    static constexpr Nanos usualTimeout = std::chrono::seconds(3);
    enum class Depth {
        Quick, // what servers tell at once
        Whole // and what takes minutes, perhaps (ServerAdapter::listFurther()), in a second listed()
    };
    /// One listed() each, in any order, then finished(); none of them from inside this call. A second call cancels the
    /// first. Endpoints whose kind nobody named are identified. Candidates (`found`) get 1.5 s at most; one without an
    /// address is looked for by its own program, which takes longer.
    void list(const std::vector<Endpoint> &endpoints, Nanos timeout = usualTimeout, Depth depth = Depth::Quick);
    /// Nothing more is reported.
    void cancel();

    /// Loopback addresses where local servers usually listen, as candidates (servers.md 1.1); URLs that `known` already
    /// holds are left out. Where it knows no Foundry Local, one without an address is among them: that is to be found
    /// by its program.
    static std::vector<Endpoint> wellKnownCandidates(const std::vector<Endpoint> &known);
    /// Those of `known` that are on this machine, and the candidates beside them.
    static std::vector<Endpoint> onThisMachine(const std::vector<Endpoint> &known);

Q_SIGNALS:
    void listed(const assay::EndpointListing &listing);
    void finished();

private:
    bool isWaitedFor(const QObject *room) const;
    void ask(const Endpoint &endpoint, Nanos timeout);
    void send(const Endpoint &endpoint, const KeyResolver &keys, Nanos timeout, QObject *room);
    void take(const Endpoint &endpoint, const Result<Outcome> &result);
    void listFurther(const EndpointListing &known);
    void report(const EndpointListing &listing);
    void countOne();

    TimeSource &m_time;
    KeyResolver m_keys;
    std::unique_ptr<QNetworkAccessManager> m_network;
    std::vector<std::unique_ptr<QObject>> m_asked; // the jobs' parents: dropping them drops what is under way
    int m_waiting = 0;
    Depth m_depth = Depth::Quick;
};

} // namespace assay
