// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/texttable.h"

#include "app/cli/console.h"

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace assay {
namespace {

/// Code points, which is what most terminals advance by.
qsizetype width(const QString &text)
{
    return text.toUcs4().size();
}

QString padded(const QString &cell, qsizetype to, CellAlign align)
{
    const QString blanks(std::max<qsizetype>(0, to - width(cell)), u' ');
    return align == CellAlign::Left ? QString(cell + blanks) : QString(blanks + cell);
}

} // namespace

QString textTable(const std::vector<TableColumn> &columns, const std::vector<QStringList> &rows)
{
    QStringList titles;
    for (const TableColumn &column : columns) {
        titles.append(column.title);
    }
    std::vector<QStringList> lines{titles};
    for (const QStringList &row : rows) {
        QStringList safe;
        std::transform(row.begin(), row.end(), std::back_inserter(safe), terminalSafe);
        lines.push_back(safe);
    }
    std::vector<qsizetype> widths(columns.size(), 0);
    for (const QStringList &line : lines) {
        for (size_t i = 0; i < columns.size(); ++i) {
            widths[i] = std::max(widths[i], width(line.value(static_cast<qsizetype>(i))));
        }
    }
    QString text;
    for (const QStringList &line : lines) {
        QStringList cells;
        for (size_t i = 0; i < columns.size(); ++i) {
            cells.append(padded(line.value(static_cast<qsizetype>(i)), widths[i], columns[i].align));
        }
        QString joined = cells.join("  "_L1);
        while (joined.endsWith(u' ')) {
            joined.chop(1);
        }
        text += joined + u'\n';
    }
    return text;
}

} // namespace assay
