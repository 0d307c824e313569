// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/results/verdicttext.h"

#include "models/domain/identity.h"
#include "models/domain/numbertext.h"

#include <QCoreApplication>

#include <algorithm>

namespace assay {

using namespace Qt::Literals::StringLiterals;

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(Verdict)
};

constexpr qsizetype mostVerdicts = 3; // in a sentence; all of them stand in the table

using Rows = std::vector<const ModelSummary *>;

QString nameOf(int place, const ModelAlias &alias)
{
    return ModelIdentity{place}.named(alias.value);
}

QString nameOf(const ModelSummary &row)
{
    return nameOf(row.model, row.alias);
}

/// The verdicts of a model against each of the others in one metric, seen from this model.
std::vector<Comparison> verdictsOf(int model, CompareMetric metric, const std::vector<Comparison> &all)
{
    std::vector<Comparison> found;
    for (const Comparison &each : all) {
        if (each.metric == metric && (each.first == model || each.second == model)) {
            found.push_back(each.first == model ? each : turned(each));
        }
    }
    return found;
}

bool isAhead(const Comparison &each)
{
    return each.verdict == Verdict::Faster || each.verdict == Verdict::Better;
}

bool isBehind(const Comparison &each)
{
    return each.verdict == Verdict::Slower || each.verdict == Verdict::Worse;
}

/// "Against B small: faster by 18 % (12 to 25); against C large: ..." Empty where nothing was compared.
QString againstOthers(const std::vector<Comparison> &verdicts)
{
    QStringList parts;
    for (const Comparison &each : verdicts) {
        if (parts.size() < mostVerdicts) {
            const QString pattern = parts.isEmpty() ? Words::tr("Against %1: %2") : Words::tr("against %1: %2");
            parts += pattern.arg(nameOf(each.second, each.secondAlias), verdictText(each));
        }
    }
    const qsizetype rest = qsizetype(verdicts.size()) - parts.size();
    if (rest > 0) {
        parts += Words::tr("%1 more in the table of verdicts").arg(rest);
    }
    return parts.isEmpty() ? QString() : QString(parts.join(u"; "_s) + u'.');
}

/// The first of `rows` that no verdict calls behind another; the first one where there is no such model.
const ModelSummary &leaderOf(const Rows &rows, CompareMetric metric, const std::vector<Comparison> &all)
{
    const auto leader = std::find_if(rows.begin(), rows.end(), [&](const ModelSummary *row) {
        const std::vector<Comparison> verdicts = verdictsOf(row->model, metric, all);
        return std::none_of(verdicts.begin(), verdicts.end(), isBehind);
    });
    return leader == rows.end() ? *rows.front() : **leader;
}

bool isAheadOfAll(const std::vector<Comparison> &verdicts, size_t others)
{
    return verdicts.size() == others && std::all_of(verdicts.begin(), verdicts.end(), isAhead);
}

QStringList latencySentences(Rows rows, const std::vector<Comparison> &all)
{
    std::sort(rows.begin(), rows.end(),
              [](const ModelSummary *a, const ModelSummary *b) { return a->totalMs->mean < b->totalMs->mean; });
    const ModelSummary &leader = leaderOf(rows, CompareMetric::TotalMs, all);
    const std::vector<Comparison> verdicts = verdictsOf(leader.model, CompareMetric::TotalMs, all);
    const bool shown = isAheadOfAll(verdicts, rows.size() - 1) || &leader != rows.front();
    const QString pattern = rows.size() == 1 ? Words::tr("%1 answers in %2 on average (n = %3).")
        : shown                              ? Words::tr("%1 is the fastest: %2 on average (n = %3).")
                                             : Words::tr("%1 has the lowest mean latency: %2 (n = %3).");
    return {pattern.arg(nameOf(leader), durationText(leader.totalMs->mean)).arg(leader.totalMs->n),
            againstOthers(verdicts)};
}

