// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/servers/customchunks.h"

#include "app/engine/servers/openaidialect.h"
#include "models/domain/text.h"

#include <nlohmann/json.hpp>

using namespace Qt::Literals::StringLiterals;

namespace assay {
namespace {

using Json = nlohmann::ordered_json;

constexpr qsizetype maxDetail = 4096;

/// RFC 6901, section 4: in this order, so that "~01" is "~1".
std::vector<std::string> stepsOf(const QString &pointer)
{
    std::vector<std::string> steps;
    const QStringList parts = pointer.split(u'/').mid(1);
    for (QString part : parts) {
        steps.push_back(part.replace("~1"_L1, "/"_L1).replace("~0"_L1, "~"_L1).toStdString());
    }
    return steps;
}

/// What stands there; nullptr where nothing does, and where no pointer was given.
const Json *find(const Json &json, const std::vector<std::string> &steps)
{
    const Json *at = steps.empty() ? nullptr : &json;
    for (const std::string &step : steps) {
        if (at->is_object()) {
            const auto found = at->find(step);
            at = found == at->end() ? nullptr : &*found;
        } else {
            bool isNumber = false;
            const uint index = QString::fromStdString(step).toUInt(&isNumber);
            at = at->is_array() && isNumber && index < at->size() ? &(*at)[index] : nullptr;
        }
        if (!at) {
            break;
        }
    }
    return at;
}

void addText(DeltaKind kind, const Json *text, std::vector<ChatEvent> &events)
{
    if (text && text->is_string() && !text->get_ref<const std::string &>().empty()) {
        events.push_back(TextDelta{kind, QString::fromStdString(text->get_ref<const std::string &>())});
    }
}

void addFinish(const Json *finish, std::vector<ChatEvent> &events)
{
    if (finish && finish->is_string() && !finish->get_ref<const std::string &>().empty()) {
        events.push_back(FinishReason{QString::fromStdString(finish->get_ref<const std::string &>())});
    } else if (finish && finish->is_boolean() && finish->get<bool>()) {
        events.push_back(StreamDone{}); // it has ended; why was not said
    }
}

std::optional<qint64> countIn(const Json *value)
{
    return value && value->is_number() ? tokenCount(value->get<double>()) : std::nullopt;
}

void addCounts(const Json *prompt, const Json *output, std::vector<ChatEvent> &events)
{
    TokenCounts counts;
    counts.prompt = countIn(prompt);
    counts.output = countIn(output);
    if (counts.output) {
        counts.source = TokensSource::Usage;
    }
    if (counts.prompt || counts.output) {
        events.push_back(counts);
    }
}

/// null, false and "" say that there is none.
bool isError(const Json *error)
{
    return error && !error->is_null() && *error != Json(false) && *error != Json("");
}

Error notJson(const QByteArray &data)
{
    return {ErrorCode::Protocol,
            Text::tr("What came is not JSON, as the endpoint's framing says it should be. Check the framing."),
            QString::fromUtf8(data.left(maxDetail))};
}

} // namespace

PointerReader::PointerReader(const Endpoint &endpoint)
    : m_framing(framingOf(endpoint))
    , m_isProgram(endpoint.kind == ServerKind::Command)
    , m_delta(stepsOf(endpoint.wrapper.pointers.delta))
    , m_reasoning(stepsOf(endpoint.wrapper.pointers.reasoning))
    , m_finish(stepsOf(endpoint.wrapper.pointers.finish))
    , m_promptTokens(stepsOf(endpoint.wrapper.pointers.promptTokens))
    , m_outputTokens(stepsOf(endpoint.wrapper.pointers.outputTokens))
    , m_error(stepsOf(endpoint.wrapper.pointers.error))
{
}

std::vector<ChatEvent> PointerReader::read(const StreamEvent &event)
{
    const QByteArray data = event.data.trimmed();
    if (event.type == "error") {
        return {StreamError{reported(data)}};
    }
    if (data.isEmpty()) {
        return {};
    }
    if (data == "[DONE]") {
        return {StreamDone{}};
    }
    const QByteArray text = repairedJson(data);
    const Json json = Json::parse(text.begin(), text.end(), nullptr, false);
    if (json.is_discarded()) {
        return {StreamError{notJson(data)}};
    }
    if (const Json *error = find(json, m_error); isError(error)) {
        return {StreamError{reported(QByteArray::fromStdString(error->dump()))}};
    }
    std::vector<ChatEvent> events;
    const Json *delta = find(json, m_delta);
    const Json *reasoning = find(json, m_reasoning);
    addText(DeltaKind::Reasoning, reasoning, events);
    addText(DeltaKind::Answer, delta, events);
    addFinish(find(json, m_finish), events);
    addCounts(find(json, m_promptTokens), find(json, m_outputTokens), events);
    if (events.empty() && !delta && !reasoning) {
        return {UnknownEvent{data.left(maxDetail)}};
    }
    return events;
}

std::vector<ChatEvent> PointerReader::readEnd()
{
    return m_finish.empty() ? std::vector<ChatEvent>{StreamDone{}} : std::vector<ChatEvent>{};
}

std::vector<ChatEvent> PointerReader::readWhole(const QByteArray &body)
{
    std::vector<ChatEvent> events = read({"message", body});
    const bool failed = !events.empty() && std::holds_alternative<StreamError>(events.front());
    const bool unknown = !events.empty() && std::holds_alternative<UnknownEvent>(events.front());
    if (!failed && !unknown) {
        events.push_back(StreamDone{});
    }
    return events;
}

Error PointerReader::reported(const QByteArray &error) const
{
    if (!m_isProgram) {
        return errorFromReply(200, error, {});
    }
    return {ErrorCode::ServerError,
            Text::tr("The program reported an error: %1").arg(QString::fromUtf8(error).left(200)),
            QString::fromUtf8(error.left(maxDetail))};
}

std::vector<ChatEvent> TextReader::read(const StreamEvent &event)
{
    const QString text = QString::fromUtf8(event.data);
    return text.isEmpty() ? std::vector<ChatEvent>{} : std::vector<ChatEvent>{TextDelta{DeltaKind::Answer, text}};
}

} // namespace assay
