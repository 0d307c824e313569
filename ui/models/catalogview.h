// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/ids.h"

#include <QTreeView>

namespace assay {

class CatalogModel;

/// The catalog's tree: Space ticks what is selected, what comes is unfolded, widths stay as they are. GUI thread.
class CatalogView final : public QTreeView
{
    Q_OBJECT
public:
    CatalogView(CatalogModel *model, QWidget *parent);
    void setFilter(const QString &text, const QStringList &capabilities);
    QList<ModelAlias> selectedModels() const; // in tree order; of a selected endpoint none
    QList<EndpointId> selectedEndpoints() const;
    void select(const QModelIndex &sourceIndex);

Q_SIGNALS:
    void currentRowChanged();
    void selectionChangedByAny();

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void setWidths();
    void unfold(const QModelIndex &above, int first, int last);

    CatalogModel *m_model;
    class CatalogFilter *m_filter;
};

} // namespace assay
