// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/results/tables.h"

#include <QAction>
#include <QHeaderView>
#include <QLabel>
#include <QTableView>

#include "models/items/itemroles.h"
#include "ui/theme/theme.h"

namespace assay {

namespace {

void addSortAction(QTableView *view)
{
    auto *sort = new QAction(TableDelegate::tr("Sort by this column"), view);
    view->addAction(sort);
    view->setContextMenuPolicy(Qt::ActionsContextMenu);
    QObject::connect(sort, &QAction::triggered, view, [view] {
        const QHeaderView *header = view->horizontalHeader();
        const int column = view->currentIndex().column();
        const bool turn =
            header->sortIndicatorSection() == column && header->sortIndicatorOrder() == Qt::AscendingOrder;
        view->sortByColumn(column, turn ? Qt::DescendingOrder : Qt::AscendingOrder);
    });
}

} // namespace

QTableView *makeTable(const QString &objectName, const QString &name, RowHeight height, QWidget *parent)
{
    auto *view = new QTableView(parent);
    view->setObjectName(objectName);
    view->setAccessibleName(name);
    view->setItemDelegate(new TableDelegate(height, view));
    view->setSelectionBehavior(QAbstractItemView::SelectRows);
    view->setSelectionMode(QAbstractItemView::SingleSelection);
    view->setEditTriggers(QAbstractItemView::NoEditTriggers);
    view->setTabKeyNavigation(false);
    view->setShowGrid(false);
    view->setWordWrap(false);
    view->setAlternatingRowColors(true);
    view->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    view->verticalHeader()->hide();
    view->verticalHeader()->setDefaultSectionSize(TableDelegate::rowHeight(height, view->font()));
    view->horizontalHeader()->setHighlightSections(false);
    view->horizontalHeader()->setSortIndicatorClearable(true);
    view->setSortingEnabled(true);
    addSortAction(view);
    return view;
}

void fitColumns(QTableView *table)
{
    const QAbstractItemModel *model = table->model();
    const int widest = table->fontMetrics().averageCharWidth() * 26; // of a name; its tooltip says it all
    for (int i = 0; i < model->columnCount(); ++i) {
        const QString head = model->headerData(i, Qt::Horizontal).toString();
        int width = table->horizontalHeader()->fontMetrics().horizontalAdvance(head) + theme::gap(2);
        for (int j = 0; j < model->rowCount(); ++j) {
            width = std::max(width, table->sizeHintForIndex(model->index(j, i)).width() + theme::gap(1));
        }
        const bool isName = model->rowCount() > 0 && model->index(0, i).data(IdentityRole).isValid();
        table->setColumnWidth(i, isName ? qMin(width, widest) : width);
    }
}

QLabel *makeSentence(const QString &objectName, QWidget *parent)
{
    auto *label = new QLabel(parent);
    label->setObjectName(objectName);
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    return label;
}

void setMuted(QLabel *label)
{
    theme::setTextColour(label, theme::mutedColour(label->parentWidget()->palette()));
}

} // namespace assay
