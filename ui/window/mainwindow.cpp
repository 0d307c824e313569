// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/mainwindow.h"

#include "models/domain/numbertext.h"
#include "models/items/rundocument.h"
#include "ui/common/dialogs.h"
#include "ui/compare/comparepane.h"
#include "ui/models/modelspane.h"
#include "ui/models/serveractions.h"
#include "ui/prompts/promptspane.h"
#include "ui/results/resultspane.h"
#include "ui/run/runpane.h"
#include "ui/theme/theme.h"
#include "ui/window/clockbutton.h"
#include "ui/window/exportname.h"
#include "ui/window/helpwindow.h"
#include "ui/window/runbar.h"

#include <QAction>
#include <QCloseEvent>
#include <QDataStream>
#include <QDockWidget>
#include <QFileInfo>
#include <QLabel>
#include <QMenu>
#include <QProgressBar>
#include <QScreen>
#include <QStatusBar>
#include <QTabBar>
#include <QTabWidget>
#include <QTimer>
#include <QUndoStack>

namespace assay {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int layoutVersion = 2;

QStringList paneNames()
{
    return {MainWindow::tr("Prompts"), MainWindow::tr("Run"), MainWindow::tr("Compare"), MainWindow::tr("Results"),
            MainWindow::tr("History")};
}

QString progressText(const RunProgress &progress)
{
    QString text = MainWindow::tr("%1 of %2 done").arg(progress.done).arg(progress.planned);
    if (progress.failed > 0) {
        text += MainWindow::tr(", %n failed", nullptr, progress.failed);
    }
    if (progress.skipped > 0) {
        text += MainWindow::tr(", %n skipped", nullptr, progress.skipped);
    }
    if (progress.timeLeft && progress.done < progress.planned) {
        text += MainWindow::tr(", %1 left").arg(aboutText(*progress.timeLeft));
    }
    return text;
}

} // namespace

MainWindow::MainWindow(const WindowParts &parts, QWidget *parent)
    : QMainWindow(parent), m_document(parts.document), m_dialogs(parts.dialogs)
{
    setObjectName(u"mainWindow"_s);
    setWindowIcon(theme::applicationIcon());
    buildPanes(parts);
    m_menus = Menus::build(this, paneNames(), parts.undo->createUndoAction(this), parts.undo->createRedoAction(this));
    m_menus.server->addActions(m_models->serverActions()->actions());
    m_bar = new RunBar(m_menus.start, m_menus.pause, m_menus.cancel, this);
    addToolBar(m_bar);
    buildStatusLine();
    connectFile();
    connectRun();
    connectView();
    setRunState({});
    setWorkspace({});
    // Room for the frame that the window manager adds, also on a screen of just that size.
    resize(QSize(1280, 800).boundedTo(screen()->availableSize() - QSize(theme::gap(2), theme::gap(6))));
    m_firstLayout = saveLayout();
}

void MainWindow::buildPanes(const WindowParts &parts)
{
    m_models = new ModelsPane(parts.catalog, parts.dialogs, parts.undo, this);
    m_prompts = new PromptsPane(parts.prompts, parts.undo, parts.dialogs, this);
    m_run = new RunPane(parts.document, parts.live, this);
    m_compare = new ComparePane(parts.document, parts.undo, {}, this);
    m_results = new ResultsPane(parts.document, this);
    m_history = new HistoryPane(parts.runs, parts.undo, this);

    m_dock = new QDockWidget(tr("Models"), this);
    m_dock->setObjectName(u"modelsDock"_s);
    m_dock->setFeatures(QDockWidget::DockWidgetMovable | QDockWidget::DockWidgetClosable);
    m_dock->setAllowedAreas(Qt::LeftDockWidgetArea | Qt::RightDockWidgetArea);
    m_dock->setWidget(m_models);
    addDockWidget(Qt::LeftDockWidgetArea, m_dock);

    m_tabs = new QTabWidget(this);
    m_tabs->setObjectName(u"panes"_s);
    m_tabs->setDocumentMode(true);
    m_tabs->tabBar()->setObjectName(u"paneTabs"_s);
    m_tabs->tabBar()->setAccessibleName(tr("Panes"));
    const QStringList names = paneNames();
    const QList<QWidget *> panes{m_prompts, m_run, m_compare, m_results, m_history};
    for (qsizetype i = 0; i < panes.size(); ++i) {
        m_tabs->addTab(panes.at(i), names.at(i));
        m_tabs->setTabToolTip(int(i), tr("%1 (Ctrl+%2)").arg(names.at(i)).arg(i + 1));
    }
    setCentralWidget(m_tabs);
    resizeDocks({m_dock}, {390}, Qt::Horizontal);
}

