// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/results/resultspane.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTableView>
#include <QTest>

#include "models/domain/timingstext.h"
#include "models/items/itemroles.h"
#include "models/items/rundocument.h"
#include "models/items/samplesmodel.h"
#include "models/items/summarymodel.h"
#include "tests/support/examplerun.h"
#include "ui/charts/charts.h"
#include "ui/common/messages.h"
#include "ui/results/pricedialog.h"
#include "ui/results/timelinebar.h"
#include "ui/results/verdicttext.h"

using namespace assay;
using namespace Qt::Literals::StringLiterals;

class ResultsPaneTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void asksForFiguresAndShowsThem();
    void asksAgainWhenSomethingChanged();
    void hiddenPanesDoNotAsk();
    void sentenceClaimsNoMoreThanItMay();
    void sentenceGivesTheVerdicts();
    void verdictsHaveTheirTable();
    void proposesFurtherRounds();
    void showsTheChangeSinceTheBaseline();
    void saysWhatElseToKnow();
    void costsComeWithTheirFigures();
    void thePriceIsAsked();
    void tableIsSortable();
    void chartSwitches();
    void filtersSamples();
    void showsTheChosenSample();
    void selectionSurvivesNewSamples();
    void keepsItsLayout();

private:
    QTableView *table(const QString &name) const { return m_pane->findChild<QTableView *>(name); }
    QLabel *label(const QString &name) const { return m_pane->findChild<QLabel *>(name); }
    void select(const SampleId &id);

    RunData m_run;
    std::unique_ptr<RunDocument> m_document;
    std::unique_ptr<ResultsPane> m_pane;
};

void ResultsPaneTest::init()
{
    m_pane.reset();
    m_run = test::exampleRun();
    m_document = std::make_unique<RunDocument>();
    m_pane = std::make_unique<ResultsPane>(m_document.get());
    m_pane->resize(1000, 700);
    m_pane->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_pane.get()));
}

void ResultsPaneTest::select(const SampleId &id)
{
    const QAbstractItemModel *rows = table(u"samplesTable"_s)->model();
    for (int row = 0; row < rows->rowCount(); ++row) {
        if (rows->index(row, 0).data(RawRole).toInt() == id.value.toInt()) {
            table(u"samplesTable"_s)->selectRow(row);
        }
    }
}

void ResultsPaneTest::asksForFiguresAndShowsThem()
{
    QVERIFY(m_pane->findChild<QWidget *>(u"emptyState"_s)->isVisible());
    QSignalSpy needed(m_pane.get(), &ResultsPane::analysisNeeded);
    m_document->setRun(m_run);
    QCOMPARE(needed.count(), 1);
    QVERIFY(table(u"resultsTable"_s)->isVisible());
    m_pane->setAnalysis(analyze(m_run));
    QCOMPARE(table(u"resultsTable"_s)->model()->rowCount(), 3);
    QVERIFY(label(u"resultsSentence"_s)->text().contains(u"phi-4-mini"_s));
    QVERIFY(label(u"resultsLegend"_s)->text().contains(u"130"_s)); // 12 samples give no p95
}

void ResultsPaneTest::asksAgainWhenSomethingChanged()
{
    m_document->setRun(m_run);
    QSignalSpy needed(m_pane.get(), &ResultsPane::analysisNeeded);
    for (const int value : {1, 2, 3, 4}) {
        m_document->setScore(test::exampleScore(m_run, m_run.samples[1].id, value));
    }
    QCOMPARE(needed.count(), 0); // not for each
    QTRY_COMPARE(needed.count(), 1);
}

void ResultsPaneTest::hiddenPanesDoNotAsk()
{
    m_pane->hide();
    QSignalSpy needed(m_pane.get(), &ResultsPane::analysisNeeded);
    m_document->setRun(m_run);
    QCOMPARE(needed.count(), 0);
    m_pane->show();
    QCOMPARE(needed.count(), 1);
}

