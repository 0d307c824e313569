// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/store/storage.h"

#include "tests/support/examplerun.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#ifdef Q_OS_UNIX
#include <csignal>
#include <sys/resource.h>
#endif

using namespace assay;
using namespace Qt::Literals::StringLiterals;

namespace {

#ifdef Q_OS_UNIX
/// While it lives no file of this process can grow: what a full disk is like.
class FullDisk
{
public:
    FullDisk()
    {
        std::signal(SIGXFSZ, SIG_IGN);
        getrlimit(RLIMIT_FSIZE, &m_before);
        const rlimit none{0, m_before.rlim_max};
        setrlimit(RLIMIT_FSIZE, &none);
    }
    ~FullDisk() { setrlimit(RLIMIT_FSIZE, &m_before); }
    Q_DISABLE_COPY_MOVE(FullDisk)

private:
    rlimit m_before{};
};
#endif

} // namespace

class TestStorage : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_path;

    RunData stored(const RunId &run) const
    {
        const auto store = WorkspaceStore::openReadOnly(m_path);
        const auto data = store ? (*store)->run(run) : Result<RunData>(store.error());
        return data ? *data : RunData{};
    }

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_path = m_folder->filePath(u"w.assay"_s);
    }

    void openingTellsWhatIsInIt()
    {
        const RunData run = test::exampleRun(1, 1);
        PromptSet set = starterPromptSet();
        set.id.value = u"s"_s;
        Catalog catalog;
        catalog.models = {run.info.plan.models[0].model};
        {
            Storage storage;
            storage.open(m_path);
            storage.saveCatalog(catalog);
            storage.savePromptSets({set});
            storage.setNote(u"pane"_s, "3");
            storage.beginRun(run.info);
            for (const Sample &sample : run.samples) {
                storage.saveSample(sample);
            }
        } // carries out what was asked for
        Storage storage;
        QSignalSpy opened(&storage, &Storage::opened);
        storage.open(m_path);
        QTRY_COMPARE(opened.size(), 1);
        const auto content = opened[0][0].value<WorkspaceContent>();
        QVERIFY(content.catalog == catalog);
        QVERIFY(content.promptSets == std::vector({set}));
        QCOMPARE(content.notes.value(u"pane"_s), QByteArray("3"));
        QCOMPARE(content.runs.size(), 1U);
        QVERIFY(content.typicalTotals.contains(run.samples[0].alias));
        storage.open(m_path); // the one that is open already
        QTRY_COMPARE(opened.size(), 2);
    }

    void answersComeOnTheCallersThread()
    {
        const RunData run = test::exampleRun(1, 1);
        Storage storage;
        QSignalSpy loaded(&storage, &Storage::runLoaded);
        QSignalSpy listed(&storage, &Storage::runsListed);
        QThread *seenOn = nullptr;
        connect(&storage, &Storage::runLoaded, this, [&seenOn] { seenOn = QThread::currentThread(); });
        storage.open(m_path);
        storage.beginRun(run.info);
        storage.saveSample(run.samples[0]);
        storage.setRunState(run.info.id, RunState::Completed, run.info.startedAt.addSecs(5));
        storage.renameRun(run.info.id, u"new"_s);
        storage.loadRun(run.info.id);
        storage.loadRuns();
        QTRY_COMPARE(listed.size(), 1);
        QCOMPARE(loaded.size(), 1);
        QCOMPARE(seenOn, thread());
        const auto data = loaded[0][0].value<RunData>();
        QCOMPARE(data.info.name, u"new"_s);
        QVERIFY(data.info.state == RunState::Completed);
        QVERIFY(data.samples == std::vector({run.samples[0]}));
    }

    void aSecondWorkspaceTakesOverOnlyWhenItOpens()
    {
        Storage storage;
        QSignalSpy opened(&storage, &Storage::opened);
        QSignalSpy refused(&storage, &Storage::openFailed);
        storage.open(m_path);
        storage.open(m_folder->filePath(u"no/such/folder.assay"_s));
        const RunInfo info = test::exampleInfo(1);
        storage.beginRun(info);
        QTRY_COMPARE(refused.size(), 1);
        QCOMPARE(opened.size(), 1);
        QCOMPARE(refused[0][0].toString(), m_folder->filePath(u"no/such/folder.assay"_s));
        storage.flush();
        QVERIFY(stored(info.id).info.id == info.id);
        storage.open(m_folder->filePath(u"second.assay"_s));
        QTRY_COMPARE(opened.size(), 2);
        QVERIFY(WorkspaceStore::open(m_path)); // let go of
    }

    void savingFromAnotherThreadLosesNothing()
    {
        const RunData run = test::exampleRun(2, 2);
        Storage storage;
        storage.open(m_path);
        storage.beginRun(run.info);
        const std::unique_ptr<QThread> engine(QThread::create([&] {
            for (const Sample &sample : run.samples) {
                storage.saveSample(sample);
            }
        }));
        engine->start();
        engine->wait();
        storage.flush();
        QVERIFY(stored(run.info.id).samples == run.samples);
    }

    void withoutAWorkspaceOneSentenceSaysSo()
    {
        Storage storage;
        QSignalSpy failed(&storage, &Storage::failed);
        for (int i = 0; i < 20; ++i) {
            storage.setNote(u"a"_s, "b");
        }
        storage.flush();
        QTRY_COMPARE(failed.size(), 1);
        QVERIFY(failed[0][0].value<Error>().message.contains(u"No workspace is open"_s));
    }

    void whatCanNeverBeSavedDoesNotHoldUpTheRest()
    {
        const RunData run = test::exampleRun(1, 1);
        Storage storage;
        QSignalSpy failed(&storage, &Storage::failed);
        storage.open(m_path);
        storage.saveSample(run.samples[0]); // of a run that is not there
        storage.beginRun(run.info);
        storage.saveSample(run.samples[1]);
        storage.flush();
        QTRY_COMPARE(failed.size(), 1);
        QCOMPARE(failed[0][0].value<Error>().code, ErrorCode::BadInput);
        QVERIFY(stored(run.info.id).samples == std::vector({run.samples[1]}));
    }

