// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/charts.h"
#include "ui/charts/chartsurface.h"

namespace assay {

/// The figures (one row a model) and the values (one column a model) of series whose values ascend.
std::vector<ChartTable> distributionTables(const std::vector<DistributionSeries> &series, const QString &unit);

} // namespace assay
