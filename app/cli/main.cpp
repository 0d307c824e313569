// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/cli.h"
#include "app/cli/interrupt.h"
#include "app/cli/secret.h"
#include "app/engine/keys/keychain.h"
#include "app/engine/machine/costwatch.h"
#include "app/engine/net/relay/relay.h"
#include "app/engine/servers/endpointlister.h"
#include "app/engine/settings/settings.h"

#include <QCoreApplication>
#include <QFile>

#include <cstdio>

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("assay-cli"));
    QCoreApplication::setApplicationVersion(QStringLiteral(ASSAY_VERSION));

    QFile out;
    QFile err;
    if (!out.open(stdout, QIODevice::WriteOnly) || !err.open(stderr, QIODevice::WriteOnly)) {
        return assay::ExitCode::badInput;
    }
    assay::Console console(out, err, assay::terminalColumns());
    assay::SystemTime time;
    const auto environment = [](const QString &name) { return qEnvironmentVariable(name.toUtf8().constData()); };
    const auto candidates = [] { return assay::EndpointLister::wellKnownCandidates({}); };

    // Made here and not where a run starts, so that the kernel stamps long before the first answer.
    const auto relay = assay::Relay::start(false);
    assay::Settings settings;
    const auto costWatch = [&time] { return assay::makeCostWatch(time); };
    const auto keychain = assay::systemKeychain();
    assay::Cli cli({console,
                    time,
                    {assay::resolveKeyFromEnvironment, keychain.get()},
                    environment,
                    candidates,
                    relay ? relay.value().get() : nullptr,
                    &settings,
                    assay::calibrationSteps(false),
                    costWatch,
                    keychain.get(),
                    [&console] { return assay::readSecret(console); }});
    const assay::Interrupt interrupt;
    QObject::connect(&interrupt, &assay::Interrupt::interrupted, &cli, &assay::Cli::interrupt);
    QObject::connect(&cli, &assay::Cli::finished, &application, &QCoreApplication::exit);
    cli.run(application.arguments().mid(1));
    return QCoreApplication::exec();
}
