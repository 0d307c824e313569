// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/arguments.h"

#include "models/domain/text.h"

#include <cmath>

using namespace Qt::Literals::StringLiterals;

namespace assay {

Error unexpected(const QString &what, const QString &found, const QString &expected)
{
    return {ErrorCode::BadInput, Text::tr("%1: found \u201c%2\u201d, expected %3.").arg(what, found, expected), {}};
}

Result<int> wholeNumber(const QString &what, const QString &text, int low, int high)
{
    bool isNumber = false;
    const int number = text.trimmed().toInt(&isNumber);
    if (!isNumber || number < low || number > high) {
        return unexpected(what, text, Text::tr("a whole number from %1 to %2").arg(low).arg(high));
    }
    return number;
}

Result<QUrl> serverUrl(const QString &what, const QString &text)
{
    const QUrl url(text.contains("://"_L1) ? text : u"http://"_s + text, QUrl::StrictMode);
    const bool isWeb = url.scheme() == "http"_L1 || url.scheme() == "https"_L1;
    if (!url.isValid() || !isWeb || url.host().isEmpty()) {
        return unexpected(what, text, Text::tr("an address such as http://127.0.0.1:8080"));
    }
    if (!url.userInfo().isEmpty()) {
        return Error{
            ErrorCode::BadInput,
            Text::tr("%1: an address must not hold a name or a password; name a key in models.json.").arg(what),
            {}};
    }
    return url;
}

Arguments::Arguments(const QString &command, const QString &description) : m_command(command)
{
    m_parser.setApplicationDescription(description);
    m_parser.setSingleDashWordOptionMode(QCommandLineParser::ParseAsLongOptions);
    m_parser.addOption({{u"h"_s, u"help"_s}, Text::tr("Show this help.")});
}

void Arguments::addFlag(const QString &name, const QString &description)
{
    m_parser.addOption({name, description});
}

void Arguments::addValue(const QString &name, const QString &valueName, const QString &description)
{
    m_parser.addOption({name, description, valueName});
}

void Arguments::addFile(const QString &valueName, const QString &description)
{
    m_parser.addPositionalArgument(valueName, description);
    m_files.append(valueName);
}

Status Arguments::parse(const QStringList &arguments)
{
    const auto bad = [this](const QString &sentence) {
        return Error{ErrorCode::BadInput, Text::tr("%1 See assay-cli %2 --help.").arg(sentence, m_command), {}};
    };
    if (!m_parser.parse(QStringList{u"assay-cli"_s} + arguments)) {
        const QStringList unknown = m_parser.unknownOptionNames();
        const QString said = m_parser.errorText();
        return bad(unknown.isEmpty() ? (said.endsWith(u'.') ? said : said + u'.')
                                     : Text::tr("There is no option --%1.").arg(unknown.constFirst()));
    }
    if (files().size() > m_files.size()) {
        return bad(Text::tr("\u201c%1\u201d is no option.").arg(files().at(m_files.size())));
    }
    if (files().size() < m_files.size()) {
        return bad(Text::tr("%1 is missing.").arg(m_files.at(files().size())));
    }
    for (const QString &name : m_parser.optionNames()) {
        const QString text = m_parser.value(name);
        if (text.startsWith("--"_L1)) { // the parser takes the next option for the value
            return bad(Text::tr("--%1 needs a value, found %2.").arg(name, text));
        }
        if (text.isEmpty() && !m_parser.values(name).isEmpty()) {
            return bad(Text::tr("--%1 needs a value, found nothing.").arg(name));
        }
    }
    return Done{};
}

QString Arguments::help() const
{
    // The parser's first line names the whole path of the program and no command.
    const QString text = m_parser.helpText();
    QStringList usage{Text::tr("Usage: assay-cli %1 [options]").arg(m_command)};
    usage += m_files;
    return usage.join(u' ') + text.mid(text.indexOf(u'\n'));
}

std::optional<QString> Arguments::value(const QString &name) const
{
    return m_parser.isSet(name) ? std::optional(m_parser.value(name)) : std::nullopt;
}

Status Arguments::takeNumber(const QString &name, int low, int high, int &into) const
{
    std::optional<int> number;
    Status status = takeNumber(name, low, high, number);
    into = number.value_or(into);
    return status;
}

Status Arguments::takeNumber(const QString &name, int low, int high, std::optional<int> &into) const
{
    if (const auto text = value(name)) {
        const Result<int> number = wholeNumber(u"--"_s + name, *text, low, high);
        if (!number) {
            return number.error();
        }
        into = *number;
    }
    return Done{};
}

Status Arguments::takeNumber(const QString &name, quint64 &into) const
{
    if (const auto text = value(name)) {
        bool isNumber = false;
        const quint64 number = text->toULongLong(&isNumber);
        constexpr auto largest = static_cast<quint64>(std::numeric_limits<qint64>::max());
        if (!isNumber || number > largest) {
            return unexpected(u"--"_s + name, *text, Text::tr("a whole number of at least 0"));
        }
        into = number;
    }
    return Done{};
}

Status Arguments::takeReal(const QString &name, double low, double high, std::optional<double> &into) const
{
    if (const auto text = value(name)) {
        bool isNumber = false;
        const double number = text->toDouble(&isNumber);
        if (!isNumber || !(number >= low && number <= high)) {
            return unexpected(u"--"_s + name, *text, Text::tr("a number from %1 to %2").arg(low).arg(high));
        }
        into = number;
    }
    return Done{};
}

} // namespace assay
