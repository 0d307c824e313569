// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/compare/comparepane.h"

#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTemporaryDir>
#include <QTest>
#include <QTextBlock>
#include <QTextBrowser>
#include <QToolButton>
#include <QUndoStack>

#include "models/items/rundocument.h"
#include "tests/support/examplerun.h"
#include "ui/compare/answercard.h"
#include "ui/compare/answerview.h"

using namespace assay;
using namespace Qt::Literals::StringLiterals;

class ComparePaneTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void saysWhatToDoWithoutARun();
    void showsTheAnswersSideBySide();
    void arrowsChoosePromptAndColumn();
    void keysScoreAndMoveOn();
    void undoAndRedo();
    void typingACommentIsOneStep();
    void keysAreTextInTheComment();
    void aspects();
    void failedAndMissingAnswersCannotBeScored();
    void newSamplesAppear();
    void unscoredOnly();
    void aCardAlone();
    void untrustedAnswersLoadNothing();
    void longAnswersArePlain();
    void plainTextOnDemand();
    void showsASampleFromElsewhere();

private:
    AnswerCard *card(int column) const { return m_pane->findChildren<AnswerCard *>().at(column); }
    QTextBrowser *answer(int column) const { return card(column)->findChild<QTextBrowser *>(u"cardAnswer"_s); }
    QString label(const QString &name) const { return m_pane->findChild<QLabel *>(name)->text(); }
    void press(Qt::Key key) { QTest::keyClick(QApplication::focusWidget(), key); }
    std::optional<int> value(int column, int prompt = 0, int round = 1) const;

    std::unique_ptr<RunDocument> m_document;
    std::unique_ptr<QUndoStack> m_undo;
    std::unique_ptr<ComparePane> m_pane;
    QDateTime m_now{{2026, 3, 14}, {12, 0}, Qt::UTC};
};

void ComparePaneTest::init()
{
    m_document = std::make_unique<RunDocument>();
    m_undo = std::make_unique<QUndoStack>();
    m_pane = std::make_unique<ComparePane>(m_document.get(), m_undo.get(), [this] { return m_now; });
    m_document->setRun(test::exampleRun());
    m_pane->resize(1000, 700);
    m_pane->show();
    m_pane->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_pane.get()));
    QTRY_VERIFY(QApplication::focusWidget());
}

void ComparePaneTest::cleanup()
{
    m_undo->clear();
    m_pane.reset();
}

std::optional<int> ComparePaneTest::value(int column, int prompt, int round) const
{
    const Score *score = m_document->score(m_document->sampleOf(column, prompt, round)->id);
    return score ? score->value : std::nullopt;
}

void ComparePaneTest::saysWhatToDoWithoutARun()
{
    QVERIFY(card(0)->isVisible());
    m_document->clear();
    QVERIFY(m_pane->findChildren<AnswerCard *>().isEmpty());
    QVERIFY(m_pane->findChild<QWidget *>(u"emptyState"_s)->isVisible());
    QCOMPARE(m_pane->column(), -1);
    QTest::keyClick(m_pane.get(), Qt::Key_Down); // nothing to move over
    QCOMPARE(m_pane->prompt(), -1);
}

void ComparePaneTest::showsTheAnswersSideBySide()
{
    QCOMPARE(m_pane->findChildren<AnswerCard *>().size(), 3);
    QVERIFY(answer(0)->toPlainText().startsWith(u"Retrieval augmented generation"_s)); // Markdown, rendered
    QVERIFY(answer(0)->toPlainText().contains(u"Answer 1.1"_s));
    QCOMPARE(card(0)->width(), card(2)->width());
    QCOMPARE(label(u"compareCount"_s), u"33 of 33 unscored"_s);
    QVERIFY(card(2)->findChild<QLabel *>(u"cardFigures"_s)->text().contains(u"~"_s)); // estimated tokens say so
}

void ComparePaneTest::arrowsChoosePromptAndColumn()
{
    QCOMPARE(m_pane->column(), 0);
    press(Qt::Key_Right);
    press(Qt::Key_Right);
    press(Qt::Key_Right); // stays at the last
    QCOMPARE(m_pane->column(), 2);
    QVERIFY(card(2)->isAncestorOf(QApplication::focusWidget()));
    press(Qt::Key_Left);
    QCOMPARE(m_pane->column(), 1);
    press(Qt::Key_Down);
    QCOMPARE(m_pane->prompt(), 1);
    QVERIFY(answer(0)->toPlainText().contains(u"Answer 2.1"_s));
    for (int i = 0; i < 3; ++i) {
        press(Qt::Key_Down);
    }
    QCOMPARE(m_pane->prompt(), 0); // on into the next round
    QCOMPARE(m_pane->round(), 2);
    press(Qt::Key_Up);
    QCOMPARE(m_pane->prompt(), 3);
    QCOMPARE(m_pane->round(), 1);
}

