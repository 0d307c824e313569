// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/results/tabledelegate.h"

#include "models/items/itemroles.h"
#include "ui/theme/theme.h"

using namespace Qt::Literals::StringLiterals;

namespace assay {

/// A cell is one line, whatever a server said.
QString TableDelegate::displayText(const QVariant &value, const QLocale &locale) const
{
    return QStyledItemDelegate::displayText(value, locale).simplified();
}

void TableDelegate::initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const
{
    QStyledItemDelegate::initStyleOption(option, index);
    const QVariant place = index.data(IdentityRole);
    if (place.isValid()) {
        const int side = option->fontMetrics.height();
        option->features |= QStyleOptionViewItem::HasDecoration;
        option->icon = theme::identityIcon(ModelIdentity{place.toInt()}, option->palette, side);
        option->decorationSize = QSize(side, side);
    }
    if (index.data(BestRole).toBool()) {
        option->font.setBold(true);
        option->text = u"\u2713 "_s + option->text;
    }
}

} // namespace assay
