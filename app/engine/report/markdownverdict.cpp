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

} // namespace

QString markdownVerdict(const std::vector<ModelSummary> &summaries)
{
    QStringList sentences{latencySentence(summaries), scoreSentence(summaries), failureSentence(summaries),
                          cautionSentence(summaries)};
    sentences.removeAll(QString());
    return "## "_L1 % Text::tr("Verdict") % "\n\n"_L1 % sentences.join(u' ') % u'\n';
}

} // namespace assay
