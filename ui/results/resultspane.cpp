// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/results/resultspane.h"

#include <QComboBox>
#include <QDataStream>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QIODevice>
#include <QLabel>
#include <QScrollBar>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>
#include <QTimer>

#include "models/items/rundocument.h"
#include "models/items/runfigures.h"
#include "models/items/samplesfilter.h"
#include "models/items/samplesmodel.h"
#include "models/items/summarymodel.h"
#include "ui/charts/charts.h"
#include "ui/common/messages.h"
#include "ui/results/sampledetail.h"
#include "ui/results/samplefilters.h"
#include "ui/results/tabledelegate.h"
#include "ui/results/verdicttext.h"
#include "ui/theme/theme.h"

using namespace Qt::Literals::StringLiterals;

namespace assay {

namespace {

constexpr quint32 stateMark = 0x52657331; // "Res1"

QTableView *table(const QString &objectName, const QString &name, QWidget *parent)
{
    auto *view = new QTableView(parent);
    view->setObjectName(objectName);
    view->setAccessibleName(name);
    view->setItemDelegate(new TableDelegate(view));
    view->setSelectionBehavior(QAbstractItemView::SelectRows);
    view->setSelectionMode(QAbstractItemView::SingleSelection);
    view->setEditTriggers(QAbstractItemView::NoEditTriggers);
    view->setTabKeyNavigation(false);
    view->setShowGrid(false);
    view->setWordWrap(false);
    view->setAlternatingRowColors(true);
    view->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    view->verticalHeader()->hide();
    view->verticalHeader()->setDefaultSectionSize(view->fontMetrics().height() + theme::gap(1));
    view->horizontalHeader()->setHighlightSections(false);
    view->horizontalHeader()->setSortIndicatorClearable(true);
    view->setSortingEnabled(true);
    return view;
}

QLabel *sentence(const QString &objectName, QWidget *parent)
{
    auto *label = new QLabel(parent);
    label->setObjectName(objectName);
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    return label;
}

} // namespace

ResultsPane::ResultsPane(RunDocument *document, QWidget *parent)
    : QWidget(parent)
    , m_document(document)
    , m_figures(new RunFigures(document, this))
    , m_summary(new SummaryModel(this))
    , m_samples(new SamplesModel(document, this))
    , m_filter(new SamplesFilter(this))
    , m_timer(new QTimer(this))
    , m_pages(new QStackedWidget(this))
    , m_sentence(sentence(u"resultsSentence"_s, this))
    , m_legend(sentence(u"resultsLegend"_s, this))
    , m_table(table(u"resultsTable"_s, tr("One row a model"), this))
    , m_lower(new QSplitter(Qt::Horizontal, this))
    , m_side(new QSplitter(Qt::Vertical, m_lower))
{
    setObjectName(u"resultsPane"_s);
    m_filter->setSourceModel(m_samples);
    m_timer->setSingleShot(true);
    m_timer->setInterval(500);
    buildTable();
    m_pages->addWidget(new EmptyState(tr("No results yet"),
                                      tr("Start a run, or open an earlier one in History. One row a model then stands "
                                         "here, with every request below it."),
                                      m_pages));
    m_pages->addWidget(buildPage());
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(theme::gap(1), theme::gap(1), theme::gap(1), theme::gap(1));
    outer->addWidget(m_pages);
    connectParts();
    reload();
}

void ResultsPane::buildTable()
{
    auto *sort = new ValueSort(this);
    sort->setSourceModel(m_summary);
    m_table->setModel(sort);
    m_table->sortByColumn(-1, Qt::AscendingOrder); // plan order until the person wants another
    m_table->horizontalHeader()->setStretchLastSection(true);
}

QWidget *ResultsPane::buildPage()
{
    auto *page = new QWidget(m_pages);
    m_lower->setObjectName(u"resultsLower"_s);
    m_side->setObjectName(u"resultsSide"_s);
    m_lower->insertWidget(0, buildSamples());
    m_side->addWidget(buildChart());
    m_detail = new SampleDetail(m_side);
    m_detail->setMinimumHeight(theme::gap(12));
    for (QSplitter *splitter : {m_lower, m_side}) {
        splitter->setChildrenCollapsible(false);
    }
    m_lower->setSizes({680, 320});
    m_lower->setStretchFactor(0, 3);
    m_lower->setStretchFactor(1, 2);
    auto *column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(theme::gap(1));
    column->addWidget(m_sentence);
    column->addWidget(m_table);
    column->addWidget(m_legend);
    column->addWidget(m_lower, 1);
    return page;
}

QWidget *ResultsPane::buildChart()
{
    auto *box = new QWidget(m_side);
    m_figure = new QComboBox(box);
    m_figure->setObjectName(u"resultsFigure"_s);
    m_figure->setAccessibleName(tr("Figure drawn"));
    m_figure->addItems({tr("Total latency"), tr("First token")});
    m_chart = new DistributionChart(box);
    m_chart->setObjectName(u"resultsChart"_s);
    m_chart->setForm(DistributionForm::BoxPlot);
    m_chart->setUnit(tr("ms"));
    auto *column = new QVBoxLayout(box);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(theme::gap(1) / 2);
    column->addWidget(m_figure, 0, Qt::AlignLeft);
    column->addWidget(m_chart, 1);
    box->setMinimumSize(theme::gap(36), theme::gap(20));
    return box;
}

QWidget *ResultsPane::buildSamples()
{
    auto *box = new QWidget(m_lower);
    m_filters = new SampleFilters(m_filter, box);
    m_sampleTable = table(u"samplesTable"_s, tr("Every sample"), box);
    m_sampleTable->setModel(m_filter);
    m_sampleTable->sortByColumn(int(SamplesModel::Column::Number), Qt::AscendingOrder);
    m_sampleTable->horizontalHeader()->setStretchLastSection(true);
    auto *column = new QVBoxLayout(box);
    column->setSpacing(theme::gap(1));
    column->setContentsMargins(0, 0, theme::gap(1), 0);
    column->addWidget(m_filters);
    column->addWidget(m_sampleTable, 1);
    // Never ResizeToContents: with many samples that measures every one of them.
    const int digits[] = {3, 17, 9, 5, 8, 8, 9, 7, 8, 6, 18, 30};
    for (int i = 0; i < int(SamplesModel::Column::Count); ++i) {
        m_sampleTable->setColumnWidth(i, m_sampleTable->fontMetrics().averageCharWidth() * (digits[i] + 2));
    }
    m_sampleTable->setColumnHidden(int(SamplesModel::Column::Phase), true);
    return box;
}

void ResultsPane::connectParts()
{
    connect(m_document, &RunDocument::replaced, this, &ResultsPane::reload);
    connect(m_document, &RunDocument::samplesAdded, this, &ResultsPane::askSoon);
    connect(m_document, &RunDocument::samplesChanged, this, &ResultsPane::askSoon);
    connect(m_document, &RunDocument::scoreChanged, this, &ResultsPane::askSoon);
    connect(m_timer, &QTimer::timeout, this, [this] {
        if (isVisible() && m_wanted) {
            m_wanted = false;
            Q_EMIT summariesNeeded();
        }
    });
    connect(m_figures, &RunFigures::changed, this, [this] { m_chartStale = true; });
    connect(m_filters, &SampleFilters::warmupsShown, this,
            [this](bool shown) { m_sampleTable->setColumnHidden(int(SamplesModel::Column::Phase), !shown); });
    connect(m_figure, &QComboBox::currentIndexChanged, this, &ResultsPane::refreshChart);
    connect(m_sampleTable->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &ResultsPane::showSelected);
    connect(m_filter, &QAbstractItemModel::modelReset, this, &ResultsPane::showSelected);
    connect(m_filter, &QAbstractItemModel::rowsRemoved, this, &ResultsPane::showSelected);
    connect(m_detail, &SampleDetail::compareRequested, this, [this] {
        const QModelIndex row = m_filter->mapToSource(m_sampleTable->currentIndex());
        if (const Sample *sample = row.isValid() ? m_samples->sample(row.row()) : nullptr) {
            Q_EMIT compareRequested(SampleId(sample->id));
        }
    });
}

void ResultsPane::setSummaries(std::vector<ModelSummary> summaries)
{
    const bool firstTime = m_summary->rowCount() == 0;
    m_summary->setSummaries(std::move(summaries));
    if (firstTime) {
        fitTable();
    }
    refreshWords();
    refreshChart();
}

/// As high as its rows (they are few), so that nothing moves when the figures come.
void ResultsPane::fitTable()
{
    const int rows = m_document->hasRun() ? int(m_document->run()->info.plan.models.size()) : 1;
    const int row = m_table->verticalHeader()->defaultSectionSize();
    const int rest = m_table->horizontalHeader()->sizeHint().height() + 2 * m_table->frameWidth();
    m_table->setFixedHeight(rest + std::clamp(rows, 1, 8) * row + m_table->horizontalScrollBar()->sizeHint().height());
    for (int i = 0; i < m_table->model()->columnCount(); ++i) {
        const QString head = m_table->model()->headerData(i, Qt::Horizontal).toString();
        int width = m_table->horizontalHeader()->fontMetrics().horizontalAdvance(head) + theme::gap(2);
        for (int j = 0; j < m_table->model()->rowCount(); ++j) {
            width = std::max(width, m_table->sizeHintForIndex(m_table->model()->index(j, i)).width() + theme::gap(1));
        }
        m_table->setColumnWidth(i, width);
    }
}

void ResultsPane::reload()
{
    m_filters->setModels(m_document->hasRun() ? m_document->run()->info.plan.models : std::vector<PlannedModel>{});
    m_pages->setCurrentIndex(m_document->hasRun() ? 1 : 0);
    m_summary->setSummaries({});
    fitTable();
    refreshWords();
    refreshChart();
    showSelected();
    m_wanted = m_document->hasRun();
    if (m_wanted && isVisible()) {
        m_wanted = false;
        Q_EMIT summariesNeeded();
    }
}

void ResultsPane::askSoon()
{
    m_wanted = true;
    if (isVisible() && !m_timer->isActive()) {
        m_timer->start();
    }
}

void ResultsPane::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    if (m_wanted && m_document->hasRun()) {
        m_wanted = false;
        Q_EMIT summariesNeeded();
    }
    if (m_chartStale) {
        refreshChart();
    }
}

