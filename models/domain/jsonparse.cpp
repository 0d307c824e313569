// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/jsonvalue.h"
#include "models/domain/text.h"

#include <QSet>

#include <nlohmann/json.hpp>

#include <iterator>
#include <optional>
#include <string>

namespace assay {

using namespace Qt::Literals::StringLiterals;

namespace {

// Keeps every recursion over a value (writing, destroying) shallow, whoever made the file.
constexpr size_t maxDepth = 100;

/// How far the parser has read.
struct Position
{
    int line = 1;
    const char *lineStart = nullptr;
    const char *previousLineStart = nullptr;
    const char *at = nullptr; // behind the last byte read

    /// The parser reads one byte beyond a number; where that was a line break, the number stood on the line before.
    bool pastLineBreak() const { return at == lineStart && previousLineStart != nullptr; }
    int tokenLine() const { return pastLineBreak() ? line - 1 : line; }
    /// From 1, in characters.
    qsizetype column() const
    {
        const char *start = pastLineBreak() ? previousLineStart : lineStart;
        return qMax<qsizetype>(1, QString::fromUtf8(start, at - start).size());
    }
};

/// Reads bytes and writes down where: the parser's events do not say it.
class CountingIterator
{
public:
    using iterator_category = std::input_iterator_tag;
    using value_type = char;
    using difference_type = std::ptrdiff_t;
    using pointer = const char *;
    using reference = const char &;

    CountingIterator(const char *at, Position *position) : m_at(at), m_position(position) { }
    reference operator*() const { return *m_at; }
    CountingIterator &operator++()
    {
        const bool lineBreak = *m_at == '\n';
        ++m_at;
        m_position->at = m_at;
        if (lineBreak) {
            ++m_position->line;
            m_position->previousLineStart = std::exchange(m_position->lineStart, m_at);
        }
        return *this;
    }
    CountingIterator operator++(int)
    {
        CountingIterator before = *this;
        ++*this;
        return before;
    }
    friend bool operator==(const CountingIterator &a, const CountingIterator &b) { return a.m_at == b.m_at; }
    friend bool operator!=(const CountingIterator &a, const CountingIterator &b) { return a.m_at != b.m_at; }

private:
    const char *m_at;
    Position *m_position;
};

/// What a syntax error is about, in our words: the library's own sentence repeats text of the file.
struct SyntaxProblem
{
    QString found;
    QString expected;
};

QString tokenWords(QStringView token)
{
    if (token == "end of input"_L1) {
        return Text::tr("the end of the text");
    }
    if (token == "string literal"_L1) {
        return Text::tr("a text in quotes");
    }
    if (token == "number literal"_L1) {
        return Text::tr("a number");
    }
    if (token.endsWith("literal"_L1) && !token.startsWith(u'\'')) {
        return token.first(token.indexOf(u' ')).toString(); // true, false, null
    }
    return token.size() == 3 ? Text::tr("\"%1\"").arg(token[1]) : Text::tr("something else");
}

QString expectedWords(QStringView token)
{
    if (token == "string literal"_L1) {
        return Text::tr("a key in double quotes");
    }
    if (token == "'}'"_L1) {
        return Text::tr("\",\" or \"}\"");
    }
    if (token == "']'"_L1) {
        return Text::tr("\",\" or \"]\"");
    }
    if (token.startsWith("'[', '{'"_L1)) {
        return Text::tr("a value");
    }
    return tokenWords(token);
}

QString lexerWords(const QString &reason)
{
    if (reason.startsWith("invalid literal"_L1)) {
        return Text::tr("a word or sign that JSON does not know");
    }
    if (reason.contains("missing closing quote"_L1)) {
        return Text::tr("a text without its closing quote");
    }
    if (reason.contains("UTF-8"_L1)) {
        return Text::tr("a byte that is not UTF-8");
    }
    if (reason.contains("control character"_L1)) {
        return Text::tr("a line break or control character inside a text");
    }
    if (reason.startsWith("invalid string"_L1)) {
        return Text::tr("an unknown escape after a backslash");
    }
    if (reason.startsWith("invalid number"_L1)) {
        return Text::tr("a number that is not written as JSON wants it");
    }
    return Text::tr("something that is not JSON");
}

/// Takes "... syntax error while parsing X - unexpected A; expected B" apart.
SyntaxProblem syntaxProblem(const QString &what)
{
    SyntaxProblem problem{Text::tr("something that is not JSON"), Text::tr("valid JSON")};
    const qsizetype dash = what.indexOf(" - "_L1);
    if (dash < 0) {
        return problem;
    }
    const QString reason = what.sliced(dash + 3);
    const QLatin1StringView unexpected = "unexpected "_L1;
    const QLatin1StringView expected = "; expected "_L1;
    if (!reason.startsWith(unexpected)) {
        problem.found = lexerWords(reason.section("; last read"_L1, 0, 0));
        return problem;
    }
    const qsizetype split = reason.indexOf(expected);
    const qsizetype end = split < 0 ? reason.size() : split;
    problem.found = tokenWords(QStringView(reason).sliced(unexpected.size(), end - unexpected.size()));
    if (split >= 0) {
        problem.expected = expectedWords(QStringView(reason).sliced(split + expected.size()));
    }
    return problem;
}

/// Builds the tree from the parser's events and stops at the first thing that is wrong.
class TreeBuilder
{
public:
    TreeBuilder(const QString &fileName, const Position &position) : m_fileName(fileName), m_position(position) { }

