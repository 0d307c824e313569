// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/score.h"

#include <QStringList>
#include <QVariant>

class QSqlQuery;

namespace assay {

/// Columns of the table `scores` in the order of scoreValues() and readScoreRow().
const QStringList &scoreColumns();
QVariantList scoreValues(const Score &score);
/// nullopt where a value is none that scoreValues() writes.
std::optional<Score> readScoreRow(const QSqlQuery &query);

} // namespace assay
