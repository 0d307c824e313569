// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The whole way of a newcomer with keys and mouse: models, prompts, run, compare, results, export, and the next start.
#include "app/engine/settings/settings.h"
#include "app/gui/enginehost.h"
#include "app/gui/workbench.h"
#include "models/domain/resultsjson.h"
#include "models/items/catalogmodel.h"
#include "models/items/comparisonsmodel.h"
#include "models/items/rundocument.h"
#include "tests/support/fullrun.h"
#include "tests/ui/practicethread.h"
#include "tests/ui/scripteddialogs.h"
#include "tests/ui/scriptedollama.h"
#include "ui/common/messages.h"
#include "ui/compare/answerview.h"
#include "ui/compare/comparepane.h"
#include "ui/history/historypane.h"
#include "ui/models/modelspane.h"
#include "ui/window/mainwindow.h"

#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPointer>
#include <QProcess>
#include <QProgressBar>
#include <QPushButton>
#include <QSpinBox>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>
#include <QToolButton>
#include <QTreeView>

using namespace assay;
using namespace Qt::Literals::StringLiterals;

namespace {

constexpr auto ctrl = Qt::ControlModifier;

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray{};
}

/// What the killed window does: runs two models of the practice server for a long time, and names on standard output
/// each sample that the workspace file says it holds.
int runUntilKilled(const QString &folder)
{
    Settings settings(folder + u"/victim.ini"_s);
    test::ScriptedDialogs dialogs;
    Workbench workbench(settings, dialogs, WorkbenchOptions{.lookAround = false});
    QObject::connect(&workbench.host()->storage(), &Storage::sampleSaved, &workbench,
                     [](auto &&, const SampleId &id) { QTextStream(stdout) << id.value << Qt::endl; });
    workbench.open({folder + u"/killed.assay"_s, folder + u"/models.json"_s});
    auto *tree = workbench.window()->modelsPane()->findChild<QTreeView *>();
    const auto endpoint = [tree] { return tree->model()->index(0, 0); };
    if (!QTest::qWaitFor([&] { return tree->model()->rowCount(endpoint()) >= 2; }, 20'000)) {
        return 1;
    }
    for (const int row : {0, 1}) {
        tree->model()->setData(tree->model()->index(row, 0, endpoint()), Qt::Checked, Qt::CheckStateRole);
    }
    workbench.window()->findChild<QSpinBox *>(u"runRounds"_s)->setValue(50);
    workbench.window()->findChild<QAction *>(u"startAction"_s)->trigger();
    return QApplication::exec();
}

} // namespace

class TestJourney final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void fromModelsToReport();
    void importSaysWhatIsNotUsed();
    void goesOnForMoreRoundsAndIsHeldAgainstABaseline();
    void cancelKeepsWhatFinished();
    void aServerFromItsAddressToTheScore();
    void resultsAreTakenInWithProgressAndCancel();
    void aKilledWindowLosesNothing();

private:
    void start();
    QString writeModels();
    void importModels();
    void tickByKeys(const QList<int> &rows);
    void run(int rounds);
    void chooseFromServerMenu(const QString &action);
    QModelIndex row(const QString &model) const;
    QString stateOf(const QString &model) const
    {
        return row(model).siblingAtColumn(int(CatalogColumn::State)).data().toString();
    }
    template <class T> T *find(const QString &name) const { return m_workbench->window()->findChild<T *>(name); }
    QString plan() const { return find<QLabel>(u"planLabel"_s)->text(); }
    void key(Qt::Key which, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
    {
        QWidget *target = QApplication::focusWidget();
        QTest::keyClick(target != nullptr ? target : m_workbench->window(), which, modifiers);
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<test::PracticeThread> m_practice;
    std::unique_ptr<Settings> m_settings;
    test::ScriptedDialogs m_dialogs;
    std::unique_ptr<Workbench> m_workbench;
};

void TestJourney::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_practice = std::make_unique<test::PracticeThread>();
    m_settings = std::make_unique<Settings>(m_folder->filePath(u"assay.ini"_s));
    m_dialogs = {};
    start();
}

