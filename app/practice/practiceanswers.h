// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

namespace assay {

/// The mark every simulated answer begins with, so that it survives a cut at the end.
inline constexpr char16_t simulatedMark[] = u"(simulated answer)";

/// A readable answer to `prompt` at a quality of 1 (poor), 2 (fair) or 3 (good; may hold Markdown). The starter
/// prompts are known by their key words; any other prompt gets an answer that takes up its topic. Pure.
QString practiceAnswer(const QString &prompt, int quality);

/// What a reasoning model would think aloud before it answers `prompt`.
QString practiceReasoning(const QString &prompt);

/// A text in pieces of the size of tokens (a word or a part of one, with the space before it); joined they are the
/// text.
QStringList practiceTokens(const QString &text);

/// `text` cut or continued until it has exactly `count` tokens, for load and length tests.
QStringList practiceTokensExactly(const QString &text, int count);

} // namespace assay