void MainWindow::buildStatusLine()
{
    m_progressText = new QLabel(this);
    m_progressText->setObjectName(u"progressText"_s);
    m_progress = new QProgressBar(this);
    m_progress->setObjectName(u"overallProgress"_s);
    m_progress->setAccessibleName(tr("Progress of the run"));
    m_progress->setMaximumWidth(theme::gap(24));
    m_progress->setTextVisible(false);
    m_progress->hide();
    statusBar()->setObjectName(u"statusLine"_s);
    statusBar()->addPermanentWidget(m_progressText);
    statusBar()->addPermanentWidget(m_progress);
    m_clock = new ClockButton(this);
    statusBar()->addPermanentWidget(m_clock);
    connect(m_clock, &QToolButton::clicked, this, &MainWindow::calibrateRequested);
    connect(m_compare, &ComparePane::linkHovered, this, [this](const QString &url) {
        url.isEmpty() ? statusBar()->clearMessage() : statusBar()->showMessage(url);
    });
}

void MainWindow::connectFile()
{
    const QString workspaces = tr("Assay workspaces (*.assay)");
    connect(m_menus.newWorkspace, &QAction::triggered, this, [this, workspaces] {
        const QString path = m_dialogs->saveFile(this, tr("New workspace"), u"workspace.assay"_s, workspaces);
        path.isEmpty() ? void() : newRequested(path);
    });
    connect(m_menus.open, &QAction::triggered, this, [this, workspaces] {
        const QString path = m_dialogs->openFile(this, tr("Open workspace"), workspaces);
        path.isEmpty() ? void() : openRequested(path);
    });
    connect(m_menus.saveCopy, &QAction::triggered, this, [this, workspaces] {
        const QString path = m_dialogs->saveFile(this, tr("Save a copy"), u"copy.assay"_s, workspaces);
        path.isEmpty() ? void() : saveCopyRequested(path);
    });
    connect(m_menus.importModels, &QAction::triggered, m_models->action(u"importCatalog"_s), &QAction::trigger);
    connect(m_menus.importPrompts, &QAction::triggered, m_prompts->action(u"importPrompts"_s), &QAction::trigger);
    connect(m_menus.importResults, &QAction::triggered, this, [this] {
        const QString path = m_dialogs->openFile(this, tr("Import results"), tr("Results (*.json)"));
        path.isEmpty() ? void() : importResultsRequested(path);
    });
    connect(m_menus.compareWith, &QAction::triggered, this, [this] {
        showPane(Pane::Results);
        Q_EMIT m_results->baselineFileWanted();
    });
    connect(m_menus.exportModels, &QAction::triggered, m_models->action(u"exportCatalog"_s), &QAction::trigger);
    connect(m_menus.exportPrompts, &QAction::triggered, m_prompts->action(u"exportPrompts"_s), &QAction::trigger);
    connect(m_menus.exportMarkdown, &QAction::triggered, this, [this] { exportAs(ExportForm::Markdown); });
    connect(m_menus.exportCsv, &QAction::triggered, this, [this] { exportAs(ExportForm::CsvSamples); });
    connect(m_menus.exportCsvSummary, &QAction::triggered, this, [this] { exportAs(ExportForm::CsvSummary); });
    connect(m_menus.exportJson, &QAction::triggered, this, [this] { exportAs(ExportForm::Json); });
    connect(m_menus.quit, &QAction::triggered, this, &QWidget::close);
    connect(m_document, &RunDocument::replaced, this, &MainWindow::refreshExport);
    refreshExport();
}

void MainWindow::refreshExport()
{
    for (QAction *action : {m_menus.exportMarkdown, m_menus.exportCsv, m_menus.exportCsvSummary, m_menus.exportJson}) {
        action->setEnabled(m_document->hasRun());
    }
}

QString MainWindow::askExportPath(ExportForm form, const QString &runName)
{
    return m_dialogs->saveFile(this, tr("Export"), QString(fileNameOf(runName) + endingOf(form)), filterOf(form));
}

