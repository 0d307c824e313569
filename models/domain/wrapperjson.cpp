// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/wrapperjson.h"

#include "models/domain/jsonfields.h"
#include "models/domain/text.h"

namespace assay {

using namespace Qt::Literals::StringLiterals;

namespace {

struct NamedPointer
{
    QString key;
    QString AnswerPointers::*pointer;
};

const std::vector<NamedPointer> &namedPointers()
{
    static const std::vector<NamedPointer> all{
        {u"delta"_s, &AnswerPointers::delta},
        {u"reasoning"_s, &AnswerPointers::reasoning},
        {u"finish"_s, &AnswerPointers::finish},
        {u"prompt_tokens"_s, &AnswerPointers::promptTokens},
        {u"output_tokens"_s, &AnswerPointers::outputTokens},
        {u"error"_s, &AnswerPointers::error},
    };
    return all;
}

/// Reads the members of one endpoint.
class WrapperReader
{
public:
    WrapperReader(ObjectReader &reader, Endpoint &endpoint, bool strict)
        : m_reader(reader), m_endpoint(endpoint), m_strict(strict)
    {
    }
    void readProgram();
    void readServer();
    void readAnswer();

private:
    Wrapper &wrapper() { return m_endpoint.wrapper; }
    void readHeaders(const JsonValue &json);
    void readPointers();
    /// The value is not repeated: it may be a key.
    void refuse(const JsonValue &value, const QString &path, const QString &problem)
    {
        if (m_strict && !problem.isEmpty()) {
            m_reader.problems().add(value.line, Text::tr("%1 cannot be used. %2").arg(path, problem));
        }
    }

