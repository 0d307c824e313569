// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/result.h"

#include <QByteArray>

namespace assay {

/// A whole file named on the command line. Errors: BadInput with a sentence that names the file (not there, a folder,
/// not readable, over 64 MiB).
Result<QByteArray> readInputFile(const QString &path);

} // namespace assay
