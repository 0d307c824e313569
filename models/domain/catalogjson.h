// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/catalog.h"
#include "models/domain/result.h"

namespace assay {

/// Reads models.json in all accepted forms (formats.md): version 1, ["alias", ...], {alias: {...}}.
/// `fileName` only names the file in errors. Errors: BadInput with file, line or key path, what was found, what was
/// expected. `notes` gets a translated sentence, with file, line and key path, for each member that is kept but means
/// nothing here; a key that stands in such a member is refused.
Result<Catalog> readCatalog(const QByteArray &json, const QString &fileName, QStringList *notes = nullptr);

/// models.json, version 1, fixed key order, two-space indent, ends in a newline. Unknown keys come back out. Endpoints
/// that were found on this machine and that no model uses are left out.
QByteArray writeCatalog(const Catalog &catalog);

/// The catalog as a workspace keeps it: everything, with what is ticked and what was found. Compact JSON.
QByteArray writeCatalogState(const Catalog &catalog);
/// Reads what writeCatalogState wrote, also where a person left an endpoint half filled in. Errors: BadInput.
Result<Catalog> readCatalogState(const QByteArray &json);

} // namespace assay
