// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The reading half of CatalogModel: indexes, texts and roles.
#include "models/items/catalogmodel.h"

#include <QLocale>

#include <algorithm>
#include <cmath>

#include "models/domain/numbertext.h"
#include "models/items/itemroles.h"

namespace assay {

namespace {

QString addressOf(const Endpoint &endpoint)
{
    if (endpoint.kind == ServerKind::Command) {
        return endpoint.command.value(0);
    }
    return endpoint.url.port() > 0 ? CatalogModel::tr("%1:%2").arg(endpoint.url.host()).arg(endpoint.url.port())
                                   : endpoint.url.host();
}

QString presenceText(const ModelState &state)
{
    if (!state.presence) {
        return {};
    }
    const QString name = modelPresenceName(*state.presence);
    return state.progress ? CatalogModel::tr("%1 %2 %").arg(name).arg(std::lround(*state.progress * 100)) : name;
}

} // namespace

int CatalogModel::groupOf(quintptr serial) const
{
    const auto it = std::find_if(m_groups.begin(), m_groups.end(), [&](const Group &g) { return g.serial == serial; });
    return it == m_groups.end() ? -1 : static_cast<int>(it - m_groups.begin());
}

QModelIndex CatalogModel::index(int row, int column, const QModelIndex &parent) const
{
    if (!hasIndex(row, column, parent)) {
        return {};
    }
    return parent.isValid() ? createIndex(row, column, m_groups[static_cast<size_t>(parent.row())].serial)
                            : createIndex(row, column, quintptr(0));
}

QModelIndex CatalogModel::parent(const QModelIndex &child) const
{
    if (!child.isValid() || child.internalId() == 0) {
        return {};
    }
    const int row = groupOf(child.internalId());
    return row < 0 ? QModelIndex() : createIndex(row, 0, quintptr(0));
}

int CatalogModel::rowCount(const QModelIndex &parent) const
{
    if (!parent.isValid()) {
        return static_cast<int>(m_groups.size());
    }
    const bool isGroup = parent.internalId() == 0 && parent.column() == 0;
    return isGroup ? static_cast<int>(m_groups[static_cast<size_t>(parent.row())].models.size()) : 0;
}

int CatalogModel::columnCount(const QModelIndex &) const
{
    return static_cast<int>(CatalogColumn::Count);
}

QModelIndex CatalogModel::indexOf(const ModelAlias &alias) const
{
    for (int group = 0; group < rowCount(); ++group) {
        const std::vector<ModelAlias> &models = m_groups[static_cast<size_t>(group)].models;
        const auto it = std::find(models.begin(), models.end(), alias);
        if (it != models.end()) {
            return index(static_cast<int>(it - models.begin()), 0, index(group, 0));
        }
    }
    return {};
}

QModelIndex CatalogModel::indexOf(const EndpointId &id) const
{
    for (int group = 0; group < rowCount(); ++group) {
        if (m_groups[static_cast<size_t>(group)].id == id) {
            return index(group, 0);
        }
    }
    return {};
}

const Endpoint *CatalogModel::endpointAt(const QModelIndex &index) const
{
    return m_catalog.endpoint(m_groups[static_cast<size_t>(index.row())].id);
}

const Model *CatalogModel::modelAt(const QModelIndex &index) const
{
    const int group = index.isValid() && index.internalId() != 0 ? groupOf(index.internalId()) : -1;
    if (group < 0) {
        return nullptr;
    }
    return m_catalog.model(m_groups[static_cast<size_t>(group)].models[static_cast<size_t>(index.row())]);
}

QVariant CatalogModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
        return {};
    }
    if (index.internalId() == 0) {
        return endpointData(index, role);
    }
    const Model *model = modelAt(index);
    return model ? modelData(*model, static_cast<CatalogColumn>(index.column()), role) : QVariant();
}

