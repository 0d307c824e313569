// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/history/historypane.h"

#include <QAction>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>
#include <QUndoStack>

#include "models/items/runlistmodel.h"

using namespace assay;
using namespace Qt::Literals::StringLiterals;

class HistoryPaneTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void emptyPaneOffersStart();
    void opensByKeyAndDoubleClick();
    void renamesInline();
    void deletesAndBringsBack();
    void aRunGoingOnCannotBeDeleted();
    void resumesOnlyWhatWasStopped();
    void choosesTheBaseline();
    void exports();
    void filters();

private:
    QAction *action(const QString &name) const { return m_pane->findChild<QAction *>(name); }
    QTableView *table() const { return m_pane->findChild<QTableView *>(u"historyTable"_s); }

    std::unique_ptr<RunListModel> m_runs;
    std::unique_ptr<QUndoStack> m_undo;
    std::unique_ptr<HistoryPane> m_pane;
};

void HistoryPaneTest::init()
{
    m_pane.reset();
    m_runs = std::make_unique<RunListModel>();
    m_undo = std::make_unique<QUndoStack>();
    m_pane = std::make_unique<HistoryPane>(m_runs.get(), m_undo.get());
    std::vector<RunBrief> runs;
    const RunState states[] = {RunState::Running, RunState::Cancelled, RunState::Completed};
    for (int i = 0; i < 3; ++i) {
        RunBrief run;
        run.id = RunId{QString(QChar(u'a' + i))};
        run.name = u"Run %1"_s.arg(run.id.value);
        run.state = states[i];
        run.startedAt = QDateTime({2026, 3, 10 - i}, {9, 0}, Qt::UTC);
        run.planned = 24;
        run.finished = 10;
        runs.push_back(run);
    }
    m_runs->setRuns(runs);
    m_pane->resize(900, 500);
    m_pane->show();
    m_pane->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_pane.get()));
    table()->setFocus();
}

void HistoryPaneTest::emptyPaneOffersStart()
{
    QVERIFY(table()->isVisible());
    m_runs->setRuns({});
    QVERIFY(!table()->isVisible());
    QSignalSpy start(m_pane.get(), &HistoryPane::startRequested);
    m_pane->findChild<QPushButton *>(u"historyStart"_s)->click();
    QCOMPARE(start.count(), 1);
}

void HistoryPaneTest::opensByKeyAndDoubleClick()
{
    QSignalSpy opened(m_pane.get(), &HistoryPane::openRequested);
    m_pane->select(RunId{u"b"_s});
    QTest::keyClick(table(), Qt::Key_Return);
    QCOMPARE(opened.count(), 1);
    QCOMPARE(opened[0][0].value<RunId>(), RunId{u"b"_s});
    const QPoint third = table()->visualRect(table()->model()->index(2, 1)).center();
    QTest::mouseClick(table()->viewport(), Qt::LeftButton, {}, third);
    QTest::mouseDClick(table()->viewport(), Qt::LeftButton, {}, third);
    QCOMPARE(opened.count(), 2);
    QCOMPARE(opened[1][0].value<RunId>(), RunId{u"c"_s});
}

void HistoryPaneTest::renamesInline()
{
    QSignalSpy renamed(m_pane.get(), &HistoryPane::renameRequested);
    m_pane->select(RunId{u"c"_s});
    QTest::keyClick(table(), Qt::Key_F2);
    auto *editor = table()->viewport()->findChild<QLineEdit *>();
    QVERIFY(editor);
    QCOMPARE(editor->text(), u"Run c"_s);
    QTest::keyClicks(editor, u"Meeting notes"_s);
    QTest::keyClick(editor, Qt::Key_Return);
    QTRY_COMPARE(renamed.count(), 1);
    QCOMPARE(renamed[0][1].toString(), u"Meeting notes"_s);
    QCOMPARE(m_runs->brief(m_runs->rowOf(RunId{u"c"_s}))->name, u"Meeting notes"_s);
    m_undo->undo();
    QCOMPARE(renamed.last()[1].toString(), u"Run c"_s);
    QCOMPARE(m_runs->brief(m_runs->rowOf(RunId{u"c"_s}))->name, u"Run c"_s);
}

