// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QStringList>

#include <optional>
#include <utility>
#include <vector>

namespace assay {

/// One start of a program that answers a prompt on its standard output.
struct CommandCall
{
    /// Stands in `arguments` for the path of the prompt file: no argument can hold it otherwise.
    static constexpr QChar promptFileMark = QChar(u'\0');

    QString program; // as the person wrote it, for sentences; what is started where there is no shell
    QStringList arguments; // with a shell: one line for it
    bool shell = false;
    /// Set beside what the program inherits. So a shell's line refers to texts without reading them as commands.
    std::vector<std::pair<QString, QString>> environment;
    QByteArray input; // for its standard input, which is closed behind it
    std::optional<QByteArray> promptFile; // content of a file that is there while it runs
};

/// What a sample keeps as its request: {"command": [...], "stdin": "..."}, with {prompt_file} for that file's path.
QByteArray requestJson(const CommandCall &call);

/// The environment variable in which a shell finds the value of the placeholder `name`, and how its line refers to it.
QString shellVariable(const QString &name);
QString shellReference(const QString &name);

} // namespace assay