QVariant CatalogModel::endpointData(const QModelIndex &index, int role) const
{
    const Endpoint *endpoint = endpointAt(index);
    const auto column = static_cast<CatalogColumn>(index.column());
    const QString name = endpoint ? endpoint->id.value : tr("Without a server");
    switch (role) {
    case Qt::DisplayRole:
    case RawRole:
        if (column == CatalogColumn::State && endpoint) {
            return endpointStateText(*endpoint);
        }
        return column == CatalogColumn::Name ? QVariant(name) : QVariant();
    case Qt::ToolTipRole:
        if (!endpoint) {
            return tr("These models name no server, or one that is not in the list. Edit them to choose one.");
        }
        return column == CatalogColumn::State ? endpointStateText(*endpoint) : endpoint->url.toDisplayString();
    case CatalogIdRole:
        return endpoint ? endpoint->id.value : QString();
    case CatalogIsModelRole:
        return false;
    case CatalogAddressRole:
        return endpoint ? addressOf(*endpoint) : QString();
    case CatalogStateRole:
        return static_cast<int>(endpoint ? endpointState(endpoint->id) : CatalogState::Unknown);
    case CatalogSearchRole:
        return endpoint ? QString(name + u' ' + endpoint->url.toDisplayString() + u' ' + serverKindName(endpoint->kind))
                        : name;
    default:
        return {};
    }
}

QVariant CatalogModel::modelData(const Model &model, CatalogColumn column, int role) const
{
    const std::optional<ModelIdentity> identity = identityOf(model.alias);
    switch (role) {
    case Qt::DisplayRole:
        return modelText(model, column);
    case Qt::ToolTipRole:
        return column == CatalogColumn::Name ? model.serverId : modelText(model, column);
    case Qt::AccessibleTextRole:
        return column == CatalogColumn::Name && identity ? tr("%1, %2").arg(identity->letter(), model.alias.value)
                                                         : modelText(model, column);
    case Qt::CheckStateRole:
        return column == CatalogColumn::Name ? QVariant(model.ticked ? Qt::Checked : Qt::Unchecked) : QVariant();
    case Qt::TextAlignmentRole:
        return column == CatalogColumn::Size || column == CatalogColumn::Context
            ? QVariant::fromValue(Qt::Alignment(Qt::AlignRight | Qt::AlignVCenter))
            : QVariant();
    case RawRole:
        return modelRaw(model, column);
    case IdentityRole:
        return identity ? QVariant(identity->place) : QVariant();
    case CatalogIdRole:
        return model.alias.value;
    case CatalogIsModelRole:
        return true;
    case CatalogStateRole:
        return static_cast<int>(modelState(model));
    case CatalogSearchRole:
        return QString(model.alias.value + u' ' + model.serverId + u' ' + model.metadata.license.value_or(QString())
                       + u' ' + model.metadata.quantization.value_or(QString()) + u' '
                       + model.metadata.capabilities.join(u' '));
    case CatalogCapabilitiesRole:
        return model.metadata.capabilities;
    default:
        return {};
    }
}

QString CatalogModel::modelText(const Model &model, CatalogColumn column) const
{
    const QString missing = QString::fromUtf16(missingMark);
    switch (column) {
    case CatalogColumn::Name:
        return model.alias.value;
    case CatalogColumn::Size:
        return model.metadata.sizeMb ? sizeText(model.metadata.sizeMb) : missing;
    case CatalogColumn::Quantisation:
        return model.metadata.quantization.value_or(missing);
    case CatalogColumn::Context:
        return model.metadata.contextLength ? QLocale().toString(*model.metadata.contextLength) : missing;
    case CatalogColumn::Licence:
        return model.metadata.license.value_or(missing);
    case CatalogColumn::Capabilities:
        return model.metadata.capabilities.isEmpty() ? missing : model.metadata.capabilities.join(u", ");
    case CatalogColumn::State:
        return modelStateText(model);
    case CatalogColumn::Count:
        break;
    }
    return {};
}

QVariant CatalogModel::modelRaw(const Model &model, CatalogColumn column) const
{
    const ModelMetadata &known = model.metadata;
    switch (column) {
    case CatalogColumn::Size:
        return known.sizeMb ? QVariant(*known.sizeMb) : QVariant();
    case CatalogColumn::Context:
        return known.contextLength ? QVariant(*known.contextLength) : QVariant();
    case CatalogColumn::Quantisation:
        return known.quantization ? QVariant(*known.quantization) : QVariant();
    case CatalogColumn::Licence:
        return known.license ? QVariant(*known.license) : QVariant();
    case CatalogColumn::Capabilities:
        return known.capabilities.isEmpty() ? QVariant() : QVariant(known.capabilities.join(u' '));
    case CatalogColumn::Name:
    case CatalogColumn::State:
    case CatalogColumn::Count:
        break;
    }
    return modelText(model, column);
}

