// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/servers/plainchunk.h"

#include <QByteArrayView>

#include <cstring>
#include <string_view>
#include <utility>

using namespace std::string_view_literals;

namespace assay {
namespace {

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

bool isControl(char c)
{
    return static_cast<unsigned char>(c) < 0x20;
}

/// Without a way out of the loop, so that many bytes are looked at at once.
bool hasSpecial(QByteArrayView text)
{
    unsigned char found = 0;
    for (const char c : text) {
        found |= static_cast<unsigned char>(isControl(c) | (c == '\\'));
    }
    return found != 0;
}

/// Takes JSON apart from front to back. Each function returns false where what stands there is something else, or
/// broken; after that nothing is to be asked any more.
class Scanner
{
public:
    explicit Scanner(QByteArrayView text) : m_text(text), m_isSpecial(hasSpecial(text)) { }

    bool atEnd()
    {
        skipSpace();
        return m_at == m_text.size();
    }
    bool take(char expected)
    {
        if (peek() != expected) {
            return false;
        }
        ++m_at;
        return true;
    }
    char peek()
    {
        skipSpace();
        return m_at < m_text.size() ? m_text[m_at] : '\0';
    }
    bool takeWord(QByteArrayView word)
    {
        skipSpace();
        if (!m_text.sliced(m_at).startsWith(word)) {
            return false;
        }
        m_at += word.size();
        return true;
    }
    /// A string whose text has no escapes, as keys have none.
    bool takeKey(std::string_view &key);
    bool takeString(QString &text);
    bool skipString();
    bool skipValue(int depth = 0);
    /// Calls `member` with each key; it takes the value.
    template <class Member> bool takeObject(Member member)
    {
        if (!take('{')) {
            return false;
        }
        if (take('}')) {
            return true;
        }
        do {
            std::string_view key;
            if (!takeKey(key) || !take(':') || !member(key)) {
                return false;
            }
        } while (take(','));
        return take('}');
    }

private:
    void skipSpace()
    {
        while (m_at < m_text.size()
               && (m_text[m_at] == ' ' || m_text[m_at] == '\n' || m_text[m_at] == '\r' || m_text[m_at] == '\t')) {
            ++m_at;
        }
    }
    qsizetype stringEnd(bool &hasEscapes) const;
    bool skipNumber();
    bool skipDigits();

