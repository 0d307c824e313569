// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/catalogdelegate.h"

#include <QApplication>
#include <QPainter>

#include "models/items/catalogmodel.h"
#include "models/items/itemroles.h"
#include "ui/theme/theme.h"

using namespace Qt::Literals::StringLiterals;

namespace assay {

namespace {

QIcon stateIcon(CatalogState state, const QPalette &palette, bool selected)
{
    const auto tinted = [&](const QString &name, const QColor &colour) {
        return theme::icon(name, selected ? palette.color(QPalette::HighlightedText) : colour);
    };
    switch (state) {
    case CatalogState::Busy:
        return tinted(u"refresh-cw"_s, theme::mutedColour(palette));
    case CatalogState::Good:
        return tinted(u"circle-check"_s, theme::goodColour(palette));
    case CatalogState::Bad:
        return tinted(u"circle-alert"_s, theme::errorColour(palette));
    case CatalogState::Gone:
        return tinted(u"triangle-alert"_s, theme::mutedColour(palette));
    case CatalogState::Unknown:
        break;
    }
    return {};
}

} // namespace

CatalogDelegate::CatalogDelegate(QObject *parent) : QStyledItemDelegate(parent)
{
}

QIcon CatalogDelegate::identity(int place, const QPalette &palette) const
{
    if (palette.cacheKey() != m_paletteKey) {
        m_icons.clear();
        m_paletteKey = palette.cacheKey();
    }
    QIcon &icon = m_icons[place];
    if (icon.isNull()) {
        icon = theme::identityIcon(ModelIdentity{place}, palette);
    }
    return icon;
}

void CatalogDelegate::initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const
{
    QStyledItemDelegate::initStyleOption(option, index);
    const auto column = static_cast<CatalogColumn>(index.column());
    const bool isModel = index.data(CatalogIsModelRole).toBool();
    if (column == CatalogColumn::Name && !isModel) {
        option->font.setWeight(QFont::DemiBold);
    }
    if (column == CatalogColumn::Name && isModel) {
        if (const QVariant place = index.data(IdentityRole); place.isValid()) {
            option->features |= QStyleOptionViewItem::HasDecoration;
            option->icon = identity(place.toInt(), option->palette);
            option->text = ModelIdentity{place.toInt()}.letter() + u"  "_s + option->text;
        }
    }
    if (column == CatalogColumn::State) {
        const QIcon icon = stateIcon(static_cast<CatalogState>(index.data(CatalogStateRole).toInt()), option->palette,
                                     option->state.testFlag(QStyle::State_Selected));
        if (!icon.isNull()) {
            option->features |= QStyleOptionViewItem::HasDecoration;
            option->icon = icon;
        }
    }
    if (option->features & QStyleOptionViewItem::HasDecoration) {
        const int side = option->fontMetrics.height();
        option->decorationSize = QSize(side, side);
    }
}

void CatalogDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    QStyledItemDelegate::paint(painter, option, index);
    outlineCheckBox(painter, option, index);
    const QString address = index.data(CatalogAddressRole).toString();
    if (address.isEmpty() || index.column() != static_cast<int>(CatalogColumn::Name)) {
        return;
    }
    QStyleOptionViewItem filled = option;
    initStyleOption(&filled, index);
    const QStyle *style = option.widget ? option.widget->style() : QApplication::style();
    QRect rect = style->subElementRect(QStyle::SE_ItemViewItemText, &filled, option.widget);
    rect.setLeft(rect.left() + QFontMetrics(filled.font).horizontalAdvance(filled.text) + theme::gap(2));
    const bool selected = option.state & QStyle::State_Selected;
    painter->setPen(selected ? option.palette.color(QPalette::HighlightedText) : theme::mutedColour(option.palette));
    painter->setFont(option.font);
    painter->drawText(rect, Qt::AlignVCenter | Qt::AlignLeft,
                      option.fontMetrics.elidedText(address, Qt::ElideRight, rect.width()));
}

// Fusion draws the frame of a check box darker than the window: on dark ground an empty one could not be seen.
void CatalogDelegate::outlineCheckBox(QPainter *painter, const QStyleOptionViewItem &option,
                                      const QModelIndex &index) const
{
    QStyleOptionViewItem filled = option;
    initStyleOption(&filled, index);
    if (!theme::isDark(option.palette) || !filled.features.testFlag(QStyleOptionViewItem::HasCheckIndicator)) {
        return;
    }
    const QStyle *style = option.widget ? option.widget->style() : QApplication::style();
    const QRect box = style->subElementRect(QStyle::SE_ItemViewItemCheckIndicator, &filled, option.widget);
    painter->setPen(theme::mutedColour(option.palette));
    painter->setBrush(Qt::NoBrush);
    painter->drawRect(box.adjusted(0, 0, -1, -1));
}

QSize CatalogDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const QSize size = QStyledItemDelegate::sizeHint(option, index);
    return {size.width(), option.fontMetrics.height() + theme::gap(1)};
}

} // namespace assay
