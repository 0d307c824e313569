// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/practicecommand.h"

#include "app/cli/inputfile.h"
#include "models/domain/catalog.h"
#include "models/domain/text.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QRegularExpression>
#include <QStandardPaths>

using namespace Qt::Literals::StringLiterals;

namespace assay {
namespace {

/// How a shell calls this program.
QString thisProgram()
{
    QString name = u"assay-cli"_s;
    QString path = QCoreApplication::applicationFilePath();
    if (QStandardPaths::findExecutable(name) == path) {
        return name;
    }
    static const QRegularExpression plain(u"^[\\w/.+-]+\\z"_s);
    return plain.match(path).hasMatch() ? path : QString(u'\'' + path.replace(u'\'', "'\\''"_L1) + u'\'');
}

} // namespace

PracticeCommand::PracticeCommand(Surroundings &surroundings, QObject *parent)
    : Command(surroundings, u"practice"_s, Text::tr("Run the simulated server until interrupted."), parent)
{
}

void PracticeCommand::addOptions(Arguments &arguments) const
{
    arguments.addValue(u"port"_s, u"N"_s,
                       Text::tr("Listen on this port of 127.0.0.1; 0 is any free one. Without it, %1, where "
                                "assay-cli models looks, or any free one where that is taken.")
                           .arg(standardPracticePort));
    arguments.addValue(u"profile"_s, u"FILE"_s, Text::tr("Simulate the models of this JSON file."));
    arguments.addValue(u"seed"_s, u"N"_s,
                       Text::tr("The seed of delays and failures (default %1).").arg(standardPracticeSeed));
}

void PracticeCommand::begin(const Arguments &arguments)
{
    int port = standardPracticePort;
    quint64 seed = standardPracticeSeed;
    for (const Status &status :
         {arguments.takeNumber(u"port"_s, 0, 65535, port), arguments.takeNumber(u"seed"_s, seed)}) {
        if (!status) {
            return fail(status.error());
        }
    }
    std::vector<PracticeProfile> profiles = standardProfiles();
    if (const auto path = arguments.value(u"profile"_s)) {
        const Result<QByteArray> bytes = readInputFile(*path);
        if (!bytes) {
            return fail(bytes.error());
        }
        const Result<std::vector<PracticeProfile>> read = readProfiles(*bytes, QFileInfo(*path).fileName());
        if (!read) {
            return fail(read.error());
        }
        profiles = *read;
    }
    m_server = std::make_unique<PracticeServer>(profiles, seed);
    Result<QUrl> url = m_server->listen(static_cast<quint16>(port));
    if (!url && !arguments.has(u"port"_s)) {
        console().say(Text::tr("Port %1 is taken, so another one is used: assay-cli models does not look there by "
                               "itself, but with --endpoint.")
                          .arg(port));
        url = m_server->listen();
    }
    if (!url) {
        return fail(url.error());
    }
    console().print(url->toString());
    for (const PracticeProfile &profile : profiles) {
        console().say(terminalSafe(profile.id + u"  "_s + profile.description));
    }
    console().say(Text::tr("Simulated models for practice; Ctrl-C ends them. To try them, in another terminal:"));
    console().say(u"    %1 run --endpoint %2 --rounds 1"_s.arg(thisProgram(), url->toString()));
}

void PracticeCommand::interrupt()
{
    m_server.reset();
    end(ExitCode::ok);
}

} // namespace assay
