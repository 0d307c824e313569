// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/plan.h"
#include "models/domain/sample.h"

#include <QObject>
#include <QPointer>

class QUndoStack;
class QWidget;

namespace assay {

class CatalogModel;
class EndpointDialog;
class KeychainDialog;
struct Error;

/// Changes of the catalog by hand: opens the dialogs and puts each change on the undo stack. GUI thread.
class CatalogEditor final : public QObject
{
    Q_OBJECT
public:
    /// `window`: what the dialogs belong to.
    CatalogEditor(CatalogModel *model, QUndoStack *undo, QWidget *window);
    void addEndpoint();
    void addModel(const EndpointId &endpoint);
    void editEndpoint(const Endpoint &endpoint); // an empty id: a new one
    void editModel(const Model &model); // an empty alias: a new one
    void remove(const QList<ModelAlias> &models, const QList<EndpointId> &endpoints);
    /// What came of storeKeyRequested() or removeKeyRequested().
    void keychainChanged(const QString &name);
    void keychainFailed(const Error &error);
    /// What came of trialRequested().
    void showTrialText(const QString &text);
    void showTrialEnd(const Sample &sample);

Q_SIGNALS:
    void trialRequested(const assay::PlannedModel &asked, const QString &prompt);
    void cancelTrialRequested();
    void storeKeyRequested(const QString &name, const QByteArray &key);
    void removeKeyRequested(const QString &name);
    void endpointSaved(const assay::EndpointId &id);
    void modelSaved(const assay::ModelAlias &alias);

private:
    void openKeychain(EndpointDialog *from, const QString &name);
    void saveEndpoint(const Endpoint &edited, const EndpointId &was);
    void saveModel(const Model &edited, const ModelAlias &was);
    void change(const QString &text, Catalog after);

    CatalogModel *m_model;
    QUndoStack *m_undo;
    QWidget *m_window;
    QPointer<KeychainDialog> m_keychain; // while it is open
    QPointer<EndpointDialog> m_endpoint; // while it is open
};

} // namespace assay
