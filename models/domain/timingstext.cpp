// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/timingstext.h"

#include "models/domain/metrics.h"
#include "models/domain/numbertext.h"
#include "models/domain/text.h"

namespace assay {

using namespace Qt::Literals::StringLiterals;

namespace {

QString promptText(const ServerTimings &timings, const SampleMetrics &ours)
{
    const QString took = durationText(timings.promptMs);
    const QString said = timings.promptTokens
        ? Text::tr("%1 prompt tokens in %2").arg(QString::number(*timings.promptTokens), took)
        : Text::tr("the prompt in %1").arg(took);
    return ours.ttftMs ? Text::tr("%1 (here %2 to the first token)").arg(said, durationText(ours.ttftMs)) : said;
}

QString outputText(const ServerTimings &timings, const SampleMetrics &ours)
{
    const QString took = durationText(timings.predictedMs);
    const QString said = timings.predictedTokens
        ? Text::tr("%1 tokens in %2").arg(QString::number(*timings.predictedTokens), took)
        : Text::tr("the answer in %1").arg(took);
    return ours.decodeMs ? Text::tr("%1 (here %2 from the first to the last)").arg(said, durationText(ours.decodeMs))
                         : said;
}

} // namespace

QString serverTimingsText(const Sample &sample)
{
    if (!sample.serverTimings)
        return {};
    const SampleMetrics ours = metricsOf(sample);
    QStringList parts;
    if (sample.serverTimings->promptMs)
        parts << promptText(*sample.serverTimings, ours);
    if (sample.serverTimings->predictedMs)
        parts << outputText(*sample.serverTimings, ours);
    return parts.isEmpty() ? QString() : Text::tr("The server's own clock: %1.").arg(parts.join(u"; "_s));
}

} // namespace assay
