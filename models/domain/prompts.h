// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/catalog.h"

namespace assay {

struct Prompt
{
    PromptId id;
    QString text;
    QString system;
    QStringList expected; // aspects a good answer has; a person ticks them
    QString reference;
    QStringList tags;
    std::optional<int> maxTokens; // >= 1; overrides the plan's
    RawJson extra;

    friend bool operator==(const Prompt &, const Prompt &) = default;
};

struct PromptSet
{
    PromptSetId id;
    QString name;
    QString system;
    QMap<QString, QStringList> variables; // {{name}} in a text -> its values
    std::vector<Prompt> prompts;
    RawJson extra;

    /// "p1", "p2", ... : the first that no prompt has, or `wanted` made unique.
    PromptId freeId(const QString &wanted = {}) const;
    /// Gives each prompt without an id the first free one.
    void fillMissingIds();
    friend bool operator==(const PromptSet &, const PromptSet &) = default;
};

/// More prompts than this are no set of a person, but a slip in the variables.
inline constexpr qint64 maxExpandedPrompts = 100'000;
/// How many prompts expandPrompts makes; counts no further than maxExpandedPrompts + 1.
qint64 expandedCount(const PromptSet &set);

/// The prompts as they are sent: one for each combination of the variables that a prompt uses, in order of the
/// variables' names; ids get a suffix ("rag-2[city=Seoul]"). The set's system text stands in where a prompt has none.
/// A {{name}} without a variable, or whose variable has no values, stays as it is. Empty above maxExpandedPrompts.
std::vector<Prompt> expandPrompts(const PromptSet &set);

/// SHA-256 in hex over what each prompt sends (text, system text, largest number of tokens), in order: two runs with
/// the same hash were asked the same.
QString promptsHash(const std::vector<Prompt> &prompts);

/// The four prompts of the starter set, each with expected aspects. The set's id is empty: a workspace gives it one.
PromptSet starterPromptSet();

} // namespace assay
