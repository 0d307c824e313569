// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/sample.h"

namespace assay {

/// Figures of one sample, each as defined in measurement.md; absent where it cannot be said.
struct SampleMetrics
{
    std::optional<double>
        latencyFromIntendedMs; // last token - intended: with the time that the request waited to be sent
    std::optional<double> connectMs, queueMs; // queue: from when it was due until it had been sent
    std::optional<double> headersMs, firstEventMs, ttftMs, ttfaMs, totalMs, streamMs, tpotMs;
    std::optional<double>
        decodeMs; // first to last token, of two pieces at least: what a server's own clock counts, too
    std::optional<double> decodeTokensPerS, tokensPerS, charsPerS;
    std::optional<double> outputTokens;
    std::vector<double> chunkGapMs;
};

/// Only a sample with status Ok has total, stream, tpot and speeds. A partial sample keeps what it did reach
/// (headers, first token). With BufferedStream, ttft, ttfa, tpot, decode time and speed, and gaps are withheld.
SampleMetrics metricsOf(const Sample &sample);

/// Adds the flags that follow from the timeline and the counts alone: BufferedStream, EstimatedTokens, Truncated,
/// NoFinishReason, CachedPrefix, ServerTimingsDisagree.
void deriveFlags(Sample &sample);

} // namespace assay
