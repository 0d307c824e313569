// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QPainter>

#include <algorithm>

#include "ui/charts/chartsurface.h"
#include "ui/theme/theme.h"

namespace assay {

LegendStrip::LegendStrip(QWidget *parent) : QWidget(parent)
{
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

void LegendStrip::setEntries(std::vector<LegendEntry> entries)
{
    if (entries != m_entries) {
        m_entries = std::move(entries);
        updateGeometry();
        update();
    }
}

int LegendStrip::flow(int width, const std::function<void(const LegendEntry &, QPoint)> &place) const
{
    const int line = fontMetrics().height() + 4;
    QPoint corner(0, 0);
    for (const LegendEntry &entry : m_entries) {
        const int wide =
            std::min(width, line + fontMetrics().horizontalAdvance(entry.identity.named(entry.label)) + theme::gap(2));
        if (corner.x() > 0 && corner.x() + wide > width) {
            corner = QPoint(0, corner.y() + line);
        }
        place(entry, corner);
        corner.rx() += wide;
    }
    return m_entries.empty() ? 0 : corner.y() + line;
}

int LegendStrip::heightForWidth(int width) const
{
    return flow(width, [](const LegendEntry &, QPoint) {});
}

QSize LegendStrip::sizeHint() const
{
    return {theme::gap(12), heightForWidth(std::max(width(), theme::gap(12)))};
}

void LegendStrip::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const int line = fontMetrics().height() + 4;
    const int side = fontMetrics().height() * 3 / 4;
    flow(width(), [&](const LegendEntry &entry, QPoint corner) {
        const QRect mark(corner + QPoint(0, (line - side) / 2), QSize(side, side));
        theme::identityIcon(entry.identity, palette(), side).paint(&painter, mark);
        painter.setPen(palette().color(QPalette::WindowText));
        const QRect rest(corner + QPoint(line - 2, 0), QSize(width() - corner.x() - line, line));
        const QString text = entry.identity.named(entry.label);
        painter.drawText(rest, Qt::AlignVCenter | Qt::AlignLeft,
                         fontMetrics().elidedText(text, Qt::ElideRight, rest.width()));
    });
}

} // namespace assay
