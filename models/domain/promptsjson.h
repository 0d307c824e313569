// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/prompts.h"
#include "models/domain/result.h"

namespace assay {

/// Reads prompts.json: ["text", ...] or version 1. Errors as readCatalog. A set without a name gets the file's base
/// name, a prompt without an id the first free one. The set's own id stays empty: a workspace gives it one.
Result<PromptSet> readPromptSet(const QByteArray &json, const QString &fileName);

/// prompts.json, version 1, fixed key order. Unknown keys come back out.
QByteArray writePromptSet(const PromptSet &set);

/// A set as a workspace keeps it: everything, with its id. Compact JSON.
QByteArray writePromptSetState(const PromptSet &set);
/// Reads what writePromptSetState wrote, also where a person left a prompt empty. Errors: BadInput.
Result<PromptSet> readPromptSetState(const QByteArray &json);

/// A table read from CSV (RFC 4180) or JSONL before its columns are mapped to fields; cells are text.
struct PromptTable
{
    QStringList header;
    std::vector<QStringList> rows; // each as long as the header
    std::vector<int> lines; // line number in the file of each row, from 1
    std::vector<RawJson> objects; // JSONL: each row as it stood, so that lists and numbers stay such; CSV: empty
};

enum class PromptField { Ignore, Id, Text, System, Expected, Reference, Tags, MaxTokens };
/// One field a column.
using ColumnMap = std::vector<PromptField>;

/// Errors: BadInput naming file and line (an open quote, a row of the wrong length, a line that is no JSON object).
Result<PromptTable> readPromptCsv(const QByteArray &csv, const QString &fileName);
Result<PromptTable> readPromptJsonl(const QByteArray &jsonl, const QString &fileName);

/// The map a person would most likely choose: by header names (prompt, text, question, input, system, expected, ...).
ColumnMap guessColumns(const QStringList &header);

/// Columns with PromptField::Ignore are kept as unknown keys. `expected` and `tags` are split on '|', and may come from
/// several columns. Errors: BadInput: no column is mapped to the text; two columns are mapped to the same other field;
/// a row without text; a max_tokens that is no number >= 1; an id that is there twice.
Result<PromptSet> promptsFromTable(const PromptTable &table, const ColumnMap &map, const QString &fileName);

/// Reads any of the forms by content and suffix (.json, .jsonl, .csv), columns guessed. For the command line.
Result<PromptSet> readAnyPrompts(const QByteArray &bytes, const QString &fileName);

} // namespace assay
