// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/jsonvalue.h"

#include <QLocale>

#include <algorithm>
#include <cmath>

namespace assay {

namespace {

void writeText(const QString &text, QByteArray &out)
{
    static constexpr char hex[] = "0123456789abcdef";
    out.append('"');
    const QByteArray utf8 = text.toUtf8();
    for (const char c : utf8) {
        switch (c) {
        case '"':
            out.append("\\\"");
            break;
        case '\\':
            out.append("\\\\");
            break;
        case '\n':
            out.append("\\n");
            break;
        case '\r':
            out.append("\\r");
            break;
        case '\t':
            out.append("\\t");
            break;
        default:
            if (const auto code = static_cast<unsigned char>(c); code < 0x20) {
                out.append("\\u00").append(hex[code >> 4]).append(hex[code & 15]);
            } else {
                out.append(c);
            }
        }
    }
    out.append('"');
}

bool isPlain(const JsonValue &value)
{
    return !value.isObject() && !value.isList();
}

/// Writes a value. `indent` is the depth for the indented form, -1 for the compact one.
class Writer
{
public:
    explicit Writer(QByteArray &out) : m_out(out) { }

    void write(const JsonValue &value, int indent)
    {
        switch (value.type) {
        case JsonValue::Type::Null:
            m_out.append("null");
            return;
        case JsonValue::Type::Bool:
            m_out.append(value.boolean ? "true" : "false");
            return;
        case JsonValue::Type::Number:
            m_out.append(value.number);
            return;
        case JsonValue::Type::String:
            writeText(value.text, m_out);
            return;
        case JsonValue::Type::List:
        case JsonValue::Type::Object:
            writeItems(value, indent);
            return;
        }
    }

private:
    void writeItems(const JsonValue &value, int indent)
    {
        const bool broken =
            indent >= 0 && !value.items.empty() && (value.isObject() || !std::ranges::all_of(value.items, isPlain));
        m_out.append(value.isObject() ? '{' : '[');
        for (size_t i = 0; i < value.items.size(); ++i) {
            if (i > 0) {
                m_out.append(indent >= 0 && !broken ? ", " : ",");
            }
            if (broken) {
                newLine(indent + 1);
            }
            if (value.isObject()) {
                writeText(value.keys.at(static_cast<qsizetype>(i)), m_out);
                m_out.append(indent >= 0 ? ": " : ":");
            }
            write(value.items[i], indent >= 0 ? indent + 1 : -1);
        }
        if (broken) {
            newLine(indent);
        }
        m_out.append(value.isObject() ? '}' : ']');
    }

    void newLine(int indent) { m_out.append('\n').append(2 * indent, ' '); }

    QByteArray &m_out;
};

JsonValue ofType(JsonValue::Type type)
{
    JsonValue value;
    value.type = type;
    return value;
}

} // namespace

JsonValue JsonValue::fromText(const QString &text)
{
    JsonValue value = ofType(Type::String);
    value.text = text;
    return value;
}

JsonValue JsonValue::fromTexts(const QStringList &texts)
{
    JsonValue value = list();
    for (const QString &text : texts) {
        value.append(fromText(text));
    }
    return value;
}

JsonValue JsonValue::fromInteger(qint64 value)
{
    JsonValue json = ofType(Type::Number);
    json.number = QByteArray::number(value);
    return json;
}

JsonValue JsonValue::fromReal(double value)
{
    constexpr double exactIntegers = 9007199254740992.0; // 2^53
    if (!std::isfinite(value)) {
        return {};
    }
    if (value == std::trunc(value) && std::abs(value) < exactIntegers) {
        return fromInteger(static_cast<qint64>(value));
    }
    JsonValue json = ofType(Type::Number);
    json.number = QByteArray::number(value, 'g', QLocale::FloatingPointShortest);
    return json;
}

JsonValue JsonValue::list()
{
    return ofType(Type::List);
}

JsonValue JsonValue::object()
{
    return ofType(Type::Object);
}

const JsonValue *JsonValue::find(const QString &key) const
{
    const qsizetype place = keys.indexOf(key);
    return place < 0 ? nullptr : &items[static_cast<size_t>(place)];
}

void JsonValue::append(JsonValue value)
{
    items.push_back(std::move(value));
}

void JsonValue::insert(const QString &key, JsonValue value)
{
    if (!keys.contains(key)) {
        keys.append(key);
        items.push_back(std::move(value));
    }
}

void JsonValue::insertText(const QString &key, const QString &value)
{
    if (!value.isEmpty()) {
        insert(key, fromText(value));
    }
}

void JsonValue::insertTexts(const QString &key, const QStringList &texts)
{
    if (!texts.isEmpty()) {
        insert(key, fromTexts(texts));
    }
}

void JsonValue::insertAll(const RawJson &extra)
{
    if (extra.isEmpty()) {
        return;
    }
    const Result<JsonValue> members = parseJson(extra, {});
    if (!members || !members->isObject()) {
        return;
    }
    for (size_t i = 0; i < members->items.size(); ++i) {
        insert(members->keys.at(static_cast<qsizetype>(i)), members->items[i]);
    }
}

QByteArray JsonValue::compact() const
{
    QByteArray out;
    Writer(out).write(*this, -1);
    return out;
}

QByteArray JsonValue::indented() const
{
    QByteArray out;
    Writer(out).write(*this, 0);
    out.append('\n');
    return out;
}

} // namespace assay