    QByteArrayView m_text;
    bool m_isSpecial; // escapes or line ends are somewhere in it; else a string ends at the next quote
    qsizetype m_at = 0;
};

/// Place of the closing quote of a string whose first byte is at m_at; -1 where there is none or a byte is not allowed.
qsizetype Scanner::stringEnd(bool &hasEscapes) const
{
    if (!m_isSpecial) {
        const void *end = std::memchr(m_text.data() + m_at, '"', static_cast<size_t>(m_text.size() - m_at));
        return end ? static_cast<const char *>(end) - m_text.data() : -1;
    }
    for (qsizetype at = m_at; at < m_text.size(); ++at) {
        const char c = m_text[at];
        if (c == '"') {
            return at;
        }
        if (isControl(c)) {
            return -1;
        }
        if (c == '\\') {
            hasEscapes = true;
            ++at;
        }
    }
    return -1;
}

bool Scanner::takeKey(std::string_view &key)
{
    bool hasEscapes = false;
    if (!take('"')) {
        return false;
    }
    const qsizetype end = stringEnd(hasEscapes);
    if (end < 0 || hasEscapes) {
        return false;
    }
    key = std::string_view(m_text.data() + m_at, static_cast<size_t>(end - m_at));
    m_at = end + 1;
    return true;
}

/// What nobody wants to read is not made a text of, unless it has escapes, which may be broken.
bool Scanner::skipString()
{
    const qsizetype from = m_at;
    std::string_view plain;
    QString ignored;
    return takeKey(plain) || (std::exchange(m_at, from), takeString(ignored));
}

/// The UTF-16 unit of four hex digits; -1 where there are none.
int unitOf(QByteArrayView digits)
{
    bool isHex = digits.size() == 4;
    for (const char c : digits) {
        isHex = isHex && (isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'));
    }
    return isHex ? digits.toByteArray().toInt(nullptr, 16) : -1;
}

/// One escape at the beginning of `text`, behind the backslash; its length, or 0 where it is none.
qsizetype unescape(QByteArrayView text, QString &out)
{
    constexpr QByteArrayView names("\"\\/bfnrt");
    constexpr QByteArrayView values("\"\\/\b\f\n\r\t");
    const qsizetype name = text.isEmpty() ? -1 : names.indexOf(text[0]);
    if (name >= 0) {
        out += QLatin1Char(values[name]);
        return 1;
    }
    if (!text.startsWith('u')) {
        return 0;
    }
    const int unit = text.size() < 5 ? -1 : unitOf(text.sliced(1, 4));
    if (unit < 0 || QChar::isSurrogate(static_cast<char32_t>(unit))) {
        return 0; // pairs and broken pairs are for the one who repairs
    }
    out += QChar(unit);
    return 5;
}

bool Scanner::takeString(QString &text)
{
    bool hasEscapes = false;
    if (!take('"')) {
        return false;
    }
    const qsizetype end = stringEnd(hasEscapes);
    if (end < 0) {
        return false;
    }
    const QByteArrayView raw = m_text.sliced(m_at, end - m_at);
    m_at = end + 1;
    if (!hasEscapes) {
        text = QString::fromUtf8(raw);
        return true;
    }
    text.clear();
    for (qsizetype at = 0; at < raw.size();) {
        const qsizetype next = raw.indexOf('\\', at);
        const qsizetype plainEnd = next < 0 ? raw.size() : next;
        text += QString::fromUtf8(raw.sliced(at, plainEnd - at));
        if (next < 0) {
            break;
        }
        const qsizetype length = unescape(raw.sliced(next + 1), text);
        if (length == 0) {
            return false;
        }
        at = next + 1 + length;
    }
    return true;
}

bool Scanner::skipDigits()
{
    const qsizetype from = m_at;
    while (m_at < m_text.size() && isDigit(m_text[m_at])) {
        ++m_at;
    }
    return m_at > from;
}

bool Scanner::skipNumber()
{
    take('-');
    const bool leadingZero = m_at < m_text.size() && m_text[m_at] == '0';
    const qsizetype from = m_at;
    if (!skipDigits() || (leadingZero && m_at - from > 1)) {
        return false;
    }
    if (m_at < m_text.size() && m_text[m_at] == '.') {
        ++m_at;
        if (!skipDigits()) {
            return false;
        }
    }
    if (m_at < m_text.size() && (m_text[m_at] == 'e' || m_text[m_at] == 'E')) {
        ++m_at;
        if (m_at < m_text.size() && (m_text[m_at] == '+' || m_text[m_at] == '-')) {
            ++m_at;
        }
        return skipDigits();
    }
    return true;
}

bool Scanner::skipValue(int depth)
{
    constexpr int deepest = 32;
    switch (peek()) {
    case '"':
        return skipString();
    case '{':
        return depth < deepest && takeObject([&](std::string_view) { return skipValue(depth + 1); });
    case '[':
        take('[');
        if (depth >= deepest || take(']')) {
            return depth < deepest;
        }
        do {
            if (!skipValue(depth + 1)) {
                return false;
            }
        } while (take(','));
        return take(']');
    case 't':
        return takeWord("true");
    case 'f':
        return takeWord("false");
    case 'n':
        return takeWord("null");
    default:
        return skipNumber();
    }
}

/// A text that may be given once, and may be null.
bool takeText(Scanner &scanner, std::optional<QString> &text)
{
    if (text) {
        return false;
    }
    text.emplace();
    return scanner.peek() == 'n' ? scanner.takeWord("null") : scanner.takeString(*text);
}

struct Texts
{
    std::optional<QString> reasoningContent, reasoning, thinking, content, finishReason;
    std::string_view model;
};

bool takeDelta(Scanner &scanner, Texts &texts)
{
    return scanner.takeObject([&](std::string_view key) {
        if (key == "content"sv) {
            return takeText(scanner, texts.content);
        }
        if (key == "reasoning_content"sv) {
            return takeText(scanner, texts.reasoningContent);
        }
        if (key == "reasoning"sv) {
            return takeText(scanner, texts.reasoning);
        }
        if (key == "thinking"sv) {
            return takeText(scanner, texts.thinking);
        }
        if (key == "refusal"sv || key == "tool_calls"sv || key == "function_call"sv) {
            return scanner.takeWord("null");
        }
        return scanner.skipValue();
    });
}

bool takeChoice(Scanner &scanner, Texts &texts)
{
    bool hasDelta = false;
    const bool taken = scanner.takeObject([&](std::string_view key) {
        if (key == "delta"sv) {
            return !std::exchange(hasDelta, true) && takeDelta(scanner, texts);
        }
        if (key == "finish_reason"sv) {
            return takeText(scanner, texts.finishReason);
        }
        if (key == "index"sv) {
            return scanner.takeWord("0") && (scanner.peek() == ',' || scanner.peek() == '}');
        }
        return scanner.skipValue(); // a message or a text beside a delta repeats it
    });
    return taken && hasDelta;
}

bool takeChunk(Scanner &scanner, Texts &texts)
{
    bool hasChoices = false;
    const bool taken = scanner.takeObject([&](std::string_view key) {
        if (key == "choices"sv) {
            return !std::exchange(hasChoices, true) && scanner.take('[') && takeChoice(scanner, texts)
                && scanner.take(']');
        }
        if (key == "model"sv) {
            return scanner.peek() == 'n' ? scanner.takeWord("null") : scanner.takeKey(texts.model);
        }
        if (key == "object"sv) {
            std::string_view object;
            return scanner.takeKey(object) && object != "error"sv;
        }
        if (key == "usage"sv || key == "timings"sv || key == "error"sv) {
            return scanner.takeWord("null");
        }
        return scanner.skipValue();
    });
    return taken && hasChoices && scanner.atEnd();
}

} // namespace

std::optional<PlainChunk> readPlainChunk(QByteArrayView json)
{
    Scanner scanner(json);
    Texts texts;
    if (!json.isValidUtf8() || !takeChunk(scanner, texts)) {
        return std::nullopt;
    }
    PlainChunk chunk;
    chunk.model = QByteArrayView(texts.model.data(), static_cast<qsizetype>(texts.model.size()));
    chunk.answer = std::move(texts.content).value_or(QString());
    for (auto *reasoning : {&texts.reasoningContent, &texts.reasoning, &texts.thinking}) {
        if (chunk.reasoning.isEmpty()) {
            chunk.reasoning = std::move(*reasoning).value_or(QString()); // the others repeat it
        }
    }
    chunk.finishReason = std::move(texts.finishReason).value_or(QString());
    return chunk;
}

} // namespace assay
