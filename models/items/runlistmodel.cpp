// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/runlistmodel.h"

#include "models/items/itemroles.h"

#include <QLocale>

#include <algorithm>

namespace assay {

RunListModel::RunListModel(QObject *parent) : QAbstractTableModel(parent)
{
}

void RunListModel::setRuns(std::vector<RunBrief> runs)
{
    if (m_runs.empty()) {
        beginResetModel();
        m_runs = std::move(runs);
        endResetModel();
        return;
    }
    for (int row = rowCount() - 1; row >= 0; --row) { // row by row, so that selection and an open editor stay
        const RunId id = m_runs[size_t(row)].id;
        if (std::none_of(runs.begin(), runs.end(), [&id](const RunBrief &run) { return run.id == id; })) {
            take(id);
        }
    }
    for (const RunBrief &run : runs) {
        put(run);
    }
}

void RunListModel::put(const RunBrief &run)
{
    const int row = rowOf(run.id);
    if (row >= 0) {
        if (m_runs[size_t(row)] != run) {
            m_runs[size_t(row)] = run;
            Q_EMIT dataChanged(index(row, 0), index(row, columnCount() - 1));
        }
        return;
    }
    const auto place = std::find_if(m_runs.begin(), m_runs.end(),
                                    [&run](const RunBrief &other) { return other.startedAt < run.startedAt; });
    const int at = int(place - m_runs.begin());
    beginInsertRows({}, at, at);
    m_runs.insert(place, run);
    endInsertRows();
}

void RunListModel::take(const RunId &run)
{
    const int row = rowOf(run);
    if (row < 0) {
        return;
    }
    beginRemoveRows({}, row, row);
    m_runs.erase(m_runs.begin() + row);
    endRemoveRows();
}

void RunListModel::setName(const RunId &run, const QString &name)
{
    const int row = rowOf(run);
    if (row >= 0 && m_runs[size_t(row)].name != name) {
        m_runs[size_t(row)].name = name;
        const QModelIndex changed = index(row, int(Column::Name));
        Q_EMIT dataChanged(changed, changed);
    }
}

const RunBrief *RunListModel::brief(int row) const
{
    return row >= 0 && size_t(row) < m_runs.size() ? &m_runs[size_t(row)] : nullptr;
}

int RunListModel::rowOf(const RunId &run) const
{
    const auto found =
        std::find_if(m_runs.begin(), m_runs.end(), [&run](const RunBrief &brief) { return brief.id == run; });
    return found == m_runs.end() ? -1 : int(found - m_runs.begin());
}

int RunListModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_runs.size());
}

int RunListModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(Column::Count);
}

QVariant RunListModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
        return {};
    }
    const RunBrief &run = m_runs[size_t(index.row())];
    const auto column = Column(index.column());
    switch (role) {
    case Qt::DisplayRole:
        return text(run, column);
    case Qt::EditRole:
        return column == Column::Name ? QVariant(run.name) : raw(run, column);
    case Qt::ToolTipRole:
        return column == Column::Started
            ? QVariant(QLocale().toString(run.startedAt.toLocalTime(), QLocale::LongFormat))
            : QVariant();
    case Qt::TextAlignmentRole:
        return column >= Column::Models ? QVariant::fromValue(Qt::Alignment(Qt::AlignRight | Qt::AlignVCenter))
                                        : QVariant();
    case RawRole:
        return raw(run, column);
    default:
        return {};
    }
}

QVariant RunListModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) {
        return QAbstractTableModel::headerData(section, orientation, role);
    }
    switch (Column(section)) {
    case Column::Name:
        return tr("Name");
    case Column::State:
        return tr("State");
    case Column::Started:
        return tr("Started");
    case Column::Models:
        return tr("Models");
    case Column::Prompts:
        return tr("Prompts");
    case Column::Rounds:
        return tr("Rounds");
    case Column::Samples:
        return tr("Samples");
    case Column::Failed:
        return tr("Failed");
    case Column::Scored:
        return tr("Scored");
    case Column::Count:
        break;
    }
    return {};
}

Qt::ItemFlags RunListModel::flags(const QModelIndex &index) const
{
    const Qt::ItemFlags base = QAbstractTableModel::flags(index);
    return index.isValid() && Column(index.column()) == Column::Name ? base | Qt::ItemIsEditable : base;
}

bool RunListModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    const QString name = value.toString().trimmed();
    const RunBrief *run = role == Qt::EditRole && index.column() == int(Column::Name) ? brief(index.row()) : nullptr;
    if (!run || name.isEmpty() || name == run->name) {
        return false;
    }
    Q_EMIT renameWanted(RunId(run->id), name);
    return true;
}

QString RunListModel::text(const RunBrief &run, Column column) const
{
    switch (column) {
    case Column::Name:
        return run.simulated ? tr("%1 (simulated)").arg(run.name) : run.name;
    case Column::State:
        return runStateName(run.state);
    case Column::Started:
        return QLocale().toString(run.startedAt.toLocalTime(), QLocale::ShortFormat);
    case Column::Models:
        return QString::number(run.models);
    case Column::Prompts:
        return QString::number(run.prompts);
    case Column::Rounds:
        return QString::number(run.rounds);
    case Column::Samples:
        return run.finished == run.planned ? QString::number(run.finished)
                                           : tr("%1 of %2").arg(run.finished).arg(run.planned);
    case Column::Failed:
        return QString::number(run.failed);
    case Column::Scored:
        return tr("%1 of %2").arg(run.scored).arg(run.finished - run.failed);
    case Column::Count:
        break;
    }
    return {};
}

QVariant RunListModel::raw(const RunBrief &run, Column column) const
{
    switch (column) {
    case Column::Name:
        return run.name;
    case Column::State:
        return int(run.state);
    case Column::Started:
        return run.startedAt;
    case Column::Models:
        return run.models;
    case Column::Prompts:
        return run.prompts;
    case Column::Rounds:
        return run.rounds;
    case Column::Samples:
        return run.finished;
    case Column::Failed:
        return run.failed;
    case Column::Scored:
        return run.scored;
    case Column::Count:
        break;
    }
    return {};
}

} // namespace assay
