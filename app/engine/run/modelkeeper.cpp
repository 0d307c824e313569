// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/run/modelkeeper.h"

#include "app/engine/net/network.h"
#include "app/engine/servers/serveradapter.h"
#include "models/domain/text.h"

#include <QNetworkAccessManager>

namespace assay {
namespace {

/// Whether a model in that state has to be loaded before it can answer.
bool needsLoading(const ModelState &state)
{
    switch (state.presence.value_or(ModelPresence::Loaded)) {
    case ModelPresence::Loaded:
    case ModelPresence::Offered: // which nothing but a download mends
    case ModelPresence::Downloading:
        return false;
    case ModelPresence::OnDisk:
    case ModelPresence::Loading:
    case ModelPresence::Sleeping:
    case ModelPresence::Failed: // it may have been for want of memory
        return true;
    }
    return false;
}

bool isOnDisk(const ModelState &state)
{
    return state.presence != ModelPresence::Offered && state.presence != ModelPresence::Downloading;
}

} // namespace

ModelKeeper::ModelKeeper(TimeSource &time, KeyResolver keys, QObject *parent)
    : QObject(parent), m_time(time), m_keys(std::move(keys)), m_network(makeNetwork())
{
}

ModelKeeper::~ModelKeeper() = default;

void ModelKeeper::begin(const Plan &plan)
{
    cancel();
    m_plan = plan;
    m_loads.clear();
    m_gpuMb.clear();
    m_fresh.clear();
    m_room = std::make_unique<QObject>();
}

void ModelKeeper::cancel()
{
    if (m_room) { // this may be called from inside an errand's own signal
        for (QObject *errand : m_room->children()) {
            errand->disconnect(this);
        }
        m_room.release()->deleteLater();
    }
    m_care.clear();
    m_seen.clear();
}

RunCosts ModelKeeper::costs() const
{
    RunCosts costs;
    if (m_loads.isEmpty() && m_gpuMb.isEmpty()) {
        return costs;
    }
    costs.models.resize(m_plan.models.size());
    for (auto it = m_loads.cbegin(); it != m_loads.cend(); ++it) {
        costs.models[static_cast<size_t>(it.key())].loadMs =
            std::chrono::duration<double, std::milli>(it.value()).count();
    }
    for (auto it = m_gpuMb.cbegin(); it != m_gpuMb.cend(); ++it) {
        ModelCost &cost = costs.models[static_cast<size_t>(it.key())];
        cost.gpuMemoryMb = it.value();
        cost.gpuByServer = true;
    }
    return costs;
}

bool ModelKeeper::admit(int model)
{
    if (!m_room || m_plan.options.loading == ModelLoading::Server || !adapterOf(model).canLoad()) {
        return true;
    }
    Care &care = careOf(model);
    const QString &id = serverIdOf(planned(model).model);
    const bool inBlocks = hasBlocks(m_plan.options.order);
    if (!care.busy && (inBlocks ? care.current == id : m_seen.contains(model))) {
        return true;
    }
    if (!care.busy) {
        care.busy = true;
        look(model);
    }
    return false;
}

bool ModelKeeper::admitAll()
{
    bool all = true;
    for (int model = 0; model < static_cast<int>(m_plan.models.size()); ++model)
        all = admit(model) && all;
    return all;
}

const ServerAdapter &ModelKeeper::adapterOf(int model) const
{
    return adapterFor(planned(model).endpoint.kind);
}

void ModelKeeper::run(ErrandStep first, std::function<void(const Result<Outcome> &)> then)
{
    auto *errand = new ErrandRunner({*m_network, m_time, m_keys}, std::move(first), m_room.get());
    connect(errand, &ErrandRunner::finished, this,
            [next = std::move(then)](const Result<Outcome> &result) { next(result); });
}

/// What cannot be listed is left to the requests themselves: they say better what is wrong.
void ModelKeeper::look(int model)
{
    run(adapterOf(model).list(planned(model).endpoint), [this, model](const Result<Outcome> &result) {
        const auto *listing = result ? std::get_if<EndpointListing>(&*result) : nullptr;
        if (!listing || !listing->abilities.testFlag(Ability::Load)) {
            settle(model);
            return;
        }
        noteMemory(*listing);
        const QString &id = serverIdOf(planned(model).model);
        const ModelState state = stateIn(listing->states, id);
        if (!isOnDisk(state)) {
            fail(model,
                 {ErrorCode::NotFound,
                  Text::tr("%1 is not downloaded yet. Download it in Models, then run again.").arg(id),
                  {}});
        } else if (!needsLoading(state)) {
            settle(model);
        } else {
            makeRoom(model, *listing, {});
        }
    });
}

/// Of all models of the plan that are in this server's memory: so that of the block before, too, as it was at its end.
void ModelKeeper::noteMemory(const EndpointListing &listing)
{
    for (int model = 0; model < static_cast<int>(m_plan.models.size()); ++model) {
        if (planned(model).endpoint.url.authority() != listing.endpoint.url.authority()) {
            continue;
        }
        const std::optional<double> held = stateIn(listing.states, serverIdOf(planned(model).model)).gpuMemoryMb;
        if (held) {
            m_gpuMb[model] = std::max(*held, m_gpuMb.value(model, *held));
        }
    }
}

/// Where one model at a time is wanted, those of the plan that are in this server's memory go first, one by one.
void ModelKeeper::makeRoom(int model, const EndpointListing &listing, QStringList others)
{
    const QString home = planned(model).endpoint.url.authority();
    const bool makes = m_plan.options.loading == ModelLoading::OneAtATime && hasBlocks(m_plan.options.order)
        && listing.abilities.testFlag(Ability::Unload);
    for (const PlannedModel &other : m_plan.models) {
        const QString &id = serverIdOf(other.model);
        const bool isThere = stateIn(listing.states, id).presence == ModelPresence::Loaded;
        if (!makes || other.endpoint.url.authority() != home || !isThere || others.contains(id)) {
            continue;
        }
        others << id;
        ServerOrder order{ServerTask::Unload, listing.endpoint, other.model};
        order.model.serverId = id;
        run(adapterFor(listing.endpoint.kind).perform(order),
            [this, model, listing, others](const Result<Outcome> &) { makeRoom(model, listing, others); });
        return;
    }
    load(model, listing.endpoint);
}

void ModelKeeper::load(int model, const Endpoint &endpoint)
{
    ServerOrder order{ServerTask::Load, endpoint, planned(model).model};
    order.model.serverId = serverIdOf(order.model);
    const Nanos from = m_time.now();
    Q_EMIT loading(model, true);
    run(adapterFor(endpoint.kind).perform(order), [this, model, from](const Result<Outcome> &result) {
        Q_EMIT loading(model, false);
        if (!result) {
            fail(model, result.error());
            return;
        }
        const auto *done = std::get_if<TaskDone>(&*result);
        if (done && !done->serverId.isEmpty() && done->serverId != serverIdOf(planned(model).model)) {
            fail(
                model,
                {ErrorCode::NotFound,
                 Text::tr("The server has loaded it under another name: give the model the id %1.").arg(done->serverId),
                 {}});
            return;
        }
        m_loads.insert(model, m_time.now() - from);
        m_fresh.insert(model);
        askMemory(model);
    });
}

/// Of a model that was loaded just now; nothing is timed before this is answered.
void ModelKeeper::askMemory(int model)
{
    if (!adapterOf(model).tellsMemory()) {
        settle(model);
        return;
    }
    run(adapterOf(model).list(planned(model).endpoint), [this, model](const Result<Outcome> &result) {
        if (const auto *listing = result ? std::get_if<EndpointListing>(&*result) : nullptr) {
            noteMemory(*listing);
        }
        settle(model);
    });
}

void ModelKeeper::settle(int model)
{
    Care &care = careOf(model);
    care.current = serverIdOf(planned(model).model);
    care.busy = false;
    m_seen.insert(model);
    Q_EMIT ready();
}

void ModelKeeper::fail(int model, const Error &reason)
{
    Care &care = careOf(model);
    care.current.clear();
    care.busy = false;
    m_seen.insert(model); // what has been given up is not waited for
    Q_EMIT failed(model, reason);
    Q_EMIT ready();
}

} // namespace assay
