// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/results/tabledelegate.h"

class QLabel;
class QTableView;

namespace assay {

/// The tables and sentences of Results look and behave alike. GUI thread.

/// A sortable table of whole rows, also by its context menu, so that it can be sorted with keys.
QTableView *makeTable(const QString &objectName, const QString &name, RowHeight height, QWidget *parent);
/// Every column as wide as its header and its rows need; for few rows only.
void fitColumns(QTableView *table);
/// Plain words that wrap and can be copied.
QLabel *makeSentence(const QString &objectName, QWidget *parent);
void setMuted(QLabel *label);

} // namespace assay
