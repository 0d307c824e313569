// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/prompts.h"
#include "models/domain/result.h"

#include <QHash>
#include <QKeySequence>
#include <QWidget>

class QAction;
class QListView;
class QStackedWidget;
class QTableView;
class QUndoStack;

namespace assay {

class Dialogs;
class MessageBar;
class PromptDocument;
class PromptEditor;
class PromptSetsModel;
class PromptsModel;

/// The prompt sets: sets at the left, the prompts of the current one as a table, an editor below for long text. The
/// current set is the one that runs. Files are read and written by the composition. GUI thread.
class PromptsPane : public QWidget
{
    Q_OBJECT
public:
    /// Takes over the document's edits: each becomes a command on `undo`.
    PromptsPane(PromptDocument *document, QUndoStack *undo, Dialogs *dialogs, QWidget *parent = nullptr);

    /// The actions of the pane, for menus ("addPrompt", "duplicatePrompts", "deletePrompts", "movePromptUp",
    /// "movePromptDown", "addSet", "renameSet", "duplicateSet", "deleteSet", "importPrompts", "exportPrompts").
    QAction *action(const QString &objectName) const;

public Q_SLOTS:
    /// The bytes of a file that importRequested() named: JSON becomes a set at once, CSV and JSONL ask for columns
    /// first.
    void showImport(const QString &fileName, const QByteArray &bytes);
    void showError(const assay::Error &error);

Q_SIGNALS:
    void currentSetChanged(const assay::PromptSetId &id);
    void importRequested(const QString &path);
    void exportRequested(const QString &path, const assay::PromptSet &set);

protected:
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;

private:
    void addActions();
    QAction *define(const QString &name, const QString &text, const QString &icon, const QKeySequence &keys = {});
    QWidget *buildSets();
    QWidget *buildPrompts();
    void connectParts();
    void followCurrent();
    void showRow();
    void refreshActions();
    void setActions();
    void promptActions();
    void moveRow(int step);
    void addEmptySet();
    void importFile();
    QList<int> selectedRows() const;
    void selectRow(int row);
    int row() const;

    PromptDocument *m_document;
    Dialogs *m_dialogs;
    PromptSetsModel *m_setsModel;
    PromptsModel *m_prompts;
    MessageBar *m_messages;
    QStackedWidget *m_pages;
    QListView *m_sets;
    QTableView *m_table;
    PromptEditor *m_editor;
    QHash<QString, QAction *> m_actions;
};

} // namespace assay