void ResultsPaneTest::sentenceClaimsNoMoreThanItMay()
{
    QVERIFY(verdictText({}, false).contains(u"No request"_s));
    RunAnalysis without;
    without.summaries.resize(1);
    without.summaries[0].alias.value = u"gone"_s;
    without.summaries[0].skipped = 3;
    QVERIFY(verdictText(without, false).contains(u"gone was skipped"_s));
    AnalysisOptions live;
    live.live = true;
    const QString early = verdictText(analyze(m_run, nullptr, live), false);
    QVERIFY(early.contains(u"n = 12"_s));
    QVERIFY(early.contains(u"lowest mean latency"_s) && !early.contains(u"fast"_s));
    QVERIFY(early.contains(u"verdicts come when it has ended"_s));
    QVERIFY(early.contains(u"Nothing has been scored"_s));
    QVERIFY(!early.contains(u"imulated"_s));
    QVERIFY(verdictText(analyze(m_run, nullptr, live), true).contains(u"Simulated"_s));
    RunData scored = m_run;
    scored.scores = {test::exampleScore(m_run, m_run.samples[1].id, 5)};
    QVERIFY(verdictText(analyze(scored), false).contains(u"scores 5.00 on average (n = 1)"_s));
    const RunAnalysis alone = analyze(test::exampleRun(1, 1));
    QVERIFY(!verdictText(alone, false).contains(u"gainst"_s)); // nothing is compared
}

void ResultsPaneTest::sentenceGivesTheVerdicts()
{
    const RunAnalysis analysis = analyze(test::exampleRun(3, 5));
    const QString said = verdictText(analysis, false);
    QVERIFY2(said.startsWith(u"A phi-4-mini is the fastest"_s), qPrintable(said));
    for (const Comparison &each : analysis.comparisons) {
        if (each.metric == CompareMetric::TotalMs && each.first == 0) {
            QCOMPARE(each.verdict, Verdict::Faster);
            QVERIFY2(said.contains(assay::verdictText(each)), qPrintable(said));
        }
    }
    RunAnalysis unsure = analysis; // the same from the other side, and nothing is shown
    for (Comparison &each : unsure.comparisons) {
        each = turned(each);
        each.verdict = Verdict::CannotTellYet;
        each.more = 7;
    }
    const QString careful = verdictText(unsure, false);
    QVERIFY2(careful.startsWith(u"A phi-4-mini has the lowest mean latency"_s), qPrintable(careful));
    QVERIFY2(careful.contains(u"Against B qwen2.5-0.5b: cannot tell yet: about 7 more rounds"_s), qPrintable(careful));
}

void ResultsPaneTest::verdictsHaveTheirTable()
{
    m_document->setRun(m_run);
    QVERIFY(label(u"verdictsHint"_s)->text().contains(u"Working"_s));
    m_pane->setAnalysis(analyze(m_run));
    const QAbstractItemModel *rows = table(u"verdictsTable"_s)->model();
    QCOMPARE(rows->rowCount(), 3);
    auto *metric = m_pane->findChild<QComboBox *>(u"verdictsMetric"_s);
    metric->setCurrentIndex(metric->findData(int(CompareMetric::Score)));
    QCOMPARE(rows->rowCount(), 0);
    QVERIFY(label(u"verdictsHint"_s)->text().contains(u"scored"_s));
    AnalysisOptions live;
    live.live = true;
    m_pane->setAnalysis(analyze(m_run, nullptr, live));
    QVERIFY(label(u"verdictsHint"_s)->text().contains(u"ended"_s));

    QSignalSpy threshold(m_pane.get(), &ResultsPane::thresholdChanged);
    m_pane->setThreshold(0.05);
    auto *spin = m_pane->findChild<QDoubleSpinBox *>(u"verdictsThreshold"_s);
    QCOMPARE(spin->value(), 5.0);
    QCOMPARE(threshold.count(), 0); // the person did not turn it
    spin->stepUp();
    QCOMPARE(threshold.count(), 1);
    QCOMPARE(threshold[0][0].toDouble(), 0.055);
}

