// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/results/resultspane.h"

#include <QComboBox>
#include <QDataStream>
#include <QIODevice>
#include <QLabel>
#include <QSplitter>
#include <QStackedWidget>
#include <QTabBar>
#include <QTabWidget>
#include <QTimer>
#include <QVBoxLayout>

#include "models/items/rundocument.h"
#include "models/items/runfigures.h"
#include "ui/charts/charts.h"
#include "ui/common/messages.h"
#include "ui/results/baselinepanel.h"
#include "ui/results/decisiontable.h"
#include "ui/results/sampledetail.h"
#include "ui/results/samplespanel.h"
#include "ui/results/tables.h"
#include "ui/results/verdictspanel.h"
#include "ui/results/verdicttext.h"
#include "ui/theme/theme.h"

using namespace Qt::Literals::StringLiterals;

namespace assay {

namespace {

constexpr quint32 stateMark = 0x52657332; // "Res2"

/// The first few differences; all of them where they are few.
Error notComparable(const BaselineAnalysis &baseline)
{
    constexpr qsizetype most = 3;
    QStringList said = baseline.differences.mid(0, most);
    said.prepend(ResultsPane::tr("Not comparable with the baseline \u201c%1\u201d.").arg(baseline.name));
    const bool all = baseline.differences.size() <= most;
    return {ErrorCode::BadInput, said.join(u' '), all ? QString() : baseline.differences.join(u'\n')};
}

} // namespace

ResultsPane::ResultsPane(RunDocument *document, QWidget *parent)
    : QWidget(parent)
    , m_document(document)
    , m_figures(new RunFigures(document, this))
    , m_timer(new QTimer(this))
    , m_pages(new QStackedWidget(this))
    , m_messages(new MessageBar(this))
    , m_warning(new MessageBar(this))
    , m_sentence(makeSentence(u"resultsSentence"_s, this))
    , m_notes(makeSentence(u"resultsNotes"_s, this))
    , m_decision(new DecisionTable(this))
    , m_lower(new QSplitter(Qt::Horizontal, this))
    , m_side(new QSplitter(Qt::Vertical, m_lower))
{
    setObjectName(u"resultsPane"_s);
    m_timer->setSingleShot(true);
    m_timer->setInterval(500);
    buildTabs();
    m_pages->addWidget(new EmptyState(tr("No results yet"),
                                      tr("Start a run, or open an earlier one in History. One row a model then stands "
                                         "here, with every request below it."),
                                      m_pages));
    m_pages->addWidget(buildPage());
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(theme::gap(1), theme::gap(1), theme::gap(1), theme::gap(1));
    outer->setSpacing(theme::gap(1));
    outer->addWidget(m_messages);
    outer->addWidget(m_warning);
    outer->addWidget(m_pages, 1);
    connectDocument();
    connectParts();
    reload();
}

void ResultsPane::buildTabs()
{
    m_tabs = new QTabWidget(m_lower);
    m_tabs->setObjectName(u"resultsTabs"_s);
    m_tabs->setDocumentMode(true);
    m_tabs->tabBar()->setObjectName(u"resultsTabBar"_s);
    m_tabs->tabBar()->setAccessibleName(tr("Verdicts, baseline, samples"));
    m_verdicts = new VerdictsPanel(m_tabs);
    m_baseline = new BaselinePanel(m_tabs);
    m_samples = new SamplesPanel(m_document, m_tabs);
    m_tabs->addTab(m_verdicts, tr("Verdicts"));
    m_tabs->addTab(m_baseline, tr("Baseline"));
    m_tabs->addTab(m_samples, tr("Samples"));
}

QWidget *ResultsPane::buildPage()
{
    auto *page = new QWidget(m_pages);
    m_lower->setObjectName(u"resultsLower"_s);
    m_side->setObjectName(u"resultsSide"_s);
    m_lower->insertWidget(0, m_tabs);
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
    // Room for what is usually said, so that nothing moves when the figures come.
    m_sentence->setMinimumHeight(2 * m_sentence->fontMetrics().lineSpacing());
    m_sentence->setAlignment(Qt::AlignTop);
    m_notes->setMinimumHeight(m_notes->fontMetrics().lineSpacing());
    column->addWidget(m_sentence);
    column->addWidget(m_decision);
    column->addWidget(m_notes);
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

void ResultsPane::connectDocument()
{
    connect(m_document, &RunDocument::replaced, this, &ResultsPane::reload);
    connect(m_document, &RunDocument::samplesAdded, this, &ResultsPane::askSoon);
    connect(m_document, &RunDocument::samplesChanged, this, &ResultsPane::askSoon);
    connect(m_document, &RunDocument::scoreChanged, this, &ResultsPane::askSoon);
    connect(m_timer, &QTimer::timeout, this, &ResultsPane::ask);
    connect(m_figures, &RunFigures::changed, this, [this] { m_chartStale = true; });
}

void ResultsPane::connectParts()
{
    connect(m_figure, &QComboBox::currentIndexChanged, this, &ResultsPane::refreshChart);
    connect(m_samples, &SamplesPanel::selectionChanged, this, &ResultsPane::showSelected);
    connect(m_verdicts, &VerdictsPanel::thresholdChanged, this, &ResultsPane::thresholdChanged);
    connect(m_verdicts, &VerdictsPanel::moreRoundsRequested, this, &ResultsPane::moreRoundsRequested);
    connect(m_baseline, &BaselinePanel::fileWanted, this, &ResultsPane::baselineFileWanted);
    connect(m_baseline, &BaselinePanel::cleared, this, &ResultsPane::baselineCleared);
    connect(m_detail, &SampleDetail::compareRequested, this, [this] {
        if (const Sample *sample = m_samples->selected()) {
            Q_EMIT compareRequested(SampleId(sample->id));
        }
    });
    const auto askForWire = [this] {
        if (const Sample *sample = m_samples->selected()) {
            Q_EMIT wireRequested(SampleId(sample->id));
        }
    };
    connect(m_detail, &SampleDetail::wireRequested, this, askForWire);
    connect(m_samples, &SamplesPanel::wireRequested, this, askForWire);
}

int ResultsPane::modelCount() const
{
    return m_document->hasRun() ? int(m_document->run()->info.plan.models.size()) : 0;
}

void ResultsPane::setAnalysis(const RunAnalysis &analysis)
{
    m_analysis = analysis;
    showAnalysis();
}

void ResultsPane::setThreshold(double threshold)
{
    m_verdicts->setThreshold(threshold);
}

void ResultsPane::setBaseline(const QString &name)
{
    m_baseline->setBaseline(name);
}

void ResultsPane::setRoundsProblem(const QString &problem)
{
    m_verdicts->setRoundsProblem(problem);
}

void ResultsPane::showAnalysis()
{
    const RunAnalysis *analysis = m_analysis ? &*m_analysis : nullptr;
    if (analysis) {
        m_decision->setSummaries(analysis->summaries);
    } else {
        m_decision->expect(modelCount());
    }
    m_verdicts->setAnalysis(analysis, modelCount());
    m_baseline->setAnalysis(analysis);
    m_samples->setOutliers(analysis ? analysis->outliers : std::vector<Outlier>());
    refreshWarning();
    refreshWords();
    refreshChart();
}

/// Shown once for what it says: closed, it does not come back with every score that is given.
void ResultsPane::refreshWarning()
{
    const bool has = m_analysis && m_analysis->baseline && !m_analysis->baseline->differences.isEmpty();
    const Error warning = has ? notComparable(*m_analysis->baseline) : Error{};
    if (warning.message == m_warned) {
        return;
    }
    m_warned = warning.message;
    has ? m_warning->showError(warning) : m_warning->clear();
}

void ResultsPane::reload()
{
    m_pages->setCurrentIndex(m_document->hasRun() ? 1 : 0);
    m_analysis.reset();
    m_samples->reload();
    showAnalysis();
    showSelected();
    m_wanted = true;
    ask();
}

void ResultsPane::askSoon()
{
    m_wanted = true;
    if (isVisible() && !m_timer->isActive()) {
        m_timer->start();
    }
}

void ResultsPane::ask()
{
    if (m_wanted && isVisible() && m_document->hasRun()) {
        m_wanted = false;
        Q_EMIT analysisNeeded();
    }
}

void ResultsPane::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    ask();
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
    m_sentence->setText(m_analysis ? verdictText(*m_analysis, m_document->isSimulated())
                                   : tr("Working the figures out ..."));
    m_notes->setText(m_analysis ? notesText(*m_analysis) : QString());
}

void ResultsPane::showSelected()
{
    m_detail->setSample(m_samples->selected(), m_samples->selectedOutliers());
}

QByteArray ResultsPane::saveState() const
{
    QByteArray bytes;
    QDataStream out(&bytes, QIODevice::WriteOnly);
    out << stateMark << m_lower->saveState() << m_side->saveState() << qint32(m_figure->currentIndex())
        << qint32(m_tabs->currentIndex()) << compareMetricKey(m_verdicts->metric())
        << compareMetricKey(m_baseline->metric());
    return bytes;
}

bool ResultsPane::restoreState(const QByteArray &state)
{
    QDataStream in(state);
    quint32 mark = 0;
    QByteArray lower, side;
    qint32 figure = 0, tab = 0;
    QString verdicts, baseline;
    in >> mark >> lower >> side >> figure >> tab >> verdicts >> baseline;
    if (in.status() != QDataStream::Ok || mark != stateMark) {
        return false;
    }
    m_figure->setCurrentIndex(figure);
    m_tabs->setCurrentIndex(tab);
    m_verdicts->setMetric(compareMetricFromKey(verdicts).value_or(CompareMetric::TotalMs));
    m_baseline->setMetric(compareMetricFromKey(baseline).value_or(CompareMetric::TotalMs));
    const bool well = m_lower->restoreState(lower);
    return m_side->restoreState(side) && well;
}

} // namespace assay
