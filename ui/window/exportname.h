// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/history/historypane.h"

#include <QString>

namespace assay {

/// What a file dialog offers for a form of report: "Markdown (*.md)".
QString filterOf(ExportForm form);
/// How the file's name ends: ".md", "-summary.csv".
QString endingOf(ExportForm form);
/// A name that every file system takes, from a run's name.
QString fileNameOf(const QString &runName);

} // namespace assay