void ResultsPaneTest::proposesFurtherRounds()
{
    m_document->setRun(m_run);
    RunAnalysis analysis = analyze(m_run);
    analysis.roundsNeeded = RoundsNeeded{0, 1, 3, 12};
    m_pane->setAnalysis(analysis);
    auto *rounds = m_pane->findChild<QSpinBox *>(u"moreRounds"_s);
    auto *run = m_pane->findChild<QPushButton *>(u"moreRoundsRun"_s);
    QCOMPARE(rounds->value(), 9);
    QVERIFY(label(u"moreRoundsText"_s)->text().contains(u"about 9 more rounds"_s));
    QSignalSpy requested(m_pane.get(), &ResultsPane::moreRoundsRequested);
    run->click();
    QCOMPARE(requested.count(), 1);
    QCOMPARE(requested[0][0].toInt(), 9);
    m_pane->setRoundsProblem(u"A run is going on."_s);
    QVERIFY(!run->isEnabled());
    QCOMPARE(run->toolTip(), u"A run is going on."_s);
    m_pane->setRoundsProblem({});
    QVERIFY(run->isEnabled());
}

void ResultsPaneTest::showsTheChangeSinceTheBaseline()
{
    m_document->setRun(m_run);
    m_pane->setAnalysis(analyze(m_run));
    QVERIFY(label(u"baselineHint"_s)->text().contains(u"History"_s));
    QVERIFY(!m_pane->findChild<QPushButton *>(u"baselineClear"_s)->isEnabled());
    RunData base = test::exampleRun(2, 3);
    base.info.id = {u"older"_s};
    base.info.name = u"Last week"_s;
    base.info.plan.options.concurrency = 4; // not comparable
    m_pane->setBaseline(base.info.name);
    m_pane->setAnalysis(analyze(m_run, &base));
    const QAbstractItemModel *rows = table(u"baselineTable"_s)->model();
    QCOMPARE(rows->rowCount(), 2); // the third model is not in it
    QVERIFY(label(u"resultsSentence"_s)->text().contains(u"Last week"_s));
    MessageBar *warning = nullptr;
    for (MessageBar *bar : m_pane->findChildren<MessageBar *>()) {
        warning = bar->isVisible() ? bar : warning;
    }
    QVERIFY(warning != nullptr);
    QVERIFY(warning->accessibleName().contains(u"Not comparable"_s));
    QVERIFY(warning->accessibleName().contains(u'4')); // names what differs
    warning->clear();
    m_pane->setAnalysis(analyze(m_run, &base));
    QVERIFY(!warning->isVisible()); // it was read
    QSignalSpy cleared(m_pane.get(), &ResultsPane::baselineCleared);
    m_pane->findChild<QPushButton *>(u"baselineClear"_s)->click();
    QCOMPARE(cleared.count(), 1);
    m_pane->setBaseline({});
    m_pane->setAnalysis(analyze(m_run));
    QCOMPARE(rows->rowCount(), 0);
}

void ResultsPaneTest::saysWhatElseToKnow()
{
    RunAnalysis analysis = analyze(m_run);
    Drift drift;
    drift.alias = {u"phi-4-mini"_s};
    drift.n = 12;
    drift.change = 0.12;
    drift.shown = true;
    Drift steady = drift;
    steady.model = 1;
    steady.alias = {u"qwen"_s};
    steady.shown = false;
    analysis.drifts = {drift, steady};
    analysis.slowFirsts = {{0, {u"phi-4-mini"_s}, {}, 2.5}};
    const Sample *sample = &m_run.samples[1];
    const Outlier outlier{sample->id, 0, CompareMetric::TotalMs, 2400, 800, Fence::Severe, {}, {}};
    analysis.outliers = {outlier};
    m_document->setRun(m_run);
    select(sample->id);
    m_pane->setAnalysis(analysis);
    const QString notes = label(u"resultsNotes"_s)->text();
    QVERIFY2(notes.contains(u"A phi-4-mini: total latency rose by 12 %"_s), qPrintable(notes));
    QVERIFY2(notes.contains(u"over the run: B qwen (n = 12)"_s), qPrintable(notes));
    QVERIFY2(notes.contains(slowFirstText(analysis.slowFirsts[0])), qPrintable(notes));
    QVERIFY(label(u"detailFlags"_s)->text().contains(outlierText(outlier)));
}

