// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/items/catalogmodel.h"

#include <QWidget>

#include <memory>

class QUndoStack;

namespace assay {

class Dialogs;

/// The models: endpoints and what they offer, ticked for the next run; filter, details, and everything one does to a
/// catalog by hand (undoable). Asks the composition for what needs the network or the disk. GUI thread.
class ModelsPane : public QWidget
{
    Q_OBJECT
public:
    ModelsPane(CatalogModel *model, Dialogs *dialogs, QUndoStack *undo, QWidget *parent = nullptr);
    ~ModelsPane() override;

    void focusFilter();
    /// The actions of the pane, for menus ("addServer", "addModel", "editEntry", "removeEntry", "refreshModels",
    /// "probeModels", "importCatalog", "exportCatalog"); nullptr for another name.
    QAction *action(const QString &objectName) const;

public Q_SLOTS:
    void setBusy(bool listing); // endpoints are being asked what they offer
    void setProbing(int done, int total); // total 0, or done == total: no probing goes on
    void showError(const assay::Error &error);
    void showNotice(const QString &text);
    void clearMessage();

Q_SIGNALS:
    void refreshRequested();
    void probeRequested(const QList<assay::ModelAlias> &aliases);
    void cancelProbeRequested();
    void startPracticeRequested();
    void lookAgainRequested(); // at the ports of this machine
    void importRequested(const QString &path);
    void exportRequested(const QString &path);

protected:
    void changeEvent(QEvent *event) override;

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace assay
