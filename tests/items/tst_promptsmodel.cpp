// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/promptsmodel.h"

#include "models/items/promptdocument.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace assay;
using namespace Qt::Literals::StringLiterals;

namespace {

PromptSet threePrompts()
{
    PromptSet set;
    set.id = {u"set-1"_s};
    set.name = u"Notes"_s;
    for (const QString &text : {u"first"_s, u"second"_s, u"third"_s}) {
        Prompt prompt;
        prompt.id = set.freeId();
        prompt.text = text;
        set.prompts.push_back(prompt);
    }
    return set;
}

QStringList texts(const PromptsModel &model)
{
    QStringList result;
    for (int row = 0; row < model.rowCount(); ++row) {
        result << model.index(row, 0).data().toString();
    }
    return result;
}

} // namespace

class TestPromptsModel : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_document = std::make_unique<PromptDocument>();
        m_document->setSets({threePrompts()});
        m_model = std::make_unique<PromptsModel>(m_document.get());
        m_tester = std::make_unique<QAbstractItemModelTester>(m_model.get(),
                                                              QAbstractItemModelTester::FailureReportingMode::Fatal);
    }

    void rowsCanBeAddedCopiedMovedAndDeleted()
    {
        QSignalSpy resets(m_model.get(), &QAbstractItemModel::modelReset);
        QCOMPARE(m_model->addPrompt(0), 1);
        QCOMPARE(texts(*m_model), (QStringList{u"first"_s, u"No text yet"_s, u"second"_s, u"third"_s}));
        m_model->removePrompts({1});
        QCOMPARE(m_model->duplicatePrompts({0, 2}), 3);
        QCOMPARE(texts(*m_model), (QStringList{u"first"_s, u"second"_s, u"third"_s, u"first"_s, u"third"_s}));
        QVERIFY(m_model->prompt(0)->id != m_model->prompt(3)->id);
        m_model->movePrompt(4, 0);
        QCOMPARE(texts(*m_model), (QStringList{u"third"_s, u"first"_s, u"second"_s, u"third"_s, u"first"_s}));
        m_model->removePrompts({4, 0, 3});
        QCOMPARE(texts(*m_model), (QStringList{u"first"_s, u"second"_s}));
        QCOMPARE(resets.size(), 0); // views keep their place
    }

    void cellsAreEditedInPlace_data()
    {
        QTest::addColumn<PromptColumn>("column");
        QTest::addColumn<QString>("typed");
        QTest::addColumn<bool>("taken");
        QTest::addColumn<QString>("shown");
        QTest::newRow("text") << PromptColumn::Text << u"two\nlines"_s << true << u"two lines"_s;
        QTest::newRow("expected") << PromptColumn::Expected << u"a|  b |"_s << true << u"a | b"_s;
        QTest::newRow("tags") << PromptColumn::Tags << u"x,y , "_s << true << u"x, y"_s;
        QTest::newRow("max tokens") << PromptColumn::MaxTokens << u"150"_s << true << u"150"_s;
        QTest::newRow("no max tokens") << PromptColumn::MaxTokens << u" "_s << true << QString();
        QTest::newRow("zero max tokens") << PromptColumn::MaxTokens << u"0"_s << false << QString();
        QTest::newRow("word for max tokens") << PromptColumn::MaxTokens << u"many"_s << false << QString();
    }

    void cellsAreEditedInPlace()
    {
        QFETCH(PromptColumn, column);
        QFETCH(QString, typed);
        QFETCH(bool, taken);
        const QModelIndex index = m_model->index(1, static_cast<int>(column));
        QCOMPARE(m_model->setData(index, typed), taken);
        QTEST(index.data().toString(), "shown");
    }

    void emptyTextIsMarked()
    {
        QVERIFY(m_model->index(0, 0).data(PromptProblemRole).toString().isEmpty());
        m_model->setData(m_model->index(0, 0), u"  "_s);
        QVERIFY(!m_model->index(0, 0).data(PromptProblemRole).toString().isEmpty());
        QCOMPARE(m_model->index(0, 0).data().toString(), u"No text yet"_s);
    }

    void anotherSetShowsItsPrompts()
    {
        PromptSet other;
        other.name = u"Other"_s;
        m_document->addSet(other, u"Add"_s);
        QCOMPARE(m_document->currentIndex(), 1);
        QCOMPARE(m_model->rowCount(), 0);
        m_document->setCurrentIndex(0);
        QCOMPARE(m_model->rowCount(), 3);
        m_document->removeSet(0, u"Delete"_s);
        QCOMPARE(m_model->rowCount(), 0);
        m_document->removeSet(0, u"Delete"_s);
        QCOMPARE(m_document->currentIndex(), -1);
        QCOMPARE(m_model->addPrompt(0), -1);
    }

    void everyEditCanBeTakenBack()
    {
        std::vector<PromptEdit> edits;
        m_document->setSubmitter([&](const PromptEdit &edit) {
            edits.push_back(edit);
            m_document->apply(edit);
        });
        const std::vector<PromptSet> before = m_document->sets();
        m_model->addPrompt(2);
        m_model->setData(m_model->index(0, 0), u"changed"_s);
        m_model->movePrompt(0, 2);
        m_document->addSet(threePrompts(), u"Add"_s); // its id is taken: it gets another
        m_document->removeSet(0, u"Delete"_s);
        QCOMPARE(edits.size(), size_t(5));
        QVERIFY(m_document->sets() != before);
        for (auto edit = edits.rbegin(); edit != edits.rend(); ++edit) {
            m_document->apply(edit->inverted());
        }
        QVERIFY(m_document->sets() == before);
        QCOMPARE(texts(*m_model), (QStringList{u"first"_s, u"second"_s, u"third"_s}));
    }

    void nothingChangedIsNoEdit()
    {
        QSignalSpy changed(m_document.get(), &PromptDocument::changed);
        m_model->setData(m_model->index(0, 0), u"first"_s);
        m_model->replacePrompt(0, *m_model->prompt(0));
        m_model->movePrompt(0, 0);
        QCOMPARE(changed.size(), 0);
        m_model->setData(m_model->index(0, 0), u"other"_s);
        QCOMPARE(changed.size(), 1);
    }

private:
    std::unique_ptr<PromptDocument> m_document;
    std::unique_ptr<PromptsModel> m_model;
    std::unique_ptr<QAbstractItemModelTester> m_tester;
};

QTEST_GUILESS_MAIN(TestPromptsModel)
#include "tst_promptsmodel.moc"
