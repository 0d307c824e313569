// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/results/verdicttext.h"

#include "models/domain/identity.h"
#include "models/domain/numbertext.h"

#include <QCoreApplication>

#include <algorithm>

namespace assay {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(Verdict)
};

QString nameOf(const ModelSummary &row)
{
    return ModelIdentity{row.model}.letter() + u' ' + row.alias.value;
}

QString latencySentence(std::vector<const ModelSummary *> rows)
{
    std::sort(rows.begin(), rows.end(),
              [](const ModelSummary *a, const ModelSummary *b) { return a->totalMs->mean < b->totalMs->mean; });
    const ModelSummary &first = *rows[0];
    const QString figure = durationText(first.totalMs->mean);
    if (rows.size() == 1) {
        return Words::tr("%1 answers in %2 on average (n = %3).").arg(nameOf(first), figure).arg(first.totalMs->n);
    }
    const ModelSummary &second = *rows[1];
    return Words::tr("%1 has the lowest mean latency: %2 (n = %3), before %4 with %5 (n = %6).")
        .arg(nameOf(first), figure)
        .arg(first.totalMs->n)
        .arg(nameOf(second), durationText(second.totalMs->mean))
        .arg(second.totalMs->n);
}

QString scoreSentence(const std::vector<const ModelSummary *> &rows)
{
    const auto best = *std::max_element(rows.begin(), rows.end(), [](const ModelSummary *a, const ModelSummary *b) {
        return a->score->mean < b->score->mean;
    });
    const auto ties = std::count_if(rows.begin(), rows.end(),
                                    [best](const ModelSummary *row) { return row->score->mean >= best->score->mean; });
    const QString figure = threeDigits(best->score->mean);
    if (rows.size() == 1) {
        return Words::tr("%1 scores %2 on average (n = %3).").arg(nameOf(*best), figure).arg(best->score->n);
    }
    return ties > 1
        ? Words::tr("%1 models share the best mean score: %2.").arg(ties).arg(figure)
        : Words::tr("%1 has the best mean score: %2 (n = %3).").arg(nameOf(*best), figure).arg(best->score->n);
}

} // namespace

QString verdictText(const std::vector<ModelSummary> &summaries, bool simulated)
{
    std::vector<const ModelSummary *> timed, scored;
    for (const ModelSummary &row : summaries) {
        if (row.totalMs) {
            timed.push_back(&row);
        }
        if (row.score && row.score->n > 0) {
            scored.push_back(&row);
        }
    }
    QStringList sentences;
    if (timed.empty()) {
        sentences += Words::tr("No request has been answered yet.");
    } else {
        sentences += latencySentence(timed);
        sentences += scored.empty() ? Words::tr("Nothing has been scored yet.") : scoreSentence(scored);
    }
    if (timed.size() > 1) {
        sentences += Words::tr("It is not tested yet whether these differences are real.");
    }
    if (simulated) {
        sentences += Words::tr("Simulated: the practice server made these figures up.");
    }
    return sentences.join(u' ');
}

} // namespace assay
