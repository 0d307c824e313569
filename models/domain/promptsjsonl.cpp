// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/promptsjson.h"

#include "models/domain/jsonreader.h"
#include "models/domain/text.h"

#include <algorithm>

namespace assay {

using namespace Qt::Literals::StringLiterals;

namespace {

/// What a cell shows of a value: texts as they are, lists of texts joined as a CSV cell would hold them.
QString cellText(const JsonValue &value)
{
    if (value.isText()) {
        return value.text;
    }
    if (value.type == JsonValue::Type::Null) {
        return {};
    }
    if (value.isList() && std::ranges::all_of(value.items, &JsonValue::isText)) {
        QStringList texts;
        for (const JsonValue &item : value.items) {
            texts.append(item.text);
        }
        return texts.join(u'|');
    }
    return QString::fromUtf8(value.compact());
}

} // namespace

Result<PromptTable> readPromptJsonl(const QByteArray &jsonl, const QString &fileName)
{
    PromptTable table;
    std::vector<JsonValue> objects;
    QSet<QString> names;
    int line = 0;
    const QList<QByteArray> lines = jsonl.split('\n');
    for (const QByteArray &text : lines) {
        ++line;
        if (text.trimmed().isEmpty() || text.trimmed() == "\xef\xbb\xbf") {
            continue;
        }
        Result<JsonValue> value = parseJson(text, fileName, line);
        if (!value) {
            return value.error();
        }
        if (!value->isObject()) {
            JsonProblems problems(fileName);
            problems.add(line, Text::tr("the line holds %1, expected an object.").arg(jsonDescription(*value)));
            return *problems.first();
        }
        for (const QString &key : value->keys) {
            if (!names.contains(key)) {
                names.insert(key);
                table.header.append(key);
            }
        }
        table.lines.push_back(line);
        table.objects.push_back(value->compact());
        objects.push_back(std::move(value).value());
    }
    if (objects.empty()) {
        return Error{ErrorCode::BadInput,
                     Text::tr("%1, line 1: the file is empty, expected an object a line.").arg(fileName),
                     {}};
    }
    for (const JsonValue &object : objects) {
        QStringList row;
        for (const QString &name : std::as_const(table.header)) {
            const JsonValue *value = object.find(name);
            row.append(value == nullptr ? QString() : cellText(*value));
        }
        table.rows.push_back(row);
    }
    return table;
}

} // namespace assay