void TestJourney::cleanup()
{
    m_workbench.reset();
    m_practice.reset();
}

void TestJourney::start()
{
    m_workbench.reset();
    m_workbench = std::make_unique<Workbench>(*m_settings, m_dialogs, WorkbenchOptions{.lookAround = false});
    m_workbench->open({m_folder->filePath(u"journey.assay"_s)});
    QVERIFY(QTest::qWaitForWindowExposed(m_workbench->window()));
    m_workbench->window()->activateWindow();
    QTRY_VERIFY(m_workbench->window()->windowTitle().contains(u".assay"_s));
}

QString TestJourney::writeModels()
{
    const QString path = m_folder->filePath(u"models.json"_s);
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly)) {
        return {};
    }
    file.write(uR"({"version": 1, "endpoints": {"sim": {"kind": "practice", "url": "%1"}},
        "models": {"first": {"endpoint": "sim", "id": "practice-a"}, "second": {"endpoint": "sim", "id": "practice-b"}}})"_s
                   .arg(m_practice->url().toString())
                   .toUtf8());
    return path;
}

void TestJourney::importModels()
{
    m_dialogs.paths = {writeModels()};
    find<QAction>(u"importModelsAction"_s)->trigger();
}

void TestJourney::tickByKeys(const QList<int> &rows)
{
    auto *tree = m_workbench->window()->modelsPane()->findChild<QTreeView *>();
    QVERIFY(tree != nullptr);
    QTRY_VERIFY(tree->model()->rowCount() > 0);
    const QModelIndex endpoint = tree->model()->index(0, 0);
    tree->expand(endpoint);
    QTRY_VERIFY(tree->model()->rowCount(endpoint) >= 2);
    tree->setFocus();
    for (const int row : rows) {
        tree->setCurrentIndex(tree->model()->index(row, 0, endpoint));
        QTest::keyClick(tree, Qt::Key_Space);
    }
}

void TestJourney::run(int rounds)
{
    key(Qt::Key_2, ctrl);
    auto *spin = find<QSpinBox>(u"runRounds"_s);
    QVERIFY(spin != nullptr);
    spin->setFocus();
    spin->selectAll();
    QTest::keyClicks(spin, QString::number(rounds));
    QTest::keyClick(spin, Qt::Key_Tab);
    key(Qt::Key_Return, ctrl);
}