#ifdef Q_OS_UNIX
    void aFullDiskThatIsFreedLosesNothing_data()
    {
        QTest::addColumn<bool>("nextCall");
        QTest::newRow("with the next call") << true;
        QTest::newRow("by itself") << false;
    }

    void aFullDiskThatIsFreedLosesNothing()
    {
        QFETCH(bool, nextCall);
        const RunData run = test::exampleRun(1, 1);
        Storage storage;
        QSignalSpy failed(&storage, &Storage::failed);
        QSignalSpy caughtUp(&storage, &Storage::caughtUp);
        QSignalSpy refused(&storage, &Storage::openFailed);
        storage.open(m_path);
        storage.beginRun(run.info);
        storage.flush();
        {
            const FullDisk disk;
            for (size_t i = 0; i + 1 < run.samples.size(); ++i) {
                storage.saveSample(run.samples[i]);
            }
            storage.open(m_folder->filePath(u"other.assay"_s));
            storage.flush();
        }
        QTRY_COMPARE(refused.size(), 1); // it would have lost them
        QCOMPARE(failed.size(), 1);
        QVERIFY(failed[0][0].value<Error>().message.contains(u"w.assay"_s));
        if (nextCall) {
            storage.saveSample(run.samples.back());
            storage.flush();
            QVERIFY(stored(run.info.id).samples == run.samples);
        }
        QTRY_COMPARE_WITH_TIMEOUT(caughtUp.size(), 1, 30'000);
        QCOMPARE(stored(run.info.id).samples.size(), run.samples.size() - (nextCall ? 0 : 1));
    }

    void theEndOfTheProgramIsALastTry()
    {
        const RunInfo info = test::exampleInfo(1);
        {
            Storage storage;
            storage.open(m_path);
            storage.flush();
            {
                const FullDisk disk;
                storage.beginRun(info);
                storage.flush();
            }
        }
        QVERIFY(stored(info.id).info.id == info.id);
    }
#endif

    void aCopyIsAnnounced()
    {
        Storage storage;
        QSignalSpy copied(&storage, &Storage::copied);
        QSignalSpy failed(&storage, &Storage::failed);
        storage.open(m_path);
        storage.copyTo(m_folder->filePath(u"copy.assay"_s));
        storage.copyTo(m_path);
        QTRY_COMPARE(failed.size(), 1);
        QCOMPARE(copied.size(), 1);
        QVERIFY(WorkspaceStore::open(copied[0][0].toString()));
    }
};

QTEST_GUILESS_MAIN(TestStorage)
#include "tst_storage.moc"
