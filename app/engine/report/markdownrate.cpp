// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/report/markdownparts.h"

#include "app/engine/report/markdowntext.h"
#include "models/domain/numbertext.h"
#include "models/domain/ratefigures.h"
#include "models/domain/text.h"

namespace assay {

using namespace Qt::Literals::StringLiterals;

namespace {

QString paceSentence(const RateFigures &figures, Arrival arrival)
{
    const QString rate = threeDigits(figures.requested);
    const QString planned = arrival == Arrival::Constant
        ? Text::tr("Planned: %1 requests a second, evenly spaced, whether or not earlier ones had been answered.")
              .arg(rate)
        : Text::tr("Planned: %1 requests a second, at random as in a Poisson process drawn by the seed, whether or not "
                   "earlier ones had been answered.")
              .arg(rate);
    const QString achieved = figures.achieved ? Text::tr("Sent: %1 a second.").arg(threeDigits(figures.achieved))
                                              : Text::tr("How many were sent a second cannot be said.");
    return planned % u' ' % achieved;
}

QString lagSentence(const Distribution &lag)
{
    return Text::tr("Sent later than planned by %1 (median), %2 at most, over %3 requests.")
        .arg(durationText(lag.p50), durationText(lag.max), QString::number(lag.n));
}

QString cell(const std::optional<Distribution> &distribution, double Distribution::*figure)
{
    return durationText(distribution ? std::optional((*distribution).*figure) : std::nullopt);
}

QString latencyRow(const RateLatency &latency)
{
    return markdownRow(
        {markdownInline(latency.alias.value), QString::number(latency.fromSendingMs ? latency.fromSendingMs->n : 0),
         cell(latency.fromSendingMs, &Distribution::p50), cell(latency.fromIntendedMs, &Distribution::p50),
         cell(latency.fromSendingMs, &Distribution::max), cell(latency.fromIntendedMs, &Distribution::max)});
}

} // namespace

QString markdownRate(const RunData &run)
{
    const std::optional<RateFigures> figures = rateFigures(run);
    if (!figures)
        return {};
    QString text = "## "_L1 % Text::tr("Rate") % "\n\n"_L1;
    text += paceSentence(*figures, run.info.plan.options.arrival);
    if (figures->lagMs)
        text += u' ' % lagSentence(*figures->lagMs);
    text += "\n\n"_L1
        % Text::tr("Latency from sending leaves out what a request waited before it was sent; from the planned instant "
                   "that is in it, as for a person who waits.")
        % "\n\n"_L1;
    text +=
        markdownRow({Text::tr("Model"), Text::tr("n"), Text::tr("Median from sending"), Text::tr("Median from plan"),
                     Text::tr("Longest from sending"), Text::tr("Longest from plan")});
    text += "|---|---|---|---|---|---|\n"_L1;
    for (const RateLatency &latency : figures->models)
        text += latencyRow(latency);
    return text;
}

} // namespace assay
