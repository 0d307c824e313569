// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/catalog.h"
#include "models/domain/result.h"

namespace assay {

/// Reads models.json in all accepted forms (formats.md): version 1, ["alias", ...], {alias: {...}}.
/// `fileName` only names the file in errors. Errors: BadInput with file, line or key path, what was found, what was expected.
Result<Catalog> readCatalog(const QByteArray &json, const QString &fileName);

/// models.json, version 1, fixed key order, two-space indent, ends in a newline. Unknown keys come back out.
QByteArray writeCatalog(const Catalog &catalog);

} // namespace assay
