// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/jsonreader.h"

#include <QDateTime>

namespace assay {

/// Values for files in which every key is always there: what is missing is null.
JsonValue orNull(std::optional<double> value);
JsonValue orNull(std::optional<qint64> value);
JsonValue orNull(const std::optional<QString> &text);
/// ISO 8601 in UTC with milliseconds; null for a time that is not valid.
JsonValue timeValue(const QDateTime &time);
JsonValue flagValue(bool flag);
JsonValue unsignedValue(quint64 number);
/// The value of JSON text that is kept as it is; null where it is empty or no JSON.
JsonValue rawValue(const RawJson &raw);

/// Like ObjectReader's functions of the same kind. Absent gives an empty value.
std::optional<QDateTime> takeTime(ObjectReader &reader, const QString &key);
bool takeFlag(ObjectReader &reader, const QString &key);
quint64 takeUnsigned(ObjectReader &reader, const QString &key);
RawJson takeRaw(ObjectReader &reader, const QString &key);
/// A text that must be there.
QString needText(ObjectReader &reader, const QString &key);
/// A list that may be absent; the items, or nothing where it is something else.
std::vector<JsonValue> takeList(ObjectReader &reader, const QString &key);
/// The finite numbers of a list that may be absent.
std::vector<double> takeNumbers(ObjectReader &reader, const QString &key);

/// A key of a fixed set, which must be there: `fromKey` knows the set.
template <class T>
T needKey(ObjectReader &reader, const QString &key, std::optional<T> (*fromKey)(const QString &),
          const QString &expected)
{
    const JsonValue *value = reader.take(key);
    if (!value) {
        reader.problems().missing(reader.value(), reader.pathOf(key), expected);
        return T{};
    }
    const std::optional<T> known = value->isText() ? fromKey(value->text) : std::nullopt;
    if (!known)
        reader.problems().mismatch(*value, reader.pathOf(key), expected);
    return known.value_or(T{});
}

} // namespace assay
