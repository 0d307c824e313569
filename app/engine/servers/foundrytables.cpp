// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/servers/foundryoutput.h"

#include <QRegularExpression>

using namespace Qt::Literals::StringLiterals;

namespace assay {
namespace {

struct Column
{
    QString name; // lower case
    qsizetype from;
};

/// The headings of a table and where they begin; empty where the line is none.
std::vector<Column> columnsIn(const QString &line)
{
    static const QRegularExpression heading(u"\\S+(?: \\S+)*"_s);
    std::vector<Column> columns;
    bool hasAlias = false;
    bool hasId = false;
    auto words = heading.globalMatch(line);
    while (words.hasNext()) {
        const QRegularExpressionMatch word = words.next();
        columns.push_back({word.captured().toLower(), word.capturedStart()});
        hasAlias = hasAlias || columns.back().name == "alias"_L1;
        hasId = hasId || columns.back().name.section(u' ', -1) == "id"_L1;
    }
    return hasAlias && hasId ? columns : std::vector<Column>();
}

/// Of the column whose heading ends in `name`: "id" for "Model ID".
QString cell(const QString &line, const std::vector<Column> &columns, QLatin1StringView name)
{
    for (size_t i = 0; i < columns.size(); ++i) {
        const bool isIt = columns[i].name.section(u' ', -1) == name;
        const qsizetype end = i + 1 < columns.size() ? columns[i + 1].from : line.size();
        if (isIt)
            return line.mid(columns[i].from, end - columns[i].from).trimmed();
    }
    return {};
}

/// "8.37 GB" in 10^6 bytes.
std::optional<double> sizeIn(const QString &text)
{
    static const QRegularExpression size(u"^([\\d.]+)\\s*([KMGT])i?B$"_s, QRegularExpression::CaseInsensitiveOption);
    const QRegularExpressionMatch match = size.match(text);
    const double number = match.captured(1).toDouble();
    if (!match.hasMatch() || number <= 0)
        return {};
    switch (match.captured(2).at(0).toUpper().unicode()) {
    case u'K':
        return number / 1000;
    case u'G':
        return number * 1000;
    case u'T':
        return number * 1e6;
    default:
        return number;
    }
}

std::optional<QString> ifAny(const QString &text)
{
    return text.isEmpty() ? std::nullopt : std::optional(text);
}

FoundryEntry entryIn(const QString &line, const std::vector<Column> &columns)
{
    FoundryEntry entry;
    entry.model.serverId = cell(line, columns, "id"_L1);
    ModelMetadata &known = entry.model.metadata;
    known.family = ifAny(cell(line, columns, "alias"_L1));
    known.device = ifAny(cell(line, columns, "device"_L1).toUpper());
    known.license = ifAny(cell(line, columns, "license"_L1));
    known.sizeMb = sizeIn(cell(line, columns, "size"_L1));
    const QStringList tasks = cell(line, columns, "task"_L1).toLower().split(u',', Qt::SkipEmptyParts);
    for (const QString &task : tasks)
        known.capabilities << task.trimmed();
    fillFromFoundryId(entry.model);
    return entry;
}

/// Rows without an alias are further variants of the alias above.
std::optional<std::vector<FoundryEntry>> entriesInTable(const QString &text)
{
    std::vector<Column> columns;
    std::vector<FoundryEntry> entries;
    std::optional<QString> alias;
    for (const QString &line : text.split(u'\n')) {
        if (columns.empty()) {
            columns = columnsIn(line);
            continue;
        }
        FoundryEntry entry = entryIn(line, columns);
        if (entry.model.serverId.isEmpty() || entry.model.serverId.contains(u' ')
            || entry.model.serverId.startsWith("--"_L1))
            continue;
        alias = entry.model.metadata.family ? entry.model.metadata.family : alias;
        entry.model.metadata.family = alias;
        entries.push_back(std::move(entry));
    }
    return columns.empty() ? std::nullopt : std::optional(std::move(entries));
}

} // namespace

std::optional<std::vector<FoundryEntry>> entriesInOutput(const QByteArray &output)
{
    if (const auto json = jsonInOutput(output)) {
        if (auto entries = foundryEntries(*json))
            return entries;
    }
    return entriesInTable(plainOutput(output));
}

QStringList modelIdsInOutput(const QByteArray &output)
{
    QStringList ids;
    if (const auto entries = entriesInOutput(output)) {
        for (const FoundryEntry &entry : *entries)
            ids << entry.model.serverId;
        return ids;
    }
    // "alias   model id", the id last.
    static const QRegularExpression pair(u"^\\s*\\S+\\s+(\\S+(?:-cpu|-gpu|-npu)(?::\\d+)?|\\S+:\\d+)\\s*$"_s,
                                         QRegularExpression::CaseInsensitiveOption);
    for (const QString &line : plainOutput(output).split(u'\n')) {
        if (const QRegularExpressionMatch match = pair.match(line); match.hasMatch())
            ids << match.captured(1);
    }
    return ids;
}

} // namespace assay
