// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/runlistmodel.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace assay;
using namespace Qt::Literals::StringLiterals;
using Column = RunListModel::Column;

namespace {

RunBrief brief(const QString &id, int day)
{
    RunBrief run;
    run.id = RunId{id};
    run.name = u"Run "_s + id;
    run.startedAt = QDateTime({2026, 3, day}, {10, 0}, Qt::UTC);
    run.models = 2;
    run.planned = run.finished = 24;
    run.failed = 1;
    run.scored = 5;
    return run;
}

} // namespace

class RunListModelTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void putsNewestFirst();
    void changesALineInPlace();
    void takesAndBringsBack();
    void asksBeforeRenaming();
    void saysHowFarARunCame();
};

void RunListModelTest::putsNewestFirst()
{
    RunListModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setRuns({brief(u"b"_s, 2), brief(u"a"_s, 1)});
    model.put(brief(u"c"_s, 3));
    QCOMPARE(model.rowOf(RunId{u"c"_s}), 0);
    QCOMPARE(model.rowOf(RunId{u"a"_s}), 2);
    QCOMPARE(model.rowOf(RunId{u"x"_s}), -1);
}

void RunListModelTest::changesALineInPlace()
{
    RunListModel model;
    model.setRuns({brief(u"b"_s, 2), brief(u"a"_s, 1)});
    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    RunBrief further = brief(u"a"_s, 1);
    further.scored = 6;
    model.put(further);
    model.put(further); // nothing new
    QCOMPARE(changed.count(), 1);
    QCOMPARE(model.rowCount(), 2);
    QCOMPARE(model.index(1, int(Column::Scored)).data().toString(), u"6 of 23"_s);
}

void RunListModelTest::takesAndBringsBack()
{
    RunListModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setRuns({brief(u"c"_s, 3), brief(u"b"_s, 2), brief(u"a"_s, 1)});
    const RunBrief taken = *model.brief(1);
    model.take(taken.id);
    model.take(taken.id);
    QCOMPARE(model.rowCount(), 2);
    model.put(taken);
    QCOMPARE(model.rowOf(taken.id), 1); // where it was
    QCOMPARE(model.brief(3), nullptr);
}

void RunListModelTest::asksBeforeRenaming()
{
    RunListModel model;
    model.setRuns({brief(u"a"_s, 1)});
    QSignalSpy wanted(&model, &RunListModel::renameWanted);
    const QModelIndex name = model.index(0, int(Column::Name));
    QVERIFY(model.flags(name) & Qt::ItemIsEditable);
    QVERIFY(!(model.flags(model.index(0, int(Column::Failed))) & Qt::ItemIsEditable));
    QVERIFY(!model.setData(name, u"  "_s)); // a run keeps a name
    QVERIFY(!model.setData(name, u"Run a"_s));
    QVERIFY(model.setData(name, u" Meeting notes "_s));
    QCOMPARE(wanted.count(), 1);
    QCOMPARE(wanted[0][1].toString(), u"Meeting notes"_s);
    QCOMPARE(name.data().toString(), u"Run a"_s);
    model.setName(RunId{u"a"_s}, u"Meeting notes"_s);
    QCOMPARE(name.data().toString(), u"Meeting notes"_s);
}

void RunListModelTest::saysHowFarARunCame()
{
    RunListModel model;
    RunBrief stopped = brief(u"a"_s, 1);
    stopped.state = RunState::Cancelled;
    stopped.finished = 7;
    stopped.simulated = true;
    model.setRuns({stopped});
    QCOMPARE(model.index(0, int(Column::Samples)).data().toString(), u"7 of 24"_s);
    QCOMPARE(model.index(0, int(Column::State)).data().toString(), runStateName(RunState::Cancelled));
    QVERIFY(model.index(0, int(Column::Name)).data().toString().contains(u"simulated"_s));
    QCOMPARE(model.index(0, int(Column::Name)).data(Qt::EditRole).toString(), u"Run a"_s);
}

QTEST_GUILESS_MAIN(RunListModelTest)
#include "tst_runlistmodel.moc"