void ResultsPane::refreshChart()
{
    m_chartStale = !isVisible();
    if (m_chartStale) {
        return;
    }
    const bool first = m_figure->currentIndex() == 1;
    std::vector<DistributionSeries> series;
    for (const ModelFigures &figures : m_figures->models()) {
        series.push_back(
            {ModelIdentity{int(series.size())}, figures.alias.value, first ? figures.first : figures.total});
    }
    m_chart->setTitle(m_figure->currentText());
    m_chart->setSeries(std::move(series));
}

void ResultsPane::refreshWords()
{
    m_sentence->setText(m_summary->rowCount() == 0 ? tr("Working the figures out ...")
                                                   : verdictText(m_summary->summaries(), m_document->isSimulated()));
    QStringList legend{tr("\u2713 best of its column")};
    if (m_summary->hasThinTail()) {
        legend += tr("* fewer than 130 samples: no p95 can be given, this is close to the slowest one");
    }
    if (m_summary->hasEstimates()) {
        legend += tr("~ tokens estimated from the text");
    }
    m_legend->setText(legend.join(u";  "_s));
    QPalette muted = m_legend->palette();
    muted.setColor(QPalette::WindowText, theme::mutedColour(palette()));
    m_legend->setPalette(muted);
}

void ResultsPane::showSelected()
{
    const QModelIndex row = m_filter->mapToSource(m_sampleTable->currentIndex());
    m_detail->setSample(row.isValid() ? m_samples->sample(row.row()) : nullptr);
}

QByteArray ResultsPane::saveState() const
{
    QByteArray bytes;
    QDataStream out(&bytes, QIODevice::WriteOnly);
    out << stateMark << m_lower->saveState() << m_side->saveState() << qint32(m_figure->currentIndex());
    return bytes;
}

bool ResultsPane::restoreState(const QByteArray &state)
{
    QDataStream in(state);
    quint32 mark = 0;
    QByteArray lower, side;
    qint32 figure = 0;
    in >> mark >> lower >> side >> figure;
    if (in.status() != QDataStream::Ok || mark != stateMark) {
        return false;
    }
    m_figure->setCurrentIndex(figure);
    const bool well = m_lower->restoreState(lower);
    return m_side->restoreState(side) && well;
}

} // namespace assay
