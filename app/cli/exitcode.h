// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace assay::ExitCode {

inline constexpr int ok = 0;
inline constexpr int badInput = 1; // wrong usage, bad input, or a file that could not be written
inline constexpr int someFailed = 2; // some models failed or were skipped
inline constexpr int allFailed = 3;
inline constexpr int regression = 4; // compare: a model has become slower or worse
inline constexpr int interrupted = 130; // as shells report Ctrl-C

} // namespace assay::ExitCode
