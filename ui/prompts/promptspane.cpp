// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/prompts/promptspane.h"

#include "models/domain/promptsjson.h"
#include "models/items/promptdocument.h"
#include "models/items/promptsetsmodel.h"
#include "models/items/promptsmodel.h"
#include "ui/common/dialogs.h"
#include "ui/common/messages.h"
#include "ui/prompts/importdialog.h"
#include "ui/prompts/promptcommand.h"
#include "ui/prompts/promptdelegate.h"
#include "ui/prompts/prompteditor.h"
#include "ui/theme/theme.h"

#include <QAction>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QHeaderView>
#include <QLabel>
#include <QListView>
#include <QMimeData>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>
#include <QToolBar>
#include <QToolButton>
#include <QUndoStack>
#include <QVBoxLayout>

#include <algorithm>

namespace assay {

using namespace Qt::Literals::StringLiterals;

namespace {

QToolBar *toolBar(const QString &name, const QList<QAction *> &actions, QWidget *parent)
{
    auto *bar = new QToolBar(parent);
    bar->setObjectName(name);
    bar->setToolButtonStyle(Qt::ToolButtonIconOnly);
    const int side = bar->style()->pixelMetric(QStyle::PM_SmallIconSize);
    bar->setIconSize(QSize(side, side));
    for (QAction *action : actions) {
        bar->addAction(action);
        auto *button = qobject_cast<QToolButton *>(bar->widgetForAction(action));
        button->setObjectName(action->objectName() + u"Button"_s);
        button->setAccessibleName(action->iconText());
        button->setFocusPolicy(Qt::TabFocus);
    }
    return bar;
}

/// The kind of a file by its name: JSON is a set already, the others are tables whose columns have to be named.
Result<PromptTable> readTable(const QString &fileName, const QByteArray &bytes)
{
    return fileName.endsWith(u".csv"_s, Qt::CaseInsensitive) ? readPromptCsv(bytes, fileName)
                                                             : readPromptJsonl(bytes, fileName);
}

} // namespace

PromptsPane::PromptsPane(PromptDocument *document, QUndoStack *undo, Dialogs *dialogs, QWidget *parent)
    : QWidget(parent)
    , m_document(document)
    , m_dialogs(dialogs)
    , m_setsModel(new PromptSetsModel(document, this))
    , m_prompts(new PromptsModel(document, this))
    , m_messages(new MessageBar(this))
    , m_pages(new QStackedWidget(this))
    , m_sets(new QListView(this))
    , m_table(new QTableView(this))
    , m_editor(new PromptEditor(this))
{
    setObjectName(u"promptsPane"_s);
    setAcceptDrops(true);
    document->setSubmitter([document, undo](const PromptEdit &edit) { undo->push(new PromptCommand(document, edit)); });
    addActions();
    auto *split = new QSplitter(Qt::Horizontal, this);
    split->setObjectName(u"promptsSplitter"_s);
    split->setChildrenCollapsible(false);
    split->addWidget(buildSets());
    split->addWidget(buildPrompts());
    split->setStretchFactor(1, 1);
    split->setSizes({theme::gap(22), theme::gap(80)});
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(theme::gap(1), theme::gap(1), theme::gap(1), theme::gap(1));
    layout->addWidget(m_messages);
    layout->addWidget(split, 1);
    connectParts();
    followCurrent();
}

void PromptsPane::addActions()
{
    define(u"addSet"_s, tr("Add prompt set"), u"plus"_s);
    define(u"renameSet"_s, tr("Rename prompt set"), u"pencil"_s);
    define(u"duplicateSet"_s, tr("Duplicate prompt set"), u"copy"_s);
    define(u"deleteSet"_s, tr("Delete prompt set"), u"trash-2"_s);
    define(u"addPrompt"_s, tr("Add prompt"), u"plus"_s, QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_N));
    define(u"duplicatePrompts"_s, tr("Duplicate prompt"), u"copy"_s, QKeySequence(Qt::CTRL | Qt::Key_D));
    define(u"deletePrompts"_s, tr("Delete prompt"), u"trash-2"_s);
    define(u"movePromptUp"_s, tr("Move prompt up"), u"arrow-up"_s, QKeySequence(Qt::ALT | Qt::Key_Up));
    define(u"movePromptDown"_s, tr("Move prompt down"), u"arrow-down"_s, QKeySequence(Qt::ALT | Qt::Key_Down));
    define(u"importPrompts"_s, tr("Import prompts..."), u"download"_s);
    define(u"exportPrompts"_s, tr("Export prompt set..."), u"upload"_s);
}

