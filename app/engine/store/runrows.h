// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/result.h"
#include "models/domain/run.h"

#include <QStringList>
#include <QVariant>

class QSqlQuery;

namespace assay {

/// Columns of the table `runs` that come from a RunInfo, in the order of runValues() and readRunRow().
const QStringList &runColumns();
QVariantList runValues(const RunInfo &info);
/// Errors: BadInput where the stored plan cannot be read.
Result<RunInfo> readRunRow(const QSqlQuery &query);

/// All runs that are not removed, newest first, one RunBrief a row for readBriefRow().
QString briefQuery();
RunBrief readBriefRow(const QSqlQuery &query);

} // namespace assay
