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

using Summaries = std::vector<ModelSummary>;

bool isKnown(const ModelSummary &summary)
{
    const ModelCost &cost = summary.cost;
    return cost.memoryMb || cost.gpuMemoryMb || cost.loadMs || summary.coldTotalMs || summary.energy;
}

QString costRow(const ModelSummary &summary)
{
    const ModelCost &cost = summary.cost;
    const std::optional<EnergyFigure> &energy = summary.energy;
    const QString source = energy ? energySourceText(*energy) : QStringView(missingMark).toString();
    return markdownRow({markdownInline(summary.alias.value), sizeText(cost.memoryMb), sizeText(cost.memoryFilesMb),
                        sizeText(cost.memoryIdleMb), gpuMemoryText(cost), durationText(cost.loadMs),
                        durationText(summary.coldTtftMs), durationText(summary.coldTotalMs), energyText(summary),
                        markdownInline(priceText(summary)), markdownInline(source)});
}

QString notes(const Summaries &summaries)
{
    QStringList said;
    if (std::ranges::any_of(summaries, [](const ModelSummary &summary) { return summary.cost.memoryMb.has_value(); }))
        said += Text::tr("Memory is the most that the server's processes held while the model's requests were under "
                         "way; those of them that hardly worked meanwhile (they hold other models) are left out. What "
                         "is mapped from files, such as "
                         "weights, is shared with other programs and given back when memory is short. Before: the "
                         "same processes before the model's first request, which may have been loaded already.");
    const auto byServer = [](const ModelSummary &summary) {
        return summary.cost.gpuMemoryMb && summary.cost.gpuByServer;
    };
    if (std::ranges::any_of(summaries, byServer))
        said += Text::tr("Graphics memory is the driver's figure; where it says so, the server's own of what the model "
                         "holds there.");
    if (std::ranges::any_of(summaries, [](const ModelSummary &summary) { return summary.coldTotalMs.has_value(); }))
        said += Text::tr("The first request after the newest load stands for itself: mostly it is a warm-up, and so in "
                         "no other figure.");
    if (std::ranges::any_of(summaries, [](const ModelSummary &summary) { return summary.energy.has_value(); }))
        said += Text::tr("Energy is in watt-hours for 1,000 output tokens. It is measured where one model alone was "
                         "under way, for long enough for the counter (processor 2 s, graphics processor 10 s, battery "
                         "120 s), and what the machine draws at rest is taken off; else it is an estimate (~) from "
                         "the watts that the model is said to take.");
    return said.join(u' ');
}

} // namespace

QString markdownCosts(const Summaries &summaries)
{
    if (std::ranges::none_of(summaries, isKnown))
        return {};
    QString text = "## "_L1 % Text::tr("Costs") % "\n\n"_L1;
    text += notes(summaries) % "\n\n"_L1;
    text += markdownRow({Text::tr("Model"), Text::tr("Memory"), Text::tr("of it from files"), Text::tr("Before"),
                         Text::tr("Graphics memory"), Text::tr("Load"), Text::tr("First token after it"),
                         Text::tr("First answer after it"), Text::tr("Wh per 1,000 tokens"),
                         Text::tr("Cost of 1,000 tokens"), Text::tr("Energy by")});
    text += "|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---|\n"_L1;
    for (const ModelSummary &summary : summaries)
        text += costRow(summary);
    return text;
}

} // namespace assay
