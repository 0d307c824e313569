// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/jobsdesk.h"

#include "app/gui/enginehost.h"
#include "models/items/catalogmodel.h"
#include "ui/models/jobspanel.h"
#include "ui/models/modelspane.h"
#include "ui/models/serveractions.h"
#include "ui/window/mainwindow.h"

#include <cmath>

namespace assay {

namespace {

QString wordsFor(const ServerOrder &order)
{
    const QString &model = order.model.serverId;
    switch (order.task) {
    case ServerTask::Load:
        return JobsDesk::tr("%1 is loaded.").arg(model);
    case ServerTask::Unload:
        return JobsDesk::tr("%1 is unloaded.").arg(model);
    case ServerTask::Download:
        return JobsDesk::tr("%1 is downloaded.").arg(model);
    case ServerTask::Remove:
        return JobsDesk::tr("%1 is deleted from the disk.").arg(model);
    case ServerTask::Start:
        return JobsDesk::tr("%1 has started.").arg(order.endpoint.id.value);
    }
    return {};
}

} // namespace

JobsDesk::JobsDesk(EngineHost *host, CatalogModel *model, MainWindow *window, QObject *parent)
    : QObject(parent), m_host(host), m_model(model), m_window(window)
{
    ModelsPane *pane = window->modelsPane();
    connect(pane->serverActions(), &ServerActions::ordered, this, &JobsDesk::begin);
    connect(pane->jobs(), &JobsPanel::cancelRequested, host, &EngineHost::cancelJob);
    connect(host, &EngineHost::jobProgressed, this, &JobsDesk::showProgress);
    connect(host, &EngineHost::jobFinished, this, &JobsDesk::take);
}

void JobsDesk::begin(const std::vector<ServerOrder> &orders)
{
    for (const ServerOrder &order : orders) {
        const int id = m_host->startJob(order);
        m_orders.insert(id, order);
        m_window->modelsPane()->jobs()->add(id, order);
        markBusy(order, {});
    }
}

void JobsDesk::markBusy(const ServerOrder &order, std::optional<double> fraction)
{
    ModelState state = m_model->stateOf(order.model);
    if (order.task == ServerTask::Load) {
        state.presence = ModelPresence::Loading;
    } else if (order.task == ServerTask::Download) {
        state.presence = ModelPresence::Downloading;
    } else {
        return;
    }
    state.progress = fraction ? std::optional(std::round(*fraction * 100) / 100) : std::nullopt; // as it is shown
    m_model->setModelState(order.endpoint.id, order.model.serverId, state);
}

void JobsDesk::showProgress(int id, const TaskProgress &progress)
{
    const auto order = m_orders.constFind(id);
    if (order == m_orders.constEnd()) {
        return;
    }
    m_window->modelsPane()->jobs()->setProgress(id, progress);
    markBusy(*order, progress.fraction);
}

void JobsDesk::take(int id, const Result<TaskDone> &result)
{
    if (!m_orders.contains(id)) {
        return;
    }
    const ServerOrder order = m_orders.take(id);
    m_window->modelsPane()->jobs()->remove(id);
    Endpoint endpoint = order.endpoint;
    if (!result && result.error().code != ErrorCode::Cancelled) {
        m_window->modelsPane()->showError(result.error());
    } else if (result) {
        m_window->notify(wordsFor(order));
        // What the person has changed meanwhile stays changed.
        const Endpoint *now = m_model->catalog().endpoint(endpoint.id);
        if (now && result->url) {
            endpoint = *now;
            endpoint.url = *result->url;
            m_model->upsertEndpoint(endpoint);
        }
        const Model *model = m_model->catalog().model(order.model.alias);
        if (model && !result->serverId.isEmpty() && result->serverId != model->serverId) {
            Model renamed = *model;
            renamed.serverId = result->serverId; // what a chat has to say
            m_model->upsertModel(renamed, renamed.alias);
        }
    }
    m_host->list({endpoint}); // what is true now, whatever came of it
}

} // namespace assay
