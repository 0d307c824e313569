// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/result.h"

#include <QCommandLineParser>
#include <QUrl>

namespace assay {

/// The options of one command. Each fault is one sentence that names the option, what was found and what was expected.
class Arguments
{
public:
    Arguments(const QString &command, const QString &description);

    void addFlag(const QString &name, const QString &description);
    void addValue(const QString &name, const QString &valueName, const QString &description);
    /// What stands without a name, in this order; all of it is needed.
    void addFile(const QString &valueName, const QString &description);

    /// `arguments` without the program and the command.
    Status parse(const QStringList &arguments);
    bool wantsHelp() const { return m_parser.isSet(QStringLiteral("help")); }
    QString help() const;

    bool has(const QString &name) const { return m_parser.isSet(name); }
    QStringList given() const { return m_parser.optionNames(); }
    /// As many as addFile() was called.
    QStringList files() const { return m_parser.positionalArguments(); }
    /// The last one where it was given several times; nullopt where it was not given.
    std::optional<QString> value(const QString &name) const;
    Status takeNumber(const QString &name, int low, int high, int &into) const;
    Status takeNumber(const QString &name, int low, int high, std::optional<int> &into) const;
    Status takeNumber(const QString &name, quint64 &into) const;
    Status takeReal(const QString &name, double low, double high, std::optional<double> &into) const;

private:
    QCommandLineParser m_parser;
    QString m_command;
    QStringList m_files; // their names in the usage
};

/// BadInput: "`what`: found \u201ctext\u201d, expected `expected`."
Error unexpected(const QString &what, const QString &found, const QString &expected);
Result<int> wholeNumber(const QString &what, const QString &text, int low, int high);
/// An address of a server: http or https, a host, "http://" added where it is left out.
Result<QUrl> serverUrl(const QString &what, const QString &text);

} // namespace assay
