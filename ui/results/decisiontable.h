// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/summary.h"

#include <QWidget>

class QLabel;
class QTableView;

namespace assay {

class SummaryModel;

/// One row a model with the figures that decide, and a legend of its marks below. GUI thread.
class DecisionTable final : public QWidget
{
    Q_OBJECT
public:
    explicit DecisionTable(QWidget *parent = nullptr);

    /// Makes room for so many models and empties the table, so that nothing moves when the figures come.
    void expect(int models);
    void setSummaries(std::vector<ModelSummary> summaries);
    bool isEmpty() const;

protected:
    void changeEvent(QEvent *event) override;

private:
    bool showCosts();
    void refreshLegend();

    SummaryModel *m_model;
    QTableView *m_table;
    QLabel *m_legend;
};

} // namespace assay
