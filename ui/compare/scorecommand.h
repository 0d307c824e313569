// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/score.h"

#include <QUndoCommand>

#include <functional>

namespace assay {

class RunDocument;

/// One change of a score, forth and back. GUI thread.
class ScoreCommand final : public QUndoCommand
{
public:
    using Save = std::function<void(const Score &)>;

    /// `document` and what `save` needs outlive the command. `mergeable`: typing goes on in the command before.
    ScoreCommand(RunDocument *document, Save save, const Score &before, const Score &after, const QString &what,
                 bool mergeable);

    void undo() override;
    void redo() override;
    int id() const override;
    bool mergeWith(const QUndoCommand *other) override;

private:
    void put(const Score &score);

    RunDocument *m_document;
    Save m_save;
    Score m_before;
    Score m_after;
    bool m_mergeable;
};

} // namespace assay
