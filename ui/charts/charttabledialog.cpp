// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/charttabledialog.h"

#include <QDialogButtonBox>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QTabWidget>
#include <QTableWidget>
#include <QVBoxLayout>

#include "ui/theme/theme.h"

using namespace Qt::Literals::StringLiterals;

namespace assay {

ChartTableDialog::ChartTableDialog(const QString &title, const QString &summary, const std::vector<ChartTable> &tables,
                                   QWidget *parent)
    : QDialog(parent)
{
    setObjectName(u"chartTableDialog"_s);
    setWindowTitle(title);
    auto *words = new QLabel(summary, this);
    words->setTextFormat(Qt::PlainText);
    words->setWordWrap(true);
    auto *tabs = new QTabWidget(this);
    tabs->setObjectName(u"chartTableTabs"_s);
    tabs->setAccessibleName(title);
    for (const ChartTable &content : tables) {
        tabs->addTab(table(content), content.title);
    }
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    QPushButton *close = buttons->button(QDialogButtonBox::Close);
    close->setObjectName(u"chartTableClose"_s);
    close->setAccessibleName(tr("Close"));
    close->setText(tr("Close"));
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(theme::gap(2), theme::gap(2), theme::gap(2), theme::gap(2));
    column->setSpacing(theme::gap(1));
    column->addWidget(words);
    column->addWidget(tabs, 1);
    column->addWidget(buttons);
    resize(theme::gap(80), theme::gap(50));
}

QWidget *ChartTableDialog::table(const ChartTable &content)
{
    auto *view = new QTableWidget(static_cast<int>(content.rows.size()), static_cast<int>(content.header.size()), this);
    view->setObjectName(u"chartTable"_s);
    view->setAccessibleName(content.title);
    view->setHorizontalHeaderLabels(content.header);
    view->setEditTriggers(QAbstractItemView::NoEditTriggers);
    view->setAlternatingRowColors(true);
    view->verticalHeader()->hide();
    view->setTabKeyNavigation(false);
    for (int row = 0; row < view->rowCount(); ++row) {
        const QStringList &cells = content.rows[static_cast<size_t>(row)];
        for (int column = 0; column < view->columnCount(); ++column) {
            auto *cell = new QTableWidgetItem(cells.value(column));
            cell->setTextAlignment(column == 0 ? Qt::AlignLeft | Qt::AlignVCenter : Qt::AlignRight | Qt::AlignVCenter);
            view->setItem(row, column, cell);
        }
    }
    view->horizontalHeader()->setResizeContentsPrecision(50);
    view->resizeColumnsToContents();
    return view;
}

} // namespace assay
