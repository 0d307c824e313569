// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/promptsjson.h"

#include "models/domain/jsonreader.h"
#include "models/domain/text.h"

#include <QFileInfo>
#include <QHash>

#include <algorithm>
#include <cmath>
#include <limits>

namespace assay {

using namespace Qt::Literals::StringLiterals;

namespace {

/// Names a column may have for a field, the most telling first; in lower case, without spaces and signs.
struct FieldNames
{
    PromptField field;
    QStringList names;
};

const std::vector<FieldNames> &fieldNames()
{
    static const std::vector<FieldNames> names{
        {PromptField::Text, {u"prompt"_s, u"text"_s, u"question"_s, u"instruction"_s, u"input"_s, u"prompttext"_s}},
        {PromptField::Id, {u"id"_s, u"promptid"_s}},
        {PromptField::System, {u"system"_s, u"systemprompt"_s, u"systemtext"_s}},
        {PromptField::Expected, {u"expected"_s, u"expectedaspects"_s, u"aspects"_s}},
        {PromptField::Reference, {u"reference"_s, u"referenceanswer"_s, u"ideal"_s, u"answer"_s}},
        {PromptField::Tags, {u"tags"_s, u"tag"_s}},
        {PromptField::MaxTokens, {u"maxtokens"_s}},
    };
    return names;
}

QString plainName(const QString &column)
{
    QString plain;
    for (const QChar c : column) {
        if (c.isLetterOrNumber()) {
            plain += c.toLower();
        }
    }
    return plain;
}

QStringList splitCell(const QString &cell)
{
    QStringList parts;
    const QStringList pieces = cell.split(u'|');
    for (const QString &piece : pieces) {
        if (const QString part = piece.trimmed(); !part.isEmpty()) {
            parts.append(part);
        }
    }
    return parts;
}

/// Makes prompts of the rows of a table; the first problem ends up in `problems`.
class TableReader
{
public:
    TableReader(const PromptTable &table, const ColumnMap &map, JsonProblems &problems)
        : m_table(table), m_map(map), m_problems(problems)
    {
    }

    /// Reports a map without a text column, or with two columns for a field that takes one.
    void checkMap();
    Prompt readRow(size_t row);

private:
    PromptField fieldOf(qsizetype column) const
    {
        const auto place = static_cast<size_t>(column);
        return place < m_map.size() ? m_map[place] : PromptField::Ignore;
    }
    void readCell(qsizetype column, PromptField field, const QString &cell, Prompt &prompt);
    void readId(const QString &id, Prompt &prompt);
    void readMaxTokens(const QString &column, const QString &cell, Prompt &prompt);
    QStringList readList(const QString &column, const QString &cell) const;

