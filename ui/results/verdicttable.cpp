// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/results/verdicttable.h"

#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QStackedWidget>
#include <QTableView>

#include "models/items/comparisonsmodel.h"
#include "models/items/valuesort.h"
#include "ui/results/tables.h"
#include "ui/theme/theme.h"

using namespace Qt::Literals::StringLiterals;

namespace assay {

namespace {

QString capital(QString text)
{
    if (!text.isEmpty()) {
        text[0] = text[0].toUpper();
    }
    return text;
}

} // namespace

VerdictTable::VerdictTable(const QString &prefix, const QString &name, bool against, QWidget *parent)
    : QWidget(parent)
    , m_model(new ComparisonsModel(this))
    , m_metric(new QComboBox(this))
    , m_head(new QHBoxLayout)
    , m_pages(new QStackedWidget(this))
    , m_table(makeTable(prefix + u"Table"_s, name, RowHeight::TwoLines, m_pages))
    , m_hint(makeSentence(prefix + u"Hint"_s, m_pages))
{
    setObjectName(prefix);
    m_metric->setObjectName(prefix + u"Metric"_s);
    m_metric->setAccessibleName(tr("What is compared"));
    for (const CompareMetric metric : CompareOptions().metrics) {
        m_metric->addItem(capital(compareMetricName(metric)), int(metric));
    }
    auto *sort = new ValueSort(this);
    sort->setSourceModel(m_model);
    m_table->setModel(sort);
    m_table->sortByColumn(-1, Qt::AscendingOrder);
    m_table->setTextElideMode(Qt::ElideMiddle); // models of one family differ at the end of their names
    m_table->setColumnHidden(int(ComparisonsModel::Column::Second), !against);
    m_hint->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    m_pages->addWidget(m_table);
    m_pages->addWidget(m_hint);
    m_head->setSpacing(theme::gap(1));
    m_head->addWidget(m_metric);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(theme::gap(1));
    column->addLayout(m_head);
    column->addWidget(m_pages, 1);
    connect(m_metric, &QComboBox::currentIndexChanged, this, &VerdictTable::refresh);
    refresh();
}

void VerdictTable::setComparisons(std::vector<Comparison> comparisons, const QString &hint)
{
    m_any = !comparisons.empty();
    m_reason = hint;
    m_model->setComparisons(std::move(comparisons));
    refresh();
}

CompareMetric VerdictTable::metric() const
{
    return CompareMetric(m_metric->currentData().toInt());
}

void VerdictTable::setMetric(CompareMetric metric)
{
    m_metric->setCurrentIndex(qMax(0, m_metric->findData(int(metric))));
}

void VerdictTable::refresh()
{
    m_model->setMetric(metric());
    const bool empty = m_model->rowCount() == 0;
    const QString none = metric() == CompareMetric::Score
        ? tr("Nothing has been scored for two of them yet. Scores are given in Compare.")
        : tr("Not measured for two of them.");
    m_hint->setText(m_any ? none : m_reason);
    setMuted(m_hint);
    m_pages->setCurrentIndex(empty ? 1 : 0);
    if (!empty) {
        fitColumns(m_table);
    }
}

void VerdictTable::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange) {
        setMuted(m_hint);
    }
    QWidget::changeEvent(event);
}

} // namespace assay
