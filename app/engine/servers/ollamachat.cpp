// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Ollama's own chat: JSON lines, the last of which holds the server's counts and timings.
#include "app/engine/servers/ollama.h"

#include "models/domain/text.h"

#include <QJsonArray>
#include <QJsonObject>

using namespace Qt::Literals::StringLiterals;

namespace assay {
namespace {

constexpr double nanosInMs = 1e6;

/// What stands beside the model in a request; all else that decides how it answers is an option.
bool isTopLevel(const QString &name)
{
    static const QStringList names{u"format"_s, u"think"_s, u"keep_alive"_s, u"tools"_s, u"truncate"_s};
    return names.contains(name);
}

void addExtra(QJsonObject &body, QJsonObject &options, const RawJson &extra)
{
    const QJsonObject parameters = QJsonDocument::fromJson(extra).object();
    for (auto each = parameters.begin(); each != parameters.end(); ++each) {
        if (each.key() == "options"_L1) {
            const QJsonObject own = each.value().toObject();
            for (auto option = own.begin(); option != own.end(); ++option)
                options.insert(option.key(), option.value());
        } else if (isTopLevel(each.key())) {
            body.insert(each.key(), each.value());
        } else if (each.key() != "model"_L1 && each.key() != "messages"_L1 && each.key() != "stream"_L1) {
            options.insert(each.key(), each.value());
        }
    }
}

QByteArray bodyOf(const ChatInput &input)
{
    QJsonArray messages;
    if (!input.system.isEmpty())
        messages.append(QJsonObject{{u"role"_s, u"system"_s}, {u"content"_s, input.system}});
    messages.append(QJsonObject{{u"role"_s, u"user"_s}, {u"content"_s, input.text}});
    QJsonObject body{{u"model"_s, input.model.serverId}, {u"messages"_s, messages}, {u"stream"_s, true}};
    QJsonObject options;
    if (input.parameters.temperature)
        options.insert(u"temperature"_s, *input.parameters.temperature);
    if (input.parameters.maxTokens)
        options.insert(u"num_predict"_s, *input.parameters.maxTokens);
    if (input.parameters.seed)
        options.insert(u"seed"_s, *input.parameters.seed);
    addExtra(body, options, input.parameters.extra);
    if (!options.isEmpty())
        body.insert(u"options"_s, options);
    return QJsonDocument(body).toJson(QJsonDocument::Compact);
}

std::optional<double> millisecondsOf(const QJsonValue &nanos)
{
    return nanos.isDouble() ? std::optional(nanos.toDouble() / nanosInMs) : std::nullopt;
}

std::optional<qint64> countOf(const QJsonValue &value)
{
    return value.isDouble() ? std::optional(value.toInteger()) : std::nullopt;
}

/// Figures that are left out are unknown: those of the prompt are missing where it was in the cache.
ServerTimings timingsOf(const QJsonObject &last)
{
    ServerTimings timings;
    timings.promptMs = millisecondsOf(last["prompt_eval_duration"_L1]);
    timings.promptTokens = countOf(last["prompt_eval_count"_L1]);
    timings.predictedMs = millisecondsOf(last["eval_duration"_L1]);
    timings.predictedTokens = countOf(last["eval_count"_L1]);
    QJsonObject raw;
    for (const QString &name : {u"total_duration"_s, u"load_duration"_s, u"prompt_eval_count"_s,
                                u"prompt_eval_duration"_s, u"eval_count"_s, u"eval_duration"_s}) {
        if (last.contains(name))
            raw.insert(name, last[name]);
    }
    timings.raw = QJsonDocument(raw).toJson(QJsonDocument::Compact);
    return timings;
}

void addText(DeltaKind kind, const QString &text, std::vector<ChatEvent> &events)
{
    if (!text.isEmpty())
        events.emplace_back(TextDelta{kind, text});
}

void addMessage(const QJsonObject &message, std::vector<ChatEvent> &events)
{
    addText(DeltaKind::Reasoning, message["thinking"_L1].toString(), events);
    addText(DeltaKind::Answer, message["content"_L1].toString(), events);
    const QJsonArray calls = message["tool_calls"_L1].toArray();
    for (const QJsonValue &call : calls) {
        const QJsonObject function = call["function"_L1].toObject();
        addText(DeltaKind::Tool, function["name"_L1].toString(), events);
        const QJsonObject arguments = function["arguments"_L1].toObject();
        if (!arguments.isEmpty()) {
            addText(DeltaKind::Tool, QString::fromUtf8(QJsonDocument(arguments).toJson(QJsonDocument::Compact)),
                    events);
        }
    }
}

class OllamaChunkReader final : public ChunkReader
{
public:
    Framing framing() const override { return Framing::JsonLines; }
    std::vector<ChatEvent> read(const StreamEvent &event) override
    {
        QJsonDocument json = QJsonDocument::fromJson(event.data);
        if (json.isNull())
            json = QJsonDocument::fromJson(repairedJson(event.data));
        if (!json.isObject())
            return {StreamError{notOurs(event.data)}};
        const QJsonObject line = json.object();
        if (line.contains("error"_L1))
            return {StreamError{errorFromReply(200, event.data, {})}};
        if (!line.contains("message"_L1) && !line.contains("done"_L1))
            return {UnknownEvent{event.data.left(maxDetail)}};
        return eventsOf(line);
    }
    std::vector<ChatEvent> readWhole(const QByteArray &) override { return {}; } // not asked: lines are a stream

private:
    static constexpr qsizetype maxDetail = 4096;

    std::vector<ChatEvent> eventsOf(const QJsonObject &line)
    {
        std::vector<ChatEvent> events;
        if (const QString model = line["model"_L1].toString(); !model.isEmpty() && model != m_echo) {
            m_echo = model;
            events.emplace_back(ModelEcho{model});
        }
        addMessage(line["message"_L1].toObject(), events);
        if (!line["done"_L1].toBool())
            return events;
        if (const QString reason = line["done_reason"_L1].toString(); !reason.isEmpty())
            events.emplace_back(FinishReason{reason});
        if (line.contains("eval_count"_L1) || line.contains("total_duration"_L1))
            events.emplace_back(timingsOf(line));
        events.emplace_back(StreamDone{});
        return events;
    }
    static Error notOurs(const QByteArray &data)
    {
        return {ErrorCode::Protocol,
                Text::tr("The server sent something that is not part of an Ollama answer. Check the endpoint's address "
                         "and kind."),
                QString::fromUtf8(data.left(maxDetail))};
    }

    QString m_echo; // the model name of the last line, to report it once
};

} // namespace

ChatCall OllamaAdapter::chatCall(const ChatInput &input) const
{
    HttpCall call = requestTo(input.endpoint, "POST", besideApiUrl(input.endpoint.url, u"/api/chat"_s), bodyOf(input));
    call.headers = {{"Content-Type", "application/json"}, {"Accept", "application/x-ndjson"}};
    return call;
}

std::unique_ptr<ChunkReader> OllamaAdapter::chunkReader(const Endpoint &) const
{
    return std::make_unique<OllamaChunkReader>();
}

} // namespace assay
