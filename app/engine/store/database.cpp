// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/store/database.h"

#include "models/domain/text.h"

#include <QDir>
#include <QFileInfo>
#include <QSqlQuery>
#include <QUrl>
#include <QUuid>

namespace assay {

using namespace Qt::Literals::StringLiterals;

namespace {

// Primary result codes of SQLite; its header is not needed for eight numbers.
enum SqliteCode {
    Busy = 5,
    Locked = 6,
    ReadOnlyFile = 8,
    IoError = 10,
    Corrupt = 11,
    Full = 13,
    CantOpen = 14,
    TooBig = 18,
    Constraint = 19,
    Mismatch = 20,
    NotADatabase = 26
};

int codeOf(const QSqlError &error)
{
    return error.nativeErrorCode().toInt() & 0xff; // extended codes keep the primary one in the low byte
}

QSqlDatabase newConnection(const QString &file, const QString &options)
{
    QString name = u"assay-"_s + QUuid::createUuid().toString(QUuid::WithoutBraces);
    QSqlDatabase connection = QSqlDatabase::addDatabase(u"QSQLITE"_s, name);
    connection.setDatabaseName(file);
    connection.setConnectOptions(options);
    return connection;
}

void forget(QSqlDatabase &connection)
{
    const QString name = connection.connectionName();
    connection.close();
    connection = QSqlDatabase();
    QSqlDatabase::removeDatabase(name);
}

bool answers(const QSqlDatabase &connection)
{
    QSqlQuery query(connection);
    return query.exec(u"PRAGMA schema_version"_s) && query.next();
}

/// In a folder that cannot be written, a WAL file can only be read as a file that nobody changes; that is safe only
/// where no log of changes lies beside it.
QSqlDatabase reopenImmutable(const QString &path)
{
    const QString uri = QString::fromUtf8(QUrl::fromLocalFile(path).toEncoded()) + u"?immutable=1"_s;
    return newConnection(uri, u"QSQLITE_OPEN_READONLY;QSQLITE_OPEN_URI"_s);
}

} // namespace

QString databaseSentence(int sqliteCode, const QString &path)
{
    const QString file = QDir::toNativeSeparators(path);
    switch (sqliteCode) {
    case Busy:
    case Locked:
        return Text::tr("Another program is using the workspace file %1. Close it there and try again.").arg(file);
    case ReadOnlyFile:
        return Text::tr("The workspace file %1 is read-only. Allow writing to it, or open a copy of it elsewhere.")
            .arg(file);
    case IoError:
        return Text::tr("Reading or writing the workspace file %1 failed. Check the disk it is on.").arg(file);
    case Corrupt:
    case NotADatabase:
        return Text::tr("The workspace file %1 is damaged. Open a copy of it that was made earlier.").arg(file);
    case Full:
        return Text::tr("The disk is full: the workspace file %1 cannot grow. Free some space; Assay tries again.")
            .arg(file);
    case CantOpen:
        return Text::tr("The workspace file %1 cannot be opened. Check that its folder exists and may be written to.")
            .arg(file);
    case TooBig:
    case Constraint:
    case Mismatch:
        return Text::tr("What was to be saved does not fit what the workspace file %1 holds.").arg(file);
    default:
        return Text::tr("The workspace file %1 could not be used.").arg(file);
    }
}

Database::Database(const QSqlDatabase &connection, const QString &path) : m_connection(connection), m_path(path)
{
}

Database::~Database()
{
    forget(m_connection);
}

Result<std::unique_ptr<Database>> Database::open(const QString &path, Access access)
{
    if (!QSqlDatabase::isDriverAvailable(u"QSQLITE"_s)) {
        return Error{ErrorCode::StorageFailed,
                     Text::tr("Workspace files cannot be opened: the SQLite driver of Qt is not installed."),
                     {}};
    }
    const bool readOnly = access == Access::ReadOnly;
    const QString options =
        readOnly ? u"QSQLITE_OPEN_READONLY;QSQLITE_BUSY_TIMEOUT=5000"_s : u"QSQLITE_BUSY_TIMEOUT=5000"_s;
    std::unique_ptr<Database> database(new Database(newConnection(path, options), path));
    bool opened = database->m_connection.open() && answers(database->m_connection);
    if (!opened && readOnly && QFileInfo(path + u"-wal"_s).size() == 0) {
        forget(database->m_connection);
        database->m_connection = reopenImmutable(path);
        opened = database->m_connection.open() && answers(database->m_connection);
    }
    if (!opened) {
        QSqlQuery query(database->m_connection);
        query.exec(u"PRAGMA schema_version"_s); // the same failure again, with its code
        return database->errorFrom(database->m_connection.isOpen() ? query.lastError()
                                                                   : database->m_connection.lastError());
    }
    return Result<std::unique_ptr<Database>>(std::move(database));
}

Error Database::errorFrom(const QSqlError &error) const
{
    const int code = codeOf(error);
    const bool contradiction = code == TooBig || code == Constraint || code == Mismatch;
    return Error{contradiction ? ErrorCode::BadInput : ErrorCode::StorageFailed, databaseSentence(code, m_path),
                 error.text()};
}

Status Database::execute(const QString &sql, const QVariantList &values)
{
    return each(sql, values, [](const QSqlQuery &) {});
}

Status Database::each(const QString &sql, const QVariantList &values,
                      const std::function<void(const QSqlQuery &)> &row) const
{
    QSqlQuery query(m_connection);
    query.setForwardOnly(true);
    if (!query.prepare(sql)) {
        return errorFrom(query.lastError());
    }
    for (const QVariant &value : values) {
        query.addBindValue(value);
    }
    if (!query.exec()) {
        return errorFrom(query.lastError());
    }
    while (query.next()) {
        row(query);
    }
    if (query.lastError().isValid()) { // a row that could not be read ends next() like the last one does
        return errorFrom(query.lastError());
    }
    return Done{};
}

Result<QVariant> Database::value(const QString &sql, const QVariantList &values) const
{
    QVariant first;
    const Status status = each(sql, values, [&first](const QSqlQuery &query) {
        if (!first.isValid()) {
            first = query.value(0);
        }
    });
    if (!status) {
        return status.error();
    }
    return first;
}

Status Database::transaction(const std::function<Status()> &work)
{
    // IMMEDIATE: waiting for another writer happens here, where waiting helps, and not in the middle.
    if (Status begun = execute(u"BEGIN IMMEDIATE"_s); !begun) {
        return begun;
    }
    Status result = work();
    if (result) {
        result = execute(u"COMMIT"_s);
    }
    if (!result) {
        static_cast<void>(execute(u"ROLLBACK"_s)); // SQLite may have rolled back already
    }
    return result;
}

Status Database::snapshot(const std::function<Status()> &work) const
{
    const auto nothing = [](const QSqlQuery &) {};
    if (Status begun = each(u"BEGIN"_s, {}, nothing); !begun) {
        return begun;
    }
    Status result = work();
    static_cast<void>(each(u"ROLLBACK"_s, {}, nothing));
    return result;
}

} // namespace assay
