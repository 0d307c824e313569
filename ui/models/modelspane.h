// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/result.h"
#include "models/items/catalogmodel.h"

#include <QHash>
#include <QKeySequence>
#include <QWidget>

class QProgressBar;
class QPushButton;
class QSplitter;
class QStackedWidget;
class QUndoStack;

namespace assay {

class CatalogDetails;
class CatalogEditor;
class CatalogView;
class Dialogs;
class JobsPanel;
class MessageBar;
class ModelFilter;
class ServerActions;

/// The models: endpoints and what they offer, ticked for the next run; filter, details, and everything one does to a
/// catalog by hand (undoable). Asks the composition for what needs the network or the disk. GUI thread.
class ModelsPane : public QWidget
{
    Q_OBJECT
public:
    ModelsPane(CatalogModel *model, Dialogs *dialogs, QUndoStack *undo, QWidget *parent = nullptr);

    void focusFilter();
    /// The actions of the pane, for menus ("addServer", "addModel", "editEntry", "removeEntry", "refreshModels",
    /// "probeModels", "importCatalog", "exportCatalog"); nullptr for another name.
    QAction *action(const QString &objectName) const;
    ServerActions *serverActions() const { return m_serverActions; }
    JobsPanel *jobs() const { return m_jobs; }

    /// Sizes and chosen capabilities.
    QByteArray saveState() const;
    bool restoreState(const QByteArray &state);

public Q_SLOTS:
    void setBusy(bool listing); // endpoints are being asked what they offer
    void setRunning(bool running); // nothing may ask the servers while a run is timed
    void setProbing(int done, int total); // total 0, or done == total: no probing goes on
    void showError(const assay::Error &error);
    void showNotice(const QString &text);
    void clearMessage();
    /// What came of storeKeyRequested() or removeKeyRequested().
    void keychainChanged(const QString &name);
    void keychainFailed(const assay::Error &error);
    /// What came of trialRequested(): text as it comes, then how it ended.
    void showTrialText(const QString &text);
    void showTrialEnd(const assay::Sample &sample);

Q_SIGNALS:
    void refreshRequested();
    void probeRequested(const QList<assay::ModelAlias> &aliases);
    void cancelProbeRequested();
    void startPracticeRequested();
    void lookAgainRequested(); // at the ports of this machine
    void importRequested(const QString &path);
    void exportRequested(const QString &path);
    void storeKeyRequested(const QString &name, const QByteArray &key); // into the keychain
    void removeKeyRequested(const QString &name);
    void openFolderRequested(const QString &path);
    void trialRequested(const assay::PlannedModel &asked, const QString &prompt);
    void cancelTrialRequested();

private:
    QAction *define(const QString &name, const QString &text, const QString &icon, const QKeySequence &keys = {});
    void addActions();
    QWidget *buildTools();
    QWidget *buildPages();
    QWidget *buildNoMatch();
    void filter();
    QWidget *buildProgress();
    void connectParts();
    void connectActions();
    void addServerActions();
    void refresh(); // pages, actions, details
    void showDetails();
    void editCurrent();
    void removeSelected();
    void probe();
    void importFile();
    void exportFile();
    EndpointId currentEndpoint() const;

    bool m_running = false;
    CatalogModel *m_model;
    Dialogs *m_dialogs;
    QHash<QString, QAction *> m_actions;
    ModelFilter *m_filter;
    MessageBar *m_messages;
    QStackedWidget *m_pages;
    QSplitter *m_split;
    CatalogView *m_tree;
    CatalogDetails *m_details;
    CatalogEditor *m_editor;
    ServerActions *m_serverActions;
    JobsPanel *m_jobs;
    QProgressBar *m_progress;
    QPushButton *m_cancel;
    bool m_listing = false;
    bool m_probing = false;
};

} // namespace assay
