// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/history/historypane.h"

#include <QAction>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QStackedWidget>
#include <QTableView>
#include <QToolBar>
#include <QToolButton>
#include <QUndoStack>

#include "models/items/runlistmodel.h"
#include "models/items/valuesort.h"
#include "ui/common/messages.h"
#include "ui/history/runcommands.h"
#include "ui/theme/theme.h"

using namespace Qt::Literals::StringLiterals;

namespace assay {

namespace {

bool isGoingOn(RunState state)
{
    return state == RunState::Running || state == RunState::Paused;
}

} // namespace

HistoryPane::HistoryPane(RunListModel *runs, QUndoStack *undo, QWidget *parent)
    : QWidget(parent)
    , m_runs(runs)
    , m_undo(undo)
    , m_messages(new MessageBar(this))
    , m_proxy(new ValueSort(this))
    , m_pages(new QStackedWidget(this))
    , m_table(new QTableView(m_pages))
    , m_find(new QLineEdit(this))
    , m_tools(new QToolBar(this))
{
    setObjectName(u"historyPane"_s);
    m_proxy->setSourceModel(runs);
    m_proxy->setFilterKeyColumn(int(RunListModel::Column::Name));
    build();
    addActions();
    connectParts();
    showPage();
    refreshActions();
}

void HistoryPane::build()
{
    m_table->setObjectName(u"historyTable"_s);
    m_table->setAccessibleName(tr("Runs of this workspace"));
    m_table->setModel(m_proxy);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setEditTriggers(QAbstractItemView::EditKeyPressed);
    m_table->setTabKeyNavigation(false);
    m_table->setShowGrid(false);
    m_table->setAlternatingRowColors(true);
    m_table->setSortingEnabled(true);
    m_table->sortByColumn(int(RunListModel::Column::Started), Qt::DescendingOrder);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(m_table->fontMetrics().height() + theme::gap(1));
    m_table->horizontalHeader()->setHighlightSections(false);
    const int digits[] = {30, 12, 22, 7, 8, 8, 9, 7, 9};
    for (int i = 0; i < int(RunListModel::Column::Count); ++i) {
        m_table->setColumnWidth(i, m_table->fontMetrics().averageCharWidth() * (digits[i] + 2));
    }
    m_table->horizontalHeader()->setStretchLastSection(true);
    m_table->setContextMenuPolicy(Qt::ActionsContextMenu);
    m_find->setObjectName(u"historyFind"_s);
    m_find->setAccessibleName(tr("Filter runs"));
    m_find->setPlaceholderText(tr("Filter runs"));
    m_find->setClearButtonEnabled(true);
    m_find->setMaximumWidth(theme::gap(40));
    auto *empty = new EmptyState(tr("No runs yet"),
                                 tr("Every run is kept here with all its answers and scores, to be opened, exported or "
                                    "gone on with later."),
                                 m_pages);
    QPushButton *start = empty->addButton(tr("Start"), u"historyStart"_s);
    connect(start, &QPushButton::clicked, this, &HistoryPane::startRequested);
    m_pages->addWidget(empty);
    m_pages->addWidget(m_table);
    m_tools->setObjectName(u"historyTools"_s);
    m_tools->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    auto *head = new QHBoxLayout;
    head->setSpacing(theme::gap(1));
    head->addWidget(m_tools);
    head->addStretch(1);
    head->addWidget(m_find, 1);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(theme::gap(1), theme::gap(1), theme::gap(1), theme::gap(1));
    column->setSpacing(theme::gap(1));
    column->addLayout(head);
    column->addWidget(m_messages);
    column->addWidget(m_pages, 1);
}

QAction *HistoryPane::addTool(const QString &name, const QString &text, const QString &icon, const QKeySequence &keys)
{
    auto *action = new QAction(text, this);
    action->setObjectName(name);
    action->setShortcut(keys);
    action->setShortcutContext(Qt::WidgetShortcut);
    if (!keys.isEmpty()) {
        action->setToolTip(
            tr("%1 (%2)", "what a button does (its key)").arg(text, keys.toString(QKeySequence::NativeText)));
    }
    theme::setIcon(action, icon, this);
    m_table->addAction(action);
    m_tools->addAction(action);
    QWidget *button = m_tools->widgetForAction(action);
    button->setObjectName(name + u"Button"_s);
    button->setAccessibleName(text);
    return action;
}

void HistoryPane::addActions()
{
    m_open = addTool(u"historyOpen"_s, tr("Open"), u"folder-open"_s, Qt::Key_Return);
    m_resume = addTool(u"historyResume"_s, tr("Resume"), u"play"_s, {});
    m_rename = addTool(u"historyRename"_s, tr("Rename"), u"pencil"_s, Qt::Key_F2);
    m_remove = addTool(u"historyDelete"_s, tr("Delete"), u"trash-2"_s, QKeySequence::Delete);
    m_export = addTool(u"historyExport"_s, tr("Export"), u"download"_s, {});
    m_baseline = addTool(u"historyBaseline"_s, tr("Set as baseline"), u"flag"_s, {});
    m_resume->setToolTip(tr("Go on with a run that was cancelled or interrupted"));
    addExportMenu();
    connect(m_open, &QAction::triggered, this, &HistoryPane::openSelected);
    connect(m_resume, &QAction::triggered, this, &HistoryPane::resumeSelected);
    connect(m_rename, &QAction::triggered, this, &HistoryPane::renameSelected);
    connect(m_remove, &QAction::triggered, this, &HistoryPane::removeSelected);
    connect(m_baseline, &QAction::triggered, this, &HistoryPane::baselineSelected);
}

void HistoryPane::addExportMenu()
{
    auto *menu = new QMenu(this);
    menu->setObjectName(u"historyExportMenu"_s);
    const auto add = [this, menu](ExportForm form, const QString &name, const QString &text) {
        QAction *action = menu->addAction(text);
        action->setObjectName(name);
        connect(action, &QAction::triggered, this, [this, form] {
            if (const RunBrief *run = selectedBrief()) {
                Q_EMIT exportRequested(RunId(run->id), form);
            }
        });
    };
    add(ExportForm::Markdown, u"historyExportMarkdown"_s, tr("Markdown report ..."));
    add(ExportForm::CsvSamples, u"historyExportCsvSamples"_s, tr("CSV, one row a sample ..."));
    add(ExportForm::CsvSummary, u"historyExportCsvSummary"_s, tr("CSV, one row a model ..."));
    add(ExportForm::Json, u"historyExportJson"_s, tr("JSON ..."));
    m_export->setMenu(menu);
    if (auto *button = qobject_cast<QToolButton *>(m_tools->widgetForAction(m_export))) {
        button->setPopupMode(QToolButton::InstantPopup);
    }
}

void HistoryPane::connectParts()
{
    connect(m_table, &QTableView::doubleClicked, this, &HistoryPane::openSelected);
    connect(m_find, &QLineEdit::textChanged, m_proxy, &QSortFilterProxyModel::setFilterFixedString);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &HistoryPane::refreshActions);
    connect(m_runs, &QAbstractItemModel::modelReset, this, &HistoryPane::showPage);
    connect(m_runs, &QAbstractItemModel::rowsInserted, this, &HistoryPane::showPage);
    connect(m_runs, &QAbstractItemModel::rowsRemoved, this, &HistoryPane::showPage);
    connect(m_runs, &QAbstractItemModel::dataChanged, this, &HistoryPane::refreshActions);
    connect(m_runs, &RunListModel::renameWanted, this, [this](const RunId &run, const QString &name) {
        const RunBrief brief = *m_runs->brief(m_runs->rowOf(run));
        m_undo->push(new RenameRunCommand(m_runs, brief, name, [this](const RunId &which, const QString &now) {
            Q_EMIT renameRequested(which, now);
        }));
    });
}

