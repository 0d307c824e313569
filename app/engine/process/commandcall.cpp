// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/process/commandcall.h"

#include "models/domain/jsonvalue.h"

using namespace Qt::Literals::StringLiterals;

namespace assay {

QByteArray requestJson(const CommandCall &call)
{
    QStringList command = call.arguments;
    if (!call.shell) {
        command.prepend(call.program);
    }
    command.replaceInStrings(QString(CommandCall::promptFileMark), u"{prompt_file}"_s);
    JsonValue json = JsonValue::object();
    json.insert(call.shell ? u"shell"_s : u"command"_s, JsonValue::fromTexts(command));
    JsonValue environment = JsonValue::object();
    for (const auto &[name, value] : call.environment) {
        environment.insert(name, JsonValue::fromText(value));
    }
    if (!environment.items.empty()) {
        json.insert(u"environment"_s, environment);
    }
    json.insertText(u"stdin"_s, QString::fromUtf8(call.input));
    json.insertText(u"file"_s, QString::fromUtf8(call.promptFile.value_or(QByteArray())));
    return json.compact();
}

QString shellVariable(const QString &name)
{
    return u"ASSAY_"_s + name.toUpper();
}

QString shellReference(const QString &name)
{
#ifdef Q_OS_WIN
    return u'!' + shellVariable(name) + u'!'; // replaced after the line was read, so that no sign in it is a command
#else
    return u"\"$"_s + shellVariable(name) + u'"';
#endif
}

} // namespace assay
