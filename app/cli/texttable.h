// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

#include <vector>

namespace assay {

enum class CellAlign { Left, Right };

struct TableColumn
{
    QString title;
    CellAlign align = CellAlign::Left;
};

/// A table for a terminal: columns as wide as their widest cell, two blanks between them, no blanks at line ends, made
/// safe for terminals. Ends in a newline. Pure.
QString textTable(const std::vector<TableColumn> &columns, const std::vector<QStringList> &rows);

} // namespace assay
