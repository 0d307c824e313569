// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/promptsetsmodel.h"

#include "models/items/itemroles.h"
#include "models/items/promptdocument.h"

namespace assay {

PromptSetsModel::PromptSetsModel(PromptDocument *document, QObject *parent)
    : QAbstractListModel(parent), m_document(document), m_rows(static_cast<int>(document->sets().size()))
{
    connect(document, &PromptDocument::setsReset, this, [this] {
        beginResetModel();
        m_rows = static_cast<int>(m_document->sets().size());
        endResetModel();
    });
    connect(document, &PromptDocument::setInserted, this, [this](int row) {
        beginInsertRows({}, row, row);
        ++m_rows;
        endInsertRows();
    });
    connect(document, &PromptDocument::setRemoved, this, [this](int row) {
        beginRemoveRows({}, row, row);
        --m_rows;
        endRemoveRows();
    });
    connect(document, &PromptDocument::setReplaced, this,
            [this](int row) { Q_EMIT dataChanged(index(row), index(row)); });
}

int PromptSetsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : m_rows;
}

QVariant PromptSetsModel::data(const QModelIndex &index, int role) const
{
    const auto row = static_cast<size_t>(index.row());
    if (!checkIndex(index, CheckIndexOption::IndexIsValid) || row >= m_document->sets().size()) {
        return {};
    }
    const PromptSet &set = m_document->sets()[row];
    const auto count = set.prompts.size();
    const QString counted = count == 1 ? tr("1 prompt") : tr("%1 prompts").arg(count);
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