QStringList scoreSentences(Rows rows, const std::vector<Comparison> &all)
{
    std::stable_sort(rows.begin(), rows.end(),
                     [](const ModelSummary *a, const ModelSummary *b) { return a->score->mean > b->score->mean; });
    const ModelSummary &leader = leaderOf(rows, CompareMetric::Score, all);
    const auto ties = std::count_if(rows.begin(), rows.end(), [&leader](const ModelSummary *row) {
        return row->score->mean >= leader.score->mean;
    });
    const QString figure = threeDigits(leader.score->mean);
    if (ties > 1) {
        return {Words::tr("%1 models share the best mean score: %2.").arg(ties).arg(figure)};
    }
    const QString pattern = rows.size() == 1 ? Words::tr("%1 scores %2 on average (n = %3).")
                                             : Words::tr("%1 has the best mean score: %2 (n = %3).");
    return {pattern.arg(nameOf(leader), figure).arg(leader.score->n),
            againstOthers(verdictsOf(leader.model, CompareMetric::Score, all))};
}

/// Only total latency: the table of the baseline has every metric.
QString baselineSentence(const BaselineAnalysis &baseline)
{
    QStringList parts;
    for (const Comparison &each : baseline.comparisons) {
        if (each.metric == CompareMetric::TotalMs && parts.size() < mostVerdicts) {
            parts += Words::tr("%1: %2", "a model and its verdict")
                         .arg(nameOf(each.first, each.firstAlias), verdictText(each));
        }
    }
    if (parts.isEmpty()) {
        return Words::tr("No model of this run is in the baseline \u201c%1\u201d.").arg(baseline.name);
    }
    const QString pattern = baseline.differences.isEmpty()
        ? Words::tr("Against the baseline \u201c%1\u201d: %2.")
        : Words::tr("Against the baseline \u201c%1\u201d, which is not comparable: %2.");
    return pattern.arg(baseline.name, parts.join(u"; "_s));
}

/// Of those without a figure, whose rows would look like models that nobody has asked yet.
QStringList skippedSentences(const std::vector<ModelSummary> &rows)
{
    QStringList sentences;
    for (const ModelSummary &row : rows) {
        if (row.samples == 0 && row.skipped > 0) {
            sentences +=
                Words::tr("%1 was skipped and has no figures: the table of samples says why.").arg(nameOf(row));
        }
    }
    return sentences;
}

} // namespace

QString verdictText(const RunAnalysis &analysis, bool simulated)
{
    Rows timed, scored;
    for (const ModelSummary &row : analysis.summaries) {
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
        sentences += latencySentences(timed, analysis.comparisons);
        sentences += scored.empty() ? QStringList{Words::tr("Nothing has been scored yet.")}
                                    : scoreSentences(scored, analysis.comparisons);
    }
    sentences += skippedSentences(analysis.summaries);
    if (analysis.options.live && timed.size() > 1) {
        sentences += Words::tr("The run goes on: verdicts come when it has ended.");
    }
    if (analysis.baseline) {
        sentences += baselineSentence(*analysis.baseline);
    }
    if (simulated) {
        sentences += Words::tr("Simulated: the practice server made these figures up.");
    }
    sentences.removeAll(QString());
    return sentences.join(u' ');
}

QString notesText(const RunAnalysis &analysis)
{
    QStringList sentences;
    for (const SlowFirst &slow : analysis.slowFirsts) {
        sentences += slowFirstText(slow);
    }
    QStringList steady;
    for (const Drift &drift : analysis.drifts) {
        const QString name = nameOf(drift.model, drift.alias);
        if (drift.shown) {
            sentences += Words::tr("%1: %2.").arg(name, driftText(drift));
        } else {
            steady += Words::tr("%1 (n = %2)").arg(name).arg(drift.n);
        }
    }
    if (!steady.isEmpty()) {
        sentences += Words::tr("No trend in total latency shown over the run: %1.").arg(steady.join(u", "_s));
    }
    return sentences.join(u' ');
}

} // namespace assay
