// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/sample.h"

#include <QStringList>
#include <QVariant>

class QSqlQuery;

namespace assay {

/// Columns of the table `samples` in the order of sampleValues() and readSampleRow().
const QStringList &sampleColumns();
QVariantList sampleValues(const Sample &sample);
/// nullopt where a value is none that sampleValues() writes (a damaged file, or one changed by hand).
std::optional<Sample> readSampleRow(const QSqlQuery &query);

} // namespace assay
