// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QSqlQuery>
#include <QStringList>
#include <QTimeZone>
#include <QVariant>

#include <chrono>
#include <optional>

namespace assay {

/// Collects the values of one row, in the order of its list of columns. Missing becomes NULL; an empty text does not.
class RowWriter
{
public:
    void text(const QString &value) { m_values.append(value.isNull() ? QVariant(QLatin1String("")) : QVariant(value)); }
    void text(const std::optional<QString> &value) { value ? text(*value) : null(); }
    void bytes(const QByteArray &value) { m_values.append(value.isNull() ? QByteArray("") : value); }
    void number(qint64 value) { m_values.append(value); }
    template <class T> void number(const std::optional<T> &value)
    {
        m_values.append(value ? QVariant::fromValue(*value) : QVariant());
    }
    void nanos(const std::optional<std::chrono::nanoseconds> &value)
    {
        m_values.append(value ? QVariant::fromValue<qint64>(value->count()) : QVariant());
    }
    /// An invalid time is missing.
    void time(const QDateTime &value)
    {
        m_values.append(value.isValid() ? QVariant(value.toMSecsSinceEpoch()) : QVariant());
    }
    void null() { m_values.append(QVariant()); }
    const QVariantList &values() const { return m_values; }

private:
    QVariantList m_values;
};

/// Reads the columns of one row from left to right, or from `first` on.
class RowReader
{
public:
    explicit RowReader(const QSqlQuery &query, int first = 0) : m_query(query), m_next(first) { }
    QString text() { return next().toString(); }
    std::optional<QString> optionalText()
    {
        const QVariant value = next();
        return value.isNull() ? std::nullopt : std::optional(value.toString());
    }
    QByteArray bytes() { return next().toByteArray(); }
    std::optional<QByteArray> optionalBytes()
    {
        const QVariant value = next();
        return value.isNull() ? std::nullopt : std::optional(value.toByteArray());
    }
    int integer() { return next().toInt(); }
    template <class T> std::optional<T> number()
    {
        const QVariant value = next();
        return value.isNull() ? std::nullopt : std::optional(value.value<T>());
    }
    std::optional<std::chrono::nanoseconds> nanos()
    {
        const std::optional<qint64> count = number<qint64>();
        return count ? std::optional(std::chrono::nanoseconds(*count)) : std::nullopt;
    }
    QDateTime time()
    {
        const std::optional<qint64> ms = number<qint64>();
        return ms ? QDateTime::fromMSecsSinceEpoch(*ms, Qt::UTC) : QDateTime();
    }

private:
    QVariant next() { return m_query.value(m_next++); }

    const QSqlQuery &m_query;
    int m_next;
};

/// "INSERT INTO table(a, b) VALUES(?, ?)", which updates the row where one with the same `keys` is there. The row
/// itself stays, so what hangs on it (scores on a sample, samples on a run) stays too.
QString upsertStatement(const QString &table, const QStringList &columns, const QStringList &keys);

} // namespace assay
