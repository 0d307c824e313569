// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/marker.h"
#include "ui/theme/theme.h"

#include <QPainter>
#include <QPixmap>
#include <QPolygonF>

#include <cmath>
#include <numbers>

namespace assay::theme {

namespace {

QPointF onCircle(double radius, double turns)
{
    const double angle = turns * 2 * std::numbers::pi - std::numbers::pi / 2;
    return {radius * std::cos(angle), radius * std::sin(angle)};
}

QPainterPath polygon(int corners, double radius)
{
    QPolygonF points;
    for (int i = 0; i < corners; ++i) {
        points << onCircle(radius, static_cast<double>(i) / corners);
    }
    QPainterPath path;
    path.addPolygon(points);
    path.closeSubpath();
    return path;
}

QPainterPath star(double radius)
{
    QPolygonF points;
    for (int i = 0; i < 10; ++i) {
        points << onCircle(i % 2 == 0 ? radius : radius * 0.45, i / 10.0);
    }
    QPainterPath path;
    path.addPolygon(points);
    path.closeSubpath();
    return path;
}

QPainterPath plus(double radius)
{
    const double arm = radius * 0.34;
    QPainterPath path;
    path.addRect(QRectF(-radius * 0.95, -arm, radius * 1.9, arm * 2));
    QPainterPath upright;
    upright.addRect(QRectF(-arm, -radius * 0.95, arm * 2, radius * 1.9));
    return path.united(upright);
}

} // namespace

QPainterPath markerPath(Marker marker, double radius)
{
    QPainterPath path;
    switch (marker) {
    case Marker::Circle:
        path.addEllipse(QPointF(0, 0), radius * 0.88, radius * 0.88);
        return path;
    case Marker::Square:
        path.addRect(QRectF(-radius * 0.8, -radius * 0.8, radius * 1.6, radius * 1.6));
        return path;
    case Marker::Triangle:
        return polygon(3, radius).translated(0, radius * 0.18);
    case Marker::Diamond:
        return polygon(4, radius);
    case Marker::Plus:
        return plus(radius);
    case Marker::Cross:
        return QTransform().rotate(45).map(plus(radius));
    case Marker::Star:
        return star(radius);
    case Marker::Pentagon:
        return polygon(5, radius * 0.95);
    }
    return path;
}

QIcon identityIcon(const ModelIdentity &identity, const QPalette &palette, int size)
{
    const QPainterPath shape = markerPath(identity.marker(), size * 0.42);
    const QColor colour = identityColour(identity, palette);
    QIcon result;
    for (const int scale : {1, 2, 3}) {
        // The same in every state: a model keeps its colour when its row is selected or its button is off. On a
        // selected row, whose colour may be much like the model's own, it has a rim.
        for (const QIcon::Mode mode : {QIcon::Normal, QIcon::Disabled, QIcon::Selected}) {
            QPixmap image(size * scale, size * scale);
            image.setDevicePixelRatio(scale);
            image.fill(Qt::transparent);
            QPainter painter(&image);
            painter.setRenderHint(QPainter::Antialiasing);
            painter.translate(size / 2.0, size / 2.0);
            painter.fillPath(shape, colour);
            if (mode == QIcon::Selected) {
                painter.strokePath(shape, QPen(palette.color(QPalette::HighlightedText), 1.5));
            }
            painter.end();
            result.addPixmap(image, mode);
        }
    }
    return result;
}

} // namespace assay::theme
