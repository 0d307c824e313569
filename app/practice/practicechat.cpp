// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/practice/practicechat.h"

#include <nlohmann/json.hpp>

#include <QDateTime>

#include <algorithm>
#include <cmath>

using namespace Qt::Literals::StringLiterals;
using Json = nlohmann::ordered_json;

namespace assay {
namespace {

constexpr int eventsATurn = 200; // then the other connections have theirs
constexpr qint64 maxWaitingBytes = 1024 * 1024;

QByteArray dumped(const Json &json)
{
    return QByteArray::fromStdString(json.dump(-1, ' ', false, Json::error_handler_t::replace));
}

QByteArray sseEvent(const Json &json)
{
    return "data: " + dumped(json) + "\n\n";
}

Json usageOf(const PracticeSchedule &schedule)
{
    const auto output = schedule.tokens.size();
    const auto reasoning = std::count_if(schedule.tokens.begin(), schedule.tokens.end(),
                                         [](const PracticeToken &token) { return token.reasoning; });
    return {{"prompt_tokens", schedule.promptTokens},
            {"completion_tokens", output},
            {"total_tokens", static_cast<size_t>(schedule.promptTokens) + output},
            {"completion_tokens_details", {{"reasoning_tokens", reasoning}}}};
}

/// The server's own times in llama.cpp's form.
Json timingsOf(const std::vector<double> &sentMs, int promptTokens)
{
    const double promptMs = sentMs.empty() ? 0 : sentMs.front();
    const double predictedMs = sentMs.empty() ? 0 : sentMs.back() - sentMs.front();
    const auto perSecond = [](double count, double ms) { return ms > 0 ? Json(count * 1000.0 / ms) : Json(nullptr); };
    const auto predicted = static_cast<double>(sentMs.size());
    return {{"cache_n", 0},
            {"prompt_n", promptTokens},
            {"prompt_ms", promptMs},
            {"prompt_per_second", perSecond(promptTokens, promptMs)},
            {"predicted_n", sentMs.size()},
            {"predicted_ms", predictedMs},
            {"predicted_per_second", perSecond(predicted - 1, predictedMs)}};
}

qint64 nanosOf(std::chrono::steady_clock::time_point time)
{
    return std::chrono::nanoseconds(time.time_since_epoch()).count();
}

/// What only a simulated server can say: when it had read the request, and the schedule as it was planned, in
/// milliseconds since then.
Json simulatedNote(const PracticeSchedule &schedule, std::chrono::steady_clock::time_point readAt)
{
    Json planned = Json::array();
    for (const PracticeToken &token : schedule.tokens) {
        planned.push_back(token.atMs);
    }
    return {{"outlier", schedule.outlier}, {"read_ns", nanosOf(readAt)}, {"schedule_ms", std::move(planned)}};
}

Json frame(const QString &id, const QString &model, const char *object)
{
    return {{"id", id.toStdString()},
            {"object", object},
            {"created", QDateTime::currentSecsSinceEpoch()},
            {"model", model.toStdString()},
            {"simulated", true}};
}

Json choice(Json delta, const Json &finishReason)
{
    return Json::array({{{"index", 0}, {"delta", std::move(delta)}, {"finish_reason", finishReason}}});
}

} // namespace

QByteArray practiceErrorBody(int status, const QString &message, const QString &type)
{
    return dumped(
        {{"error",
          {{"message", message.toStdString()}, {"type", type.toStdString()}, {"param", nullptr}, {"code", status}}}});
}

PracticeChat::PracticeChat(PracticeConnection *connection, PracticeChatRequest request, PracticeSchedule schedule,
                           qint64 number)
    : QObject(connection)
    , m_connection(connection)
    , m_request(std::move(request))
    , m_schedule(std::move(schedule))
    , m_id(u"chatcmpl-practice-%1"_s.arg(number))
{
    m_timer.setTimerType(Qt::PreciseTimer);
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &PracticeChat::play);
    if (m_request.stream && m_schedule.failure != PracticeFailure::HttpError) {
        m_chunkStart = dumped(frame(m_id, m_request.model, "chat.completion.chunk"));
        m_chunkStart.chop(1);
        m_chunkStart += ",\"choices\":[{\"index\":0,\"delta\":{\"";
        m_connection->beginStream("text/event-stream");
        sendRole();
        m_begun = true;
    }
    waitFor(dueMs());
}

double PracticeChat::elapsedMs() const
{
    return std::chrono::duration<double, std::milli>(Clock::now() - m_request.readAt).count();
}

