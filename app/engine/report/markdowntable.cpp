// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/report/markdownparts.h"

#include "app/engine/report/markdowntext.h"
#include "models/domain/numbertext.h"
#include "models/domain/text.h"

#include <algorithm>

namespace assay {

using namespace Qt::Literals::StringLiterals;

namespace {

/// "1.24 s (1.20 s to 1.28 s)": a figure with its interval, where there is one.
QString withInterval(const std::optional<Distribution> &distribution, double Distribution::*figure,
                     std::optional<Interval> Distribution::*interval, QString (*shown)(std::optional<double>))
{
    if (!distribution)
        return QStringView(missingMark).toString();
    const QString text = shown((*distribution).*figure);
    const std::optional<Interval> &ends = (*distribution).*interval;
    return ends ? Text::tr("%1 (%2 to %3)").arg(text, shown(ends->low), shown(ends->high)) : text;
}

QString meanCell(const std::optional<Distribution> &distribution)
{
    return withInterval(distribution, &Distribution::mean, &Distribution::meanCi, durationText);
}

QString tailCell(const std::optional<Distribution> &total)
{
    if (!total)
        return QStringView(missingMark).toString();
    if (p95Holds(total->n))
        return withInterval(total, &Distribution::p95, &Distribution::p95Ci, durationText);
    return Text::tr("%1 (max of %2)").arg(durationText(total->max)).arg(total->n);
}

QString speedCell(const ModelSummary &summary)
{
    if (!summary.tokensPerS)
        return QStringView(missingMark).toString();
    const QString speed = withInterval(summary.tokensPerS, &Distribution::mean, &Distribution::meanCi, threeDigits);
    return summary.tokensEstimated ? Text::tr("~%1", "an estimated speed").arg(speed) : speed;
}

QString scoreCell(const std::optional<ScoreSummary> &score)
{
    if (!score)
        return QStringView(missingMark).toString();
    const QString mean = threeDigits(score->mean);
    if (!score->ci)
        return Text::tr("%1 (n = %2)").arg(mean).arg(score->n);
    return Text::tr("%1 (%2 to %3, n = %4)")
        .arg(mean, threeDigits(score->ci->low), threeDigits(score->ci->high))
        .arg(score->n);
}

QString failedCell(const ModelSummary &summary)
{
    if (summary.skipped == 0)
        return QString::number(summary.failed);
    return Text::tr("%1 (%2 skipped)").arg(summary.failed).arg(summary.skipped);
}

/// Whether the comparisons show the model ahead of every other one that has such a figure: more than that its own is
/// the lowest or highest one seen.
bool isAhead(int model, CompareMetric metric, const std::vector<Comparison> &comparisons)
{
    int against = 0;
    for (const Comparison &each : comparisons) {
        if (each.metric != metric || (each.first != model && each.second != model))
            continue;
        const Verdict verdict = each.first == model ? each.verdict : turned(each).verdict;
        if (verdict != Verdict::Faster && verdict != Verdict::Better)
            return false;
        ++against;
    }
    return against > 0;
}

QString modelRow(const ModelSummary &summary, const std::vector<Comparison> &comparisons)
{
    const auto marked = [&](CompareMetric metric, const QString &cell) {
        return isAhead(summary.model, metric, comparisons) ? QString("**"_L1 % cell % "**"_L1) : cell;
    };
    const auto &total = summary.totalMs;
    return markdownRow({markdownInline(summary.alias.value), marked(CompareMetric::TotalMs, meanCell(total)),
                        tailCell(total), speedCell(summary), marked(CompareMetric::TtftMs, meanCell(summary.ttftMs)),
                        withInterval(total, &Distribution::p50, &Distribution::p50Ci, durationText),
                        QString::number(summary.samples), failedCell(summary),
                        marked(CompareMetric::Score, scoreCell(summary.score)), sizeText(summary.cost.memoryMb),
                        energyText(summary), sizeText(summary.sizeMb),
                        summary.license ? markdownInline(*summary.license) : QStringView(missingMark).toString()});
}

} // namespace

QString markdownTable(const std::vector<ModelSummary> &summaries, const std::vector<Comparison> &comparisons)
{
    QString table = "## "_L1 % Text::tr("Decision table") % "\n\n"_L1;
    table += markdownRow({u"Model"_s, u"Avg Latency"_s, u"p95"_s, u"TPS"_s, Text::tr("First token"), u"p50"_s,
                          Text::tr("Samples"), Text::tr("Failed"), Text::tr("Score"), Text::tr("Memory"),
                          Text::tr("Wh per 1,000 tokens"), Text::tr("Size"), Text::tr("Licence")});
    table += "|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---|\n"_L1;
    for (const ModelSummary &summary : summaries)
        table += modelRow(summary, comparisons);
    const bool tailsHold = std::ranges::all_of(
        summaries, [](const ModelSummary &summary) { return !summary.totalMs || p95Holds(summary.totalMs->n); });
    if (!tailsHold)
        table += u'\n'
            % Text::tr("Below 130 samples the 95th percentile cannot be bounded; the column p95 then shows the "
                       "largest latency seen. The CSV and JSON reports hold the interpolated percentile.")
            % u'\n';
    if (table.contains("**"_L1))
        table += u'\n'
            % Text::tr(
                     "Bold: latency, first token and score of a model that is shown to be faster or better than every "
                     "other one, by the verdicts under Comparison. In a column with nothing bold, none is.")
            % u'\n';
    return table;
}

} // namespace assay
