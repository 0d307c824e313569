// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/report/markdownparts.h"

#include "app/engine/report/markdowntext.h"
#include "models/domain/compare/drift.h"
#include "models/domain/compare/outliers.h"
#include "models/domain/numbertext.h"
#include "models/domain/text.h"

namespace assay {

using namespace Qt::Literals::StringLiterals;

namespace {

QString comparisonRow(const Comparison &c)
{
    return markdownRow({markdownInline(c.firstAlias.value), markdownInline(c.secondAlias.value),
                        compareMetricName(c.metric), verdictText(c), QString::number(c.pairs), pValueText(c.pHolm)});
}

QString methodOfComparison(const CompareOptions &options)
{
    return Text::tr(
               "Figures in brackets are 95 % intervals. Times and speeds are paired by prompt and round, scores by "
               "prompt; n is the number of pairs. p is the larger of Student's t over rounds (scores: prompts) and a "
               "rank test over pairs, corrected for all rows after Holm. A difference below %1 % (scores: %2 points) "
               "counts as none.")
        .arg(options.threshold * 100)
        .arg(options.scoreThreshold);
}

QString driftBullets(const RunData &run)
{
    QString text;
    for (const CompareMetric metric : {CompareMetric::TotalMs, CompareMetric::TtftMs}) {
        for (const Drift &drift : driftsOf(run, metric)) {
            if (drift.shown)
                text += markdownBullet(Text::tr("%1: %2.").arg(markdownInline(drift.alias.value), driftText(drift)));
        }
    }
    return text;
}

QString outlierBullets(const RunData &run)
{
    constexpr size_t mostListed = 10;
    const std::vector<Outlier> outliers = outliersOf(run, CompareMetric::TotalMs);
    QString text;
    for (size_t i = 0; i < std::min(outliers.size(), mostListed); ++i) {
        const Outlier &outlier = outliers[i];
        const QString alias = run.info.plan.models[static_cast<size_t>(outlier.model)].model.alias.value;
        text += markdownBullet(Text::tr("%1, sample %2: total latency of %3.")
                                   .arg(markdownInline(alias), outlier.sample.value, outlierText(outlier)));
    }
    if (outliers.size() > mostListed)
        text += markdownBullet(Text::tr("%1 more such samples.").arg(outliers.size() - mostListed));
    return text;
}

} // namespace

QString markdownComparison(const std::vector<Comparison> &comparisons, const CompareOptions &options)
{
    if (comparisons.empty())
        return {};
    QString text = "## "_L1 % Text::tr("Comparison") % "\n\n"_L1;
    text +=
        markdownRow({Text::tr("Model"), Text::tr("Against"), Text::tr("Figure"), Text::tr("Verdict"), u"n"_s, u"p"_s});
    text += "|---|---|---|---|---:|---:|\n"_L1;
    for (const Comparison &comparison : comparisons)
        text += comparisonRow(comparison);
    return text % u'\n' % methodOfComparison(options) % u'\n';
}

QString markdownStandsOut(const RunData &run)
{
    QString text;
    for (const SlowFirst &slow : slowFirsts(run))
        text += markdownBullet(markdownInline(slowFirstText(slow)));
    text += driftBullets(run);
    text += outlierBullets(run);
    if (text.isEmpty())
        return {};
    return "## "_L1 % Text::tr("What stands out") % "\n\n"_L1
        % Text::tr("Nothing of this is left out of any figure. What came at the same time need not be the cause.")
        % "\n\n"_L1 % text;
}

} // namespace assay
