// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/identity.h"

#include <QColor>
#include <QIcon>
#include <QPalette>

namespace assay::theme {

/// True where the palette in use draws light text on dark ground (Qt 6.4 has no colour scheme to ask).
bool isDark(const QPalette &palette);
/// One of eight colour-blind-safe colours, in a value for the palette in use. Letter and marker carry the meaning.
QColor identityColour(const ModelIdentity &identity, const QPalette &palette);
/// The marker shape filled with the identity's colour, `size` device-independent pixels wide.
QIcon identityIcon(const ModelIdentity &identity, const QPalette &palette, int size = 16);
/// A line icon of resources/icons by its file name without ".svg", tinted with the palette's text colour.
QIcon icon(const QString &name, const QPalette &palette);
/// Quiet colours for words like "failed" and "ready", readable on the palette's base.
QColor errorColour(const QPalette &palette);
QColor goodColour(const QPalette &palette);
QColor mutedColour(const QPalette &palette);
/// Spacing in steps of half the font height: gap(1) between related things, gap(2) between groups.
int gap(int steps);

} // namespace assay::theme
