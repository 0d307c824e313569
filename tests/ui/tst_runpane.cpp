// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/run/runpane.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QPlainTextEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QRadioButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTest>

#include "models/items/liverunmodel.h"
#include "models/items/rundocument.h"
#include "tests/support/examplerun.h"
#include "ui/charts/charts.h"
#include "ui/common/elidedlabel.h"
#include "ui/run/modelcolumn.h"

using namespace assay;
using namespace Qt::Literals::StringLiterals;

class RunPaneTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void emptyPaneOffersStart();
    void optionsGoInAndOut();
    void aRateTakesThePlaceOfAtOnce();
    void modelsAreKeptWarmWhereThereAreBlocks();
    void optionsCannotChangeWhileRunning();
    void oneSteadyColumnAModel();
    void followsTheEndOnlyFromTheEnd();
    void progressInWords();
    void failuresStandInTheirColumn();
    void oneSwitchForBothDistributions();
    void chartsFollowFinishedSamples();
    void keepsItsLayout();

private:
    void begin();
    LiveBatch batch(const QString &text, bool started) const;
    QList<ModelColumn *> columns() const { return m_pane->findChildren<ModelColumn *>(); }

    RunInfo m_info;
    std::unique_ptr<RunDocument> m_document;
    std::unique_ptr<LiveRunModel> m_live;
    std::unique_ptr<RunPane> m_pane;
};

void RunPaneTest::init()
{
    m_pane.reset();
    m_info = test::exampleInfo(3, 1);
    m_document = std::make_unique<RunDocument>();
    m_live = std::make_unique<LiveRunModel>();
    m_pane = std::make_unique<RunPane>(m_document.get(), m_live.get());
    m_pane->resize(1000, 700);
    m_pane->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_pane.get()));
}

void RunPaneTest::begin()
{
    m_document->setInfo(m_info);
    m_live->setPlan(m_info);
}

LiveBatch RunPaneTest::batch(const QString &text, bool started) const
{
    LiveBatch batch;
    batch.run = m_info.id;
    batch.progress.planned = 15;
    LiveDelta delta;
    delta.step = expandPlan(m_info.plan).front();
    delta.sample = sampleIdOf(0);
    delta.answer = text;
    delta.started = started;
    batch.deltas = {delta};
    return batch;
}

void RunPaneTest::emptyPaneOffersStart()
{
    auto *start = m_pane->findChild<QPushButton *>(u"runStart"_s);
    QVERIFY(start->isVisible());
    QVERIFY(!start->isEnabled()); // nothing is planned yet
    m_pane->setPlanText(u"39 requests, about 4 min"_s, true);
    QSignalSpy wanted(m_pane.get(), &RunPane::startRequested);
    start->click();
    QCOMPARE(wanted.count(), 1);
    begin();
    QVERIFY(!start->isVisible());
}

void RunPaneTest::optionsGoInAndOut()
{
    QSignalSpy changed(m_pane.get(), &RunPane::optionsChanged);
    RunOptions options;
    options.rounds = 7;
    options.order = RunOrder::Interleaved;
    options.seed = 12'345'678'901'234ULL;
    options.parameters.maxTokens = 256;
    options.nonce = options.deterministic = true;
    options.parameters.extra = R"({"top_p":0.9})"; // has no field, must not be lost
    m_pane->setOptions(options);
    QCOMPARE(m_pane->options(), options);
    QCOMPARE(changed.count(), 0);
    auto *temperature = m_pane->findChild<QDoubleSpinBox *>(u"runTemperature"_s);
    QCOMPARE(m_pane->options().parameters.temperature, std::nullopt);
    temperature->selectAll();
    QTest::keyClicks(temperature, u"0"_s);
    QCOMPARE(m_pane->options().parameters.temperature, std::optional(0.0)); // 0 is a temperature
    temperature->selectAll();
    QTest::keyClick(temperature, Qt::Key_Delete);
    QTest::keyClick(temperature, Qt::Key_Return);
    QCOMPARE(m_pane->options().parameters.temperature, std::nullopt); // empty: the server's
    m_pane->findChild<QSpinBox *>(u"runRounds"_s)->setValue(2);
    QCOMPARE(changed.last()[0].value<RunOptions>().rounds, 2);
}

void RunPaneTest::aRateTakesThePlaceOfAtOnce()
{
    auto *rate = m_pane->findChild<QDoubleSpinBox *>(u"runRate"_s);
    auto *arrival = m_pane->findChild<QComboBox *>(u"runArrival"_s);
    auto *atOnce = m_pane->findChild<QSpinBox *>(u"runConcurrency"_s);
    QCOMPARE(m_pane->options().rate, std::nullopt);
    QVERIFY(atOnce->isEnabled() && !arrival->isEnabled());
    QSignalSpy changed(m_pane.get(), &RunPane::optionsChanged);
    rate->setValue(2.5);
    arrival->setCurrentIndex(1);
    QVERIFY(!atOnce->isEnabled() && arrival->isEnabled());
    QCOMPARE(changed.count(), 2);
    const auto options = changed.last()[0].value<RunOptions>();
    QCOMPARE(options.rate, std::optional(2.5));
    QCOMPARE(options.arrival, Arrival::Poisson);
    m_pane->setOptions({});
    QVERIFY(atOnce->isEnabled());
    QCOMPARE(m_pane->options(), RunOptions());
    m_pane->setOptions(options);
    QCOMPARE(m_pane->options(), options);
    m_pane->findChild<QCheckBox *>(u"runCachePrompt"_s)->click();
    QVERIFY(m_pane->options().cachePrompt);
}

