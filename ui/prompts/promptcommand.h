// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/items/promptdocument.h"

#include <QUndoCommand>

namespace assay {

/// One step on the prompt sets, forth and back; typing in one field of one prompt is one step. GUI thread.
class PromptCommand final : public QUndoCommand
{
public:
    /// `document` outlives the command.
    PromptCommand(PromptDocument *document, const PromptEdit &edit);

    void undo() override;
    void redo() override;
    int id() const override;
    bool mergeWith(const QUndoCommand *other) override;

private:
    PromptDocument *m_document;
    PromptEdit m_edit;
};

} // namespace assay
