// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/prompts.h"
#include "models/domain/result.h"

#include <QWidget>

#include <memory>

class QUndoStack;

namespace assay {

class Dialogs;
class PromptDocument;

/// The prompt sets: sets at the left, the prompts of the current one as a table, an editor below for long text. The
/// current set is the one that runs. Files are read and written by the composition. GUI thread.
class PromptsPane : public QWidget
{
    Q_OBJECT
public:
    /// Takes over the document's edits: each becomes a command on `undo`.
    PromptsPane(PromptDocument *document, QUndoStack *undo, Dialogs *dialogs, QWidget *parent = nullptr);
    ~PromptsPane() override;

    /// The actions of the pane, for menus ("addPrompt", "duplicatePrompts", "deletePrompts", "movePromptUp",
    /// "movePromptDown", "addSet", "renameSet", "duplicateSet", "deleteSet", "importPrompts", "exportPrompts").
    QAction *action(const QString &objectName) const;

public Q_SLOTS:
    /// The bytes of a file that importRequested() named: JSON becomes a set at once, CSV and JSONL ask for columns first.
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
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace assay