QAction *PromptsPane::define(const QString &name, const QString &text, const QString &icon, const QKeySequence &keys)
{
    auto *action = new QAction(text, this);
    theme::setIcon(action, icon, this);
    action->setObjectName(name);
    action->setShortcut(keys);
    action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    if (!keys.isEmpty()) {
        action->setToolTip(tr("%1 (%2)").arg(text, keys.toString(QKeySequence::NativeText)));
    }
    QWidget::addAction(action);
    m_actions.insert(name, action);
    return action;
}

QAction *PromptsPane::action(const QString &objectName) const
{
    return m_actions.value(objectName);
}

QWidget *PromptsPane::buildSets()
{
    auto *side = new QWidget(this);
    m_sets->setObjectName(u"promptSets"_s);
    m_sets->setAccessibleName(tr("Prompt sets"));
    m_sets->setModel(m_setsModel);
    m_sets->setEditTriggers(QAbstractItemView::EditKeyPressed | QAbstractItemView::DoubleClicked);
    auto *heading = new QLabel(tr("Prompt sets"), side);
    heading->setBuddy(m_sets);
    auto *layout = new QVBoxLayout(side);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(heading);
    layout->addWidget(m_sets, 1);
    layout->addWidget(toolBar(
        u"promptSetTools"_s,
        {action(u"addSet"_s), action(u"renameSet"_s), action(u"duplicateSet"_s), action(u"deleteSet"_s)}, side));
    return side;
}

QWidget *PromptsPane::buildPrompts()
{
    m_table->setObjectName(u"promptTable"_s);
    m_table->setAccessibleName(tr("Prompts"));
    m_table->setModel(m_prompts);
    m_table->setItemDelegate(new PromptDelegate(m_table));
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setTabKeyNavigation(false);
    m_table->setWordWrap(false);
    m_table->setAlternatingRowColors(true);
    m_table->verticalHeader()->setDefaultSectionSize(theme::gap(3));
    m_table->horizontalHeader()->setSectionResizeMode(int(PromptColumn::Text), QHeaderView::Stretch);
    m_table->horizontalHeader()->setHighlightSections(false);
    m_table->setColumnWidth(int(PromptColumn::System), theme::gap(16));
    m_table->setColumnWidth(int(PromptColumn::Expected), theme::gap(24));

    auto *empty = new EmptyState(
        tr("No prompts yet"), tr("Add a prompt, import JSON, JSON Lines or CSV, or drop such a file here."), m_pages);
    connect(empty->addButton(tr("Add prompt"), u"emptyAddPrompt"_s), &QPushButton::clicked, action(u"addPrompt"_s),
            &QAction::trigger);
    connect(empty->addButton(tr("Import..."), u"emptyImportPrompts"_s), &QPushButton::clicked,
            action(u"importPrompts"_s), &QAction::trigger);
    m_pages->addWidget(m_table);
    m_pages->addWidget(empty);

    auto *upper = new QWidget(this);
    auto *layout = new QVBoxLayout(upper);
    layout->setContentsMargins(0, 0, 0, 0);
    auto *tools = new QHBoxLayout;
    tools->addWidget(toolBar(u"promptTools"_s,
                             {action(u"addPrompt"_s), action(u"duplicatePrompts"_s), action(u"deletePrompts"_s),
                              action(u"movePromptUp"_s), action(u"movePromptDown"_s)},
                             upper));
    tools->addStretch();
    QToolBar *files = toolBar(u"promptFileTools"_s, {action(u"importPrompts"_s), action(u"exportPrompts"_s)}, upper);
    files->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    tools->addWidget(files);
    layout->addLayout(tools);
    layout->addWidget(m_pages, 1);

    auto *split = new QSplitter(Qt::Vertical, this);
    split->setObjectName(u"promptEditorSplitter"_s);
    split->setChildrenCollapsible(false);
    split->addWidget(upper);
    split->addWidget(m_editor);
    split->setStretchFactor(0, 3);
    split->setStretchFactor(1, 2);
    return split;
}