void ResultsPaneTest::costsComeWithTheirFigures()
{
    const auto hidden = [this](SummaryModel::Column column) {
        return table(u"resultsTable"_s)->isColumnHidden(int(column));
    };
    m_document->setRun(m_run);
    m_pane->setAnalysis(analyze(m_run));
    QVERIFY(hidden(SummaryModel::Column::Memory) && hidden(SummaryModel::Column::Energy));
    m_run.info.costs.models = {{1024, {}, {}, {}, {}, {}, 0}};
    m_run.info.plan.models[0].model.metadata.watts = 20;
    m_pane->setAnalysis(analyze(m_run));
    QVERIFY(!hidden(SummaryModel::Column::Memory) && !hidden(SummaryModel::Column::Energy));
    QVERIFY(hidden(SummaryModel::Column::Price)); // there is no price
    QVERIFY(label(u"resultsLegend"_s)->text().contains(u"~ Wh"_s));
    m_run.info.costs.price = EnergyPrice{0.3, u"EUR"_s};
    m_pane->setAnalysis(analyze(m_run));
    QVERIFY(!hidden(SummaryModel::Column::Price));
}

void ResultsPaneTest::thePriceIsAsked()
{
    PriceDialog dialog(EnergyPrice{0.32, u"EUR"_s}, m_pane.get());
    QCOMPARE(dialog.price(), (EnergyPrice{0.32, u"EUR"_s}));
    dialog.findChild<QDoubleSpinBox *>(u"pricePerKwh"_s)->setValue(12.5);
    dialog.findChild<QLineEdit *>(u"priceCurrency"_s)->setText(u" CZK "_s);
    QCOMPARE(dialog.price(), (EnergyPrice{12.5, u"CZK"_s}));
    dialog.findChild<QDoubleSpinBox *>(u"pricePerKwh"_s)->setValue(0);
    QCOMPARE(dialog.price(), std::nullopt);
}

void ResultsPaneTest::tableIsSortable()
{
    m_document->setRun(m_run);
    m_pane->setAnalysis(analyze(m_run));
    QTableView *view = table(u"resultsTable"_s);
    const auto first = [view] { return view->model()->index(0, 0).data().toString(); };
    QCOMPARE(first(), u"A phi-4-mini"_s); // plan order
    view->sortByColumn(int(SummaryModel::Column::Mean), Qt::DescendingOrder);
    QCOMPARE(first(), u"C mistral-7b"_s);
}

void ResultsPaneTest::chartSwitches()
{
    m_document->setRun(m_run);
    m_pane->setAnalysis(analyze(m_run));
    auto *chart = m_pane->findChild<DistributionChart *>(u"resultsChart"_s);
    const QString total = chart->summaryText();
    QVERIFY(total.contains(u"phi-4-mini"_s));
    m_pane->findChild<QComboBox *>(u"resultsFigure"_s)->setCurrentIndex(1);
    QVERIFY(chart->summaryText() != total);
}

