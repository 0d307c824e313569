// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/serveractions.h"

#include <QAction>
#include <QWidget>

#include "models/items/catalogmodel.h"
#include "ui/common/dialogs.h"
#include "ui/theme/theme.h"

using namespace Qt::Literals::StringLiterals;

namespace assay {

namespace {

/// Whether a job makes sense for a model in that state, on a server that can do these things.
bool isPossible(ServerTask task, Abilities abilities, const ModelState &state)
{
    const auto is = [&](std::initializer_list<ModelPresence> wanted) {
        return state.presence && std::find(wanted.begin(), wanted.end(), *state.presence) != wanted.end();
    };
    using enum ModelPresence;
    switch (task) {
    case ServerTask::Load:
        return abilities.testFlag(Ability::Load) && (!state.presence || is({OnDisk, Failed, Sleeping}));
    case ServerTask::Unload:
        return abilities.testFlag(Ability::Unload) && (!state.presence || is({Loaded, Loading, Sleeping}));
    case ServerTask::Download:
        return abilities.testFlag(Ability::Download) && is({Offered});
    case ServerTask::Remove:
        return abilities.testFlag(Ability::Remove) && (!state.presence || is({OnDisk, Loaded, Sleeping, Failed}));
    case ServerTask::Start:
        break; // of no model
    }
    return false;
}

} // namespace

ServerActions::ServerActions(const CatalogModel *model, Dialogs *dialogs, QWidget *window)
    : QObject(window), m_model(model), m_dialogs(dialogs), m_window(window)
{
    add(ServerTask::Load, u"loadModels"_s, u"cpu"_s, tr("Bring the selected models into the server's memory"));
    add(ServerTask::Unload, u"unloadModels"_s, u"square"_s, tr("Take the selected models out of the server's memory"));
    add(ServerTask::Download, u"downloadModels"_s, u"cloud-download"_s,
        tr("Download the selected models, or a model by its name"));
    add(ServerTask::Remove, u"removeFromDisk"_s, u"hard-drive"_s, tr("Delete the selected models from the disk"));
    add(ServerTask::Start, u"startServer"_s, u"play"_s, tr("Start the server's program on this machine"));
    setSelection({});
}

void ServerActions::add(ServerTask task, const QString &name, const QString &icon, const QString &tip)
{
    const bool asks = task == ServerTask::Download || task == ServerTask::Remove || task == ServerTask::Start;
    auto *action = new QAction(asks ? tr("%1...").arg(serverTaskName(task)) : serverTaskName(task), this);
    action->setObjectName(name);
    action->setToolTip(tip);
    theme::setIcon(action, icon, m_window);
    connect(action, &QAction::triggered, this, [this, task] { trigger(task); });
    m_actions << action;
}

void ServerActions::setSelection(const CatalogSelection &selection)
{
    m_selection = selection;
    const Abilities here = m_model->abilitiesOf(selection.endpoint);
    for (const ServerTask task :
         {ServerTask::Load, ServerTask::Unload, ServerTask::Download, ServerTask::Remove, ServerTask::Start}) {
        const bool byName = task == ServerTask::Download && here.testFlag(Ability::DownloadByName);
        m_actions.at(static_cast<int>(task))->setEnabled(selection.canAsk && (byName || !possible(task).empty()));
    }
}

std::vector<ServerOrder> ServerActions::possible(ServerTask task) const
{
    std::vector<ServerOrder> orders;
    const Endpoint *here = m_model->catalog().endpoint(m_selection.endpoint);
    if (task == ServerTask::Start) {
        if (here && m_model->abilitiesOf(here->id).testFlag(Ability::Start))
            orders.push_back({task, *here, {}});
        return orders;
    }
    for (const ModelAlias &alias : m_selection.models) {
        const Model *model = m_model->catalog().model(alias);
        const Endpoint *home = model ? m_model->endpointOf(*model) : nullptr;
        if (home && isPossible(task, m_model->abilitiesOf(home->id), m_model->stateOf(*model))) {
            ServerOrder order{task, *home, *model};
            order.model.serverId = serverIdOf(*model);
            orders.push_back(std::move(order));
        }
    }
    return orders;
}

void ServerActions::trigger(ServerTask task)
{
    std::vector<ServerOrder> orders = possible(task);
    if (task == ServerTask::Download && orders.empty()) {
        orders = askedByName();
    }
    if (!orders.empty() && isConfirmed(task, orders)) {
        Q_EMIT ordered(orders);
    }
}

std::vector<ServerOrder> ServerActions::askedByName()
{
    const Endpoint *here = m_model->catalog().endpoint(m_selection.endpoint);
    if (!here) {
        return {};
    }
    const QString name = m_dialogs
                             ->text(m_window, tr("Download a model"),
                                    tr("Name of the model, as %1 knows it:").arg(m_model->serverNameOf(*here)), {})
                             .trimmed();
    if (name.isEmpty()) {
        return {};
    }
    ServerOrder order{ServerTask::Download, *here, {}};
    order.model.serverId = name;
    return {order};
}

bool ServerActions::isConfirmed(ServerTask task, const std::vector<ServerOrder> &orders)
{
    QStringList names;
    for (const ServerOrder &order : orders) {
        names << order.model.serverId;
    }
    if (task == ServerTask::Remove) {
        return m_dialogs->ask(
                   m_window,
                   names.size() == 1 ? tr("Delete %1 from the disk?").arg(names.front())
                                     : tr("Delete %1 models from the disk?").arg(names.size()),
                   tr("%1\nThey have to be downloaded again before they can be used.").arg(names.join(u'\n')),
                   {tr("Delete"), tr("Keep")})
            == 0;
    }
    if (task == ServerTask::Start) {
        return m_dialogs->ask(m_window, tr("Start %1?").arg(m_model->serverNameOf(orders.front().endpoint)),
                              tr("Its program is installed on this machine, but does not run."),
                              {tr("Start"), tr("Not now")})
            == 0;
    }
    return true;
}

} // namespace assay
