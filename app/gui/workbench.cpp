// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/workbench.h"

#include "app/gui/analysisdesk.h"
#include "app/gui/calibrationdesk.h"
#include "app/gui/catalogdesk.h"
#include "app/gui/enginehost.h"
#include "app/gui/files.h"
#include "app/gui/jobsdesk.h"
#include "app/gui/promptdesk.h"
#include "app/gui/rundesk.h"
#include "app/gui/wiredesk.h"
#include "ui/common/messages.h"
#include "ui/models/modelspane.h"
#include "ui/run/runpane.h"
#include "ui/window/mainwindow.h"

#include <QDir>
#include <QFileInfo>

namespace assay {

using namespace Qt::Literals::StringLiterals;

Workbench::Workbench(Settings &settings, Dialogs &dialogs, const WorkbenchOptions &options, QObject *parent)
    : QObject(parent), m_settings(settings), m_host(std::make_unique<EngineHost>())
{
    m_window = std::make_unique<MainWindow>(
        WindowParts{&m_catalog, &m_prompts, &m_document, &m_live, &m_runs, &m_undo, &dialogs});
    m_catalogDesk = new CatalogDesk(m_host.get(), &m_catalog, &m_undo, m_window.get(), this);
    m_catalogDesk->setLooking(options.lookAround, options.namedServer);
    m_promptDesk = new PromptDesk(m_host.get(), &m_prompts, m_window.get(), this);
    m_runDesk = new RunDesk(
        {m_host.get(), &m_catalog, &m_prompts, &m_document, &m_live, &m_runs, m_window.get(), &dialogs, &settings},
        this);
    m_analysisDesk = new AnalysisDesk({m_host.get(), &m_document, m_window.get(), &m_settings, &dialogs}, this);
    new JobsDesk(m_host.get(), &m_catalog, m_window.get(), this);
    new CalibrationDesk(m_host.get(), &settings, m_window.get(), this);
    new WireDesk(m_host.get(), &m_document, m_window.get(), &dialogs, this);
    m_window->restoreLayout(settings.windowLayout());
    m_window->runPane()->setOptions(settings.runOptions());
    connectFiles();
}

Workbench::~Workbench()
{
    rememberLayout();
    m_catalogDesk->letGo(); // also where the program ends without its window having been closed
    m_promptDesk->letGo();
}

void Workbench::connectFiles()
{
    MainWindow *window = m_window.get();
    Storage *storage = &m_host->storage();
    connect(window, &MainWindow::newRequested, this, &Workbench::openNew);
    connect(window, &MainWindow::openRequested, this, &Workbench::openWorkspace);
    connect(window, &MainWindow::saveCopyRequested, storage, &Storage::copyTo);
    connect(storage, &Storage::copied, this,
            [this](const QString &path) { m_window->notify(tr("Written: %1").arg(path)); });
    connect(storage, &Storage::opened, this, &Workbench::opened);
    connect(storage, &Storage::openFailed, this, [this](const QString &, const Error &error) {
        m_catalogDesk->keep();
        m_promptDesk->keep();
        m_runDesk->setWorkspaceOpen(m_hasWorkspace);
        m_window->modelsPane()->showError(error);
        m_window->setRecent(m_settings.recentFiles());
    });
    connect(window->runPane(), &RunPane::optionsChanged, this,
            [this](const RunOptions &options) { m_settings.setRunOptions(options); });
    connect(window, &MainWindow::closing, this, &Workbench::rememberLayout);
    connect(storage, &Storage::failed, this, [this] { m_window->setUnsaved(true); });
    connect(storage, &Storage::caughtUp, this, [this] { m_window->setUnsaved(false); });
}

void Workbench::open(const QStringList &files)
{
    QString workspace;
    for (const QString &file : files) {
        if (file.endsWith(u".assay"_s)) {
            workspace = file;
        } else {
            m_waiting << file;
        }
    }
    if (workspace.isEmpty()) {
        workspace = m_settings.lastWorkspace();
        workspace = QFileInfo::exists(workspace) ? workspace : defaultWorkspacePath();
    }
    m_window->show();
    openWorkspace(workspace);
}

void Workbench::openNew(const QString &path)
{
    if (QFileInfo::exists(path)) {
        m_window->modelsPane()->showError(
            {ErrorCode::FileFailed,
             tr("%1 is there already. Open it, or choose another name.").arg(QDir::toNativeSeparators(path)),
             {}});
        return;
    }
    openWorkspace(path);
}

void Workbench::openWorkspace(const QString &path)
{
    if (m_runDesk->isRunning()) {
        m_window->notify(tr("A run is going on. Cancel it before another workspace is opened."));
        return;
    }
    m_catalogDesk->letGo();
    m_promptDesk->letGo();
    m_runDesk->setWorkspaceOpen(false);
    QDir().mkpath(QFileInfo(path).absolutePath());
    m_host->storage().open(QFileInfo(path).absoluteFilePath());
}

void Workbench::opened(const WorkspaceContent &content)
{
    m_hasWorkspace = true;
    m_undo.clear();
    m_settings.setLastWorkspace(content.path);
    m_settings.addRecentFile(content.path);
    m_window->setWorkspace(content.path);
    m_window->setRecent(m_settings.recentFiles());
    m_promptDesk->load(content.promptSets, {QString::fromUtf8(content.notes.value(promptSetNote))});
    m_catalogDesk->load(content.catalog);
    m_analysisDesk->load(content.notes.value(baselineNote));
    m_runDesk->load(content.runs, content.typicalTotals);
    for (const QString &file : std::exchange(m_waiting, {})) {
        takeFile(file);
    }
}

void Workbench::takeFile(const QString &path)
{
    const Result<QByteArray> bytes = readFile(path);
    if (!bytes) {
        m_window->modelsPane()->showError(bytes.error());
        return;
    }
    // What a file is shows in its keys; anything else is taken for prompts, whose reader says what is wrong with it.
    if (bytes->contains("\"assay.results\"")) {
        m_runDesk->importResults(path);
    } else if (bytes->contains("\"endpoints\"") || bytes->contains("\"models\"")
               || bytes->contains("\"capabilities\"")) {
        m_catalogDesk->importModels(path);
    } else {
        m_window->showPane(MainWindow::Pane::Prompts);
        m_promptDesk->importPrompts(path);
    }
}

void Workbench::rememberLayout()
{
    m_settings.setWindowLayout(m_window->saveLayout());
}

} // namespace assay