void TestJourney::fromModelsToReport()
{
    QVERIFY(!find<QAction>(u"startAction"_s)->isEnabled()); // no model is ticked: the bar says so
    importModels();
    tickByKeys({0, 1});
    QTRY_VERIFY2(plan().startsWith(u"2 models × 4 prompts"_s), qPrintable(plan()));

    // a prompt more, typed, and the set has five; undo takes the typing back, then the prompt
    key(Qt::Key_1, ctrl);
    find<QAction>(u"addPrompt"_s)->trigger();
    QTest::keyClicks(QApplication::focusWidget(), u"Why is the sky blue?"_s);
    QTRY_VERIFY2(plan().contains(u"× 5 prompts"_s), qPrintable(plan()));
    find<QAction>(u"undoAction"_s)->trigger();
    find<QAction>(u"undoAction"_s)->trigger();
    QTRY_VERIFY2(plan().contains(u"× 4 prompts"_s), qPrintable(plan()));

    run(2);
    QVERIFY2(plan().contains(u"× 2 rounds"_s), qPrintable(plan()));
    QLabel *progress = find<QLabel>(u"progressText"_s);
    QTRY_VERIFY_WITH_TIMEOUT(progress->text().startsWith(u"20 of 20 done"_s), 60'000); // 16 and 4 warm-ups
    QTRY_VERIFY(!find<QAction>(u"cancelAction"_s)->isEnabled());
    const RunData *data = m_workbench->document()->run();
    QCOMPARE(data->samples.size(), size_t(20));
    QVERIFY(data->info.environment.simulated);

    key(Qt::Key_3, ctrl);
    QTRY_COMPARE(m_workbench->document()->unscored(), 16);
    m_workbench->window()->comparePane()->setFocus();
    key(Qt::Key_4);
    QTRY_COMPARE(m_workbench->document()->unscored(), 15);
    find<QAction>(u"undoAction"_s)->trigger();
    QCOMPARE(m_workbench->document()->unscored(), 16);
    find<QAction>(u"redoAction"_s)->trigger();
    QCOMPARE(m_workbench->document()->unscored(), 15);

    key(Qt::Key_4, ctrl);
    auto *table = find<QTableView>(u"resultsTable"_s);
    QVERIFY(table != nullptr);
    QTRY_COMPARE(table->model()->rowCount(), 2);

    const QString markdown = m_folder->filePath(u"report.md"_s);
    m_dialogs.paths = {markdown};
    key(Qt::Key_E, ctrl);
    QTRY_VERIFY(contentOf(markdown).contains("| Model | Avg Latency | p95 | TPS"));
    QVERIFY(contentOf(markdown).contains("simulated"));
    const QString csv = m_folder->filePath(u"samples.csv"_s);
    m_dialogs.paths = {csv};
    find<QAction>(u"exportCsvAction"_s)->trigger();
    QTRY_VERIFY(contentOf(csv).count("\r\n") >= 21); // a header and a row a sample

    // the next start finds everything
    start();
    QTRY_VERIFY(m_workbench->document()->hasRun());
    QCOMPARE(m_workbench->document()->run()->samples.size(), size_t(20));
    QCOMPARE(m_workbench->document()->unscored(), 15);
    QTRY_VERIFY2(plan().startsWith(u"2 models × 4 prompts × 2 rounds"_s), qPrintable(plan()));
    QVERIFY2(plan().contains(u"about"_s), qPrintable(plan())); // after a first run it knows how long
}

void TestJourney::importSaysWhatIsNotUsed()
{
    const QString path = m_folder->filePath(u"odd.json"_s);
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(R"({"models": {"odd": {"temprature": 7}}})") > 0);
    file.close();
    m_dialogs.paths = {path};
    find<QAction>(u"importModelsAction"_s)->trigger();
    const auto *said = m_workbench->window()->modelsPane()->findChild<QLabel *>(u"messageText"_s);
    QTRY_COMPARE(said->text(),
                 u"odd.json, line 1: models.odd.temprature is not used, only kept: Assay knows no such member here."_s);
    QVERIFY(said->isVisible());
}

