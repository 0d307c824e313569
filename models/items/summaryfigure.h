// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/items/summarymodel.h"

namespace assay {

/// What stands in a cell of the decision table.
struct SummaryFigure
{
    double value = 0;
    int n = 0; // samples behind it; 0 for what is not measured
    std::optional<Interval> interval; // 95 %
};

/// nullopt in columns that show no figure, and where it is missing. Pure, as are all of these.
std::optional<SummaryFigure> summaryFigure(const ModelSummary &row, SummaryModel::Column column);
/// The distribution that a column shows a figure of; nullptr where it shows none, or where it is missing.
const Distribution *summaryDistribution(const ModelSummary &row, SummaryModel::Column column);
/// True for a p95 (p99) of so few samples that it is close to the slowest of them.
bool isThinTail(const ModelSummary &row, SummaryModel::Column column);
/// With the column's unit.
QString summaryText(SummaryModel::Column column, double value);
/// What stands behind a memory, an energy or its price.
QStringList costTip(const ModelSummary &row, SummaryModel::Column column);
QString summaryIntervalText(SummaryModel::Column column, const Interval &interval);

} // namespace assay
