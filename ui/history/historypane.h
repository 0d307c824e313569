// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/run.h"

#include <QWidget>

class QAction;
class QLineEdit;
class QSortFilterProxyModel;
class QStackedWidget;
class QTableView;
class QToolBar;
class QUndoStack;

namespace assay {

class MessageBar;
class RunListModel;

/// What an export is to become.
enum class ExportForm { Markdown, CsvSamples, CsvSummary, Json };

/// The runs of the workspace: open, rename, delete (undoable), resume, export. GUI thread.
class HistoryPane final : public QWidget
{
    Q_OBJECT
public:
    /// Both outlive the pane. Deleting and renaming go through `undo` and change `runs` themselves.
    HistoryPane(RunListModel *runs, QUndoStack *undo, QWidget *parent = nullptr);

    /// The run under the cursor; empty without one.
    RunId selected() const;
    void select(const RunId &run);
    /// The run that others are held against; empty where it is none of these.
    void setBaseline(const RunId &run);
    MessageBar *messages() const { return m_messages; }

Q_SIGNALS:
    void openRequested(const assay::RunId &run);
    void resumeRequested(const assay::RunId &run);
    void renameRequested(const assay::RunId &run, const QString &name); // to be saved; also when undone
    void removeRequested(const assay::RunId &run);
    void restoreRequested(const assay::RunId &run); // a removal was undone
    void exportRequested(const assay::RunId &run, assay::ExportForm form);
    void baselineRequested(const assay::RunId &run);
    void baselineCleared();
    void startRequested(); // from the empty pane

private:
    void build();
    void addActions();
    void addExportMenu();
    QAction *addTool(const QString &name, const QString &text, const QString &icon, const QKeySequence &keys);
    void connectParts();
    void refreshActions();
    void showPage();
    void openSelected();
    void resumeSelected();
    void renameSelected();
    void removeSelected();
    void baselineSelected();
    const RunBrief *selectedBrief() const;

    RunListModel *m_runs;
    QUndoStack *m_undo;
    MessageBar *m_messages;
    QSortFilterProxyModel *m_proxy;
    QStackedWidget *m_pages;
    QTableView *m_table;
    QLineEdit *m_find;
    QToolBar *m_tools;
    QAction *m_open;
    QAction *m_rename;
    QAction *m_remove;
    QAction *m_resume;
    QAction *m_export;
    QAction *m_baseline;
    RunId m_baselineRun;
};

} // namespace assay
