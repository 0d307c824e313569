// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/identity.h"

#include <QPainterPath>

namespace assay::theme {

/// The outline of a marker around (0, 0) that fits a circle of `radius`; for icons and for points in charts.
QPainterPath markerPath(Marker marker, double radius);

} // namespace assay::theme
