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
    friend bool operator==(const PromptSet &, const PromptSet &) = default;
};

/// The prompts as they are sent: one for each combination of the variables that a prompt uses, in order of the
/// variables' names; ids get a suffix ("rag-2[city=Seoul]"). The set's system text stands in where a prompt has none.
std::vector<Prompt> expandPrompts(const PromptSet &set);

/// The four prompts of the starter set, each with expected aspects.
PromptSet starterPromptSet();

} // namespace assay
