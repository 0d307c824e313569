// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/result.h"

#include <QSqlDatabase>
#include <QSqlError>
#include <QVariant>

#include <functional>
#include <memory>

class QSqlQuery;

namespace assay {

/// One SQLite connection with a name of its own: prepared statements, transactions, and failures as sentences that name
/// the file. Used on the thread that opened it. Errors: StorageFailed where trying again may help (full disk, locked,
/// read-only, damaged); BadInput where the values contradict what the file holds.
class Database
{
public:
    enum class Access { ReadWrite, ReadOnly };

    /// Does not look at what the file holds. ReadOnly never changes the file, and works in a read-only folder too.
    static Result<std::unique_ptr<Database>> open(const QString &path, Access access);
    ~Database();
    Q_DISABLE_COPY_MOVE(Database)

    QString path() const { return m_path; }
    /// A statement that gives no rows.
    Status execute(const QString &sql, const QVariantList &values = {});
    /// Calls `row` for each row; no statement stays open afterwards.
    Status each(const QString &sql, const QVariantList &values,
                const std::function<void(const QSqlQuery &)> &row) const;
    /// The first column of the first row; invalid where there is no row.
    Result<QVariant> value(const QString &sql, const QVariantList &values = {}) const;
    /// `work` as one transaction: committed when it succeeds, rolled back when it does not.
    Status transaction(const std::function<Status()> &work);
    /// `work` only reads, and sees one moment of the file whoever else writes to it.
    Status snapshot(const std::function<Status()> &work) const;

private:
    Database(const QSqlDatabase &connection, const QString &path);
    Error errorFrom(const QSqlError &error) const;

    QSqlDatabase m_connection;
    QString m_path;
};

/// The sentence for a failure of SQLite (its primary result code) on a file.
QString databaseSentence(int sqliteCode, const QString &path);

} // namespace assay