void ResultsPaneTest::filtersSamples()
{
    m_document->setRun(m_run);
    const QAbstractItemModel *rows = table(u"samplesTable"_s)->model();
    QCOMPARE(rows->rowCount(), 36); // warm-ups are hidden at first
    m_pane->findChild<QCheckBox *>(u"samplesWarmups"_s)->setChecked(true);
    QCOMPARE(rows->rowCount(), 45);
    auto *status = m_pane->findChild<QComboBox *>(u"samplesStatus"_s);
    status->setCurrentIndex(status->findText(sampleStatusName(SampleStatus::Failed)));
    QCOMPARE(rows->rowCount(), 3);
    m_pane->findChild<QLineEdit *>(u"samplesText"_s)->setText(u"nowhere"_s);
    QCOMPARE(rows->rowCount(), 0);
}

void ResultsPaneTest::showsTheChosenSample()
{
    m_document->setRun(m_run);
    const Sample *failed = m_document->sampleOf(2, 3, 2);
    select(failed->id);
    QVERIFY(label(u"detailTitle"_s)->text().contains(u"mistral-7b"_s));
    QVERIFY(label(u"detailError"_s)->text().startsWith(failed->error->message));
    QVERIFY(label(u"detailError"_s)->text().contains(u"smaller variant"_s)); // what to do about it
    QCOMPARE(label(u"detailErrorDetail"_s)->text(), failed->error->detail);
    QVERIFY(!label(u"detailStamps"_s)->text().contains(u"first token"_s)); // there was none
    const Sample *good = m_document->sampleOf(2, 0, 2);
    select(good->id);
    QVERIFY(!label(u"detailError"_s)->isVisible());
    QVERIFY(label(u"detailStamps"_s)->text().contains(u"headers 12.0 ms"_s));
    QVERIFY(label(u"detailFlags"_s)->text().contains(sampleFlagReason(SampleFlag::EstimatedTokens)));
    QVERIFY(!label(u"detailServer"_s)->isVisibleTo(m_pane.get())); // it told no times
    QVERIFY(m_pane->findChild<QPlainTextEdit *>(u"detailRequest"_s)->toPlainText().contains(u"messages"_s));
    QSignalSpy compare(m_pane.get(), &ResultsPane::compareRequested);
    m_pane->findChild<QPushButton *>(u"detailCompare"_s)->click();
    QCOMPARE(compare.count(), 1);
    QCOMPARE(compare[0][0].value<SampleId>(), good->id);
    const auto timed = std::ranges::find(m_run.samples, good->id, &Sample::id);
    timed->serverTimings = ServerTimings();
    timed->serverTimings->predictedMs = 1234;
    const QString told = serverTimingsText(*timed);
    m_document->setRun(m_run);
    select(timed->id);
    QVERIFY(told.contains(u"1.23 s"_s));
    QCOMPARE(label(u"detailServer"_s)->text(), told);
    QVERIFY(label(u"detailServer"_s)->isVisibleTo(m_pane.get()));
}

void ResultsPaneTest::selectionSurvivesNewSamples()
{
    RunData part = m_run;
    part.samples.resize(20);
    m_document->setRun(part);
    const SampleId id = part.samples[7].id;
    select(id);
    const QString title = label(u"detailTitle"_s)->text();
    m_document->addSamples({m_run.samples[20], m_run.samples[21]});
    QCOMPARE(label(u"detailTitle"_s)->text(), title);
    QCOMPARE(table(u"samplesTable"_s)->currentIndex().siblingAtColumn(0).data(RawRole).toInt(), id.value.toInt());
    m_document->clear();
    QVERIFY(label(u"detailTitle"_s)->text() != title);
}

void ResultsPaneTest::keepsItsLayout()
{
    m_pane->findChild<QComboBox *>(u"resultsFigure"_s)->setCurrentIndex(1);
    const QByteArray state = m_pane->saveState();
    ResultsPane other(m_document.get());
    QVERIFY(!other.restoreState("nonsense"));
    QVERIFY(other.restoreState(state));
    QCOMPARE(other.findChild<QComboBox *>(u"resultsFigure"_s)->currentIndex(), 1);
}

QTEST_MAIN(ResultsPaneTest)
#include "tst_resultspane.moc"
