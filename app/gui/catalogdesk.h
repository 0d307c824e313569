// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/catalog.h"
#include "models/domain/probe.h"

#include <QObject>

class QTimer;
class QUndoStack;

namespace assay {

class CatalogModel;
class EngineHost;
class MainWindow;

/// Connects the catalog on the screen with the servers and the workspace file: looks around on start, lists, probes,
/// starts the practice server, reads and writes models.json. GUI thread.
class CatalogDesk final : public QObject
{
    Q_OBJECT
public:
    /// All outlive the desk.
    CatalogDesk(EngineHost *host, CatalogModel *model, QUndoStack *undo, MainWindow *window, QObject *parent);
    /// Whether to look around at this machine's well-known ports, and at `named`, which may be empty.
    void setLooking(bool lookAround, const QUrl &named);

    /// The catalog of a workspace just opened; then looks what is there.
    void load(const Catalog &catalog);
    void importModels(const QString &path);
    void exportModels(const QString &path);
    /// Asks all known endpoints and the well-known ports of this machine.
    void refresh();

    /// Another workspace is about to be opened: saves what is pending into the one that is open, then saves nothing
    /// until load(); or until `keep()`, when the other one could not be opened.
    void letGo();
    void keep() { m_loaded = m_hasLoaded; }

private:
    void connectHost();
    void connectPane();
    void startPractice();
    void addPractice(const QUrl &url);
    void takeListing(const EndpointListing &listing);
    void probe(QList<ModelAlias> aliases);
    void tryOut(const PlannedModel &asked, const QString &prompt);
    void watch();
    void save();
    void refreshBusy();

    EngineHost *m_host;
    CatalogModel *m_model;
    QUndoStack *m_undo;
    MainWindow *m_window;
    QTimer *m_saveTimer;
    bool m_loaded = false; // what is on the screen is what the open file holds
    bool m_hasLoaded = false;
    bool m_lookAround = false;
    QUrl m_namedServer; // looked at besides
    std::vector<Endpoint> m_watched; // for servers that appear and go
    int m_probing = 0;
    int m_probed = 0;
    int m_trial = 0; // the number of the last one
    bool m_listing = false;
    bool m_looking = false;
    bool m_tickPractice = false; // the person pressed the button: everything can be tried at once
};

} // namespace assay
