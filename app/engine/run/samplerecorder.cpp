// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/run/samplerecorder.h"

#include "models/domain/metrics.h"
#include "models/domain/text.h"

#include <algorithm>

namespace assay {
namespace {

constexpr qsizetype maxOutput = 64 * 1024 * 1024; // UTF-16 units of answer and reasoning together
constexpr qsizetype maxWholeBody = 64 * 1024 * 1024;
constexpr qsizetype maxErrorBody = 1024 * 1024;
constexpr qsizetype bite = 2048; // of a stream of events
constexpr Nanos tooLate = std::chrono::milliseconds(5); // for a relay that has nothing else to do
constexpr qsizetype nagleBody =
    16 * 1024; // Qt leaves Nagle's algorithm on: bodies above may wait for an acknowledgement

int codePoints(const QString &text)
{
    return static_cast<int>(text.size() - std::ranges::count_if(text, [](QChar c) { return c.isLowSurrogate(); }));
}

Error tooLarge(qint64 bound)
{
    return {ErrorCode::TooLarge,
            Text::tr("The server sent more than %1 MiB. Set a limit of output tokens for this model.").arg(bound >> 20),
            {}};
}

} // namespace

SampleRecorder::SampleRecorder(Sample start, std::unique_ptr<ChunkReader> reader, qint64 maxBytes)
    : m_sample(std::move(start))
    , m_reader(std::move(reader))
    , m_framer(makeFramer(m_reader->framing()))
    , m_maxBytes(maxBytes)
{
}

SampleRecorder::~SampleRecorder() = default;

void SampleRecorder::posted(Nanos at, Way way)
{
    m_sample.timeline.posted = at;
    if (!m_sample.timeline.intended) {
        m_sample.timeline.intended = at;
    }
    if (way == Way::Socket && !m_exchange && m_sample.request.size() > nagleBody) {
        m_sample.set(SampleFlag::Nagle40ms); // the relay acknowledges at once, so nothing waits there
    }
}

void SampleRecorder::socketOpened()
{
    m_sample.set(SampleFlag::NewConnection);
}

void SampleRecorder::sent(Nanos at)
{
    m_sample.timeline.sent = at;
}

void SampleRecorder::headers(Nanos at, const HttpReply &head)
{
    m_sample.timeline.headers = at;
    m_head = head;
    m_head.body.clear();
    if (head.status < 200 || head.status >= 300) {
        m_body = Body::Whole; // what an error body says is read at its end
    }
}

/// What comes before the bound is taken, however the reads are cut.
LivePiece SampleRecorder::bytes(QByteArrayView read, Nanos at)
{
    LivePiece piece;
    if (read.isEmpty() || failed()) {
        return piece;
    }
    m_lastRead = at;
    const QByteArrayView bytes = read.first(std::min<qint64>(read.size(), m_maxBytes - m_seenBytes));
    m_seenBytes += bytes.size();
    decideBody(bytes);
    if (m_body == Body::Stream) {
        readStream(bytes, piece);
    } else if (m_head.status < 400 && m_wholeBody.size() + bytes.size() > maxWholeBody) {
        fail(tooLarge(maxWholeBody));
    } else if (m_head.status < 400 || m_wholeBody.size() < maxErrorBody) {
        m_wholeBody.append(bytes.data(), bytes.size());
    }
    m_stamp = stampAt(m_seenBytes);
    if (bytes.size() < read.size()) {
        fail(tooLarge(m_maxBytes));
    }
    return piece;
}

/// When the byte before `bodyEnd` came.
SampleRecorder::EventStamp SampleRecorder::stampAt(qint64 bodyEnd)
{
    if (!m_exchange) {
        return {m_lastRead, false, m_seenBytes, {}};
    }
    const std::optional<ByteStamp> known = m_exchange->byteAt(bodyEnd);
    if (!known) {
        return {std::max(m_lastRead, m_stamp.at), false, m_seenBytes, {}};
    }
    return {std::max(known->read.at, m_stamp.at), known->read.byKernel, known->readEnd, known->read.late};
}

/// Several segments that were read at once bear the stamp of the last one. So a delta that is followed by a part of the
/// next one in the same read came at its stamp at the latest; what else follows, the finish reason above all, does not
/// tell anything about a delta.
void SampleRecorder::noteMerging(const StreamEvent &event)
{
    const qint64 start = m_streamStart.value_or(0);
    if (start + event.begin < m_deltaReadEnd) {
        m_sample.set(SampleFlag::Coalesced);
        if (m_deltaLate > tooLate) {
            m_sample.set(SampleFlag::EngineLag);
        }
    }
    m_deltaReadEnd = start + event.end < m_stamp.readEnd ? m_stamp.readEnd : 0;
    m_deltaLate = m_stamp.late;
}

void SampleRecorder::decideBody(QByteArrayView bytes)
{
    if (m_body != Body::Unknown) {
        return;
    }
    if (m_reader->framing() != Framing::EventStream) {
        m_body = Body::Stream;
        return;
    }
    const auto first =
        std::ranges::find_if(bytes, [](char c) { return c != ' ' && c != '\n' && c != '\r' && c != '\t'; });
    if (first == bytes.end()) {
        return; // white space alone tells nothing and means nothing
    }
    const bool isJsonOrPage = *first == '{' || *first == '[' || *first == '<';
    m_body = isJsonOrPage ? Body::Whole : Body::Stream;
    if (*first == '\x1f') {
        fail({ErrorCode::Protocol,
              Text::tr("The server sent a compressed answer although none was asked for. Switch compression off in the "
                       "server or the proxy before it."),
              {}});
    }
}

void SampleRecorder::readStream(QByteArrayView bytes, LivePiece &piece)
{
    if (!m_streamStart) {
        m_streamStart = m_seenBytes - bytes.size();
    }
    std::vector<StreamEvent> events;
    while (!bytes.isEmpty() && !failed()) {
        const qsizetype size = sizeOfBite(m_seenBytes - bytes.size(), bytes.size());
        events.clear();
        const Status fed = m_framer->feed(bytes.first(size), events);
        takeEvents(events, piece);
        if (!fed) {
            fail(fed.error());
        }
        bytes = bytes.sliced(size);
    }
}

/// How many of the `most` bytes from there to take at once. A few events, whose memory is used again and again; but
/// where text has no events of its own, the relay's reads are the events, however many of them were handed over
/// together.
qsizetype SampleRecorder::sizeOfBite(qint64 from, qsizetype most)
{
    if (m_reader->framing() != Framing::PlainText) {
        return std::min(most, bite);
    }
    const std::optional<ByteStamp> known = m_exchange ? m_exchange->byteAt(from + 1) : std::nullopt;
    return known ? static_cast<qsizetype>(std::min<qint64>(most, known->readEnd - from)) : most;
}

void SampleRecorder::takeEvents(const std::vector<StreamEvent> &events, LivePiece &piece)
{
    for (const StreamEvent &event : events) {
        if (failed()) {
            return; // what follows an error, be it [DONE], no longer counts
        }
        m_stamp = stampAt(m_streamStart.value_or(0) + event.end);
        if (!m_sample.timeline.firstEvent) {
            m_sample.timeline.firstEvent = m_stamp.at;
        }
        const int deltasBefore = piece.chunks;
        for (const ChatEvent &said : m_reader->read(event)) {
            take(said, piece);
        }
        if (piece.chunks > deltasBefore && m_reader->framing() != Framing::PlainText) {
            noteMerging(event); // there are no events in plain text that could have come together
        }
    }
}

void SampleRecorder::take(const ChatEvent &event, LivePiece &piece)
{
    if (const auto *unknown = std::get_if<UnknownEvent>(&event)) {
        m_unknown = m_unknown.isEmpty() ? unknown->data : m_unknown;
        return;
    }
    // Figures alone do not tell: llama.cpp adds its timings to every protocol it speaks.
    m_understood =
        m_understood || !(std::holds_alternative<TokenCounts>(event) || std::holds_alternative<ServerTimings>(event));
    if (const auto *delta = std::get_if<TextDelta>(&event)) {
        take(*delta, piece);
    } else if (const auto *finish = std::get_if<FinishReason>(&event)) {
        m_sample.finishReason = finish->reason;
    } else if (const auto *counts = std::get_if<TokenCounts>(&event)) {
        take(*counts);
    } else if (const auto *timings = std::get_if<ServerTimings>(&event)) {
        m_sample.serverTimings = *timings;
    } else if (const auto *echo = std::get_if<ModelEcho>(&event)) {
        m_sample.modelEchoed = echo->name;
    } else if (const auto *error = std::get_if<StreamError>(&event)) {
        fail(error->error);
    } else if (std::holds_alternative<StreamDone>(event)) {
        m_done = true;
    }
}

void SampleRecorder::take(const TextDelta &delta, LivePiece &piece)
{
    if (m_done) {
        return; // a stream says nothing after [DONE]
    }
    Timeline &timeline = m_sample.timeline;
    const int chars = codePoints(delta.text);
    timeline.firstToken = timeline.firstToken.value_or(m_stamp.at);
    timeline.lastToken = m_stamp.at;
    timeline.chunks.push_back({m_stamp.at, chars, delta.kind});
    if (delta.kind != DeltaKind::Reasoning) {
        timeline.firstAnswer = timeline.firstAnswer.value_or(m_stamp.at);
    }
    if (m_exchange && !m_stamp.byKernel) {
        m_sample.set(SampleFlag::EngineClock);
    }
    m_generatedChars += chars;
    ++piece.chunks;
    if (delta.kind == DeltaKind::Answer) {
        m_sample.output += delta.text;
        piece.answer += delta.text;
    } else if (delta.kind == DeltaKind::Reasoning) {
        m_sample.reasoning += delta.text;
        piece.reasoning += delta.text;
    }
    if (m_sample.output.size() + m_sample.reasoning.size() > maxOutput) {
        fail(tooLarge(maxOutput));
    }
}

/// Counts may come with every chunk, each for all so far: the last one holds.
void SampleRecorder::take(const TokenCounts &counts)
{
    TokenCounts &known = m_sample.tokens;
    known.prompt = counts.prompt ? counts.prompt : known.prompt;
    known.reasoning = counts.reasoning ? counts.reasoning : known.reasoning;
    known.cachedPrompt = counts.cachedPrompt ? counts.cachedPrompt : known.cachedPrompt;
    if (counts.output) {
        known.output = counts.output;
        known.source = counts.source;
    }
}

void SampleRecorder::fail(Error why)
{
    if (!m_failure) {
        m_failure = std::move(why);
    }
}

Sample SampleRecorder::end(const StreamEnd &how, Nanos at)
{
    if (!failed()) {
        finishBody(how);
    }
    settleStamps(how, at);
    settleTokens();
    settleOutcome(how);
    if (answersOtherModel()) {
        m_sample.set(SampleFlag::OtherModelAnswered);
    }
    deriveFlags(m_sample);
    return std::move(m_sample);
}

} // namespace assay
