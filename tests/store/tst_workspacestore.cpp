// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/store/workspacestore.h"

#include "app/engine/store/database.h"
#include "app/engine/store/rowio.h"
#include "app/engine/store/samplerows.h"
#include "tests/support/examplerun.h"
#include "tests/support/fullrun.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace assay;
using namespace Qt::Literals::StringLiterals;

namespace {

QDateTime moment(int seconds)
{
    return QDateTime({2026, 11, 3}, {8, 0}, Qt::UTC).addSecs(seconds).addMSecs(123);
}

Model fullModel()
{
    Model model;
    model.alias.value = u"phi \u201cmini\u201d"_s;
    model.endpoint.value = u"foundry"_s;
    model.serverId = u"phi-4-mini:2"_s;
    model.system = u"Be short."_s;
    model.metadata = {3720.5,
                      u"Q4_K_M"_s,
                      3'800'000'000,
                      16384,
                      u"MIT"_s,
                      18.5,
                      {u"chat"_s, u"tools"_s},
                      u"somebody"_s,
                      u"GPU"_s,
                      u"CUDAExecutionProvider"_s,
                      u"phi"_s,
                      MetadataField::License | MetadataField::Size};
    model.parameters.temperature = 0.25;
    model.parameters.maxTokens = 150;
    model.parameters.seed = -7;
    return model;
}

Endpoint fullEndpoint()
{
    Endpoint endpoint;
    endpoint.id.value = u"foundry"_s;
    endpoint.kind = ServerKind::FoundryLocal;
    endpoint.url = QUrl(u"http://127.0.0.1:5273/v1"_s);
    endpoint.key = KeyReference{KeyReference::Place::Environment, u"FOUNDRY_KEY"_s};
    return endpoint;
}

/// Every field of a run and its plan holds something.
RunInfo fullInfo()
{
    RunInfo info;
    info.id.value = u"3d0c9a52-0000-4000-8000-00000000000f"_s;
    info.name = u"It's \u201cquoted\u201d; DROP TABLE runs"_s;
    info.state = RunState::Completed;
    info.startedAt = moment(0);
    info.finishedAt = moment(95);
    info.plan.models = {{fullModel(), fullEndpoint()}};
    Prompt prompt;
    prompt.id.value = u"rag[city=Seoul]"_s;
    prompt.text = u"Explain RAG in Seoul \U0001F600"_s;
    prompt.system = u"You are terse."_s;
    prompt.expected = {u"names retrieval"_s, u"two sentences"_s};
    prompt.reference = u"RAG is \u2026"_s;
    prompt.tags = {u"rag"_s};
    prompt.maxTokens = 77;
    info.plan.prompts = {prompt};
    info.plan.promptSetName = u"Starter"_s;
    RunOptions &options = info.plan.options;
    options.rounds = 2;
    options.warmups = 1;
    options.order = RunOrder::Shuffled;
    options.concurrency = 3;
    options.seed = 0xfedcba9876543210ULL;
    options.parameters.temperature = 0.7;
    options.idleTimeoutSeconds = 33;
    options.nonce = true;
    options.deterministic = true;
    info.environment = test::fullRun().info.environment;
    info.costs = test::fullRun().info.costs;
    info.environment.simulated = true;
    return info;
}

/// Every field of a sample holds something; such a sample never happens.
Sample fullSample(const RunInfo &info)
{
    Sample sample;
    sample.id = sampleIdOf(1);
    sample.run = info.id;
    sample.step = PlanStep{1, 0, 0, 2, Phase::Measured, 3};
    sample.alias = info.plan.models[0].model.alias;
    sample.prompt = info.plan.prompts[0].id;
    sample.status = SampleStatus::TimedOut;
    sample.error = Error{ErrorCode::IdleTimeout, u"Nothing came for 33 s."_s, u"idle"_s};
    sample.startedAt = moment(3);
    Timeline &t = sample.timeline;
    t = Timeline{Nanos(1), Nanos(2), Nanos(3'000'000'001), Nanos(4), Nanos(5), Nanos(6), Nanos(7), Nanos(8), Nanos(9),
                 {},       Nanos(10)};
    t.chunks = {{Nanos(3'100'000'000), 0, DeltaKind::Reasoning},
                {Nanos(3'000'000'000), 1'000'000, DeltaKind::Answer}, // not in order: kept as it is
                {Nanos(-5), 1, DeltaKind::Tool}};
    sample.tokens = {24, 84, 12, 8, TokensSource::ServerTimings};
    sample.finishReason = u"length"_s;
    sample.modelEchoed = u"phi-4"_s;
    sample.set(SampleFlag::NewConnection);
    sample.set(SampleFlag::Retried);
    sample.serverTimings = ServerTimings{0.1, 1234.5678901234, 24, 84, 0, R"({"cache_n":0})"};
    sample.request = R"({"model":"phi"})";
    sample.output = u"Zwei S\u00e4tze.\n\U0001F600 \u0001 end"_s + QChar(u'\0') + u"after"_s;
    sample.reasoning = u"hm"_s;
    sample.attempts = 4;
    return sample;
}

Sample bareSample(const RunInfo &info)
{
    Sample sample;
    sample.id = sampleIdOf(0);
    sample.run = info.id;
    sample.status = SampleStatus::Cancelled;
    return sample;
}

Score fullScore(const Sample &sample)
{
    return Score{sample.run,
                 sample.id,
                 u"overall"_s,
                 4,
                 u"me"_s,
                 ScoreSource::Judge,
                 u"good \u201cone\u201d"_s,
                 {u"names retrieval"_s, u"a, b"_s},
                 moment(200)};
}

std::unique_ptr<WorkspaceStore> opened(const QString &path)
{
    Result<std::unique_ptr<WorkspaceStore>> store = WorkspaceStore::open(path);
    if (!store) {
        qWarning("%s (%s)", qUtf8Printable(store.error().message), qUtf8Printable(store.error().detail));
        return nullptr;
    }
    return std::move(store).value();
}

bool save(WorkspaceStore &store, const RunData &run)
{
    bool good = bool(store.beginRun(run.info));
    for (const Sample &sample : run.samples) {
        good = good && store.saveSample(sample);
    }
    for (const Score &score : run.scores) {
        good = good && store.saveScore(score);
    }
    return good;
}

} // namespace

class TestWorkspaceStore : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    QString m_path;

private Q_SLOTS:
    void init()
    {
        QVERIFY(m_folder.isValid());
        m_path = m_folder.filePath(QString::fromLatin1(QTest::currentTestFunction()) + u".assay"_s);
    }

    void aRunWithEveryFieldComesBackAsItWas()
    {
        RunData run{fullInfo(), {}, {}};
        run.samples = {bareSample(run.info), fullSample(run.info)};
        run.scores = {fullScore(run.samples[1])};
        QVERIFY(save(*opened(m_path), run));
        const Result<RunData> back = opened(m_path)->run(run.info.id);
        QVERIFY(back);
        QCOMPARE(back->info.name, run.info.name);
        QVERIFY(back->info.plan == run.info.plan);
        QVERIFY(back->info.environment == run.info.environment);
        QVERIFY(back->info == run.info);
        QCOMPARE(back->samples.size(), 2U);
        QCOMPARE(back->samples[1].output, run.samples[1].output);
        QVERIFY(back->samples[1].timeline == run.samples[1].timeline);
        QVERIFY(back->samples[1] == run.samples[1]);
        QVERIFY(back->samples[0] == run.samples[0]);
        QVERIFY(*back == run);
    }

    void anOrdinaryRunComesBackAsItWas()
    {
        RunData run = test::exampleRun(3, 2);
        run.info.state = RunState::Cancelled;
        QVERIFY(save(*opened(m_path), run));
        const Result<RunData> back = opened(m_path)->run(run.info.id);
        QVERIFY(back);
        QVERIFY(*back == run);
    }

    void samplesComeBackInPlanOrder()
    {
        RunData run = test::exampleRun(2, 1);
        const auto store = opened(m_path);
        const std::vector<Sample> inOrder = run.samples;
        std::ranges::reverse(run.samples);
        QVERIFY(save(*store, run));
        QVERIFY(store->run(run.info.id)->samples == inOrder);
    }

    void catalogPromptSetsAndNotesComeBack()
    {
        Catalog catalog;
        catalog.endpoints = {fullEndpoint()};
        catalog.endpoints[0].found = true;
        catalog.models = {fullModel()};
        catalog.models[0].ticked = true;
        PromptSet first = starterPromptSet();
        first.id.value = u"b"_s;
        PromptSet second;
        second.id.value = u"a"_s;
        second.prompts.resize(1); // just added, nothing filled in yet
        {
            const auto store = opened(m_path);
            QVERIFY(*store->catalog() == Catalog{});
            QVERIFY(store->saveCatalog(catalog));
            QVERIFY(store->savePromptSets({second}));
            QVERIFY(store->savePromptSets({first, second}));
            QVERIFY(store->setNote(u"chosen"_s, "b"));
            QVERIFY(store->setNote(u"chosen"_s, QByteArray("a\0b", 3)));
            QVERIFY(store->setNote(u"empty"_s, {}));
        }
        const auto store = opened(m_path);
        QVERIFY(*store->catalog() == catalog);
        QVERIFY(*store->promptSets() == std::vector({first, second}));
        QCOMPARE(store->note(u"chosen"_s), QByteArray("a\0b", 3));
        QCOMPARE(store->notes().size(), 2);
        QVERIFY(store->note(u"never"_s).isNull());
    }

    void theNewestScoreStandsAndAnEmptyOneIsTakenAway()
    {
        RunData run = test::exampleRun(1, 1);
        run.scores.clear();
        const auto store = opened(m_path);
        QVERIFY(save(*store, run));
        Score score = fullScore(run.samples[1]);
        QVERIFY(store->saveScore(score));
        score.value = 2;
        QVERIFY(store->saveScore(score));
        Score other = score;
        other.annotator.clear();
        other.value.reset();
        other.aspectsMet.clear();
        QVERIFY(store->saveScore(other));
        QVERIFY(store->run(run.info.id)->scores == std::vector({other, score}));
        other.comment.clear();
        QVERIFY(store->saveScore(other));
        QVERIFY(store->run(run.info.id)->scores == std::vector({score}));
    }

    void aSampleSavedAgainKeepsItsScores()
    {
        RunData run = test::exampleRun(1, 1);
        run.scores = {fullScore(run.samples[1])};
        const auto store = opened(m_path);
        QVERIFY(save(*store, run));
        run.samples[1].output = u"the second try"_s;
        QVERIFY(store->saveSample(run.samples[1]));
        QVERIFY(store->beginRun(run.info)); // resumed
        QVERIFY(*store->run(run.info.id) == run);
    }

    void whatBelongsNowhereIsRefused()
    {
        const RunData run = test::exampleRun(1, 1);
        const auto store = opened(m_path);
        const Status sample = store->saveSample(run.samples[0]);
        QVERIFY(!sample);
        QCOMPARE(sample.error().code, ErrorCode::BadInput);
        QVERIFY(!store->saveScore(fullScore(run.samples[0])));
        QVERIFY(!store->run(run.info.id));
    }

    void aRemovedRunCanBeRestoredUntilTheNextOpen()
    {
        RunData kept = test::exampleRun(1, 1);
        RunData gone = kept;
        gone.info.id.value = u"gone"_s;
        gone.scores.clear();
        for (Sample &sample : gone.samples) {
            sample.run = gone.info.id;
        }
        gone.scores = {fullScore(gone.samples[1])};
        auto store = opened(m_path);
        QVERIFY(save(*store, kept) && save(*store, gone));
        QVERIFY(store->removeRun(gone.info.id));
        QCOMPARE(store->runs()->size(), 1U);
        QVERIFY(!store->run(gone.info.id));
        QVERIFY(store->restoreRun(gone.info.id));
        QVERIFY(*store->run(gone.info.id) == gone);
        QVERIFY(store->removeRun(gone.info.id));
        store.reset();
        store = opened(m_path);
        QVERIFY(store->restoreRun(gone.info.id)); // nothing there any more
        QCOMPARE(store->runs()->size(), 1U);
        QVERIFY(!store->saveScore(gone.scores[0])); // its samples went with it
    }

    void aRunThatWasUnderWayIsInterruptedAtTheNextOpen_data()
    {
        QTest::addColumn<RunState>("before");
        QTest::addColumn<RunState>("after");
        QTest::newRow("running") << RunState::Running << RunState::Interrupted;
        QTest::newRow("paused") << RunState::Paused << RunState::Interrupted;
        QTest::newRow("completed") << RunState::Completed << RunState::Completed;
        QTest::newRow("cancelled") << RunState::Cancelled << RunState::Cancelled;
    }

    void aRunThatWasUnderWayIsInterruptedAtTheNextOpen()
    {
        QFETCH(RunState, before);
        QFETCH(RunState, after);
        QFile::remove(m_path);
        const RunInfo info = test::exampleInfo();
        auto store = opened(m_path);
        QVERIFY(store->beginRun(info));
        QVERIFY(store->setRunState(info.id, before, std::nullopt));
        QVERIFY(store->run(info.id)->info.state == before);
        store.reset();
        QVERIFY(opened(m_path)->run(info.id)->info.state == after);
    }

    void historyCountsMeasuredSamplesOnly()
    {
        RunData run = test::exampleRun(2, 2); // 2 models x 4 prompts x 2 rounds, warm-ups besides
        const auto measured = [](const Sample &sample) { return sample.step.phase == Phase::Measured; };
        const auto countOf = [&](SampleStatus status) {
            return std::ranges::count_if(run.samples,
                                         [&](const Sample &s) { return measured(s) && s.status == status; });
        };
        const auto first = std::ranges::find_if(run.samples, measured);
        first->status = SampleStatus::Skipped;
        (first + 1)->status = SampleStatus::TimedOut;
        run.scores = {fullScore(*(first + 2)), fullScore(*(first + 2)), fullScore(*(first + 3))};
        run.scores[1].annotator = u"you"_s;
        run.scores[2].value.reset(); // a comment is no score
        const auto store = opened(m_path);
        QVERIFY(save(*store, run));
        QVERIFY(store->renameRun(run.info.id, u"Renamed"_s));
        RunInfo ended = run.info; // still with its first name
        ended.state = RunState::Completed;
        ended.finishedAt = moment(60);
        ended.environment.busyDuring = 0.5;
        ended.costs = test::fullRun().info.costs;
        QVERIFY(store->endRun(ended));
        QCOMPARE(store->run(run.info.id)->info.costs, ended.costs);
        QCOMPARE(store->run(run.info.id)->info.environment, ended.environment);
        const RunBrief brief = store->runs()->at(0);
        QCOMPARE(brief.name, u"Renamed"_s);
        QVERIFY(brief.state == RunState::Completed);
        QCOMPARE(brief.startedAt, run.info.startedAt);
        QCOMPARE(*brief.finishedAt, moment(60));
        QCOMPARE((std::array{brief.models, brief.prompts, brief.rounds}), (std::array{2, 4, 2}));
        QCOMPARE(brief.planned, 16);
        QCOMPARE(brief.failed, int(countOf(SampleStatus::Failed) + 1));
        QCOMPARE(brief.finished, 15);
        QCOMPARE(brief.scored, 1);
        QVERIFY(!brief.simulated);
    }

    void historyIsNewestFirst()
    {
        const auto store = opened(m_path);
        for (const int hour : {2, 3, 1}) {
            RunInfo info = test::exampleInfo();
            info.id.value = QString::number(hour);
            info.startedAt = moment(hour * 3600);
            QVERIFY(store->beginRun(info));
        }
        QStringList ids;
        const auto runs = store->runs();
        for (const RunBrief &brief : *runs) {
            ids << brief.id.value;
        }
        QCOMPARE(ids, QStringList({u"3"_s, u"2"_s, u"1"_s}));
    }

    void theTypicalTotalIsTheMedianOfWhatWentWell()
    {
        RunInfo info = test::exampleInfo(2);
        const auto store = opened(m_path);
        QVERIFY(store->beginRun(info));
        int index = 0;
        const auto add = [&](int seconds, Phase phase, SampleStatus status) {
            Sample sample = test::exampleSample(info, PlanStep{index++, 0, 0, 1, phase, 0});
            sample.status = status;
            sample.timeline.lastToken = *sample.timeline.sent + std::chrono::seconds(seconds);
            return bool(store->saveSample(sample));
        };
        const ModelAlias alias = info.plan.models[0].model.alias;
        QVERIFY(!store->typicalTotal(alias));
        for (const int seconds : {9, 1, 3}) {
            QVERIFY(add(seconds, Phase::Measured, SampleStatus::Ok));
        }
        QVERIFY(add(100, Phase::Warmup, SampleStatus::Ok));
        QVERIFY(add(100, Phase::Measured, SampleStatus::Failed));
        QCOMPARE(store->typicalTotal(alias), std::optional<Nanos>(std::chrono::seconds(3)));
        QVERIFY(add(5, Phase::Measured, SampleStatus::Ok));
        QCOMPARE(store->typicalTotal(alias), std::optional<Nanos>(std::chrono::seconds(4)));
        QVERIFY(!store->typicalTotal(info.plan.models[1].model.alias));
        QCOMPARE(store->typicalTotals(), (QHash<ModelAlias, Nanos>{{alias, std::chrono::seconds(4)}}));
        for (int i = 0; i < 200; ++i) { // the machine got faster: only the newest two hundred count
            QVERIFY(add(2, Phase::Measured, SampleStatus::Ok));
        }
        QCOMPARE(store->typicalTotal(alias), std::optional<Nanos>(std::chrono::seconds(2)));
    }

    void loadingTenThousandSamples()
    {
        RunInfo info = test::exampleInfo(4, 625);
        info.plan.options.warmups = 0;
        QVERIFY(opened(m_path)->beginRun(info));
        { // in one transaction: ten thousand commits would take a slow disk minutes
            const auto database = Database::open(m_path, Database::Access::ReadWrite);
            QVERIFY(database);
            const QString statement = upsertStatement(u"samples"_s, sampleColumns(), {u"run_id"_s, u"id"_s});
            QVERIFY((*database)->transaction([&]() -> Status {
                Status status = Done{};
                for (const PlanStep &step : expandPlan(info.plan)) {
                    status = status ? (*database)->execute(statement, sampleValues(test::exampleSample(info, step)))
                                    : status;
                }
                return status;
            }));
        }
        const auto store = opened(m_path);
        size_t samples = 0;
        QBENCHMARK_ONCE
        {
            samples = store->run(info.id)->samples.size();
        }
        QCOMPARE(samples, 10'000U);
        QCOMPARE(store->runs()->at(0).finished, 10'000);
    }
};

QTEST_GUILESS_MAIN(TestWorkspaceStore)
#include "tst_workspacestore.moc"
