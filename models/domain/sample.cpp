// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/sample.h"

#include "models/domain/text.h"

#include <algorithm>

namespace assay {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int flagCount = static_cast<int>(SampleFlag::EngineClock) + 1;

} // namespace

QString sampleStatusKey(SampleStatus status)
{
    switch (status) {
    case SampleStatus::Ok:
        return u"ok"_s;
    case SampleStatus::Failed:
        return u"failed"_s;
    case SampleStatus::TimedOut:
        return u"timed_out"_s;
    case SampleStatus::Cancelled:
        return u"cancelled"_s;
    case SampleStatus::Skipped:
        return u"skipped"_s;
    }
    return {};
}

std::optional<SampleStatus> sampleStatusFromKey(const QString &key)
{
    for (const SampleStatus status : {SampleStatus::Ok, SampleStatus::Failed, SampleStatus::TimedOut,
                                      SampleStatus::Cancelled, SampleStatus::Skipped}) {
        if (sampleStatusKey(status) == key)
            return status;
    }
    return std::nullopt;
}

QString sampleStatusName(SampleStatus status)
{
    switch (status) {
    case SampleStatus::Ok:
        return Text::tr("OK");
    case SampleStatus::Failed:
        return Text::tr("Failed");
    case SampleStatus::TimedOut:
        return Text::tr("Timed out");
    case SampleStatus::Cancelled:
        return Text::tr("Cancelled");
    case SampleStatus::Skipped:
        return Text::tr("Skipped");
    }
    return {};
}

QString tokensSourceKey(TokensSource source)
{
    switch (source) {
    case TokensSource::Usage:
        return u"usage"_s;
    case TokensSource::ServerTimings:
        return u"server_timings"_s;
    case TokensSource::Estimate:
        return u"estimate"_s;
    }
    return {};
}

QString sampleFlagKey(SampleFlag flag)
{
    switch (flag) {
    case SampleFlag::NewConnection:
        return u"new_connection"_s;
    case SampleFlag::FirstAfterLoad:
        return u"first_after_load"_s;
    case SampleFlag::CachedPrefix:
        return u"cached_prefix"_s;
    case SampleFlag::BufferedStream:
        return u"buffered_stream"_s;
    case SampleFlag::Coalesced:
        return u"coalesced"_s;
    case SampleFlag::EstimatedTokens:
        return u"estimated_tokens"_s;
    case SampleFlag::Truncated:
        return u"truncated"_s;
    case SampleFlag::NoFinishReason:
        return u"no_finish_reason"_s;
    case SampleFlag::ServerTimingsDisagree:
        return u"server_timings_disagree"_s;
    case SampleFlag::Nagle40ms:
        return u"nagle_40ms"_s;
    case SampleFlag::EngineLag:
        return u"engine_lag"_s;
    case SampleFlag::OtherModelAnswered:
        return u"other_model_answered"_s;
    case SampleFlag::Retried:
        return u"retried"_s;
    case SampleFlag::EngineClock:
        return u"engine_clock"_s;
    }
    return {};
}

std::optional<SampleFlag> sampleFlagFromKey(const QString &key)
{
    for (int i = 0; i < flagCount; ++i) {
        if (sampleFlagKey(static_cast<SampleFlag>(i)) == key)
            return static_cast<SampleFlag>(i);
    }
    return std::nullopt;
}

QString sampleFlagReason(SampleFlag flag)
{
    switch (flag) {
    case SampleFlag::NewConnection:
        return Text::tr(
            "The request went out on a connection that was opened for it. Opening it is in none of the times, but the "
            "first answer on a new connection may come later.");
    case SampleFlag::FirstAfterLoad:
        return Text::tr("This was the first request after the model was loaded, which is often slower.");
    case SampleFlag::CachedPrefix:
        return Text::tr("The server reused a part of the prompt from its cache, so the first token came sooner.");
    case SampleFlag::BufferedStream:
        return Text::tr(
            "Nearly the whole answer came in one burst, so first token, gaps and decode speed are withheld.");
    case SampleFlag::Coalesced:
        return Text::tr("Several events came in one read, so the gaps between them are not known.");
    case SampleFlag::EstimatedTokens:
        return Text::tr("The server did not count tokens; the count is estimated from the text.");
    case SampleFlag::Truncated:
        return Text::tr("The answer was cut off at the token limit.");
    case SampleFlag::NoFinishReason:
        return Text::tr("The server did not say why the answer ended.");
    case SampleFlag::ServerTimingsDisagree:
        return Text::tr("The server's own timings differ from what was measured here.");
    case SampleFlag::Nagle40ms:
        return Text::tr("The request body is over 16 kB; sending it may have waited up to 40 ms for the network.");
    case SampleFlag::EngineLag:
        return Text::tr("This machine was too busy to read the stream in time, so the stamps may be late.");
    case SampleFlag::OtherModelAnswered:
        return Text::tr("The server named another model in its answer than the one asked for.");
    case SampleFlag::Retried:
        return Text::tr("The request was sent again after a refusal; only the last try is timed.");
    case SampleFlag::EngineClock:
        return Text::tr(
            "The kernel's time of arrival was not to be had for all of this answer (over https it never is), "
            "so this program's own clock stamped it, which may be late.");
    }
    return {};
}

bool Sample::has(SampleFlag flag) const
{
    return std::ranges::find(flags, flag) != flags.end();
}

void Sample::set(SampleFlag flag)
{
    const auto place = std::ranges::lower_bound(flags, flag);
    if (place == flags.end() || *place != flag)
        flags.insert(place, flag);
}

} // namespace assay
