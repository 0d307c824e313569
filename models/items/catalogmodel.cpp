// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/catalogmodel.h"

#include <algorithm>

namespace assay {

namespace {

// Whether a probe of `before` says anything about the model as it is in `after`.
bool asksTheSame(const Catalog &before, const Catalog &after, const ModelAlias &alias)
{
    const Model *was = before.model(alias);
    const Model *is = after.model(alias);
    if (!was || !is || was->serverId != is->serverId || was->endpoint != is->endpoint) {
        return false;
    }
    const Endpoint *old = before.endpoint(was->endpoint);
    const Endpoint *now = after.endpoint(is->endpoint);
    return !old || !now || *old == *now;
}

} // namespace

CatalogModel::CatalogModel(QObject *parent) : QAbstractItemModel(parent)
{
}

void CatalogModel::setCatalog(Catalog catalog)
{
    become(std::move(catalog));
}

void CatalogModel::forgetFindings()
{
    m_looks.clear();
    m_probes.clear();
    m_probing.clear();
    m_gone.clear();
    refresh();
}

void CatalogModel::upsertEndpoint(const Endpoint &endpoint)
{
    Catalog next = m_catalog;
    if (Endpoint *known = next.endpoint(endpoint.id)) {
        *known = endpoint;
    } else {
        next.endpoints.push_back(endpoint);
    }
    become(std::move(next));
}

void CatalogModel::removeEndpoint(const EndpointId &id)
{
    Catalog next = m_catalog;
    std::erase_if(next.endpoints, [&](const Endpoint &endpoint) { return endpoint.id == id; });
    std::erase_if(next.models, [&](const Model &model) {
        const Endpoint *home = endpointOf(model);
        return home && home->id == id;
    });
    m_looks.remove(id);
    become(std::move(next));
}

void CatalogModel::upsertModel(const Model &model, const ModelAlias &was)
{
    Catalog next = m_catalog;
    if (Model *known = next.model(was.isEmpty() ? model.alias : was)) {
        *known = model;
    } else {
        next.models.push_back(model);
    }
    become(std::move(next));
}

void CatalogModel::removeModel(const ModelAlias &alias)
{
    Catalog next = m_catalog;
    std::erase_if(next.models, [&](const Model &model) { return model.alias == alias; });
    become(std::move(next));
}

void CatalogModel::mergeListing(const EndpointListing &listing)
{
    EndpointId id;
    Catalog next = mergedCatalog(m_catalog, listing, m_gone, id);
    if (!id.isEmpty()) {
        Look &look = m_looks[id];
        look.busy = false;
        look.reached = !listing.error;
        look.everReached = look.everReached || look.reached;
        look.offered = static_cast<int>(listing.models.size());
        look.error = listing.error;
        look.states = listing.states;
        look.abilities = listing.abilities;
        look.serverName = listing.serverName;
        look.version = listing.version;
        look.modelFolder = listing.modelFolder;
    }
    become(std::move(next));
}

void CatalogModel::setBusy(const EndpointId &id, bool busy)
{
    m_looks[id].busy = busy;
    refresh();
}

void CatalogModel::setAllBusy(bool busy)
{
    for (const Endpoint &endpoint : m_catalog.endpoints) {
        m_looks[endpoint.id].busy = busy;
    }
    refresh();
}

void CatalogModel::setProbing(const QList<ModelAlias> &aliases)
{
    m_probing = QSet<ModelAlias>(aliases.begin(), aliases.end());
    refresh();
}

void CatalogModel::setProbeResult(const ProbeResult &result)
{
    m_probing.remove(result.alias);
    m_probes.insert(result.alias, result);
    refresh();
}

TroubleClues CatalogModel::cluesFor(const Endpoint &endpoint) const
{
    TroubleClues clues;
    clues.wasReached = m_looks.value(endpoint.id).everReached;
    for (const Model &model : m_catalog.models) {
        const Endpoint *home = endpointOf(model);
        if (home && home->id == endpoint.id && !isGone(model.alias)) {
            clues.offered << model.serverId;
        }
    }
    return clues;
}

TroubleClues CatalogModel::cluesFor(const Model &model) const
{
    const Endpoint *home = endpointOf(model);
    TroubleClues clues = home ? cluesFor(*home) : TroubleClues();
    clues.serverId = model.serverId;
    return clues;
}

std::vector<Model> CatalogModel::tickedModels() const
{
    std::vector<Model> result;
    for (const Group &group : m_groups) {
        for (const ModelAlias &alias : group.models) {
            const Model *model = m_catalog.model(alias);
            if (model && model->ticked) {
                result.push_back(*model);
            }
        }
    }
    return result;
}

std::vector<PlannedModel> CatalogModel::plannedModels() const
{
    std::vector<PlannedModel> result;
    for (const Model &model : tickedModels()) {
        if (const Endpoint *endpoint = endpointOf(model)) {
            result.push_back({model, *endpoint});
        }
    }
    return result;
}

std::optional<ModelIdentity> CatalogModel::identityOf(const ModelAlias &alias) const
{
    const auto it = m_places.constFind(alias);
    return it == m_places.constEnd() ? std::nullopt : std::optional(ModelIdentity{*it});
}

void CatalogModel::setTicked(const QList<ModelAlias> &aliases, bool ticked)
{
    Catalog next = m_catalog;
    for (const ModelAlias &alias : aliases) {
        if (Model *model = next.model(alias)) {
            model->ticked = ticked;
        }
    }
    become(std::move(next));
}

const Endpoint *CatalogModel::endpointOf(const Model &model) const
{
    if (model.endpoint.isEmpty()) {
        return m_catalog.endpoints.size() == 1 ? &m_catalog.endpoints.front() : nullptr;
    }
    return m_catalog.endpoint(model.endpoint);
}

std::optional<ProbeResult> CatalogModel::probeResult(const ModelAlias &alias) const
{
    const auto it = m_probes.constFind(alias);
    return it == m_probes.constEnd() ? std::nullopt : std::optional(*it);
}

std::optional<Error> CatalogModel::endpointError(const EndpointId &id) const
{
    return m_looks.value(id).error;
}

ModelState CatalogModel::stateOf(const Model &model) const
{
    const Endpoint *home = endpointOf(model);
    return home ? stateIn(m_looks.value(home->id).states, serverIdOf(model)) : ModelState{};
}

QString CatalogModel::serverNameOf(const Endpoint &endpoint) const
{
    const QString name = m_looks.value(endpoint.id).serverName;
    return name.isEmpty() ? serverKindName(endpoint.kind) : name;
}

QStringList CatalogModel::capabilities() const
{
    QStringList all;
    for (const Model &model : m_catalog.models) {
        all << model.metadata.capabilities;
    }
    all.removeDuplicates();
    all.sort(Qt::CaseInsensitive);
    return all;
}

void CatalogModel::setModelState(const EndpointId &id, const QString &serverId, const ModelState &state)
{
    QMap<QString, ModelState> &states = m_looks[id].states;
    if (states.value(serverId) == state) {
        return; // a job tells how far it is many times a second
    }
    states.insert(serverId, state);
    refresh();
}

void CatalogModel::become(Catalog next)
{
    const bool changed = !(next == m_catalog);
    const std::vector<Model> tickedBefore = tickedModels();
    m_probes.removeIf([&](auto probe) { return !asksTheSame(m_catalog, next, probe.key()); });
    m_catalog = std::move(next);
    syncGroups(groupsOf(m_catalog));
    const std::vector<Model> tickedNow = tickedModels();
    m_places.clear();
    for (const Model &model : tickedNow) {
        m_places.insert(model.alias, static_cast<int>(m_places.size()));
    }
    refresh();
    if (changed) {
        Q_EMIT catalogChanged();
    }
    if (tickedNow != tickedBefore) {
        Q_EMIT ticksChanged();
    }
}

std::vector<CatalogModel::Group> CatalogModel::groupsOf(const Catalog &catalog) const
{
    std::vector<Group> groups;
    for (const Endpoint &endpoint : catalog.endpoints) {
        groups.push_back({0, endpoint.id, {}});
    }
    Group homeless;
    for (const Model &model : catalog.models) {
        const Endpoint *home = endpointOf(model);
        const auto it = std::find_if(groups.begin(), groups.end(),
                                     [&](const Group &group) { return home && group.id == home->id; });
        (it == groups.end() ? homeless : *it).models.push_back(model.alias);
    }
    if (!homeless.models.empty()) {
        groups.push_back(homeless);
    }
    return groups;
}

// Rows go and come one group at a time, so that views keep what is open, selected and scrolled to.
void CatalogModel::syncGroups(const std::vector<Group> &wanted)
{
    const auto contains = [](const std::vector<Group> &groups, const EndpointId &id) {
        return std::any_of(groups.begin(), groups.end(), [&](const Group &group) { return group.id == id; });
    };
    const auto drop = [this](int row) {
        beginRemoveRows({}, row, row);
        m_groups.erase(m_groups.begin() + row);
        endRemoveRows();
    };
    for (int row = static_cast<int>(m_groups.size()) - 1; row >= 0; --row) {
        if (!contains(wanted, m_groups[static_cast<size_t>(row)].id)) {
            drop(row);
        }
    }
    for (int row = 0; row < static_cast<int>(wanted.size()); ++row) {
        const Group &group = wanted[static_cast<size_t>(row)];
        if (row >= static_cast<int>(m_groups.size()) || m_groups[static_cast<size_t>(row)].id != group.id) {
            for (int old = static_cast<int>(m_groups.size()) - 1; old > row; --old) {
                if (m_groups[static_cast<size_t>(old)].id == group.id) {
                    drop(old); // it moved: it comes again at its new place
                }
            }
            beginInsertRows({}, row, row);
            m_groups.insert(m_groups.begin() + row, Group{++m_lastSerial, group.id, {}});
            endInsertRows();
        }
        syncModels(row, group.models);
    }
}

void CatalogModel::syncModels(int group, const std::vector<ModelAlias> &wanted)
{
    std::vector<ModelAlias> &have = m_groups[static_cast<size_t>(group)].models;
    const QModelIndex above = index(group, 0);
    // The rows that stay are those up to the first difference: a listing appends, a person removes one. Anything
    // after it that is not just missing is put in again.
    const auto inWanted = [&](const ModelAlias &alias) {
        return std::find(wanted.begin(), wanted.end(), alias) != wanted.end();
    };
    for (int row = static_cast<int>(have.size()) - 1; row >= 0; --row) {
        if (!inWanted(have[static_cast<size_t>(row)])) {
            beginRemoveRows(above, row, row);
            have.erase(have.begin() + row);
            endRemoveRows();
        }
    }
    size_t same = 0;
    while (same < have.size() && have[same] == wanted[same]) {
        ++same;
    }
    if (same < have.size()) {
        beginRemoveRows(above, static_cast<int>(same), static_cast<int>(have.size()) - 1);
        have.resize(same);
        endRemoveRows();
    }
    if (same < wanted.size()) {
        beginInsertRows(above, static_cast<int>(same), static_cast<int>(wanted.size()) - 1);
        have = wanted;
        endInsertRows();
    }
}

// Letters, states and texts hang together over the whole tree; it is small, and views repaint only what they show.
void CatalogModel::refresh()
{
    const int last = static_cast<int>(CatalogColumn::Count) - 1;
    for (int row = 0; row < static_cast<int>(m_groups.size()); ++row) {
        const QModelIndex group = index(row, 0);
        Q_EMIT dataChanged(group, index(row, last));
        if (const int models = rowCount(group); models > 0) {
            Q_EMIT dataChanged(index(0, 0, group), index(models - 1, last, group));
        }
    }
}

} // namespace assay