void TestJourney::goesOnForMoreRoundsAndIsHeldAgainstABaseline()
{
    importModels();
    tickByKeys({0, 1});
    run(2);
    QLabel *progress = find<QLabel>(u"progressText"_s);
    QAction *cancel = find<QAction>(u"cancelAction"_s);
    QTRY_VERIFY_WITH_TIMEOUT(progress->text().startsWith(u"20 of 20 done"_s) && !cancel->isEnabled(), 60'000);
    key(Qt::Key_4, ctrl);
    QLabel *sentence = find<QLabel>(u"resultsSentence"_s);
    QTRY_VERIFY2(sentence->text().contains(u"cannot tell yet: measure at least five rounds."_s),
                 qPrintable(sentence->text()));
    const auto pairs = [this] {
        const QAbstractItemModel *rows = find<QTableView>(u"verdictsTable"_s)->model();
        return rows->index(0, int(ComparisonsModel::Column::Pairs)).data().toString();
    };
    QCOMPARE(pairs(), u"8"_s);
    const QString json = m_folder->filePath(u"before.json"_s);
    m_dialogs.paths = {json};
    find<QAction>(u"exportJsonAction"_s)->trigger();
    QTRY_VERIFY(contentOf(json).endsWith('\n') || contentOf(json).endsWith('}'));

    // what is proposed, pressed: the same run with three rounds more
    auto *more = find<QPushButton>(u"moreRoundsRun"_s);
    QTRY_COMPARE(find<QSpinBox>(u"moreRounds"_s)->value(), 3);
    const RunId id = m_workbench->document()->run()->info.id;
    QString whileRunning; // the run may be over before the next look
    connect(m_workbench->host(), &EngineHost::runStarted, more,
            [&whileRunning, more] { whileRunning = more->isEnabled() ? u"enabled"_s : more->toolTip(); });
    more->click();
    QTRY_VERIFY_WITH_TIMEOUT(progress->text().startsWith(u"50 of 50 done"_s) && !cancel->isEnabled(), 60'000);
    QCOMPARE(whileRunning, u"A run is going on."_s);
    QVERIFY(more->isEnabled());
    QCOMPARE(m_workbench->document()->run()->info.id, id);
    QCOMPARE(m_workbench->document()->run()->info.plan.options.rounds, 5);
    QCOMPARE(m_workbench->document()->run()->samples.size(), size_t(50));
    key(Qt::Key_4, ctrl);
    QTRY_COMPARE(pairs(), u"20"_s); // whatever they tell
    QVERIFY(!sentence->text().contains(u"baseline"_s));

    // held against the file of before, and once more after the next start
    m_dialogs.paths = {json};
    find<QAction>(u"compareWithAction"_s)->trigger();
    QTRY_VERIFY2(sentence->text().contains(u"Against the baseline \u201cbefore.json\u201d"_s),
                 qPrintable(sentence->text()));
    start();
    key(Qt::Key_4, ctrl);
    QTRY_VERIFY(find<QLabel>(u"resultsSentence"_s)->text().contains(u"before.json"_s));

    // a run of this workspace instead: it is the one that is shown
    HistoryPane *history = m_workbench->window()->historyPane();
    history->select(id);
    find<QAction>(u"historyBaseline"_s)->trigger();
    QTRY_VERIFY(find<QLabel>(u"baselineHint"_s)->text().contains(u"This run is the baseline"_s));
    find<QPushButton>(u"baselineClear"_s)->click();
    QTRY_COMPARE(find<QLabel>(u"baselineText"_s)->text(), u"No baseline."_s);
    start();
    QTRY_VERIFY(m_workbench->document()->hasRun());
    QCOMPARE(find<QLabel>(u"baselineText"_s)->text(), u"No baseline."_s);
}

void TestJourney::cancelKeepsWhatFinished()
{
    importModels();
    tickByKeys({0, 1});
    run(50);
    QTRY_VERIFY_WITH_TIMEOUT(m_workbench->document()->hasRun() && m_workbench->document()->run()->samples.size() > 3,
                             60'000);
    key(Qt::Key_Period, ctrl);
    QTRY_VERIFY(!find<QAction>(u"cancelAction"_s)->isEnabled());
    QCOMPARE(m_workbench->document()->run()->info.state, RunState::Cancelled);
    const size_t kept = m_workbench->document()->run()->samples.size();
    QVERIFY(kept < 416);

    start();
    QTRY_VERIFY(m_workbench->document()->hasRun());
    QCOMPARE(m_workbench->document()->run()->samples.size(), kept);
    QCOMPARE(m_workbench->document()->run()->info.state, RunState::Cancelled);
}

/// By mouse: the button in the pane, then the entry in its menu.
void TestJourney::chooseFromServerMenu(const QString &action)
{
    bool wasClicked = false;
    QTimer::singleShot(0, qApp, [&] { // the menu has its own loop while it is open
        auto *menu = qobject_cast<QMenu *>(QApplication::activePopupWidget());
        QAction *wanted = find<QAction>(action);
        wasClicked = menu != nullptr && wanted->isEnabled();
        if (wasClicked) {
            QTest::mouseClick(menu, Qt::LeftButton, {}, menu->actionGeometry(wanted).center());
        } else if (menu != nullptr) {
            menu->close();
        }
    });
    QTest::mouseClick(find<QToolButton>(u"serverButton"_s), Qt::LeftButton);
    QVERIFY(wasClicked);
}

QModelIndex TestJourney::row(const QString &model) const
{
    const QAbstractItemModel *rows = find<QTreeView>(u"catalogTree"_s)->model();
    const QModelIndexList found =
        rows->match(rows->index(0, 0), Qt::DisplayRole, model, 1, Qt::MatchExactly | Qt::MatchRecursive);
    return found.value(0);
}

void TestJourney::aServerFromItsAddressToTheScore()
{
    test::ScriptedOllama ollama;

    // added by its address
    QTest::mouseClick(find<QToolButton>(u"addServerButton"_s), Qt::LeftButton);
    auto *dialog = find<QDialog>(u"endpointDialog"_s);
    QVERIFY(dialog != nullptr);
    QTest::keyClicks(dialog->findChild<QLineEdit *>(u"endpointUrl"_s), ollama.url().toString());
    QTest::keyClicks(dialog->findChild<QLineEdit *>(u"endpointName"_s), u"desk"_s);
    QTest::keyClicks(dialog->findChild<QComboBox *>(u"endpointKind"_s), u"Ollama"_s);
    QTest::mouseClick(dialog->findChild<QPushButton *>(u"formAccept"_s), Qt::LeftButton);
    QTRY_COMPARE(stateOf(u"llama3.2:3b"_s), u"not loaded"_s);

    // a model is downloaded, seen half way, and there
    auto *tree = find<QTreeView>(u"catalogTree"_s);
    tree->setFocus();
    tree->setCurrentIndex(row(u"desk"_s));
    m_dialogs.texts = {u"qwen2.5:0.5b"_s};
    chooseFromServerMenu(u"downloadModels"_s);
    QTRY_VERIFY(find<QProgressBar>(u"jobProgress1"_s) != nullptr);
    const QPointer<QProgressBar> progress = find<QProgressBar>(u"jobProgress1"_s);
    QTRY_COMPARE(progress->value(), progress->maximum() / 2);
    QVERIFY(progress->maximum() > 0);
    QVERIFY(!row(u"qwen2.5:0.5b"_s).isValid());
    ollama.release(u"rest"_s);
    QTRY_COMPARE(stateOf(u"qwen2.5:0.5b"_s), u"not loaded"_s);
    QTRY_VERIFY(progress.isNull());

    // loaded, then probed, with the keys that choose it
    tree->setFocus();
    tree->setCurrentIndex(row(u"llama3.2:3b"_s));
    QTest::keyClick(tree, Qt::Key_Down);
    QCOMPARE(tree->currentIndex().data().toString(), u"qwen2.5:0.5b"_s);
    chooseFromServerMenu(u"loadModels"_s);
    QTRY_COMPARE(stateOf(u"qwen2.5:0.5b"_s), u"loaded"_s);
    QVERIFY(ollama.isLoaded(u"qwen2.5:0.5b"_s));
    QTest::mouseClick(find<QToolButton>(u"probeModelsButton"_s), Qt::LeftButton);
    QTRY_VERIFY2(stateOf(u"qwen2.5:0.5b"_s).startsWith(u"loaded, ready"_s), qPrintable(stateOf(u"qwen2.5:0.5b"_s)));

    // both are run and looked at side by side
    m_workbench->window()->activateWindow(); // which no window manager does here when a dialog is closed
    QVERIFY(QTest::qWaitForWindowActive(m_workbench->window()));
    tickByKeys({0, 1});
    QTRY_VERIFY2(plan().startsWith(u"2 models × 4 prompts"_s), qPrintable(plan()));
    run(1);
    QLabel *done = find<QLabel>(u"progressText"_s);
    const bool isDone = QTest::qWaitFor([&] { return done->text().startsWith(u"10 of 10 done"_s); }, 60'000);
    QVERIFY2(isDone, qPrintable(done->text()));
    QTRY_VERIFY(!find<QAction>(u"cancelAction"_s)->isEnabled());
    key(Qt::Key_3, ctrl);
    QTRY_COMPARE(m_workbench->document()->unscored(), 8);
    QStringList answers;
    for (const AnswerView *view : m_workbench->window()->comparePane()->findChildren<AnswerView *>()) {
        if (view->isVisible()) {
            answers << view->toPlainText();
        }
    }
    QCOMPARE(answers.filter(u"Hello"_s).size(), 2);
    m_workbench->window()->comparePane()->setFocus();
    key(Qt::Key_5);
    QTRY_COMPARE(m_workbench->document()->unscored(), 7);
}

void TestJourney::resultsAreTakenInWithProgressAndCancel()
{
    RunData big;
    big.info.id = {u"big"_s};
    big.info.name = u"Big"_s;
    big.info.state = RunState::Completed;
    big.info.startedAt = QDateTime::fromMSecsSinceEpoch(1'700'000'000'000, Qt::UTC);
    big.info.plan = test::smallPlan(1, 1, 1000);
    for (int i = 0; i < 1000; ++i) {
        big.samples.push_back(test::okSample(big.info, i, 0, 0, i + 1));
    }
    const QString path = m_folder->filePath(u"big.json"_s);
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(writeResults(big));
    file.close();

    MessageBar *bar = m_workbench->window()->historyPane()->messages();
    auto *runs = m_workbench->window()->historyPane()->findChild<QTableView *>();
    m_dialogs.paths = {path, path};
    find<QAction>(u"importResultsAction"_s)->trigger();
    QTRY_VERIFY(bar->accessibleName().contains(u"of 1,000 samples"_s));
    bar->findChild<QPushButton *>(u"messageAction"_s)->click();
    QTRY_VERIFY(!bar->isVisible());
    QTRY_COMPARE(runs->model()->rowCount(), 0); // nothing half is left
    QVERIFY(!m_workbench->document()->hasRun());

    find<QAction>(u"importResultsAction"_s)->trigger();
    QTRY_VERIFY_WITH_TIMEOUT(m_workbench->document()->hasRun(), 30'000);
    QCOMPARE(m_workbench->document()->run()->samples.size(), size_t(1000));
    QCOMPARE(m_workbench->document()->run()->info.state, big.info.state);
    QVERIFY(!bar->isVisible());
}

void TestJourney::aKilledWindowLosesNothing()
{
    writeModels();
    QProcess victim;
    victim.start(QCoreApplication::applicationFilePath(), {u"--until-killed"_s, m_folder->path()});
    QByteArray said;
    const auto saved = [&] {
        said += victim.readAllStandardOutput();
        return said.left(said.lastIndexOf('\n')).split('\n');
    };
    QTRY_VERIFY2_WITH_TIMEOUT(saved().size() > 8, victim.readAllStandardError().constData(), 60'000);
    victim.kill(); // SIGKILL
    QVERIFY(victim.waitForFinished());
    const QList<QByteArray> before = saved();

    m_workbench->open({m_folder->filePath(u"killed.assay"_s)});
    QTRY_VERIFY(m_workbench->document()->hasRun());
    const RunData *run = m_workbench->document()->run();
    QCOMPARE(run->info.state, RunState::Interrupted);
    QSet<QByteArray> found;
    for (const Sample &sample : run->samples) {
        found.insert(sample.id.value.toUtf8());
    }
    for (const QByteArray &id : before) {
        QVERIFY2(found.contains(id), id.constData());
    }
}

int main(int argc, char *argv[])
{
    QApplication application(argc, argv);
    const QStringList words = QCoreApplication::arguments();
    if (words.size() == 3 && words[1] == u"--until-killed"_s) {
        return runUntilKilled(words[2]);
    }
    TestJourney test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_journey.moc"
