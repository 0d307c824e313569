// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/compare/comparemetric.h"

#include "models/domain/text.h"

namespace assay {

using namespace Qt::Literals::StringLiterals;

QString compareMetricKey(CompareMetric metric)
{
    switch (metric) {
    case CompareMetric::TotalMs:
        return u"total_ms"_s;
    case CompareMetric::TtftMs:
        return u"ttft_ms"_s;
    case CompareMetric::DecodeTokensPerS:
        return u"decode_tokens_per_s"_s;
    case CompareMetric::TokensPerS:
        return u"tokens_per_s"_s;
    case CompareMetric::CharsPerS:
        return u"chars_per_s"_s;
    case CompareMetric::Score:
        return u"score"_s;
    }
    return {};
}

std::optional<CompareMetric> compareMetricFromKey(const QString &key)
{
    for (const CompareMetric metric : allCompareMetrics) {
        if (compareMetricKey(metric) == key)
            return metric;
    }
    return std::nullopt;
}

QString compareMetricName(CompareMetric metric)
{
    switch (metric) {
    case CompareMetric::TotalMs:
        return Text::tr("total latency");
    case CompareMetric::TtftMs:
        return Text::tr("time to first token");
    case CompareMetric::DecodeTokensPerS:
        return Text::tr("decode speed (tokens/s)");
    case CompareMetric::TokensPerS:
        return Text::tr("whole speed (tokens/s)");
    case CompareMetric::CharsPerS:
        return Text::tr("whole speed (characters/s)");
    case CompareMetric::Score:
        return Text::tr("score");
    }
    return {};
}

bool isHigherBetter(CompareMetric metric)
{
    return metric != CompareMetric::TotalMs && metric != CompareMetric::TtftMs;
}

std::optional<double> metricOf(const SampleMetrics &metrics, CompareMetric metric)
{
    switch (metric) {
    case CompareMetric::TotalMs:
        return metrics.totalMs;
    case CompareMetric::TtftMs:
        return metrics.ttftMs;
    case CompareMetric::DecodeTokensPerS:
        return metrics.decodeTokensPerS;
    case CompareMetric::TokensPerS:
        return metrics.tokensPerS;
    case CompareMetric::CharsPerS:
        return metrics.charsPerS;
    case CompareMetric::Score:
        return std::nullopt;
    }
    return std::nullopt;
}

} // namespace assay
