// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/prompts.h"

#include <QObject>

#include <functional>

namespace assay {

/// One step on the prompt sets that can be taken back. Only `after`: the set is added at `index`; only `before`: it is
/// removed; both: it is replaced (found by its id).
struct PromptEdit
{
    QString text; // what was done, for the Undo menu
    int index = 0;
    std::optional<PromptSet> before, after;
    QString mergeKey; // not empty: follows an edit with the same key as one step (typing)

    PromptEdit inverted() const;
};

/// All prompt sets of the workspace and which of them is current (shown, and run). Everything that changes them goes
/// through submit(), so that it can be undone. GUI thread.
class PromptDocument final : public QObject
{
    Q_OBJECT
public:
    using Submitter = std::function<void(const PromptEdit &)>;

    explicit PromptDocument(QObject *parent = nullptr);

    const std::vector<PromptSet> &sets() const { return m_sets; }
    /// Replaces everything (a workspace was opened); the current set stays where it is still there. Not undoable.
    void setSets(std::vector<PromptSet> sets);
    int indexOf(const PromptSetId &id) const; // -1: none
    int currentIndex() const { return m_current; } // -1: there is no set
    const PromptSet *current() const;
    void setCurrentIndex(int index);

    void addSet(PromptSet set, const QString &text); // at the end; becomes current; gets an id where it has none
    void removeSet(int index, const QString &text);
    void replaceSet(int index, PromptSet set, const QString &text, const QString &mergeKey = {});

    /// Who does the edits (an undo stack): called with each edit, and calls apply(). Without one, apply() at once.
    void setSubmitter(Submitter submitter) { m_submitter = std::move(submitter); }
    void apply(const PromptEdit &edit);

Q_SIGNALS:
    void changed(); // something that must be saved
    void setsReset();
    void setInserted(int index);
    void setRemoved(int index);
    void setReplaced(int index);
    void currentChanged(int index);

private:
    void submit(const PromptEdit &edit);
    void makeCurrent(int index);

    std::vector<PromptSet> m_sets;
    int m_current = -1;
    Submitter m_submitter;
};

} // namespace assay
