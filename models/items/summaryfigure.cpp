// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/summaryfigure.h"

#include "models/domain/numbertext.h"

namespace assay {

using Column = SummaryModel::Column;

const Distribution *summaryDistribution(const ModelSummary &row, Column column)
{
    const bool first = column == Column::FirstToken;
    const bool speed = column == Column::Speed;
    const bool total =
        column == Column::Mean || column == Column::Median || column == Column::P95 || column == Column::P99;
    const std::optional<Distribution> &shown = first ? row.ttftMs : speed ? row.tokensPerS : row.totalMs;
    return (first || speed || total) && shown ? &*shown : nullptr;
}

std::optional<SummaryFigure> summaryFigure(const ModelSummary &row, Column column)
{
    if (column == Column::Size) {
        return row.sizeMb ? std::optional(SummaryFigure{*row.sizeMb, 0, {}}) : std::nullopt;
    }
    if (column == Column::Score) {
        return row.score && row.score->n > 0
            ? std::optional(SummaryFigure{row.score->mean, row.score->n, row.score->ci})
            : std::nullopt;
    }
    const Distribution *d = summaryDistribution(row, column);
    if (!d) {
        return std::nullopt;
    }
    if (column == Column::Median) {
        return SummaryFigure{d->p50, d->n, d->p50Ci};
    }
    if (column == Column::P95) {
        return SummaryFigure{d->p95, d->n, d->p95Ci};
    }
    return column == Column::P99 ? SummaryFigure{d->p99, d->n, {}} : SummaryFigure{d->mean, d->n, d->meanCi};
}

bool isThinTail(const ModelSummary &row, Column column)
{
    return row.totalMs
        && ((column == Column::P95 && !p95Holds(row.totalMs->n))
            || (column == Column::P99 && !p99Holds(row.totalMs->n)));
}

QString summaryText(Column column, double value)
{
    const bool isTime = column != Column::Speed && column != Column::Score;
    return isTime ? durationText(value) : threeDigits(value);
}

QString summaryIntervalText(Column column, const Interval &interval)
{
    return SummaryModel::tr("95 % interval: %1 to %2")
        .arg(summaryText(column, interval.low), summaryText(column, interval.high));
}

} // namespace assay
