// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QIconEngine>

namespace assay::theme {

/// Colours of a line icon by the state of the widget that shows it.
struct IconColours
{
    QColor normal, disabled, selected;
};

/// Draws one SVG of resources/icons in a colour instead of "currentColor", sharp at any size and screen scale.
/// GUI thread only.
class LineIconEngine final : public QIconEngine
{
public:
    LineIconEngine(QString name, IconColours colours);
    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State state) override;
    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State state) override;
    QIconEngine *clone() const override;
    QString key() const override;
    bool isNull() override;

private:
    QColor colourOf(QIcon::Mode mode) const;

    QString m_name;
    IconColours m_colours;
    QByteArray m_svg; // empty where there is no such icon
};

} // namespace assay::theme