CatalogState CatalogModel::modelState(const Model &model) const
{
    if (m_probing.contains(model.alias)) {
        return CatalogState::Busy;
    }
    if (const auto probe = probeResult(model.alias)) {
        return probe->ready ? CatalogState::Good : CatalogState::Bad;
    }
    switch (stateOf(model).presence.value_or(ModelPresence::OnDisk)) {
    case ModelPresence::Downloading:
    case ModelPresence::Loading:
        return CatalogState::Busy;
    case ModelPresence::Failed:
        return CatalogState::Bad;
    case ModelPresence::Offered:
    case ModelPresence::OnDisk:
    case ModelPresence::Loaded:
    case ModelPresence::Sleeping:
        break;
    }
    return m_gone.contains(model.alias) ? CatalogState::Gone : CatalogState::Unknown;
}

/// What asking it came to; empty where it was not asked.
QString CatalogModel::probeText(const Model &model) const
{
    if (m_probing.contains(model.alias)) {
        return tr("being probed");
    }
    if (const auto probe = probeResult(model.alias)) {
        if (!probe->ready) {
            return tr("failed: %1").arg(probe->error ? probe->error->message : tr("no answer"));
        }
        const QString ready = tr("ready, %1").arg(durationText(probe->ttftMs));
        const int failed = failedChecks(probe->checks);
        return failed == 0
            ? ready
            : tr("%1, %2 of %3 checks failed").arg(ready).arg(failed).arg(applicableChecks(probe->checks));
    }
    return m_gone.contains(model.alias) ? tr("not offered now") : QString();
}

QString CatalogModel::modelStateText(const Model &model) const
{
    const Endpoint *home = endpointOf(model);
    QString said = probeText(model);
    if (const QString presence = presenceText(stateOf(model)); !presence.isEmpty()) {
        said = said.isEmpty() ? presence : tr("%1, %2").arg(presence, said);
    }
    if (!home || !isSimulated(*home, model)) {
        return said.isEmpty() ? tr("not probed") : said;
    }
    return said.isEmpty() ? tr("simulated") : tr("simulated, %1").arg(said);
}

CatalogState CatalogModel::endpointState(const EndpointId &id) const
{
    const Look look = m_looks.value(id);
    if (look.busy) {
        return CatalogState::Busy;
    }
    if (look.error) {
        return CatalogState::Bad;
    }
    return look.reached ? CatalogState::Good : CatalogState::Unknown;
}

QString CatalogModel::endpointStateText(const Endpoint &endpoint) const
{
    const Look look = m_looks.value(endpoint.id);
    const QString said = [&] {
        if (look.busy) {
            return tr("looking");
        }
        if (look.error) {
            return look.error->message;
        }
        if (!look.reached) {
            return QString();
        }
        return look.offered == 1 ? tr("1 model offered") : tr("%1 models offered").arg(look.offered);
    }();
    const std::vector<Model> &models = m_catalog.models;
    const bool simulated =
        endpoint.kind == ServerKind::Practice || std::ranges::any_of(models, [&endpoint](const Model &model) {
            return model.endpoint == endpoint.id && isSimulated(endpoint, model);
        });
    if (!simulated) {
        return said.isEmpty() ? tr("not asked yet") : said;
    }
    return said.isEmpty() ? tr("simulated") : tr("simulated, %1").arg(said);
}

bool CatalogModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    const Model *model = modelAt(index);
    if (!model || role != Qt::CheckStateRole || index.column() != static_cast<int>(CatalogColumn::Name)) {
        return false;
    }
    setTicked({model->alias}, value.toInt() == Qt::Checked);
    return true;
}

QVariant CatalogModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) {
        return {};
    }
    switch (static_cast<CatalogColumn>(section)) {
    case CatalogColumn::Name:
        return tr("Name");
    case CatalogColumn::Size:
        return tr("Size");
    case CatalogColumn::Quantisation:
        return tr("Quantisation");
    case CatalogColumn::Context:
        return tr("Context, tokens");
    case CatalogColumn::Licence:
        return tr("Licence");
    case CatalogColumn::Capabilities:
        return tr("Capabilities");
    case CatalogColumn::State:
        return tr("State");
    case CatalogColumn::Count:
        break;
    }
    return {};
}

Qt::ItemFlags CatalogModel::flags(const QModelIndex &index) const
{
    if (!index.isValid()) {
        return Qt::NoItemFlags;
    }
    Qt::ItemFlags flags = Qt::ItemIsEnabled | Qt::ItemIsSelectable;
    if (index.internalId() != 0) {
        flags |= Qt::ItemNeverHasChildren;
        if (index.column() == static_cast<int>(CatalogColumn::Name)) {
            flags |= Qt::ItemIsUserCheckable;
        }
    }
    return flags;
}

} // namespace assay
