// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/comparability.h"

#include "models/domain/numbertext.h"
#include "models/domain/plantext.h"
#include "models/domain/text.h"

#include <algorithm>
#include <cmath>

namespace assay {

using namespace Qt::Literals::StringLiterals;

namespace {

/// Gathers the sentences.
class Differences
{
public:
    /// Two values of one thing, "" where it is not known.
    void add(const QString &what, const QString &before, const QString &now)
    {
        if (!before.isEmpty() && !now.isEmpty() && before != now)
            m_sentences += Text::tr("%1: %2 in the baseline, %3 in this run.").arg(what, before, now);
    }
    void add(const QString &what, const std::optional<QString> &before, const std::optional<QString> &now)
    {
        add(what, before.value_or(QString()), now.value_or(QString()));
    }
    void addCount(const QString &what, const std::optional<int> &before, const std::optional<int> &now)
    {
        if (before && now)
            add(what, QString::number(*before), QString::number(*now));
    }
    void addFlag(bool before, bool now, const QString &onlyBefore, const QString &onlyNow)
    {
        if (before != now)
            m_sentences += before ? onlyBefore : onlyNow;
    }
    void addSentence(const QString &sentence) { m_sentences += sentence; }
    QStringList take() { return std::move(m_sentences); }

private:
    QStringList m_sentences;
};

/// Memory to the tenth of a GB: what the system itself takes of it differs from start to start.
std::optional<QString> memoryText(const std::optional<double> &mb)
{
    return mb ? std::optional(sizeText(std::round(*mb / 100) * 100)) : std::nullopt;
}

void compareMachines(const Environment &before, const Environment &now, Differences &found)
{
    found.addFlag(before.simulated, now.simulated, Text::tr("The baseline was simulated, this run was not."),
                  Text::tr("This run was simulated, the baseline was not."));
    found.add(Text::tr("Processor"), before.cpu, now.cpu);
    found.addCount(Text::tr("Processor cores"), before.cpuCores, now.cpuCores);
    found.addCount(Text::tr("Processor threads"), before.cpuThreads, now.cpuThreads);
    found.add(Text::tr("Memory"), memoryText(before.memoryMb), memoryText(now.memoryMb));
    found.add(Text::tr("Graphics processor"), before.gpus.join(u", "_s), now.gpus.join(u", "_s));
    found.add(Text::tr("Frequency governor"), before.governor, now.governor);
    if (before.onBattery && now.onBattery)
        found.addFlag(*before.onBattery, *now.onBattery, Text::tr("The baseline ran on battery, this run did not."),
                      Text::tr("This run ran on battery, the baseline did not."));
    found.add(Text::tr("Clock"), before.clock, now.clock);
}

QString sendingOf(const RunOptions &options)
{
    if (!options.rate)
        return Text::tr("after the answer before");
    const QString rate = Text::tr("%1 requests a second").arg(*options.rate);
    return options.arrival == Arrival::Constant ? Text::tr("%1, evenly").arg(rate)
                                                : Text::tr("%1, at random").arg(rate);
}

void compareOptions(const RunOptions &before, const RunOptions &now, Differences &found)
{
    found.add(Text::tr("Order of the requests"), runOrderKey(before.order), runOrderKey(now.order));
    if (!before.rate && !now.rate)
        found.addCount(Text::tr("Requests at once"), before.concurrency, now.concurrency);
    found.add(Text::tr("Sending"), sendingOf(before), sendingOf(now));
    found.addCount(Text::tr("Warm-up requests"), before.warmups, now.warmups);
    found.addFlag(before.loading == ModelLoading::OneAtATime, now.loading == ModelLoading::OneAtATime,
                  Text::tr("In the baseline one model at a time was in memory, in this run several."),
                  Text::tr("In this run one model at a time was in memory, in the baseline several."));
    found.addFlag(before.keepWarm, now.keepWarm,
                  Text::tr("In the baseline models were kept warm between blocks, in this run they were not."),
                  Text::tr("In this run models were kept warm between blocks, in the baseline they were not."));
    found.addFlag(before.nonce, now.nonce,
                  Text::tr("In the baseline each request began with a unique line, in this run none did."),
                  Text::tr("In this run each request began with a unique line, in the baseline none did."));
    found.addFlag(before.cachePrompt, now.cachePrompt,
                  Text::tr("In the baseline servers were free to reuse a cached prompt, in this run they were not."),
                  Text::tr("In this run servers were free to reuse a cached prompt, in the baseline they were not."));
}

/// What is sent with the model's requests, apart from a prompt's own limit.
QString parametersOf(const Plan &plan, const PlannedModel &planned)
{
    const QString text = parametersInWords(effectiveParameters({{planned}, {Prompt()}, {}, plan.options}, {}));
    return text.isEmpty() ? Text::tr("none") : text;
}

QString systemOf(const PlannedModel &planned)
{
    return planned.model.system.isEmpty() ? Text::tr("none") : u'"' % planned.model.system % u'"';
}

/// A kind that nobody named is not known.
QString kindOf(const PlannedModel &planned)
{
    return planned.endpoint.kind == ServerKind::Auto ? QString() : serverKindName(planned.endpoint.kind);
}

QString versionOf(const RunInfo &run, const PlannedModel &planned)
{
    return run.environment.serverVersions.value(planned.endpoint.id.value);
}

void compareModels(const RunInfo &baseline, const PlannedModel &before, const RunInfo &run, const PlannedModel &now,
                   Differences &found)
{
    const auto named = [&now](const QString &what) {
        return Text::tr("%1 of %2", "Parameters of phi-4-mini").arg(what, now.model.alias.value);
    };
    found.add(named(Text::tr("Model at the server")), before.model.serverId, now.model.serverId);
    found.add(named(Text::tr("Quantisation")), before.model.metadata.quantization, now.model.metadata.quantization);
    found.add(named(Text::tr("Device")), before.model.metadata.device, now.model.metadata.device);
    found.add(named(Text::tr("Execution provider")), before.model.metadata.executionProvider,
              now.model.metadata.executionProvider);
    found.add(named(Text::tr("Server")), kindOf(before), kindOf(now));
    found.add(named(Text::tr("Version of the server")), versionOf(baseline, before), versionOf(run, now));
    found.add(named(Text::tr("System text")), systemOf(before), systemOf(now));
    found.add(named(Text::tr("Parameters")), parametersOf(baseline.plan, before), parametersOf(run.plan, now));
}

} // namespace

QStringList comparability(const RunInfo &baseline, const RunInfo &run)
{
    Differences found;
    compareMachines(baseline.environment, run.environment, found);
    if (promptsHash(baseline.plan.prompts) != promptsHash(run.plan.prompts))
        found.addSentence(Text::tr("The prompts are not the same."));
    compareOptions(baseline.plan.options, run.plan.options, found);
    for (const PlannedModel &now : run.plan.models) {
        const auto before = std::ranges::find(baseline.plan.models, now.model.alias,
                                              [](const PlannedModel &planned) { return planned.model.alias; });
        if (before != baseline.plan.models.end())
            compareModels(baseline, *before, run, now, found);
    }
    return found.take();
}

} // namespace assay
