// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/identity.h"

#include <QColor>
#include <QIcon>
#include <QPalette>

class QAbstractButton;
class QAction;
class QFont;
class QWidget;

/// The only place that knows colours. GUI thread only.
namespace assay::theme {

/// True where the palette in use draws light text on dark ground (Qt 6.4 has no colour scheme to ask).
bool isDark(const QPalette &palette);
/// One of eight colour-blind-safe colours, in a value for the palette in use. Letter and marker carry the meaning.
QColor identityColour(const ModelIdentity &identity, const QPalette &palette);
/// The marker shape filled with the identity's colour, `size` device-independent pixels wide.
QIcon identityIcon(const ModelIdentity &identity, const QPalette &palette, int size = 16);
/// A line icon of resources/icons by its file name without ".svg", tinted with the palette's text colour.
QIcon icon(const QString &name, const QPalette &palette);
/// The same in one colour of your choice (the sign beside an error, say).
QIcon icon(const QString &name, const QColor &colour);
/// The program's own icon.
QIcon applicationIcon();
/// Gives a button, or an action shown in `host`, a line icon that is tinted anew whenever the palette changes.
void setIcon(QAbstractButton *button, const QString &name);
void setIcon(QAction *action, const QString &name, QWidget *host);
/// Quiet colours for words like "failed" and "ready", readable on the palette's base.
QColor errorColour(const QPalette &palette);
QColor goodColour(const QPalette &palette);
QColor mutedColour(const QPalette &palette);
/// Gives a widget's words a colour of their own.
void setTextColour(QWidget *widget, const QColor &colour);
/// A line between things: visible, never loud.
QColor lineColour(const QPalette &palette);
/// `a` with a share of `b` in it, from 0 to 1.
QColor mixed(const QColor &a, const QColor &b, double shareOfB);
/// Contrast ratio of two opaque colours, 1 to 21 (WCAG 2.1, "contrast ratio").
double contrast(const QColor &a, const QColor &b);
/// Spacing in steps of half the font height: gap(1) between related things, gap(2) between groups.
int gap(int steps);
/// The font of a heading inside a pane, made from the font around it.
QFont headingFont(const QFont &base);

} // namespace assay::theme
