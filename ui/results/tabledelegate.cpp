// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/results/tabledelegate.h"

#include <QFontMetrics>
#include <QPainter>

#include "models/items/itemroles.h"
#include "ui/theme/theme.h"

using namespace Qt::Literals::StringLiterals;

namespace assay {

namespace {

constexpr int edge = 3; // px between the text and the cell's border

QFont smallFont(QFont font)
{
    if (font.pointSizeF() > 0) {
        font.setPointSizeF(font.pointSizeF() * 0.82);
    } else {
        font.setPixelSize(qMax(7, font.pixelSize() * 82 / 100));
    }
    font.setBold(false);
    return font;
}

QColor inkOf(const QStyleOptionViewItem &option, QPalette::ColorRole plain)
{
    const bool selected = option.state & QStyle::State_Selected;
    const auto group = option.state & QStyle::State_Active ? QPalette::Active : QPalette::Inactive;
    return option.palette.color(group, selected ? QPalette::HighlightedText : plain);
}

void drawBar(QPainter *painter, const QRectF &room, const IntervalBar &bar, const QColor &ink, const QColor &quiet)
{
    const auto x = [&room](double place) { return room.left() + place * room.width(); };
    const double middle = room.center().y();
    if (bar.zero) {
        painter->fillRect(QRectF(x(*bar.zero) - 0.5, room.top(), 1, room.height()), quiet);
    }
    painter->fillRect(QRectF(x(bar.low), middle - 1, qMax(1.0, x(bar.high) - x(bar.low)), 2), ink);
    painter->fillRect(QRectF(x(bar.value) - 1, middle - 3, 2, 6), ink);
}

} // namespace

TableDelegate::TableDelegate(RowHeight height, QObject *parent) : QStyledItemDelegate(parent), m_height(height)
{
}

int TableDelegate::rowHeight(RowHeight height, const QFont &font)
{
    const int line = QFontMetrics(font).height();
    return height == RowHeight::OneLine ? line + theme::gap(1)
                                        : line + QFontMetrics(smallFont(font)).height() + 3 * edge;
}

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

/// With two lines the style draws the cell without its text, so that all first lines of a row stand level.
void TableDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    if (m_height == RowHeight::OneLine || index.data(IdentityRole).isValid()) {
        QStyledItemDelegate::paint(painter, option, index);
        return;
    }
    const QString note = index.data(NoteRole).toString();
    const QVariant bar = index.data(IntervalRole);
    QStyleOptionViewItem cell = option;
    initStyleOption(&cell, index);
    const QString text = std::exchange(cell.text, QString());
    cell.widget->style()->drawControl(QStyle::CE_ItemViewItem, &cell, painter, cell.widget);
    const QRect inner = cell.rect.adjusted(2 * edge, edge, -2 * edge, -edge);
    painter->save();
    painter->setFont(cell.font);
    painter->setPen(inkOf(cell, QPalette::Text));
    painter->drawText(inner, int(Qt::AlignTop | (cell.displayAlignment & Qt::AlignHorizontal_Mask)), text);
    painter->setFont(smallFont(cell.font));
    const bool selected = cell.state & QStyle::State_Selected;
    const QColor quiet = selected ? painter->pen().color() : theme::mutedColour(cell.palette);
    const QFontMetrics metrics(painter->font());
    const int below = metrics.height();
    painter->setPen(quiet);
    painter->drawText(inner, int(Qt::AlignBottom | Qt::AlignRight), note);
    if (bar.isValid()) {
        const int words = note.isEmpty() ? 0 : metrics.horizontalAdvance(note) + 2 * edge;
        const QRectF room(inner.left(), inner.bottom() - below + 1, inner.width() - words, below);
        drawBar(painter, room, bar.value<IntervalBar>(), quiet, theme::lineColour(cell.palette));
    }
    painter->restore();
}

QSize TableDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    QSize size = QStyledItemDelegate::sizeHint(option, index);
    size.setHeight(rowHeight(m_height, option.font));
    if (m_height == RowHeight::TwoLines && index.data(IntervalRole).isValid()) {
        const QFontMetrics metrics(smallFont(option.font));
        const int bar = metrics.averageCharWidth() * 9;
        size.setWidth(qMax(size.width(), bar + metrics.horizontalAdvance(index.data(NoteRole).toString())));
    }
    return size;
}

} // namespace assay
