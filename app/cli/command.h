// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/arguments.h"
#include "app/cli/exitcode.h"
#include "app/cli/surroundings.h"

#include <QObject>

namespace assay {

/// One command of assay-cli. run() returns at once; exactly one finished() follows from the event loop. Main thread.
class Command : public QObject
{
    Q_OBJECT
public:
    Command(Surroundings &surroundings, const QString &name, const QString &description, QObject *parent);

    QString name() const { return m_name; }
    QString description() const { return m_description; }
    /// `arguments` without the program and the command.
    void run(const QStringList &arguments);
    /// The person has pressed Ctrl-C. What is under way ends in its own time; by default at once.
    virtual void interrupt();

Q_SIGNALS:
    void finished(int exitCode);

protected:
    virtual void addOptions(Arguments &arguments) const = 0;
    /// Begins the work; end() is called once, from here or later.
    virtual void begin(const Arguments &arguments) = 0;

    void end(int exitCode);
    /// Complains with the error's sentence and ends.
    void fail(const Error &error, int exitCode = ExitCode::badInput);
    bool hasEnded() const { return m_ended; }
    Surroundings &surroundings() const { return m_surroundings; }
    Console &console() const { return m_surroundings.console; }

private:
    Surroundings &m_surroundings;
    QString m_name;
    QString m_description;
    bool m_ended = false;
};

} // namespace assay
