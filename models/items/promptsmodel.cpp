// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/promptsmodel.h"

#include <algorithm>

#include "models/items/itemroles.h"
#include "models/items/promptdocument.h"

namespace assay {

namespace {

QStringList parts(const QString &text, QChar separator)
{
    QStringList result;
    for (const QString &part : text.split(separator, Qt::SkipEmptyParts)) {
        if (const QString trimmed = part.simplified(); !trimmed.isEmpty()) {
            result << trimmed;
        }
    }
    return result;
}

} // namespace

QString expectedText(const QStringList &expected)
{
    return expected.join(u" | ");
}

QStringList expectedFromText(const QString &text)
{
    return parts(text, u'|');
}

QString tagsText(const QStringList &tags)
{
    return tags.join(u", ");
}

QStringList tagsFromText(const QString &text)
{
    return parts(text, u',');
}

PromptsModel::PromptsModel(PromptDocument *document, QObject *parent)
    : QAbstractTableModel(parent), m_document(document)
{
    reset();
    connect(document, &PromptDocument::setsReset, this, &PromptsModel::reset);
    connect(document, &PromptDocument::currentChanged, this, [this] {
        const PromptSet *current = m_document->current();
        if ((current ? current->id : PromptSetId()) != m_set) {
            reset();
        }
    });
    connect(document, &PromptDocument::setReplaced, this, [this](int set) {
        if (set == m_document->currentIndex()) {
            follow();
        }
    });
}

const Prompt *PromptsModel::prompt(int row) const
{
    return row >= 0 && row < rowCount() ? &m_prompts[static_cast<size_t>(row)] : nullptr;
}

void PromptsModel::reset()
{
    beginResetModel();
    const PromptSet *current = m_document->current();
    m_set = current ? current->id : PromptSetId();
    m_prompts = current ? current->prompts : std::vector<Prompt>();
    endResetModel();
}

// What is the same at both ends stays; the middle is changed in place, and the difference in length put in or taken
// out.
void PromptsModel::follow()
{
    const std::vector<Prompt> next = m_document->current()->prompts;
    const auto shorter = std::min(next.size(), m_prompts.size());
    size_t head = 0;
    while (head < shorter && next[head].id == m_prompts[head].id) {
        ++head;
    }
    size_t tail = 0;
    while (tail < shorter - head && next[next.size() - 1 - tail].id == m_prompts[m_prompts.size() - 1 - tail].id) {
        ++tail;
    }
    const int first = static_cast<int>(shorter - tail);
    if (next.size() > m_prompts.size()) {
        beginInsertRows({}, first, static_cast<int>(next.size() - tail) - 1);
        m_prompts.insert(m_prompts.begin() + first, next.begin() + first, next.end() - static_cast<int>(tail));
        endInsertRows();
    } else if (next.size() < m_prompts.size()) {
        beginRemoveRows({}, first, static_cast<int>(m_prompts.size() - tail) - 1);
        m_prompts.erase(m_prompts.begin() + first, m_prompts.end() - static_cast<int>(tail));
        endRemoveRows();
    }
    for (int row = 0; row < static_cast<int>(next.size()); ++row) {
        Prompt &known = m_prompts[static_cast<size_t>(row)];
        if (!(known == next[static_cast<size_t>(row)])) {
            known = next[static_cast<size_t>(row)];
            Q_EMIT dataChanged(index(row, 0), index(row, columnCount() - 1));
        }
    }
}

void PromptsModel::put(std::vector<Prompt> prompts, const QString &text, const QString &mergeKey)
{
    const PromptSet *current = m_document->current();
    if (!current) {
        return;
    }
    PromptSet set = *current;
    set.prompts = std::move(prompts);
    m_document->replaceSet(m_document->currentIndex(), set, text, mergeKey);
}

void PromptsModel::replacePrompt(int row, const Prompt &prompt, const QString &mergeKey)
{
    if (!this->prompt(row)) {
        return;
    }
    std::vector<Prompt> prompts = m_prompts;
    prompts[static_cast<size_t>(row)] = prompt;
    put(std::move(prompts), tr("Edit prompt"), mergeKey);
}

int PromptsModel::addPrompt(int after)
{
    const PromptSet *current = m_document->current();
    if (!current) {
        return -1;
    }
    const int row = std::clamp(after + 1, 0, rowCount());
    Prompt added;
    added.id = current->freeId();
    std::vector<Prompt> prompts = m_prompts;
    prompts.insert(prompts.begin() + row, added);
    put(std::move(prompts), tr("Add prompt"));
    return row;
}

int PromptsModel::duplicatePrompts(const QList<int> &rows)
{
    const PromptSet *current = m_document->current();
    if (!current || rows.isEmpty()) {
        return -1;
    }
    QList<int> sorted = rows;
    std::sort(sorted.begin(), sorted.end());
    PromptSet set = *current;
    int at = sorted.last() + 1;
    for (const int row : std::as_const(sorted)) {
        Prompt copy = m_prompts[static_cast<size_t>(row)];
        copy.id = set.freeId(copy.id.value);
        set.prompts.insert(set.prompts.begin() + at++, copy);
    }
    put(set.prompts, tr("Duplicate prompts"));
    return sorted.last() + 1;
}

void PromptsModel::removePrompts(const QList<int> &rows)
{
    QList<int> sorted = rows;
    std::sort(sorted.begin(), sorted.end(), std::greater<>());
    std::vector<Prompt> prompts = m_prompts;
    for (const int row : std::as_const(sorted)) {
        prompts.erase(prompts.begin() + row);
    }
    put(std::move(prompts), tr("Delete prompts"));
}

void PromptsModel::movePrompt(int from, int to)
{
    if (!prompt(from) || !prompt(to) || from == to) {
        return;
    }
    std::vector<Prompt> prompts = m_prompts;
    const Prompt moved = prompts[static_cast<size_t>(from)];
    prompts.erase(prompts.begin() + from);
    prompts.insert(prompts.begin() + to, moved);
    put(std::move(prompts), tr("Move prompt"));
}

int PromptsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_prompts.size());
}

int PromptsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(PromptColumn::Count);
}

} // namespace assay
