// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/prompts/promptcommand.h"

namespace assay {

PromptCommand::PromptCommand(PromptDocument *document, const PromptEdit &edit)
    : QUndoCommand(edit.text), m_document(document), m_edit(edit)
{
}

void PromptCommand::undo()
{
    m_document->apply(m_edit.inverted());
}

void PromptCommand::redo()
{
    m_document->apply(m_edit);
}

int PromptCommand::id() const
{
    constexpr int promptCommands = 2;
    return m_edit.mergeKey.isEmpty() ? -1 : promptCommands;
}

bool PromptCommand::mergeWith(const QUndoCommand *other)
{
    const auto *next = static_cast<const PromptCommand *>(other); // the same id
    if (next->m_edit.mergeKey != m_edit.mergeKey) {
        return false;
    }
    m_edit.after = next->m_edit.after;
    return true;
}

} // namespace assay
