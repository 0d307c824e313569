// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QKeySequence>
#include <QList>
#include <QString>

class QAction;
class QMainWindow;
class QMenu;

namespace assay {

/// The window's menus. Every action has an object name, a text and, where one is usual, a shortcut; what they do is
/// connected by the window. GUI thread.
struct Menus
{
    QAction *newWorkspace, *open, *saveCopy, *importModels, *importPrompts, *importResults, *compareWith;
    QAction *exportMarkdown, *exportCsv, *exportCsvSummary, *exportJson, *exportModels, *exportPrompts, *quit;
    QAction *undo, *redo, *find, *energyPrice;
    QAction *start, *pause, *cancel, *probe, *refresh, *practice;
    QAction *models, *resetLayout;
    QAction *help, *measuring, *ownModels, *keys, *calibrate, *about;
    QList<QAction *> panes; // in tab order
    QMenu *recent, *server;

    /// Builds all of them into the window's menu bar. `undo` and `redo` come from the undo stack.
    static Menus build(QMainWindow *window, const QStringList &paneNames, QAction *undo, QAction *redo);
};

} // namespace assay
