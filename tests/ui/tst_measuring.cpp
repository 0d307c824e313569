// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The windows that show how Assay measures: the calibration, and one exchange byte by byte.
#include "app/gui/enginehost.h"
#include "app/gui/workbench.h"
#include "models/items/wirepiecesmodel.h"
#include "tests/support/examplerun.h"
#include "tests/ui/practicethread.h"
#include "tests/ui/scripteddialogs.h"
#include "ui/calibrate/calibratedialog.h"
#include "ui/charts/charts.h"
#include "ui/common/messages.h"
#include "ui/results/pricedialog.h"
#include "ui/results/resultspane.h"
#include "ui/window/clockbutton.h"
#include "ui/window/helpwindow.h"
#include "ui/window/mainwindow.h"
#include "ui/wire/wirewindow.h"

#include <QAbstractItemModelTester>
#include <QAction>
#include <QClipboard>
#include <QDoubleSpinBox>
#include <QFile>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QSignalSpy>
#include <QTabWidget>
#include <QTableView>
#include <QTableWidget>
#include <QTemporaryDir>
#include <QTest>
#include <QTextBrowser>
#include <QTimer>

using namespace assay;
using namespace Qt::Literals::StringLiterals;
using std::chrono::microseconds;

namespace {

Calibration example()
{
    Calibration calibration;
    calibration.at = QDateTime(QDate(2026, 10, 30), QTime(9, 8), Qt::UTC);
    calibration.assayVersion = u"0.1.0"_s;
    calibration.clock = kernelClock;
    calibration.rows = {{32, CalibrationLoad::Charts, ErrorSpread{4800, 4, 90, 20}, ErrorSpread{192, 12, 60, {}}, 7}};
    return calibration;
}

template <class T> T *part(const QWidget &window, const QString &name)
{
    return window.findChild<T *>(name);
}

QString textOf(const QDialog &dialog, const QString &label)
{
    return part<QLabel>(dialog, label)->text();
}

WireExchange exchange()
{
    WireExchange wire;
    wire.sample = SampleId{u"00012"_s};
    wire.request = "POST / HTTP/1.1\r\nAuthorization: Bearer ***\r\n\r\n{}";
    wire.reply = "HTTP/1.1 200 OK\r\n\r\nab\xC3\xA9<b>\x1B[31m";
    wire.pieces = {{WirePiece::Direction::Sent, microseconds(1000), false, wire.request.size()},
                   {WirePiece::Direction::Received, microseconds(3500), true, 19},
                   {WirePiece::Direction::Received, microseconds(4500), true, wire.reply.size() - 19}};
    return wire;
}

} // namespace

class TestMeasuring : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void measuresWhenAsked();
    void chartsAreRedrawnOnlyWhereThatIsMeasured();
    void showsWhatCameOut();
    void notBesideARun();
    void closingGivesUp();
    void everyControlHasAName();
    void clockButtonSaysWhatIsKnown();
    void aCalibrationInTheProgram();
    void thePriceOfEnergyIsKept();
    void theMeasuringPageIsThere();
    void wireIsShownAndNeverRendered();
    void wirePiecesLeadToTheirBytes();
    void wireIsCopiedAndSavedWhole();
    void wireOfASampleOfTheSession();
};

void TestMeasuring::measuresWhenAsked()
{
    CalibrateDialog dialog(nullptr);
    QSignalSpy started(&dialog, &CalibrateDialog::startRequested);
    QSignalSpy cancelled(&dialog, &CalibrateDialog::cancelRequested);
    dialog.open();
    QVERIFY(!textOf(dialog, u"calibrateState"_s).isEmpty());
    QVERIFY(!part<QPushButton>(dialog, u"calibrateCancel"_s)->isEnabled());
    QTest::keyClick(&dialog, Qt::Key_Return);
    QCOMPARE(started.size(), 1);
    QVERIFY(dialog.isMeasuring());
    QVERIFY(!part<QPushButton>(dialog, u"calibrateStart"_s)->isEnabled());

    dialog.setProgress({{8, 6, CalibrationLoad::Idle}, 3, 268});
    auto *bar = part<QProgressBar>(dialog, u"calibrateProgress"_s);
    QCOMPARE(bar->maximum(), 268);
    QCOMPARE(bar->value(), 3);
    part<QPushButton>(dialog, u"calibrateCancel"_s)->click();
    QCOMPARE(cancelled.size(), 1);
    dialog.setFailed({ErrorCode::Cancelled, u"Given up."_s, {}});
    QVERIFY(!dialog.isMeasuring());
    QCOMPARE(textOf(dialog, u"calibrateState"_s), u"Given up."_s);
    dialog.setProgress({{8, 6, CalibrationLoad::Idle}, 9, 268}); // was on its way
    QCOMPARE(textOf(dialog, u"calibrateState"_s), u"Given up."_s);
}

