// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/modelspane.h"

#include <QAction>
#include <QDataStream>
#include <QHBoxLayout>
#include <QIODevice>
#include <QProgressBar>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/common/dialogs.h"
#include "ui/common/messages.h"
#include "ui/models/catalogdetails.h"
#include "ui/models/catalogeditor.h"
#include "ui/models/catalogview.h"
#include "ui/models/jobspanel.h"
#include "ui/models/modelfilter.h"
#include "ui/models/serveractions.h"
#include "ui/theme/theme.h"

using namespace Qt::Literals::StringLiterals;

namespace assay {

ModelsPane::ModelsPane(CatalogModel *model, Dialogs *dialogs, QUndoStack *undo, QWidget *parent)
    : QWidget(parent)
    , m_model(model)
    , m_dialogs(dialogs)
    , m_filter(new ModelFilter(this))
    , m_messages(new MessageBar(this))
    , m_pages(new QStackedWidget(this))
    , m_split(new QSplitter(Qt::Vertical, m_pages))
    , m_tree(new CatalogView(model, this))
    , m_details(new CatalogDetails(model, this))
    , m_editor(new CatalogEditor(model, undo, this))
    , m_serverActions(new ServerActions(model, dialogs, this))
    , m_jobs(new JobsPanel(this))
    , m_progress(new QProgressBar(this))
    , m_cancel(new QPushButton(tr("Cancel"), this))
{
    setObjectName(u"modelsPane"_s);
    addActions();
    addServerActions();
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(theme::gap(1), theme::gap(1), theme::gap(1), theme::gap(1));
    column->setSpacing(theme::gap(1));
    column->addWidget(m_filter);
    column->addWidget(buildTools());
    column->addWidget(m_messages);
    column->addWidget(buildProgress());
    column->addWidget(buildPages(), 1);
    column->addWidget(m_jobs);
    setFocusProxy(m_tree);
    connectParts();
    connectActions();
    refresh();
}

void ModelsPane::addActions()
{
    define(u"addServer"_s, tr("Add server..."), u"server"_s);
    define(u"addModel"_s, tr("Add model..."), u"plus"_s);
    define(u"editEntry"_s, tr("Edit..."), u"pencil"_s, QKeySequence(Qt::Key_Return));
    define(u"removeEntry"_s, tr("Remove"), u"trash-2"_s, QKeySequence(QKeySequence::Delete));
    define(u"refreshModels"_s, tr("Refresh"), u"refresh-cw"_s, QKeySequence(Qt::Key_F5));
    define(u"probeModels"_s, tr("Probe"), u"activity"_s);
    define(u"importCatalog"_s, tr("Import models..."), u"download"_s);
    define(u"exportCatalog"_s, tr("Export models..."), u"upload"_s);
    action(u"editEntry"_s)->setShortcuts({QKeySequence(Qt::Key_Return), QKeySequence(Qt::Key_Enter)});
    action(u"probeModels"_s)->setToolTip(tr("Send a one-token chat to the selected models, or to all that are ticked"));
}

void ModelsPane::addServerActions()
{
    auto *line = new QAction(this);
    line->setSeparator(true);
    m_tree->addAction(line);
    m_tree->addActions(m_serverActions->actions());
}

QAction *ModelsPane::define(const QString &name, const QString &text, const QString &icon, const QKeySequence &keys)
{
    auto *action = new QAction(text, this);
    action->setObjectName(name);
    theme::setIcon(action, icon, this);
    action->setShortcut(keys);
    action->setShortcutContext(Qt::WidgetShortcut); // Return and Delete mean something else in the filter
    if (!keys.isEmpty()) {
        action->setToolTip(tr("%1 (%2)").arg(action->iconText(), keys.toString(QKeySequence::NativeText)));
    }
    m_tree->addAction(action);
    m_actions.insert(name, action);
    return action;
}

QAction *ModelsPane::action(const QString &objectName) const
{
    return m_actions.value(objectName);
}

QWidget *ModelsPane::buildTools()
{
    auto *tools = new QWidget(this);
    auto *row = new QHBoxLayout(tools);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    const auto add = [&](const QString &name) {
        auto *button = new QToolButton(tools);
        button->setDefaultAction(action(name));
        button->setObjectName(name + u"Button"_s);
        button->setAccessibleName(action(name)->iconText());
        button->setAutoRaise(true);
        button->setFocusPolicy(Qt::TabFocus);
        row->addWidget(button);
        return button;
    };
    for (const QString &name : {u"addServer"_s, u"addModel"_s, u"editEntry"_s, u"removeEntry"_s, u"importCatalog"_s,
                                u"exportCatalog"_s, u"refreshModels"_s}) {
        add(name);
    }
    auto *server = new QToolButton(tools);
    server->setObjectName(u"serverButton"_s);
    server->setText(tr("Server"));
    server->setToolTip(tr("Load, unload, download or remove models on their server"));
    server->setAccessibleName(server->text());
    server->setAutoRaise(true);
    server->setFocusPolicy(Qt::TabFocus);
    server->setPopupMode(QToolButton::InstantPopup);
    server->addActions(m_serverActions->actions());
    row->addStretch();
    row->addWidget(server);
    add(u"probeModels"_s)->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    return tools;
}

QWidget *ModelsPane::buildProgress()
{
    auto *row = new QWidget(this);
    auto *layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    m_progress->setObjectName(u"probeProgress"_s);
    m_progress->setAccessibleName(tr("Probing"));
    m_cancel->setObjectName(u"cancelProbe"_s);
    m_cancel->setAccessibleName(tr("Cancel"));
    layout->addWidget(m_progress, 1);
    layout->addWidget(m_cancel);
    row->setVisible(false);
    return row;
}

QWidget *ModelsPane::buildPages()
{
    m_split->setObjectName(u"modelsSplitter"_s);
    m_split->setChildrenCollapsible(false);
    m_split->addWidget(m_tree);
    m_split->addWidget(m_details);
    m_split->setStretchFactor(0, 3);
    m_split->setStretchFactor(1, 1);
    auto *empty = new EmptyState(tr("No models yet"),
                                 tr("Start a local model server and look again, add a server by its address, or try "
                                    "everything with simulated models."),
                                 m_pages);
    connect(empty->addButton(tr("Start practice server"), u"startPractice"_s), &QPushButton::clicked, this,
            &ModelsPane::startPracticeRequested);
    connect(empty->addButton(tr("Add server"), u"emptyAddServer"_s), &QPushButton::clicked, m_editor,
            &CatalogEditor::addEndpoint);
    connect(empty->addButton(tr("Look again"), u"lookAgain"_s), &QPushButton::clicked, this,
            &ModelsPane::lookAgainRequested);
    m_pages->addWidget(m_split);
    m_pages->addWidget(empty);
    m_pages->addWidget(buildNoMatch());
    return m_pages;
}

QWidget *ModelsPane::buildNoMatch()
{
    auto *page = new EmptyState(tr("No model matches"),
                                tr("There are models, but none has every word of the filter and every capability that "
                                   "is ticked."),
                                m_pages);
    connect(page->addButton(tr("Clear the filter"), u"clearFilter"_s), &QPushButton::clicked, this, [this] {
        m_filter->clear();
        m_filter->focusText();
    });
    return page;
}

void ModelsPane::filter()
{
    m_tree->setFilter(m_filter->text(), m_filter->chosen());
    refresh();
}

void ModelsPane::connectParts()
{
    connect(m_filter, &ModelFilter::changed, this, &ModelsPane::filter);
    connect(m_filter, &ModelFilter::returnPressed, m_tree, qOverload<>(&QWidget::setFocus));
    connect(m_tree, &CatalogView::currentRowChanged, this, &ModelsPane::refresh);
    connect(m_tree, &CatalogView::selectionChangedByAny, this, &ModelsPane::refresh);
    connect(m_tree, &QTreeView::doubleClicked, this, &ModelsPane::editCurrent);
    connect(m_model, &QAbstractItemModel::dataChanged, this, &ModelsPane::refresh);
    connect(m_model, &QAbstractItemModel::rowsInserted, this, &ModelsPane::refresh);
    connect(m_model, &QAbstractItemModel::rowsRemoved, this, &ModelsPane::refresh);
    connect(m_cancel, &QPushButton::clicked, this, &ModelsPane::cancelProbeRequested);
    connect(m_editor, &CatalogEditor::modelSaved, this,
            [this](const ModelAlias &alias) { m_tree->select(m_model->indexOf(alias)); });
    connect(m_editor, &CatalogEditor::endpointSaved, this, [this](const EndpointId &id) {
        m_tree->select(m_model->indexOf(id));
        Q_EMIT refreshRequested(); // what does it offer?
    });
    connect(m_editor, &CatalogEditor::storeKeyRequested, this, &ModelsPane::storeKeyRequested);
    connect(m_editor, &CatalogEditor::removeKeyRequested, this, &ModelsPane::removeKeyRequested);
    connect(m_editor, &CatalogEditor::trialRequested, this, &ModelsPane::trialRequested);
    connect(m_editor, &CatalogEditor::cancelTrialRequested, this, &ModelsPane::cancelTrialRequested);
    connect(m_details, &CatalogDetails::openFolderRequested, this, &ModelsPane::openFolderRequested);
    m_tree->setContextMenuPolicy(Qt::ActionsContextMenu);
}

void ModelsPane::connectActions()
{
    connect(action(u"addServer"_s), &QAction::triggered, m_editor, &CatalogEditor::addEndpoint);
    connect(action(u"addModel"_s), &QAction::triggered, this, [this] { m_editor->addModel(currentEndpoint()); });
    connect(action(u"editEntry"_s), &QAction::triggered, this, &ModelsPane::editCurrent);
    connect(action(u"removeEntry"_s), &QAction::triggered, this, &ModelsPane::removeSelected);
    connect(action(u"refreshModels"_s), &QAction::triggered, this, &ModelsPane::refreshRequested);
    connect(action(u"probeModels"_s), &QAction::triggered, this, &ModelsPane::probe);
    connect(action(u"importCatalog"_s), &QAction::triggered, this, &ModelsPane::importFile);
    connect(action(u"exportCatalog"_s), &QAction::triggered, this, &ModelsPane::exportFile);
}

void ModelsPane::refresh()
{
    const bool empty = m_model->rowCount() == 0;
    const bool noneMatches = m_tree->model()->rowCount() == 0;
    m_pages->setCurrentIndex(empty ? 1 : noneMatches ? 2 : 0);
    m_filter->setOffered(m_model->capabilities());
    const qsizetype selected = m_tree->selectedModels().size() + m_tree->selectedEndpoints().size();
    action(u"editEntry"_s)->setEnabled(selected == 1);
    action(u"removeEntry"_s)->setEnabled(selected > 0);
    action(u"addModel"_s)->setEnabled(!m_model->catalog().endpoints.empty());
    action(u"refreshModels"_s)->setEnabled(!m_listing && !m_running);
    action(u"exportCatalog"_s)->setEnabled(!empty);
    const bool canProbe = !m_tree->selectedModels().isEmpty() || !m_model->tickedModels().empty();
    action(u"probeModels"_s)->setEnabled(canProbe && !m_probing && !m_running);
    m_serverActions->setSelection({m_tree->selectedModels(), currentEndpoint(), !m_running});
    showDetails();
}

void ModelsPane::setRunning(bool running)
{
    m_running = running;
    refresh();
}

void ModelsPane::showDetails()
{
    const QModelIndex row = m_tree->currentIndex();
    const QString id = row.data(CatalogIdRole).toString();
    if (id.isEmpty()) {
        m_details->showNothing();
    } else if (row.data(CatalogIsModelRole).toBool()) {
        m_details->showModel({id});
    } else {
        m_details->showEndpoint({id});
    }
}

EndpointId ModelsPane::currentEndpoint() const
{
    const QModelIndex row = m_tree->currentIndex().siblingAtColumn(0);
    const QModelIndex endpoint = row.parent().isValid() ? row.parent() : row;
    return {endpoint.data(CatalogIdRole).toString()};
}

void ModelsPane::editCurrent()
{
    const QModelIndex row = m_tree->currentIndex();
    const QString id = row.data(CatalogIdRole).toString();
    const Catalog &catalog = m_model->catalog();
    if (row.data(CatalogIsModelRole).toBool()) {
        if (const Model *model = catalog.model(ModelAlias{id})) {
            m_editor->editModel(*model);
        }
    } else if (const Endpoint *endpoint = catalog.endpoint(EndpointId{id})) {
        m_editor->editEndpoint(*endpoint);
    }
}

// Nothing is asked: Undo brings it back.
void ModelsPane::removeSelected()
{
    m_editor->remove(m_tree->selectedModels(), m_tree->selectedEndpoints());
}

void ModelsPane::probe()
{
    QList<ModelAlias> aliases = m_tree->selectedModels();
    if (aliases.isEmpty()) {
        for (const Model &model : m_model->tickedModels()) {
            aliases << model.alias;
        }
    }
    Q_EMIT probeRequested(aliases);
}

void ModelsPane::importFile()
{
    const QString path = m_dialogs->openFile(this, tr("Import models"), tr("Models (*.json)"));
    if (!path.isEmpty()) {
        Q_EMIT importRequested(path);
    }
}

void ModelsPane::exportFile()
{
    const QString path = m_dialogs->saveFile(this, tr("Export models"), u"models.json"_s, tr("Models (*.json)"));
    if (!path.isEmpty()) {
        Q_EMIT exportRequested(path);
    }
}

void ModelsPane::focusFilter()
{
    m_filter->focusText();
}

void ModelsPane::setBusy(bool listing)
{
    m_listing = listing;
    refresh();
}

void ModelsPane::setProbing(int done, int total)
{
    m_probing = total > 0 && done < total;
    m_progress->setRange(0, total);
    m_progress->setValue(done);
    m_progress->setFormat(tr("Probing: %1 of %2").arg(done).arg(total));
    m_progress->parentWidget()->setVisible(m_probing);
    refresh();
}

void ModelsPane::showError(const Error &error)
{
    m_messages->showError(error);
}

void ModelsPane::keychainChanged(const QString &name)
{
    m_editor->keychainChanged(name);
}

void ModelsPane::keychainFailed(const Error &error)
{
    m_editor->keychainFailed(error);
}

void ModelsPane::showTrialText(const QString &text)
{
    m_editor->showTrialText(text);
}

void ModelsPane::showTrialEnd(const Sample &sample)
{
    m_editor->showTrialEnd(sample);
}

void ModelsPane::showNotice(const QString &text)
{
    m_messages->showNotice(text);
}

void ModelsPane::clearMessage()
{
    m_messages->clear();
}

QByteArray ModelsPane::saveState() const
{
    QByteArray bytes;
    QDataStream out(&bytes, QIODevice::WriteOnly);
    out << m_split->saveState() << m_filter->chosen();
    return bytes;
}

bool ModelsPane::restoreState(const QByteArray &state)
{
    QDataStream in(state);
    QByteArray sizes;
    QStringList capabilities;
    in >> sizes >> capabilities;
    if (in.status() != QDataStream::Ok) {
        return false;
    }
    m_filter->choose(capabilities);
    return m_split->restoreState(sizes);
}

} // namespace assay
