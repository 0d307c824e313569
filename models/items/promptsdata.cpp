// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The cells of PromptsModel: texts, editing in place, headings.
#include "models/items/promptsmodel.h"

#include "models/items/itemroles.h"

namespace assay {

namespace {

QString cellText(const Prompt &prompt, PromptColumn column)
{
    switch (column) {
    case PromptColumn::Text:
        return prompt.text;
    case PromptColumn::System:
        return prompt.system;
    case PromptColumn::Expected:
        return expectedText(prompt.expected);
    case PromptColumn::Tags:
        return tagsText(prompt.tags);
    case PromptColumn::MaxTokens:
        return prompt.maxTokens ? QString::number(*prompt.maxTokens) : QString();
    case PromptColumn::Count:
        break;
    }
    return {};
}

// False where the text is no value of that column.
bool setCell(Prompt &prompt, PromptColumn column, const QString &text)
{
    switch (column) {
    case PromptColumn::Text:
        prompt.text = text;
        return true;
    case PromptColumn::System:
        prompt.system = text;
        return true;
    case PromptColumn::Expected:
        prompt.expected = expectedFromText(text);
        return true;
    case PromptColumn::Tags:
        prompt.tags = tagsFromText(text);
        return true;
    case PromptColumn::MaxTokens: {
        bool isNumber = false;
        const int value = text.trimmed().toInt(&isNumber);
        const bool absent = text.trimmed().isEmpty();
        prompt.maxTokens = isNumber && value >= 1 ? std::optional(value) : std::nullopt;
        return absent || prompt.maxTokens;
    }
    case PromptColumn::Count:
        break;
    }
    return false;
}

} // namespace

QVariant PromptsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
        return {};
    }
    const Prompt &prompt = m_prompts[static_cast<size_t>(index.row())];
    const auto column = static_cast<PromptColumn>(index.column());
    const bool blank = prompt.text.trimmed().isEmpty();
    switch (role) {
    case Qt::DisplayRole:
        // One line a row: a table of long texts stays a table.
        return blank && column == PromptColumn::Text ? tr("No text yet") : cellText(prompt, column).simplified();
    case Qt::EditRole:
        return cellText(prompt, column);
    case RawRole:
        return column == PromptColumn::MaxTokens && prompt.maxTokens ? QVariant(*prompt.maxTokens)
                                                                     : QVariant(cellText(prompt, column));
    case Qt::ToolTipRole:
        return blank && column == PromptColumn::Text ? data(index, PromptProblemRole)
                                                     : QVariant(cellText(prompt, column));
    case Qt::TextAlignmentRole:
        return column == PromptColumn::MaxTokens ? QVariant::fromValue(Qt::Alignment(Qt::AlignRight | Qt::AlignVCenter))
                                                 : QVariant();
    case PromptProblemRole:
        return blank ? tr("This prompt has no text. Write one, or delete the row, before you start a run.") : QString();
    default:
        return {};
    }
}

bool PromptsModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid) || role != Qt::EditRole) {
        return false;
    }
    Prompt prompt = m_prompts[static_cast<size_t>(index.row())];
    const auto column = static_cast<PromptColumn>(index.column());
    if (value.toString() == cellText(prompt, column)) {
        return true;
    }
    if (!setCell(prompt, column, value.toString())) {
        return false;
    }
    replacePrompt(index.row(), prompt);
    return true;
}

QVariant PromptsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (role != Qt::DisplayRole) {
        return {};
    }
    if (orientation == Qt::Vertical) {
        return section + 1;
    }
    switch (static_cast<PromptColumn>(section)) {
    case PromptColumn::Text:
        return tr("Prompt text");
    case PromptColumn::System:
        return tr("System text");
    case PromptColumn::Expected:
        return tr("Expected");
    case PromptColumn::Tags:
        return tr("Tags");
    case PromptColumn::MaxTokens:
        return tr("Max tokens");
    case PromptColumn::Count:
        break;
    }
    return {};
}

Qt::ItemFlags PromptsModel::flags(const QModelIndex &index) const
{
    return index.isValid() ? Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsEditable | Qt::ItemNeverHasChildren
                           : Qt::NoItemFlags;
}

} // namespace assay
