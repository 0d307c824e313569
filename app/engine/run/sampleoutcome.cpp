// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The end of a sample: what is read last, and what it all comes to.
#include "app/engine/run/samplerecorder.h"

#include "models/domain/text.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

using namespace Qt::Literals::StringLiterals;

namespace assay {
namespace {

constexpr double charsPerToken = 4; // rule of thumb for English; only ever shown as an estimate

/// A model's name without what servers add or leave out.
QString plainName(const QString &name)
{
    QString plain = name.toLower();
    plain = plain.mid(std::max(plain.lastIndexOf(u'/'), plain.lastIndexOf(u'\\')) + 1);
    for (const QString &noise : {u":latest"_s, u".gguf"_s}) {
        if (plain.endsWith(noise)) {
            plain.chop(noise.size());
        }
    }
    return plain;
}

/// An alias and the full name of a variant of it ("phi-4-mini", "phi-4-mini-instruct-gpu:3") are the same model.
bool sameModel(const QString &asked, const QString &answered)
{
    const QString a = plainName(asked);
    const QString b = plainName(answered);
    const QString &shorter = a.size() <= b.size() ? a : b;
    const QString &longer = a.size() <= b.size() ? b : a;
    return longer.startsWith(shorter)
        && (longer.size() == shorter.size() || !longer[shorter.size()].isLetterOrNumber());
}

} // namespace

/// What the exchange knows takes the place of what this program saw. A stream that ended with its last read, though
/// that was noticed later, ended then.
void SampleRecorder::settleStamps(const StreamEnd &how, Nanos endedAt)
{
    Timeline &timeline = m_sample.timeline;
    timeline.closed = m_seenBytes > 0 && endedAt == m_lastRead ? m_stamp.at : std::max(endedAt, m_stamp.at);
    if (!m_exchange) {
        return;
    }
    timeline.connectTook = m_exchange->connectTook();
    if (const std::optional<Nanos> sent = m_exchange->sentAt()) {
        timeline.sent = sent;
    }
    if (const std::optional<ReadStamp> head = m_exchange->headAt(); head && timeline.headers) {
        timeline.headers = head->at;
    }
    if (const std::optional<ReadStamp> end = m_exchange->endAt(); end && !how.error) {
        timeline.closed = std::max(end->at, m_stamp.at);
    }
    if (timeline.sent && timeline.headers && *timeline.sent > *timeline.headers) {
        timeline.sent.reset(); // answered before all was sent: nothing can be counted from there
    }
}

std::optional<WireExchange> SampleRecorder::wire() const
{
    if (!m_exchange) {
        return std::nullopt;
    }
    WireExchange wire = m_exchange->wire();
    return wire.pieces.empty() ? std::nullopt : std::optional(std::move(wire));
}

void SampleRecorder::finishWhole(const StreamEnd &how)
{
    const bool isRefusal = m_head.status < 200 || m_head.status >= 300;
    if (isRefusal && !(how.error && how.error->code == ErrorCode::Cancelled)) {
        fail(errorFromReply(m_head.status, m_wholeBody, m_head.contentType));
    }
    if (isRefusal || how.error) {
        return; // half a JSON text says nothing
    }
    LivePiece unseen;
    m_stamp = stampAt(m_seenBytes);
    m_sample.timeline.firstEvent = m_stamp.at;
    for (const ChatEvent &said : m_reader->readWhole(m_wholeBody)) {
        take(said, unseen);
    }
    if (m_sample.timeline.firstToken) {
        m_sample.set(SampleFlag::BufferedStream); // one read of a whole answer tells nothing of its first token
    }
}

void SampleRecorder::finishBody(const StreamEnd &how)
{
    if (m_body == Body::Whole) {
        finishWhole(how);
    } else {
        finishStream(how);
    }
}

void SampleRecorder::finishStream(const StreamEnd &how)
{
    LivePiece unseen;
    std::vector<StreamEvent> events;
    const Status finished = m_framer->finish(events);
    if (!finished) {
        fail(finished.error());
        return;
    }
    takeEvents(events, unseen);
    if (!m_failure && !how.error && !isForeign()) {
        for (const ChatEvent &said : m_reader->readEnd()) {
            take(said, unseen);
        }
    }
    // An event cut off by the end of the stream is not JSON; what happened is that the stream broke off.
    if (m_failure && m_failure->code == ErrorCode::Protocol && hasGenerated()) {
        m_failure.reset();
    }
}

/// Counted by the server, else by its own timings, else estimated from the text, else unknown.
void SampleRecorder::settleTokens()
{
    TokenCounts &tokens = m_sample.tokens;
    if (tokens.output == 0 && m_generatedChars > 0) {
        tokens.output.reset(); // a zero beside text is no count
        tokens.source.reset();
    }
    if (const auto &timings = m_sample.serverTimings) {
        if (!tokens.output && timings->predictedTokens.value_or(0) > 0) {
            tokens.output = timings->predictedTokens;
            tokens.source = TokensSource::ServerTimings;
        }
        if (!tokens.prompt && timings->promptTokens) {
            tokens.prompt = *timings->promptTokens + timings->cachedTokens.value_or(0);
        }
        tokens.cachedPrompt = tokens.cachedPrompt ? tokens.cachedPrompt : timings->cachedTokens;
    }
    if (!tokens.output && m_generatedChars > 0) {
        const double estimate = static_cast<double>(m_generatedChars) / charsPerToken;
        tokens.output = std::max<qint64>(1, std::llround(estimate));
        tokens.source = TokensSource::Estimate;
    }
}

void SampleRecorder::settleOutcome(const StreamEnd &how)
{
    const bool whole = m_done || m_sample.finishReason.has_value();
    m_sample.error.reset();
    if (m_failure) {
        m_sample.error = m_failure;
    } else if (whole && !how.counts) {
        m_sample.status = SampleStatus::Ok; // however the connection ended afterwards
        return;
    } else {
        m_sample.error = how.error ? *how.error : incomplete();
    }
    switch (m_sample.error->code) {
    case ErrorCode::Cancelled:
        m_sample.status = SampleStatus::Cancelled;
        m_sample.error.reset();
        break;
    case ErrorCode::IdleTimeout:
        m_sample.status = SampleStatus::TimedOut;
        break;
    default:
        m_sample.status = SampleStatus::Failed;
        break;
    }
}

Error SampleRecorder::incomplete() const
{
    if (isForeign()) {
        return {ErrorCode::Protocol,
                Text::tr("The server sent a stream without anything that its kind of server is known to say. Check the "
                         "endpoint's address and kind."),
                QString::fromUtf8(m_unknown)};
    }
    const QString stray = QString::fromUtf8(m_framer->strayText());
    if (!stray.isEmpty()) {
        return {ErrorCode::Incomplete,
                Text::tr(
                    "The answer broke off without a finish reason, after the server had sent a line that belongs to no "
                    "event. Its log may say why."),
                stray};
    }
    if (m_reader->framing() != Framing::EventStream) {
        return {
            ErrorCode::Incomplete,
            Text::tr(
                "The answer broke off: what answered ended without a sign that its answer is whole. Its log may say "
                "why."),
            {}};
    }
    return {ErrorCode::Incomplete,
            Text::tr("The answer broke off: the stream ended without a finish reason and without [DONE]. The server's "
                     "log may say why."),
            {}};
}

bool SampleRecorder::answersOtherModel() const
{
    const auto request = nlohmann::json::parse(m_sample.request.begin(), m_sample.request.end(), nullptr, false);
    if (!m_sample.modelEchoed || !request.is_object()) {
        return false;
    }
    const auto model = request.find("model");
    if (model == request.end() || !model->is_string()) {
        return false;
    }
    const QString asked = QString::fromStdString(model->get_ref<const std::string &>());
    return !asked.isEmpty() && !sameModel(asked, *m_sample.modelEchoed);
}

} // namespace assay
