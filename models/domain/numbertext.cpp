// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/numbertext.h"

#include "models/domain/text.h"

#include <cmath>

namespace assay {

namespace {

QString missing()
{
    return QStringView(missingMark).toString();
}

/// Decimals that leave three significant digits once the number is rounded to them (9.996 is "10.0", not "10.00").
int decimalsFor(double value)
{
    double size = std::abs(value);
    if (size == 0.0)
        return 0;
    const int guess = 2 - static_cast<int>(std::floor(std::log10(size)));
    const double step = std::pow(10.0, guess);
    size = std::round(size * step) / step;
    return std::max(0, 2 - static_cast<int>(std::floor(std::log10(size) + 1e-12)));
}

QString wholeMinutes(qint64 minutes)
{
    if (minutes < 60)
        return Text::tr("%1 min").arg(minutes);
    if (minutes % 60 == 0)
        return Text::tr("%1 h").arg(minutes / 60);
    return Text::tr("%1 h %2 min").arg(minutes / 60).arg(minutes % 60);
}

QString longDuration(double seconds)
{
    const auto whole = static_cast<qint64>(std::llround(seconds));
    if (whole >= 3600)
        return wholeMinutes((whole + 30) / 60);
    if (whole % 60 == 0)
        return Text::tr("%1 min").arg(whole / 60);
    return Text::tr("%1 min %2 s").arg(whole / 60).arg(whole % 60);
}

QString scaledCount(double value)
{
    const QString text = QString::number(value, 'f', value < 99.95 ? 1 : 0);
    return text.endsWith(QLatin1String(".0")) ? text.chopped(2) : text;
}

} // namespace

QString threeDigits(std::optional<double> value)
{
    if (!value || !std::isfinite(*value))
        return missing();
    if (*value != 0.0 && std::abs(*value) < 1e-4)
        return QString::number(*value, 'g', 3);
    return QString::number(*value, 'f', decimalsFor(*value));
}

QString pValueText(std::optional<double> p)
{
    if (!p)
        return missing();
    return *p < 0.001 ? Text::tr("< 0.001") : QString::number(*p, 'f', 3);
}

QString amountText(std::optional<double> value)
{
    if (!value || !std::isfinite(*value))
        return missing();
    return QString::number(*value, 'f', decimalsFor(*value));
}

QString durationText(std::optional<double> ms)
{
    if (!ms || !std::isfinite(*ms))
        return missing();
    const double size = std::abs(*ms);
    // The bounds lie where three digits would round up to the next unit.
    if (size == 0.0)
        return Text::tr("%1 ms").arg(0);
    if (size < 0.9995)
        return Text::tr("%1 \u00B5s").arg(threeDigits(*ms * 1000));
    if (size < 999.5)
        return Text::tr("%1 ms").arg(threeDigits(*ms));
    if (size < 59'950)
        return Text::tr("%1 s").arg(threeDigits(*ms / 1000));
    return *ms < 0 ? u'-' + longDuration(size / 1000) : longDuration(size / 1000);
}

QString sizeText(std::optional<double> mb)
{
    if (!mb || !std::isfinite(*mb))
        return missing();
    if (*mb < 999.5)
        return Text::tr("%1 MB").arg(threeDigits(*mb));
    if (*mb < 999'500)
        return Text::tr("%1 GB").arg(threeDigits(*mb / 1000));
    return Text::tr("%1 TB").arg(threeDigits(*mb / 1e6));
}

QString aboutText(Nanos duration)
{
    const auto seconds = static_cast<qint64>(std::ceil(std::chrono::duration<double>(duration).count()));
    if (seconds <= 1)
        return Text::tr("about 1 s");
    if (seconds < 10)
        return Text::tr("about %1 s").arg(seconds);
    if (seconds < 90)
        return Text::tr("about %1 s").arg((seconds + 2) / 5 * 5);
    const qint64 minutes = (seconds + 30) / 60;
    return Text::tr("about %1").arg(wholeMinutes(minutes < 60 ? minutes : (minutes + 5) / 10 * 10));
}

QString parameterCountText(std::optional<qint64> count)
{
    if (!count || *count < 0)
        return missing();
    const auto value = static_cast<double>(*count);
    if (value < 999.5)
        return QString::number(*count);
    if (value < 999.5e3)
        return Text::tr("%1K", "thousand parameters").arg(scaledCount(value / 1e3));
    if (value < 999.5e6)
        return Text::tr("%1M", "million parameters").arg(scaledCount(value / 1e6));
    return Text::tr("%1B", "thousand million parameters").arg(scaledCount(value / 1e9));
}

} // namespace assay