RunId HistoryPane::selected() const
{
    const RunBrief *run = selectedBrief();
    return run ? run->id : RunId();
}

const RunBrief *HistoryPane::selectedBrief() const
{
    const QModelIndex row = m_proxy->mapToSource(m_table->currentIndex());
    return row.isValid() ? m_runs->brief(row.row()) : nullptr;
}

void HistoryPane::select(const RunId &run)
{
    const QModelIndex row = m_proxy->mapFromSource(m_runs->index(m_runs->rowOf(run), 0));
    m_table->setCurrentIndex(row);
}

void HistoryPane::setBaseline(const RunId &run)
{
    m_baselineRun = run;
    refreshActions();
}

void HistoryPane::refreshActions()
{
    const RunBrief *run = selectedBrief();
    const bool isBaseline = run && run->id == m_baselineRun;
    m_baseline->setText(isBaseline ? tr("Clear baseline") : tr("Set as baseline"));
    m_baseline->setToolTip(isBaseline ? tr("Other runs are held against this one")
                                      : tr("Hold other runs against this one, in Results"));
    m_baseline->setEnabled(isBaseline || (run && run->finished > 0 && !isGoingOn(run->state)));
    m_tools->widgetForAction(m_baseline)->setAccessibleName(m_baseline->text());
    m_open->setEnabled(run);
    m_rename->setEnabled(run);
    m_export->setEnabled(run && run->finished > 0);
    m_remove->setEnabled(run && !isGoingOn(run->state));
    // Also a run whose models were skipped: their server may be there again.
    const bool unfinished = run && run->state == RunState::Completed && run->finished < run->planned;
    const bool stopped = run && (run->state == RunState::Cancelled || run->state == RunState::Interrupted);
    m_resume->setEnabled(stopped || unfinished);
}

void HistoryPane::showPage()
{
    const bool empty = m_runs->rowCount() == 0;
    m_pages->setCurrentIndex(empty ? 0 : 1);
    m_tools->setVisible(!empty);
    m_find->setVisible(!empty);
    if (!empty && !m_table->currentIndex().isValid()) {
        m_table->setCurrentIndex(m_proxy->index(0, 0));
    }
    refreshActions();
}

void HistoryPane::openSelected()
{
    if (const RunBrief *run = selectedBrief()) {
        Q_EMIT openRequested(RunId(run->id));
    }
}

void HistoryPane::resumeSelected()
{
    if (const RunBrief *run = selectedBrief()) {
        Q_EMIT resumeRequested(RunId(run->id));
    }
}

void HistoryPane::baselineSelected()
{
    if (const RunBrief *run = selectedBrief()) {
        run->id == m_baselineRun ? Q_EMIT baselineCleared() : Q_EMIT baselineRequested(RunId(run->id));
    }
}

void HistoryPane::renameSelected()
{
    const QModelIndex current = m_table->currentIndex();
    if (current.isValid()) {
        m_table->edit(current.siblingAtColumn(int(RunListModel::Column::Name)));
    }
}

void HistoryPane::removeSelected()
{
    const RunBrief *run = selectedBrief();
    if (!run || isGoingOn(run->state)) {
        return;
    }
    const RunBrief taken = *run;
    m_undo->push(new RemoveRunCommand(
        m_runs, taken, [this](const RunId &id) { Q_EMIT removeRequested(id); },
        [this](const RunId &id) {
            m_messages->clear();
            Q_EMIT restoreRequested(id);
        }));
    m_messages->showNotice(tr("Deleted \u201c%1\u201d. Edit > Undo brings it back.").arg(taken.name));
}

} // namespace assay