    const PromptTable &m_table;
    const ColumnMap &m_map;
    JsonProblems &m_problems;
    JsonValue m_object; // the row as it stood in JSONL; null for CSV
    int m_line = 0;
    QHash<QString, int> m_idLines;
};

void TableReader::checkMap()
{
    QHash<int, QString> columns;
    for (qsizetype i = 0; i < m_table.header.size(); ++i) {
        const PromptField field = fieldOf(i);
        const QString &name = m_table.header.at(i);
        const bool single =
            field != PromptField::Ignore && field != PromptField::Expected && field != PromptField::Tags;
        const auto before = columns.constFind(static_cast<int>(field));
        if (single && before != columns.cend()) {
            m_problems.add(1,
                           Text::tr("the columns \"%1\" and \"%2\" stand for the same field, expected one of them.")
                               .arg(*before, name));
        }
        columns.insert(static_cast<int>(field), name);
    }
    if (!columns.contains(static_cast<int>(PromptField::Text))) {
        m_problems.add(
            1,
            Text::tr("no column holds the text of the prompts, expected one named prompt, text, question or input."));
    }
}

Prompt TableReader::readRow(size_t row)
{
    Prompt prompt;
    JsonValue extra = JsonValue::object();
    m_line = m_table.lines[row];
    m_object = {};
    if (row < m_table.objects.size()) {
        if (Result<JsonValue> object = parseJson(m_table.objects[row], {})) {
            m_object = std::move(object).value();
        }
    }
    const QStringList &cells = m_table.rows[row];
    for (qsizetype i = 0; i < cells.size(); ++i) {
        const QString &name = m_table.header.at(i);
        const PromptField field = fieldOf(i);
        const JsonValue *value = m_object.find(name);
        if (field != PromptField::Ignore) {
            readCell(i, field, cells.at(i), prompt);
        } else if (value != nullptr) {
            extra.insert(name, *value);
        } else if (!cells.at(i).isEmpty()) {
            extra.insert(name, JsonValue::fromText(cells.at(i)));
        }
    }
    if (prompt.text.trimmed().isEmpty()) {
        m_problems.add(m_line, Text::tr("the row has no text, expected the text of a prompt."));
    }
    prompt.extra = extra.items.empty() ? RawJson() : extra.compact();
    return prompt;
}

void TableReader::readCell(qsizetype column, PromptField field, const QString &cell, Prompt &prompt)
{
    const QString &name = m_table.header.at(column);
    const JsonValue *value = m_object.find(name);
    const bool takesList = field == PromptField::Expected || field == PromptField::Tags;
    if (value != nullptr && (value->isObject() || (value->isList() && !takesList))) {
        m_problems.add(m_line, Text::tr("%1 is %2, expected a text.").arg(name, jsonDescription(*value)));
        return;
    }
    switch (field) {
    case PromptField::Ignore:
        break;
    case PromptField::Id:
        readId(cell.trimmed(), prompt);
        break;
    case PromptField::Text:
        prompt.text = cell;
        break;
    case PromptField::System:
        prompt.system = cell;
        break;
    case PromptField::Expected:
        prompt.expected += readList(name, cell);
        break;
    case PromptField::Reference:
        prompt.reference = cell;
        break;
    case PromptField::Tags:
        prompt.tags += readList(name, cell);
        break;
    case PromptField::MaxTokens:
        readMaxTokens(name, cell.trimmed(), prompt);
        break;
    }
}

void TableReader::readId(const QString &id, Prompt &prompt)
{
    prompt.id.value = id;
    if (id.isEmpty()) {
        return;
    }
    if (const auto first = m_idLines.constFind(id); first != m_idLines.cend()) {
        m_problems.add(m_line,
                       Text::tr("the id \"%1\" is there already in line %2, expected an id of its own.")
                           .arg(id, QString::number(*first)));
    }
    m_idLines.insert(id, m_line);
}

void TableReader::readMaxTokens(const QString &column, const QString &cell, Prompt &prompt)
{
    if (cell.isEmpty()) {
        return;
    }
    bool ok = false;
    const double number = cell.toDouble(&ok); // spreadsheets and data frames like to write 150.0
    if (!ok || number < 1 || number != std::trunc(number) || number > std::numeric_limits<int>::max()) {
        m_problems.add(m_line,
                       Text::tr("%1 is \"%2\", expected a whole number of at least 1.").arg(column, cell.left(40)));
        return;
    }
    prompt.maxTokens = static_cast<int>(number);
}

/// A list that was one in JSONL keeps its items, also those with a '|' in them.
QStringList TableReader::readList(const QString &column, const QString &cell) const
{
    const JsonValue *value = m_object.find(column);
    if (value == nullptr || !value->isList() || !std::ranges::all_of(value->items, &JsonValue::isText)) {
        return splitCell(cell);
    }
    QStringList texts;
    for (const JsonValue &item : value->items) {
        texts.append(item.text);
    }
    return texts;
}

bool looksLikeJsonl(const QByteArray &bytes)
{
    const QList<QByteArray> lines = bytes.split('\n');
    for (const QByteArray &line : lines) {
        if (!line.trimmed().isEmpty()) {
            return parseJson(line, {}) && !parseJson(bytes, {});
        }
    }
    return false;
}

Result<PromptSet> fromTable(const Result<PromptTable> &table, const QString &fileName)
{
    return table ? promptsFromTable(*table, guessColumns(table->header), fileName) : Result<PromptSet>(table.error());
}

} // namespace

ColumnMap guessColumns(const QStringList &header)
{
    ColumnMap map(static_cast<size_t>(header.size()), PromptField::Ignore);
    QStringList plain;
    for (const QString &name : header) {
        plain.append(plainName(name));
    }
    for (const FieldNames &field : fieldNames()) {
        for (const QString &name : field.names) {
            if (const qsizetype column = plain.indexOf(name); column >= 0) {
                map[static_cast<size_t>(column)] = field.field;
                break;
            }
        }
    }
    return map;
}

Result<PromptSet> promptsFromTable(const PromptTable &table, const ColumnMap &map, const QString &fileName)
{
    JsonProblems problems(fileName);
    TableReader reader(table, map, problems);
    PromptSet set;
    set.name = QFileInfo(fileName).completeBaseName();
    reader.checkMap();
    for (size_t row = 0; row < table.rows.size() && !problems.first(); ++row) {
        set.prompts.push_back(reader.readRow(row));
    }
    if (problems.first()) {
        return *problems.first();
    }
    set.fillMissingIds();
    return set;
}

Result<PromptSet> readAnyPrompts(const QByteArray &bytes, const QString &fileName)
{
    const QString suffix = QFileInfo(fileName).suffix().toLower();
    if (suffix == "csv"_L1 || suffix == "tsv"_L1) {
        return fromTable(readPromptCsv(bytes, fileName), fileName);
    }
    if (suffix == "jsonl"_L1 || suffix == "ndjson"_L1) {
        return fromTable(readPromptJsonl(bytes, fileName), fileName);
    }
    const QByteArray text = (bytes.startsWith("\xef\xbb\xbf") ? bytes.sliced(3) : bytes).trimmed();
    if (text.startsWith('{') && looksLikeJsonl(bytes)) {
        return fromTable(readPromptJsonl(bytes, fileName), fileName);
    }
    if (suffix == "json"_L1 || text.startsWith('{') || text.startsWith('[')) {
        return readPromptSet(bytes, fileName);
    }
    return fromTable(readPromptCsv(bytes, fileName), fileName);
}

} // namespace assay
