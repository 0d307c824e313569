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

void CatalogFilter::setFilter(const QString &text, const QStringList &capabilities)
{
    m_words = text.split(u' ', Qt::SkipEmptyParts);
    m_capabilities = capabilities;
    invalidateFilter();
}

bool CatalogFilter::hasWords(const QModelIndex &source) const
{
    const QString text = source.data(CatalogSearchRole).toString();
    return std::ranges::all_of(m_words, [&](const QString &word) { return text.contains(word, Qt::CaseInsensitive); });
}

bool CatalogFilter::hasCapabilities(const QModelIndex &source) const
{
    const QStringList has = source.data(CatalogCapabilitiesRole).toStringList();
    return std::ranges::all_of(m_capabilities,
                               [&](const QString &wanted) { return has.contains(wanted, Qt::CaseInsensitive); });
}

/// An endpoint that stays by itself takes all its models along, so with capabilities it stays only by its models.
bool CatalogFilter::filterAcceptsRow(int row, const QModelIndex &parent) const
{
    const QModelIndex source = sourceModel()->index(row, 0, parent);
    if (m_capabilities.isEmpty()) {
        return hasWords(source);
    }
    return parent.isValid() && hasCapabilities(source) && (hasWords(source) || hasWords(parent));
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
