// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/distributiontables.h"

#include <algorithm>

#include "models/domain/numbertext.h"
#include "models/domain/statistics.h"

using namespace Qt::Literals::StringLiterals;

namespace assay {

namespace {

constexpr size_t maxTableRows = 2000;

QString modelText(const DistributionSeries &one)
{
    return one.identity.named(one.label);
}

ChartTable valuesTable(const std::vector<DistributionSeries> &series)
{
    ChartTable table{DistributionChart::tr("Values"), {DistributionChart::tr("Rank")}, {}};
    size_t longest = 0;
    for (const DistributionSeries &one : series) {
        table.header << modelText(one);
        longest = std::max(longest, one.values.size());
    }
    for (size_t i = 0; i < std::min(longest, maxTableRows); ++i) {
        QStringList row{QString::number(i + 1)};
        for (const DistributionSeries &one : series) {
            row << (i < one.values.size() ? threeDigits(one.values[i]) : QString());
        }
        table.rows.push_back(row);
    }
    return table;
}

} // namespace

std::vector<ChartTable> distributionTables(const std::vector<DistributionSeries> &series, const QString &unit)
{
    const QString inUnit = unit.isEmpty() ? QString() : u", "_s + unit;
    ChartTable figures{DistributionChart::tr("Figures"),
                       {DistributionChart::tr("Model"), DistributionChart::tr("Samples"),
                        DistributionChart::tr("Min") + inUnit, DistributionChart::tr("p25") + inUnit,
                        DistributionChart::tr("Median") + inUnit, DistributionChart::tr("p75") + inUnit,
                        DistributionChart::tr("Max") + inUnit},
                       {}};
    for (const DistributionSeries &one : series) {
        QStringList row{modelText(one), QString::number(one.values.size())};
        for (const double p : {0.0, 25.0, 50.0, 75.0, 100.0}) {
            row << threeDigits(percentile(one.values, p));
        }
        figures.rows.push_back(row);
    }
    return {figures, valuesTable(series)};
}

} // namespace assay