void ComparePaneTest::keysScoreAndMoveOn()
{
    QSignalSpy saved(m_pane.get(), &ComparePane::scoreEdited);
    press(Qt::Key_4);
    QCOMPARE(m_pane->column(), 1);
    press(Qt::Key_2);
    press(Qt::Key_5);
    QCOMPARE(m_pane->column(), 2); // the last column: stays
    QCOMPARE(saved.count(), 3);
    const auto score = saved[0][0].value<Score>();
    QCOMPARE(score.value, std::optional(4));
    QCOMPARE(score.criterion, QString::fromUtf16(overallCriterion));
    QCOMPARE(score.at, m_now);
    QCOMPARE(score.run, m_document->run()->info.id);
    QCOMPARE(value(0), std::optional(4));
    QCOMPARE(value(1), std::optional(2));
    QCOMPARE(value(2), std::optional(5));
    QVERIFY(card(0)->findChild<QToolButton *>(u"score4"_s)->isChecked());
    QCOMPARE(label(u"compareCount"_s), u"30 of 33 unscored"_s);
    press(Qt::Key_0);
    QCOMPARE(value(2), std::nullopt);
    QCOMPARE(label(u"compareCount"_s), u"31 of 33 unscored"_s);
    QTest::mouseClick(card(1)->findChild<QToolButton *>(u"score3"_s), Qt::LeftButton);
    QCOMPARE(value(1), std::optional(3));
    QVERIFY(!card(1)->findChild<QToolButton *>(u"score2"_s)->isChecked());
}

void ComparePaneTest::undoAndRedo()
{
    QSignalSpy saved(m_pane.get(), &ComparePane::scoreEdited);
    press(Qt::Key_4);
    press(Qt::Key_Left);
    press(Qt::Key_1);
    m_undo->undo();
    QCOMPARE(value(0), std::optional(4));
    m_undo->undo();
    QCOMPARE(value(0), std::nullopt);
    QVERIFY(!card(0)->findChild<QToolButton *>(u"score4"_s)->isChecked());
    QCOMPARE(saved.last()[0].value<Score>().value, std::nullopt); // taken away in the file as well
    m_undo->redo();
    QCOMPARE(value(0), std::optional(4));
    QCOMPARE(saved.last()[0].value<Score>().value, std::optional(4));
}

void ComparePaneTest::typingACommentIsOneStep()
{
    QSignalSpy saved(m_pane.get(), &ComparePane::scoreEdited);
    press(Qt::Key_C);
    auto *comment = card(0)->findChild<QLineEdit *>(u"cardComment"_s);
    QVERIFY(comment->hasFocus());
    QTest::keyClicks(comment, u"short, right"_s);
    const SampleId id = m_document->sampleOf(0, 0, 1)->id;
    QCOMPARE(m_document->score(id)->comment, u"short, right"_s);
    QCOMPARE(m_document->score(id)->value, std::nullopt);
    QCOMPARE(m_undo->count(), 1);
    QCOMPARE(saved.last()[0].value<Score>().comment, u"short, right"_s);
    QCOMPARE(label(u"compareCount"_s), u"33 of 33 unscored"_s);
    m_undo->undo();
    QCOMPARE(comment->text(), QString());
    QCOMPARE(m_document->score(id), nullptr);
}

void ComparePaneTest::keysAreTextInTheComment()
{
    press(Qt::Key_C);
    auto *comment = card(0)->findChild<QLineEdit *>(u"cardComment"_s);
    QTest::keyClicks(comment, u"5c0?"_s);
    QCOMPARE(comment->text(), u"5c0?"_s);
    QCOMPARE(value(0), std::nullopt);
    QTest::keyClick(comment, Qt::Key_Down);
    QCOMPARE(m_pane->prompt(), 0);
    QTest::keyClick(comment, Qt::Key_Escape);
    QVERIFY(!comment->hasFocus());
    press(Qt::Key_5); // keys are keys again
    QCOMPARE(value(0), std::optional(5));
}

void ComparePaneTest::aspects()
{
    auto *box = card(1)->findChild<QCheckBox *>(u"aspect2"_s);
    QCOMPARE(box->accessibleName(), u"names generation"_s);
    box->click();
    const SampleId id = m_document->sampleOf(1, 0, 1)->id;
    QCOMPARE(m_document->score(id)->aspectsMet, QStringList{u"names generation"_s});
    m_undo->undo();
    QVERIFY(!box->isChecked());
    press(Qt::Key_Down);
    press(Qt::Key_Down); // a prompt without expected aspects
    QVERIFY(!card(1)->findChild<QCheckBox *>(u"aspect1"_s));
}

void ComparePaneTest::failedAndMissingAnswersCannotBeScored()
{
    m_pane->showSample(m_document->sampleOf(2, 3, 1)->id);
    QCOMPARE(m_pane->column(), 2);
    QVERIFY(card(2)->findChild<QLabel *>(u"cardError"_s)->text().contains(u"out of memory"_s));
    press(Qt::Key_3);
    QCOMPARE(value(2, 3), std::nullopt);
    QCOMPARE(m_undo->count(), 0);
    QVERIFY(!card(2)->findChild<QToolButton *>(u"score3"_s)->isEnabled());
}

