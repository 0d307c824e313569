// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSortFilterProxyModel>

namespace assay {

/// Sorts by the values behind the texts (RawRole); what is missing stands last, whichever way is up. GUI thread.
class ValueSort : public QSortFilterProxyModel
{
    Q_OBJECT
public:
    explicit ValueSort(QObject *parent = nullptr);

protected:
    bool lessThan(const QModelIndex &left, const QModelIndex &right) const override;
};

} // namespace assay
