// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/practice/practiceserver.h"

#include <QString>

#include <optional>

namespace assay {

struct PracticeToken
{
    double atMs = 0; // since the request was read
    QString text;
    bool reasoning = false;
};

enum class PracticeFailure {
    None,
    HttpError, // status 500 in place of an answer, at the time of the first token
    StreamError // an error object in mid-stream, in place of the token at `failAt`
};

/// All that is known in advance about the answer to one request.
struct PracticeSchedule
{
    std::vector<PracticeToken> tokens; // atMs ascending
    PracticeFailure failure = PracticeFailure::None;
    int failAt = 0; // index in tokens; StreamError only
    bool cutByMaxTokens = false; // finish_reason "length"
    bool outlier = false;
    int promptTokens = 0;
};

struct PracticeQuestion
{
    QString prompt; // the text of the last user message
    QString system;
    std::optional<int> maxTokens; // >= 1
    int asked = 0; // how often this model was asked this prompt before
};

/// Pure: the same profile, seed and question give the same schedule on every machine. The first time a model is asked a
/// prompt never fails, so that one unlucky warm-up does not end a first try of the program.
PracticeSchedule practiceSchedule(const PracticeProfile &profile, quint64 seed, const PracticeQuestion &question);

} // namespace assay
