// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/jsonreader.h"

#include "models/domain/text.h"

#include <algorithm>
#include <cmath>

namespace assay {

using namespace Qt::Literals::StringLiterals;

namespace {

bool isPlainKey(const QString &key)
{
    return !key.isEmpty()
        && std::ranges::all_of(key, [](QChar c) { return c.isLetterOrNumber() || c == u'_' || c == u'-'; });
}

QString shortened(const QString &text)
{
    constexpr qsizetype longest = 40;
    QString line = text.simplified();
    if (line.size() > longest) {
        line = line.first(longest) % u'\u2026';
    }
    return line;
}

/// A whole number of a range, also where it is written as 150.0 or 1.5e2.
std::optional<qint64> wholeNumber(const JsonValue &value)
{
    if (value.type != JsonValue::Type::Number) {
        return std::nullopt;
    }
    bool ok = false;
    if (const qint64 integer = value.number.toLongLong(&ok); ok) {
        return integer;
    }
    constexpr double exactIntegers = 9007199254740992.0; // 2^53
    const double real = value.number.toDouble(&ok);
    if (!ok || real != std::trunc(real) || std::abs(real) > exactIntegers) {
        return std::nullopt;
    }
    return static_cast<qint64>(real);
}

} // namespace

QString jsonPath(const QString &parent, const QString &key)
{
    const QString name = isPlainKey(key) ? key : QString(u'"' % key % u'"');
    return parent.isEmpty() ? name : QString(parent % u'.' % name);
}

QString jsonPath(const QString &parent, size_t index)
{
    return parent % u'[' % QString::number(index) % u']';
}

QString jsonDescription(const JsonValue &value)
{
    switch (value.type) {
    case JsonValue::Type::Null:
        return u"null"_s;
    case JsonValue::Type::Bool:
        return value.boolean ? u"true"_s : u"false"_s;
    case JsonValue::Type::Number:
        return shortened(QString::fromLatin1(value.number));
    case JsonValue::Type::String:
        return u'"' % shortened(value.text) % u'"';
    case JsonValue::Type::List:
        return Text::tr("a list");
    case JsonValue::Type::Object:
        return Text::tr("an object");
    }
    Q_UNREACHABLE();
}

QString JsonProblems::placed(int line, const QString &sentence) const
{
    const QString place =
        line > 0 ? Text::tr("%1, line %2").arg(m_fileName, QString::number(line)) : QString(m_fileName);
    return Text::tr("%1: %2").arg(place, sentence);
}

void JsonProblems::add(int line, const QString &sentence)
{
    if (!m_first) {
        m_first = Error{ErrorCode::BadInput, placed(line, sentence), {}};
    }
}

void JsonProblems::mismatch(const JsonValue &value, const QString &path, const QString &expected)
{
    if (path.isEmpty()) {
        add(value.line, Text::tr("the file holds %1, expected %2.").arg(jsonDescription(value), expected));
    } else {
        add(value.line, Text::tr("%1 is %2, expected %3.").arg(path, jsonDescription(value), expected));
    }
}

void JsonProblems::missing(const JsonValue &parent, const QString &path, const QString &expected)
{
    add(parent.line, Text::tr("%1 is missing, expected %2.").arg(path, expected));
}

QStringList textsOf(const JsonValue &value, const QString &path, JsonProblems &problems)
{
    QStringList texts;
    if (!value.isList()) {
        problems.mismatch(value, path, Text::tr("a list of texts"));
        return texts;
    }
    for (size_t i = 0; i < value.items.size(); ++i) {
        const JsonValue &item = value.items[i];
        if (!item.isText()) {
            problems.mismatch(item, jsonPath(path, i), Text::tr("a text"));
            return texts;
        }
        texts.append(item.text);
    }
    return texts;
}

ObjectReader::ObjectReader(const JsonValue &object, const QString &path, JsonProblems &problems)
    : m_object(object), m_path(path), m_problems(problems)
{
    if (!object.isObject()) {
        problems.mismatch(object, path, Text::tr("an object"));
    }
}

const JsonValue *ObjectReader::take(const QString &key)
{
    m_taken.insert(key);
    const JsonValue *value = m_object.find(key);
    return value == nullptr || value->type == JsonValue::Type::Null ? nullptr : value;
}

QString ObjectReader::text(const QString &key)
{
    return optionalText(key).value_or(QString());
}

std::optional<QString> ObjectReader::optionalText(const QString &key)
{
    const JsonValue *value = take(key);
    if (value == nullptr) {
        return std::nullopt;
    }
    if (!value->isText()) {
        m_problems.mismatch(*value, pathOf(key), Text::tr("a text in quotes"));
        return std::nullopt;
    }
    return value->text;
}

QStringList ObjectReader::texts(const QString &key)
{
    const JsonValue *value = take(key);
    return value == nullptr ? QStringList() : textsOf(*value, pathOf(key), m_problems);
}

std::optional<double> ObjectReader::real(const QString &key, double min)
{
    const JsonValue *value = take(key);
    if (value == nullptr) {
        return std::nullopt;
    }
    const double number = value->type == JsonValue::Type::Number ? value->number.toDouble() : std::nan("");
    if (!std::isfinite(number) || number < min) {
        m_problems.mismatch(*value, pathOf(key), Text::tr("a number of at least %1").arg(min));
        return std::nullopt;
    }
    return number;
}

std::optional<qint64> ObjectReader::integer(const QString &key, qint64 min, qint64 max)
{
    const JsonValue *value = take(key);
    if (value == nullptr) {
        return std::nullopt;
    }
    const std::optional<qint64> number = wholeNumber(*value);
    if (!number || *number < min || *number > max) {
        const QString expected = min == std::numeric_limits<qint64>::min()
            ? Text::tr("a whole number")
            : Text::tr("a whole number from %1 to %2").arg(QString::number(min), QString::number(max));
        m_problems.mismatch(*value, pathOf(key), expected);
        return std::nullopt;
    }
    return number;
}

std::optional<int> ObjectReader::count(const QString &key, int min)
{
    const std::optional<qint64> number = integer(key, min, std::numeric_limits<int>::max());
    return number ? std::optional(static_cast<int>(*number)) : std::nullopt;
}

void ObjectReader::takeVersionOne()
{
    const QString key = u"version"_s;
    const JsonValue *version = take(key);
    if (version != nullptr && wholeNumber(*version) != 1) {
        m_problems.mismatch(*version, pathOf(key), Text::tr("1, the only version this Assay reads"));
    }
}

QStringList ObjectReader::restKeys() const
{
    QStringList keys = m_object.keys;
    keys.removeIf([this](const QString &key) { return m_taken.contains(key); });
    return keys;
}

RawJson ObjectReader::rest() const
{
    JsonValue others = JsonValue::object();
    for (const QString &key : restKeys()) {
        others.insert(key, *m_object.find(key));
    }
    return others.items.empty() ? RawJson() : others.compact();
}

} // namespace assay
