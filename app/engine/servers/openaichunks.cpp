// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/servers/openaichunks.h"

#include "app/engine/servers/openaidialect.h"
#include "app/engine/servers/plainchunk.h"
#include "models/domain/text.h"

#include <nlohmann/json.hpp>

namespace assay {
namespace {

using Json = nlohmann::ordered_json;

constexpr qsizetype maxDetail = 4096;

Json parsed(const QByteArray &text)
{
    Json json = Json::parse(text.begin(), text.end(), nullptr, false);
    if (json.is_discarded()) {
        const QByteArray repaired = repairedJson(text);
        json = Json::parse(repaired.begin(), repaired.end(), nullptr, false);
    }
    return json;
}

/// The member `name`; nullptr where it is absent or null.
const Json *member(const Json &object, const char *name)
{
    if (!object.is_object()) {
        return nullptr;
    }
    const auto found = object.find(name);
    return found == object.end() || found->is_null() ? nullptr : &*found;
}

std::optional<qint64> count(const Json *value)
{
    return value && value->is_number() ? tokenCount(value->get<double>()) : std::nullopt;
}

std::optional<double> real(const Json *value)
{
    return value && value->is_number() ? std::optional(value->get<double>()) : std::nullopt;
}

/// A string; or the texts of an object or a list of parts, as some servers send them.
QString textOf(const Json *value)
{
    if (!value) {
        return {};
    }
    if (value->is_string()) {
        return QString::fromStdString(value->get_ref<const std::string &>());
    }
    if (value->is_object()) {
        const Json *text = member(*value, "text");
        return text && text->is_string() ? textOf(text) : QString();
    }
    QString joined;
    if (value->is_array()) {
        for (const Json &part : *value) {
            joined += part.is_array() ? QString() : textOf(&part);
        }
    }
    return joined;
}

void addText(DeltaKind kind, const QString &text, std::vector<ChatEvent> &events)
{
    if (!text.isEmpty()) {
        events.push_back(TextDelta{kind, text});
    }
}

void addFunction(const Json *function, std::vector<ChatEvent> &events)
{
    if (function) {
        addText(DeltaKind::Tool, textOf(member(*function, "name")), events);
        addText(DeltaKind::Tool, textOf(member(*function, "arguments")), events);
    }
}

/// A delta of a stream, or the message of a whole answer: both have the same fields.
void addMessage(const Json &message, std::vector<ChatEvent> &events)
{
    for (const char *name : {"reasoning_content", "reasoning", "thinking"}) {
        const QString reasoning = textOf(member(message, name));
        if (!reasoning.isEmpty()) {
            addText(DeltaKind::Reasoning, reasoning, events);
            break; // the others repeat it
        }
    }
    addText(DeltaKind::Answer, textOf(member(message, "content")), events);
    addText(DeltaKind::Answer, textOf(member(message, "refusal")), events);
    if (const Json *calls = member(message, "tool_calls"); calls && calls->is_array()) {
        for (const Json &call : *calls) {
            addFunction(member(call, "function"), events);
        }
    }
    addFunction(member(message, "function_call"), events);
}

void addChoice(const Json &choice, std::vector<ChatEvent> &events)
{
    const Json *delta = member(choice, "delta");
    const Json *message = member(choice, "message");
    if (delta && delta->is_object()) {
        addMessage(*delta, events); // a "message" beside it repeats the same text
    } else if (message && message->is_object()) {
        addMessage(*message, events);
    } else {
        addText(DeltaKind::Answer, textOf(member(choice, "text")), events);
    }
    const QString reason = textOf(member(choice, "finish_reason"));
    if (!reason.isEmpty()) {
        events.push_back(FinishReason{reason});
    }
}

void addChoices(const Json &choices, std::vector<ChatEvent> &events)
{
    if (!choices.is_array()) {
        return;
    }
    for (const Json &choice : choices) {
        if (choice.is_object() && count(member(choice, "index")).value_or(0) == 0) {
            addChoice(choice, events);
            return;
        }
    }
}

/// All zeros is how some servers say that they did not count.
void addUsage(const Json &usage, std::vector<ChatEvent> &events)
{
    TokenCounts counts;
    counts.prompt = count(member(usage, "prompt_tokens"));
    counts.output = count(member(usage, "completion_tokens"));
    if (counts.prompt.value_or(0) == 0 && counts.output.value_or(0) == 0) {
        return;
    }
    if (const Json *details = member(usage, "prompt_tokens_details")) {
        counts.cachedPrompt = count(member(*details, "cached_tokens"));
    }
    if (const Json *details = member(usage, "completion_tokens_details")) {
        counts.reasoning = count(member(*details, "reasoning_tokens"));
    }
    if (counts.output) {
        counts.source = TokensSource::Usage;
    }
    events.push_back(counts);
}

void addTimings(const Json &json, std::vector<ChatEvent> &events)
{
    ServerTimings timings;
    timings.promptMs = real(member(json, "prompt_ms"));
    timings.predictedMs = real(member(json, "predicted_ms"));
    timings.promptTokens = count(member(json, "prompt_n"));
    timings.predictedTokens = count(member(json, "predicted_n"));
    timings.cachedTokens = count(member(json, "cache_n"));
    timings.raw = QByteArray::fromStdString(json.dump(-1, ' ', false, Json::error_handler_t::replace));
    events.push_back(timings);
}

/// Text before finish reason before counts; false where nothing in it is ours.
bool addChunk(const Json &json, std::vector<ChatEvent> &events)
{
    const Json *choices = member(json, "choices");
    const Json *usage = member(json, "usage");
    const Json *timings = member(json, "timings");
    if (choices) {
        addChoices(*choices, events);
    }
    if (usage && usage->is_object()) {
        addUsage(*usage, events);
    }
    if (timings && timings->is_object()) {
        addTimings(*timings, events);
    }
    return choices || usage || timings || member(json, "prompt_progress");
}

bool isError(const Json &json)
{
    const Json *error = member(json, "error");
    if (error) {
        const bool saysNothing = (error->is_string() && error->get_ref<const std::string &>().empty())
            || (error->is_boolean() && !error->get<bool>());
        return !saysNothing;
    }
    return textOf(member(json, "object")) == QLatin1String("error")
        || (member(json, "detail") && !member(json, "choices"));
}

Error notOurs(const QByteArray &data)
{
    return {ErrorCode::Protocol,
            Text::tr("The server sent something that is not part of an OpenAI-compatible answer. Check the endpoint's "
                     "address and kind."),
            QString::fromUtf8(data.left(maxDetail))};
}

} // namespace

std::vector<ChatEvent> OpenAiChunkReader::read(const StreamEvent &event)
{
    const QByteArray data = event.data.trimmed();
    if (event.type == "error") {
        return {StreamError{errorFromReply(200, data, {})}};
    }
    if (data.isEmpty()) {
        return {};
    }
    if (data == "[DONE]") {
        return {StreamDone{}};
    }
    std::vector<ChatEvent> events;
    if (const std::optional<PlainChunk> chunk = readPlainChunk(data)) {
        addEcho(chunk->model, events);
        addText(DeltaKind::Reasoning, chunk->reasoning, events);
        addText(DeltaKind::Answer, chunk->answer, events);
        if (!chunk->finishReason.isEmpty()) {
            events.push_back(FinishReason{chunk->finishReason});
        }
        return events;
    }
    const Json json = parsed(data);
    if (!json.is_object()) {
        return {StreamError{notOurs(data)}};
    }
    if (isError(json)) {
        return {StreamError{errorFromReply(200, data, {})}};
    }
    if (member(json, "choices")) { // the last event of llama.cpp's own protocol has a model's name, too
        addEcho(textOf(member(json, "model")).toUtf8(), events);
    }
    if (!addChunk(json, events)) {
        return {UnknownEvent{data.left(maxDetail)}};
    }
    return events;
}

void OpenAiChunkReader::addEcho(QByteArrayView model, std::vector<ChatEvent> &events)
{
    if (!model.isEmpty() && model != m_echo) {
        m_echo = model.toByteArray();
        events.push_back(ModelEcho{QString::fromUtf8(model)});
    }
}

std::vector<ChatEvent> OpenAiChunkReader::readWhole(const QByteArray &body)
{
    const Json json = parsed(body);
    if (!json.is_object() || (!isError(json) && !member(json, "choices"))) {
        return {StreamError{notOurs(body)}};
    }
    std::vector<ChatEvent> events = read(StreamEvent{"message", body});
    if (!isError(json)) {
        events.push_back(StreamDone{});
    }
    return events;
}

} // namespace assay
