// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/compare/scorecommand.h"

#include "models/items/rundocument.h"

namespace assay {

ScoreCommand::ScoreCommand(RunDocument *document, Save save, const Score &before, const Score &after,
                           const QString &what, bool mergeable)
    : QUndoCommand(what)
    , m_document(document)
    , m_save(std::move(save))
    , m_before(before)
    , m_after(after)
    , m_mergeable(mergeable)
{
}

void ScoreCommand::undo()
{
    put(m_before);
}

void ScoreCommand::redo()
{
    put(m_after);
}

int ScoreCommand::id() const
{
    return m_mergeable ? 0x5c04e : -1;
}

bool ScoreCommand::mergeWith(const QUndoCommand *other)
{
    const auto *next = static_cast<const ScoreCommand *>(other); // the same id()
    if (next->m_after.run != m_after.run || next->m_after.sample != m_after.sample) {
        return false;
    }
    m_after = next->m_after;
    return true;
}

/// The document takes it only where it still shows the score's run; saved it is in any case.
void ScoreCommand::put(const Score &score)
{
    m_document->setScore(score);
    m_save(score);
}

} // namespace assay
