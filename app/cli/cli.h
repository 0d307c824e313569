// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/command.h"

#include <memory>

namespace assay {

/// assay-cli without its process: finds the command and runs it. Exactly one finished() after run(). Main thread.
class Cli final : public QObject
{
    Q_OBJECT
public:
    explicit Cli(Surroundings surroundings, QObject *parent = nullptr);
    ~Cli() override;
    /// `arguments` without the program.
    void run(const QStringList &arguments);
    void interrupt();

Q_SIGNALS:
    void finished(int exitCode);

private:
    void endSoon(int exitCode);
    QString help() const;

    Surroundings m_surroundings;
    std::vector<std::unique_ptr<Command>> m_commands;
    Command *m_running = nullptr;
};

} // namespace assay
