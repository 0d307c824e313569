// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/promptsjson.h"

#include "models/domain/text.h"

#include <QSet>
#include <QStringDecoder>

#include <algorithm>

namespace assay {

using namespace Qt::Literals::StringLiterals;

namespace {

struct Row
{
    QStringList cells;
    int line = 0; // that it starts on
};

/// Splits text into rows by RFC 4180; line breaks may be CRLF, LF or CR.
class CsvReader
{
public:
    CsvReader(const QString &text, QChar separator) : m_text(text), m_separator(separator) { }

    /// The next row that is not an empty line; nullopt at the end or where `problem` is set.
    std::optional<Row> next();

    QString problem; // a sentence without file and line
    int problemLine = 0;

private:
    Row readRow();
    QString readCell();
    QString readQuoted();
    bool atEnd() const { return m_at >= m_text.size(); }
    QChar here() const { return m_text.at(m_at); }
    bool atLineBreak() const { return here() == u'\n' || here() == u'\r'; }
    void skipLineBreak();
    void fail(int line, const QString &sentence)
    {
        problem = sentence;
        problemLine = line;
        m_at = m_text.size();
    }

    QString m_text;
    QChar m_separator;
    qsizetype m_at = 0;
    int m_line = 1;
};

std::optional<Row> CsvReader::next()
{
    while (!atEnd()) {
        const qsizetype start = m_at;
        Row row = readRow();
        const bool emptyLine = row.cells.size() == 1 && row.cells.first().isEmpty() && m_text.at(start) != u'"';
        if (!problem.isEmpty()) {
            return std::nullopt;
        }
        if (!emptyLine) {
            return row;
        }
    }
    return std::nullopt;
}

Row CsvReader::readRow()
{
    Row row;
    row.line = m_line;
    row.cells.append(readCell());
    while (!atEnd() && here() == m_separator) {
        ++m_at;
        row.cells.append(readCell());
    }
    if (!atEnd()) {
        skipLineBreak();
    }
    return row;
}

QString CsvReader::readCell()
{
    if (!atEnd() && here() == u'"') {
        return readQuoted();
    }
    const qsizetype start = m_at;
    while (!atEnd() && here() != m_separator && !atLineBreak()) {
        ++m_at;
    }
    return m_text.sliced(start, m_at - start);
}

QString CsvReader::readQuoted()
{
    const int startLine = m_line;
    QString cell;
    bool closed = false;
    ++m_at;
    while (!atEnd() && !closed) {
        if (atLineBreak()) {
            skipLineBreak();
            cell += u'\n'; // one kind of line break in prompts, whatever the file has
            continue;
        }
        const QChar c = here();
        ++m_at;
        if (c != u'"') {
            cell += c;
        } else if (!atEnd() && here() == u'"') {
            cell += c;
            ++m_at;
        } else {
            closed = true;
        }
    }
    if (!closed) {
        fail(startLine, Text::tr("a cell starts with a quote that is never closed, expected a closing quote."));
    } else if (!atEnd() && here() != m_separator && !atLineBreak()) {
        fail(m_line,
             Text::tr("there is text behind a closing quote, expected a separator; a quote inside a cell is "
                      "written twice."));
    }
    return cell;
}

void CsvReader::skipLineBreak()
{
    const bool carriageReturn = here() == u'\r';
    ++m_at;
    if (carriageReturn && !atEnd() && here() == u'\n') {
        ++m_at;
    }
    ++m_line;
}

/// A comma, unless the header has none and has semicolons or tabs instead.
QChar separatorOf(const QString &text)
{
    bool quoted = false;
    QChar found = u',';
    for (const QChar c : text) {
        if (c == u'"') {
            quoted = !quoted;
        } else if (quoted) {
            continue;
        } else if (c == u',') {
            return u',';
        } else if ((c == u';' || c == u'\t') && found == u',') {
            found = c;
        } else if (c == u'\n' || c == u'\r') {
            break;
        }
    }
    return found;
}

Error badInput(const QString &fileName, int line, const QString &sentence)
{
    const QString place = Text::tr("%1, line %2").arg(fileName, QString::number(line));
    return Error{ErrorCode::BadInput, Text::tr("%1: %2").arg(place, sentence), {}};
}

/// UTF-8 text without its byte order mark, or the line of the first byte that is not UTF-8.
Result<QString> decoded(const QByteArray &bytes, const QString &fileName)
{
    QStringDecoder decoder(QStringDecoder::Utf8);
    QString text = decoder(bytes);
    if (decoder.hasError() || bytes.contains('\0')) {
        const QList<QByteArray> lines = bytes.split('\n');
        const auto bad = std::ranges::find_if(lines, [](const QByteArray &line) {
            QStringDecoder one(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
            const QString unused = one(line);
            return one.hasError() || line.contains('\0');
        });
        return badInput(fileName, static_cast<int>(bad - lines.begin()) + 1,
                        Text::tr("the text is not UTF-8, expected a file that is saved as UTF-8."));
    }
    return text;
}

/// Names empty columns and refuses names that are there twice: a prompt cannot keep two cells under one name.
QString fixHeader(QStringList &header)
{
    QSet<QString> seen;
    for (qsizetype i = 0; i < header.size(); ++i) {
        QString &name = header[i];
        name = name.trimmed();
        if (name.isEmpty()) {
            name = Text::tr("column %1").arg(i + 1);
        }
        if (seen.contains(name)) {
            return Text::tr("the header names the column \"%1\" twice, expected each name once.").arg(name);
        }
        seen.insert(name);
    }
    return {};
}

} // namespace

Result<PromptTable> readPromptCsv(const QByteArray &csv, const QString &fileName)
{
    const Result<QString> text = decoded(csv, fileName);
    if (!text) {
        return text.error();
    }
    CsvReader reader(*text, separatorOf(*text));
    PromptTable table;
    std::optional<Row> row = reader.next();
    if (!row && reader.problem.isEmpty()) {
        return badInput(fileName, 1, Text::tr("the file is empty, expected a line with the names of the columns."));
    }
    if (row) {
        table.header = row->cells;
        if (const QString problem = fixHeader(table.header); !problem.isEmpty()) {
            return badInput(fileName, row->line, problem);
        }
    }
    while ((row = reader.next())) {
        if (row->cells.size() != table.header.size()) {
            return badInput(fileName, row->line,
                            Text::tr("the row has %1 cells, expected %2 as in the header.")
                                .arg(row->cells.size())
                                .arg(table.header.size()));
        }
        table.rows.push_back(row->cells);
        table.lines.push_back(row->line);
    }
    if (!reader.problem.isEmpty()) {
        return badInput(fileName, reader.problemLine, reader.problem);
    }
    return table;
}

} // namespace assay
