// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/modelspane.h"

namespace assay {

struct ModelsPane::Private
{
};
ModelsPane::ModelsPane(CatalogModel *, Dialogs *, QUndoStack *, QWidget *parent)
    : QWidget(parent)
    , d(std::make_unique<Private>())
{
}
ModelsPane::~ModelsPane() = default;
void ModelsPane::focusFilter() {}
QAction *ModelsPane::action(const QString &) const
{
    return nullptr;
}
void ModelsPane::setBusy(bool) {}
void ModelsPane::setProbing(int, int) {}
void ModelsPane::showError(const Error &) {}
void ModelsPane::showNotice(const QString &) {}
void ModelsPane::clearMessage() {}
void ModelsPane::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
}

} // namespace assay