void ComparePaneTest::newSamplesAppear()
{
    const RunData whole = test::exampleRun();
    m_document->setInfo({});
    m_document->setRun(RunData{whole.info, {}, {}});
    QCOMPARE(card(0)->findChild<QLabel *>(u"cardStatus"_s)->text(), u"not run yet"_s);
    QVERIFY(!card(0)->canBeScored());
    m_document->addSamples(whole.samples);
    QVERIFY(card(0)->canBeScored());
    QVERIFY(answer(0)->toPlainText().contains(u"Answer 1.1"_s));
}

void ComparePaneTest::unscoredOnly()
{
    for (int column = 0; column < 3; ++column) {
        m_document->setScore(test::exampleScore(*m_document->run(), m_document->sampleOf(column, 1, 1)->id, 4));
    }
    m_pane->findChild<QCheckBox *>(u"compareUnscoredOnly"_s)->setChecked(true);
    press(Qt::Key_Down);
    QCOMPARE(m_pane->prompt(), 2); // past the one that is scored
}

void ComparePaneTest::aCardAlone()
{
    press(Qt::Key_Right);
    press(Qt::Key_O);
    QVERIFY(!card(0)->isVisible());
    QVERIFY(card(1)->isVisible());
    press(Qt::Key_Right);
    QVERIFY(!card(1)->isVisible());
    QVERIFY(card(2)->isVisible());
    press(Qt::Key_Escape);
    QVERIFY(card(0)->isVisible());
    press(Qt::Key_Question);
    auto *sheet = m_pane->findChild<QWidget *>(u"compareKeysSheet"_s);
    QVERIFY(sheet && sheet->isVisible());
    sheet->close();
}

void ComparePaneTest::untrustedAnswersLoadNothing()
{
    QTemporaryDir folder;
    QImage secret(40, 40, QImage::Format_RGB32);
    secret.fill(Qt::red);
    const QString path = folder.filePath(u"secret.png"_s);
    QVERIFY(secret.save(path));
    RunData run = test::exampleRun();
    const SampleId id = m_document->sampleOf(0, 0, 1)->id;
    for (Sample &sample : run.samples) {
        if (sample.id == id) {
            sample.output =
                u"![tracker](%1) ![](file://%1) <img src=\"%1\"> <b>bold</b> [click](file:///etc/passwd)"_s.arg(path);
        }
    }
    m_document->setRun(run);
    AnswerView *view = card(0)->findChild<AnswerView *>();
    const QString shown = view->toPlainText();
    QVERIFY(!shown.contains(QChar::ObjectReplacementCharacter)); // no image stands in the text
    QVERIFY(shown.contains(u"tracker"_s));
    QVERIFY(shown.contains(u"<img src="_s)); // HTML is text
    QVERIFY(shown.contains(u"<b>bold</b>"_s));
    const QVariant resource = view->document()->resource(QTextDocument::ImageResource, QUrl::fromLocalFile(path));
    QCOMPARE(resource.value<QImage>().size(), QSize(1, 1)); // not the file's
    QSignalSpy shownLink(m_pane.get(), &ComparePane::linkHovered);
    QSignalSpy source(view, &QTextBrowser::sourceChanged);
    Q_EMIT view->anchorClicked(QUrl(u"file:///etc/passwd"_s));
    QVERIFY(shownLink.last()[0].toString().contains(u"file:///etc/passwd"_s));
    QCOMPARE(source.count(), 0);
    QCOMPARE(view->toPlainText(), shown);
}

void ComparePaneTest::longAnswersArePlain()
{
    RunData run = test::exampleRun();
    const SampleId id = m_document->sampleOf(1, 0, 1)->id;
    for (Sample &sample : run.samples) {
        if (sample.id == id) {
            sample.output = u"**x** "_s.repeated(AnswerCard::markdownLimit / 6 + 1);
        }
    }
    m_document->setRun(run);
    QVERIFY(answer(1)->toPlainText().startsWith(u"**x**"_s));
    QVERIFY(card(1)->findChild<QLabel *>(u"cardNote"_s)->isVisible());
    QVERIFY(!card(0)->findChild<QLabel *>(u"cardNote"_s)->isVisible());
}

void ComparePaneTest::plainTextOnDemand()
{
    m_pane->findChild<QCheckBox *>(u"comparePlain"_s)->setChecked(true);
    QVERIFY(answer(0)->toPlainText().startsWith(u"**Retrieval"_s));
    m_pane->findChild<QCheckBox *>(u"comparePlain"_s)->setChecked(false);
    QVERIFY(answer(0)->toPlainText().startsWith(u"Retrieval"_s));
}

void ComparePaneTest::showsASampleFromElsewhere()
{
    m_pane->showSample(m_document->sampleOf(1, 2, 3)->id);
    QCOMPARE(m_pane->prompt(), 2);
    QCOMPARE(m_pane->round(), 3);
    QCOMPARE(m_pane->column(), 1);
    m_pane->showSample(SampleId{u"99999"_s});
    QCOMPARE(m_pane->prompt(), 2);
}

QTEST_MAIN(ComparePaneTest)
#include "tst_comparepane.moc"
