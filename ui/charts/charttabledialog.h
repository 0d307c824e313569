// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/chartsurface.h"

#include <QDialog>

namespace assay {

/// A chart's data as tables, to be read and copied; not modal. GUI thread.
class ChartTableDialog final : public QDialog
{
    Q_OBJECT
public:
    ChartTableDialog(const QString &title, const QString &summary, const std::vector<ChartTable> &tables,
                     QWidget *parent);

private:
    QWidget *table(const ChartTable &content);
};

} // namespace assay
