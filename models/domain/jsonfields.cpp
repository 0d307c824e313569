// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/jsonfields.h"

#include "models/domain/text.h"

#include <cmath>

namespace assay {

using namespace Qt::Literals::StringLiterals;

JsonValue orNull(std::optional<double> value)
{
    return value ? JsonValue::fromReal(*value) : JsonValue();
}

JsonValue orNull(std::optional<qint64> value)
{
    return value ? JsonValue::fromInteger(*value) : JsonValue();
}

JsonValue orNull(const std::optional<QString> &text)
{
    return text ? JsonValue::fromText(*text) : JsonValue();
}

JsonValue timeValue(const QDateTime &time)
{
    return time.isValid() ? JsonValue::fromText(time.toUTC().toString(Qt::ISODateWithMs)) : JsonValue();
}

JsonValue flagValue(bool flag)
{
    JsonValue value;
    value.type = JsonValue::Type::Bool;
    value.boolean = flag;
    return value;
}

JsonValue unsignedValue(quint64 number)
{
    JsonValue value;
    value.type = JsonValue::Type::Number;
    value.number = QByteArray::number(number);
    return value;
}

JsonValue rawValue(const RawJson &raw)
{
    if (raw.isEmpty())
        return {};
    const Result<JsonValue> value = parseJson(raw, {});
    return value ? *value : JsonValue();
}

std::optional<QDateTime> takeTime(ObjectReader &reader, const QString &key)
{
    const JsonValue *value = reader.take(key);
    if (!value)
        return std::nullopt;
    const QDateTime time = value->isText() ? QDateTime::fromString(value->text, Qt::ISODateWithMs) : QDateTime();
    if (!time.isValid()) {
        reader.problems().mismatch(*value, reader.pathOf(key), Text::tr("a time such as 2026-01-31T09:30:00.000Z"));
        return std::nullopt;
    }
    return time.toUTC();
}

bool takeFlag(ObjectReader &reader, const QString &key)
{
    const JsonValue *value = reader.take(key);
    if (value && value->type != JsonValue::Type::Bool)
        reader.problems().mismatch(*value, reader.pathOf(key), Text::tr("true or false"));
    return value && value->boolean;
}

quint64 takeUnsigned(ObjectReader &reader, const QString &key)
{
    const JsonValue *value = reader.take(key);
    if (!value)
        return 0;
    bool whole = false;
    const quint64 number = value->number.toULongLong(&whole);
    if (!whole)
        reader.problems().mismatch(*value, reader.pathOf(key), Text::tr("a whole number of at least 0"));
    return number;
}

RawJson takeRaw(ObjectReader &reader, const QString &key)
{
    const JsonValue *value = reader.take(key);
    return value ? value->compact() : RawJson();
}

QString needText(ObjectReader &reader, const QString &key)
{
    if (!reader.take(key))
        reader.problems().missing(reader.value(), reader.pathOf(key), Text::tr("a text in quotes"));
    return reader.text(key);
}

std::vector<JsonValue> takeList(ObjectReader &reader, const QString &key)
{
    const JsonValue *value = reader.take(key);
    if (!value)
        return {};
    if (!value->isList()) {
        reader.problems().mismatch(*value, reader.pathOf(key), Text::tr("a list"));
        return {};
    }
    return value->items;
}

std::vector<double> takeNumbers(ObjectReader &reader, const QString &key)
{
    const JsonValue *value = reader.take(key);
    std::vector<double> numbers;
    if (!value)
        return numbers;
    if (!value->isList()) {
        reader.problems().mismatch(*value, reader.pathOf(key), Text::tr("a list of numbers"));
        return numbers;
    }
    numbers.reserve(value->items.size());
    for (const JsonValue &item : value->items) {
        const double number = item.type == JsonValue::Type::Number ? item.number.toDouble() : std::nan("");
        if (!std::isfinite(number)) {
            reader.problems().mismatch(item, jsonPath(reader.pathOf(key), numbers.size()), Text::tr("a number"));
            return numbers;
        }
        numbers.push_back(number);
    }
    return numbers;
}

} // namespace assay
