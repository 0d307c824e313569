// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/metrics.h"

namespace assay {

/// A figure that models and runs are compared by.
enum class CompareMetric { TotalMs, TtftMs, DecodeTokensPerS, TokensPerS, CharsPerS, Score };
inline constexpr CompareMetric allCompareMetrics[]{CompareMetric::TotalMs,          CompareMetric::TtftMs,
                                                   CompareMetric::DecodeTokensPerS, CompareMetric::TokensPerS,
                                                   CompareMetric::CharsPerS,        CompareMetric::Score};

QString compareMetricKey(CompareMetric metric); // "total_ms", "ttft_ms", ..., "score": as in results.json
std::optional<CompareMetric> compareMetricFromKey(const QString &key);
QString compareMetricName(CompareMetric metric); // translated
/// True for speeds and scores, false for times.
bool isHigherBetter(CompareMetric metric);
/// Of an ok sample; absent for Score (a sample does not know its scores) and where the sample does not have it.
std::optional<double> metricOf(const SampleMetrics &metrics, CompareMetric metric);

} // namespace assay
