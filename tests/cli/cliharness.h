// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/cli.h"

#include <QBuffer>
#include <QFile>
#include <QSignalSpy>

namespace assay::test {

/// As if it had been found by looking around.
inline Endpoint endpointAt(const QUrl &url)
{
    Endpoint endpoint;
    endpoint.id = EndpointId{url.authority()};
    endpoint.url = url;
    endpoint.found = true;
    return endpoint;
}

/// Runs commands in process, with what they read from outside set by the test.
class CliHarness
{
public:
    QHash<QString, QString> environment;
    std::vector<Endpoint> candidates;
    Settings *settings = nullptr;
    std::vector<CalibrationStep> calibration;
    Keychain *keychain = nullptr;
    QByteArray typed; // where a secret is asked for
    QString out;
    QString err;

    /// The exit code; -1 where the command does not end.
    int run(const QStringList &arguments, int columns = 0)
    {
        QBuffer outBuffer;
        QBuffer errBuffer;
        outBuffer.open(QIODevice::WriteOnly);
        errBuffer.open(QIODevice::WriteOnly);
        Console console(outBuffer, errBuffer, columns);
        SystemTime time;
        Cli cli({console,
                 time,
                 KeyResolver(resolveKeyFromEnvironment, keychain),
                 [this](const QString &name) { return environment.value(name); },
                 [this] { return candidates; },
                 nullptr,
                 settings,
                 calibration,
                 {},
                 keychain,
                 [this] { return typed; }});
        QSignalSpy finished(&cli, &Cli::finished);
        cli.run(arguments);
        const bool ended = !finished.isEmpty() || finished.wait(60'000);
        console.out.flush();
        console.err.flush();
        out = QString::fromUtf8(outBuffer.data());
        err = QString::fromUtf8(errBuffer.data());
        return ended ? finished.constFirst().constFirst().toInt() : -1;
    }
};

inline bool writeText(const QString &path, const QByteArray &text)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(text) == text.size();
}

inline QByteArray readText(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// A models.json with `ids` on one server.
inline QByteArray modelsJson(const QUrl &url, const QStringList &ids)
{
    QStringList models;
    for (const QString &id : ids) {
        models.append(QStringLiteral("\"%1\": {\"endpoint\": \"here\", \"id\": \"%1\"}").arg(id));
    }
    return QStringLiteral("{\"version\": 1, \"endpoints\": {\"here\": {\"url\": \"%1\"}}, \"models\": {%2}}")
        .arg(url.toString(), models.join(QStringLiteral(", ")))
        .toUtf8();
}

} // namespace assay::test