void TestMeasuring::chartsAreRedrawnOnlyWhereThatIsMeasured()
{
    CalibrateDialog dialog(nullptr);
    dialog.open();
    const auto *frames = dialog.findChild<QTimer *>(u"calibrateFrames"_s);
    part<QPushButton>(dialog, u"calibrateStart"_s)->click();
    dialog.setProgress({{32, 6, CalibrationLoad::Idle}, 0, 9});
    QVERIFY(!frames->isActive());
    dialog.setProgress({{1, 6, CalibrationLoad::Charts}, 0, 9});
    QVERIFY(frames->isActive());
    const auto *chart = part<CurveChart>(dialog, u"calibrateCurve"_s);
    const QString before = chart->summaryText();
    QTRY_VERIFY(chart->summaryText() != before);
    dialog.setCalibration(example());
    QVERIFY(!frames->isActive());
}

void TestMeasuring::showsWhatCameOut()
{
    CalibrateDialog dialog(nullptr);
    dialog.setCalibration(example());
    const auto *table = part<QTableWidget>(dialog, u"calibrateTable"_s);
    QCOMPARE(table->rowCount(), 1);
    QStringList cells;
    for (int i = 0; i < table->columnCount(); ++i)
        cells << table->item(0, i)->text();
    QCOMPARE(cells,
             (QStringList{u"32"_s, u"charts live"_s, u"4.00 \u00B5s"_s, u"20.0 \u00B5s"_s, u"90.0 \u00B5s"_s, u"4800"_s,
                          u"12.0 \u00B5s"_s, u"\u2013"_s, u"60.0 \u00B5s"_s, u"192"_s, u"7"_s}));
    QVERIFY(textOf(dialog, u"calibrateMeaning"_s).contains(u"20.0 \u00B5s"_s));
    QVERIFY(textOf(dialog, u"calibrateState"_s).contains(u"kernel"_s));
}

void TestMeasuring::notBesideARun()
{
    CalibrateDialog dialog(nullptr);
    dialog.setCalibration(example());
    const QString before = textOf(dialog, u"calibrateState"_s);
    dialog.setRunGoesOn(true);
    QVERIFY(!part<QPushButton>(dialog, u"calibrateStart"_s)->isEnabled());
    QVERIFY(textOf(dialog, u"calibrateState"_s) != before);
    dialog.setRunGoesOn(false);
    QVERIFY(part<QPushButton>(dialog, u"calibrateStart"_s)->isEnabled());
    QCOMPARE(textOf(dialog, u"calibrateState"_s), before);
}

void TestMeasuring::closingGivesUp()
{
    CalibrateDialog dialog(nullptr);
    QSignalSpy cancelled(&dialog, &CalibrateDialog::cancelRequested);
    dialog.open();
    part<QPushButton>(dialog, u"calibrateStart"_s)->click();
    QTest::keyClick(&dialog, Qt::Key_Escape);
    QCOMPARE(cancelled.size(), 1);
    QVERIFY(!dialog.isVisible());
}

void TestMeasuring::everyControlHasAName()
{
    CalibrateDialog calibrate(nullptr);
    test::ScriptedDialogs dialogs;
    WireWindow wire(u"x"_s, exchange(), {}, &dialogs, nullptr);
    wire.setAttribute(Qt::WA_DeleteOnClose, false);
    for (const QDialog *window : {static_cast<QDialog *>(&calibrate), static_cast<QDialog *>(&wire)}) {
        QWidgetList controls;
        for (QPushButton *each : window->findChildren<QPushButton *>())
            controls << each;
        for (QTableView *each : window->findChildren<QTableView *>())
            controls << each;
        for (QPlainTextEdit *each : window->findChildren<QPlainTextEdit *>())
            controls << each;
        for (QProgressBar *each : window->findChildren<QProgressBar *>())
            controls << each;
        QVERIFY(controls.size() > 4);
        for (const QWidget *control : controls) {
            const auto *button = qobject_cast<const QPushButton *>(control);
            if (button && button->text().isEmpty())
                continue; // a message bar's, which gets its words when there is something to do
            QVERIFY2(!control->objectName().isEmpty(), control->metaObject()->className());
            QVERIFY2(!control->accessibleName().isEmpty(), qPrintable(control->objectName()));
        }
    }
}

