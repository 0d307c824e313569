// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/catalogfilter.h"

#include <algorithm>

#include "models/items/catalogmodel.h"
#include "models/items/itemroles.h"

namespace assay {

CatalogFilter::CatalogFilter(QObject *parent) : QSortFilterProxyModel(parent)
{
    setRecursiveFilteringEnabled(true);
    setAutoAcceptChildRows(true);
    setSortRole(RawRole);
    setSortLocaleAware(true);
}

void CatalogFilter::setFilter(const QString &text)
{
    m_words = text.split(u' ', Qt::SkipEmptyParts);
    invalidateFilter();
}

bool CatalogFilter::filterAcceptsRow(int row, const QModelIndex &parent) const
{
    const QString text = sourceModel()->index(row, 0, parent).data(CatalogSearchRole).toString();
    return std::all_of(m_words.begin(), m_words.end(),
                       [&](const QString &word) { return text.contains(word, Qt::CaseInsensitive); });
}

bool CatalogFilter::lessThan(const QModelIndex &left, const QModelIndex &right) const
{
    const bool hasLeft = left.data(RawRole).isValid();
    const bool hasRight = right.data(RawRole).isValid();
    if (hasLeft != hasRight) {
        return (sortOrder() == Qt::AscendingOrder) == hasLeft;
    }
    return QSortFilterProxyModel::lessThan(left, right);
}

} // namespace assay
