// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/plan.h"
#include "models/domain/run.h"
#include "ui/history/historypane.h"

#include <QHash>
#include <QObject>
#include <QSet>

class QTimer;

namespace assay {

class CatalogModel;
class Dialogs;
class EngineHost;
class LiveRunModel;
class MainWindow;
class MoreRounds;
class PromptDocument;
class ResultsImport;
class RunDocument;
class RunListModel;
class Settings;
struct LiveBatch;

/// What the run desk works on. All outlives it.
struct RunDeskParts
{
    EngineHost *host;
    CatalogModel *catalog;
    PromptDocument *prompts;
    RunDocument *document;
    LiveRunModel *live;
    RunListModel *runs;
    MainWindow *window;
    Dialogs *dialogs;
    Settings *settings;
};

/// Connects runs on the screen with the engine and the workspace file: the plan in words, start to end of a run, the
/// history, scores, reports. GUI thread.
class RunDesk final : public QObject
{
    Q_OBJECT
public:
    RunDesk(const RunDeskParts &parts, QObject *parent);

    /// Runs of a workspace just opened; shows the newest.
    void load(const std::vector<RunBrief> &runs, const QHash<ModelAlias, Nanos> &typicalTotals);
    /// While no workspace is open nothing can be started: it would not be stored.
    void setWorkspaceOpen(bool open);
    bool isRunning() const { return m_running.has_value(); }
    /// Takes results.json in as a finished run of this workspace, and then shows it.
    void importResults(const QString &path);

private:
    /// Why a run is being loaded from the file.
    enum class Purpose { Show, ShowQuietly, Resume, Export };

    void connectPlan();
    void connectCommands();
    void connectEngine();
    void connectHistory();
    void connectScores();
    void connectReports();
    Plan currentPlan() const;
    void refreshPlan();
    void start();
    bool isQuietEnough();
    void resumeRun(const RunData &run);
    void runStarted(const RunInfo &info);
    void runFinished(const RunInfo &info);
    void takeBatch(const LiveBatch &batch);
    void askForRun(const RunId &run, Purpose purpose);
    void takeRun(const RunData &run);
    void show(const RunData &run);
    void exportRun(const RunData &run, ExportForm form, const QString &path);
    bool showsRun(const RunId &run) const;

    RunDeskParts m;
    ResultsImport *m_import;
    MoreRounds *m_moreRounds;
    std::optional<RunId> m_running;
    QHash<ModelAlias, Nanos> m_typicalTotals;
    QHash<RunId, Purpose> m_wanted;
    std::vector<Sample> m_late; // of the run that goes on, finished while it was being loaded
    std::optional<RunData> m_awaitsPractice; // to be resumed once the practice server runs
    QTimer *m_listTimer; // typing a comment lists the runs once, not once a letter
    bool m_workspaceOpen = false;
    QHash<RunId, QPair<ExportForm, QString>> m_exports;
};

} // namespace assay