void PromptsPane::connectParts()
{
    setActions();
    promptActions();
    connect(m_document, &PromptDocument::currentChanged, this, &PromptsPane::followCurrent);
    connect(m_document, &PromptDocument::setsReset, this, &PromptsPane::followCurrent);
    connect(m_document, &PromptDocument::changed, this, &PromptsPane::showRow);
    connect(m_sets->selectionModel(), &QItemSelectionModel::currentChanged, this, [this](const QModelIndex &index) {
        if (index.isValid()) {
            m_document->setCurrentIndex(index.row());
        }
    });
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &PromptsPane::showRow);
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, &PromptsPane::refreshActions);
    connect(m_prompts, &QAbstractItemModel::rowsInserted, this, &PromptsPane::showRow);
    connect(m_prompts, &QAbstractItemModel::rowsRemoved, this, &PromptsPane::showRow);
    connect(m_editor, &PromptEditor::edited, this, [this](const Prompt &prompt, const QString &field) {
        m_prompts->replacePrompt(row(), prompt, prompt.id.value + u'/' + field);
    });
}

void PromptsPane::setActions()
{
    connect(action(u"addSet"_s), &QAction::triggered, this, &PromptsPane::addEmptySet);
    connect(action(u"renameSet"_s), &QAction::triggered, this, [this] { m_sets->edit(m_sets->currentIndex()); });
    connect(action(u"duplicateSet"_s), &QAction::triggered, this, [this] {
        PromptSet copy = *m_document->current();
        copy.id = {};
        copy.name = tr("%1 (copy)").arg(copy.name);
        m_document->addSet(copy, tr("Duplicate prompt set"));
    });
    connect(action(u"deleteSet"_s), &QAction::triggered, this,
            [this] { m_document->removeSet(m_document->currentIndex(), tr("Delete prompt set")); });
    connect(action(u"importPrompts"_s), &QAction::triggered, this, &PromptsPane::importFile);
    connect(action(u"exportPrompts"_s), &QAction::triggered, this, [this] {
        const PromptSet set = *m_document->current();
        const QString path =
            m_dialogs->saveFile(this, tr("Export prompt set"), QString(set.name + u".json"_s), tr("Prompts (*.json)"));
        if (!path.isEmpty()) {
            Q_EMIT exportRequested(path, set);
        }
    });
}

void PromptsPane::promptActions()
{
    connect(action(u"addPrompt"_s), &QAction::triggered, this, [this] {
        if (m_document->current() == nullptr) {
            addEmptySet();
        }
        selectRow(m_prompts->addPrompt(row()));
        m_editor->focusText();
    });
    connect(action(u"duplicatePrompts"_s), &QAction::triggered, this,
            [this] { selectRow(m_prompts->duplicatePrompts(selectedRows())); });
    connect(action(u"deletePrompts"_s), &QAction::triggered, this,
            [this] { m_prompts->removePrompts(selectedRows()); });
    connect(action(u"movePromptUp"_s), &QAction::triggered, this, [this] { moveRow(-1); });
    connect(action(u"movePromptDown"_s), &QAction::triggered, this, [this] { moveRow(1); });
    auto *remove = new QAction(this); // Delete works in the table only: elsewhere it deletes text
    remove->setShortcut(QKeySequence::Delete);
    remove->setShortcutContext(Qt::WidgetShortcut);
    m_table->addAction(remove);
    connect(remove, &QAction::triggered, action(u"deletePrompts"_s), &QAction::trigger);
}

