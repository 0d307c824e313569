// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/store/schema.h"
#include "app/engine/store/workspacestore.h"

#include "tests/support/examplerun.h"

#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace assay;
using namespace Qt::Literals::StringLiterals;

namespace {

std::unique_ptr<WorkspaceStore> opened(const QString &path)
{
    Result<std::unique_ptr<WorkspaceStore>> store = WorkspaceStore::open(path);
    if (!store) {
        qWarning("%s (%s)", qUtf8Printable(store.error().message), qUtf8Printable(store.error().detail));
        return nullptr;
    }
    return std::move(store).value();
}

/// The sentence of a refusal; empty where the file was opened.
QString refusal(const QString &path)
{
    const Result<std::unique_ptr<WorkspaceStore>> store = WorkspaceStore::open(path);
    return store ? QString() : store.error().message;
}

QByteArray bytesOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void write(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(bytes);
}

void sql(const QString &path, const QStringList &statements)
{
    const Result<std::unique_ptr<Database>> database = Database::open(path, Database::Access::ReadWrite);
    QVERIFY(database);
    for (const QString &statement : statements) {
        QVERIFY2((*database)->execute(statement), qUtf8Printable(statement));
    }
}

/// A run of one model with its samples but the last one, which is still to come.
RunData unfinishedRun()
{
    RunData run = test::exampleRun(1, 1);
    run.scores.clear();
    run.samples.pop_back();
    run.info.state = RunState::Running;
    run.info.finishedAt.reset();
    return run;
}

bool save(WorkspaceStore &store, const RunData &run)
{
    bool good = bool(store.beginRun(run.info));
    for (const Sample &sample : run.samples) {
        good = good && store.saveSample(sample);
    }
    return good;
}

} // namespace

