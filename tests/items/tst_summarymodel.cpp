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
    void tellsCosts();
    void drawsIntervals();
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
    QCOMPARE(text(model, 2, Column::Score), u"4.50"_s);
    QCOMPARE(model.index(2, int(Column::Score)).data(NoteRole).toString(), u"n 6"_s);
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
    thin.totalMs->max = 2600;
    ModelSummary nothing;
    nothing.model = 2;
    nothing.failed = 4;
    model.setSummaries({thick, thin, nothing});
    QVERIFY(model.hasThinTail());
    QVERIFY(model.hasEstimates());
    QVERIFY(!text(model, 0, Column::P95).endsWith(u'*'));
    QVERIFY(text(model, 1, Column::P95).endsWith(u'*'));
    QVERIFY(text(model, 1, Column::P95).startsWith(u"2.60"_s)); // the slowest, as in reports
    QVERIFY(text(model, 0, Column::P99).endsWith(u'*')); // 662 for this one
    QVERIFY(model.index(1, int(Column::P95)).data(Qt::ToolTipRole).toString().contains(u"129"_s));
    QVERIFY(!text(model, 0, Column::Speed).startsWith(u'~'));
    QVERIFY(text(model, 1, Column::Speed).startsWith(u'~'));
    for (const Column column :
         {Column::Mean, Column::P95, Column::FirstToken, Column::Speed, Column::Score, Column::Size, Column::Licence}) {
        QCOMPARE(text(model, 2, column), u"\u2013"_s);
    }
    QCOMPARE(text(model, 2, Column::Failed), u"4"_s);
    model.setSummaries({summary(0, 812, 662)});
    QVERIFY(!model.hasThinTail());
}

void SummaryModelTest::tellsCosts()
{
    SummaryModel model;
    auto measured = summary(0, 812, 12);
    measured.cost.memoryMb = 1024;
    measured.cost.memoryFilesMb = 800;
    measured.energy = EnergyFigure{0.25, 12.0, {u"package-0"_s}};
    measured.pricePer1kTokens = 0.0001;
    measured.currency = u"EUR"_s;
    auto estimated = summary(1, 900, 12);
    estimated.cost.memoryMb = 512;
    estimated.energy = EnergyFigure{0.5, {}, {}};
    model.setSummaries({measured, estimated, summary(2, 900, 12)});
    QVERIFY(model.hasFigures(Column::Memory) && model.hasFigures(Column::Price) && !model.hasFigures(Column::Size));
    QCOMPARE(text(model, 0, Column::Memory), u"1.02 GB"_s);
    QCOMPARE(text(model, 0, Column::Energy), u"0.250"_s);
    QCOMPARE(text(model, 0, Column::Price), u"0.000100 EUR"_s);
    QCOMPARE(text(model, 1, Column::Energy), u"~0.500"_s);
    for (const Column column : {Column::Memory, Column::Energy, Column::Price}) {
        QCOMPARE(text(model, 2, column), u"\u2013"_s);
    }
    QVERIFY(best(model, 1, Column::Memory));
    QVERIFY(!best(model, 0, Column::Energy)); // an estimate stands beside it
    const auto tip = [&](int row, Column column) {
        return model.index(row, int(column)).data(Qt::ToolTipRole).toString();
    };
    QVERIFY(tip(0, Column::Memory).contains(u"800 MB"_s));
    QVERIFY(!tip(0, Column::Memory).contains(u"first answer"_s));
    QVERIFY(tip(0, Column::Energy).contains(u"12.0 W"_s));
    QVERIFY(tip(1, Column::Energy).startsWith(u"estimate"_s));
    measured.cost.loadMs = 1500;
    measured.cost.gpuMemoryMb = 256;
    measured.cost.gpuByServer = true;
    measured.coldTtftMs = 900;
    measured.coldTotalMs = 1200;
    model.setSummaries({measured, estimated});
    QVERIFY(tip(0, Column::Memory).contains(u"256 MB on the graphics processor, as the server says"_s));
    QVERIFY(tip(0, Column::Memory)
                .contains(u"Loaded in 1.50 s\nThe first answer after that began after 900 ms and took 1.20 s"_s));
    estimated.energy->domains = {u"package-0"_s};
    model.setSummaries({measured, estimated});
    QVERIFY(best(model, 0, Column::Energy));
}

void SummaryModelTest::drawsIntervals()
{
    SummaryModel model;
    auto quick = summary(0, 800, 12);
    auto slow = summary(1, 1000, 12);
    model.setSummaries({quick, slow});
    QVERIFY(!model.hasIntervals()); // a run that goes on
    quick.totalMs->meanCi = Interval{760, 840};
    slow.totalMs->meanCi = Interval{900, 1100};
    model.setSummaries({quick, slow});
    QVERIFY(model.hasIntervals());
    const auto bar = [&model](int row, Column column) { return model.index(row, int(column)).data(IntervalRole); };
    const auto first = bar(0, Column::Mean).value<IntervalBar>();
    const auto second = bar(1, Column::Mean).value<IntervalBar>();
    QVERIFY(first.low > 0 && first.low < first.value && first.value < first.high && first.high < second.low);
    QCOMPARE(second.high, 1.0); // the scale ends here
    QVERIFY(!bar(0, Column::Median).isValid());
    QVERIFY(!bar(0, Column::Samples).isValid());
    QVERIFY(!model.index(0, int(Column::Samples)).data(NoteRole).isValid());
    const QModelIndex mean = model.index(0, int(Column::Mean));
    QCOMPARE(mean.data(Qt::AccessibleTextRole).toString(), u"800 ms, of 12, 95 % interval: 760 ms to 840 ms"_s);
    QVERIFY(mean.data(Qt::ToolTipRole).toString().contains(u"760 ms to 840 ms"_s));
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
