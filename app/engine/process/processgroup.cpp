// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/process/processgroup.h"

#include <QProcess>

#ifdef Q_OS_UNIX
#include <csignal>
#include <unistd.h>
#endif

using namespace Qt::Literals::StringLiterals;

namespace assay {

#ifdef Q_OS_UNIX

void makeGroup(QProcess &process)
{
    process.setChildProcessModifier([] { ::setpgid(0, 0); });
}

void useShell(QProcess &process, const QString &line)
{
    process.setProgram(u"/bin/sh"_s);
    process.setArguments({u"-c"_s, line});
}

void endGroup(qint64 leader, Ending how)
{
    if (leader > 0) {
        ::kill(-static_cast<pid_t>(leader), how == Ending::Asked ? SIGTERM : SIGKILL);
    }
}

#else

void makeGroup(QProcess &)
{
}

void useShell(QProcess &process, const QString &line)
{
    process.setProgram(u"cmd.exe"_s);
    process.setNativeArguments(u"/D /V:ON /S /C \""_s + line + u'"');
}

void endGroup(qint64 leader, Ending)
{
    if (leader > 0) {
        QProcess::startDetached(u"taskkill"_s, {u"/T"_s, u"/F"_s, u"/PID"_s, QString::number(leader)});
    }
}

#endif

/// The destructor of a running QProcess would wait for its end.
void abandon(std::unique_ptr<QProcess> process)
{
    process->disconnect();
    if (process->state() == QProcess::NotRunning) {
        return;
    }
    QProcess *left = process.release();
    QObject::connect(left, &QProcess::finished, left, &QObject::deleteLater);
    QObject::connect(left, &QProcess::errorOccurred, left, [left](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart) {
            left->deleteLater();
        }
    });
}

} // namespace assay
