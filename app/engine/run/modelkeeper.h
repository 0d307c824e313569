// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engine/servers/errandrunner.h"
#include "models/domain/cost.h"
#include "models/domain/plan.h"

#include <QHash>
#include <QSet>

#include <memory>

namespace assay {

class ServerAdapter;

/// Sees to it that a model is in its server's memory before a block of its requests begins, where the server can be
/// asked for that, so that loading is timed for itself and not as part of an answer. Engine thread.
class ModelKeeper final : public QObject
{
    Q_OBJECT
public:
    ModelKeeper(TimeSource &time, KeyResolver keys, QObject *parent = nullptr);
    ~ModelKeeper() override;

    /// A new run, of this plan. Nothing is asked yet.
    void begin(const Plan &plan);
    /// Whether requests to a model of the plan may be sent now. Where not, its server is being asked, and ready() or
    /// failed() follows, never from inside. Where the order has blocks a model is looked after anew whenever another
    /// one of its server was admitted in between; elsewhere once.
    bool admit(int model);
    /// The same for all models of the plan at once: where the order has no blocks, so that none is loaded beside
    /// another one's request.
    bool admitAll();
    /// Nothing more is reported; what was measured stays until begin().
    void cancel();
    /// Whether the coming request to a model is its first since it was loaded; asked once for each request.
    bool takeFresh(int model) { return m_fresh.remove(model); }
    /// The load times, the newest of each model, and what servers say of the graphics memory that models hold.
    RunCosts costs() const;

Q_SIGNALS:
    void loading(int model, bool on); // its server is at it
    void ready(); // admit() has another answer now
    void failed(int model, const assay::Error &reason);

private:
    struct Care // of one server
    {
        QString current; // the model that was admitted last
        bool busy = false;
    };

    const PlannedModel &planned(int model) const { return m_plan.models[static_cast<size_t>(model)]; }
    const ServerAdapter &adapterOf(int model) const;
    Care &careOf(int model) { return m_care[planned(model).endpoint.url.authority()]; }
    void run(ErrandStep first, std::function<void(const Result<Outcome> &)> then);
    void look(int model);
    void noteMemory(const EndpointListing &listing);
    void makeRoom(int model, const EndpointListing &listing, QStringList others);
    void load(int model, const Endpoint &endpoint);
    void askMemory(int model);
    void settle(int model);
    void fail(int model, const Error &reason);

    TimeSource &m_time;
    KeyResolver m_keys;
    Plan m_plan;
    QHash<QString, Care> m_care; // by host and port: several endpoints may lead to one server
    QHash<int, Nanos> m_loads; // from the request to the model's readiness
    QHash<int, double> m_gpuMb; // the most that the server said
    QSet<int> m_fresh; // loaded, and no request since
    QSet<int> m_seen; // models admitted at least once
    std::unique_ptr<QNetworkAccessManager> m_network;
    std::unique_ptr<QObject> m_room; // the errands' parent: goes before the manager that their replies live on
};

} // namespace assay
