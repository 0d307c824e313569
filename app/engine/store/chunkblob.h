// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/sample.h"

namespace assay {

/// The chunks of a timeline as a compact value of the samples table: about three bytes a chunk.
QByteArray packChunks(const std::vector<Chunk> &chunks);
/// nullopt where the bytes are not what packChunks made.
std::optional<std::vector<Chunk>> unpackChunks(const QByteArray &bytes);

} // namespace assay
