// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/samplesmodel.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

#include "models/items/itemroles.h"
#include "models/items/rundocument.h"
#include "models/items/samplesfilter.h"
#include "tests/support/examplerun.h"

using namespace assay;
using namespace Qt::Literals::StringLiterals;
using Column = SamplesModel::Column;

class SamplesModelTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void growsWithTheDocument();
    void saysWhatASampleIs();
    void sampleSentAgainChangesItsRow();
    void marksOutliers();
    void filters();
    void sortsByValueWithMissingLast();
};

void SamplesModelTest::growsWithTheDocument()
{
    const RunData run = test::exampleRun();
    RunDocument document;
    SamplesModel model(&document);
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QCOMPARE(model.rowCount(), 0);
    document.setInfo(run.info);
    QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
    QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
    document.addSamples({run.samples[0], run.samples[1]});
    document.addSamples({run.samples[2]});
    QCOMPARE(inserted.count(), 2);
    QCOMPARE(reset.count(), 0); // a selection in the table stays
    QCOMPARE(model.rowCount(), 3);
    document.clear();
    QCOMPARE(model.rowCount(), 0);
}

void SamplesModelTest::saysWhatASampleIs()
{
    RunDocument document;
    document.setRun(test::exampleRun());
    SamplesModel model(&document);
    const auto text = [&](int row, Column column) { return model.index(row, int(column)).data().toString(); };
    QCOMPARE(text(0, Column::Number), u"1"_s);
    QCOMPARE(text(0, Column::Phase), u"warm-up"_s);
    QCOMPARE(text(1, Column::Phase), u"measured"_s);
    QCOMPARE(text(1, Column::Prompt), u"rag"_s);
    QVERIFY(text(1, Column::Total).endsWith(u"s"_s));
    const Sample *failed = document.sampleOf(2, 3, 1);
    const int row = document.rowOf(failed->id);
    QCOMPARE(text(row, Column::Outcome), sampleStatusName(SampleStatus::Failed));
    QCOMPARE(text(row, Column::Total), u"\u2013"_s); // missing is a dash, not 0
    QCOMPARE(text(row, Column::Problem), failed->error->message);
    const int estimated = document.rowOf(document.sampleOf(2, 0, 1)->id);
    QVERIFY(text(estimated, Column::Speed).startsWith(u'~'));
    QVERIFY(text(estimated, Column::Tokens).startsWith(u'~'));
    QVERIFY(!model.index(estimated, int(Column::Flags)).data(Qt::ToolTipRole).toString().isEmpty());
}

void SamplesModelTest::sampleSentAgainChangesItsRow()
{
    RunData run = test::exampleRun();
    RunDocument document;
    document.setRun(run);
    SamplesModel model(&document);
    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    document.addSamples({test::failedSample(run.info, run.samples[1].step)});
    QCOMPARE(changed.count(), 1);
    QCOMPARE(changed[0][0].toModelIndex().row(), 1);
    QCOMPARE(model.index(1, int(Column::Outcome)).data().toString(), sampleStatusName(SampleStatus::Failed));
    QCOMPARE(model.index(1, int(Column::Total)).data().toString(), u"\u2013"_s);
    QVERIFY(!model.index(1, int(Column::Total)).data(RawRole).isValid());
}

void SamplesModelTest::marksOutliers()
{
    RunDocument document;
    document.setRun(test::exampleRun());
    SamplesModel model(&document);
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    const SampleId id = document.sampleOf(0, 1, 1)->id;
    Outlier total{id, 0, CompareMetric::TotalMs, 2400, 800, Fence::Severe, {Coincidence::FirstOfRun}, {}};
    Outlier first = total;
    first.metric = CompareMetric::TtftMs;
    first.value = 200;
    first.typical = 100;
    model.setOutliers({total, first});
    const QModelIndex cell = model.index(document.rowOf(id), int(Column::Apart));
    QCOMPARE(cell.data().toString(), u"total \u00d7 3.00"_s); // the further of the two
    QCOMPARE(cell.data(Qt::ToolTipRole).toString().split(u'\n').size(), 2);
    QVERIFY(cell.data(Qt::ToolTipRole).toString().contains(outlierText(total)));
    QVERIFY(cell.data(RawRole).isValid());
    const QModelIndex other = model.index(document.rowOf(document.sampleOf(1, 1, 1)->id), int(Column::Apart));
    QCOMPARE(other.data().toString(), QString());
    QVERIFY(!other.data(RawRole).isValid());
    document.setRun(test::exampleRun());
    QCOMPARE(model.index(document.rowOf(id), int(Column::Apart)).data().toString(), QString());
}

void SamplesModelTest::filters()
{
    RunDocument document;
    document.setRun(test::exampleRun(3, 3)); // 45 samples, 9 warm-ups, 3 failures
    SamplesModel model(&document);
    SamplesFilter filter;
    filter.setSourceModel(&model);
    QAbstractItemModelTester tester(&filter, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QCOMPARE(filter.rowCount(), 45);
    filter.setWarmupsShown(false);
    QCOMPARE(filter.rowCount(), 36);
    filter.setStatus(SampleStatus::Failed);
    QCOMPARE(filter.rowCount(), 3);
    filter.setStatus(std::nullopt);
    filter.setModelPlace(1);
    QCOMPARE(filter.rowCount(), 12);
    filter.setText(u" PRIVACY "_s);
    QCOMPARE(filter.rowCount(), 3);
    filter.setModelPlace(std::nullopt);
    filter.setText(u"out of memory"_s); // in the error
    QCOMPARE(filter.rowCount(), 3);
    filter.setText(u"no such words"_s);
    QCOMPARE(filter.rowCount(), 0);
}

void SamplesModelTest::sortsByValueWithMissingLast()
{
    RunDocument document;
    document.setRun(test::exampleRun(3, 1));
    SamplesModel model(&document);
    SamplesFilter filter;
    filter.setSourceModel(&model);
    for (const Qt::SortOrder order : {Qt::AscendingOrder, Qt::DescendingOrder}) {
        filter.sort(int(Column::Total), order);
        const int last = filter.rowCount() - 1;
        QVERIFY(!filter.index(last, int(Column::Total)).data(RawRole).isValid());
        for (int row = 1; row < last; ++row) {
            const double before = filter.index(row - 1, int(Column::Total)).data(RawRole).toDouble();
            const double here = filter.index(row, int(Column::Total)).data(RawRole).toDouble();
            QVERIFY(order == Qt::AscendingOrder ? before <= here : before >= here);
        }
    }
}

QTEST_GUILESS_MAIN(SamplesModelTest)
#include "tst_samplesmodel.moc"
