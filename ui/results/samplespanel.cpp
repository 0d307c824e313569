// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/results/samplespanel.h"

#include <QAction>
#include <QHeaderView>
#include <QTableView>
#include <QVBoxLayout>

#include "models/items/rundocument.h"
#include "models/items/samplesfilter.h"
#include "models/items/samplesmodel.h"
#include "ui/results/samplefilters.h"
#include "ui/results/tables.h"
#include "ui/theme/theme.h"

using namespace Qt::Literals::StringLiterals;

namespace assay {

SamplesPanel::SamplesPanel(RunDocument *document, QWidget *parent)
    : QWidget(parent)
    , m_document(document)
    , m_samples(new SamplesModel(document, this))
    , m_filter(new SamplesFilter(this))
    , m_filters(new SampleFilters(m_filter, this))
    , m_table(makeTable(u"samplesTable"_s, tr("Every sample"), RowHeight::OneLine, this))
{
    setObjectName(u"samplesPanel"_s);
    m_filter->setSourceModel(m_samples);
    build();
    connect(m_filters, &SampleFilters::warmupsShown, this,
            [this](bool shown) { m_table->setColumnHidden(int(SamplesModel::Column::Phase), !shown); });
    auto *wire = new QAction(tr("On the wire"), m_table);
    wire->setObjectName(u"samplesWireAction"_s);
    m_table->addAction(wire); // the context menu
    connect(wire, &QAction::triggered, this, &SamplesPanel::wireRequested);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &SamplesPanel::selectionChanged);
    connect(m_filter, &QAbstractItemModel::modelReset, this, &SamplesPanel::selectionChanged);
    connect(m_filter, &QAbstractItemModel::rowsRemoved, this, &SamplesPanel::selectionChanged);
}

void SamplesPanel::build()
{
    m_table->setModel(m_filter);
    m_table->sortByColumn(int(SamplesModel::Column::Number), Qt::AscendingOrder);
    m_table->horizontalHeader()->setStretchLastSection(true);
    auto *column = new QVBoxLayout(this);
    column->setSpacing(theme::gap(1));
    column->setContentsMargins(0, theme::gap(1), 0, 0);
    column->addWidget(m_filters);
    column->addWidget(m_table, 1);
    // Never ResizeToContents: with many samples that measures every one of them.
    const int digits[] = {3, 17, 9, 5, 8, 8, 9, 8, 11, 8, 6, 18, 30};
    static_assert(std::size(digits) == size_t(SamplesModel::Column::Count));
    for (int i = 0; i < int(SamplesModel::Column::Count); ++i) {
        m_table->setColumnWidth(i, m_table->fontMetrics().averageCharWidth() * (digits[i] + 2));
    }
    m_table->setColumnHidden(int(SamplesModel::Column::Phase), true);
}

void SamplesPanel::reload()
{
    m_filters->setModels(m_document->hasRun() ? m_document->run()->info.plan.models : std::vector<PlannedModel>{});
    setOutliers({});
}

void SamplesPanel::setOutliers(const std::vector<Outlier> &outliers)
{
    m_samples->setOutliers(outliers);
    if (selected()) {
        Q_EMIT selectionChanged(); // what is said of it may have changed
    }
}

QModelIndex SamplesPanel::current() const
{
    return m_filter->mapToSource(m_table->currentIndex());
}

const Sample *SamplesPanel::selected() const
{
    return current().isValid() ? m_samples->sample(current().row()) : nullptr;
}

QStringList SamplesPanel::selectedOutliers() const
{
    return current().isValid() ? m_samples->outlierLines(current().row()) : QStringList();
}

} // namespace assay
