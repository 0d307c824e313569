// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/results/decisiontable.h"

#include <QEvent>
#include <QHeaderView>
#include <QLabel>
#include <QScrollBar>
#include <QTableView>
#include <QVBoxLayout>

#include "models/items/summarymodel.h"
#include "models/items/valuesort.h"
#include "ui/results/tables.h"
#include "ui/theme/theme.h"

using namespace Qt::Literals::StringLiterals;

namespace assay {

DecisionTable::DecisionTable(QWidget *parent)
    : QWidget(parent)
    , m_model(new SummaryModel(this))
    , m_table(makeTable(u"resultsTable"_s, tr("One row a model"), RowHeight::TwoLines, this))
    , m_legend(makeSentence(u"resultsLegend"_s, this))
{
    setObjectName(u"decisionTable"_s);
    auto *sort = new ValueSort(this);
    sort->setSourceModel(m_model);
    m_table->setModel(sort);
    m_table->sortByColumn(-1, Qt::AscendingOrder); // plan order until the person wants another
    m_table->horizontalHeader()->setStretchLastSection(true);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(theme::gap(1));
    column->addWidget(m_table);
    column->addWidget(m_legend);
    expect(1);
}

void DecisionTable::expect(int models)
{
    constexpr int mostRows = 6; // more are scrolled to
    m_model->setSummaries({});
    showCosts();
    const int row = m_table->verticalHeader()->defaultSectionSize();
    const int rest = m_table->horizontalHeader()->sizeHint().height() + 2 * m_table->frameWidth();
    m_table->setFixedHeight(rest + std::clamp(models, 1, mostRows) * row
                            + m_table->horizontalScrollBar()->sizeHint().height());
    fitColumns(m_table);
    refreshLegend();
}

void DecisionTable::setSummaries(std::vector<ModelSummary> summaries)
{
    const bool hadIntervals = m_model->hasIntervals();
    const bool wasEmpty = isEmpty();
    m_model->setSummaries(std::move(summaries));
    if (showCosts() || wasEmpty || hadIntervals != m_model->hasIntervals()) {
        fitColumns(m_table);
    }
    refreshLegend();
}

/// Columns that few machines have figures for are there only with them. Returns whether one came or went.
bool DecisionTable::showCosts()
{
    bool changed = false;
    for (const auto column :
         {SummaryModel::Column::Memory, SummaryModel::Column::Energy, SummaryModel::Column::Price}) {
        const bool hide = !m_model->hasFigures(column);
        changed |= m_table->isColumnHidden(int(column)) != hide;
        m_table->setColumnHidden(int(column), hide);
    }
    return changed;
}

bool DecisionTable::isEmpty() const
{
    return m_model->rowCount() == 0;
}

void DecisionTable::refreshLegend()
{
    QStringList legend{tr("\u2713 best of its column"), tr("n: samples behind a figure")};
    if (m_model->hasIntervals()) {
        legend += tr("bar: 95 % interval");
    }
    if (m_model->hasThinTail()) {
        legend += tr("* too few samples (p95: 130, p99: 662): the slowest");
    }
    if (m_model->hasEstimates()) {
        legend += tr("~ tokens estimated from the text");
    }
    const auto isEstimate = [](const ModelSummary &row) { return row.energy && row.energy->isEstimate(); };
    if (std::ranges::any_of(m_model->summaries(), isEstimate)) {
        legend += tr("~ Wh: estimate from the model's stated watts");
    }
    m_legend->setText(legend.join(u";  "_s));
    setMuted(m_legend);
}

void DecisionTable::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange) {
        setMuted(m_legend);
    }
    QWidget::changeEvent(event);
}

} // namespace assay
