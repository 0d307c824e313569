// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/scripteddialogs.h"

#include "models/items/promptdocument.h"
#include "ui/prompts/importdialog.h"
#include "ui/prompts/promptspane.h"

#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QDir>
#include <QDragEnterEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTableView>
#include <QTest>
#include <QUndoStack>

using namespace assay;
using namespace Qt::Literals::StringLiterals;

namespace {

QPalette darkPalette()
{
    QPalette dark(QColor(45, 46, 50));
    dark.setColor(QPalette::Base, QColor(30, 31, 34));
    dark.setColor(QPalette::AlternateBase, QColor(38, 39, 43));
    for (const auto role : {QPalette::Text, QPalette::WindowText, QPalette::ButtonText}) {
        dark.setColor(role, QColor(225, 226, 230));
        dark.setColor(QPalette::Disabled, role, QColor(125, 126, 130));
    }
    return dark;
}

void keepPicture(QWidget &widget, const QString &name)
{
    const QString folder = qEnvironmentVariable("ASSAY_SHOTS");
    if (!folder.isEmpty()) {
        QCoreApplication::processEvents();
        widget.grab().save(QDir(folder).filePath(name + u".png"_s));
    }
}

} // namespace

class TestPromptsPane : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        QApplication::setPalette(m_light);
        m_document = std::make_unique<PromptDocument>();
        m_undo = std::make_unique<QUndoStack>();
        m_dialogs = std::make_unique<test::ScriptedDialogs>();
        m_pane = std::make_unique<PromptsPane>(m_document.get(), m_undo.get(), m_dialogs.get());
        m_pane->resize(1000, 640);
        m_pane->show();
        m_document->setSets({starterPromptSet()});
        QVERIFY(QTest::qWaitForWindowActive(m_pane.get()));
    }

    void cleanup()
    {
        m_pane.reset();
        m_undo.reset();
    }

    void starterSetIsShown()
    {
        QCOMPARE(table()->model()->rowCount(), 4);
        QVERIFY(box(u"promptText"_s)->toPlainText().contains(u"retrieval"_s, Qt::CaseInsensitive));
        QVERIFY(!box(u"promptExpected"_s)->toPlainText().isEmpty());
        trigger(u"addPrompt"_s); // a row without text is marked
        for (const bool dark : {false, true}) {
            QApplication::setPalette(dark ? darkPalette() : m_light);
            table()->selectRow(dark ? 0 : 4);
            keepPicture(*m_pane, dark ? u"prompts-dark"_s : u"prompts-light"_s);
        }
    }

    void typingIsOneStepBack()
    {
        const QString before = box(u"promptText"_s)->toPlainText();
        box(u"promptText"_s)->setFocus();
        box(u"promptText"_s)->moveCursor(QTextCursor::End);
        QTest::keyClicks(box(u"promptText"_s), u" In Korean."_s);
        QCOMPARE(m_document->current()->prompts[0].text, QString(before + u" In Korean."_s));
        QCOMPARE(m_undo->count(), 1);
        QTest::keyClicks(box(u"promptSystem"_s), u"Be brief."_s);
        QCOMPARE(m_undo->count(), 2); // another field is another step
        m_undo->undo();
        m_undo->undo();
        QCOMPARE(box(u"promptText"_s)->toPlainText(), before);
        QVERIFY(box(u"promptSystem"_s)->toPlainText().isEmpty());
        m_undo->redo();
        QCOMPARE(box(u"promptText"_s)->toPlainText(), QString(before + u" In Korean."_s));
    }

    void allFieldsReachThePrompt()
    {
        table()->selectRow(1);
        box(u"promptExpected"_s)->setPlainText(u"no cloud\n\n  no account \n"_s);
        box(u"promptReference"_s)->setPlainText(u"Three benefits."_s);
        auto *tags = m_pane->findChild<QLineEdit *>(u"promptTags"_s);
        tags->clear();
        QTest::keyClicks(tags, u"privacy, local"_s);
        m_pane->findChild<QSpinBox *>(u"promptMaxTokens"_s)->setValue(150);
        const Prompt &prompt = m_document->current()->prompts[1];
        QCOMPARE(prompt.expected, (QStringList{u"no cloud"_s, u"no account"_s}));
        QCOMPARE(prompt.reference, u"Three benefits."_s);
        QCOMPARE(prompt.tags, (QStringList{u"privacy"_s, u"local"_s}));
        QCOMPARE(prompt.maxTokens, std::optional(150));
        table()->selectRow(0);
        QVERIFY(box(u"promptReference"_s)->toPlainText() != u"Three benefits."_s);
    }

    void rowsAreAddedMovedAndDeletedByKeys()
    {
        const auto first = m_document->current()->prompts[0].id;
        table()->setFocus();
        table()->selectRow(0);
        QTest::keyClick(table(), Qt::Key_Down, Qt::AltModifier);
        QCOMPARE(m_document->current()->prompts[1].id, first);
        QCOMPARE(table()->currentIndex().row(), 1); // it keeps the cursor
        QTest::keyClick(table(), Qt::Key_D, Qt::ControlModifier);
        QCOMPARE(m_document->current()->prompts.size(), size_t(5));
        QTest::keyClick(table(), Qt::Key_Delete);
        QCOMPARE(m_document->current()->prompts.size(), size_t(4));
        table()->selectAll();
        QTest::keyClick(table(), Qt::Key_Delete);
        QVERIFY(m_pane->findChild<QPushButton *>(u"emptyAddPrompt"_s)->isVisible());
        m_undo->undo();
        QCOMPARE(table()->model()->rowCount(), 4);
    }

    void theChosenSetIsTheOneThatRuns()
    {
        QSignalSpy chosen(m_pane.get(), &PromptsPane::currentSetChanged);
        trigger(u"duplicateSet"_s);
        QCOMPARE(m_document->sets().size(), size_t(2));
        QCOMPARE(m_document->currentIndex(), 1);
        QCOMPARE(chosen.last().at(0).value<PromptSetId>(), m_document->sets()[1].id);
        auto *sets = m_pane->findChild<QListView *>(u"promptSets"_s);
        sets->setFocus();
        QTest::keyClick(sets, Qt::Key_Up);
        QCOMPARE(m_document->currentIndex(), 0);
        QCOMPARE(chosen.last().at(0).value<PromptSetId>(), m_document->sets()[0].id);
        trigger(u"deleteSet"_s);
        trigger(u"deleteSet"_s);
        QVERIFY(!m_document->current());
        QVERIFY(!m_pane->action(u"exportPrompts"_s)->isEnabled());
        m_undo->undo();
        m_undo->undo();
        QCOMPARE(m_document->sets().size(), size_t(2));
    }

    void csvAsksForColumns()
    {
        m_pane->showImport(u"questions.csv"_s, "question,remark,limit\nWhy?,keep,10\nHow?,,20\n");
        auto *dialog = m_pane->findChild<ImportDialog *>();
        QVERIFY(dialog && dialog->isVisible());
        auto *text = dialog->findChild<QComboBox *>(u"importColumn1"_s);
        auto *limit = dialog->findChild<QComboBox *>(u"importColumn3"_s);
        QCOMPARE(text->currentText(), u"prompt"_s); // guessed by its heading
        text->setCurrentIndex(0);
        QVERIFY(!dialog->findChild<QPushButton *>(u"importAccept"_s)->isEnabled());
        QVERIFY(!dialog->findChild<QLabel *>(u"importMessage"_s)->text().isEmpty());
        keepPicture(*dialog, u"import-problem"_s);
        text->setCurrentIndex(text->findText(u"prompt"_s));
        limit->setCurrentIndex(limit->findText(u"max tokens"_s));
        keepPicture(*dialog, u"import-ready"_s);
        QTest::mouseClick(dialog->findChild<QPushButton *>(u"importAccept"_s), Qt::LeftButton);
        QCOMPARE(m_document->sets().size(), size_t(2));
        QCOMPARE(m_document->current()->prompts[1].text, u"How?"_s);
        QCOMPARE(m_document->current()->prompts[1].maxTokens, std::optional(20));
    }

    void badFilesChangeNothingAndSayWhy()
    {
        m_pane->showImport(u"broken.json"_s, "{\"prompts\": [");
        QCOMPARE(m_document->sets().size(), size_t(1));
        auto *message = m_pane->findChild<QLabel *>(u"messageText"_s);
        QVERIFY(message->isVisible());
        QVERIFY(message->text().contains(u"broken.json"_s));
        m_pane->showImport(u"good.json"_s, "[\"One?\", \"Two?\"]");
        QVERIFY(!message->isVisible());
        QCOMPARE(m_document->current()->prompts.size(), size_t(2));
    }

    void filesAreNamedNotRead()
    {
        QSignalSpy imported(m_pane.get(), &PromptsPane::importRequested);
        QSignalSpy exported(m_pane.get(), &PromptsPane::exportRequested);
        m_dialogs->paths = {u"/somewhere/a.jsonl"_s, u"/elsewhere/b.json"_s};
        trigger(u"importPrompts"_s);
        trigger(u"exportPrompts"_s);
        QCOMPARE(imported.at(0).at(0).toString(), u"/somewhere/a.jsonl"_s);
        QCOMPARE(exported.at(0).at(0).toString(), u"/elsewhere/b.json"_s);
        QCOMPARE(exported.at(0).at(1).value<PromptSet>(), *m_document->current());

        QMimeData data;
        data.setUrls({QUrl::fromLocalFile(u"/dropped/c.csv"_s)});
        QDragEnterEvent enter(QPoint(20, 20), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(m_pane.get(), &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent drop(QPointF(20, 20), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(m_pane.get(), &drop);
        QCOMPARE(imported.last().at(0).toString(), u"/dropped/c.csv"_s);
    }

private:
    void trigger(const QString &action) { m_pane->action(action)->trigger(); }
    QTableView *table() const { return m_pane->findChild<QTableView *>(u"promptTable"_s); }
    QPlainTextEdit *box(const QString &name) const { return m_pane->findChild<QPlainTextEdit *>(name); }

    QPalette m_light = QApplication::palette();
    std::unique_ptr<PromptDocument> m_document;
    std::unique_ptr<QUndoStack> m_undo;
    std::unique_ptr<test::ScriptedDialogs> m_dialogs;
    std::unique_ptr<PromptsPane> m_pane;
};

QTEST_MAIN(TestPromptsPane)
#include "tst_promptspane.moc"
