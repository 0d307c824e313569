// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/servers/customadapters.h"

#include "app/engine/servers/customchunks.h"
#include "app/engine/servers/placeholders.h"
#include "models/domain/text.h"

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace assay {
namespace {

constexpr auto fileMention = "{prompt_file}"_L1;

QByteArray acceptedBy(Framing framing)
{
    switch (framing) {
    case Framing::EventStream:
        break;
    case Framing::JsonLines:
        return "application/x-ndjson";
    case Framing::PlainText:
        return "text/plain";
    }
    return "text/event-stream";
}

bool mentions(const QStringList &texts, QLatin1StringView what)
{
    return std::ranges::any_of(texts, [what](const QString &text) { return text.contains(what); });
}

/// U+0000 would end an argument, and means the prompt file there.
QString withoutMark(QString text)
{
    return text.remove(CommandCall::promptFileMark);
}

/// The path of the prompt file is put in later. Only the template names it, not the texts that come into it.
std::optional<QString> filledArgument(const QString &pattern, const Placeholders &placeholders)
{
    QStringList parts;
    for (const QString &part : pattern.split(fileMention)) {
        const std::optional<QString> filled = placeholders.fill(part);
        if (!filled) {
            return std::nullopt;
        }
        parts << withoutMark(*filled);
    }
    return parts.join(CommandCall::promptFileMark);
}

bool isPlainOption(const QString &argument)
{
    return argument.startsWith(u'-') && !Placeholders::holdsAny(argument);
}

/// All but the first, which is the program.
QStringList filledArguments(const QStringList &command, const Placeholders &placeholders)
{
    QStringList arguments;
    for (qsizetype i = 1; i < command.size(); ++i) {
        if (const std::optional<QString> filled = filledArgument(command[i], placeholders)) {
            arguments << *filled;
        } else if (i > 1 && isPlainOption(command[i - 1])) {
            arguments.removeLast();
        }
    }
    return arguments;
}

CommandCall shellCall(const QString &line, const Placeholders &placeholders)
{
    CommandCall call;
    call.shell = true;
    for (auto it = placeholders.values().cbegin(); it != placeholders.values().cend(); ++it) {
        if (line.contains(u'{' + it.key() + u'}')) {
            call.environment.emplace_back(shellVariable(it.key()), withoutMark(it.value()));
        }
    }
    QString told = Placeholders::replaced(line, [&](const QString &name) {
        return placeholders.values().contains(name) ? shellReference(name) : QString();
    });
    if (line.contains(fileMention)) {
        call.environment.emplace_back(shellVariable(u"prompt_file"_s), QString(CommandCall::promptFileMark));
        told.replace(fileMention, shellReference(u"prompt_file"_s));
    }
    call.arguments = QStringList{told};
    return call;
}

} // namespace

ErrandStep CustomAdapter::list(const Endpoint &endpoint) const
{
    return endWith(readModels({}, endpoint).error());
}

HttpCall CustomAdapter::modelsCall(const Endpoint &) const
{
    return {};
}

Result<std::vector<Model>> CustomAdapter::readModels(const QByteArray &, const Endpoint &endpoint) const
{
    return Error{ErrorCode::Unsupported, Text::tr("%1 does not list its models.").arg(endpoint.id.value), {}};
}

std::unique_ptr<ChunkReader> CustomAdapter::chunkReader(const Endpoint &endpoint) const
{
    if (framingOf(endpoint) == Framing::PlainText) {
        return std::make_unique<TextReader>();
    }
    return std::make_unique<PointerReader>(endpoint);
}

ChatCall CustomServer::chatCall(const ChatInput &input) const
{
    const Wrapper &wrapper = input.endpoint.wrapper;
    HttpCall call;
    call.verb = "POST";
    call.url = input.endpoint.url;
    call.headers = {{"Content-Type", "application/json"}, {"Accept", acceptedBy(framingOf(input.endpoint))}};
    for (const auto &[name, value] : wrapper.headers) {
        call.headers.emplace_back(name.toLatin1(), value.toLatin1()); // a later one replaces ours
    }
    call.body = filledBody(wrapper.body, input);
    call.key = input.endpoint.key;
    return call;
}

ChatCall CustomProgram::chatCall(const ChatInput &input) const
{
    const QStringList &command = input.endpoint.command;
    const Placeholders placeholders(input, mentions(command, "{system}"_L1));
    const QByteArray prompt = placeholders.values().value(u"prompt"_s).toUtf8();
    CommandCall call;
    if (input.endpoint.wrapper.shell) {
        call = shellCall(command.join(u' '), placeholders);
    } else {
        call.arguments = filledArguments(command, placeholders);
    }
    call.program = command.value(0);
    if (mentions(command, fileMention)) {
        call.promptFile = prompt;
    } else if (!mentions(command, "{prompt}"_L1)) {
        call.input = prompt;
    }
    return call;
}

} // namespace assay
