// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/valuesort.h"

#include "models/items/itemroles.h"

namespace assay {

ValueSort::ValueSort(QObject *parent) : QSortFilterProxyModel(parent)
{
    setSortRole(RawRole);
    setFilterRole(Qt::DisplayRole);
    setSortCaseSensitivity(Qt::CaseInsensitive);
    setFilterCaseSensitivity(Qt::CaseInsensitive);
}

bool ValueSort::lessThan(const QModelIndex &left, const QModelIndex &right) const
{
    const bool hasLeft = left.data(RawRole).isValid();
    const bool hasRight = right.data(RawRole).isValid();
    if (hasLeft && hasRight) {
        return QSortFilterProxyModel::lessThan(left, right);
    }
    return sortOrder() == Qt::AscendingOrder ? hasLeft && !hasRight : hasRight && !hasLeft;
}

} // namespace assay
