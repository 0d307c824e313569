// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/quietstyle.h"

#include <QPainter>
#include <QStyleOption>

#include "ui/theme/theme.h"

namespace assay {

namespace {

constexpr double leastContrast = 3.0; // WCAG 2.1, 1.4.11: what is needed to make out a control

void outline(const QStyleOption &option, QPainter &painter, bool round)
{
    const QRectF edge = QRectF(option.rect).adjusted(0.5, 0.5, -0.5, -0.5);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(option.state.testFlag(QStyle::State_Enabled) ? theme::mutedColour(option.palette)
                                                                : theme::lineColour(option.palette));
    if (round) {
        painter.drawEllipse(edge);
    } else {
        painter.drawRoundedRect(edge, 2, 2);
    }
    painter.restore();
}

} // namespace

void QuietStyle::polish(QPalette &palette)
{
    QProxyStyle::polish(palette);
    for (const QPalette::ColorGroup group : {QPalette::Active, QPalette::Inactive, QPalette::Disabled}) {
        const QColor base = palette.color(group, QPalette::Base);
        QColor hint = palette.color(group, QPalette::PlaceholderText);
        if (theme::contrast(theme::mixed(base, hint, hint.alphaF()), base) < leastContrast) {
            palette.setColor(group, QPalette::PlaceholderText, theme::mutedColour(palette));
        }
    }
}

void QuietStyle::drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter,
                               const QWidget *widget) const
{
    QProxyStyle::drawPrimitive(element, option, painter, widget);
    const bool isRound = element == PE_IndicatorRadioButton;
    const bool isBox = element == PE_IndicatorCheckBox || element == PE_IndicatorItemViewItemCheck;
    if ((isRound || isBox) && theme::isDark(option->palette)) {
        outline(*option, *painter, isRound);
    }
}

} // namespace assay