/// When the next thing has to happen. Absolute, so that a late event does not make all later ones late.
double PracticeChat::dueMs() const
{
    if (m_schedule.tokens.empty()) {
        return 0;
    }
    if (m_schedule.failure == PracticeFailure::HttpError) {
        return m_schedule.tokens.front().atMs;
    }
    return m_begun ? m_schedule.tokens.at(std::min(m_next, m_schedule.tokens.size() - 1)).atMs
                   : m_schedule.tokens.back().atMs;
}

void PracticeChat::waitFor(double atMs)
{
    m_timer.start(static_cast<int>(std::ceil(std::max(0.0, atMs - elapsedMs()))));
}

void PracticeChat::play()
{
    if (!m_begun) {
        sendWhole();
        return;
    }
    for (int sent = 0; elapsedMs() >= dueMs(); ++sent) {
        if (m_connection->waitingBytes() > maxWaitingBytes) {
            connect(m_connection, &PracticeConnection::drained, this, &PracticeChat::play, Qt::SingleShotConnection);
            return;
        }
        if (sent == eventsATurn) {
            break;
        }
        if (!playNext()) {
            return;
        }
    }
    waitFor(dueMs());
}

bool PracticeChat::playNext()
{
    if (m_schedule.failure == PracticeFailure::StreamError && m_next >= static_cast<size_t>(m_schedule.failAt)) {
        breakStream();
        return false;
    }
    if (m_next == m_schedule.tokens.size()) {
        finishStream();
        return false;
    }
    sendToken(m_schedule.tokens.at(m_next++));
    return true;
}

void PracticeChat::sendRole()
{
    Json chunk = frame(m_id, m_request.model, "chat.completion.chunk");
    chunk["choices"] = choice({{"role", "assistant"}, {"content", nullptr}}, nullptr);
    m_connection->sendChunk(sseEvent(chunk));
}

/// Put together from text rather than from JSON values: eight streams at full speed should not cost a processor.
void PracticeChat::sendToken(const PracticeToken &token)
{
    const QByteArray event = "data: " + m_chunkStart + (token.reasoning ? "reasoning_content" : "content")
        + "\":" + dumped(token.text.toStdString()) + "},\"finish_reason\":null}],\"sent_ns\":";
    m_sentMs.push_back(elapsedMs());
    // The steady clock is the same for every program on this machine, so a client can tell its own error. Read last.
    m_connection->sendChunk(event + QByteArray::number(nanosOf(Clock::now())) + "}\n\n");
}

void PracticeChat::finishStream()
{
    Json last = frame(m_id, m_request.model, "chat.completion.chunk");
    last["choices"] = choice(Json::object(), m_schedule.cutByMaxTokens ? "length" : "stop");
    last["timings"] = timingsOf(m_sentMs, m_schedule.promptTokens);
    last["practice"] = simulatedNote(m_schedule, m_request.readAt);
    m_connection->sendChunk(sseEvent(last));
    if (m_request.includeUsage) {
        Json usage = frame(m_id, m_request.model, "chat.completion.chunk");
        usage["choices"] = Json::array();
        usage["usage"] = usageOf(m_schedule);
        m_connection->sendChunk(sseEvent(usage));
    }
    m_connection->sendChunk("data: [DONE]\n\n");
    m_connection->endStream();
    deleteLater();
}

void PracticeChat::breakStream()
{
    m_connection->sendChunk("data: " + practiceErrorBody(500, u"Simulated failure in mid-stream."_s, u"server_error"_s)
                            + "\n\n");
    m_connection->endStream();
    deleteLater();
}

void PracticeChat::sendWhole()
{
    deleteLater();
    if (m_schedule.failure != PracticeFailure::None) {
        m_connection->respond(500, "application/json",
                              practiceErrorBody(500, u"Simulated failure."_s, u"server_error"_s));
        return;
    }
    QString answer;
    QString reasoning;
    for (const PracticeToken &token : m_schedule.tokens) {
        (token.reasoning ? reasoning : answer) += token.text;
        m_sentMs.push_back(token.atMs);
    }
    Json message{{"role", "assistant"}, {"content", answer.toStdString()}};
    if (!reasoning.isEmpty()) {
        message["reasoning_content"] = reasoning.toStdString();
    }
    Json body = frame(m_id, m_request.model, "chat.completion");
    body["choices"] = Json::array(
        {{{"index", 0}, {"message", message}, {"finish_reason", m_schedule.cutByMaxTokens ? "length" : "stop"}}});
    body["usage"] = usageOf(m_schedule);
    body["timings"] = timingsOf(m_sentMs, m_schedule.promptTokens);
    body["practice"] = simulatedNote(m_schedule, m_request.readAt);
    m_connection->respond(200, "application/json", dumped(body));
}

} // namespace assay
