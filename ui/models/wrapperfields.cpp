// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/wrapperfields.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFileInfo>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QProcess>

#include <algorithm>

#include "models/domain/jsonvalue.h"
#include "ui/theme/theme.h"

using namespace Qt::Literals::StringLiterals;

namespace assay {

namespace {

/// To begin with.
constexpr auto exampleBody = R"({
  "model": "{model}",
  "system": "{system}",
  "prompt": "{prompt}",
  "max_tokens": "{max_tokens}",
  "temperature": "{temperature}"
})";

QString bodyText(const QByteArray &body)
{
    const Result<JsonValue> json = parseJson(body, {});
    return QString::fromUtf8(json ? json->indented().trimmed() : body);
}

QString headerLines(const Wrapper &wrapper)
{
    QStringList lines;
    for (const auto &[name, value] : wrapper.headers) {
        lines << name + u": "_s + value;
    }
    return lines.join(u'\n');
}

QPlainTextEdit *textField(const QString &text, int lines, QWidget *parent)
{
    auto *edit = new QPlainTextEdit(text, parent);
    edit->setFixedHeight(lines * edit->fontMetrics().lineSpacing() + theme::gap(2));
    return edit;
}

} // namespace

QString commandLine(const QStringList &command)
{
    QStringList words;
    for (const QString &word : command) {
        const bool isPlain = !word.isEmpty() && std::ranges::none_of(word, [](QChar c) { return c.isSpace(); });
        const QString text = QString(word).replace(u'"', u"\"\"\""_s);
        words << (isPlain ? text : QString(u'"' + text + u'"'));
    }
    return words.join(u' ');
}

bool takesModelName(const Endpoint &described)
{
    return described.wrapper.body.contains("{model}") || described.command.join(u' ').contains("{model}"_L1);
}

QStringList commandOfLine(const QString &line)
{
    return QProcess::splitCommand(line);
}

WrapperFields::WrapperFields(const Endpoint &known, QWidget *parent)
    : m_parent(parent)
    , m_pointers(known.wrapper.pointers)
    , m_command(new QLineEdit(known.wrapper.shell ? known.command.join(u' ') : commandLine(known.command), parent))
    , m_shell(new QCheckBox(tr("Let the shell read this line"), parent))
    , m_headers(textField(headerLines(known.wrapper), 2, parent))
    , m_body(textField(known.wrapper.body.isEmpty() ? QString::fromLatin1(exampleBody) : bodyText(known.wrapper.body),
                       7, parent))
    , m_framing(new QComboBox(parent))
    , m_delta(pointerField(m_pointers.delta, u"/response"_s))
    , m_reasoning(pointerField(m_pointers.reasoning, tr("none")))
    , m_finish(pointerField(m_pointers.finish, tr("none: the end of the answer")))
    , m_promptTokens(pointerField(m_pointers.promptTokens, tr("none")))
    , m_outputTokens(pointerField(m_pointers.outputTokens, tr("none: estimated from the text")))
    , m_error(pointerField(m_pointers.error, tr("none")))
    , m_framingIsChosen(known.wrapper.framing.has_value())
{
    m_command->setPlaceholderText(tr("my-model --temp {temperature}"));
    m_shell->setChecked(known.wrapper.shell);
    m_headers->setPlaceholderText(tr("X-Api-Key: {key}"));
    m_framing->addItem(tr("Server-sent events"), framingKey(Framing::EventStream));
    m_framing->addItem(tr("JSON, one text a line"), framingKey(Framing::JsonLines));
    m_framing->addItem(tr("Plain text"), framingKey(Framing::PlainText));
    m_framing->setCurrentIndex(m_framing->findData(framingKey(framingOf(known))));
    QObject::connect(m_framing, &QComboBox::activated, m_framing, [this] { m_framingIsChosen = true; });
}

QLineEdit *WrapperFields::pointerField(const QString &known, const QString &example)
{
    auto *edit = new QLineEdit(known, m_parent);
    edit->setPlaceholderText(example);
    return edit;
}

std::vector<WrapperFields::Field> WrapperFields::fields() const
{
    return {
        {tr("Program"), m_command, u"endpointCommand"_s},
        {tr("Shell"), m_shell, u"endpointShell"_s},
        {tr("Headers"), m_headers, u"endpointHeaders"_s},
        {tr("Body"), m_body, u"endpointBody"_s},
        {tr("Answer comes as"), m_framing, u"endpointFraming"_s},
        {tr("Text at"), m_delta, u"endpointDelta"_s},
        {tr("Reasoning at"), m_reasoning, u"endpointReasoning"_s},
        {tr("Finish reason at"), m_finish, u"endpointFinish"_s},
        {tr("Prompt tokens at"), m_promptTokens, u"endpointPromptTokens"_s},
        {tr("Output tokens at"), m_outputTokens, u"endpointOutputTokens"_s},
        {tr("Error at"), m_error, u"endpointError"_s},
    };
}

