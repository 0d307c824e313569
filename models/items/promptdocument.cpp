// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/promptdocument.h"

#include <QUuid>

#include <algorithm>

namespace assay {

PromptEdit PromptEdit::inverted() const
{
    return {text, index, after, before, mergeKey};
}

PromptDocument::PromptDocument(QObject *parent) : QObject(parent)
{
}

void PromptDocument::setSets(std::vector<PromptSet> sets)
{
    const PromptSetId shown = current() ? current()->id : PromptSetId();
    m_sets = std::move(sets);
    const int still = indexOf(shown);
    m_current = m_sets.empty() ? -1 : std::max(0, still);
    Q_EMIT setsReset();
    Q_EMIT currentChanged(m_current);
}

int PromptDocument::indexOf(const PromptSetId &id) const
{
    const auto it = std::find_if(m_sets.begin(), m_sets.end(), [&](const PromptSet &set) { return set.id == id; });
    return it == m_sets.end() ? -1 : static_cast<int>(it - m_sets.begin());
}

const PromptSet *PromptDocument::current() const
{
    return m_current < 0 ? nullptr : &m_sets[static_cast<size_t>(m_current)];
}

void PromptDocument::setCurrentIndex(int index)
{
    if (index != m_current && index >= 0 && index < static_cast<int>(m_sets.size())) {
        makeCurrent(index);
    }
}

void PromptDocument::addSet(PromptSet set, const QString &text)
{
    if (set.id.isEmpty() || indexOf(set.id) >= 0) {
        set.id = {QUuid::createUuid().toString(QUuid::WithoutBraces)};
    }
    submit({text, static_cast<int>(m_sets.size()), std::nullopt, std::move(set), {}});
}

void PromptDocument::removeSet(int index, const QString &text)
{
    if (index >= 0 && index < static_cast<int>(m_sets.size())) {
        submit({text, index, m_sets[static_cast<size_t>(index)], std::nullopt, {}});
    }
}

void PromptDocument::replaceSet(int index, PromptSet set, const QString &text, const QString &mergeKey)
{
    if (index < 0 || index >= static_cast<int>(m_sets.size()) || m_sets[static_cast<size_t>(index)] == set) {
        return;
    }
    const PromptSet &before = m_sets[static_cast<size_t>(index)];
    set.id = before.id;
    submit({text, index, before, std::move(set), mergeKey});
}

void PromptDocument::submit(const PromptEdit &edit)
{
    if (m_submitter) {
        m_submitter(edit);
    } else {
        apply(edit);
    }
}

void PromptDocument::apply(const PromptEdit &edit)
{
    if (edit.before && edit.after) {
        const int index = indexOf(edit.before->id);
        if (index < 0) {
            return;
        }
        m_sets[static_cast<size_t>(index)] = *edit.after;
        Q_EMIT setReplaced(index);
        setCurrentIndex(index); // a step taken back is seen
    } else if (edit.after) {
        const int index = std::clamp(edit.index, 0, static_cast<int>(m_sets.size()));
        m_sets.insert(m_sets.begin() + index, *edit.after);
        m_current += m_current >= index ? 1 : 0;
        Q_EMIT setInserted(index);
        makeCurrent(index);
    } else if (edit.before) {
        const int index = indexOf(edit.before->id);
        if (index < 0) {
            return;
        }
        m_sets.erase(m_sets.begin() + index);
        const int last = static_cast<int>(m_sets.size()) - 1;
        const bool wasCurrent = index == m_current;
        m_current = std::min(m_current - (index < m_current ? 1 : 0), last);
        Q_EMIT setRemoved(index);
        if (wasCurrent) {
            Q_EMIT currentChanged(m_current);
        }
    }
    Q_EMIT changed();
}

void PromptDocument::makeCurrent(int index)
{
    m_current = index;
    Q_EMIT currentChanged(index);
}

} // namespace assay
