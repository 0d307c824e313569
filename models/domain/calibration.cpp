// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/calibration.h"

#include "models/domain/numbertext.h"
#include "models/domain/statistics.h"
#include "models/domain/text.h"

#include <algorithm>
#include <cmath>

namespace assay {

using namespace Qt::Literals::StringLiterals;

namespace {

/// To a nanosecond, which is what a stamp has.
double rounded(double us)
{
    return std::round(us * 1000) / 1000;
}

double sizeUs(Nanos error)
{
    return std::abs(std::chrono::duration<double, std::micro>(error).count());
}

QString errorText(double us)
{
    return durationText(us / 1000);
}

/// "99 of 100 by at most 20 us", or the largest of n where that cannot be said.
QString boundText(const ErrorSpread &spread)
{
    return spread.p99Us ? Text::tr("99 of 100 by at most %1").arg(errorText(*spread.p99Us))
                        : Text::tr("all %1 by at most %2").arg(QString::number(spread.n), errorText(spread.maxUs));
}

QString spreadText(const ErrorSpread &spread)
{
    return Text::tr("half by at most %1, %2").arg(errorText(spread.p50Us), boundText(spread));
}

QString conditionText(const CalibrationRow &row)
{
    const QString streams = streamsText(row.streams);
    return row.load == CalibrationLoad::Charts ? Text::tr("%1 and charts being redrawn").arg(streams) : streams;
}

} // namespace

QString calibrationLoadKey(CalibrationLoad load)
{
    return load == CalibrationLoad::Charts ? u"charts"_s : u"idle"_s;
}

std::optional<CalibrationLoad> calibrationLoadFromKey(const QString &key)
{
    for (const CalibrationLoad load : {CalibrationLoad::Idle, CalibrationLoad::Charts}) {
        if (key == calibrationLoadKey(load))
            return load;
    }
    return std::nullopt;
}

QString calibrationLoadName(CalibrationLoad load)
{
    return load == CalibrationLoad::Charts ? Text::tr("charts live") : Text::tr("idle");
}

std::optional<ErrorSpread> errorSpread(std::vector<double> sizesUs)
{
    if (sizesUs.empty())
        return std::nullopt;
    std::ranges::sort(sizesUs);
    ErrorSpread spread;
    spread.n = static_cast<int>(sizesUs.size());
    spread.p50Us = rounded(*percentile(sizesUs, 50));
    spread.maxUs = sizesUs.back();
    if (p99Holds(spread.n))
        spread.p99Us = rounded(*percentile(sizesUs, 99));
    return spread;
}

QString streamsText(int streams)
{
    return streams == 1 ? Text::tr("one answer at a time") : Text::tr("%1 answers at once").arg(streams);
}

const CalibrationRow *tellingRow(const Calibration &calibration)
{
    const auto told = [](const CalibrationRow &row) {
        return std::tuple(row.tokens.has_value(), row.load == CalibrationLoad::Charts, row.streams);
    };
    const auto most = std::ranges::max_element(calibration.rows, {}, told);
    return most == calibration.rows.end() || !most->tokens ? nullptr : &*most;
}

QString calibrationSentence(const Calibration &calibration)
{
    const CalibrationRow *row = tellingRow(calibration);
    if (!row)
        return Text::tr("The measurement of this program's own error came to nothing.");
    QString text = Text::tr("This program's own error, measured on %1 on this machine with %2 (Assay %3, %4 clock): "
                            "arrivals of tokens were off, %5")
                       .arg(calibration.at.date().toString(Qt::ISODate), conditionText(*row), calibration.assayVersion,
                            calibration.clock, spreadText(*row->tokens));
    if (row->firstTokens)
        text += Text::tr("; times to the first token, %1").arg(spreadText(*row->firstTokens));
    return text + u'.';
}

QString calibrationMeaning(const Calibration &calibration)
{
    const CalibrationRow *row = tellingRow(calibration);
    if (!row)
        return Text::tr("The measurement came to nothing.");
    return Text::tr("With %1 the times at which tokens came were off, %2. A larger difference between two models does "
                    "not come from this program's clock.")
        .arg(conditionText(*row), spreadText(*row->tokens));
}

QString calibrationBrief(const Calibration &calibration)
{
    const CalibrationRow *row = tellingRow(calibration);
    if (!row)
        return Text::tr("clock: %1").arg(calibration.clock);
    return row->tokens->p99Us
        ? Text::tr("clock: %1, error %2 p99").arg(calibration.clock, errorText(*row->tokens->p99Us))
        : Text::tr("clock: %1, error %2 at most").arg(calibration.clock, errorText(row->tokens->maxUs));
}

std::vector<CalibrationStep> calibrationSteps(bool withCharts)
{
    std::vector<CalibrationStep> steps;
    for (const CalibrationLoad load : {CalibrationLoad::Idle, CalibrationLoad::Charts}) {
        if (load == CalibrationLoad::Charts && !withCharts)
            break;
        steps.push_back({1, 28, load}); // 700 tokens of 25 an answer
        steps.push_back({8, 6, load});
        steps.push_back({32, 6, load});
    }
    return steps;
}

bool CalibrationErrors::take(const Timeline &timeline, const ServerStamps &truth)
{
    const std::vector<Chunk> &chunks = timeline.chunks;
    if (chunks.empty() || chunks.size() != truth.written.size() || !timeline.sent || !truth.requestRead)
        return false;
    for (size_t i = 0; i < chunks.size(); ++i) {
        if (i + 1 < chunks.size() && chunks[i + 1].at == chunks[i].at) {
            ++m_merged;
            continue;
        }
        m_tokensUs.push_back(sizeUs(chunks[i].at - truth.written[i]));
        if (i == 0) {
            const Nanos measured = chunks[0].at - *timeline.sent;
            m_firstUs.push_back(sizeUs(measured - (truth.written[0] - *truth.requestRead)));
        }
    }
    return true;
}

CalibrationRow CalibrationErrors::row(const CalibrationStep &step) const
{
    return {step.streams, step.load, errorSpread(m_tokensUs), errorSpread(m_firstUs), m_merged};
}

} // namespace assay
