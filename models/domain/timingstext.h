// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/sample.h"

namespace assay {

/// What the server's own clock said, with what was measured here beside it: "The server's own clock: 26 prompt tokens
/// in 22.8 ms (here 23.7 ms to the first token); 41 tokens in 9.18 ms (here 9.30 ms from the first to the last)." Empty
/// where it told no times.
QString serverTimingsText(const Sample &sample);

} // namespace assay