void RunPaneTest::modelsAreKeptWarmWhereThereAreBlocks()
{
    auto *warm = m_pane->findChild<QCheckBox *>(u"runKeepWarm"_s);
    auto *order = m_pane->findChild<QComboBox *>(u"runOrder"_s);
    auto *loading = m_pane->findChild<QComboBox *>(u"runLoading"_s);
    QVERIFY(!m_pane->options().keepWarm);
    warm->click();
    QVERIFY(m_pane->options().keepWarm);
    order->setCurrentIndex(order->findData(int(RunOrder::Shuffled)));
    QVERIFY(!warm->isEnabled() && !m_pane->options().keepWarm);
    order->setCurrentIndex(order->findData(int(RunOrder::ByServer)));
    QVERIFY(warm->isEnabled() && m_pane->options().keepWarm); // the tick was kept
    loading->setCurrentIndex(loading->findData(int(ModelLoading::OneAtATime)));
    QVERIFY(!warm->isEnabled() && !m_pane->options().keepWarm);
}

void RunPaneTest::optionsCannotChangeWhileRunning()
{
    m_pane->setRunning(true);
    QVERIFY(!m_pane->findChild<QSpinBox *>(u"runRounds"_s)->isEnabled());
    m_pane->setRunning(false);
    QVERIFY(m_pane->findChild<QSpinBox *>(u"runRounds"_s)->isEnabled());
}

void RunPaneTest::oneSteadyColumnAModel()
{
    begin();
    QCOMPARE(columns().size(), 3);
    QTRY_COMPARE(columns()[0]->width(), columns()[2]->width());
    const int width = columns()[0]->width();
    QVERIFY(width >= ModelColumn::leastWidth);
    LiveBatch first = batch(u"word "_s.repeated(400), true);
    first.deltas[0].tokensPerSSoFar = 123.4;
    m_live->apply(first);
    auto *answer = columns()[first.deltas[0].step.model]->findChild<QPlainTextEdit *>(u"columnAnswer"_s);
    QVERIFY(answer->toPlainText().startsWith(u"word word"_s));
    QCoreApplication::processEvents();
    for (const ModelColumn *column : columns()) {
        QCOMPARE(column->width(), width);
    }
}

void RunPaneTest::followsTheEndOnlyFromTheEnd()
{
    begin();
    const int model = expandPlan(m_info.plan).front().model;
    m_live->apply(batch(u"line\n"_s.repeated(300), true));
    QScrollBar *bar = columns()[model]->findChild<QPlainTextEdit *>(u"columnAnswer"_s)->verticalScrollBar();
    QTRY_VERIFY(bar->maximum() > 0);
    bar->setValue(bar->maximum());
    m_live->apply(batch(u"line\n"_s.repeated(50), false));
    QCOMPARE(bar->value(), bar->maximum());
    bar->setValue(10); // the person reads further up
    m_live->apply(batch(u"line\n"_s.repeated(50), false));
    QCOMPARE(bar->value(), 10);
}

void RunPaneTest::progressInWords()
{
    begin();
    LiveBatch now = batch({}, false);
    now.deltas.clear();
    now.progress = {39, 20, 1, 0, std::chrono::seconds(120)};
    m_live->apply(now);
    auto *text = m_pane->findChild<QLabel *>(u"runProgressText"_s);
    QCOMPARE(text->text(), u"20 of 39 done, 1 failed, about 2 min left"_s);
    QCOMPARE(text->accessibleName(), text->text());
    QCOMPARE(m_pane->findChild<QProgressBar *>(u"runProgressBar"_s)->value(), 20);
    now.state = RunState::Cancelled;
    now.progress.timeLeft.reset();
    m_live->apply(now);
    QVERIFY(text->text().startsWith(runStateName(RunState::Cancelled)));
    QVERIFY(!text->text().contains(u"left"_s));
}

void RunPaneTest::failuresStandInTheirColumn()
{
    begin();
    const PlanStep step = expandPlan(m_info.plan).front();
    LiveBatch now = batch({}, false);
    now.deltas.clear();
    now.finished = {test::failedSample(m_info, step)};
    m_live->apply(now);
    auto *error = columns()[step.model]->findChild<QLabel *>(u"columnError"_s);
    QVERIFY(error->isVisible());
    QVERIFY(error->text().contains(u"out of memory"_s));
    bool counted = false;
    for (const ElidedLabel *label : columns()[step.model]->findChildren<ElidedLabel *>()) {
        counted = counted || label->fullText() == u"1 of 5 done, 1 failed"_s;
    }
    QVERIFY(counted);
}

void RunPaneTest::oneSwitchForBothDistributions()
{
    begin();
    m_pane->findChild<QRadioButton *>(u"formEcdf"_s)->click();
    for (const DistributionChart *chart : m_pane->findChildren<DistributionChart *>()) {
        QCOMPARE(chart->form(), DistributionForm::Ecdf);
    }
}

void RunPaneTest::chartsFollowFinishedSamples()
{
    begin();
    auto *chart = m_pane->findChild<DistributionChart *>(u"chartTotal"_s);
    const RunData whole = test::exampleRun(3, 1);
    m_document->addSamples(whole.samples);
    QTRY_VERIFY(chart->summaryText().contains(u"phi-4-mini"_s));
    QVERIFY(chart->summaryText().contains(u"of 4"_s)); // the warm-up is not drawn
}

void RunPaneTest::keepsItsLayout()
{
    m_pane->findChild<QRadioButton *>(u"formBox"_s)->click();
    const QByteArray state = m_pane->saveState();
    RunPane other(m_document.get(), m_live.get());
    QVERIFY(!other.restoreState("nonsense"));
    QVERIFY(other.restoreState(state));
    QVERIFY(other.findChild<QRadioButton *>(u"formBox"_s)->isChecked());
}

QTEST_MAIN(RunPaneTest)
#include "tst_runpane.moc"
