// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/report/markdownparts.h"

#include "app/engine/report/markdowntext.h"
#include "models/domain/numbertext.h"
#include "models/domain/text.h"

#include <algorithm>
#include <functional>

namespace assay {

using namespace Qt::Literals::StringLiterals;

namespace {

using Summaries = std::vector<ModelSummary>;
using Figure = std::function<std::optional<double>(const ModelSummary &)>;

std::optional<double> meanTotal(const ModelSummary &summary)
{
    return summary.totalMs ? std::optional(summary.totalMs->mean) : std::nullopt;
}

std::optional<double> meanScore(const ModelSummary &summary)
{
    return summary.score ? std::optional(summary.score->mean) : std::nullopt;
}

/// All models that share the smallest figure: a tie is a tie.
std::vector<const ModelSummary *> withSmallest(const Summaries &summaries, const Figure &figure)
{
    std::vector<const ModelSummary *> best;
    std::optional<double> smallest;
    for (const ModelSummary &summary : summaries) {
        const std::optional<double> value = figure(summary);
        if (!value || (smallest && *value > *smallest))
            continue;
        if (smallest && *value < *smallest)
            best.clear();
        smallest = value;
        best.push_back(&summary);
    }
    return best;
}

QString names(const std::vector<const ModelSummary *> &models)
{
    QStringList list;
    for (const ModelSummary *model : models)
        list.append("**"_L1 % markdownInline(model->alias.value) % "**"_L1);
    return list.join(", "_L1);
}

QString latencySentence(const Summaries &summaries)
{
    const auto best = withSmallest(summaries, meanTotal);
    if (best.empty())
        return Text::tr("No model gave a whole answer, so there is no latency to compare.");
    return Text::tr("Lowest mean total latency: %1 (%2, n = %3).")
        .arg(names(best), durationText(meanTotal(*best.front())))
        .arg(best.front()->totalMs->n);
}

QString scoreSentence(const Summaries &summaries)
{
    const auto best = withSmallest(summaries, [](const ModelSummary &summary) {
        const std::optional<double> mean = meanScore(summary);
        return mean ? std::optional(-*mean) : std::nullopt;
    });
    if (best.empty())
        return Text::tr("No answer is scored yet.");
    return Text::tr("Highest mean score: %1 (%2 of 5, n = %3).")
        .arg(names(best), threeDigits(meanScore(*best.front())))
        .arg(best.front()->score->n);
}

QString failureSentence(const Summaries &summaries)
{
    const auto failures = [](const ModelSummary &summary) -> std::optional<double> {
        const int asked = summary.samples + summary.failed + summary.skipped;
        return asked > 0 ? std::optional<double>(summary.failed + summary.skipped) : std::nullopt;
    };
    const auto best = withSmallest(summaries, failures);
    if (best.empty())
        return {};
    const int count = best.front()->failed + best.front()->skipped;
    if (count == 0 && best.size() == summaries.size())
        return Text::tr("No request failed.");
    return Text::tr("Fewest requests failed or skipped: %1 (%2).").arg(names(best)).arg(count);
}

QString cautionSentence(const Summaries &summaries)
{
    if (summaries.size() < 2)
        return Text::tr("Only one model was run, so nothing is compared.");
    int fewest = std::numeric_limits<int>::max();
    int most = 0;
    for (const ModelSummary &summary : summaries) {
        fewest = std::min(fewest, summary.samples);
        most = std::max(most, summary.samples);
    }
    const QString n = fewest == most ? QString::number(most) : Text::tr("%1 to %2").arg(fewest).arg(most);
    return Text::tr(
               "The lowest and the highest are observations (n = %1 samples of each model); which differences are more "
               "than chance stands under Comparison.")
        .arg(n);
}

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

QString modelRow(const ModelSummary &summary)
{
    const auto &total = summary.totalMs;
    return markdownRow({markdownInline(summary.alias.value), meanCell(total), tailCell(total), speedCell(summary),
                        meanCell(summary.ttftMs),
                        withInterval(total, &Distribution::p50, &Distribution::p50Ci, durationText),
                        QString::number(summary.samples), failedCell(summary), scoreCell(summary.score),
                        sizeText(summary.cost.memoryMb), energyText(summary), sizeText(summary.sizeMb),
                        summary.license ? markdownInline(*summary.license) : QStringView(missingMark).toString()});
}

} // namespace

QString markdownVerdict(const std::vector<ModelSummary> &summaries)
{
    QStringList sentences{latencySentence(summaries), scoreSentence(summaries), failureSentence(summaries),
                          cautionSentence(summaries)};
    sentences.removeAll(QString());
    return "## "_L1 % Text::tr("Verdict") % "\n\n"_L1 % sentences.join(u' ') % u'\n';
}

QString markdownTable(const std::vector<ModelSummary> &summaries)
{
    QString table = "## "_L1 % Text::tr("Decision table") % "\n\n"_L1;
    table += markdownRow({u"Model"_s, u"Avg Latency"_s, u"p95"_s, u"TPS"_s, Text::tr("First token"), u"p50"_s,
                          Text::tr("Samples"), Text::tr("Failed"), Text::tr("Score"), Text::tr("Memory"),
                          Text::tr("Wh per 1,000 tokens"), Text::tr("Size"), Text::tr("Licence")});
    table += "|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---|\n"_L1;
    for (const ModelSummary &summary : summaries)
        table += modelRow(summary);
    const bool tailsHold = std::ranges::all_of(
        summaries, [](const ModelSummary &summary) { return !summary.totalMs || p95Holds(summary.totalMs->n); });
    if (!tailsHold)
        table += u'\n'
            % Text::tr("Below 130 samples the 95th percentile cannot be bounded; the column p95 then shows the "
                       "largest latency seen. The CSV and JSON reports hold the interpolated percentile.")
            % u'\n';
    return table;
}

} // namespace assay
