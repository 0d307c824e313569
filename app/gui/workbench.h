// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engine/settings/settings.h"
#include "models/items/catalogmodel.h"
#include "models/items/liverunmodel.h"
#include "models/items/promptdocument.h"
#include "models/items/rundocument.h"
#include "models/items/runlistmodel.h"

#include <QObject>
#include <QUndoStack>
#include <QUrl>

#include <memory>

namespace assay {

class AnalysisDesk;
class CatalogDesk;
class Dialogs;
class EngineHost;
class MainWindow;
class PromptDesk;
class RunDesk;
struct WorkspaceContent;

struct WorkbenchOptions
{
    bool lookAround = true; // for servers on this machine's well-known ports
    QUrl namedServer = {}; // one more to look at; what is no server's address is passed over
};

/// The whole program behind main(): makes engine, models and window, connects them, opens the workspace. GUI thread.
class Workbench final : public QObject
{
    Q_OBJECT
public:
    /// `settings` and `dialogs` outlive the workbench; tests pass their own.
    Workbench(Settings &settings, Dialogs &dialogs, const WorkbenchOptions &options = {}, QObject *parent = nullptr);
    ~Workbench() override;

    /// Opens the workspace among `files`, else the last one, else the default one; then takes the other files in
    /// (models.json, prompts.json, results.json). Shows the window.
    void open(const QStringList &files);
    MainWindow *window() const { return m_window.get(); }
    EngineHost *host() const { return m_host.get(); }
    RunDocument *document() { return &m_document; }

private:
    void connectFiles();
    void openNew(const QString &path);
    void openWorkspace(const QString &path);
    void opened(const WorkspaceContent &content);
    void takeFile(const QString &path);
    void rememberLayout();

    Settings &m_settings;
    std::unique_ptr<EngineHost> m_host;
    QUndoStack m_undo;
    CatalogModel m_catalog;
    PromptDocument m_prompts;
    RunDocument m_document;
    LiveRunModel m_live;
    RunListModel m_runs;
    std::unique_ptr<MainWindow> m_window;
    CatalogDesk *m_catalogDesk;
    PromptDesk *m_promptDesk;
    RunDesk *m_runDesk;
    AnalysisDesk *m_analysisDesk;
    bool m_hasWorkspace = false;
    QStringList m_waiting; // files to take in once the workspace is open
};

} // namespace assay