void TestMeasuring::clockButtonSaysWhatIsKnown()
{
    QWidget window;
    ClockButton button(&window);
    QVERIFY(button.isHidden());
    button.setClock(steadyClock, {});
    QVERIFY(!button.isHidden());
    QVERIFY(button.text().contains(u"steady"_s) && button.text().contains(u"not measured"_s));
    button.setClock(kernelClock, example());
    QCOMPARE(button.text(), u"clock: kernel, error 20.0 \u00B5s p99"_s);
    QCOMPARE(button.accessibleName(), button.text());
    QVERIFY(!button.toolTip().isEmpty());
}

/// From the menu to a server in another process and back; given up in the first step, since all take a minute.
void TestMeasuring::aCalibrationInTheProgram()
{
    QTemporaryDir folder;
    Settings settings(folder.filePath(u"settings.ini"_s));
    test::ScriptedDialogs dialogs;
    Workbench workbench(settings, dialogs, {false});
    workbench.open({folder.filePath(u"w.assay"_s)});
    auto *clock = workbench.window()->clockButton();
    QTRY_VERIFY(!clock->isHidden());
    workbench.window()->menus().calibrate->trigger();
    auto *dialog = workbench.window()->findChild<CalibrateDialog *>();
    QVERIFY(dialog && dialog->isVisible());
    QCOMPARE(dialog->windowModality(), Qt::WindowModal); // so that no run can be started
    part<QPushButton>(*dialog, u"calibrateStart"_s)->click();
    QTRY_VERIFY_WITH_TIMEOUT(part<QProgressBar>(*dialog, u"calibrateProgress"_s)->value() > 1, 30'000);
    part<QPushButton>(*dialog, u"calibrateCancel"_s)->click();
    QTRY_VERIFY(!dialog->isMeasuring());
    QVERIFY(!settings.calibration());

    part<QPushButton>(*dialog, u"calibrateStart"_s)->click(); // it can be done again at once
    QTRY_VERIFY_WITH_TIMEOUT(part<QProgressBar>(*dialog, u"calibrateProgress"_s)->value() > 0, 30'000);
    dialog->close();
    QTRY_VERIFY(!workbench.window()->findChild<CalibrateDialog *>());
}

void TestMeasuring::thePriceOfEnergyIsKept()
{
    QTemporaryDir folder;
    Settings settings(folder.filePath(u"settings.ini"_s));
    test::ScriptedDialogs dialogs;
    Workbench workbench(settings, dialogs, {false});
    const auto ask = [&workbench] {
        workbench.window()->menus().energyPrice->trigger();
        return workbench.window()->findChild<PriceDialog *>();
    };
    PriceDialog *dialog = ask();
    QVERIFY(dialog && dialog->isVisible());
    part<QDoubleSpinBox>(*dialog, u"pricePerKwh"_s)->setValue(0.32);
    part<QLineEdit>(*dialog, u"priceCurrency"_s)->setText(u"EUR"_s);
    QTest::keyClick(dialog, Qt::Key_Return);
    QCOMPARE(settings.energyPrice(), (EnergyPrice{0.32, u"EUR"_s}));
    QTRY_VERIFY(!workbench.window()->findChild<PriceDialog *>());
    dialog = ask();
    QCOMPARE(dialog->price(), settings.energyPrice());
    part<QDoubleSpinBox>(*dialog, u"pricePerKwh"_s)->setValue(9);
    QTest::keyClick(dialog, Qt::Key_Escape); // given up
    QCOMPARE(settings.energyPrice(), (EnergyPrice{0.32, u"EUR"_s}));
}

void TestMeasuring::theMeasuringPageIsThere()
{
    const QString page = HelpWindow::measuringText();
    QVERIFY(page.startsWith(u"# How Assay measures"_s));
    auto *window = new HelpWindow(u"How Assay measures"_s, page, nullptr, HelpWindow::Form::Markdown);
    const QString shown = part<QTextBrowser>(*window, u"helpText"_s)->toPlainText();
    QVERIFY(shown.contains(u"Our own error"_s));
    QVERIFY(!shown.contains(u"##"_s)); // laid out, not shown as it is written
    delete window;
    const QString own = HelpWindow::ownModelsText();
    QVERIFY(own.startsWith(u"# Models of your own"_s) && own.contains(u"{prompt_file}"_s));
}

void TestMeasuring::wireIsShownAndNeverRendered()
{
    test::ScriptedDialogs dialogs;
    auto *window = new WireWindow(u"A model, p-1"_s, exchange(), microseconds(1500), &dialogs, nullptr);
    window->show();
    QVERIFY(window->windowTitle().contains(u"A model, p-1"_s));
    const QString reply = part<QPlainTextEdit>(*window, u"wireReply"_s)->toPlainText();
    QCOMPARE(
        reply,
        u"HTTP/1.1 200 OK\u00ABCR\u00BB\u00ABLF\u00BB\n\u00ABCR\u00BB\u00ABLF\u00BB\nab\u00E9<b>\u00ABESC\u00BB[31m"_s);
    QVERIFY(part<QPlainTextEdit>(*window, u"wireRequest"_s)->toPlainText().contains(u"Bearer ***"_s));
    QVERIFY(part<QLabel>(*window, u"wireReplyNotice"_s)->isHidden());

    const QAbstractItemModel *pieces = part<QTableView>(*window, u"wirePieces"_s)->model();
    QCOMPARE(pieces->rowCount(), 3);
    const auto text = [pieces](int row, WirePiecesModel::Column column) {
        return pieces->index(row, int(column)).data().toString();
    };
    QCOMPARE(text(0, WirePiecesModel::Column::Since), u"-0.500"_s); // before all had been sent
    QCOMPARE(text(1, WirePiecesModel::Column::Since), u"2.000"_s);
    QCOMPARE(text(0, WirePiecesModel::Column::Direction), u"sent"_s);
    QCOMPARE(text(1, WirePiecesModel::Column::Clock), u"kernel"_s);
    QCOMPARE(text(0, WirePiecesModel::Column::Clock), u"this program"_s);
    QCOMPARE(text(1, WirePiecesModel::Column::Bytes), u"19"_s);
    QAbstractItemModelTester tester(const_cast<QAbstractItemModel *>(pieces));
    delete window;
}

void TestMeasuring::wirePiecesLeadToTheirBytes()
{
    test::ScriptedDialogs dialogs;
    auto *window = new WireWindow(u"x"_s, exchange(), {}, &dialogs, nullptr);
    window->show();
    auto *tabs = part<QTabWidget>(*window, u"wireTabs"_s);
    auto *pieces = part<QTableView>(*window, u"wirePieces"_s);
    tabs->setCurrentWidget(pieces);
    pieces->setCurrentIndex(pieces->model()->index(2, 0));
    QTest::keyClick(pieces, Qt::Key_Return);
    QCOMPARE(tabs->currentIndex(), 0);
    QCOMPARE(part<QPlainTextEdit>(*window, u"wireReply"_s)->textCursor().selectedText(),
             u"ab\u00E9<b>\u00ABESC\u00BB[31m"_s);
    delete window;
}

void TestMeasuring::wireIsCopiedAndSavedWhole()
{
    test::ScriptedDialogs dialogs;
    WireExchange large = exchange();
    large.reply = QByteArray(WireWindow::mostShown, 'x') + "END";
    large.cut = true;
    auto *window = new WireWindow(u"x"_s, large, {}, &dialogs, nullptr);
    QSignalSpy saved(window, &WireWindow::saveRequested);
    window->show();
    QVERIFY(!part<QPlainTextEdit>(*window, u"wireReply"_s)->toPlainText().contains(u"END"_s));
    QVERIFY(!part<QLabel>(*window, u"wireReplyNotice"_s)->isHidden());
    part<QPushButton>(*window, u"wireSave"_s)->click(); // the person gives up
    QCOMPARE(saved.size(), 0);
    dialogs.paths = {u"/somewhere/reply.txt"_s, u"/somewhere/pieces.csv"_s};
    part<QPushButton>(*window, u"wireSave"_s)->click();
    QCOMPARE(saved.at(0).at(0).toString(), u"/somewhere/reply.txt"_s);
    QCOMPARE(saved.at(0).at(1).toByteArray(), large.reply);

    auto *tabs = part<QTabWidget>(*window, u"wireTabs"_s);
    tabs->setCurrentIndex(1);
    part<QPushButton>(*window, u"wireCopy"_s)->click();
    QCOMPARE(QGuiApplication::clipboard()->text(), QString::fromUtf8(large.request));
    tabs->setCurrentIndex(2);
    part<QPushButton>(*window, u"wireSave"_s)->click();
    QVERIFY(saved.at(1).at(1).toByteArray().startsWith("since_ms,direction,bytes,clock\r\n0.000000,sent,"));
    delete window;
}

/// From a request in the real program to its bytes; of an earlier session's it is said that they are gone.
void TestMeasuring::wireOfASampleOfTheSession()
{
    QTemporaryDir folder;
    Settings settings(folder.filePath(u"settings.ini"_s));
    test::ScriptedDialogs dialogs;
    test::PracticeThread practice;
    Workbench workbench(settings, dialogs, {false});
    workbench.open({folder.filePath(u"w.assay"_s)});
    QTRY_VERIFY(!workbench.host()->clock().isEmpty());
    QTRY_VERIFY(workbench.window()->windowTitle().contains(u"w.assay"_s)); // else opening it would take the run away
    if (workbench.host()->clock() != kernelClock)
        QSKIP("This system has no stamps to give.");
    RunInfo info = test::exampleInfo(1, 1);
    info.id = RunId{u"of this session"_s};
    info.startedAt = {};
    info.plan.models.front().endpoint.kind = ServerKind::Practice;
    info.plan.models.front().endpoint.url = practice.url();
    info.plan.models.front().model.serverId = u"practice-a"_s;
    info.plan.prompts.resize(1);
    QSignalSpy ended(workbench.host(), &EngineHost::runFinished);
    workbench.host()->startRun(info);
    QTRY_COMPARE_WITH_TIMEOUT(ended.size(), 1, 30'000);

    ResultsPane *results = workbench.window()->resultsPane();
    workbench.window()->showPane(MainWindow::Pane::Results);
    auto *table = part<QTableView>(*results, u"samplesTable"_s);
    QTRY_VERIFY(table->model()->rowCount() > 0);
    table->setCurrentIndex(table->model()->index(0, 0));
    part<QPushButton>(*results, u"detailWire"_s)->click();
    auto *wire = workbench.window()->findChild<WireWindow *>();
    QVERIFY(wire && wire->isVisible());
    QVERIFY(part<QPlainTextEdit>(*wire, u"wireRequest"_s)->toPlainText().startsWith(u"POST /v1/chat"_s));
    QVERIFY(part<QPlainTextEdit>(*wire, u"wireReply"_s)->toPlainText().contains(u"data: [DONE]"_s));
    dialogs.paths = {folder.filePath(u"reply.txt"_s), folder.filePath(u"no/such/folder/reply.txt"_s)};
    part<QPushButton>(*wire, u"wireSave"_s)->click();
    QFile saved(folder.filePath(u"reply.txt"_s));
    QVERIFY(saved.open(QIODevice::ReadOnly));
    QVERIFY(saved.readAll().startsWith("HTTP/1.1 200"));
    part<QPushButton>(*wire, u"wireSave"_s)->click();
    QVERIFY(part<QLabel>(*wire, u"messageText"_s)->text().contains(u"folder"_s));
    wire->close();
    QTRY_VERIFY(!workbench.window()->findChild<WireWindow *>());

    workbench.document()->setRun(test::exampleRun());
    table->setCurrentIndex(table->model()->index(0, 0));
    part<QAction>(*results, u"samplesWireAction"_s)->trigger();
    QVERIFY(!workbench.window()->findChild<WireWindow *>());
    QVERIFY(results->messages()->isVisible());
}

QTEST_MAIN(TestMeasuring)
#include "tst_measuring.moc"
