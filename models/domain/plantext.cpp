// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/plantext.h"

#include "models/domain/numbertext.h"
#include "models/domain/text.h"

#include <algorithm>
#include <cmath>

namespace assay {

using namespace Qt::Literals::StringLiterals;

namespace {

QString counted(qsizetype n, const QString &one, const QString &many)
{
    return (n == 1 ? one : many).arg(n);
}

qsizetype warmupCount(const Plan &plan)
{
    if (plan.models.empty() || plan.prompts.empty())
        return 0;
    const int blocks = hasBlocks(plan.options.order) ? plan.options.rounds : 1;
    return static_cast<qsizetype>(plan.models.size()) * plan.options.warmups * blocks;
}

} // namespace

QString planInWords(const Plan &plan, std::optional<Nanos> estimate)
{
    const auto models = static_cast<qsizetype>(plan.models.size());
    const auto prompts = static_cast<qsizetype>(plan.prompts.size());
    const qsizetype warmups = warmupCount(plan);
    const qsizetype requests = models * prompts * plan.options.rounds + warmups;
    QString product = Text::tr("%1 \u00D7 %2 \u00D7 %3")
                          .arg(counted(models, Text::tr("%1 model"), Text::tr("%1 models")),
                               counted(prompts, Text::tr("%1 prompt"), Text::tr("%1 prompts")),
                               counted(plan.options.rounds, Text::tr("%1 round"), Text::tr("%1 rounds")));
    if (warmups > 0)
        product = Text::tr("%1 + warm-up").arg(product);
    QString sum = Text::tr("%1 = %2").arg(product, counted(requests, Text::tr("%1 request"), Text::tr("%1 requests")));
    if (plan.options.rate)
        sum = Text::tr("%1, %2 a second").arg(sum, threeDigits(plan.options.rate));
    return estimate && requests > 0 ? Text::tr("%1, %2").arg(sum, aboutText(*estimate)) : sum;
}

QString parametersInWords(const RequestParameters &parameters)
{
    QStringList list;
    if (parameters.temperature)
        list.append(Text::tr("temperature %1").arg(*parameters.temperature));
    if (parameters.maxTokens)
        list.append(Text::tr("at most %1 tokens").arg(*parameters.maxTokens));
    if (parameters.seed)
        list.append(Text::tr("seed %1").arg(*parameters.seed));
    if (!parameters.extra.isEmpty())
        list.append(QString::fromUtf8(parameters.extra));
    return list.join(", "_L1);
}

std::optional<Nanos> estimateDuration(const Plan &plan, const QHash<ModelAlias, Nanos> &typicalTotals)
{
    if (plan.models.empty() || plan.prompts.empty())
        return std::nullopt;
    for (const PlannedModel &planned : plan.models) {
        if (!typicalTotals.contains(planned.model.alias))
            return std::nullopt;
    }
    std::vector<Nanos> tracks(plan.models.size());
    Nanos longest{};
    for (const PlanStep &step : expandPlan(plan)) {
        const Nanos answer = typicalTotals.value(plan.models[static_cast<size_t>(step.model)].model.alias);
        const bool paced = plan.options.rate && step.phase == Phase::Measured;
        tracks[static_cast<size_t>(step.track)] += paced ? Nanos(std::llround(1e9 / *plan.options.rate)) : answer;
        longest = std::max(longest, answer);
    }
    const Nanos slowest = *std::ranges::max_element(tracks);
    if (plan.options.rate)
        return slowest + longest; // the last answer
    if (plan.options.order == RunOrder::ByServer)
        return slowest;
    return std::max(longest, tracks.front() / std::max(1, plan.options.concurrency));
}

} // namespace assay
