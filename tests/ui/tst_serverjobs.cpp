// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/scripteddialogs.h"

#include "models/items/catalogmodel.h"
#include "ui/common/elidedlabel.h"
#include "ui/models/catalogview.h"
#include "ui/models/endpointdialog.h"
#include "ui/models/jobspanel.h"
#include "ui/models/modelspane.h"
#include "ui/models/serveractions.h"

#include <QAction>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPlainTextEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QTextEdit>
#include <QToolButton>
#include <QUndoStack>

using namespace assay;
using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

namespace {

EndpointListing listing(Abilities abilities)
{
    EndpointListing said;
    said.endpoint.id = {u"llama"_s};
    said.endpoint.kind = ServerKind::LlamaCpp;
    said.endpoint.url = QUrl(u"http://127.0.0.1:8080"_s);
    for (const QString &id : {u"big"_s, u"small"_s, u"far"_s}) {
        Model model;
        model.alias = {id};
        model.serverId = id;
        said.models.push_back(model);
    }
    said.states[u"big"_s].presence = ModelPresence::OnDisk;
    said.states[u"small"_s].presence = ModelPresence::Loaded;
    said.states[u"far"_s].presence = ModelPresence::Offered;
    said.abilities = abilities;
    return said;
}

constexpr Abilities all =
    Ability::Load | Ability::Unload | Ability::Download | Ability::Remove; // not by name, not started

struct Stage
{
    explicit Stage(Abilities abilities = all)
    {
        model.mergeListing(listing(abilities));
        pane.resize(500, 700);
        pane.show();
        QObject::connect(pane.serverActions(), &ServerActions::ordered, &pane,
                         [this](const std::vector<ServerOrder> &some) { orders = some; });
    }
    void select(const QString &alias) { pane.findChild<CatalogView *>()->select(model.indexOf(ModelAlias{alias})); }
    QAction *action(ServerTask task) const { return pane.serverActions()->actions().at(int(task)); }
    QList<bool> enabled() const
    {
        QList<bool> now;
        for (const QAction *each : pane.serverActions()->actions())
            now << each->isEnabled();
        return now;
    }

    CatalogModel model;
    test::ScriptedDialogs dialogs;
    QUndoStack undo;
    ModelsPane pane{&model, &dialogs, &undo};
    std::vector<ServerOrder> orders;
};

} // namespace

class TestServerJobs : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }
    void whatCanBeDoneFollowsTheState();
    void nothingWhileARunIsTimed();
    void ordersNameTheModel();
    void removingIsAsked();
    void downloadByName();
    void startIsAsked();
    void rowsShowHowFarAJobIs();
    void cancelIsAskedOnce();
    void progressInWords();
    void theTreeSaysItToo();
    void aServersFolderIsShownAndOpened();
    void whatIsDescribedIsTriedAtOnce();
};

void TestServerJobs::whatCanBeDoneFollowsTheState()
{
    Stage stage;
    // Load, unload, download, remove, start.
    stage.select(u"big"_s);
    QCOMPARE(stage.enabled(), (QList<bool>{true, false, false, true, false}));
    stage.select(u"small"_s);
    QCOMPARE(stage.enabled(), (QList<bool>{false, true, false, true, false}));
    stage.select(u"far"_s);
    QCOMPARE(stage.enabled(), (QList<bool>{false, false, true, false, false}));
    stage.model.mergeListing(listing({}));
    stage.select(u"big"_s);
    QCOMPARE(stage.enabled(), (QList<bool>{false, false, false, false, false}));
}

void TestServerJobs::nothingWhileARunIsTimed()
{
    Stage stage;
    stage.select(u"big"_s);
    stage.pane.setRunning(true);
    QVERIFY(!stage.enabled().contains(true));
    stage.pane.setRunning(false);
    QVERIFY(stage.enabled().contains(true));
}

void TestServerJobs::ordersNameTheModel()
{
    Stage stage;
    stage.select(u"big"_s);
    stage.action(ServerTask::Load)->trigger();
    QCOMPARE(stage.orders.size(), 1U);
    QCOMPARE(stage.orders[0].task, ServerTask::Load);
    QCOMPARE(stage.orders[0].model.serverId, u"big"_s);
    QCOMPARE(stage.orders[0].endpoint.url, QUrl(u"http://127.0.0.1:8080"_s));
    QVERIFY(stage.dialogs.asked.isEmpty());
}

void TestServerJobs::removingIsAsked()
{
    Stage stage;
    stage.select(u"big"_s);
    stage.dialogs.answers = {1, 0}; // keep, then delete
    stage.action(ServerTask::Remove)->trigger();
    QVERIFY(stage.orders.empty());
    stage.action(ServerTask::Remove)->trigger();
    QCOMPARE(stage.orders.size(), 1U);
    QCOMPARE(stage.dialogs.asked.size(), 2);
}