void MainWindow::exportAs(ExportForm form)
{
    const QString path = askExportPath(form, m_document->run()->info.name);
    if (!path.isEmpty()) {
        Q_EMIT exportReportRequested(form, path);
    }
}

void MainWindow::connectRun()
{
    connect(m_menus.start, &QAction::triggered, this, &MainWindow::startRequested);
    connect(m_run, &RunPane::startRequested, this, &MainWindow::startRequested);
    connect(m_history, &HistoryPane::startRequested, this, &MainWindow::startRequested);
    connect(m_menus.pause, &QAction::triggered, this,
            [this] { m_state == RunState::Paused ? Q_EMIT resumeRequested() : Q_EMIT pauseRequested(); });
    connect(m_menus.cancel, &QAction::triggered, this, &MainWindow::cancelRequested);
    connect(m_menus.probe, &QAction::triggered, this, &MainWindow::probeRequested);
    connect(m_menus.refresh, &QAction::triggered, this, &MainWindow::refreshRequested);
    connect(m_menus.practice, &QAction::triggered, this, &MainWindow::practiceRequested);
    connect(m_results, &ResultsPane::compareRequested, this, [this](const SampleId &sample) {
        showPane(Pane::Compare);
        m_compare->showSample(sample);
    });
}

void MainWindow::connectView()
{
    for (qsizetype i = 0; i < m_menus.panes.size(); ++i) {
        connect(m_menus.panes.at(i), &QAction::triggered, this, [this, i] { showPane(Pane(int(i))); });
    }
    connect(m_menus.models, &QAction::triggered, this, [this] {
        m_dock->show();
        m_models->setFocus(Qt::ShortcutFocusReason);
    });
    connect(m_menus.find, &QAction::triggered, this, [this] {
        m_dock->show();
        m_models->focusFilter();
    });
    connect(m_menus.resetLayout, &QAction::triggered, this, [this] { restoreLayout(m_firstLayout); });
    connect(m_menus.help, &QAction::triggered, this, [this] {
        const bool onModels = m_models->isAncestorOf(focusWidget());
        const int pane = onModels ? -1 : m_tabs->currentIndex();
        openHelp(onModels ? m_dock->windowTitle() : m_tabs->tabText(pane), HelpWindow::paneText(pane));
    });
    connect(m_menus.calibrate, &QAction::triggered, this, &MainWindow::calibrateRequested);
    connect(m_menus.energyPrice, &QAction::triggered, this, &MainWindow::energyPriceRequested);
    connect(m_menus.measuring, &QAction::triggered, this,
            [this] { openHelp(tr("How Assay measures"), HelpWindow::measuringText(), HelpWindow::Form::Markdown); });
    connect(m_menus.ownModels, &QAction::triggered, this,
            [this] { openHelp(tr("Models of your own"), HelpWindow::ownModelsText(), HelpWindow::Form::Markdown); });
    connect(m_menus.keys, &QAction::triggered, this, [this] { openHelp(tr("Keyboard"), HelpWindow::keysText()); });
    connect(m_menus.about, &QAction::triggered, this, [this] { openHelp(tr("About Assay"), HelpWindow::aboutText()); });
}

void MainWindow::openHelp(const QString &heading, const QString &text, HelpWindow::Form form)
{
    auto *window = new HelpWindow(heading, text, this, form);
    window->show();
}

void MainWindow::showPane(Pane pane)
{
    m_tabs->setCurrentIndex(int(pane));
    m_tabs->currentWidget()->setFocus(Qt::ShortcutFocusReason);
}

void MainWindow::setWorkspace(const QString &path)
{
    setWindowTitle(path.isEmpty() ? tr("Assay") : tr("Assay - %1").arg(QFileInfo(path).fileName()));
    setWindowFilePath(path);
}

void MainWindow::setRecent(const QStringList &paths)
{
    m_menus.recent->clear();
    for (const QString &path : paths) {
        QAction *action = m_menus.recent->addAction(QFileInfo(path).fileName());
        action->setToolTip(path);
        connect(action, &QAction::triggered, this, [this, path] { Q_EMIT openRequested(path); });
    }
    m_menus.recent->setEnabled(!paths.isEmpty());
    m_menus.recent->setToolTipsVisible(true);
}

