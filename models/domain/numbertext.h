// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/ids.h"

#include <QString>

#include <optional>

namespace assay {

/// A megabyte is 10^6 bytes everywhere.
inline constexpr double bytesPerMb = 1e6;

/// What a person reads where a figure is missing.
inline constexpr char16_t missingMark[] = u"\u2013";

/// Three significant digits: "12.3", "1.24", "118"; a dash for missing.
QString threeDigits(std::optional<double> value);
/// Three decimals of a p value: "0.042", "< 0.001"; a dash for missing.
QString pValueText(std::optional<double> p);
/// Three significant digits as people write money, however small: "0.0000312"; a dash for missing.
QString amountText(std::optional<double> value);
/// Milliseconds with a fitting unit: "812 us" (with the micro sign), "12.3 ms", "1.24 s", "2 min 5 s".
QString durationText(std::optional<double> ms);
/// "822 MB", "4.37 GB".
QString sizeText(std::optional<double> mb);
/// "about 4 min", "about 40 s", for a person who waits.
QString aboutText(Nanos duration);
/// "1.5B", "494M".
QString parameterCountText(std::optional<qint64> count);

} // namespace assay
