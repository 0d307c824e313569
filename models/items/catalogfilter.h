// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSortFilterProxyModel>
#include <QStringList>

namespace assay {

/// The catalog by a text filter: a row stays where it, its endpoint or one of its models has every word; and by
/// capabilities: only models that have all of them, and their endpoints. Missing values sort last in both directions.
/// GUI thread.
class CatalogFilter final : public QSortFilterProxyModel
{
    Q_OBJECT
public:
    explicit CatalogFilter(QObject *parent = nullptr);
    void setFilter(const QString &text, const QStringList &capabilities = {});

protected:
    bool filterAcceptsRow(int row, const QModelIndex &parent) const override;
    bool lessThan(const QModelIndex &left, const QModelIndex &right) const override;

private:
    bool hasWords(const QModelIndex &source) const;
    bool hasCapabilities(const QModelIndex &source) const;

    QStringList m_words;
    QStringList m_capabilities;
};

} // namespace assay
