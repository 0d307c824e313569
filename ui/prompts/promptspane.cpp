// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/prompts/promptspane.h"

namespace assay {

struct PromptsPane::Private
{
};
PromptsPane::PromptsPane(PromptDocument *, QUndoStack *, Dialogs *, QWidget *parent)
    : QWidget(parent)
    , d(std::make_unique<Private>())
{
}
PromptsPane::~PromptsPane() = default;
QAction *PromptsPane::action(const QString &) const
{
    return nullptr;
}
void PromptsPane::showImport(const QString &, const QByteArray &) {}
void PromptsPane::showError(const Error &) {}
void PromptsPane::dragEnterEvent(QDragEnterEvent *) {}
void PromptsPane::dropEvent(QDropEvent *) {}

} // namespace assay
