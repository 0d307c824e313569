// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/summarytable.h"

#include "app/cli/exitcode.h"
#include "app/cli/texttable.h"
#include "models/domain/numbertext.h"
#include "models/domain/text.h"

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace assay {
namespace {

QString durationOf(const std::optional<Distribution> &distribution, double Distribution::*figure)
{
    return durationText(distribution ? std::optional((*distribution).*figure) : std::nullopt);
}

/// As in the Markdown report: too few samples bound no 95th percentile, so the largest stands there.
QString p95Of(const ModelSummary &summary)
{
    return durationOf(summary.totalMs, p95Holds(summary.samples) ? &Distribution::p95 : &Distribution::max);
}

QStringList rowOf(const ModelSummary &summary)
{
    const auto speed = summary.tokensPerS ? std::optional(summary.tokensPerS->mean) : std::nullopt;
    return {summary.alias.value,
            modelStatusKey(summary.status),
            QString::number(summary.samples),
            durationOf(summary.totalMs, &Distribution::mean),
            durationOf(summary.totalMs, &Distribution::p50),
            p95Of(summary),
            durationOf(summary.ttftMs, &Distribution::mean),
            (summary.tokensEstimated && speed ? u"~"_s : QString()) + threeDigits(speed),
            sizeText(summary.cost.memoryMb),
            energyText(summary),
            QString::number(summary.failed)};
}

} // namespace

QString summaryTable(const RunData &run, const std::vector<ModelSummary> &summaries)
{
    std::vector<QStringList> rows;
    std::transform(summaries.begin(), summaries.end(), std::back_inserter(rows), rowOf);
    const auto right = CellAlign::Right;
    QString text = textTable({{Text::tr("model")},
                              {Text::tr("status")},
                              {Text::tr("n"), right},
                              {Text::tr("avg"), right},
                              {Text::tr("p50"), right},
                              {Text::tr("p95"), right},
                              {Text::tr("ttft"), right},
                              {Text::tr("tok/s"), right},
                              {Text::tr("memory"), right},
                              {Text::tr("Wh/1k"), right},
                              {Text::tr("failed"), right}},
                             rows);
    const bool isShort = std::any_of(summaries.begin(), summaries.end(),
                                     [](const ModelSummary &s) { return s.samples > 0 && !p95Holds(s.samples); });
    if (isShort) {
        text += Text::tr("p95: where n is below 130, the largest latency seen.") + u'\n';
    }
    const bool isEstimated =
        std::any_of(summaries.begin(), summaries.end(), [](const ModelSummary &s) { return s.tokensEstimated; });
    if (isEstimated) {
        text += Text::tr("~ The server did not count tokens; they are estimated from the text.") + u'\n';
    }
    const auto isEnergyEstimate = [](const ModelSummary &s) { return s.energy && s.energy->isEstimate(); };
    if (std::any_of(summaries.begin(), summaries.end(), isEnergyEstimate)) {
        text += Text::tr("Wh/1k ~: an estimate, the model's stated watts times the time of its requests.") + u'\n';
    }
    if (run.info.environment.simulated) {
        text += Text::tr("Simulated: a practice server answered; these figures say nothing about real models.") + u'\n';
    }
    return text;
}

int exitCodeOf(const std::vector<ModelSummary> &summaries)
{
    const auto isOk = [](const ModelSummary &s) { return s.status == ModelStatus::Ok; };
    const auto isLost = [](const ModelSummary &s) {
        return s.status == ModelStatus::Failed || s.status == ModelStatus::Skipped;
    };
    if (std::all_of(summaries.begin(), summaries.end(), isOk)) {
        return ExitCode::ok;
    }
    return std::all_of(summaries.begin(), summaries.end(), isLost) ? ExitCode::allFailed : ExitCode::someFailed;
}

} // namespace assay
