// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/run.h"
#include "ui/history/historypane.h"
#include "ui/window/helpwindow.h"
#include "ui/window/menus.h"

#include <QMainWindow>

#include <optional>

class QDockWidget;
class QLabel;
class QProgressBar;
class QTabWidget;
class QUndoStack;

namespace assay {

class CatalogModel;
class ClockButton;
class ComparePane;
class Dialogs;
class LiveRunModel;
class ModelsPane;
class PromptDocument;
class PromptsPane;
class ResultsPane;
class RunBar;
class RunDocument;
class RunListModel;
class RunPane;

/// What the window shows. All of it outlives the window.
struct WindowParts
{
    CatalogModel *catalog;
    PromptDocument *prompts;
    RunDocument *document;
    LiveRunModel *live;
    RunListModel *runs;
    QUndoStack *undo;
    Dialogs *dialogs;
};

/// The window: panes, menus, the run bar and the status line. It wires the panes to each other and says what the person
/// wants through signals; it reads and writes nothing itself. GUI thread.
class MainWindow final : public QMainWindow
{
    Q_OBJECT
public:
    explicit MainWindow(const WindowParts &parts, QWidget *parent = nullptr);

    enum class Pane { Prompts, Run, Compare, Results, History };
    ModelsPane *modelsPane() const { return m_models; }
    PromptsPane *promptsPane() const { return m_prompts; }
    RunPane *runPane() const { return m_run; }
    ComparePane *comparePane() const { return m_compare; }
    ResultsPane *resultsPane() const { return m_results; }
    HistoryPane *historyPane() const { return m_history; }
    ClockButton *clockButton() const { return m_clock; }
    const Menus &menus() const { return m_menus; }
    void showPane(Pane pane);

    /// The file that is open, for the title.
    void setWorkspace(const QString &path);
    void setRecent(const QStringList &paths);
    /// The plan in words, or what is missing before Start can be pressed.
    void setPlan(const QString &text, bool canStart);
    /// nullopt: no run goes on.
    void setRunState(std::optional<RunState> state);
    void setProgress(const RunProgress &progress);
    /// Where a report shall go; empty when the person gave up.
    QString askExportPath(ExportForm form, const QString &runName);
    /// True: something could not be written yet; closing then asks.
    void setUnsaved(bool unsaved) { m_unsaved = unsaved; }
    /// A quiet word in the status line, for some seconds.
    void notify(const QString &text);

    QByteArray saveLayout() const;
    /// The first layout again where the bytes are none of ours.
    void restoreLayout(const QByteArray &layout);

Q_SIGNALS:
    void newRequested(const QString &path);
    void openRequested(const QString &path);
    void saveCopyRequested(const QString &path);
    void importResultsRequested(const QString &path);
    void exportReportRequested(assay::ExportForm form, const QString &path);
    void startRequested();
    void pauseRequested();
    void resumeRequested();
    void cancelRequested();
    void probeRequested();
    void refreshRequested();
    void practiceRequested();
    void calibrateRequested();
    void energyPriceRequested();
    void closing(); // the window is about to go; layout can still be asked for

protected:
    void closeEvent(QCloseEvent *event) override;

private:
    void buildPanes(const WindowParts &parts);
    void buildStatusLine();
    void connectFile();
    void connectRun();
    void connectView();
    void exportAs(ExportForm form);
    void refreshExport();
    void askBeforeClosing(QCloseEvent *event);
    bool mayLoseUnsaved();
    void openHelp(const QString &heading, const QString &text, HelpWindow::Form form = HelpWindow::Form::RichText);

    RunDocument *m_document;
    Dialogs *m_dialogs;
    ModelsPane *m_models;
    PromptsPane *m_prompts;
    RunPane *m_run;
    ComparePane *m_compare;
    ResultsPane *m_results;
    HistoryPane *m_history;
    QDockWidget *m_dock;
    QTabWidget *m_tabs;
    Menus m_menus{};
    RunBar *m_bar;
    QLabel *m_progressText;
    QProgressBar *m_progress;
    ClockButton *m_clock;
    QByteArray m_firstLayout;
    std::optional<RunState> m_state;
    RunProgress m_lastProgress;
    bool m_canStart = false;
    bool m_closeWhenDone = false;
    bool m_unsaved = false;
};

} // namespace assay
