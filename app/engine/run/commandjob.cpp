// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/run/commandjob.h"

#include "models/domain/text.h"

#include <QFileInfo>
#include <QProcess>
#include <QTemporaryFile>

using namespace Qt::Literals::StringLiterals;

namespace assay {

/// A program that has said all may take its time to put its house in order.
CommandJob::CommandJob(TimeSource &time, const CommandCall &call, std::unique_ptr<SampleRecorder> recorder,
                       Nanos idleTimeout, QObject *parent)
    : ChatJob(time, std::move(recorder), idleTimeout, idleTimeout, parent)
    , m_process(std::make_unique<QProcess>())
    , m_program(call.program.isEmpty() ? Text::tr("The program") : QFileInfo(call.program).fileName())
{
    if (!call.promptFile || writePromptFile(*call.promptFile)) {
        start(call);
    }
}

CommandJob::~CommandJob()
{
    time().stop(m_endTimer);
    if (m_process->state() != QProcess::NotRunning) {
        endProgram(Ending::Forced);
    }
    abandon(std::move(m_process));
}

QString CommandJob::peer() const
{
    return m_program;
}

bool CommandJob::writePromptFile(const QByteArray &text)
{
    m_promptFile = std::make_unique<QTemporaryFile>();
    const bool written = m_promptFile->open() && m_promptFile->write(text) == text.size() && m_promptFile->flush();
    if (!written) {
        end({Error{ErrorCode::FileFailed,
                   Text::tr("The prompt could not be written to a temporary file for %1. Check the space on the disk.")
                       .arg(m_program),
                   m_promptFile->errorString()}},
            time().now());
    }
    return written;
}

void CommandJob::start(const CommandCall &call)
{
    makeGroup(*m_process);
    if (call.shell) {
        useShell(*m_process, call.arguments.value(0));
    } else {
        m_process->setProgram(call.program);
        m_process->setArguments(argumentsOf(call));
    }
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const auto &[name, value] : call.environment) {
        environment.insert(name, value == CommandCall::promptFileMark ? m_promptFile->fileName() : value);
    }
    m_process->setProcessEnvironment(environment);
    m_unwritten = call.input.size();
    connect(m_process.get(), &QProcess::started, this, &CommandJob::noteSent);
    connect(m_process.get(), &QProcess::bytesWritten, this, [this](qint64 count) {
        m_unwritten = m_unwritten.value_or(count) - count;
        noteSent();
    });
    connect(m_process.get(), &QProcess::readyReadStandardOutput, this, &CommandJob::readAnswer);
    connect(m_process.get(), &QProcess::readyReadStandardError, this, &CommandJob::readLog);
    connect(m_process.get(), &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart) {
            couldNotStart();
        } // a crash is told by finished(); a program need not read what is written to it
    });
    connect(m_process.get(), &QProcess::finished, this, [this](int exitCode, QProcess::ExitStatus status) {
        processEnded(exitCode, status == QProcess::CrashExit);
    });
    recorder().posted(time().now(), SampleRecorder::Way::Program);
    m_process->start();
    if (!hasEnded()) {
        m_leader = m_process->processId();
        m_process->write(call.input);
        m_process->closeWriteChannel();
        restartTimer();
    }
}

QStringList CommandJob::argumentsOf(const CommandCall &call) const
{
    QStringList arguments = call.arguments;
    if (m_promptFile) {
        arguments.replaceInStrings(QString(CommandCall::promptFileMark), m_promptFile->fileName());
    }
    return arguments;
}

/// The prompt is all with the program. Where it answered before, nothing can be counted from there.
void CommandJob::noteSent()
{
    const Nanos at = time().now();
    if (m_unwritten == 0 && !m_heard && !hasEnded() && m_process->state() == QProcess::Running) {
        m_unwritten.reset(); // said once
        recorder().sent(at);
    }
}

void CommandJob::readAnswer()
{
    const Nanos at = time().now(); // first of all: what follows must not be booked on the program
    const QByteArray bytes = m_process->readAllStandardOutput();
    m_heard = m_heard || !bytes.isEmpty();
    takeBytes(bytes, at);
}

void CommandJob::readLog()
{
    m_log += m_process->readAllStandardError();
    if (m_log.size() > keptLog) {
        m_log = m_log.last(keptLog);
    }
    restartTimer();
}

void CommandJob::processEnded(int exitCode, bool crashed)
{
    const Nanos at = time().now();
    if (hasEnded()) {
        reportEnd();
        return;
    }
    readLog();
    readAnswer();
    if (exitCode == 0 && !crashed) {
        end({}, at);
    } else {
        end({failure(exitCode, crashed), true}, at);
    }
}

void CommandJob::couldNotStart()
{
    end({Error{ErrorCode::BadInput,
               Text::tr("%1 could not be started. Check that it is installed, and write its whole path if it is not "
                        "found by its name.")
                   .arg(m_program),
               m_process->errorString()}},
        time().now());
}

Error CommandJob::failure(int exitCode, bool crashed) const
{
    const QString last = logTail().trimmed().section(u'\n', -1).simplified().left(200);
    const QString how = crashed ? Text::tr("%1 crashed (signal %2).") : Text::tr("%1 ended with exit code %2.");
    // One call for both: what the program said may hold a %2 of its own.
    const QString sentence = how.arg(m_program, QString::number(exitCode));
    return {ErrorCode::ServerError, last.isEmpty() ? sentence : QString(sentence + u' ' + last), {}};
}

QString CommandJob::logTail() const
{
    return QString::fromUtf8(m_log).trimmed();
}

void CommandJob::conclude(ChatOutcome outcome)
{
    if (outcome.sample.error && outcome.sample.error->detail.isEmpty()) {
        outcome.sample.error->detail = logTail();
    }
    m_outcome = std::move(outcome);
    if (m_process->state() == QProcess::NotRunning) {
        reportEnd();
    } else {
        endSoon();
    }
}

/// A child that has only just been made may not lead its group yet.
void CommandJob::endProgram(Ending how)
{
    if (m_leader) {
        endGroup(*m_leader, how);
    }
    if (m_process->state() == QProcess::Starting) {
        m_process->kill();
    }
}

void CommandJob::endSoon()
{
    endProgram(Ending::Asked);
    m_endTimer = time().after(timeToEnd, this, [this] {
        endProgram(Ending::Forced);
        m_endTimer = time().after(timeToEnd, this, [this] { reportEnd(); });
    });
}

/// Children that did not want to end go now, if they belong to a request that was broken off.
void CommandJob::reportEnd()
{
    time().stop(m_endTimer);
    if (!m_outcome) {
        return;
    }
    if (m_leader && m_outcome->sample.status != SampleStatus::Ok) {
        endGroup(*m_leader, Ending::Forced);
    }
    report(*std::exchange(m_outcome, std::nullopt));
}

} // namespace assay