void TestServerJobs::downloadByName()
{
    Stage stage(Abilities(Ability::DownloadByName));
    stage.select(u"big"_s);
    QVERIFY(stage.action(ServerTask::Download)->isEnabled());
    stage.action(ServerTask::Download)->trigger(); // Escape
    QVERIFY(stage.orders.empty());
    stage.dialogs.texts = {u"  qwen/qwen3:Q4 "_s};
    stage.action(ServerTask::Download)->trigger();
    QCOMPARE(stage.orders.size(), 1U);
    QCOMPARE(stage.orders[0].model.serverId, u"qwen/qwen3:Q4"_s);
    QCOMPARE(stage.orders[0].endpoint.id, EndpointId{u"llama"_s});
}

void TestServerJobs::startIsAsked()
{
    Stage stage(Abilities(Ability::Start));
    stage.pane.findChild<CatalogView *>()->select(stage.model.indexOf(EndpointId{u"llama"_s}));
    QVERIFY(stage.action(ServerTask::Start)->isEnabled());
    stage.dialogs.answers = {0};
    stage.action(ServerTask::Start)->trigger();
    QCOMPARE(stage.orders.size(), 1U);
    QCOMPARE(stage.orders[0].task, ServerTask::Start);
}

void TestServerJobs::rowsShowHowFarAJobIs()
{
    Stage stage;
    JobsPanel *jobs = stage.pane.jobs();
    QVERIFY(!jobs->isVisibleTo(&stage.pane));
    ServerOrder order{ServerTask::Download, listing(all).endpoint, listing(all).models[2]};
    jobs->add(1, order);
    jobs->add(2, order);
    QVERIFY(jobs->isVisibleTo(&stage.pane));
    auto *bar = jobs->findChild<QProgressBar *>(u"jobProgress1"_s);
    QCOMPARE(bar->maximum(), 0); // nothing is known yet
    jobs->setProgress(1, {120'000'000, 1'200'000'000, 0.1, 35e6, {}, {}});
    QCOMPARE(bar->maximum() / bar->value(), 10);
    QCOMPARE(jobs->findChild<ElidedLabel *>()->fullText(), u"Downloading far: 120 MB of 1.20 GB, 35.0 MB/s"_s);
    jobs->remove(1);
    QVERIFY(jobs->isVisibleTo(&stage.pane));
    jobs->remove(2);
    QVERIFY(!jobs->isVisibleTo(&stage.pane));
    jobs->setProgress(2, {}); // late word of a job that has ended
}

void TestServerJobs::cancelIsAskedOnce()
{
    Stage stage;
    JobsPanel *jobs = stage.pane.jobs();
    QSignalSpy cancelled(jobs, &JobsPanel::cancelRequested);
    jobs->add(7, {ServerTask::Load, listing(all).endpoint, listing(all).models[0]});
    auto *button = jobs->findChild<QToolButton *>(u"cancelJob7"_s);
    QCOMPARE(button->accessibleName(), u"Cancel: Loading big"_s);
    button->click();
    button->click();
    QCOMPARE(cancelled.size(), 1);
    QCOMPARE(cancelled[0][0].toInt(), 7);
}

void TestServerJobs::progressInWords()
{
    QCOMPARE(progressText({}), QString());
    QCOMPARE(progressText({{}, {}, 0.426, {}, {}, {}}), u"43 %"_s);
    QCOMPARE(progressText({{}, {}, {}, {}, {}, u"pulling manifest"_s}), u"pulling manifest"_s);
    QCOMPARE(progressText({1'000'000, 2'000'000, 0.5, {}, 40s, {}}), u"1.00 MB of 2.00 MB, about 40 s left"_s);
}

void TestServerJobs::theTreeSaysItToo()
{
    Stage stage;
    const auto text = [&](const QString &alias) {
        const QModelIndex row = stage.model.indexOf(ModelAlias{alias});
        return row.siblingAtColumn(int(CatalogColumn::State)).data().toString();
    };
    QCOMPARE(text(u"big"_s), u"not loaded"_s);
    QCOMPARE(text(u"small"_s), u"loaded"_s);
    QCOMPARE(text(u"far"_s), u"not downloaded"_s);
    ModelState loading;
    loading.presence = ModelPresence::Downloading;
    loading.progress = 0.34;
    stage.model.setModelState({u"llama"_s}, u"far"_s, loading);
    QCOMPARE(text(u"far"_s), u"downloading 34 %"_s);
}

void TestServerJobs::aServersFolderIsShownAndOpened()
{
    Stage stage;
    const QTemporaryDir folder;
    EndpointListing said = listing(all);
    said.modelFolder = folder.path();
    stage.model.mergeListing(said);
    const auto selectServer = [&] {
        stage.pane.findChild<CatalogView *>()->select(stage.model.indexOf(EndpointId{u"llama"_s}));
    };
    selectServer();
    auto *button = stage.pane.findChild<QPushButton *>(u"openFolder"_s);
    QVERIFY(stage.pane.findChild<QTextEdit *>(u"catalogDetails"_s)->toPlainText().contains(folder.path()));
    QSignalSpy opened(&stage.pane, &ModelsPane::openFolderRequested);
    QTest::mouseClick(button, Qt::LeftButton);
    QCOMPARE(opened.size(), 1);
    QCOMPARE(opened[0][0].toString(), folder.path());
    stage.select(u"big"_s);
    QVERIFY(!button->isVisible());
    said.modelFolder = folder.filePath(u"elsewhere"_s); // not on this machine
    stage.model.mergeListing(said);
    selectServer();
    QVERIFY(!button->isVisible());
}

void TestServerJobs::whatIsDescribedIsTriedAtOnce()
{
    Stage stage;
    QSignalSpy trials(&stage.pane, &ModelsPane::trialRequested);
    QSignalSpy cancels(&stage.pane, &ModelsPane::cancelTrialRequested);
    stage.pane.action(u"addServer"_s)->trigger();
    auto *dialog = stage.pane.findChild<EndpointDialog *>();
    auto *kind = dialog->findChild<QComboBox *>(u"endpointKind"_s);
    auto *prompt = dialog->findChild<QLineEdit *>(u"trialPrompt"_s);
    auto *button = dialog->findChild<QPushButton *>(u"trialButton"_s);
    auto *answer = dialog->findChild<QPlainTextEdit *>(u"trialAnswer"_s);
    auto *status = dialog->findChild<QLabel *>(u"trialStatus"_s);
    QVERIFY(!button->isVisible()); // of a kind that is known nothing has to be found out
    kind->setCurrentIndex(kind->findData(serverKindKey(ServerKind::Command)));
    QTest::mouseClick(button, Qt::LeftButton); // there is no program yet
    QVERIFY(trials.isEmpty() && !status->text().isEmpty());
    dialog->findChild<QLineEdit *>(u"endpointCommand"_s)->setText(u"my-model {model}"_s);
    QVERIFY(dialog->findChild<QLineEdit *>(u"trialModel"_s)->isVisible());
    dialog->findChild<QLineEdit *>(u"trialModel"_s)->setText(u"tiny"_s);
    prompt->setText(u"Why?"_s);
    prompt->setFocus();
    QTest::keyClick(prompt, Qt::Key_Return); // asks, and does not save
    QVERIFY(dialog->isVisible());
    QCOMPARE(trials.size(), 1);
    const auto asked = trials[0][0].value<PlannedModel>();
    QCOMPARE(asked.endpoint.command, (QStringList{u"my-model"_s, u"{model}"_s}));
    QCOMPARE(asked.model.serverId, u"tiny"_s);
    QCOMPARE(trials[0][1].toString(), u"Why?"_s);
    stage.pane.showTrialText(u"Be"_s);
    stage.pane.showTrialText(u"cause"_s);
    QCOMPARE(answer->toPlainText(), u"Because"_s);
    QTest::mouseClick(button, Qt::LeftButton); // by now it cancels
    QCOMPARE(cancels.size(), 1);
    QVERIFY(!button->isEnabled());
    Sample ended;
    ended.status = SampleStatus::Cancelled;
    stage.pane.showTrialEnd(ended);
    QCOMPARE(status->text(), u"Cancelled."_s);

    QTest::mouseClick(button, Qt::LeftButton);
    QCOMPARE(trials.size(), 2);
    QVERIFY(answer->toPlainText().isEmpty());
    ended.status = SampleStatus::Failed;
    ended.error = Error{ErrorCode::IdleTimeout, u"Nothing came for 120 s."_s, u"<b>its own words</b>"_s};
    stage.pane.showTrialEnd(ended);
    QVERIFY2(status->text().contains(u"smaller variant"_s), qPrintable(status->text()));
    QCOMPARE(answer->toPlainText(), u"<b>its own words</b>"_s);
    QTRY_VERIFY(status->y() > answer->geometry().bottom()); // the dialog has made room for all of it
    QVERIFY(status->height() >= status->heightForWidth(status->width()));
    QTest::mouseClick(button, Qt::LeftButton);
    QTest::mouseClick(dialog->findChild<QPushButton *>(u"formCancel"_s), Qt::LeftButton);
    QCOMPARE(cancels.size(), 2); // nobody waits any more
    QCOMPARE(stage.model.catalog().endpoints.size(), size_t(1)); // and nothing was saved
    stage.pane.showTrialText(u"too late"_s);
}

QTEST_MAIN(TestServerJobs)
#include "tst_serverjobs.moc"
