// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/wire.h"

#include <QString>

namespace assay {

/// Bytes from a wire as text that can be looked at safely: UTF-8 where it is valid; control characters by their names
/// in guillemets, which every font has, with a line break behind each line feed (and within lines of over 1000
/// characters, which text views lay out slowly); bytes that are no UTF-8, and characters that are not seen or turn the
/// direction of writing, as numbers. No byte disappears.
QString wireText(QByteArrayView bytes);
/// Where the byte `offset` stands in wireText() of the same bytes.
qsizetype wireTextPosition(QByteArrayView bytes, qsizetype offset);

/// The pieces as CSV (RFC 4180): since_ms (since `zero`), direction, bytes, clock.
QByteArray wirePiecesCsv(const WireExchange &exchange, Nanos zero);

/// The first byte of each piece within the bytes of its direction, and how many of them were kept.
struct WireSpan
{
    qsizetype from = 0, length = 0;
};
WireSpan wireSpan(const WireExchange &exchange, size_t piece);

} // namespace assay