bool WrapperFields::belongs(const QWidget *field, ServerKind kind) const
{
    if (kind != ServerKind::Command && kind != ServerKind::Http) {
        return false;
    }
    if (field == m_command || field == m_shell) {
        return kind == ServerKind::Command;
    }
    if (field == m_headers || field == m_body) {
        return kind == ServerKind::Http;
    }
    return field == m_framing || chosenFraming() != Framing::PlainText;
}

void WrapperFields::useKind(ServerKind kind)
{
    if (!m_framingIsChosen) {
        Endpoint plain;
        plain.kind = kind;
        m_framing->setCurrentIndex(m_framing->findData(framingKey(framingOf(plain))));
    }
}

QStringList WrapperFields::command() const
{
    const QString line = m_command->text().trimmed();
    if (line.isEmpty()) {
        return {};
    }
    return m_shell->isChecked() ? QStringList{line} : commandOfLine(line);
}

QString WrapperFields::programName() const
{
    return QFileInfo(commandOfLine(m_command->text()).value(0)).completeBaseName();
}

Framing WrapperFields::chosenFraming() const
{
    return framingFromKey(m_framing->currentData().toString()).value_or(Framing::EventStream);
}

void WrapperFields::write(Endpoint &endpoint) const
{
    endpoint.command.clear();
    endpoint.wrapper = {};
    if (endpoint.kind == ServerKind::Command) {
        endpoint.command = command();
        endpoint.wrapper.shell = m_shell->isChecked();
    } else if (endpoint.kind == ServerKind::Http) {
        for (const QString &line : m_headers->toPlainText().split(u'\n', Qt::SkipEmptyParts)) {
            endpoint.wrapper.headers.emplace_back(line.section(u':', 0, 0).trimmed(), line.section(u':', 1).trimmed());
        }
        const QByteArray body = m_body->toPlainText().toUtf8();
        const Result<JsonValue> json = parseJson(body, {});
        endpoint.wrapper.body = json ? json->compact() : body;
    } else {
        return;
    }
    if (chosenFraming() != framingOf(endpoint)) { // the usual one is not written down
        endpoint.wrapper.framing = chosenFraming();
    }
    AnswerPointers &pointers = endpoint.wrapper.pointers;
    pointers = m_pointers;
    pointers.delta = m_delta->text().trimmed();
    pointers.reasoning = m_reasoning->text().trimmed();
    pointers.finish = m_finish->text().trimmed();
    pointers.promptTokens = m_promptTokens->text().trimmed();
    pointers.outputTokens = m_outputTokens->text().trimmed();
    pointers.error = m_error->text().trimmed();
}

bool WrapperFields::hasBadHeader() const
{
    const QStringList lines = m_headers->toPlainText().split(u'\n', Qt::SkipEmptyParts);
    return std::ranges::any_of(lines, [](const QString &line) { return !line.contains(u':'); });
}

QString WrapperFields::problem(const Endpoint &endpoint) const
{
    if (endpoint.kind == ServerKind::Command) {
        if (QString wrong = commandProblem(endpoint.command); !wrong.isEmpty()) {
            return wrong;
        }
    } else if (endpoint.kind == ServerKind::Http) {
        if (hasBadHeader()) {
            return tr("Write each header on a line of its own, as Name: value.");
        }
        for (const auto &[name, value] : endpoint.wrapper.headers) {
            if (const QString wrong = headerProblem(name, value, endpoint.key.has_value()); !wrong.isEmpty()) {
                return tr("Header %1: %2").arg(name, wrong);
            }
        }
        const QString wrong = bodyProblem(m_body->toPlainText().toUtf8());
        if (const QString query = queryProblem(endpoint.url); !wrong.isEmpty() || !query.isEmpty()) {
            return query.isEmpty() ? wrong : query;
        }
    } else {
        return {};
    }
    if (chosenFraming() == Framing::PlainText) {
        return {};
    }
    if (m_delta->text().trimmed().isEmpty()) {
        return tr("Say where the text stands in each JSON text of the answer, as a JSON pointer such as /response.");
    }
    for (const QLineEdit *each : {m_delta, m_reasoning, m_finish, m_promptTokens, m_outputTokens, m_error}) {
        const QString pointer = each->text().trimmed();
        if (const QString wrong = pointer.isEmpty() ? QString() : pointerProblem(pointer); !wrong.isEmpty()) {
            return tr("%1: %2").arg(pointer, wrong);
        }
    }
    return {};
}

} // namespace assay
