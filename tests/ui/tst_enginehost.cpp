// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/enginehost.h"

#include "tests/support/examplerun.h"
#include "tests/support/fakekeychain.h"

#include <QDeadlineTimer>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace assay;
using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int patience = 60'000; // ms

Endpoint practiceEndpoint(const QUrl &url)
{
    Endpoint endpoint;
    endpoint.id.value = u"practice"_s;
    endpoint.kind = ServerKind::Practice;
    endpoint.url = url;
    return endpoint;
}

} // namespace

class TestEngineHost : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<EngineHost> m_host;
    QString m_path;
    QUrl m_url;
    std::vector<Model> m_models; // of the practice server

    /// A host with a workspace and the practice server, whose models are listed.
    void startHost()
    {
        m_host = std::make_unique<EngineHost>();
        m_host->storage().open(m_path);
        QSignalSpy started(m_host.get(), &EngineHost::practiceStarted);
        m_host->startPractice();
        QTRY_COMPARE_WITH_TIMEOUT(started.size(), 1, patience);
        m_url = started[0][0].toUrl();
        QSignalSpy listed(m_host.get(), &EngineHost::listed);
        QSignalSpy finished(m_host.get(), &EngineHost::listingFinished);
        m_host->list({practiceEndpoint(m_url)});
        QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, patience);
        QCOMPARE(listed.size(), 1);
        m_models = listed[0][0].value<EndpointListing>().models;
        QCOMPARE(m_models.size(), 3U);
    }

    RunInfo shortRun(int rounds, int maxTokens) const
    {
        RunInfo info = test::exampleInfo(1, rounds);
        info.plan.models = {PlannedModel{m_models[0], practiceEndpoint(m_url)}};
        info.plan.prompts.resize(1);
        info.plan.options.warmups = 0;
        info.plan.options.parameters.maxTokens = maxTokens;
        return info;
    }

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
        startHost();
    }

    void cleanup() { m_host.reset(); }

    void aRunIsShownAndStored()
    {
        QSignalSpy begun(m_host.get(), &EngineHost::runStarted);
        QSignalSpy ended(m_host.get(), &EngineHost::runFinished);
        std::vector<Sample> shown;
        QString answer;
        connect(m_host.get(), &EngineHost::batch, m_host.get(), [&](const LiveBatch &batch) {
            QVERIFY(ended.isEmpty()); // the last piece comes before the end
            shown.insert(shown.end(), batch.finished.begin(), batch.finished.end());
            for (const LiveDelta &delta : batch.deltas) {
                answer += delta.answer;
            }
        });
        RunInfo info = shortRun(2, 5);
        info.startedAt = {};
        m_host->startRun(info);
        QTRY_COMPARE_WITH_TIMEOUT(ended.size(), 1, patience);
        QCOMPARE(begun.size(), 1);
        QVERIFY(ended[0][0].value<RunInfo>().state == RunState::Completed);
        QCOMPARE(shown.size(), 2U);
        QCOMPARE(answer, QString(shown[0].output + shown[1].output));
        QVERIFY(!answer.isEmpty());
        m_host->storage().flush();
#ifdef Q_OS_LINUX
        QCOMPARE(ended[0][0].value<RunInfo>().environment.clock, kernelClock);
        const std::optional<WireExchange> wire = m_host->wireOf(info.id, shown[0].id);
        QVERIFY(wire && wire->request.endsWith(shown[0].request) && wire->reply.contains("[DONE]"));
        QVERIFY(wire->pieces.back().at <= *shown[0].timeline.closed);
        QVERIFY(!shown[0].has(SampleFlag::EngineClock));
#endif
        QVERIFY(!m_host->wireOf({u"none"_s}, shown[0].id));
        const RunData data = stored(info.id);
        QVERIFY(data.info.state == RunState::Completed);
        QVERIFY(data.info.finishedAt);
        QVERIFY(data.samples == shown);
    }

    void keysGoIntoTheKeychain()
    {
        auto fake = std::make_unique<FakeKeychain>();
        FakeKeychain &keychain = *fake;
        m_host = std::make_unique<EngineHost>(nullptr, std::move(fake));
        QSignalSpy changed(m_host.get(), &EngineHost::keychainChanged);
        QSignalSpy failed(m_host.get(), &EngineHost::keychainFailed);
        m_host->storeKey(u"work"_s, "sk-1");
        QTRY_COMPARE_WITH_TIMEOUT(changed.size(), 1, patience);
        QCOMPARE(changed[0][0].toString(), u"work"_s);
        QCOMPARE(keychain.entries.value(u"work"_s), QByteArray("sk-1"));
        m_host->removeKey(u"work"_s);
        QTRY_COMPARE_WITH_TIMEOUT(changed.size(), 2, patience);
        QVERIFY(keychain.entries.isEmpty());
        m_host->removeKey(u"work"_s);
        QTRY_COMPARE_WITH_TIMEOUT(failed.size(), 1, patience);
        QCOMPARE(failed[0][0].value<Error>().code, ErrorCode::KeyMissing);
        m_host = std::make_unique<EngineHost>(nullptr, nullptr); // no keychain in this build
        QSignalSpy none(m_host.get(), &EngineHost::keychainFailed);
        m_host->storeKey(u"work"_s, "sk-1");
        QTRY_COMPARE_WITH_TIMEOUT(none.size(), 1, patience);
    }

    void aStuckWindowLosesNothing()
    {
        const RunInfo info = shortRun(2, 5);
        m_host->startRun(info);
        // From here on no event of this thread is handled.
        QDeadlineTimer deadline(patience);
        while (stored(info.id).info.state != RunState::Completed || stored(info.id).info.id != info.id) {
            QVERIFY(!deadline.hasExpired());
            QThread::msleep(20);
        }
        QCOMPARE(stored(info.id).samples.size(), 2U);
    }

    void theEndOfTheProgramKeepsWhatWasUnderWay()
    {
        const RunInfo info = shortRun(50, 60);
        bool oneDone = false;
        bool nextUnderWay = false;
        connect(m_host.get(), &EngineHost::batch, m_host.get(), [&](const LiveBatch &batch) {
            nextUnderWay = oneDone && batch.finished.empty() && !batch.deltas.empty();
            oneDone = oneDone || !batch.finished.empty();
        });
        m_host->startRun(info);
        QTRY_VERIFY_WITH_TIMEOUT(nextUnderWay, patience);
        m_host.reset();
        const RunData data = stored(info.id);
        QVERIFY(data.info.state == RunState::Cancelled);
        QVERIFY(!data.samples.empty());
        QVERIFY(data.samples.size() < 50U);
        QVERIFY(data.samples.front().status == SampleStatus::Ok);
        QVERIFY(data.samples.back().status == SampleStatus::Cancelled);
        QVERIFY(!data.samples.back().output.isEmpty());
    }

    void aCancelledRunCanBeGoneOnWith()
    {
        RunInfo info = shortRun(3, 5);
        QSignalSpy ended(m_host.get(), &EngineHost::runFinished);
        m_host->startRun(info, {sampleIdOf(0), sampleIdOf(2)});
        QTRY_COMPARE_WITH_TIMEOUT(ended.size(), 1, patience);
        m_host->storage().flush();
        const RunData data = stored(info.id);
        QCOMPARE(data.samples.size(), 1U);
        QVERIFY(data.samples[0].id == sampleIdOf(1));
    }

    void overlappingListingsAreAllAnswered()
    {
        QSignalSpy listed(m_host.get(), &EngineHost::listed);
        QSignalSpy finished(m_host.get(), &EngineHost::listingFinished);
        Endpoint nobody = practiceEndpoint(QUrl(u"http://127.0.0.1:1"_s));
        nobody.id.value = u"nobody"_s;
        m_host->list({nobody});
        m_host->list({practiceEndpoint(m_url)});
        QTRY_COMPARE_WITH_TIMEOUT(listed.size(), 2, patience);
        QTRY_VERIFY_WITH_TIMEOUT(!finished.isEmpty(), patience);
        const auto failed = std::ranges::count_if(
            listed, [](const QVariantList &call) { return call[0].value<EndpointListing>().error.has_value(); });
        QCOMPARE(failed, 1);
    }

    void lookingAroundNamesOnlyServers()
    {
        QSignalSpy found(m_host.get(), &EngineHost::found);
        QSignalSpy done(m_host.get(), &EngineHost::lookedAround);
        m_host->lookAround({});
        QTRY_COMPARE_WITH_TIMEOUT(done.size(), 1, patience);
        for (const QVariantList &call : found) {
            QVERIFY(!call[0].value<EndpointListing>().error);
        }
    }

    void lookingAroundAlsoAtTheServerThatIsNamed()
    {
        QSignalSpy found(m_host.get(), &EngineHost::found);
        QSignalSpy done(m_host.get(), &EngineHost::lookedAround);
        m_host->lookAround({}, m_url);
        QTRY_COMPARE_WITH_TIMEOUT(done.size(), 1, patience);
        const auto isNamed = [this](const QVariantList &call) {
            return call[0].value<EndpointListing>().endpoint.url.port() == m_url.port();
        };
        QCOMPARE(std::ranges::count_if(found, isNamed), 1);
        m_host->lookAround({}, QUrl(u"gopher://nonsense"_s)); // no server's address
        QTRY_COMPARE_WITH_TIMEOUT(done.size(), 2, patience);
    }

    void aTrialIsAnsweredAndNotBesideARun()
    {
        QSignalSpy texts(m_host.get(), &EngineHost::trialAnswered);
        QSignalSpy ended(m_host.get(), &EngineHost::trialEnded);
        const PlannedModel asked{m_models[0], practiceEndpoint(m_url)};
        const int number = m_host->tryOut(asked, u"Why?"_s);
        QTRY_COMPARE_WITH_TIMEOUT(ended.size(), 1, patience);
        QCOMPARE(ended[0][0].toInt(), number);
        const auto sample = ended[0][1].value<Sample>();
        QCOMPARE(sample.status, SampleStatus::Ok);
        QString streamed;
        for (const QVariantList &call : texts) {
            streamed += call[1].toString();
        }
        QCOMPARE(streamed, sample.reasoning + sample.output);

        QSignalSpy begun(m_host.get(), &EngineHost::runStarted);
        QSignalSpy over(m_host.get(), &EngineHost::runFinished);
        m_host->startRun(shortRun(50, 400));
        QTRY_COMPARE_WITH_TIMEOUT(begun.size(), 1, patience);
        m_host->tryOut(asked, u"Why?"_s);
        QTRY_COMPARE_WITH_TIMEOUT(ended.size(), 2, patience);
        QCOMPARE(ended[1][1].value<Sample>().error.value_or(Error{}).code, ErrorCode::Unavailable);
        m_host->cancel();
        QTRY_COMPARE_WITH_TIMEOUT(over.size(), 1, patience);
    }

    void probesAnswerOneByOne()
    {
        QSignalSpy probed(m_host.get(), &EngineHost::probed);
        QSignalSpy done(m_host.get(), &EngineHost::probeFinished);
        Model unknown;
        unknown.alias.value = u"nobody"_s;
        unknown.serverId = u"no-such-model"_s;
        m_host->probe({{m_models[0], practiceEndpoint(m_url)}, {unknown, practiceEndpoint(m_url)}});
        QTRY_COMPARE_WITH_TIMEOUT(done.size(), 1, patience);
        QCOMPARE(probed.size(), 2);
        QVERIFY(probed[0][0].value<ProbeResult>().ready);
        QVERIFY(!probed[1][0].value<ProbeResult>().ready);
        QCOMPARE(probed[1][0].value<ProbeResult>().alias, unknown.alias);
    }

    void thereIsOnePracticeServer()
    {
        QSignalSpy started(m_host.get(), &EngineHost::practiceStarted);
        m_host->startPractice();
        QTRY_COMPARE_WITH_TIMEOUT(started.size(), 1, patience);
        QCOMPARE(started[0][0].toUrl(), m_url);
    }

    void theNewestAnalysisComesLast()
    {
        QSignalSpy analyzed(m_host.get(), &EngineHost::analyzed);
        RunData run = test::exampleRun(2, 1);
        for (int i = 0; i < 5; ++i) {
            run.info.id.value = QString::number(i);
            m_host->analyze({run, nullptr, {}});
        }
        const auto last = [&analyzed] {
            return analyzed.isEmpty() ? RunAnalysis{} : analyzed.last()[0].value<RunAnalysis>();
        };
        QTRY_VERIFY_WITH_TIMEOUT(last().run.value == u"4"_s, patience);
        QCOMPARE(last().summaries.size(), 2U);
        QVERIFY(!last().comparisons.empty());
        QCOMPARE(analyzed.size(), 1); // those that were overtaken are not told
    }

    void reportsAreWrittenOrRefused()
    {
        QSignalSpy written(m_host.get(), &EngineHost::reportWritten);
        QSignalSpy failed(m_host.get(), &EngineHost::reportFailed);
        const RunData run = test::exampleRun(1, 1);
        const QString path = m_folder->filePath(u"report.md"_s);
        m_host->writeReport(run, ReportForm::Markdown, path);
        m_host->writeReport(run, ReportForm::Json, m_folder->filePath(u"no/such/folder.json"_s));
        QTRY_COMPARE_WITH_TIMEOUT(written.size(), 1, patience);
        QTRY_COMPARE_WITH_TIMEOUT(failed.size(), 1, patience);
        QCOMPARE(written[0][0].toString(), path);
        QVERIFY(QFileInfo(path).size() > 0);
    }
};

QTEST_GUILESS_MAIN(TestEngineHost)
#include "tst_enginehost.moc"
