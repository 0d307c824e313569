// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/sample.h"

namespace assay {

/// The criterion every score has until a rubric says otherwise.
inline constexpr char16_t overallCriterion[] = u"overall";

enum class ScoreSource { Person, Judge };

/// One judgement of one sample on one criterion by one annotator.
struct Score
{
    RunId run;
    SampleId sample;
    QString criterion;
    std::optional<int> value; // 1..5; absent: a comment or aspects only
    QString annotator; // empty: the person at this desk
    ScoreSource source = ScoreSource::Person;
    QString comment;
    QStringList aspectsMet; // of the prompt's expected aspects
    QDateTime at; // UTC

    friend bool operator==(const Score &, const Score &) = default;
};

} // namespace assay

Q_DECLARE_METATYPE(assay::Score)
