// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/catalogeditor.h"

#include <QUndoStack>
#include <QWidget>

#include "models/items/catalogmodel.h"
#include "ui/models/catalogcommand.h"
#include "ui/models/endpointdialog.h"
#include "ui/models/keychaindialog.h"
#include "ui/models/modeldialog.h"

namespace assay {

namespace {

/// What a person described lists no models; where it takes no model's name either, there is just one.
void addOnlyModel(Catalog &catalog, const Endpoint &endpoint)
{
    if (listsModels(endpoint.kind) || takesModelName(endpoint)) {
        return;
    }
    Model only;
    only.alias = catalog.freeAlias(endpoint.id.value);
    only.serverId = only.alias.value;
    only.endpoint = endpoint.id;
    only.ticked = true;
    catalog.models.push_back(only);
}

} // namespace

CatalogEditor::CatalogEditor(CatalogModel *model, QUndoStack *undo, QWidget *window)
    : QObject(window), m_model(model), m_undo(undo), m_window(window)
{
}

void CatalogEditor::addEndpoint()
{
    editEndpoint({});
}

void CatalogEditor::addModel(const EndpointId &endpoint)
{
    Model fresh;
    fresh.endpoint = endpoint;
    fresh.ticked = true; // a model added by hand is meant to run
    editModel(fresh);
}

void CatalogEditor::editEndpoint(const Endpoint &endpoint)
{
    auto *dialog = new EndpointDialog(m_model->catalog(), endpoint, m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this,
            [this, dialog, was = endpoint.id] { saveEndpoint(dialog->endpoint(), was); });
    connect(dialog, &EndpointDialog::keychainRequested, this,
            [this, dialog](const QString &name) { openKeychain(dialog, name); });
    connect(dialog, &EndpointDialog::trialRequested, this, &CatalogEditor::trialRequested);
    connect(dialog, &EndpointDialog::cancelTrialRequested, this, &CatalogEditor::cancelTrialRequested);
    m_endpoint = dialog;
    dialog->open();
}

void CatalogEditor::openKeychain(EndpointDialog *from, const QString &name)
{
    m_keychain = new KeychainDialog(name, from);
    m_keychain->setAttribute(Qt::WA_DeleteOnClose);
    connect(m_keychain, &KeychainDialog::storeRequested, this, &CatalogEditor::storeKeyRequested);
    connect(m_keychain, &KeychainDialog::removeRequested, this, &CatalogEditor::removeKeyRequested);
    connect(m_keychain, &QDialog::accepted, from, [this, from] { from->takeKeyFromKeychain(m_keychain->name()); });
    m_keychain->open();
}

void CatalogEditor::keychainChanged(const QString &name)
{
    if (m_keychain) {
        m_keychain->changed(name);
    }
}

void CatalogEditor::keychainFailed(const Error &error)
{
    if (m_keychain) {
        m_keychain->failed(error);
    }
}

void CatalogEditor::showTrialText(const QString &text)
{
    if (m_endpoint) {
        m_endpoint->trial()->addText(text);
    }
}

void CatalogEditor::showTrialEnd(const Sample &sample)
{
    if (m_endpoint) {
        m_endpoint->trial()->end(sample);
    }
}

void CatalogEditor::editModel(const Model &model)
{
    auto *dialog = new ModelDialog(m_model->catalog(), model, m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog, was = model.alias] { saveModel(dialog->model(), was); });
    dialog->open();
}

void CatalogEditor::saveEndpoint(const Endpoint &edited, const EndpointId &was)
{
    Catalog after = m_model->catalog();
    Endpoint *known = was.isEmpty() ? nullptr : after.endpoint(was);
    if (known) {
        *known = edited;
        for (Model &model : after.models) { // they move along when it is renamed
            model.endpoint = model.endpoint == was ? edited.id : model.endpoint;
        }
    } else {
        after.endpoints.push_back(edited);
        addOnlyModel(after, edited);
    }
    change(known ? tr("Edit server") : tr("Add server"), std::move(after));
    Q_EMIT endpointSaved(edited.id);
}

void CatalogEditor::saveModel(const Model &edited, const ModelAlias &was)
{
    Catalog after = m_model->catalog();
    Model *known = was.isEmpty() ? nullptr : after.model(was);
    if (known) {
        // A tick set while the dialog was open stays.
        const bool ticked = known->ticked;
        *known = edited;
        known->ticked = ticked;
    } else {
        after.models.push_back(edited);
    }
    change(known ? tr("Edit model") : tr("Add model"), std::move(after));
    Q_EMIT modelSaved(edited.alias);
}

void CatalogEditor::remove(const QList<ModelAlias> &models, const QList<EndpointId> &endpoints)
{
    Catalog after = m_model->catalog();
    std::erase_if(after.models, [&](const Model &model) {
        const Endpoint *home = m_model->endpointOf(model);
        return models.contains(model.alias) || (home && endpoints.contains(home->id));
    });
    std::erase_if(after.endpoints, [&](const Endpoint &endpoint) { return endpoints.contains(endpoint.id); });
    if (!(after == m_model->catalog())) {
        change(endpoints.isEmpty() ? tr("Remove models") : tr("Remove server"), std::move(after));
    }
}

void CatalogEditor::change(const QString &text, Catalog after)
{
    m_undo->push(new CatalogCommand(m_model, std::move(after), text));
}

} // namespace assay
