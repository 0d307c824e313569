// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/catalogview.h"

#include <QHeaderView>
#include <QKeyEvent>

#include <algorithm>

#include "models/items/catalogfilter.h"
#include "models/items/catalogmodel.h"
#include "ui/models/catalogdelegate.h"
#include "ui/theme/theme.h"

using namespace Qt::Literals::StringLiterals;

namespace assay {

CatalogView::CatalogView(CatalogModel *model, QWidget *parent)
    : QTreeView(parent), m_model(model), m_filter(new CatalogFilter(this))
{
    setObjectName(u"catalogTree"_s);
    setAccessibleName(tr("Models"));
    m_filter->setSourceModel(model);
    setModel(m_filter);
    setItemDelegate(new CatalogDelegate(this));
    setUniformRowHeights(true);
    setSelectionMode(QAbstractItemView::ExtendedSelection);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setExpandsOnDoubleClick(false); // a double click edits
    setAllColumnsShowFocus(true);
    setTextElideMode(Qt::ElideRight);
    setWidths();
    expandAll();
    connect(m_filter, &QAbstractItemModel::rowsInserted, this, &CatalogView::unfold);
    connect(selectionModel(), &QItemSelectionModel::currentRowChanged, this, &CatalogView::currentRowChanged);
    connect(selectionModel(), &QItemSelectionModel::selectionChanged, this, &CatalogView::selectionChangedByAny);
}

void CatalogView::unfold(const QModelIndex &above, int first, int last)
{
    for (int row = first; !above.isValid() && row <= last; ++row) {
        expand(m_filter->index(row, 0));
    }
    if (above.isValid() && first == 0) {
        expand(above); // its first models
    }
}

void CatalogView::setWidths()
{
    header()->setStretchLastSection(false);
    header()->setSortIndicator(-1, Qt::AscendingOrder); // as in the catalog until someone sorts
    setSortingEnabled(true);
    m_filter->sort(-1);
    const QList<std::pair<CatalogColumn, int>> widths{
        {CatalogColumn::Name, 34},         {CatalogColumn::State, 22},   {CatalogColumn::Size, 10},
        {CatalogColumn::Quantisation, 13}, {CatalogColumn::Context, 15}, {CatalogColumn::Licence, 13},
        {CatalogColumn::Capabilities, 18}};
    int place = 0;
    for (const auto &[column, steps] : widths) { // the state stands beside the name
        const int section = static_cast<int>(column);
        header()->resizeSection(section, theme::gap(steps));
        header()->moveSection(header()->visualIndex(section), place++);
    }
}

void CatalogView::setFilter(const QString &text, const QStringList &capabilities)
{
    m_filter->setFilter(text, capabilities);
    if (!text.isEmpty() || !capabilities.isEmpty()) {
        expandAll();
    }
}

QList<ModelAlias> CatalogView::selectedModels() const
{
    QList<ModelAlias> result;
    QModelIndexList rows = selectionModel()->selectedRows();
    std::sort(rows.begin(), rows.end());
    for (const QModelIndex &row : std::as_const(rows)) {
        if (row.data(CatalogIsModelRole).toBool()) {
            result << ModelAlias{row.data(CatalogIdRole).toString()};
        }
    }
    return result;
}

QList<EndpointId> CatalogView::selectedEndpoints() const
{
    QList<EndpointId> result;
    const QModelIndexList rows = selectionModel()->selectedRows();
    for (const QModelIndex &row : rows) {
        const QString id = row.data(CatalogIdRole).toString();
        if (!row.data(CatalogIsModelRole).toBool() && !id.isEmpty()) {
            result << EndpointId{id};
        }
    }
    return result;
}

void CatalogView::select(const QModelIndex &sourceIndex)
{
    const QModelIndex index = m_filter->mapFromSource(sourceIndex);
    if (index.isValid()) {
        selectionModel()->setCurrentIndex(index, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
        scrollTo(index);
    }
}

void CatalogView::keyPressEvent(QKeyEvent *event)
{
    const QList<ModelAlias> models = selectedModels();
    if (event->key() != Qt::Key_Space || models.isEmpty()) {
        QTreeView::keyPressEvent(event);
        return;
    }
    // All of them get what the current one has not, in whichever column the cursor stands.
    const QModelIndex current = currentIndex().siblingAtColumn(0);
    m_model->setTicked(models, current.data(Qt::CheckStateRole).toInt() != Qt::Checked);
}

} // namespace assay
