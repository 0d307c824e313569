// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/report/markdownparts.h"

#include "app/engine/report/markdowntext.h"
#include "models/domain/metrics.h"
#include "models/domain/numbertext.h"
#include "models/domain/plantext.h"
#include "models/domain/text.h"

#include <QMap>

namespace assay {

using namespace Qt::Literals::StringLiterals;

namespace {

QString bullet(const QString &text)
{
    return markdownBullet(text);
}

QString bullet(const QString &label, const QString &text)
{
    return text.isEmpty() ? QString() : markdownBullet(label % ": "_L1 % markdownInline(text));
}

QString sampleCount(int n)
{
    return n == 1 ? Text::tr("1 sample") : Text::tr("%1 samples").arg(n);
}

QString warmupSentence(const RunOptions &options)
{
    if (options.warmups == 0)
        return Text::tr("No warm-up requests: the first request of each model may be slower than the others.");
    const QString when = hasBlocks(options.order) ? Text::tr("before each block of a model")
                                                  : Text::tr("for each model, before all others");
    return Text::tr("Warm-up requests: %1 %2. They are kept in the data and left out of every figure.")
        .arg(QString::number(options.warmups), when);
}

QString orderSentence(const RunOptions &options)
{
    switch (options.order) {
    case RunOrder::Blocked:
        return Text::tr("Order: all prompts of one model, then the next model; the order of the models is shuffled for "
                        "each round by the seed.");
    case RunOrder::Interleaved:
        return Text::tr("Order: prompt by prompt, the models take turns.");
    case RunOrder::ByServer:
        return Text::tr("Order: the servers work at the same time, each on one request at a time.");
    case RunOrder::Shuffled:
        return Text::tr("Order: all requests of a round in an order drawn by the seed.");
    }
    return {};
}

QString optionsBullets(const Plan &plan)
{
    const RunOptions &options = plan.options;
    QString text = bullet(Text::tr("Plan: %1.").arg(planInWords(plan, std::nullopt)));
    text += bullet(orderSentence(options));
    text += bullet(warmupSentence(options));
    text +=
        bullet(Text::tr("Requests at once: %1. Seed of the order: %2. A request without a byte for %3 s is given up.")
                   .arg(options.rate ? Text::tr("as many as the rate asks for, at most %1").arg(mostAtOnce)
                                     : QString::number(options.concurrency))
                   .arg(options.seed)
                   .arg(options.idleTimeoutSeconds));
    text += bullet(Text::tr("Parameters"), parametersInWords(options.parameters));
    if (options.loading == ModelLoading::OneAtATime)
        text +=
            bullet(Text::tr("One model at a time was in a server's memory, where the server could be asked for it."));
    if (options.keepWarm)
        text += bullet(Text::tr("Models were kept warm: between blocks those that waited for their next one were sent "
                                "a request of one token, which is in no figure."));
    if (options.deterministic)
        text += bullet(Text::tr("Temperature 0 and the seed were sent with every request."));
    if (options.nonce)
        text +=
            bullet(Text::tr("Each prompt began with a short unique line, which keeps servers from reusing a cache."));
    if (!options.cachePrompt)
        text += bullet(Text::tr("Servers known to understand it (llama.cpp) were told not to reuse a cached prompt; "
                                "others may have, and where they said so the sample is flagged."));
    return text;
}

/// Which counts the speeds stand on, over all measured and finished samples.
QString tokensBullet(const RunData &run)
{
    QMap<QString, int> sources;
    for (const Sample &sample : run.samples) {
        if (sample.step.phase != Phase::Measured || sample.status != SampleStatus::Ok)
            continue;
        if (!sample.tokens.output || !sample.tokens.source)
            ++sources[Text::tr("not known")];
        else if (*sample.tokens.source == TokensSource::Usage)
            ++sources[Text::tr("the server's usage figures")];
        else if (*sample.tokens.source == TokensSource::ServerTimings)
            ++sources[Text::tr("the server's own timings")];
        else
            ++sources[Text::tr("an estimate from the length of the text")];
    }
    QStringList list;
    for (auto it = sources.cbegin(); it != sources.cend(); ++it)
        list.append(Text::tr("%1 (%2)").arg(it.key(), sampleCount(it.value())));
    return list.isEmpty() ? QString() : bullet(Text::tr("Token counts come from: %1.").arg(list.join(", "_L1)));
}

QString flagBullets(const RunData &run)
{
    QMap<SampleFlag, int> counts;
    for (const Sample &sample : run.samples) {
        for (const SampleFlag flag : sample.flags) {
            if (sample.step.phase == Phase::Measured)
                ++counts[flag];
        }
    }
    QString text;
    for (auto it = counts.cbegin(); it != counts.cend(); ++it)
        text += bullet(
            Text::tr("%1 (%2): %3").arg(sampleFlagKey(it.key()), sampleCount(it.value()), sampleFlagReason(it.key())));
    return text.isEmpty() ? text : QString(u'\n' % Text::tr("Flagged samples:") % "\n\n"_L1 % text);
}

/// As code, so that the address stays readable and is no link. A backtick in an encoded URL is %60.
QString serverText(const PlannedModel &planned)
{
    if (planned.endpoint.url.isEmpty())
        return markdownInline(planned.endpoint.command.join(u' '));
    return u'`' % planned.endpoint.url.toString(QUrl::FullyEncoded | QUrl::RemoveUserInfo | QUrl::RemoveQuery) % u'`';
}

QString modelBullet(const RunInfo &info, const PlannedModel &planned)
{
    const QString version = info.environment.serverVersions.value(planned.endpoint.id.value);
    const ModelMetadata &metadata = planned.model.metadata;
    QStringList facts{Text::tr("called %1 by the server").arg(markdownInline(planned.model.serverId)),
                      Text::tr("%1 at %2").arg(serverKindName(planned.endpoint.kind), serverText(planned))};
    if (!version.isEmpty())
        facts.append(Text::tr("version %1").arg(markdownInline(version)));
    if (metadata.sizeMb)
        facts.append(sizeText(metadata.sizeMb));
    if (metadata.quantization)
        facts.append(markdownInline(*metadata.quantization));
    if (metadata.parameterCount)
        facts.append(Text::tr("%1 parameters").arg(parameterCountText(metadata.parameterCount)));
    if (metadata.contextLength)
        facts.append(Text::tr("context of %1 tokens").arg(*metadata.contextLength));
    const QString parameters = parametersInWords(planned.model.parameters);
    if (!parameters.isEmpty())
        facts.append(markdownInline(parameters));
    if (!planned.model.system.isEmpty())
        facts.append(Text::tr("system text \"%1\"").arg(markdownInline(planned.model.system)));
    return bullet("**"_L1 % markdownInline(planned.model.alias.value) % "**: "_L1 % facts.join("; "_L1));
}

QString clockSentence(const QString &clock)
{
    if (clock == kernelClock)
        return Text::tr(
            "Times of arrival are the kernel's, taken when the bytes came in and not when a program got round "
            "to reading them. Zero is the moment the last byte of the request was handed to the system, on a "
            "connection that was opened before.");
    return Text::tr("Times are taken with a steady clock as bytes arrive, before they are read. Zero is the moment the "
                    "request has left this program, on a connection that was opened before.");
}

} // namespace

QString markdownMethod(const RunData &run)
{
    QString text = "## "_L1 % Text::tr("Method") % "\n\n"_L1;
    text += optionsBullets(run.info.plan);
    text += bullet(clockSentence(run.info.environment.clock));
    const std::optional<Calibration> &calibration = run.info.environment.calibration;
    text += bullet(calibration ? markdownInline(calibrationSentence(*calibration))
                               : Text::tr("This program's own error in taking times was not measured on the machine "
                                          "of this run; Help > Calibrate and assay-cli calibrate do that."));
    text +=
        bullet(Text::tr("Latency is the time to the last generated piece; first token is the time to the first piece "
                        "that is not empty, reasoning included."));
    text += bullet(Text::tr("TPS is output tokens divided by latency, averaged over the samples; tokens of the prompt "
                            "do not count. Programs that count them, too, show higher figures."));
    text += tokensBullet(run);
    text += bullet(Text::tr("Percentiles interpolate linearly (type 7 of Hyndman and Fan, the default of numpy)."));
    text +=
        bullet(Text::tr("95 % intervals stand in brackets. Those of times and speeds hold for these prompts on this "
                        "machine, if the run had gone on round after round (Student's t over rounds; percentiles "
                        "after Woodruff); there are none below 3 rounds or 10 samples. Those of scores hold for "
                        "prompts like these; there are none below 6 scored prompts."));
    text +=
        bullet(Text::tr("Failed, timed-out, cancelled and skipped requests are in no latency figure; they are counted "
                        "beside them."));
    text += bullet(Text::tr("Scores run from 1 to 5 and are given for a whole answer."));
    return text + flagBullets(run);
}

QString markdownEnvironment(const RunInfo &info)
{
    const Environment &env = info.environment;
    QString text = "## "_L1 % Text::tr("Environment") % "\n\n"_L1;
    text += bullet(Text::tr("Assay"), env.assayVersion);
    text += bullet(Text::tr("Qt"), env.qtVersion);
    text += bullet(Text::tr("System"), QStringList{env.os, env.kernel, env.hostArch}.join(u' ').simplified());
    text += bullet(Text::tr("Processor"), env.cpu);
    if (env.cpuThreads)
        text += bullet(Text::tr("Processor threads"), QString::number(*env.cpuThreads));
    if (env.memoryMb)
        text += bullet(Text::tr("Memory"), sizeText(env.memoryMb));
    if (env.cpuCores)
        text += bullet(Text::tr("Processor cores"), QString::number(*env.cpuCores));
    text += bullet(Text::tr("Frequency governor"), env.governor);
    if (env.onBattery)
        text += bullet(Text::tr("Power"), *env.onBattery ? Text::tr("battery") : Text::tr("mains"));
    text += bullet(Text::tr("Graphics processor"), env.gpus.join(", "_L1));
    if (env.loadBefore)
        text +=
            bullet(Text::tr("Load before"),
                   Text::tr("%1 processes on average in the minute before the run").arg(threeDigits(env.loadBefore)));
    if (env.busyDuring)
        text += bullet(Text::tr("Load during"),
                       Text::tr("%1 % of all processors' time").arg(threeDigits(100 * *env.busyDuring)));
    text += bullet(Text::tr("Clock"), env.clock);
    text += bullet(Text::tr("Prompt set"), info.plan.promptSetName);
    text += bullet(Text::tr("Prompts (SHA-256)"), promptsHash(info.plan.prompts));
    text += u'\n' % Text::tr("Models:") % "\n\n"_L1;
    for (const PlannedModel &planned : info.plan.models)
        text += modelBullet(info, planned);
    return text;
}

} // namespace assay
