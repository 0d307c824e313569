// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/summarymodel.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

#include "models/items/itemroles.h"
#include "models/items/valuesort.h"

using namespace assay;
using namespace Qt::Literals::StringLiterals;
using Column = SummaryModel::Column;

namespace {

ModelSummary summary(int place, double totalMs, int n)
{
    ModelSummary row;
    row.model = place;
    row.alias = ModelAlias{u"model-%1"_s.arg(place)};
    row.samples = n;
    Distribution total;
    total.n = n;
    total.mean = total.p50 = totalMs;
    total.p95 = total.max = totalMs * 2;
    row.totalMs = total;
    Distribution speed = total;
    speed.mean = 100'000 / totalMs;
    row.tokensPerS = speed;
    return row;
}

bool best(const SummaryModel &model, int row, Column column)
{
    return model.index(row, int(column)).data(BestRole).toBool();
}

QString text(const SummaryModel &model, int row, Column column)
{
    return model.index(row, int(column)).data().toString();
}

} // namespace

class SummaryModelTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void marksTheBest();
    void marksNothingForOneOrEqual();
    void saysWhatIsThinEstimatedOrMissing();
    void updatesInPlace();
    void sortsWithMissingLast();
};

void SummaryModelTest::marksTheBest()
{
    SummaryModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    auto slow = summary(2, 2000, 12);
    slow.score = ScoreSummary{6, 4.5, 5, {}, {0, 0, 0, 3, 3}};
    auto quick = summary(0, 812, 12);
    quick.score = ScoreSummary{6, 3.0, 3, {}, {0, 0, 6, 0, 0}};
    model.setSummaries({quick, summary(1, 812, 12), slow});
    QVERIFY(best(model, 0, Column::Mean));
    QVERIFY(best(model, 1, Column::Mean)); // ties share
    QVERIFY(!best(model, 2, Column::Mean));
    QVERIFY(best(model, 0, Column::Speed)); // here the largest
    QVERIFY(best(model, 2, Column::Score));
    QVERIFY(!best(model, 1, Column::Score)); // has none
    QVERIFY(!best(model, 0, Column::Samples)); // no contest
    QCOMPARE(text(model, 0, Column::Mean), u"812 ms"_s);
    QCOMPARE(text(model, 2, Column::Score), u"4.50 (6)"_s);
    QCOMPARE(text(model, 0, Column::Model), u"A model-0"_s);
}

void SummaryModelTest::marksNothingForOneOrEqual()
{
    SummaryModel model;
    model.setSummaries({summary(0, 812, 12)});
    QVERIFY(!best(model, 0, Column::Mean));
    model.setSummaries({summary(0, 812, 12), summary(1, 812, 12)});
    QVERIFY(!best(model, 0, Column::Mean));
    QVERIFY(!best(model, 1, Column::Mean));
}

void SummaryModelTest::saysWhatIsThinEstimatedOrMissing()
{
    SummaryModel model;
    auto thick = summary(0, 812, 130);
    auto thin = summary(1, 900, 129);
    thin.tokensEstimated = true;
    ModelSummary nothing;
    nothing.model = 2;
    nothing.failed = 4;
    model.setSummaries({thick, thin, nothing});
    QVERIFY(model.hasThinTail());
    QVERIFY(model.hasEstimates());
    QVERIFY(!text(model, 0, Column::P95).endsWith(u'*'));
    QVERIFY(text(model, 1, Column::P95).endsWith(u'*'));
    QVERIFY(model.index(1, int(Column::P95)).data(Qt::ToolTipRole).toString().contains(u"129"_s));
    QVERIFY(!text(model, 0, Column::Speed).startsWith(u'~'));
    QVERIFY(text(model, 1, Column::Speed).startsWith(u'~'));
    for (const Column column :
         {Column::Mean, Column::P95, Column::FirstToken, Column::Speed, Column::Score, Column::Size, Column::Licence}) {
        QCOMPARE(text(model, 2, column), u"\u2013"_s);
    }
    QCOMPARE(text(model, 2, Column::Failed), u"4"_s);
    model.setSummaries({thick});
    QVERIFY(!model.hasThinTail());
}

void SummaryModelTest::updatesInPlace()
{
    SummaryModel model;
    model.setSummaries({summary(0, 812, 1), summary(1, 900, 1)});
    QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    model.setSummaries({summary(0, 800, 2), summary(1, 900, 2)});
    QCOMPARE(reset.count(), 0);
    QCOMPARE(changed.count(), 1);
}

void SummaryModelTest::sortsWithMissingLast()
{
    SummaryModel model;
    ModelSummary nothing;
    nothing.model = 0;
    model.setSummaries({nothing, summary(1, 900, 3), summary(2, 800, 3)});
    ValueSort sort;
    sort.setSourceModel(&model);
    sort.sort(int(Column::Mean), Qt::AscendingOrder);
    QCOMPARE(sort.index(0, 0).data(RawRole).toInt(), 2);
    QCOMPARE(sort.index(2, 0).data(RawRole).toInt(), 0);
    sort.sort(int(Column::Mean), Qt::DescendingOrder);
    QCOMPARE(sort.index(0, 0).data(RawRole).toInt(), 1);
    QCOMPARE(sort.index(2, 0).data(RawRole).toInt(), 0);
}

QTEST_GUILESS_MAIN(SummaryModelTest)
#include "tst_summarymodel.moc"
