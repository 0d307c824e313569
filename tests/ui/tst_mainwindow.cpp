// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The window as a whole: every control has a name, menus do what they say, closing in mid-run asks.
#include "models/domain/prompts.h"
#include "models/items/catalogmodel.h"
#include "models/items/liverunmodel.h"
#include "models/items/promptdocument.h"
#include "models/items/rundocument.h"
#include "models/items/runlistmodel.h"
#include "tests/support/examplerun.h"
#include "tests/ui/scripteddialogs.h"
#include "ui/window/mainwindow.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAbstractSpinBox>
#include <QComboBox>
#include <QHeaderView>
#include <QLineEdit>
#include <QMenuBar>
#include <QPlainTextEdit>
#include <QSignalSpy>
#include <QTabWidget>
#include <QTest>
#include <QTextEdit>
#include <QUndoStack>

using namespace assay;
using namespace Qt::Literals::StringLiterals;

namespace {

/// Everything a window shows, filled with an example.
struct Rig
{
    CatalogModel catalog;
    PromptDocument prompts;
    RunDocument document;
    LiveRunModel live;
    RunListModel runs;
    QUndoStack undo;
    test::ScriptedDialogs dialogs;
    MainWindow window{{&catalog, &prompts, &document, &live, &runs, &undo, &dialogs}};

    void fill()
    {
        const RunData run = test::exampleRun();
        Catalog all;
        for (const PlannedModel &planned : run.info.plan.models) {
            if (all.endpoint(planned.endpoint.id) == nullptr) {
                all.endpoints.push_back(planned.endpoint);
            }
            all.models.push_back(planned.model);
        }
        catalog.setCatalog(all);
        prompts.setSets({starterPromptSet()});
        document.setRun(run);
        live.setPlan(run.info, run.samples);
        RunBrief brief;
        brief.id = run.info.id;
        brief.name = run.info.name;
        runs.setRuns({brief});
    }
};

bool isInteractive(const QWidget *widget)
{
    if (qobject_cast<const QHeaderView *>(widget) != nullptr) {
        return false;
    }
    return qobject_cast<const QAbstractButton *>(widget) || qobject_cast<const QLineEdit *>(widget)
        || qobject_cast<const QAbstractSpinBox *>(widget) || qobject_cast<const QComboBox *>(widget)
        || qobject_cast<const QAbstractItemView *>(widget) || qobject_cast<const QTextEdit *>(widget)
        || qobject_cast<const QPlainTextEdit *>(widget) || qobject_cast<const QTabBar *>(widget);
}

/// Parts that Qt itself puts into its widgets: the line of a spin box, a combo's list, a tab bar's arrows, ...
bool isQtsOwn(const QWidget *widget)
{
    static const QStringList names{u"ScrollLeftButton"_s, u"ScrollRightButton"_s};
    if (widget->objectName().startsWith(u"qt_"_s) || names.contains(widget->objectName())) {
        return true;
    }
    for (const char *type : {"QDockWidgetTitleButton", "QTableCornerButton", "QToolBarExtension"}) {
        if (widget->inherits(type)) {
            return true;
        }
    }
    for (const QWidget *up = widget->parentWidget(); up != nullptr; up = up->parentWidget()) {
        if (qobject_cast<const QAbstractSpinBox *>(up) || qobject_cast<const QComboBox *>(up)
            || qobject_cast<const QLineEdit *>(up)) {
            return true;
        }
    }
    return false;
}

QString plain(QString text)
{
    text.remove(u'&');
    while (text.endsWith(u'.')) {
        text.chop(1);
    }
    return text.trimmed();
}

} // namespace

class TestMainWindow final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyControlHasAName();
    void startNeedsAPlan();
    void panesByKeys();
    void pauseBecomesResume();
    void closingInMidRunAsksOnce();
    void exportAsksWhereAndSaysWhat();
    void layoutComesBack();
};

void TestMainWindow::everyControlHasAName()
{
    Rig rig;
    rig.fill();
    rig.window.show();
    auto *tabs = rig.window.findChild<QTabWidget *>(u"panes"_s);
    QStringList found;
    int seen = 0;
    for (int i = 0; i < tabs->count(); ++i) {
        tabs->setCurrentIndex(i);
        QCoreApplication::processEvents();
    }
    for (const QWidget *widget : rig.window.findChildren<QWidget *>()) {
        if (!isInteractive(widget) || isQtsOwn(widget)) {
            continue;
        }
        const auto *button = qobject_cast<const QAbstractButton *>(widget);
        if (button != nullptr && !button->isVisible() && button->text().isEmpty() && button->icon().isNull()) {
            continue; // gets its text, and with it its name, when there is something to do
        }
        ++seen;
        const QString where = QString::fromLatin1(widget->metaObject()->className()) + u" '"_s + widget->objectName()
            + u"' in '"_s + widget->parentWidget()->objectName() + u"'"_s;
        if (widget->objectName().isEmpty()) {
            found << u"no object name: "_s + where;
        }
        if (widget->accessibleName().isEmpty()) {
            found << u"no accessible name: "_s + where;
        }
        if (button != nullptr && !button->text().isEmpty()
            && !plain(widget->accessibleName()).contains(plain(button->text()))) {
            found << u"reads '"_s + button->text() + u"' but is called '"_s + widget->accessibleName() + u"': "_s
                    + where;
        }
    }
    QVERIFY(seen > 40); // the walk itself works
    QVERIFY2(found.isEmpty(), qPrintable(u"\n"_s + found.join(u'\n')));
}

