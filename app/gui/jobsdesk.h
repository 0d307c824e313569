// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/serverstate.h"

#include <QHash>
#include <QObject>

namespace assay {

class CatalogModel;
class EngineHost;
class MainWindow;

/// Connects what a person asks of servers (load, download, ...) with the engine, and what comes of it with the catalog
/// on the screen. The jobs go on whatever the window shows. GUI thread.
class JobsDesk final : public QObject
{
    Q_OBJECT
public:
    /// All outlive the desk.
    JobsDesk(EngineHost *host, CatalogModel *model, MainWindow *window, QObject *parent);

private:
    void begin(const std::vector<ServerOrder> &orders);
    void showProgress(int id, const TaskProgress &progress);
    void take(int id, const Result<TaskDone> &result);
    void markBusy(const ServerOrder &order, std::optional<double> fraction);

    EngineHost *m_host;
    CatalogModel *m_model;
    MainWindow *m_window;
    QHash<int, ServerOrder> m_orders;
};

} // namespace assay
