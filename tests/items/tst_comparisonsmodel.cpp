// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/comparisonsmodel.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

#include "models/items/valuesort.h"

using namespace assay;
using namespace Qt::Literals::StringLiterals;
using Column = ComparisonsModel::Column;

namespace {

Comparison comparison(int first, int second, Verdict verdict, CompareMetric metric = CompareMetric::TotalMs)
{
    Comparison c;
    c.metric = metric;
    c.first = first;
    c.second = second;
    c.firstAlias = {u"model-%1"_s.arg(first)};
    c.secondAlias = {u"model-%1"_s.arg(second)};
    c.verdict = verdict;
    c.pairs = 12;
    c.rounds = 3;
    return c;
}

Comparison faster()
{
    Comparison c = comparison(0, 1, Verdict::Faster);
    c.effect = 1.25;
    c.interval = Interval{1.125, 1.5};
    c.p = 0.0001;
    c.pHolm = 0.0002;
    return c;
}

Comparison unknown()
{
    Comparison c = comparison(0, 2, Verdict::CannotTellYet);
    c.effect = 0.98;
    c.interval = Interval{0.8, 1.1};
    c.p = 0.4;
    c.pHolm = 0.4;
    c.rounds = 6;
    c.more = 9;
    return c;
}

/// Two rounds only: nothing is known.
Comparison young()
{
    Comparison c = comparison(1, 2, Verdict::CannotTellYet);
    c.more = 1;
    return c;
}

QString text(const QAbstractItemModel &model, int row, Column column)
{
    return model.index(row, int(column)).data().toString();
}

} // namespace

class ComparisonsModelTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void saysWhatIsKnown();
    void drawsIntervalsOnOneScale();
    void showsOneMetric();
    void updatesInPlace();
    void sorts();
};

void ComparisonsModelTest::saysWhatIsKnown()
{
    ComparisonsModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setComparisons({faster(), unknown(), young()});
    QCOMPARE(text(model, 0, Column::First), u"A model-0"_s);
    QCOMPARE(text(model, 0, Column::Second), u"B model-1"_s);
    QCOMPARE(text(model, 0, Column::Words), u"faster by 25 % (13 to 50)"_s);
    QCOMPARE(text(model, 0, Column::P), u"< 0.001"_s);
    QCOMPARE(text(model, 0, Column::Pairs), u"12"_s);
    QCOMPARE(text(model, 0, Column::More), u"\u2013"_s);
    QCOMPARE(text(model, 1, Column::Words), u"cannot tell yet"_s);
    QCOMPARE(text(model, 1, Column::More), u"9 rounds"_s);
    QCOMPARE(text(model, 2, Column::P), u"\u2013"_s); // missing, not 0
    QCOMPARE(text(model, 2, Column::More), u"five rounds or more"_s);
    const QModelIndex words = model.index(1, int(Column::Words));
    QCOMPARE(words.data(NoteRole).toString(), effectRangeText(unknown()));
    QVERIFY(!model.index(0, int(Column::Words)).data(NoteRole).isValid()); // its words have the interval
    const QString spoken = words.data(Qt::AccessibleDescriptionRole).toString();
    QVERIFY(spoken.contains(u"model-0 against model-2, total latency: cannot tell yet"_s));
    QVERIFY(spoken.contains(effectRangeText(unknown())));
    Comparison wide = unknown(); // numbers that are of no use to a person
    wide.interval = Interval{1 / 1492.26, 267.78};
    wide.more.reset();
    model.setComparisons({wide});
    const QModelIndex vague = model.index(0, int(Column::Words));
    QCOMPARE(vague.data(NoteRole).toString(), u"the answers vary too much"_s);
    QVERIFY(!vague.data(Qt::ToolTipRole).toString().contains(u'%'));
    QVERIFY(vague.data(Qt::ToolTipRole).toString().contains(u"cannot tell: the answers vary too much"_s));
}

void ComparisonsModelTest::drawsIntervalsOnOneScale()
{
    ComparisonsModel model;
    model.setComparisons({faster(), unknown(), young()});
    const auto bar = [&model](int row) { return model.index(row, int(Column::Words)).data(IntervalRole); };
    const auto above = bar(0).value<IntervalBar>();
    const auto across = bar(1).value<IntervalBar>();
    QVERIFY(above.zero && *above.zero < above.low && above.low < above.value && above.value < above.high);
    QCOMPARE(above.high, 1.0);
    QCOMPARE(across.low, 0.0);
    QVERIFY(across.low < *across.zero && *across.zero < across.high);
    QCOMPARE(above.zero, across.zero);
    QVERIFY(!bar(2).isValid());
}

void ComparisonsModelTest::showsOneMetric()
{
    ComparisonsModel model;
    model.setComparisons({faster(), comparison(0, 1, Verdict::Better, CompareMetric::Score)});
    QCOMPARE(model.rowCount(), 1);
    model.setMetric(CompareMetric::Score);
    QCOMPARE(model.rowCount(), 1);
    QCOMPARE(model.shown().front().verdict, Verdict::Better);
    model.setMetric(CompareMetric::TtftMs);
    QCOMPARE(model.rowCount(), 0);
}

void ComparisonsModelTest::updatesInPlace()
{
    ComparisonsModel model;
    model.setComparisons({faster(), unknown()});
    QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    model.setComparisons({faster(), faster()});
    QCOMPARE(reset.count(), 0);
    QCOMPARE(changed.count(), 1);
}

void ComparisonsModelTest::sorts()
{
    ComparisonsModel model;
    model.setComparisons({young(), faster(), unknown()});
    ValueSort sort;
    sort.setSourceModel(&model);
    sort.sort(int(Column::P), Qt::AscendingOrder);
    QCOMPARE(text(sort, 0, Column::P), u"< 0.001"_s);
    QCOMPARE(text(sort, 2, Column::P), u"\u2013"_s); // missing last
    sort.sort(int(Column::More), Qt::DescendingOrder);
    QCOMPARE(text(sort, 0, Column::More), u"9 rounds"_s);
    QCOMPARE(text(sort, 2, Column::More), u"\u2013"_s);
}

QTEST_GUILESS_MAIN(ComparisonsModelTest)
#include "tst_comparisonsmodel.moc"
