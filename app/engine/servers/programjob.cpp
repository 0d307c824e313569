// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/servers/programjob.h"

#include "app/engine/process/processgroup.h"
#include "models/domain/text.h"

#include <QProcess>
#include <QStandardPaths>

namespace assay {
namespace {

constexpr qsizetype maxOutput = 8 * 1024 * 1024;
constexpr qsizetype maxLine = 64 * 1024;

} // namespace

QByteArray withoutColours(QByteArray text)
{
    qsizetype from = 0;
    while ((from = text.indexOf("\x1b[", from)) >= 0) {
        qsizetype end = from + 2;
        while (end < text.size() && (text[end] < '@' || text[end] > '~')) {
            ++end;
        }
        text.remove(from, end + 1 - from);
    }
    return text;
}

ProgramJob::ProgramJob(TimeSource &time, const QStringList &paths, const QString &program, const QStringList &arguments,
                       Nanos patience, QObject *parent)
    : QObject(parent), m_time(time), m_program(program), m_process(std::make_unique<QProcess>()), m_patience(patience)
{
    const QString path = QStandardPaths::findExecutable(program, paths);
    if (path.isEmpty()) {
        end(Error{ErrorCode::NotFound, Text::tr("The program %1 is not installed on this machine.").arg(program), {}});
        return;
    }
    start(path, arguments);
}

void ProgramJob::start(const QString &path, const QStringList &arguments)
{
    connect(m_process.get(), &QProcess::readyReadStandardOutput, this, &ProgramJob::readOutput);
    connect(m_process.get(), &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart) {
            end(Error{ErrorCode::ServerError, Text::tr("The program %1 could not be started.").arg(m_program),
                      m_process->errorString()});
        }
    });
    connect(m_process.get(), &QProcess::finished, this,
            [this](int code, QProcess::ExitStatus status) { take(code, status == QProcess::CrashExit); });
    restartTimer();
    makeGroup(*m_process);
    m_process->setStandardInputFile(QProcess::nullDevice());
    m_process->start(path, arguments);
    if (!m_ended) {
        m_leader = m_process->processId();
    }
}

ProgramJob::~ProgramJob()
{
    m_time.stop(m_timer);
    if (m_process->state() != QProcess::NotRunning) {
        kill();
    }
    abandon(std::move(m_process));
}

void ProgramJob::take(int exitCode, bool crashed)
{
    readOutput();
    const QByteArray err = m_process->readAllStandardError().right(maxLine);
    if (m_why) {
        end(*m_why);
    } else if (crashed) {
        end(Error{ErrorCode::ServerError, Text::tr("The program %1 crashed.").arg(m_program), QString::fromUtf8(err)});
    } else {
        end(ProgramEnd{exitCode, m_out, err});
    }
}

void ProgramJob::restartTimer()
{
    m_time.stop(m_timer);
    m_timer = m_time.after(m_patience, this, [this] {
        giveUp({ErrorCode::IdleTimeout, Text::tr("The program %1 did not end in time.").arg(m_program), {}});
    });
}

void ProgramJob::readOutput()
{
    const QByteArray bytes = m_process->readAllStandardOutput();
    if (bytes.isEmpty() || m_ended || m_why) {
        return;
    }
    restartTimer();
    m_out += bytes;
    if (m_out.size() > maxOutput) {
        m_out = m_out.right(maxOutput / 2);
    }
    m_line += bytes;
    m_line.replace('\r', '\n'); // progress is often written over the same line
    for (qsizetype end = m_line.indexOf('\n'); end >= 0; end = m_line.indexOf('\n')) {
        const QByteArray text = withoutColours(m_line.left(end));
        m_line.remove(0, end + 1);
        if (!text.trimmed().isEmpty()) {
            Q_EMIT line(text);
        }
    }
    m_line = m_line.left(maxLine);
}

void ProgramJob::cancel()
{
    giveUp({ErrorCode::Cancelled, Text::tr("Cancelled."), {}});
}

void ProgramJob::giveUp(const Error &why)
{
    if (m_ended || m_why) {
        return;
    }
    m_why = why;
    kill(); // its end is heard of soon
}

/// A child that has only just been made may not lead its group yet.
void ProgramJob::kill()
{
    if (m_leader) {
        endGroup(*m_leader, Ending::Forced);
    }
    if (m_process->state() == QProcess::Starting) {
        m_process->kill();
    }
}

void ProgramJob::end(Result<ProgramEnd> result)
{
    if (m_ended) {
        return;
    }
    m_ended = true;
    m_time.stop(m_timer);
    QMetaObject::invokeMethod(
        this,
        [this, answer = std::move(result)] {
            Q_EMIT finished(answer);
            deleteLater();
        },
        Qt::QueuedConnection);
}

} // namespace assay
