// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/theme.h"

#include <QAbstractButton>
#include <QAction>
#include <QApplication>
#include <QEvent>
#include <QFontMetrics>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>

#include "ui/theme/lineicon.h"

using namespace Qt::Literals::StringLiterals;

namespace assay::theme {

namespace {

struct Pair
{
    QRgb onLight;
    QRgb onDark;
};

// After Okabe and Ito's palette, darkened for white ground and lightened for dark ground: each has at least 3:1
// against the base it is drawn on.
constexpr std::array<Pair, 8> identityColours{{
    {0xff0072b2, 0xff58a6e8}, // blue
    {0xffc8500a, 0xfff08a4b}, // vermilion
    {0xff00805e, 0xff3fc79a}, // green
    {0xffb0508a, 0xffe28cbc}, // pink
    {0xff9a7400, 0xffe6bd4a}, // amber
    {0xff2088b8, 0xff86d3f4}, // sky
    {0xff6b4fa3, 0xffb39be6}, // violet
    {0xff555555, 0xffc4c4c4}, // grey
}};

/// Re-tints an icon when the palette of the widget that shows it changes.
class Tinter final : public QObject
{
public:
    Tinter(QWidget *host, QObject *owner, std::function<void(const QPalette &)> apply)
        : QObject(owner), m_host(host), m_apply(std::move(apply))
    {
        setObjectName(u"assay_tinter"_s);
        host->installEventFilter(this);
        m_apply(host->palette());
    }

    bool eventFilter(QObject *watched, QEvent *event) override
    {
        if (watched == m_host && event->type() == QEvent::PaletteChange) {
            m_apply(m_host->palette());
        }
        return QObject::eventFilter(watched, event);
    }

private:
    QWidget *m_host;
    std::function<void(const QPalette &)> m_apply;
};

void dropTinter(QObject *owner)
{
    delete owner->findChild<QObject *>(u"assay_tinter"_s, Qt::FindDirectChildrenOnly);
}

/// Relative luminance of an sRGB colour (WCAG 2.1).
double luminance(const QColor &colour)
{
    const auto linear = [](double channel) {
        return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) + 0.0722 * linear(colour.blueF());
}

} // namespace

bool isDark(const QPalette &palette)
{
    return palette.color(QPalette::WindowText).lightness() > palette.color(QPalette::Window).lightness();
}

QColor identityColour(const ModelIdentity &identity, const QPalette &palette)
{
    const Pair &pair = identityColours.at(static_cast<size_t>(identity.colourIndex()));
    return QColor::fromRgb(isDark(palette) ? pair.onDark : pair.onLight);
}

QIcon icon(const QString &name, const QPalette &palette)
{
    return QIcon(new LineIconEngine(name,
                                    {palette.color(QPalette::Active, QPalette::Text),
                                     palette.color(QPalette::Disabled, QPalette::Text),
                                     palette.color(QPalette::Active, QPalette::HighlightedText)}));
}

QIcon icon(const QString &name, const QColor &colour)
{
    return QIcon(new LineIconEngine(name, {colour, colour, colour}));
}

QIcon applicationIcon()
{
    return QIcon(u":/icons/assay.svg"_s);
}

void setIcon(QAbstractButton *button, const QString &name)
{
    dropTinter(button);
    new Tinter(button, button, [button, name](const QPalette &palette) { button->setIcon(icon(name, palette)); });
}

void setIcon(QAction *action, const QString &name, QWidget *host)
{
    dropTinter(action);
    new Tinter(host, action, [action, name](const QPalette &palette) { action->setIcon(icon(name, palette)); });
}

QColor errorColour(const QPalette &palette)
{
    return QColor::fromRgb(isDark(palette) ? 0xffff8a80 : 0xffb3261e);
}

QColor goodColour(const QPalette &palette)
{
    return QColor::fromRgb(isDark(palette) ? 0xff6fd08c : 0xff1d6f3c);
}

QColor mutedColour(const QPalette &palette)
{
    return mixed(palette.color(QPalette::Text), palette.color(QPalette::Base), 0.38);
}

void setTextColour(QWidget *widget, const QColor &colour)
{
    QPalette palette = widget->palette();
    palette.setColor(QPalette::WindowText, colour);
    palette.setColor(QPalette::Text, colour);
    widget->setPalette(palette);
}

QColor lineColour(const QPalette &palette)
{
    return mixed(palette.color(QPalette::Text), palette.color(QPalette::Base), 0.82);
}

QColor mixed(const QColor &a, const QColor &b, double shareOfB)
{
    const auto channel = [shareOfB](int from, int to) { return static_cast<int>(from + (to - from) * shareOfB); };
    return {channel(a.red(), b.red()), channel(a.green(), b.green()), channel(a.blue(), b.blue())};
}

double contrast(const QColor &a, const QColor &b)
{
    const double first = luminance(a) + 0.05;
    const double second = luminance(b) + 0.05;
    return std::max(first, second) / std::min(first, second);
}

int gap(int steps)
{
    const int half = QFontMetrics(QApplication::font()).height() / 2;
    return std::max(1, half) * steps;
}

QFont headingFont(const QFont &base)
{
    QFont font = base;
    font.setPointSizeF(base.pointSizeF() * 1.25);
    font.setWeight(QFont::DemiBold);
    return font;
}

} // namespace assay::theme