void PromptsPane::addEmptySet()
{
    PromptSet set;
    set.name = tr("New prompt set");
    m_document->addSet(set, tr("Add prompt set"));
    m_sets->edit(m_sets->currentIndex());
}

void PromptsPane::importFile()
{
    const QString path = m_dialogs->openFile(this, tr("Import prompts"), tr("Prompts (*.json *.jsonl *.csv)"));
    if (!path.isEmpty()) {
        Q_EMIT importRequested(path);
    }
}

void PromptsPane::showImport(const QString &fileName, const QByteArray &bytes)
{
    m_messages->clear();
    if (fileName.endsWith(u".json"_s, Qt::CaseInsensitive)) {
        const Result<PromptSet> set = readPromptSet(bytes, fileName);
        set ? m_document->addSet(*set, tr("Import %1").arg(fileName)) : showError(set.error());
        return;
    }
    const Result<PromptTable> table = readTable(fileName, bytes);
    if (!table) {
        showError(table.error());
        return;
    }
    auto *dialog = new ImportDialog(fileName, *table, this);
    connect(dialog, &ImportDialog::chosen, this,
            [this, fileName](const PromptSet &set) { m_document->addSet(set, tr("Import %1").arg(fileName)); });
    dialog->open();
}

void PromptsPane::showError(const Error &error)
{
    m_messages->showError(error);
}

void PromptsPane::followCurrent()
{
    const int current = m_document->currentIndex();
    m_sets->setCurrentIndex(m_setsModel->index(current));
    if (m_prompts->rowCount() > 0) {
        selectRow(0);
    }
    showRow();
    Q_EMIT currentSetChanged(current < 0 ? PromptSetId{} : m_document->current()->id);
}

void PromptsPane::showRow()
{
    m_pages->setCurrentIndex(m_prompts->rowCount() > 0 ? 0 : 1);
    m_editor->show(m_prompts->prompt(row()));
    refreshActions();
}

void PromptsPane::refreshActions()
{
    const bool hasSet = m_document->current() != nullptr;
    for (const QString &name : {u"renameSet"_s, u"duplicateSet"_s, u"deleteSet"_s, u"exportPrompts"_s}) {
        action(name)->setEnabled(hasSet);
    }
    const int at = row();
    action(u"duplicatePrompts"_s)->setEnabled(at >= 0);
    action(u"deletePrompts"_s)->setEnabled(at >= 0);
    action(u"movePromptUp"_s)->setEnabled(at > 0);
    action(u"movePromptDown"_s)->setEnabled(at >= 0 && at + 1 < m_prompts->rowCount());
}

void PromptsPane::moveRow(int step)
{
    const int from = row();
    m_prompts->movePrompt(from, from + step);
    selectRow(from + step);
}

QList<int> PromptsPane::selectedRows() const
{
    QList<int> rows;
    for (const QModelIndex &index : m_table->selectionModel()->selectedRows()) {
        rows << index.row();
    }
    std::sort(rows.begin(), rows.end());
    return rows;
}

// Not QTableView::selectRow: with Ctrl held down (a shortcut) it would add to the selection.
void PromptsPane::selectRow(int row)
{
    m_table->selectionModel()->setCurrentIndex(m_prompts->index(row, 0),
                                               QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
}

int PromptsPane::row() const
{
    return m_table->currentIndex().isValid() ? m_table->currentIndex().row() : -1;
}

void PromptsPane::dragEnterEvent(QDragEnterEvent *event)
{
    if (event->mimeData()->hasUrls()) {
        event->acceptProposedAction();
    }
}

void PromptsPane::dropEvent(QDropEvent *event)
{
    for (const QUrl &url : event->mimeData()->urls()) {
        if (url.isLocalFile()) {
            Q_EMIT importRequested(url.toLocalFile());
        }
    }
}

} // namespace assay
