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

namespace {

std::optional<double> costFigure(const ModelSummary &row, Column column)
{
    if (column == Column::Memory) {
        return row.cost.memoryMb;
    }
    if (column == Column::Price) {
        return row.pricePer1kTokens;
    }
    return row.energy ? std::optional(row.energy->whPer1kTokens) : std::nullopt;
}

} // namespace

std::optional<SummaryFigure> summaryFigure(const ModelSummary &row, Column column)
{
    if (column == Column::Size) {
        return row.sizeMb ? std::optional(SummaryFigure{*row.sizeMb, 0, {}}) : std::nullopt;
    }
    if (column == Column::Memory || column == Column::Energy || column == Column::Price) {
        const std::optional<double> value = costFigure(row, column);
        return value ? std::optional(SummaryFigure{*value, 0, {}}) : std::nullopt;
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
    if (isThinTail(row, column)) {
        return SummaryFigure{d->max, d->n, {}};
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

QStringList costTip(const ModelSummary &row, Column column)
{
    if (column != Column::Memory) {
        return row.energy ? QStringList{energySourceText(*row.energy)} : QStringList();
    }
    const ModelCost &cost = row.cost;
    QStringList lines;
    if (cost.memoryFilesMb) {
        lines += SummaryModel::tr("%1 of it mapped from files: shared, and given back when memory is short")
                     .arg(sizeText(cost.memoryFilesMb));
    }
    if (cost.memoryIdleMb) {
        lines += SummaryModel::tr("%1 before the model's first request").arg(sizeText(cost.memoryIdleMb));
    }
    if (cost.gpuMemoryMb) {
        lines += (cost.gpuByServer ? SummaryModel::tr("%1 on the graphics processor, as the server says")
                                   : SummaryModel::tr("%1 on the graphics processor"))
                     .arg(sizeText(cost.gpuMemoryMb));
    }
    if (cost.loadMs) {
        lines += SummaryModel::tr("Loaded in %1").arg(durationText(cost.loadMs));
    }
    if (row.coldTotalMs) {
        lines += SummaryModel::tr("The first answer after that began after %1 and took %2")
                     .arg(durationText(row.coldTtftMs), durationText(row.coldTotalMs));
    }
    return lines;
}

QString summaryIntervalText(Column column, const Interval &interval)
{
    return SummaryModel::tr("95 % interval: %1 to %2")
        .arg(summaryText(column, interval.low), summaryText(column, interval.high));
}

} // namespace assay
