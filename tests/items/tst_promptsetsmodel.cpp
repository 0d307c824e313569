// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/promptsetsmodel.h"

#include "models/items/promptdocument.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace assay;
using namespace Qt::Literals::StringLiterals;

namespace {

PromptSet named(const QString &name)
{
    PromptSet set;
    set.id = {name};
    set.name = name;
    return set;
}

} // namespace

class TestPromptSetsModel : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void listFollowsTheDocument()
    {
        PromptDocument document;
        PromptSetsModel model(&document);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        QSignalSpy current(&document, &PromptDocument::currentChanged);
        document.setSets({named(u"a"_s), named(u"b"_s)});
        QCOMPARE(model.rowCount(), 2);
        QCOMPARE(document.currentIndex(), 0);
        document.addSet(named(u"c"_s), u"Add"_s);
        QCOMPARE(model.index(2).data().toString(), u"c"_s);
        QCOMPARE(document.currentIndex(), 2); // the new one is shown
        document.removeSet(0, u"Delete"_s);
        QCOMPARE(document.current()->name, u"c"_s); // still the same one
        QCOMPARE(model.rowCount(), 2);
        document.removeSet(1, u"Delete"_s);
        QCOMPARE(document.current()->name, u"b"_s);
        document.setSets({named(u"x"_s), named(u"b"_s)});
        QCOMPARE(document.current()->name, u"b"_s); // kept over a reload
        QVERIFY(!current.isEmpty());
    }

    void aNameIsEditedButNeverEmptied()
    {
        PromptDocument document;
        document.setSets({named(u"a"_s)});
        PromptSetsModel model(&document);
        QVERIFY(model.setData(model.index(0), u" Meeting notes "_s));
        QCOMPARE(document.sets()[0].name, u"Meeting notes"_s);
        QVERIFY(!model.setData(model.index(0), u"  "_s));
        QCOMPARE(model.index(0).data().toString(), u"Meeting notes"_s);
        QCOMPARE(document.sets()[0].id.value, u"a"_s);
    }

    void aSetWithATakenIdGetsAnother()
    {
        PromptDocument document;
        document.setSets({named(u"a"_s)});
        document.addSet(named(u"a"_s), u"Add"_s);
        QVERIFY(document.sets()[0].id != document.sets()[1].id);
    }
};

QTEST_GUILESS_MAIN(TestPromptSetsModel)
#include "tst_promptsetsmodel.moc"