void TestMainWindow::startNeedsAPlan()
{
    Rig rig;
    rig.window.setPlan(u"Tick a model."_s, false);
    QVERIFY(!rig.window.menus().start->isEnabled());
    rig.window.setPlan(u"2 requests"_s, true);
    QVERIFY(rig.window.menus().start->isEnabled());
    rig.window.setRunState(RunState::Running);
    QVERIFY(!rig.window.menus().start->isEnabled());
    QVERIFY(rig.window.menus().cancel->isEnabled());
    rig.window.setRunState({});
    QVERIFY(rig.window.menus().start->isEnabled());
}

void TestMainWindow::panesByKeys()
{
    Rig rig;
    rig.window.show();
    QVERIFY(QTest::qWaitForWindowExposed(&rig.window));
    rig.window.activateWindow();
    auto *tabs = rig.window.findChild<QTabWidget *>(u"panes"_s);
    for (int i = 0; i < 5; ++i) {
        QTest::keyClick(&rig.window, Qt::Key(int(Qt::Key_1) + i), Qt::ControlModifier);
        QTRY_COMPARE(tabs->currentIndex(), i);
    }
}

void TestMainWindow::pauseBecomesResume()
{
    Rig rig;
    QSignalSpy paused(&rig.window, &MainWindow::pauseRequested);
    QSignalSpy resumed(&rig.window, &MainWindow::resumeRequested);
    rig.window.setRunState(RunState::Running);
    rig.window.menus().pause->trigger();
    QCOMPARE(paused.count(), 1);
    rig.window.setRunState(RunState::Paused);
    QVERIFY(plain(rig.window.menus().pause->text()) == u"Resume"_s);
    rig.window.menus().pause->trigger();
    QCOMPARE(resumed.count(), 1);
    QCOMPARE(paused.count(), 1);
}

void TestMainWindow::closingInMidRunAsksOnce()
{
    Rig rig;
    QSignalSpy cancelled(&rig.window, &MainWindow::cancelRequested);
    rig.window.show();
    rig.window.setRunState(RunState::Running);
    rig.dialogs.answers = {2};
    rig.window.close();
    QVERIFY(rig.window.isVisible());
    QCOMPARE(rig.dialogs.asked.size(), 1);

    rig.dialogs.answers = {1}; // go on in the background
    rig.window.close();
    QVERIFY(!rig.window.isVisible());
    QCOMPARE(cancelled.count(), 0);
    QSignalSpy closing(&rig.window, &MainWindow::closing);
    rig.window.setRunState({});
    QTRY_COMPARE(closing.count(), 1);

    rig.window.show();
    rig.window.setRunState(RunState::Running);
    rig.dialogs.answers = {0};
    rig.window.close();
    QCOMPARE(cancelled.count(), 1);
    QVERIFY(!rig.window.isVisible());
}

void TestMainWindow::exportAsksWhereAndSaysWhat()
{
    Rig rig;
    QVERIFY(!rig.window.menus().exportMarkdown->isEnabled()); // nothing to export yet
    rig.fill();
    QSignalSpy wanted(&rig.window, &MainWindow::exportReportRequested);
    rig.window.menus().exportMarkdown->trigger(); // the person gives up
    QCOMPARE(wanted.count(), 0);
    rig.dialogs.paths = {u"/somewhere/report.csv"_s};
    rig.window.menus().exportCsv->trigger();
    QCOMPARE(wanted.count(), 1);
    QCOMPARE(wanted.at(0).at(0).value<ExportForm>(), ExportForm::CsvSamples);
    QCOMPARE(wanted.at(0).at(1).toString(), u"/somewhere/report.csv"_s);
}

void TestMainWindow::layoutComesBack()
{
    Rig first;
    first.window.showPane(MainWindow::Pane::Results);
    const QByteArray layout = first.window.saveLayout();
    Rig second;
    second.window.restoreLayout(layout);
    QCOMPARE(second.window.findChild<QTabWidget *>(u"panes"_s)->currentIndex(), int(MainWindow::Pane::Results));
    second.window.restoreLayout("no layout at all");
    QCOMPARE(second.window.findChild<QTabWidget *>(u"panes"_s)->currentIndex(), int(MainWindow::Pane::Results));
}

QTEST_MAIN(TestMainWindow)
#include "tst_mainwindow.moc"
