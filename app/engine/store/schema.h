// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engine/store/database.h"

#include <QStringList>

#include <vector>

namespace assay {

/// "ASYW" in a file's header says that it is a workspace.
inline constexpr quint32 workspaceApplicationId = 0x41535957;

/// The statements that bring a workspace from the version before to `version`.
struct Migration
{
    int version = 1;
    QStringList statements;
};

/// All of them, ascending from 1. A new version of the schema is one more entry here.
const std::vector<Migration> &workspaceMigrations();

enum class FileNature { Fresh, Workspace, Foreign, Unreadable };
/// Reads the header alone: nothing is locked, created or changed. Fresh: missing or empty.
FileNature fileNature(const QString &path);

/// Makes the schema that of the last step, in one transaction. A file of an older version is first copied to
/// "PATH.v<version>-backup". Errors: StorageFailed; for a newer file than `steps` know, with a sentence that says so.
Status migrate(Database &database, const std::vector<Migration> &steps);

/// Errors: a sentence where the file is newer or older than the last of `steps`. For read-only use.
Status checkVersion(const Database &database, const std::vector<Migration> &steps);

/// A whole, consistent copy of the database, which appears under `target` at once or not at all.
/// Errors: FileFailed where `target` cannot be written.
Status copyDatabase(const Database &database, const QString &target);

} // namespace assay
