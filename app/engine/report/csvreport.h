// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/run.h"

namespace assay {

/// One row a sample, in plan order (formats.md): RFC 4180, CRLF, UTF-8. Missing figures are empty cells.
QByteArray csvSamples(const RunData &run);

/// One row a model, in plan order.
QByteArray csvSummary(const RunData &run);

} // namespace assay