    bool null() { return add(make(JsonValue::Type::Null)); }
    bool boolean(bool value)
    {
        JsonValue json = make(JsonValue::Type::Bool);
        json.boolean = value;
        return add(std::move(json));
    }
    bool number_integer(qint64 value) { return addNumber(QByteArray::number(value)); }
    bool number_unsigned(quint64 value) { return addNumber(QByteArray::number(value)); }
    bool number_float(double, const std::string &digits) { return addNumber(QByteArray::fromStdString(digits)); }
    bool string(const std::string &value)
    {
        JsonValue json = make(JsonValue::Type::String);
        json.text = QString::fromStdString(value);
        return add(std::move(json));
    }
    bool binary(const std::vector<std::uint8_t> &) { return false; } // no JSON text has it
    bool start_object(std::size_t) { return open(JsonValue::Type::Object); }
    bool start_array(std::size_t) { return open(JsonValue::Type::List); }
    bool end_object() { return close(); }
    bool end_array() { return close(); }
    bool key(const std::string &value);
    bool parse_error(std::size_t, const std::string &, const nlohmann::json::exception &error);

    std::optional<Error> error;
    JsonValue root;

private:
    struct Open
    {
        JsonValue value;
        QSet<QString> keys;
    };

    JsonValue make(JsonValue::Type type) const
    {
        JsonValue value;
        value.type = type;
        value.line = m_position.tokenLine();
        return value;
    }
    bool addNumber(const QByteArray &digits)
    {
        JsonValue json = make(JsonValue::Type::Number);
        json.number = digits;
        return add(std::move(json));
    }
    bool add(JsonValue value);
    bool open(JsonValue::Type type);
    bool close();
    bool fail(const QString &message)
    {
        error = Error{ErrorCode::BadInput, message, {}};
        return false;
    }

    QString m_fileName;
    const Position &m_position;
    std::vector<Open> m_open;
};

bool TreeBuilder::add(JsonValue value)
{
    if (m_open.empty()) {
        root = std::move(value);
    } else {
        m_open.back().value.items.push_back(std::move(value));
    }
    return true;
}

bool TreeBuilder::open(JsonValue::Type type)
{
    if (m_open.size() >= maxDepth) {
        return fail(Text::tr("%1, line %2: lists and objects are nested more than %3 deep, expected at most that.")
                        .arg(m_fileName, QString::number(m_position.tokenLine()), QString::number(maxDepth)));
    }
    m_open.push_back({make(type), {}});
    return true;
}

bool TreeBuilder::close()
{
    JsonValue value = std::move(m_open.back().value);
    m_open.pop_back();
    return add(std::move(value));
}

bool TreeBuilder::key(const std::string &value)
{
    const QString name = QString::fromStdString(value);
    Open &object = m_open.back();
    if (object.keys.contains(name)) {
        return fail(Text::tr("%1, line %2: the key \"%3\" is there twice, expected each key once in its object.")
                        .arg(m_fileName, QString::number(m_position.tokenLine()), name));
    }
    object.keys.insert(name);
    object.value.keys.append(name);
    return true;
}

bool TreeBuilder::parse_error(std::size_t, const std::string &, const nlohmann::json::exception &cause)
{
    constexpr int outOfRange = 406; // a number such as 1e999
    SyntaxProblem problem = cause.id == outOfRange
        ? SyntaxProblem{Text::tr("a number that is too large"), Text::tr("a number below 1.8e308")}
        : syntaxProblem(QString::fromUtf8(cause.what()));
    return fail(Text::tr("%1, line %2, column %3: found %4, expected %5.")
                    .arg(m_fileName, QString::number(m_position.tokenLine()), QString::number(m_position.column()),
                         problem.found, problem.expected));
}

/// A sentence for bytes that are not even worth parsing; empty otherwise.
QString encodingProblem(const QByteArray &json, const QString &fileName)
{
    if (json.startsWith("\xff\xfe") || json.startsWith("\xfe\xff") || json.first(qMin(json.size(), 4)).contains('\0')) {
        return Text::tr("%1, line 1: the text is UTF-16 or binary, expected UTF-8.").arg(fileName);
    }
    if (json.trimmed().isEmpty()) {
        return Text::tr("%1, line 1: the text is empty, expected JSON.").arg(fileName);
    }
    return {};
}

} // namespace

Result<JsonValue> parseJson(const QByteArray &json, const QString &fileName, int firstLine)
{
    const QByteArray text = json.startsWith("\xef\xbb\xbf") ? json.sliced(3) : json;
    if (const QString problem = encodingProblem(text, fileName); !problem.isEmpty()) {
        return Error{ErrorCode::BadInput, problem, {}};
    }
    Position position{firstLine, text.constBegin(), nullptr, text.constBegin()};
    TreeBuilder builder(fileName, position);
    const bool read = nlohmann::json::sax_parse(CountingIterator(text.constBegin(), &position),
                                                CountingIterator(text.constEnd(), &position), &builder);
    if (!read) {
        return builder.error.value_or(Error{ErrorCode::BadInput, Text::tr("%1 is not JSON.").arg(fileName), {}});
    }
    return std::move(builder.root);
}

} // namespace assay
