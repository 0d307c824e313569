// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/prompts/promptdelegate.h"

#include "models/items/promptsmodel.h"
#include "ui/theme/theme.h"

namespace assay {

using namespace Qt::Literals::StringLiterals;

void PromptDelegate::initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const
{
    QStyledItemDelegate::initStyleOption(option, index);
    const bool isText = index.column() == static_cast<int>(PromptColumn::Text);
    if (!isText || index.data(PromptProblemRole).toString().isEmpty()) {
        return;
    }
    const bool selected = option->state.testFlag(QStyle::State_Selected);
    const QColor colour =
        selected ? option->palette.color(QPalette::HighlightedText) : theme::errorColour(option->palette);
    const int side = option->fontMetrics.height();
    option->palette.setColor(QPalette::Text, colour);
    option->features |= QStyleOptionViewItem::HasDecoration;
    option->decorationSize = QSize(side, side);
    option->icon = theme::icon(u"triangle-alert"_s, colour);
}

} // namespace assay
