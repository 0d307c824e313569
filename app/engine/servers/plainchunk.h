// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <optional>

namespace assay {

/// What an ordinary chunk of an OpenAI-compatible stream says: nearly every event of an answer is one. Empty where it
/// says nothing.
struct PlainChunk
{
    QByteArrayView model; // as it stands in the JSON
    QString reasoning;
    QString answer;
    QString finishReason;
};

/// Reads a chunk without making a tree of it, which costs a tenth. Absent where it is not valid JSON or holds anything
/// out of the ordinary (counts, timings, errors, tool calls, several choices, text in parts): then it has to be read as
/// a whole. Pure.
std::optional<PlainChunk> readPlainChunk(QByteArrayView json);

} // namespace assay
