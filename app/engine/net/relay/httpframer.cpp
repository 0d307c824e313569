// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/net/relay/httpframer.h"

#include <QByteArrayList>

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

namespace assay {
namespace {

constexpr qsizetype longestHead = 256 * 1024;
constexpr qsizetype longestLine = 64 * 1024;

/// What the head says about the length of the body; `broken` where it contradicts itself.
struct Length
{
    std::optional<qint64> counted;
    QByteArray transferEncoding;
    bool broken = false;
};

void addCount(const QByteArray &value, Length &length)
{
    for (const QByteArray &each : value.split(',')) { // the same count twice is one count
        const QByteArray digits = each.trimmed();
        bool isNumber = false;
        const qint64 count = digits.toLongLong(&isNumber);
        const bool onlyDigits = std::ranges::all_of(digits, [](char c) { return c >= '0' && c <= '9'; });
        if (!isNumber || !onlyDigits || (length.counted && *length.counted != count)) {
            length.broken = true;
        }
        length.counted = count;
    }
}

Length lengthOf(const std::vector<QByteArray> &lines)
{
    Length length;
    for (const QByteArray &line : lines) {
        const qsizetype colon = line.indexOf(':');
        const QByteArray name = line.left(std::max<qsizetype>(colon, 0)).trimmed();
        if (name.compare("content-length", Qt::CaseInsensitive) == 0) {
            addCount(line.mid(colon + 1), length);
        } else if (name.compare("transfer-encoding", Qt::CaseInsensitive) == 0) {
            length.transferEncoding += ',' + line.mid(colon + 1).trimmed().toLower();
        }
    }
    return length;
}

/// Hexadecimal, without a sign; absent where it is anything else.
std::optional<qint64> chunkSize(QByteArrayView digits)
{
    constexpr qsizetype mostDigits = 15;
    qint64 size = 0;
    const auto [end, error] = std::from_chars(digits.begin(), digits.end(), size, 16);
    const bool isNumber = error == std::errc() && end == digits.end() && !digits.startsWith('-');
    return isNumber && digits.size() <= mostDigits ? std::optional(size) : std::nullopt;
}

} // namespace

void HttpFramer::expect(const QByteArray &verb)
{
    m_expected.push_back(verb);
}

void HttpFramer::feed(QByteArrayView bytes, std::vector<Mark> &marks, ChunkJoiner *joiner)
{
    const bool wasLost = isLost();
    qsizetype at = 0;
    while (at < bytes.size() && !isLost()) {
        const State was = m_state;
        const qsizetype from = std::exchange(at, at + takeSome(bytes, at, marks));
        if (joiner) {
            handOn(bytes.sliced(from, at - from), was, *joiner);
        }
    }
    if (isLost() && !wasLost) {
        marks.push_back({Mark::Kind::Lost, at, 0});
    }
    if (joiner) {
        at < bytes.size() ? joiner->plain(bytes.sliced(at)) : joiner->flush();
    }
}

/// One step; returns how many bytes it took, which is none where a message begins.
qsizetype HttpFramer::takeSome(QByteArrayView bytes, qsizetype at, std::vector<Mark> &marks)
{
    if (m_state == State::Between && (bytes[at] == '\r' || bytes[at] == '\n')) {
        return 1; // stray line ends between messages mean nothing
    }
    if (m_state == State::Between) {
        begin(at, marks);
        return 0;
    }
    if (m_state == State::Counted || m_state == State::ChunkData || m_state == State::UntilEnd) {
        return takeBody(bytes.sliced(at), at, marks);
    }
    const qsizetype taken = takeLine(bytes.sliced(at));
    if (std::exchange(m_lineEnded, false)) {
        lineDone(at + taken, marks);
    }
    return taken;
}

void HttpFramer::handOn(QByteArrayView part, State was, ChunkJoiner &joiner) const
{
    if (was == State::ChunkData) {
        joiner.data(part);
    } else if (was != State::ChunkSize && was != State::ChunkDataEnd) {
        joiner.plain(part);
    } else if (isLost()) {
        joiner.framing(part);
        joiner.passFraming();
    } else if (m_state == State::Trailer) {
        joiner.lastChunk();
    } else if (m_line.isEmpty()) {
        joiner.dropFraming();
    } else {
        joiner.framing(part);
    }
}

void HttpFramer::begin(qsizetype place, std::vector<Mark> &marks)
{
    if (m_side == Side::Replies && m_expected.empty()) {
        lose(); // a reply that nobody asked for
        return;
    }
    m_state = State::Head;
    m_firstLine.clear();
    m_head.clear();
    m_headSize = 0;
    m_bodyEnd = 0;
    marks.push_back({Mark::Kind::Begin, place, 0});
}

/// Up to the line's end, which may be a LF alone. A line that is too long is lost.
qsizetype HttpFramer::takeLine(QByteArrayView bytes)
{
    const qsizetype end = bytes.indexOf('\n');
    const qsizetype size = end < 0 ? bytes.size() : end;
    if (m_line.size() + size > longestLine) {
        lose();
        return bytes.size();
    }
    m_line.append(bytes.data(), size);
    if (end < 0) {
        return size;
    }
    if (m_line.endsWith('\r')) {
        m_line.chop(1);
    }
    m_lineEnded = true;
    return size + 1;
}

void HttpFramer::lineDone(qsizetype place, std::vector<Mark> &marks)
{
    switch (m_state) {
    case State::Head:
        headLine(place, marks);
        break;
    case State::ChunkSize:
        chunkSizeLine();
        break;
    case State::ChunkDataEnd:
        m_line.isEmpty() ? void(m_state = State::ChunkSize) : lose();
        break;
    case State::Trailer:
        if (m_line.isEmpty()) {
            end(place, marks);
        }
        break;
    default:
        lose();
        break;
    }
    m_line.resize(0); // and keep its room
}

void HttpFramer::headLine(qsizetype place, std::vector<Mark> &marks)
{
    m_headSize += m_line.size();
    if (m_headSize > longestHead) {
        lose();
    } else if (m_firstLine.isEmpty()) {
        m_firstLine = m_line;
        readFirstLine(m_line) ? void() : lose();
    } else if (m_line.isEmpty()) {
        headDone(place, marks);
    } else if ((m_line.startsWith(' ') || m_line.startsWith('\t')) && !m_head.empty()) {
        m_head.back() += m_line; // a folded line goes on with the one before
    } else {
        m_head.push_back(m_line);
    }
}

bool HttpFramer::readFirstLine(const QByteArray &line)
{
    if (m_side == Side::Requests) {
        m_verb = line.left(std::max<qsizetype>(line.indexOf(' '), 0));
        return !m_verb.isEmpty() && line.contains(" HTTP/1.")
            && std::ranges::all_of(m_verb, [](char c) { return c >= 'A' && c <= 'Z'; });
    }
    bool isNumber = false;
    m_status = line.mid(9, 3).toInt(&isNumber);
    return line.startsWith("HTTP/1.") && isNumber && m_status >= 100;
}

void HttpFramer::headDone(qsizetype place, std::vector<Mark> &marks)
{
    if (m_side == Side::Replies) {
        constexpr int switching = 101;
        if (m_status == switching) {
            lose();
            return;
        }
        if (m_status < 200) {
            m_state = State::Between; // the real reply follows
            return;
        }
    }
    marks.push_back({Mark::Kind::Head, place, 0});
    m_state = bodyState();
    if (m_side == Side::Replies) {
        m_expected.pop_front();
    }
    if (m_state == State::Between) {
        end(place, marks);
    }
}

bool HttpFramer::hasNoBody() const
{
    return m_side == Side::Replies && (m_expected.front() == "HEAD" || m_status == 204 || m_status == 304);
}

/// RFC 9112, 6.3. Between: there is no body.
HttpFramer::State HttpFramer::bodyState()
{
    if (hasNoBody()) {
        return State::Between;
    }
    const Length length = lengthOf(m_head);
    if (!length.transferEncoding.isEmpty()) {
        if (length.transferEncoding.endsWith("chunked")) {
            return State::ChunkSize;
        }
        return m_side == Side::Replies ? State::UntilEnd : State::Lost;
    }
    if (length.broken) {
        return State::Lost;
    }
    if (!length.counted) {
        return m_side == Side::Replies ? State::UntilEnd : State::Between;
    }
    m_left = *length.counted;
    return m_left > 0 ? State::Counted : State::Between;
}

qsizetype HttpFramer::takeBody(QByteArrayView bytes, qsizetype place, std::vector<Mark> &marks)
{
    const qsizetype size =
        m_state == State::UntilEnd ? bytes.size() : static_cast<qsizetype>(std::min<qint64>(m_left, bytes.size()));
    m_bodyEnd += size;
    const Mark mark{Mark::Kind::Body, place + size, m_bodyEnd};
    if (!marks.empty() && marks.back().kind == Mark::Kind::Body) {
        marks.back() = mark;
    } else {
        marks.push_back(mark);
    }
    if (m_state == State::UntilEnd) {
        return size;
    }
    m_left -= size;
    if (m_left == 0 && m_state == State::ChunkData) {
        m_state = State::ChunkDataEnd;
    } else if (m_left == 0) {
        end(place + size, marks);
    }
    return size;
}

void HttpFramer::chunkSizeLine()
{
    const QByteArrayView line(m_line);
    const qsizetype extension = line.indexOf(';');
    const std::optional<qint64> size = chunkSize((extension < 0 ? line : line.first(extension)).trimmed());
    if (!size) {
        lose();
        return;
    }
    m_left = *size;
    m_state = m_left > 0 ? State::ChunkData : State::Trailer;
}

void HttpFramer::end(qsizetype place, std::vector<Mark> &marks)
{
    m_state = State::Between;
    marks.push_back({Mark::Kind::End, place, m_bodyEnd});
}

} // namespace assay
