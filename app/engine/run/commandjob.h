// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engine/process/commandcall.h"
#include "app/engine/process/processgroup.h"
#include "app/engine/run/chatjob.h"

class QProcess;
class QTemporaryFile;

namespace assay {

/// A chat request that starts a program: what it writes to its standard output is the answer, its end is the answer's
/// end. When the request ends early, the program and its children are asked to end, and forced after a second; only
/// then finished() comes, so that nothing of it runs beside the next request. Never blocks.
class CommandJob final : public ChatJob
{
    Q_OBJECT
public:
    static constexpr Nanos timeToEnd = std::chrono::seconds(1); // when asked; as long again when forced
    static constexpr qsizetype keptLog = 4096; // the last bytes of standard error

    CommandJob(TimeSource &time, const CommandCall &call, std::unique_ptr<SampleRecorder> recorder, Nanos idleTimeout,
               QObject *parent);
    ~CommandJob() override;

protected:
    QString peer() const override;
    void conclude(ChatOutcome outcome) override;

private:
    bool writePromptFile(const QByteArray &text);
    void start(const CommandCall &call);
    QStringList argumentsOf(const CommandCall &call) const;
    void noteSent();
    void readAnswer();
    void readLog();
    void processEnded(int exitCode, bool crashed);
    void couldNotStart();
    Error failure(int exitCode, bool crashed) const;
    QString logTail() const;
    void endProgram(Ending how);
    void endSoon();
    void reportEnd();

    std::unique_ptr<QProcess> m_process;
    std::unique_ptr<QTemporaryFile> m_promptFile;
    QString m_program;
    QByteArray m_log; // the end of standard error
    std::optional<qint64> m_leader; // of the process group; absent before it was started
    std::optional<qint64> m_unwritten; // bytes of standard input that have not left; absent when all have
    bool m_heard = false; // something of the answer came
    std::optional<ChatOutcome> m_outcome; // until it is reported
    TimeSource::TimerId m_endTimer = 0;
};

} // namespace assay