void HistoryPaneTest::deletesAndBringsBack()
{
    QSignalSpy removed(m_pane.get(), &HistoryPane::removeRequested);
    QSignalSpy restored(m_pane.get(), &HistoryPane::restoreRequested);
    m_pane->select(RunId{u"b"_s});
    QTest::keyClick(table(), Qt::Key_Delete);
    QCOMPARE(removed.count(), 1);
    QCOMPARE(m_runs->rowOf(RunId{u"b"_s}), -1);
    m_undo->undo();
    QCOMPARE(restored.count(), 1);
    QCOMPARE(restored[0][0].value<RunId>(), RunId{u"b"_s});
    QCOMPARE(m_runs->rowOf(RunId{u"b"_s}), 1);
}

void HistoryPaneTest::aRunGoingOnCannotBeDeleted()
{
    QSignalSpy removed(m_pane.get(), &HistoryPane::removeRequested);
    m_pane->select(RunId{u"a"_s});
    QVERIFY(!action(u"historyDelete"_s)->isEnabled());
    QTest::keyClick(table(), Qt::Key_Delete);
    QCOMPARE(removed.count(), 0);
    RunBrief ended = *m_runs->brief(0);
    ended.state = RunState::Completed;
    m_runs->put(ended);
    QVERIFY(action(u"historyDelete"_s)->isEnabled());
}

void HistoryPaneTest::resumesOnlyWhatWasStopped()
{
    QSignalSpy resumed(m_pane.get(), &HistoryPane::resumeRequested);
    m_pane->select(RunId{u"c"_s});
    RunBrief completed = *m_runs->brief(m_runs->rowOf(RunId{u"c"_s}));
    completed.finished = completed.planned;
    m_runs->put(completed);
    QVERIFY(!action(u"historyResume"_s)->isEnabled());
    completed.finished -= 3; // a model was skipped: its server may be there again
    m_runs->put(completed);
    QVERIFY(action(u"historyResume"_s)->isEnabled());
    m_pane->select(RunId{u"b"_s});
    action(u"historyResume"_s)->trigger();
    QCOMPARE(resumed.count(), 1);
    QCOMPARE(resumed[0][0].value<RunId>(), RunId{u"b"_s});
}

void HistoryPaneTest::choosesTheBaseline()
{
    QSignalSpy requested(m_pane.get(), &HistoryPane::baselineRequested);
    QSignalSpy cleared(m_pane.get(), &HistoryPane::baselineCleared);
    m_pane->select({u"a"_s});
    QVERIFY(!action(u"historyBaseline"_s)->isEnabled()); // it goes on
    m_pane->select({u"c"_s});
    action(u"historyBaseline"_s)->trigger();
    QCOMPARE(requested.count(), 1);
    QCOMPARE(requested[0][0].value<RunId>().value, u"c"_s);
    m_pane->setBaseline({u"c"_s});
    QCOMPARE(action(u"historyBaseline"_s)->text(), u"Clear baseline"_s);
    action(u"historyBaseline"_s)->trigger();
    QCOMPARE(cleared.count(), 1);
    m_pane->select({u"b"_s});
    QCOMPARE(action(u"historyBaseline"_s)->text(), u"Set as baseline"_s);
}

void HistoryPaneTest::exports()
{
    QSignalSpy wanted(m_pane.get(), &HistoryPane::exportRequested);
    m_pane->select(RunId{u"c"_s});
    action(u"historyExportCsvSummary"_s)->trigger();
    QCOMPARE(wanted.count(), 1);
    QCOMPARE(wanted[0][0].value<RunId>(), RunId{u"c"_s});
    QCOMPARE(wanted[0][1].value<ExportForm>(), ExportForm::CsvSummary);
}

void HistoryPaneTest::filters()
{
    m_pane->findChild<QLineEdit *>(u"historyFind"_s)->setText(u"run C"_s);
    QCOMPARE(table()->model()->rowCount(), 1);
}

QTEST_MAIN(HistoryPaneTest)
#include "tst_historypane.moc"
