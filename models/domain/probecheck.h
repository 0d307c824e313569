// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/catalog.h"
#include "models/domain/sample.h"

#include <array>

namespace assay {

/// What a probe holds a model and its server against. Only Answers decides whether a model is ready; all others are
/// about what can be measured then.
enum class ProbeCheck {
    Listed, // the server's list of models holds it
    Loadable, // it can be loaded; known where it answers, or where the server says that loading failed
    Answers, // a chat of one token
    Streams, // the answer comes as an event stream
    MaxTokens, // it stops after the tokens that were asked for
    Usage, // the server counts tokens
    FinishReason // it says why an answer ended
};
inline constexpr std::array allProbeChecks{ProbeCheck::Listed,      ProbeCheck::Loadable,  ProbeCheck::Answers,
                                           ProbeCheck::Streams,     ProbeCheck::MaxTokens, ProbeCheck::Usage,
                                           ProbeCheck::FinishReason};
QString probeCheckKey(ProbeCheck check); // "max_tokens"
QString probeCheckName(ProbeCheck check); // translated, short: "Honours max_tokens"

enum class CheckState { Passed, Failed, NotKnown, NotApplicable };
QString checkStateKey(CheckState state); // "passed", "failed", "not_known", "not_applicable"
QString checkStateName(CheckState state); // translated: "passed"
QString checkMark(CheckState state); // one sign

struct CheckResult
{
    ProbeCheck check = ProbeCheck::Answers;
    CheckState state = CheckState::NotKnown;
    QString sentence; // translated: why it failed, and what that means

    friend bool operator==(const CheckResult &, const CheckResult &) = default;
};

/// What a probe found out.
struct ProbeEvidence
{
    QString serverId;
    Sample sample; // of a chat with max_tokens 1 whose answer would be longer
    std::optional<Result<QStringList>> offered; // ids that the server lists; absent where it was not asked
    QString loadProblem; // why it could not be loaded, in the server's words; empty where it does not say
    std::vector<ProbeCheck> beyond; // see checksBeyond()
};

/// What a model of this endpoint has no way to tell, so that it cannot fail in it: a program has no list of models, and
/// counts tokens or names a finish reason only where its description says how; nor does it keep a limit that it is not
/// given.
std::vector<ProbeCheck> checksBeyond(const Endpoint &endpoint);

/// All checks in their order. Pure.
std::vector<CheckResult> checklist(const ProbeEvidence &evidence);
int failedChecks(const std::vector<CheckResult> &checks);
int applicableChecks(const std::vector<CheckResult> &checks); // all but those that do not apply

} // namespace assay
