// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/cli.h"

#include "app/cli/calibratecommand.h"
#include "app/cli/comparecommand.h"
#include "app/cli/keycommand.h"
#include "app/cli/modelscommand.h"
#include "app/cli/practicecommand.h"
#include "app/cli/probecommand.h"
#include "app/cli/reportcommand.h"
#include "app/cli/runcommand.h"
#include "models/domain/text.h"

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace assay {

Cli::Cli(Surroundings surroundings, QObject *parent) : QObject(parent), m_surroundings(std::move(surroundings))
{
    m_commands.push_back(std::make_unique<RunCommand>(m_surroundings));
    m_commands.push_back(std::make_unique<ModelsCommand>(m_surroundings));
    m_commands.push_back(std::make_unique<ProbeCommand>(m_surroundings));
    m_commands.push_back(std::make_unique<CompareCommand>(m_surroundings));
    m_commands.push_back(std::make_unique<ReportCommand>(m_surroundings));
    m_commands.push_back(std::make_unique<PracticeCommand>(m_surroundings));
    m_commands.push_back(std::make_unique<CalibrateCommand>(m_surroundings));
    m_commands.push_back(std::make_unique<KeyCommand>(m_surroundings));
}

Cli::~Cli() = default;

void Cli::run(const QStringList &arguments)
{
    Console &console = m_surroundings.console;
    const QString first = arguments.value(0);
    if (first == "--help"_L1 || first == "-h"_L1 || first == "help"_L1) {
        console.out << help() << Qt::flush;
        return endSoon(ExitCode::ok);
    }
    if (first == "--version"_L1 || first == "-v"_L1) {
        console.print(u"assay-cli " ASSAY_VERSION ""_s);
        return endSoon(ExitCode::ok);
    }
    if (first.isEmpty()) {
        console.err << help() << Qt::flush;
        return endSoon(ExitCode::badInput);
    }
    const auto command = std::find_if(m_commands.begin(), m_commands.end(),
                                      [&first](const auto &each) { return each->name() == first; });
    if (command == m_commands.end()) {
        console.complain(Text::tr("There is no command \u201c%1\u201d. See assay-cli --help.").arg(first));
        return endSoon(ExitCode::badInput);
    }
    m_running = command->get();
    connect(m_running, &Command::finished, this, &Cli::finished);
    m_running->run(arguments.mid(1));
}

void Cli::interrupt()
{
    if (m_running) {
        m_running->interrupt();
    }
}

void Cli::endSoon(int exitCode)
{
    QMetaObject::invokeMethod(
        this, [this, exitCode] { Q_EMIT finished(exitCode); }, Qt::QueuedConnection);
}

QString Cli::help() const
{
    QString text =
        Text::tr("Usage: assay-cli COMMAND [options]\n\n"
                 "Runs one prompt set through several local language models and reports how fast and how well "
                 "they answer.\n\nCommands:\n");
    for (const auto &command : m_commands) {
        text += u"  %1 %2\n"_s.arg(command->name(), -9).arg(command->description());
    }
    return text
        + Text::tr("\nOptions of a command: assay-cli COMMAND --help\n"
                   "Exit status: 0 all well; 1 wrong usage or bad input; 2 some models failed or were skipped;\n"
                   "             3 all failed; 4 compare found a regression; 130 interrupted.\n");
}

} // namespace assay
