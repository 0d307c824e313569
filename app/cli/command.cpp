// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"

namespace assay {

Command::Command(Surroundings &surroundings, const QString &name, const QString &description, QObject *parent)
    : QObject(parent), m_surroundings(surroundings), m_name(name), m_description(description)
{
}

void Command::run(const QStringList &arguments)
{
    Arguments options(m_name, m_description);
    addOptions(options);
    const Status parsed = options.parse(arguments);
    if (options.wantsHelp()) {
        console().out << options.help() << Qt::flush;
        end(ExitCode::ok);
    } else if (!parsed) {
        fail(parsed.error());
    } else {
        begin(options);
    }
}

void Command::interrupt()
{
    end(ExitCode::interrupted);
}

void Command::end(int exitCode)
{
    if (m_ended) {
        return;
    }
    m_ended = true;
    QMetaObject::invokeMethod(
        this, [this, exitCode] { Q_EMIT finished(exitCode); }, Qt::QueuedConnection);
}

void Command::fail(const Error &error, int exitCode)
{
    if (!m_ended) {
        console().complain(error.message);
    }
    end(exitCode);
}

} // namespace assay