/// What may happen to the file: who opens it, what it is, how it is copied, and what a crash leaves.
class TestWorkspaceFile : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_path;

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_path = m_folder->filePath(u"Anna's \"w\u00f6rk\" %20 ?#.assay"_s); // must mean nothing to SQL or a URI
    }

    void aNewFileIsMadeAndKnown()
    {
        QVERIFY(opened(m_path));
        QVERIFY(fileNature(m_path) == FileNature::Workspace);
        QVERIFY(opened(m_path)->runs()->empty());
    }

    void anEmptyFileBecomesAWorkspace()
    {
        write(m_path, {});
        QVERIFY(opened(m_path));
        QVERIFY(fileNature(m_path) == FileNature::Workspace);
    }

    void oneWriterAtATimeButAnyNumberOfReaders()
    {
        auto first = opened(m_path);
        QVERIFY(refusal(m_path).contains(u"another Assay window"_s));
        QFile::link(m_path, m_folder->filePath(u"link.assay"_s));
        QVERIFY(refusal(m_folder->filePath(u"link.assay"_s)).contains(u"another Assay window"_s));
        const RunData run = unfinishedRun();
        QVERIFY(save(*first, run));
        const auto reader = WorkspaceStore::openReadOnly(m_path);
        QVERIFY(reader);
        QVERIFY((*reader)->run(run.info.id)->samples == run.samples);
        QVERIFY(*(*reader)->run(run.info.id) == run); // and the run is still under way
        const Status refused = (*reader)->renameRun(run.info.id, u"x"_s);
        QVERIFY(!refused);
        QVERIFY(refused.error().message.contains(u"read-only"_s));
        QVERIFY(first->renameRun(run.info.id, u"while being read"_s));
        QCOMPARE((*reader)->runs()->at(0).name, u"while being read"_s);
        first.reset();
        QVERIFY(opened(m_path));
    }

    void readingOnlyNeedsAFileThatIsThere()
    {
        const auto reader = WorkspaceStore::openReadOnly(m_path);
        QVERIFY(!reader);
        QVERIFY(reader.error().message.contains(u"does not exist"_s));
        QVERIFY(!QFile::exists(m_path));
    }

    void aClosedFileIsReadWithoutATrace()
    {
        const RunData run = unfinishedRun();
        QVERIFY(save(*opened(m_path), run));
        const QByteArray before = bytesOf(m_path);
        QVERIFY((*WorkspaceStore::openReadOnly(m_path))->run(run.info.id));
        QCOMPARE(bytesOf(m_path), before);
    }

    void anotherKindOfFileIsRefusedAndLeftAlone_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("text") << QByteArray("{\"version\": 1}\n");
        QTest::newRow("long text") << QByteArray(100'000, 'x');
        QTemporaryDir folder;
        const QString other = folder.filePath(u"other.db"_s);
        sql(other, {u"CREATE TABLE cats(name)"_s});
        QTest::newRow("database without an owner") << bytesOf(other);
        sql(other, {u"PRAGMA application_id = 1234"_s});
        QTest::newRow("database of another program") << bytesOf(other);
    }

    void anotherKindOfFileIsRefusedAndLeftAlone()
    {
        QFETCH(QByteArray, bytes);
        write(m_path, bytes);
        QVERIFY(refusal(m_path).contains(u"is no Assay workspace"_s));
        QVERIFY(!WorkspaceStore::openReadOnly(m_path));
        QCOMPARE(bytesOf(m_path), bytes);
        QCOMPARE(QDir(m_folder->path()).entryList(QDir::Files).size(), 1);
    }

    void aNewerFileIsRefusedAndLeftAlone()
    {
        opened(m_path).reset();
        sql(m_path, {u"PRAGMA user_version = 99"_s});
        const QByteArray before = bytesOf(m_path);
        QVERIFY(refusal(m_path).contains(u"newer version of Assay"_s));
        QVERIFY(WorkspaceStore::openReadOnly(m_path).error().message.contains(u"newer version of Assay"_s));
        QCOMPARE(bytesOf(m_path), before);
    }

    void anOlderFileIsBroughtUpToDateAndKeptBeside()
    {
        const RunData run = unfinishedRun();
        QVERIFY(save(*opened(m_path), run));
        std::vector<Migration> steps = workspaceMigrations();
        const int newest = steps.back().version;
        steps.push_back({newest + 1, {u"ALTER TABLE runs ADD COLUMN colour TEXT NOT NULL DEFAULT 'blue'"_s}});
        {
            const auto database = Database::open(m_path, Database::Access::ReadWrite);
            QVERIFY(!checkVersion(**database, steps));
            QVERIFY(migrate(**database, steps));
            QVERIFY(migrate(**database, steps)); // a second time there is nothing to do
            QVERIFY(checkVersion(**database, steps));
            QCOMPARE((*database)->value(u"SELECT colour FROM runs"_s)->toString(), u"blue"_s);
        }
        QVERIFY(refusal(m_path).contains(u"newer version"_s));
        const QString backup = m_path + u".v%1-backup"_s.arg(newest);
        QVERIFY((*WorkspaceStore::openReadOnly(backup))->run(run.info.id)->samples == run.samples);
    }

    void aFileOfTheFirstVersionOpens()
    {
        RunData run = unfinishedRun();
        QVERIFY(save(*opened(m_path), run));
        sql(m_path,
            {u"ALTER TABLE samples DROP COLUMN connect_took_ns"_s, u"ALTER TABLE runs DROP COLUMN costs"_s,
             u"PRAGMA user_version = 1"_s});
        const auto store = opened(m_path);
        QVERIFY(store);
        for (Sample &sample : run.samples) {
            sample.timeline.connectTook.reset();
        }
        QVERIFY(store->run(run.info.id)->samples == run.samples);
        QCOMPARE(store->run(run.info.id)->info.costs, RunCosts());
        QVERIFY(QFile::exists(m_path + u".v1-backup"_s));
    }

    void aMigrationThatFailsChangesNothing()
    {
        const RunData run = unfinishedRun();
        QVERIFY(save(*opened(m_path), run));
        std::vector<Migration> steps = workspaceMigrations();
        steps.push_back({steps.back().version + 1, {u"DROP TABLE scores"_s, u"ALTER TABLE nowhere ADD COLUMN x"_s}});
        QVERIFY(!migrate(**Database::open(m_path, Database::Access::ReadWrite), steps));
        const auto store = opened(m_path);
        QVERIFY(store);
        QVERIFY(store->run(run.info.id)->samples == run.samples);
    }

    void placesThatCannotBeOpenedAreNamed()
    {
        const QString nowhere = m_folder->filePath(u"no/such/folder.assay"_s);
        QVERIFY(refusal(nowhere).contains(u"folder %1 does not exist"_s.arg(m_folder->filePath(u"no/such"_s))));
        QVERIFY(refusal(m_folder->path()).contains(u"cannot be read"_s));
    }

    void aDamagedFileIsRefused()
    {
        const RunData run = unfinishedRun();
        QVERIFY(save(*opened(m_path), run));
        QByteArray bytes = bytesOf(m_path);
        bytes.replace(100, 3000, QByteArray(3000, '\xff'));
        write(m_path, bytes);
        QVERIFY(refusal(m_path).contains(u"damaged"_s));
    }

    void aRowChangedByHandIsAnErrorNotAnInventedSample()
    {
        const RunData run = unfinishedRun();
        QVERIFY(save(*opened(m_path), run));
        sql(m_path, {u"UPDATE samples SET chunks = x'02ff' WHERE plan_index = 2"_s});
        const Result<RunData> back = opened(m_path)->run(run.info.id);
        QVERIFY(!back);
        QVERIFY(back.error().message.contains(run.info.name));
    }

    void aCopyIsWholeAndReplacesWhatWasThere()
    {
        const RunData run = unfinishedRun();
        const auto store = opened(m_path);
        QVERIFY(save(*store, run));
        const QString copy = m_folder->filePath(u"it's a c\u00f6py; %s.assay"_s);
        write(copy, "something older");
        write(copy + u"-wal"_s, "left behind by it");
        QVERIFY(store->copyTo(copy));
        QVERIFY(!QFile::exists(copy + u".part"_s));
        const auto back = opened(copy);
        QVERIFY(back);
        QVERIFY(back->run(run.info.id)->samples == run.samples);
        QVERIFY(back->run(run.info.id)->info.state == RunState::Interrupted);
    }

    void aCopyThatCannotBeMadeChangesNothing()
    {
        const auto store = opened(m_path);
        QVERIFY(store->copyTo(m_path).error().message.contains(u"this workspace itself"_s));
        const QString other = m_folder->filePath(u"other.assay"_s);
        const auto window = opened(other);
        QVERIFY(store->copyTo(other).error().message.contains(u"open in another Assay window"_s));
        const Status nowhere = store->copyTo(m_folder->filePath(u"no/such/folder.assay"_s));
        QVERIFY(!nowhere);
        QCOMPARE(nowhere.error().code, ErrorCode::FileFailed);
    }

    void whatWasCommittedSurvivesWithoutAClose()
    {
        const RunData run = unfinishedRun();
        const auto store = opened(m_path);
        QVERIFY(save(*store, run));
        // The disk as a power cut would leave it: file and log, no orderly end.
        const QString after = m_folder->filePath(u"after.assay"_s);
        QVERIFY(QFile::copy(m_path, after));
        QVERIFY(QFile::copy(m_path + u"-wal"_s, after + u"-wal"_s));
        QVERIFY(opened(after)->run(run.info.id)->samples == run.samples);
    }

    void whatWasCommittedSurvivesAKill()
    {
        QProcess child;
        child.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        child.start(QCoreApplication::applicationFilePath(), {u"--write-and-hang"_s, m_path});
        QVERIFY(child.waitForStarted());
        while (!child.canReadLine() && child.waitForReadyRead(30'000)) { }
        QCOMPARE(child.readLine(), QByteArray("saved\n"));
        QVERIFY(refusal(m_path).contains(u"another Assay window"_s));
        child.kill();
        QVERIFY(child.waitForFinished());
        const RunData run = unfinishedRun();
        const auto store = opened(m_path); // its lock went with it
        QVERIFY(store);
        const Result<RunData> back = store->run(run.info.id);
        QVERIFY(back->samples == run.samples);
        QVERIFY(back->info.state == RunState::Interrupted);
    }
};

namespace {

int writeAndHang(const QString &path)
{
    const auto store = opened(path);
    if (!store || !save(*store, unfinishedRun())) {
        return 1;
    }
    std::puts("saved");
    std::fflush(stdout);
    return QCoreApplication::exec(); // until killed
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    if (const QStringList arguments = QCoreApplication::arguments(); arguments.value(1) == u"--write-and-hang"_s) {
        return writeAndHang(arguments.value(2));
    }
    TestWorkspaceFile test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_workspacefile.moc"
