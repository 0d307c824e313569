// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/promptsetsmodel.h"

#include "models/items/itemroles.h"
#include "models/items/promptdocument.h"

namespace assay {

PromptSetsModel::PromptSetsModel(PromptDocument *document, QObject *parent)
    : QAbstractListModel(parent), m_document(document)
{
    reset();
    connect(document, &PromptDocument::setsReset, this, &PromptSetsModel::reset);
    connect(document, &PromptDocument::setInserted, this, [this](int row) {
        beginInsertRows({}, row, row);
        m_rows.insert(m_rows.begin() + row, rowOf(row));
        endInsertRows();
    });
    connect(document, &PromptDocument::setRemoved, this, [this](int row) {
        beginRemoveRows({}, row, row);
        m_rows.erase(m_rows.begin() + row);
        endRemoveRows();
    });
    connect(document, &PromptDocument::setReplaced, this, [this](int row) {
        m_rows[static_cast<size_t>(row)] = rowOf(row);
        Q_EMIT dataChanged(index(row), index(row));
    });
}

void PromptSetsModel::reset()
{
    beginResetModel();
    m_rows.clear();
    for (int set = 0; set < static_cast<int>(m_document->sets().size()); ++set) {
        m_rows.push_back(rowOf(set));
    }
    endResetModel();
}

PromptSetsModel::Row PromptSetsModel::rowOf(int set) const
{
    const PromptSet &known = m_document->sets()[static_cast<size_t>(set)];
    return {known.name, static_cast<qsizetype>(known.prompts.size())};
}

int PromptSetsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant PromptSetsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
        return {};
    }
    const Row &set = m_rows[static_cast<size_t>(index.row())];
    const QString counted = set.prompts == 1 ? tr("1 prompt") : tr("%1 prompts").arg(set.prompts);
    switch (role) {
    case Qt::DisplayRole:
    case Qt::EditRole:
    case RawRole:
        return set.name;
    case Qt::ToolTipRole:
        return counted;
    case Qt::AccessibleTextRole:
        return tr("%1, %2").arg(set.name, counted);
    default:
        return {};
    }
}

bool PromptSetsModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    const QString name = value.toString().trimmed();
    if (!checkIndex(index, CheckIndexOption::IndexIsValid) || role != Qt::EditRole || name.isEmpty()) {
        return false;
    }
    PromptSet set = m_document->sets()[static_cast<size_t>(index.row())];
    set.name = name;
    m_document->replaceSet(index.row(), set, tr("Rename prompt set"));
    return true;
}

Qt::ItemFlags PromptSetsModel::flags(const QModelIndex &index) const
{
    return index.isValid() ? Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsEditable | Qt::ItemNeverHasChildren
                           : Qt::NoItemFlags;
}

} // namespace assay
