// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/lineicon.h"

#include <QFile>
#include <QPainter>
#include <QPixmap>
#include <QPixmapCache>
#include <QSvgRenderer>

using namespace Qt::Literals::StringLiterals;

namespace assay::theme {

LineIconEngine::LineIconEngine(QString name, IconColours colours) : m_name(std::move(name)), m_colours(colours)
{
    QFile file(u":/icons/"_s + m_name + u".svg"_s);
    if (file.open(QIODevice::ReadOnly)) {
        m_svg = file.readAll();
    }
}

QColor LineIconEngine::colourOf(QIcon::Mode mode) const
{
    switch (mode) {
    case QIcon::Disabled:
        return m_colours.disabled;
    case QIcon::Selected:
        return m_colours.selected;
    case QIcon::Normal:
    case QIcon::Active:
        break;
    }
    return m_colours.normal;
}

void LineIconEngine::paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State)
{
    QByteArray svg = m_svg;
    const QColor colour = colourOf(mode);
    svg.replace("currentColor", colour.name(QColor::HexRgb).toLatin1());
    QSvgRenderer renderer(svg);
    painter->save();
    painter->setOpacity(painter->opacity() * colour.alphaF());
    renderer.render(painter, rect);
    painter->restore();
}

QPixmap LineIconEngine::pixmap(const QSize &size, QIcon::Mode mode, QIcon::State state)
{
    const QString cacheKey =
        u"assay-%1-%2-%3x%4"_s.arg(m_name, colourOf(mode).name(QColor::HexArgb)).arg(size.width()).arg(size.height());
    QPixmap image;
    if (QPixmapCache::find(cacheKey, &image)) {
        return image;
    }
    image = QPixmap(size);
    image.fill(Qt::transparent);
    QPainter painter(&image);
    paint(&painter, QRect(QPoint(0, 0), size), mode, state);
    painter.end();
    QPixmapCache::insert(cacheKey, image);
    return image;
}

QIconEngine *LineIconEngine::clone() const
{
    return new LineIconEngine(*this);
}

QString LineIconEngine::key() const
{
    return u"assay-line"_s;
}

bool LineIconEngine::isNull()
{
    return m_svg.isEmpty();
}

} // namespace assay::theme
