// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engine/net/timesource.h"
#include "app/engine/servers/errand.h"

#include <memory>

class QProcess;

namespace assay {

/// One short run of a program of this machine (a server's own command line), without a shell and without input. Engine
/// thread. Exactly one finished(), never from inside the constructor or cancel(); deletes itself afterwards. Its end is
/// the process's, not that of its output: a service that it starts may keep that open. Broken off, it goes with the
/// programs that it started; one that ended by itself leaves them alone. Never blocks.
class ProgramJob final : public QObject
{
    Q_OBJECT
public:
    /// `paths`: where it is looked for; empty: on the PATH. `patience` counts from the last line where lines are read.
    ProgramJob(TimeSource &time, const QStringList &paths, const QString &program, const QStringList &arguments,
               Nanos patience, QObject *parent);
    ~ProgramJob() override;
    void cancel();

Q_SIGNALS:
    void line(const QByteArray &line); // of standard output; without colours and line end
    /// Errors: NotFound where there is no such program, IdleTimeout, Cancelled, ServerError where it could not run.
    void finished(const assay::Result<assay::ProgramEnd> &result);

private:
    void start(const QString &path, const QStringList &arguments);
    void readOutput();
    void take(int exitCode, bool crashed);
    void kill();
    void restartTimer();
    void giveUp(const Error &why);
    void end(Result<ProgramEnd> result);

    TimeSource &m_time;
    QString m_program;
    std::unique_ptr<QProcess> m_process;
    QByteArray m_out, m_line;
    Nanos m_patience;
    TimeSource::TimerId m_timer = 0;
    std::optional<qint64> m_leader; // of the process group; absent before it was started
    std::optional<Error> m_why; // it was killed for
    bool m_ended = false;
};

/// Without the sequences that colour a terminal.
QByteArray withoutColours(QByteArray text);

} // namespace assay
