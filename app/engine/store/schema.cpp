// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/store/schema.h"

#include "models/domain/text.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QtEndian>

#include <filesystem>

#ifdef Q_OS_UNIX
#include <unistd.h>
#endif

namespace assay {

using namespace Qt::Literals::StringLiterals;

namespace {

const QString versionQuery = u"PRAGMA user_version"_s;

Error newerFile(const QString &path)
{
    return Error{ErrorCode::StorageFailed,
                 Text::tr("The workspace file %1 was written by a newer version of Assay. Update Assay to open it.")
                     .arg(QDir::toNativeSeparators(path)),
                 {}};
}

Error copyFailed(const QString &target, const QString &detail)
{
    return Error{ErrorCode::FileFailed,
                 Text::tr("The copy %1 could not be written. Check that the folder exists, may be written to and has "
                          "room, or choose another place.")
                     .arg(QDir::toNativeSeparators(target)),
                 detail};
}

/// What VACUUM INTO wrote is in the system's cache only; it has to be on the disk before it replaces a file.
bool bringToDisk(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadWrite)) {
        return false;
    }
#ifdef Q_OS_UNIX
    return ::fsync(file.handle()) == 0;
#else
    return true;
#endif
}

Status applySteps(Database &database, const std::vector<Migration> &steps, int from)
{
    for (const Migration &step : steps) {
        if (step.version <= from) {
            continue;
        }
        for (const QString &statement : step.statements) {
            if (Status status = database.execute(statement); !status) {
                return status;
            }
        }
    }
    return database.execute(u"PRAGMA user_version = %1"_s.arg(steps.back().version));
}

} // namespace

FileNature fileNature(const QString &path)
{
    constexpr qint64 headerSize = 100;
    constexpr qsizetype applicationIdOffset = 68;
    if (const QFileInfo info(path); !info.exists()) {
        return FileNature::Fresh;
    } else if (!info.isFile()) {
        return FileNature::Unreadable;
    }
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        return FileNature::Unreadable;
    }
    if (file.size() == 0) {
        return FileNature::Fresh;
    }
    const QByteArray header = file.read(headerSize);
    const bool isSqlite = header.size() == headerSize && header.startsWith(QByteArrayView("SQLite format 3\0", 16));
    if (!isSqlite || qFromBigEndian<quint32>(header.constData() + applicationIdOffset) != workspaceApplicationId) {
        return FileNature::Foreign;
    }
    return FileNature::Workspace;
}

Status migrate(Database &database, const std::vector<Migration> &steps)
{
    const Result<QVariant> found = database.value(versionQuery);
    if (!found) {
        return found.error();
    }
    const int version = found->toInt();
    if (version > steps.back().version) {
        return newerFile(database.path());
    }
    if (version == steps.back().version) {
        return Done{};
    }
    if (version > 0) {
        const QString backup = database.path() + u".v%1-backup"_s.arg(version);
        if (Status copied = copyDatabase(database, backup); !copied) {
            return copied;
        }
    }
    return database.transaction([&] { return applySteps(database, steps, version); });
}

Status checkVersion(const Database &database, const std::vector<Migration> &steps)
{
    const Result<QVariant> found = database.value(versionQuery);
    if (!found) {
        return found.error();
    }
    if (found->toInt() > steps.back().version) {
        return newerFile(database.path());
    }
    if (found->toInt() < steps.back().version) {
        return Error{ErrorCode::StorageFailed,
                     Text::tr("The workspace file %1 was written by an older version of Assay. Open it once in the "
                              "Assay window, which brings it up to date.")
                         .arg(QDir::toNativeSeparators(database.path())),
                     {}};
    }
    return Done{};
}

Status copyDatabase(const Database &database, const QString &target)
{
    const QString part = target + u".part"_s;
    if (QFile::exists(part) && !QFile::remove(part)) {
        return copyFailed(target, {});
    }
    Status written = database.each(u"VACUUM INTO ?"_s, {part}, [](const auto &) {});
    if (!written) {
        QFile::remove(part);
        return copyFailed(target, written.error().detail);
    }
    std::error_code error;
    if (bringToDisk(part)) {
        // A log that an earlier file of this name left behind would be applied to the new one.
        QFile::remove(target + u"-wal"_s);
        QFile::remove(target + u"-shm"_s);
        std::filesystem::rename(QFileInfo(part).filesystemFilePath(), QFileInfo(target).filesystemFilePath(), error);
    } else {
        error = std::make_error_code(std::errc::io_error);
    }
    if (error) {
        QFile::remove(part);
        return copyFailed(target, QString::fromStdString(error.message()));
    }
    return Done{};
}

} // namespace assay