void MainWindow::setPlan(const QString &text, bool canStart)
{
    m_canStart = canStart;
    m_bar->setPlanText(text);
    m_run->setPlanText(text, canStart);
    m_menus.start->setEnabled(canStart && !m_state);
    m_menus.start->setToolTip(canStart ? tr("Start (Ctrl+Return)") : text);
}

void MainWindow::setRunState(std::optional<RunState> state)
{
    m_state = state;
    const bool paused = state == RunState::Paused;
    m_menus.start->setEnabled(m_canStart && !state);
    m_menus.pause->setEnabled(state.has_value());
    m_menus.cancel->setEnabled(state.has_value());
    m_menus.pause->setText(paused ? tr("Res&ume") : tr("&Pause"));
    theme::setIcon(m_menus.pause, paused ? u"play"_s : u"pause"_s, this);
    m_run->setRunning(state.has_value());
    // Whatever else talks to the servers would be timed with the run.
    m_models->setRunning(state.has_value());
    for (QAction *action : {m_menus.probe, m_menus.refresh, m_menus.practice}) {
        action->setEnabled(!state);
    }
    m_progress->setVisible(state.has_value());
    if (!state) {
        m_lastProgress.timeLeft.reset(); // nothing is waited for any more
        m_progressText->setText(m_lastProgress.planned > 0 ? progressText(m_lastProgress) : QString{});
    }
    if (!state && m_closeWhenDone) {
        m_closeWhenDone = false;
        QTimer::singleShot(0, this, &QWidget::close);
    }
}

void MainWindow::setProgress(const RunProgress &progress)
{
    m_lastProgress = progress;
    m_progress->setMaximum(qMax(1, progress.planned));
    m_progress->setValue(progress.done);
    const QString text = progressText(progress);
    m_progressText->setText(m_state == RunState::Paused ? tr("paused: %1").arg(text) : text);
}

void MainWindow::notify(const QString &text)
{
    statusBar()->showMessage(text, 8000);
}

QByteArray MainWindow::saveLayout() const
{
    QByteArray bytes;
    QDataStream out(&bytes, QIODevice::WriteOnly);
    out << layoutVersion << saveGeometry() << saveState(layoutVersion) << m_run->saveState() << m_results->saveState()
        << m_tabs->currentIndex() << m_models->saveState();
    return bytes;
}

void MainWindow::restoreLayout(const QByteArray &layout)
{
    int version = 0;
    QByteArray geometry, state, run, results, models;
    int pane = 0;
    QDataStream in(layout);
    in >> version >> geometry >> state >> run >> results >> pane >> models;
    if (in.status() != QDataStream::Ok || version != layoutVersion) {
        return;
    }
    if (layout != m_firstLayout) {
        restoreGeometry(geometry);
    }
    restoreState(state, layoutVersion);
    m_run->restoreState(run);
    m_results->restoreState(results);
    m_models->restoreState(models);
    m_tabs->setCurrentIndex(pane);
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    if (m_state) {
        askBeforeClosing(event);
        if (!event->isAccepted()) {
            return;
        }
    }
    if (m_unsaved && !mayLoseUnsaved()) {
        event->ignore();
        return;
    }
    Q_EMIT closing();
    QMainWindow::closeEvent(event);
}

bool MainWindow::mayLoseUnsaved()
{
    return m_dialogs->ask(this, tr("Not everything could be saved."),
                          tr("Assay goes on trying. Make room on the disk and wait a moment, or close and lose what is "
                             "not saved yet."),
                          {tr("Close and lose it"), tr("Stay here")})
        == 0;
}

void MainWindow::askBeforeClosing(QCloseEvent *event)
{
    const int answer = m_dialogs->ask(this, tr("A run is going on."),
                                      tr("What has finished is saved already. Cancel the rest, or let it go on in the "
                                         "background and close when it is done?"),
                                      {tr("Cancel the run"), tr("Go on in the background"), tr("Stay here")});
    event->setAccepted(answer == 0);
    if (answer == 0) {
        Q_EMIT cancelRequested();
    } else if (answer == 1) {
        m_closeWhenDone = true;
        if (m_state == RunState::Paused) {
            Q_EMIT resumeRequested(); // else it would never be done
        }
        hide();
    }
}

} // namespace assay
