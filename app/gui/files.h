// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/result.h"
#include "models/domain/run.h"

#include <QByteArray>

namespace assay {

/// A whole small file (at most 64 MiB). Errors: FileFailed or TooLarge with a sentence that names the file.
Result<QByteArray> readFile(const QString &path);
/// A results.json; slow where it is large: off the GUI thread. Errors: those of readFile() and readResults().
Result<RunData> readResultsFile(const QString &path);
/// Through QSaveFile: the old file stays until the new one is whole. Errors: FileFailed.
Status writeFile(const QString &path, const QByteArray &bytes);

} // namespace assay
