// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/catalog.h"
#include "models/domain/result.h"

#include <QByteArray>
#include <QStringList>

#include <vector>

namespace assay {

/// A JSON value as it stood in a file: the order of keys, the digits of numbers and the line of each value are kept,
/// so that what we do not know comes back out unchanged and a mistake can be named. Any thread.
struct JsonValue
{
    enum class Type { Null, Bool, Number, String, List, Object };

    Type type = Type::Null;
    bool boolean = false;
    QByteArray number; // the digits, where type is Number
    QString text; // where type is String
    QStringList keys; // of an Object, beside its items; each once
    std::vector<JsonValue> items; // of a List or an Object
    int line = 0; // from 1; 0 where it was not read from a file

    static JsonValue fromText(const QString &text);
    static JsonValue fromTexts(const QStringList &texts);
    static JsonValue fromInteger(qint64 value);
    /// Shortest form that reads back as the same number. Null for what JSON cannot say (infinity, NaN).
    static JsonValue fromReal(double value);
    static JsonValue list();
    static JsonValue object();

    bool isObject() const { return type == Type::Object; }
    bool isList() const { return type == Type::List; }
    bool isText() const { return type == Type::String; }

    /// The value at `key` of an object, or nullptr.
    const JsonValue *find(const QString &key) const;
    void append(JsonValue value);
    /// Adds at the end of an object; a key that is there already keeps its value.
    void insert(const QString &key, JsonValue value);
    /// Add where there is something to add: a text or a list that is empty is left out.
    void insertText(const QString &key, const QString &value);
    void insertTexts(const QString &key, const QStringList &texts);
    /// Adds the members of a RawJson object at the end; keys that are there already keep their values.
    void insertAll(const RawJson &extra);

    QByteArray compact() const;
    /// Two-space indent, lists of plain values on one line, ends in a newline.
    QByteArray indented() const;
};

/// Reads UTF-8 JSON, with or without a byte order mark. `firstLine` is the line that the text starts on in its file.
/// Errors: BadInput with file, line and column for what is no JSON, for a key that is there twice and for nesting
/// deeper than 100. The message never repeats strings of the file: they may be secrets.
Result<JsonValue> parseJson(const QByteArray &json, const QString &fileName, int firstLine = 1);

} // namespace assay
