// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/rundesk.h"

#include "app/engine/run/machine.h"
#include "app/engine/settings/settings.h"
#include "app/gui/enginehost.h"
#include "app/gui/goingon.h"
#include "app/gui/morerounds.h"
#include "app/gui/resultsimport.h"
#include "models/domain/live.h"
#include "models/domain/plantext.h"
#include "models/domain/sweep.h"
#include "models/items/catalogmodel.h"
#include "models/items/liverunmodel.h"
#include "models/items/promptdocument.h"
#include "models/items/rundocument.h"
#include "models/items/runlistmodel.h"
#include "ui/common/dialogs.h"
#include "ui/common/messages.h"
#include "ui/compare/comparepane.h"
#include "ui/models/jobspanel.h"
#include "ui/models/modelspane.h"
#include "ui/run/runpane.h"
#include "ui/window/mainwindow.h"

#include <QLocale>
#include <QTimer>

namespace assay {

using namespace Qt::Literals::StringLiterals;

namespace {

ReportForm reportForm(ExportForm form)
{
    switch (form) {
    case ExportForm::Markdown:
        return ReportForm::Markdown;
    case ExportForm::CsvSamples:
        return ReportForm::CsvSamples;
    case ExportForm::CsvSummary:
        return ReportForm::CsvSummary;
    case ExportForm::Json:
        return ReportForm::Json;
    }
    return ReportForm::Markdown;
}

QString runName(const Plan &plan)
{
    const QString when = QLocale().toString(QDateTime::currentDateTime(), u"yyyy-MM-dd HH:mm"_s);
    return plan.promptSetName.isEmpty() ? when : RunDesk::tr("%1, %2").arg(plan.promptSetName, when);
}

} // namespace

RunDesk::RunDesk(const RunDeskParts &parts, QObject *parent)
    : QObject(parent)
    , m(parts)
    , m_import(new ResultsImport(parts.host->storage(), *parts.window->historyPane()->messages(), this))
    , m_moreRounds(new MoreRounds(m.catalog, m.document, m.window->resultsPane(), this))
    , m_listTimer(new QTimer(this))
{
    m_listTimer->setSingleShot(true);
    m_listTimer->setInterval(std::chrono::seconds(1));
    connect(m_listTimer, &QTimer::timeout, &m.host->storage(), &Storage::loadRuns);
    connectPlan();
    connectCommands();
    connectEngine();
    connectHistory();
    connectScores();
    connectReports();
    connect(m_moreRounds, &MoreRounds::wanted, this, &RunDesk::resumeRun);
    refreshPlan();
}

void RunDesk::connectPlan()
{
    connect(m.catalog, &CatalogModel::ticksChanged, this, &RunDesk::refreshPlan);
    connect(m.prompts, &PromptDocument::changed, this, &RunDesk::refreshPlan);
    connect(m.window->runPane(), &RunPane::optionsChanged, this, &RunDesk::refreshPlan);
    connect(&m.host->storage(), &Storage::totalsKnown, this, [this](const QHash<ModelAlias, Nanos> &totals) {
        m_typicalTotals = totals;
        refreshPlan();
    });
}

void RunDesk::connectCommands()
{
    connect(m.window, &MainWindow::startRequested, this, &RunDesk::start);
    connect(m.window, &MainWindow::pauseRequested, m.host, &EngineHost::pause);
    connect(m.window, &MainWindow::resumeRequested, m.host, &EngineHost::resume);
    connect(m.window, &MainWindow::cancelRequested, m.host, &EngineHost::cancel);
}

void RunDesk::connectEngine()
{
    connect(m.host, &EngineHost::runStarted, this, &RunDesk::runStarted);
    connect(m.host, &EngineHost::runFinished, this, &RunDesk::runFinished);
    connect(m.host, &EngineHost::batch, this, &RunDesk::takeBatch);
    connect(m.host, &EngineHost::practiceStarted, this, [this] {
        if (const auto run = std::exchange(m_awaitsPractice, std::nullopt)) {
            resumeRun(*run);
        }
    });
    connect(&m.host->storage(), &Storage::failed, this,
            [this](const Error &error) { m.window->runPane()->messages()->showError(error); });
}

void RunDesk::connectHistory()
{
    Storage *storage = &m.host->storage();
    HistoryPane *history = m.window->historyPane();
    connect(storage, &Storage::runsListed, this, [this](const std::vector<RunBrief> &runs) { m.runs->setRuns(runs); });
    connect(storage, &Storage::runLoaded, this, &RunDesk::takeRun);
    connect(history, &HistoryPane::openRequested, this, [this](const RunId &run) { askForRun(run, Purpose::Show); });
    connect(history, &HistoryPane::resumeRequested, this,
            [this](const RunId &run) { askForRun(run, Purpose::Resume); });
    connect(history, &HistoryPane::renameRequested, storage, &Storage::renameRun);
    connect(history, &HistoryPane::renameRequested, this, [this](const RunId &run, const QString &name) {
        if (showsRun(run)) {
            RunInfo info = m.document->run()->info;
            info.name = name;
            m.document->setInfo(info);
        }
    });
    connect(history, &HistoryPane::removeRequested, storage, &Storage::removeRun);
    connect(history, &HistoryPane::removeRequested, this, [this](const RunId &run) {
        if (showsRun(run)) {
            m.document->clear();
            m.live->clear();
        }
    });
    connect(history, &HistoryPane::restoreRequested, storage, &Storage::restoreRun);
    connect(m.document, &RunDocument::replaced, this, [this] {
        if (m.document->hasRun()) {
            m.window->historyPane()->select(m.document->run()->info.id);
        }
    });
}

void RunDesk::connectScores()
{
    connect(m.window->comparePane(), &ComparePane::scoreEdited, &m.host->storage(), &Storage::saveScore);
    connect(m.window->comparePane(), &ComparePane::scoreEdited, m_listTimer, qOverload<>(&QTimer::start));
}

void RunDesk::connectReports()
{
    connect(m.window, &MainWindow::exportReportRequested, this,
            [this](ExportForm form, const QString &path) { exportRun(m.document->inPlanOrder(), form, path); });
    connect(m.window->historyPane(), &HistoryPane::exportRequested, this, [this](const RunId &run, ExportForm form) {
        const QString path = m.window->askExportPath(form, m.runs->brief(m.runs->rowOf(run))->name);
        if (!path.isEmpty()) {
            m_exports.insert(run, {form, path});
            askForRun(run, Purpose::Export);
        }
    });
    connect(m.window, &MainWindow::importResultsRequested, this, &RunDesk::importResults);
    connect(m_import, &ResultsImport::imported, this, [this](const RunId &run) { askForRun(run, Purpose::Show); });
    connect(m.host, &EngineHost::reportWritten, this,
            [this](const QString &path) { m.window->notify(tr("Written: %1").arg(path)); });
    connect(m.host, &EngineHost::reportFailed, this,
            [this](const Error &error) { m.window->historyPane()->messages()->showError(error); });
}

void RunDesk::load(const std::vector<RunBrief> &runs, const QHash<ModelAlias, Nanos> &typicalTotals)
{
    m_workspaceOpen = true;
    m_typicalTotals = typicalTotals;
    m_late.clear();
    m_wanted.clear();
    m_exports.clear();
    m.document->clear();
    m.live->clear();
    m.runs->setRuns(runs);
    refreshPlan();
    if (!runs.empty()) {
        askForRun(runs.front().id, Purpose::ShowQuietly);
    }
}

Plan RunDesk::currentPlan() const
{
    Plan plan;
    for (const Model &model : m.catalog->tickedModels()) {
        const Endpoint *endpoint = m.catalog->catalog().endpoint(model.endpoint);
        for (const Model &each : sweptModels(model)) {
            plan.models.push_back({each, endpoint ? *endpoint : Endpoint{}});
        }
    }
    if (const PromptSet *set = m.prompts->current()) {
        plan.prompts = expandPrompts(*set);
        plan.promptSetName = set->name;
    }
    plan.options = m.window->runPane()->options();
    return plan;
}

void RunDesk::refreshPlan()
{
    const Plan plan = currentPlan();
    const QString problem = m_workspaceOpen ? planProblem(plan) : tr("Open a workspace, or make a new one, to start.");
    const QString text = problem.isEmpty() ? planInWords(plan, estimateDuration(plan, m_typicalTotals)) : problem;
    m.window->setPlan(text, problem.isEmpty());
}

void RunDesk::setWorkspaceOpen(bool open)
{
    m_workspaceOpen = open;
    if (!open) {
        m_import->cancel(); // its portions belong into the workspace that is being left
    }
    refreshPlan();
}

void RunDesk::start()
{
    if (m_running || !m_workspaceOpen) {
        return;
    }
    RunInfo info;
    info.plan = currentPlan();
    if (!planProblem(info.plan).isEmpty()) {
        return;
    }
    if (!isQuietEnough()) {
        return;
    }
    info.id = newRunId();
    info.name = runName(info.plan);
    info.environment = readEnvironmentOfThisMachine();
    info.environment.clock = m.host->clock(); // the engine's own word comes with runStarted()
    m.settings->addCalibrationTo(info.environment);
    m.settings->addPriceTo(info.costs);
    info.environment.simulated = isSimulated(info.plan);
    m_running = info.id;
    m.window->runPane()->messages()->clear();
    m.host->startRun(info);
}

/// A download or a load beside a run spoils its figures.
bool RunDesk::isQuietEnough()
{
    return !m.window->modelsPane()->jobs()->isBusy()
        || m.dialogs->ask(m.window, tr("Start while a server is still at work?"),
                          tr("A load or a download goes on beside the run, and its times would show it."),
                          {tr("Start"), tr("Wait")})
        == 0;
}

void RunDesk::resumeRun(const RunData &run)
{
    if (m_running) {
        m.window->historyPane()->messages()->showNotice(tr("Another run is going on. Let it end or cancel it first."));
        return;
    }
    if (needsPractice(run.info.plan, m.catalog->catalog())) {
        m_awaitsPractice = run;
        m.host->startPractice();
        return;
    }
    show(run);
    RunInfo info = run.info;
    info.state = RunState::Running;
    info.finishedAt.reset();
    info.plan = planToday(info.plan, m.catalog->catalog());
    m_running = info.id;
    m.host->startRun(info, finishedSteps(run.samples));
}

void RunDesk::runStarted(const RunInfo &info)
{
    m_running = info.id;
    m_moreRounds->setRunning(true);
    if (showsRun(info.id)) { // resumed
        m.document->setInfo(info);
        m.live->setPlan(info, m.document->run()->samples);
    } else {
        m.document->setRun({info, {}, {}});
        m.live->setPlan(info);
    }
    m.window->setRunState(RunState::Running);
    m.window->showPane(MainWindow::Pane::Run);
    m.host->storage().loadRuns();
}

void RunDesk::takeBatch(const LiveBatch &batch)
{
    if (batch.run != m_running) {
        return;
    }
    m.live->apply(batch);
    if (m_wanted.contains(batch.run)) {
        m_late.insert(m_late.end(), batch.finished.begin(), batch.finished.end());
    }
    if (showsRun(batch.run) && !batch.finished.empty()) {
        m.document->addSamples(batch.finished);
    }
    if (batch.state == RunState::Running || batch.state == RunState::Paused) {
        m.window->setRunState(batch.state);
    }
    m.window->setProgress(batch.progress);
}

void RunDesk::runFinished(const RunInfo &info)
{
    m_running.reset();
    m_moreRounds->setRunning(false);
    if (showsRun(info.id)) {
        m.document->setInfo(info);
    }
    m.window->setRunState({});
    m.window->notify(info.state == RunState::Cancelled ? tr("The run was cancelled. What had finished is kept.")
                                                       : tr("The run is done."));
    m.host->storage().loadRuns();
}

bool RunDesk::showsRun(const RunId &run) const
{
    return m.document->hasRun() && m.document->run()->info.id == run;
}

void RunDesk::askForRun(const RunId &run, Purpose purpose)
{
    m_wanted.insert(run, purpose);
    m.host->storage().loadRun(run);
}

void RunDesk::takeRun(const RunData &run)
{
    const auto wanted = m_wanted.constFind(run.info.id);
    if (wanted == m_wanted.constEnd()) {
        return;
    }
    const Purpose purpose = *wanted;
    m_wanted.erase(wanted);
    switch (purpose) {
    case Purpose::Show:
        show(run);
        m.window->showPane(run.info.id == m_running ? MainWindow::Pane::Run : MainWindow::Pane::Results);
        break;
    case Purpose::ShowQuietly:
        if (!m.document->hasRun()) {
            show(run);
        }
        break;
    case Purpose::Resume:
        resumeRun(run);
        break;
    case Purpose::Export: {
        const auto [form, path] = m_exports.take(run.info.id);
        exportRun(run, form, path);
        break;
    }
    }
}

void RunDesk::show(const RunData &run)
{
    m.document->setRun(run);
    const std::vector<Sample> late = std::exchange(m_late, {});
    if (run.info.id == m_running && !late.empty()) {
        m.document->addSamples(late);
    }
    if (!m_running) { // a run that goes on keeps its columns
        m.live->setPlan(run.info, run.samples);
    }
}

void RunDesk::exportRun(const RunData &run, ExportForm form, const QString &path)
{
    m.window->notify(tr("Writing %1 ...").arg(path));
    RunData told = run;
    m.settings->addCalibrationTo(told.info.environment);
    m.settings->addPriceTo(told.info.costs);
    m.host->writeReport(told, reportForm(form), path);
}

void RunDesk::importResults(const QString &path)
{
    m.window->showPane(MainWindow::Pane::History);
    m_import->take(path);
}

} // namespace assay
