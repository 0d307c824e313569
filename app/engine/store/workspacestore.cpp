// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/store/workspacestore_p.h"

#include "app/engine/store/schema.h"
#include "models/domain/text.h"

#include <QDir>
#include <QFileInfo>

namespace assay {

using namespace Qt::Literals::StringLiterals;

namespace {

Error storageError(const QString &message, const QString &detail = {})
{
    return Error{ErrorCode::StorageFailed, message, detail};
}

/// Two names of one file (a link, "..") must meet in one lock.
QString realPath(const QString &path)
{
    const QFileInfo info(path);
    const QString canonical = info.canonicalFilePath();
    return canonical.isEmpty() ? info.absoluteFilePath() : canonical;
}

std::unique_ptr<QLockFile> lockOf(const QString &path)
{
    auto lock = std::make_unique<QLockFile>(path + u".lock"_s);
    lock->setStaleLockTime(0); // never by age; a lock whose process is gone is taken over all the same
    return lock;
}

Error lockError(QLockFile &lock, const QString &path)
{
    const QString file = QDir::toNativeSeparators(path);
    if (lock.error() != QLockFile::LockFailedError) {
        return storageError(
            Text::tr("The workspace %1 cannot be opened: its folder cannot be written to. Allow writing "
                     "there, or open a copy of it elsewhere.")
                .arg(file));
    }
    qint64 process = 0;
    QString host;
    QString program;
    lock.getLockInfo(&process, &host, &program);
    return storageError(
        Text::tr("The workspace %1 is open in another Assay window. Close it there, or open another workspace.")
            .arg(file),
        Text::tr("%1, process %2 on %3").arg(program).arg(process).arg(host));
}

/// What can be said about a path before anything is opened; nullopt when nothing speaks against it.
std::optional<Error> pathProblem(const QString &path)
{
    const QString file = QDir::toNativeSeparators(path);
    if (const QFileInfo folder(QFileInfo(path).absolutePath()); !folder.isDir()) {
        return storageError(Text::tr("The workspace %1 cannot be opened: the folder %2 does not exist. Choose another "
                                     "place, or make the folder.")
                                .arg(file, QDir::toNativeSeparators(folder.filePath())));
    }
    switch (fileNature(path)) {
    case FileNature::Fresh:
    case FileNature::Workspace:
        return std::nullopt;
    case FileNature::Foreign:
        return storageError(Text::tr("The file %1 is no Assay workspace. Nothing was changed in it. Choose a file that "
                                     "Assay made, or a new name.")
                                .arg(file));
    case FileNature::Unreadable:
        break;
    }
    return storageError(
        Text::tr("The workspace %1 cannot be read. Check that it is a file and that you may read it.").arg(file));
}

Status setUp(Database &database)
{
    const Status version = migrate(database, workspaceMigrations());
    return version ? database.execute(u"PRAGMA foreign_keys = ON"_s) : version;
}

/// First of all, outside the log: from now on the header says what this file is. (Also where a crash in the middle of
/// this was undone by SQLite.)
Status markAsWorkspace(Database &database)
{
    const Result<QVariant> id = database.value(u"PRAGMA application_id"_s);
    if (!id) {
        return id.error();
    }
    return id->toUInt() == workspaceApplicationId
        ? Done{}
        : database.execute(u"PRAGMA application_id = %1"_s.arg(workspaceApplicationId));
}

Status switchToLog(Database &database)
{
    Result<QVariant> mode = database.value(u"PRAGMA journal_mode = WAL"_s);
    if (!mode) {
        return mode.error();
    }
    return database.execute(u"PRAGMA synchronous = FULL"_s);
}

/// What a crash or an earlier session left to do.
Status tidyUp(Database &database)
{
    return database.transaction([&database]() -> Status {
        if (Status gone = database.execute(u"DELETE FROM runs WHERE removed = 1"_s); !gone) {
            return gone;
        }
        return database.execute(
            u"UPDATE runs SET state = ? WHERE state IN (?, ?)"_s,
            {runStateKey(RunState::Interrupted), runStateKey(RunState::Running), runStateKey(RunState::Paused)});
    });
}

} // namespace

WorkspaceStore::WorkspaceStore(std::unique_ptr<Private> p) : d(std::move(p))
{
}

WorkspaceStore::~WorkspaceStore() = default;

Result<std::unique_ptr<WorkspaceStore>> WorkspaceStore::open(const QString &path)
{
    const QString file = realPath(path);
    if (std::optional<Error> problem = pathProblem(file)) {
        return *problem;
    }
    auto p = std::make_unique<Private>();
    p->lock = lockOf(file);
    if (!p->lock->tryLock(0)) {
        return lockError(*p->lock, file);
    }
    if (QFileInfo(file).exists() && !QFileInfo(file).isWritable()) {
        return storageError(databaseSentence(8, file)); // SQLite would quietly open it for reading only
    }
    Result<std::unique_ptr<Database>> database = Database::open(file, Database::Access::ReadWrite);
    if (!database) {
        return database.error();
    }
    p->database = std::move(database).value();
    for (const auto step : {markAsWorkspace, switchToLog, setUp, tidyUp}) {
        if (const Status status = step(*p->database); !status) {
            return status.error();
        }
    }
    return std::unique_ptr<WorkspaceStore>(new WorkspaceStore(std::move(p)));
}

Result<std::unique_ptr<WorkspaceStore>> WorkspaceStore::openReadOnly(const QString &path)
{
    const QString file = realPath(path);
    if (!QFileInfo::exists(file)) {
        return storageError(Text::tr("The workspace %1 does not exist.").arg(QDir::toNativeSeparators(file)));
    }
    if (std::optional<Error> problem = pathProblem(file)) {
        return *problem;
    }
    Result<std::unique_ptr<Database>> database = Database::open(file, Database::Access::ReadOnly);
    if (!database) {
        return database.error();
    }
    if (const Status version = checkVersion(**database, workspaceMigrations()); !version) {
        return version.error();
    }
    auto p = std::make_unique<Private>();
    p->database = std::move(database).value();
    return std::unique_ptr<WorkspaceStore>(new WorkspaceStore(std::move(p)));
}

QString WorkspaceStore::path() const
{
    return d->database->path();
}

Status WorkspaceStore::copyTo(const QString &path) const
{
    const QString target = realPath(path);
    const QString file = QDir::toNativeSeparators(target);
    if (target == d->database->path()) {
        return Error{ErrorCode::FileFailed,
                     Text::tr("%1 is this workspace itself. Choose another name for the copy.").arg(file),
                     {}};
    }
    const std::unique_ptr<QLockFile> lock = lockOf(target);
    if (!lock->tryLock(0) && lock->error() == QLockFile::LockFailedError) {
        return Error{ErrorCode::FileFailed,
                     Text::tr("%1 is open in another Assay window. Choose another name for the copy.").arg(file),
                     {}};
    }
    return copyDatabase(*d->database, target);
}

Error WorkspaceStore::Private::damagedRow(const QString &what, const Error &cause) const
{
    return Error{ErrorCode::BadInput,
                 Text::tr("The workspace file %1 holds something that cannot be understood: %2. Open a copy of it that "
                          "was made earlier.")
                     .arg(QDir::toNativeSeparators(database->path()), what),
                 cause.message};
}

} // namespace assay
