// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engine/store/database.h"
#include "app/engine/store/workspacestore.h"

#include <QLockFile>

namespace assay {

struct WorkspaceStore::Private
{
    std::unique_ptr<QLockFile> lock; // held until the database is closed; null when opened read-only
    std::unique_ptr<Database> database;

    /// BadInput: a row of this file cannot be understood.
    Error damagedRow(const QString &what, const Error &cause = {}) const;
};

} // namespace assay
