// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/result.h"
#include "models/domain/run.h"

namespace assay {

enum class ReportForm { Markdown, CsvSamples, CsvSummary, Json, JsonStable };

/// The report as text, UTF-8 (formats.md). Pure, and slow with thousands of samples: call it off the GUI thread.
QByteArray reportText(const RunData &run, ReportForm form);

/// Writes it with QSaveFile: the old file stays until the new one is whole. Errors: FileFailed with file and reason.
Status writeReport(const RunData &run, ReportForm form, const QString &path);

} // namespace assay
