// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/serverstate.h"

#include <QObject>

class QAction;

namespace assay {

class CatalogModel;
class Dialogs;

/// What is selected in the catalog, for ServerActions.
struct CatalogSelection
{
    QList<ModelAlias> models;
    EndpointId endpoint; // that of the current row; may be empty
    bool canAsk = true; // false while a run is timed: servers are left alone
};

/// Load, unload, download, remove, start: each can be chosen where a server of the selection can do it. Asks before a
/// model is removed and before a server is started. GUI thread.
class ServerActions final : public QObject
{
    Q_OBJECT
public:
    /// `window`: what questions belong to. All outlive the actions, which are children of this.
    ServerActions(const CatalogModel *model, Dialogs *dialogs, QWidget *window);

    void setSelection(const CatalogSelection &selection);
    /// Load, unload, download, remove, start, in this order.
    const QList<QAction *> &actions() const { return m_actions; }

Q_SIGNALS:
    void ordered(const std::vector<assay::ServerOrder> &orders);

private:
    void add(ServerTask task, const QString &name, const QString &icon, const QString &tip);
    std::vector<ServerOrder> possible(ServerTask task) const;
    void trigger(ServerTask task);
    std::vector<ServerOrder> askedByName();
    bool isConfirmed(ServerTask task, const std::vector<ServerOrder> &orders);

    const CatalogModel *m_model;
    Dialogs *m_dialogs;
    QWidget *m_window;
    QList<QAction *> m_actions;
    CatalogSelection m_selection;
};

} // namespace assay