    ObjectReader &m_reader;
    Endpoint &m_endpoint;
    bool m_strict;
};

void WrapperReader::readProgram()
{
    if (m_strict && m_endpoint.command.isEmpty()) {
        m_reader.problems().missing(m_reader.value(), m_reader.pathOf(u"command"_s),
                                    Text::tr("a list with a program and its arguments"));
    } else if (const JsonValue *command = m_reader.value().find(u"command"_s)) {
        refuse(*command, m_reader.pathOf(u"command"_s), commandProblem(m_endpoint.command));
    }
    wrapper().shell = takeFlag(m_reader, u"shell"_s);
}

void WrapperReader::readServer()
{
    if (const JsonValue *url = m_reader.value().find(u"url"_s)) {
        refuse(*url, m_reader.pathOf(u"url"_s), queryProblem(m_endpoint.url));
    }
    if (const JsonValue *headers = m_reader.take(u"headers"_s)) {
        readHeaders(*headers);
    }
    const JsonValue *body = m_reader.take(u"body"_s);
    if (body) {
        wrapper().body = body->compact();
        refuse(*body, m_reader.pathOf(u"body"_s), bodyProblem(wrapper().body));
    } else if (m_strict) {
        m_reader.problems().missing(m_reader.value(), m_reader.pathOf(u"body"_s),
                                    Text::tr("what to send, with {prompt} where the prompt's text belongs"));
    }
}

void WrapperReader::readHeaders(const JsonValue &json)
{
    const QString path = m_reader.pathOf(u"headers"_s);
    ObjectReader headers(json, path, m_reader.problems());
    for (const QString &name : json.keys) {
        const QString value = headers.text(name);
        refuse(*json.find(name), jsonPath(path, name), headerProblem(name, value, m_endpoint.key.has_value()));
        wrapper().headers.emplace_back(name, value);
    }
}

void WrapperReader::readAnswer()
{
    if (const std::optional<QString> key = m_reader.optionalText(u"framing"_s)) {
        wrapper().framing = framingFromKey(*key);
        if (!wrapper().framing) {
            m_reader.problems().mismatch(*m_reader.value().find(u"framing"_s), m_reader.pathOf(u"framing"_s),
                                         Text::tr("one of sse, json-lines, plain"));
        }
    }
    readPointers();
}

void WrapperReader::readPointers()
{
    const QString path = m_reader.pathOf(u"pointers"_s);
    const JsonValue *json = m_reader.take(u"pointers"_s);
    const bool needed = m_strict && framingOf(m_endpoint) != Framing::PlainText;
    if (!json && needed) {
        m_reader.problems().missing(m_reader.value(), path,
                                    Text::tr("an object with at least \"delta\", where an event holds its text"));
    }
    if (!json) {
        return;
    }
    ObjectReader pointers(*json, path, m_reader.problems());
    for (const NamedPointer &each : namedPointers()) {
        const QString pointer = pointers.text(each.key);
        wrapper().pointers.*each.pointer = pointer;
        if (!pointer.isEmpty()) {
            refuse(*json->find(each.key), jsonPath(path, each.key), pointerProblem(pointer));
        }
    }
    if (needed && json->isObject() && wrapper().pointers.delta.isEmpty()) {
        m_reader.problems().missing(*json, jsonPath(path, u"delta"_s), Text::tr("a JSON pointer such as /response"));
    }
    for (const QString &name : m_strict ? pointers.restKeys() : QStringList()) {
        if (isLiteralKey(name, json->find(name)->text, false)) {
            m_reader.problems().add(json->find(name)->line, unreadKeyProblem(jsonPath(path, name)));
        }
        m_reader.problems().note(
            json->find(name)->line,
            Text::tr("%1 is not used, only kept: there is no pointer of this name.").arg(jsonPath(path, name)));
    }
    wrapper().pointers.extra = pointers.rest();
}

} // namespace

QString unreadKeyProblem(const QString &path)
{
    return Text::tr("%1 is not read, and a key must not stand in a file, because files are shared: write \"key\": "
                    "\"env:NAME\" with the name of an environment variable instead.")
        .arg(path);
}

void takeWrapper(ObjectReader &reader, Endpoint &endpoint, bool strict)
{
    WrapperReader wrapper(reader, endpoint, strict);
    endpoint.command = reader.texts(u"command"_s);
    if (endpoint.kind == ServerKind::Command) {
        wrapper.readProgram();
        wrapper.readAnswer();
    } else if (endpoint.kind == ServerKind::Http) {
        wrapper.readServer();
        wrapper.readAnswer();
    }
}

QString wrapperKindsOf(const QString &member)
{
    QString http = serverKindKey(ServerKind::Http);
    QString command = serverKindKey(ServerKind::Command);
    if (member == "headers"_L1 || member == "body"_L1) {
        return http;
    }
    if (member == "command"_L1 || member == "shell"_L1) {
        return command;
    }
    const bool isOfBoth = member == "framing"_L1 || member == "pointers"_L1;
    return isOfBoth ? Text::tr("%1 or %2").arg(http, command) : QString();
}

void insertWrapper(JsonValue &json, const Endpoint &endpoint)
{
    const Wrapper &wrapper = endpoint.wrapper;
    json.insertTexts(u"command"_s, endpoint.command);
    if (wrapper.shell) {
        json.insert(u"shell"_s, flagValue(true));
    }
    JsonValue headers = JsonValue::object();
    for (const auto &[name, value] : wrapper.headers) {
        headers.insert(name, JsonValue::fromText(value));
    }
    if (!headers.items.empty()) {
        json.insert(u"headers"_s, headers);
    }
    if (!wrapper.body.isEmpty()) {
        json.insert(u"body"_s, rawValue(wrapper.body));
    }
    if (wrapper.framing) {
        json.insert(u"framing"_s, JsonValue::fromText(framingKey(*wrapper.framing)));
    }
    JsonValue pointers = JsonValue::object();
    for (const NamedPointer &each : namedPointers()) {
        pointers.insertText(each.key, wrapper.pointers.*each.pointer);
    }
    pointers.insertAll(wrapper.pointers.extra);
    if (!pointers.items.empty()) {
        json.insert(u"pointers"_s, pointers);
    }
}

} // namespace assay
