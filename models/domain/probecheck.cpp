// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/probecheck.h"

#include "models/domain/serverstate.h"
#include "models/domain/text.h"
#include "models/domain/trouble.h"

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace assay {
namespace {

/// More words than one token can be.
constexpr qsizetype tooManyWords = 3;

CheckResult passed(ProbeCheck check)
{
    return {check, CheckState::Passed, {}};
}

CheckResult failed(ProbeCheck check, const QString &sentence)
{
    return {check, CheckState::Failed, sentence};
}

CheckResult notKnown(ProbeCheck check)
{
    return {check, CheckState::NotKnown, {}};
}

/// Whether the server itself was never spoken with; one check says so then, and the others are silent.
bool wasNotLetIn(const Error &error)
{
    switch (error.code) {
    case ErrorCode::Refused:
    case ErrorCode::Unreachable:
    case ErrorCode::KeyMissing:
    case ErrorCode::KeyExposed:
    case ErrorCode::Unauthorized:
    case ErrorCode::Cancelled:
    case ErrorCode::Unsupported:
        return true;
    default:
        return false;
    }
}

CheckResult listed(const ProbeEvidence &evidence)
{
    if (!evidence.offered) {
        return notKnown(ProbeCheck::Listed);
    }
    if (!*evidence.offered) {
        const Error &error = evidence.offered->error();
        return wasNotLetIn(error)
            ? notKnown(ProbeCheck::Listed)
            : failed(ProbeCheck::Listed,
                     Text::tr("The server's list of models could not be read. %1").arg(error.message));
    }
    const bool found = std::ranges::any_of(
        **evidence.offered, [&evidence](const QString &id) { return isSameModelId(id, evidence.serverId); });
    return found ? passed(ProbeCheck::Listed)
                 : failed(ProbeCheck::Listed,
                          Text::tr("The server does not list a model with the id %1.").arg(evidence.serverId));
}

bool isAboutLoading(Trouble trouble)
{
    return trouble == Trouble::OutOfMemory || trouble == Trouble::BrokenDownload || trouble == Trouble::NotDownloaded
        || trouble == Trouble::NotLoaded || trouble == Trouble::LoadFailed;
}

CheckResult loadable(const ProbeEvidence &evidence)
{
    const Sample &sample = evidence.sample;
    if (sample.status == SampleStatus::Ok) {
        return passed(ProbeCheck::Loadable);
    }
    if (!evidence.loadProblem.isEmpty()) {
        return failed(ProbeCheck::Loadable, Text::tr("The server could not load it: %1").arg(evidence.loadProblem));
    }
    const std::optional<Trouble> trouble = sample.error ? troubleOf(*sample.error) : std::nullopt;
    return trouble && isAboutLoading(*trouble) ? failed(ProbeCheck::Loadable, adviceFor(*sample.error))
                                               : notKnown(ProbeCheck::Loadable);
}

CheckResult answers(const ProbeEvidence &evidence)
{
    const Sample &sample = evidence.sample;
    if (sample.status == SampleStatus::Ok) {
        return passed(ProbeCheck::Answers);
    }
    TroubleClues clues;
    clues.serverId = evidence.serverId;
    if (evidence.offered && *evidence.offered) {
        clues.offered = **evidence.offered;
    }
    return failed(ProbeCheck::Answers,
                  sample.error ? errorWithAdvice(*sample.error, clues) : Text::tr("It gave no answer."));
}

CheckResult streams(const Sample &sample)
{
    return sample.has(SampleFlag::BufferedStream)
        ? failed(ProbeCheck::Streams,
                 Text::tr("The answer came as a whole, not as a stream: neither the first token nor the speed of "
                          "writing can be measured."))
        : passed(ProbeCheck::Streams);
}

CheckResult maxTokens(const Sample &sample)
{
    const bool isCounted = sample.tokens.output && sample.tokens.source != TokensSource::Estimate;
    if (isCounted && *sample.tokens.output > 1) {
        return failed(ProbeCheck::MaxTokens,
                      Text::tr("It wrote %1 tokens where one was asked for: answers may be longer than the limit of a "
                               "run, and times with them.")
                          .arg(*sample.tokens.output));
    }
    if (isCounted || sample.finishReason == u"length"_s) {
        return passed(ProbeCheck::MaxTokens);
    }
    const QString text = QString(sample.output % u' ' % sample.reasoning).simplified();
    return text.split(u' ').size() >= tooManyWords
        ? failed(ProbeCheck::MaxTokens,
                 Text::tr("It wrote several words where one token was asked for: answers may be longer than the limit "
                          "of a run, and times with them."))
        : notKnown(ProbeCheck::MaxTokens);
}

CheckResult usage(const Sample &sample)
{
    if (sample.tokens.source == TokensSource::Usage) {
        return passed(ProbeCheck::Usage);
    }
    return failed(ProbeCheck::Usage,
                  sample.tokens.source == TokensSource::ServerTimings
                      ? Text::tr("The server sends no usage; tokens are taken from its timings.")
                      : Text::tr("The server does not count tokens: they are estimated from the text, and tokens per "
                                 "second with them."));
}

CheckResult finishReason(const Sample &sample)
{
    return sample.finishReason ? passed(ProbeCheck::FinishReason)
                               : failed(ProbeCheck::FinishReason,
                                        Text::tr("The server does not say why an answer ended: one that was cut off by "
                                                 "its limit looks like a whole one."));
}

} // namespace

QString probeCheckKey(ProbeCheck check)
{
    switch (check) {
    case ProbeCheck::Listed:
        return u"listed"_s;
    case ProbeCheck::Loadable:
        return u"loadable"_s;
    case ProbeCheck::Answers:
        return u"answers"_s;
    case ProbeCheck::Streams:
        return u"streams"_s;
    case ProbeCheck::MaxTokens:
        return u"max_tokens"_s;
    case ProbeCheck::Usage:
        return u"usage"_s;
    case ProbeCheck::FinishReason:
        return u"finish_reason"_s;
    }
    return {};
}

QString probeCheckName(ProbeCheck check)
{
    switch (check) {
    case ProbeCheck::Listed:
        return Text::tr("listed");
    case ProbeCheck::Loadable:
        return Text::tr("loads");
    case ProbeCheck::Answers:
        return Text::tr("answers");
    case ProbeCheck::Streams:
        return Text::tr("streams");
    case ProbeCheck::MaxTokens:
        return Text::tr("keeps limits");
    case ProbeCheck::Usage:
        return Text::tr("counts tokens");
    case ProbeCheck::FinishReason:
        return Text::tr("finish reason");
    }
    return {};
}

QString checkStateKey(CheckState state)
{
    switch (state) {
    case CheckState::Passed:
        return u"passed"_s;
    case CheckState::Failed:
        return u"failed"_s;
    case CheckState::NotKnown:
        return u"not_known"_s;
    case CheckState::NotApplicable:
        return u"not_applicable"_s;
    }
    return {};
}

QString checkStateName(CheckState state)
{
    switch (state) {
    case CheckState::Passed:
        return Text::tr("passed");
    case CheckState::Failed:
        return Text::tr("failed");
    case CheckState::NotKnown:
        return Text::tr("not known");
    case CheckState::NotApplicable:
        return Text::tr("not applicable");
    }
    return {};
}

QString checkMark(CheckState state)
{
    switch (state) {
    case CheckState::Passed:
        return u"✓"_s;
    case CheckState::Failed:
        return u"✗"_s;
    case CheckState::NotKnown:
        return u"?"_s;
    case CheckState::NotApplicable:
        return u"–"_s;
    }
    return {};
}

std::vector<ProbeCheck> checksBeyond(const Endpoint &endpoint)
{
    std::vector<ProbeCheck> beyond;
    if (!listsModels(endpoint.kind)) {
        beyond.push_back(ProbeCheck::Listed);
    }
    if (endpoint.kind != ServerKind::Command) {
        return beyond;
    }
    const auto takesLimit = [](const QString &argument) { return argument.contains("{max_tokens}"_L1); };
    if (std::ranges::none_of(endpoint.command, takesLimit)) {
        beyond.push_back(ProbeCheck::MaxTokens);
    }
    const bool isPlain = framingOf(endpoint) == Framing::PlainText;
    if (isPlain || endpoint.wrapper.pointers.outputTokens.isEmpty()) {
        beyond.push_back(ProbeCheck::Usage);
    }
    if (isPlain || endpoint.wrapper.pointers.finish.isEmpty()) {
        beyond.push_back(ProbeCheck::FinishReason);
    }
    return beyond;
}

std::vector<CheckResult> checklist(const ProbeEvidence &evidence)
{
    const Sample &sample = evidence.sample;
    std::vector<CheckResult> checks{listed(evidence), loadable(evidence), answers(evidence)};
    const bool answered = sample.status == SampleStatus::Ok;
    checks.push_back(answered ? streams(sample) : notKnown(ProbeCheck::Streams));
    checks.push_back(answered ? maxTokens(sample) : notKnown(ProbeCheck::MaxTokens));
    checks.push_back(answered ? usage(sample) : notKnown(ProbeCheck::Usage));
    checks.push_back(answered ? finishReason(sample) : notKnown(ProbeCheck::FinishReason));
    for (CheckResult &result : checks) {
        if (std::ranges::find(evidence.beyond, result.check) != evidence.beyond.end()) {
            result = {result.check, CheckState::NotApplicable, {}};
        }
    }
    return checks;
}

int failedChecks(const std::vector<CheckResult> &checks)
{
    return static_cast<int>(std::ranges::count(checks, CheckState::Failed, &CheckResult::state));
}

int applicableChecks(const std::vector<CheckResult> &checks)
{
    return static_cast<int>(checks.size())
        - static_cast<int>(std::ranges::count(checks, CheckState::NotApplicable, &CheckResult::state));
}

} // namespace assay
