// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/run/pace.h"
#include "app/engine/run/runqueue.h"
#include "app/engine/run/schedule.h"
#include "app/engine/run/steprequest.h"

#include <QTest>

#include <nlohmann/json.hpp>

using namespace Qt::Literals::StringLiterals;
using namespace assay;
using namespace std::chrono_literals;

namespace {

Plan planOf(int models, int prompts)
{
    Plan plan;
    for (int i = 0; i < models; ++i) {
        PlannedModel planned;
        planned.model.alias = {u"m%1"_s.arg(i)};
        planned.model.serverId = planned.model.alias.value;
        planned.endpoint.id = {u"e%1"_s.arg(i)};
        planned.endpoint.url = QUrl(u"http://127.0.0.1:%1"_s.arg(9000 + i));
        plan.models.push_back(planned);
    }
    for (int i = 0; i < prompts; ++i) {
        Prompt prompt;
        prompt.id = {u"p%1"_s.arg(i)};
        prompt.text = u"Question %1"_s.arg(i);
        plan.prompts.push_back(prompt);
    }
    plan.options.rounds = 1;
    return plan;
}

std::vector<PlanStep> beginAll(RunQueue &queue)
{
    std::vector<PlanStep> steps;
    while (const std::optional<PlanStep> step = queue.begin())
        steps.push_back(*step);
    return steps;
}

/// One at a time to the end; the order in which they began.
std::vector<PlanStep> carryOut(RunQueue &queue)
{
    std::vector<PlanStep> steps;
    while (const std::optional<PlanStep> step = queue.begin()) {
        steps.push_back(*step);
        queue.end(*step, SampleStatus::Ok, {});
    }
    return steps;
}

Error failure()
{
    return {ErrorCode::ServerError, u"The server broke down."_s, u"boom"_s};
}

} // namespace

class TestRunQueue : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void followsThePlan_data();
    void followsThePlan();
    void sequentialHasOneUnderWay();
    void warmupRunsAlone();
    void blocksDoNotOverlap();
    void interleavedOverlapsModels();
    void tracksRunSideBySide();
    void leavesOutFinishedSteps();
    void warmsUpAgain_data();
    void warmsUpAgain();
    void aFinishedPlanIsNotWarmedUp();
    void failedWarmupGivesModelUp();
    void threeFailuresInARowGiveModelUp();
    void aSuccessStartsTheCountAnew();
    void cancelledIsNoFailure();
    void givesUpOnce();
    void anEmptyQueueIsDone();
    void paceOfEachModel();
    void paceOfTracksAndConcurrency();
    void paceAtARate();
    void aRateBeginsWithoutWaiting();
    void arrivalsAreEvenOrRandom();
    void stretchesFollowTheOrder_data();
    void stretchesFollowTheOrder();
    void scheduleIsRepeatable();
    void retryDelays();
    void requestHasParametersAndBody();
    void promptCacheIsLeftOnlyWhereAskedFor();
    void nonceIsTheSameForAllModels();
    void nonceComesFirst();
    void movesEveryStamp();
};

void TestRunQueue::followsThePlan_data()
{
    QTest::addColumn<RunOrder>("order");
    QTest::newRow("blocked") << RunOrder::Blocked;
    QTest::newRow("interleaved") << RunOrder::Interleaved;
    QTest::newRow("shuffled") << RunOrder::Shuffled;
}

void TestRunQueue::followsThePlan()
{
    QFETCH(RunOrder, order);
    Plan plan = planOf(3, 4);
    plan.options.rounds = 2;
    plan.options.order = order;
    RunQueue queue(plan, {});
    QCOMPARE(carryOut(queue), expandPlan(plan));
    QVERIFY(queue.isDone());
    QCOMPARE(queue.progress().done, queue.progress().planned);
    QCOMPARE(queue.progress().planned, static_cast<int>(expandPlan(plan).size()));
}

void TestRunQueue::sequentialHasOneUnderWay()
{
    RunQueue queue(planOf(1, 3), {});
    const auto first = queue.begin();
    QVERIFY(first);
    QVERIFY(!queue.begin());
    QVERIFY(!queue.isDone());
    queue.end(*first, SampleStatus::Ok, {});
    QVERIFY(queue.begin());
}

void TestRunQueue::warmupRunsAlone()
{
    Plan plan = planOf(1, 6);
    plan.options.concurrency = 4;
    plan.options.warmups = 2;
    RunQueue queue(plan, {});
    for (int i = 0; i < 2; ++i) {
        const std::vector<PlanStep> warmup = beginAll(queue);
        QCOMPARE(warmup.size(), size_t(1));
        QCOMPARE(warmup.front().phase, Phase::Warmup);
        queue.end(warmup.front(), SampleStatus::Ok, {});
    }
    const std::vector<PlanStep> measured = beginAll(queue);
    QCOMPARE(measured.size(), size_t(4));
    for (const PlanStep &step : measured)
        QCOMPARE(step.phase, Phase::Measured);
    queue.end(measured[2], SampleStatus::Ok, {});
    QCOMPARE(beginAll(queue).size(), size_t(1));
}

void TestRunQueue::blocksDoNotOverlap()
{
    Plan plan = planOf(2, 3);
    plan.options.concurrency = 8;
    plan.options.warmups = 0;
    RunQueue queue(plan, {});
    const std::vector<PlanStep> block = beginAll(queue);
    QCOMPARE(block.size(), size_t(3));
    queue.end(block[0], SampleStatus::Ok, {});
    queue.end(block[1], SampleStatus::Ok, {});
    QVERIFY(!queue.begin());
    queue.end(block[2], SampleStatus::Ok, {});
    const std::vector<PlanStep> next = beginAll(queue);
    QCOMPARE(next.size(), size_t(3));
    QVERIFY(next.front().model != block.front().model);
}

void TestRunQueue::interleavedOverlapsModels()
{
    Plan plan = planOf(2, 3);
    plan.options.order = RunOrder::Interleaved;
    plan.options.concurrency = 3;
    plan.options.warmups = 1;
    RunQueue queue(plan, {});
    for (int i = 0; i < 2; ++i) { // the warm-ups of both models, each alone
        const std::vector<PlanStep> warmup = beginAll(queue);
        QCOMPARE(warmup.size(), size_t(1));
        queue.end(warmup.front(), SampleStatus::Ok, {});
    }
    const std::vector<PlanStep> steps = beginAll(queue);
    QCOMPARE(steps.size(), size_t(3));
    QVERIFY(steps[0].model != steps[1].model);
}

void TestRunQueue::tracksRunSideBySide()
{
    Plan plan = planOf(2, 2);
    plan.options.order = RunOrder::ByServer;
    RunQueue queue(plan, {});
    QCOMPARE(queue.trackCount(), 2);
    const std::vector<PlanStep> steps = beginAll(queue);
    QCOMPARE(steps.size(), size_t(2));
    QVERIFY(steps[0].model != steps[1].model);
    queue.end(steps[1], SampleStatus::Ok, {}); // one server does not wait for the other
    const std::vector<PlanStep> more = beginAll(queue);
    QCOMPARE(more.size(), size_t(1));
    QCOMPARE(more.front().model, steps[1].model);
}

void TestRunQueue::leavesOutFinishedSteps()
{
    const Plan plan = planOf(2, 3);
    // The first block is done (warm-up and three prompts), of the second one prompt, but not its warm-up.
    RunQueue queue(plan, {sampleIdOf(0), sampleIdOf(1), sampleIdOf(2), sampleIdOf(3), sampleIdOf(5)});
    QCOMPARE(queue.progress().done, 5);
    std::vector<PlanStep> expected = expandPlan(plan);
    std::erase_if(expected, [](const PlanStep &s) { return s.index <= 3 || s.index == 5; });
    QCOMPARE(carryOut(queue), expected);
    QCOMPARE(queue.progress().done, 8);
}

void TestRunQueue::warmsUpAgain_data()
{
    QTest::addColumn<RunOrder>("order");
    QTest::newRow("blocked") << RunOrder::Blocked;
    QTest::newRow("by server") << RunOrder::ByServer;
    QTest::newRow("interleaved") << RunOrder::Interleaved;
    QTest::newRow("shuffled") << RunOrder::Shuffled;
}

/// All is done but one prompt of the first model in the last round: only what warms that up comes again.
void TestRunQueue::warmsUpAgain()
{
    QFETCH(RunOrder, order);
    Plan plan = planOf(2, 2);
    plan.options.order = order;
    plan.options.rounds = 2;
    plan.options.warmups = 2;
    QSet<SampleId> finished;
    std::optional<PlanStep> left;
    for (const PlanStep &step : expandPlan(plan)) {
        finished.insert(sampleIdOf(step.index));
        if (step.model == 0 && step.round == 2 && step.phase == Phase::Measured)
            left = step;
    }
    QVERIFY(left);
    finished.remove(sampleIdOf(left->index));
    RunQueue queue(plan, finished);
    QCOMPARE(queue.progress().done, queue.progress().planned - 3);
    const std::vector<PlanStep> steps = carryOut(queue);
    QCOMPARE(steps.size(), size_t(3));
    for (size_t i = 0; i < 2; ++i) {
        QCOMPARE(steps[i].phase, Phase::Warmup);
        QCOMPARE(steps[i].model, 0);
        QCOMPARE(steps[i].track, left->track);
        QCOMPARE(steps[i].round, order == RunOrder::Blocked || order == RunOrder::ByServer ? 2 : 1);
    }
    QCOMPARE(steps[2], *left);
    QCOMPARE(queue.progress().done, queue.progress().planned);
}

void TestRunQueue::aFinishedPlanIsNotWarmedUp()
{
    const Plan plan = planOf(2, 2);
    QSet<SampleId> finished;
    for (const PlanStep &step : expandPlan(plan))
        finished.insert(sampleIdOf(step.index));
    RunQueue queue(plan, finished);
    QVERIFY(queue.isDone());
    QCOMPARE(queue.progress().done, queue.progress().planned);
}

void TestRunQueue::failedWarmupGivesModelUp()
{
    Plan plan = planOf(2, 2);
    plan.options.rounds = 3;
    RunQueue queue(plan, {});
    const PlanStep warmup = *queue.begin();
    const auto givenUp = queue.end(warmup, SampleStatus::Failed, failure());
    QVERIFY(givenUp);
    QCOMPARE(givenUp->model, warmup.model);
    QCOMPARE(givenUp->reason.code, ErrorCode::ServerError);
    QCOMPARE(givenUp->reason.message, u"Its warm-up failed. %1"_s.arg(failure().message)); // who: beside it, always
    QCOMPARE(givenUp->steps.size(), size_t(8)); // 3 blocks of 3 without the failed one
    QVERIFY(std::ranges::is_sorted(givenUp->steps, {}, &PlanStep::index));
    QCOMPARE(queue.progress().skipped, 8);
    QCOMPARE(queue.progress().failed, 1);
    const std::vector<PlanStep> rest = carryOut(queue);
    QCOMPARE(rest.size(), size_t(9));
    for (const PlanStep &step : rest)
        QVERIFY(step.model != warmup.model);
    QVERIFY(queue.isDone());
}

void TestRunQueue::threeFailuresInARowGiveModelUp()
{
    Plan plan = planOf(1, 6);
    plan.options.warmups = 0;
    RunQueue queue(plan, {});
    QVERIFY(!queue.end(*queue.begin(), SampleStatus::Failed, failure()));
    QVERIFY(!queue.end(*queue.begin(), SampleStatus::TimedOut, failure()));
    const auto givenUp = queue.end(*queue.begin(), SampleStatus::Failed, failure());
    QVERIFY(givenUp);
    QCOMPARE(givenUp->steps.size(), size_t(3));
    QVERIFY2(givenUp->reason.message.contains(u'3'), qPrintable(givenUp->reason.message));
    QVERIFY(queue.isDone());
    QCOMPARE(queue.progress().done, 6);
}

void TestRunQueue::aSuccessStartsTheCountAnew()
{
    Plan plan = planOf(1, 6);
    plan.options.warmups = 0;
    RunQueue queue(plan, {});
    for (const SampleStatus status : {SampleStatus::Failed, SampleStatus::Failed, SampleStatus::Ok,
                                      SampleStatus::Failed, SampleStatus::Failed, SampleStatus::Ok})
        QVERIFY(!queue.end(*queue.begin(), status, failure()));
    QVERIFY(queue.isDone());
    QCOMPARE(queue.progress().failed, 4);
}

void TestRunQueue::cancelledIsNoFailure()
{
    RunQueue queue(planOf(1, 2), {});
    QVERIFY(!queue.end(*queue.begin(), SampleStatus::Cancelled, {}));
    QCOMPARE(queue.progress().failed, 0);
    QVERIFY(queue.begin());
}

void TestRunQueue::givesUpOnce()
{
    Plan plan = planOf(1, 6);
    plan.options.warmups = 0;
    plan.options.concurrency = 5;
    RunQueue queue(plan, {});
    int givenUp = 0;
    for (const PlanStep &step : beginAll(queue))
        givenUp += queue.end(step, SampleStatus::Failed, failure()) ? 1 : 0;
    QCOMPARE(givenUp, 1);
    QCOMPARE(queue.progress().failed, 5);
    QCOMPARE(queue.progress().skipped, 1);
    QVERIFY(queue.isDone());
}

void TestRunQueue::anEmptyQueueIsDone()
{
    RunQueue queue(planOf(0, 0), {});
    QVERIFY(queue.isDone());
    QVERIFY(!queue.begin());
}

void TestRunQueue::paceOfEachModel()
{
    Pace pace(3);
    QVERIFY(!pace.timeLeft({{1, 1, 1}}, 1));
    pace.add(0, 2s);
    pace.add(0, 4s);
    pace.add(1, 9s);
    // The third has none of its own and is taken to be like all: 5 s.
    QCOMPARE(pace.timeLeft({{2, 1, 1}}, 1), std::optional<Nanos>(6s + 9s + 5s));
    QCOMPARE(pace.timeLeft({{0, 0, 0}}, 1), std::optional<Nanos>(0s));
}

void TestRunQueue::paceOfTracksAndConcurrency()
{
    Pace pace(2);
    pace.add(0, 4s);
    pace.add(1, 1s);
    QCOMPARE(pace.timeLeft({{4, 0}, {0, 6}}, 1), std::optional<Nanos>(16s)); // the slower track decides
    QCOMPARE(pace.timeLeft({{4, 0}, {0, 6}}, 4), std::optional<Nanos>(4s));
}

void TestRunQueue::paceAtARate()
{
    Pace pace(2);
    QVERIFY(!pace.timeLeftAtRate({{4, 0}}, 2));
    pace.add(0, 3s);
    QCOMPARE(pace.timeLeftAtRate({{4, 0}, {1, 1}}, 2), std::optional<Nanos>(2s + 3s));
    QCOMPARE(pace.timeLeftAtRate({{0, 0}}, 2), std::optional<Nanos>(0s));
}

void TestRunQueue::aRateBeginsWithoutWaiting()
{
    Plan plan = planOf(1, 300);
    plan.options.rate = 1;
    RunQueue queue(plan, {});
    QCOMPARE(beginAll(queue).size(), size_t(1)); // the warm-up is alone
    queue.end({0, 0, 0, 1, Phase::Warmup, 0}, SampleStatus::Ok, {});
    QVERIFY(!queue.begin([](const PlanStep &) { return false; }));
    QCOMPARE(beginAll(queue).size(), size_t(mostAtOnce));
    QCOMPARE(queue.waiting().size(), size_t(300 - mostAtOnce));
}

void TestRunQueue::arrivalsAreEvenOrRandom()
{
    RunOptions options;
    options.rate = 4;
    QCOMPARE(arrivals(options, 3, 7), (std::vector<Nanos>{0ms, 250ms, 500ms}));
    options.rate = 3;
    QCOMPARE(arrivals(options, 3001, 7).back(), Nanos(1000s)); // no rounding adds up
    options.arrival = Arrival::Poisson;
    options.rate = 100;
    const size_t n = 20'000;
    const std::vector<Nanos> times = arrivals(options, n, 7);
    QCOMPARE(arrivals(options, n, 7), times);
    QVERIFY(arrivals(options, n, 8) != times);
    QVERIFY(std::ranges::is_sorted(times));
    // Exponential gaps: their mean and their standard deviation are both 10 ms; here within 4 standard errors.
    double sum = 0;
    double squares = 0;
    for (size_t i = 1; i < n; ++i) {
        const double gap = toMs(times[i] - times[i - 1]);
        sum += gap;
        squares += gap * gap;
    }
    const double mean = sum / (n - 1);
    const double deviation = std::sqrt(squares / (n - 1) - mean * mean);
    QVERIFY2(std::abs(mean - 10) < 0.28, qPrintable(QString::number(mean)));
    QVERIFY2(std::abs(deviation - 10) < 0.4, qPrintable(QString::number(deviation)));
}

void TestRunQueue::stretchesFollowTheOrder_data()
{
    QTest::addColumn<RunOrder>("order");
    QTest::addColumn<int>("stretches");
    QTest::newRow("blocked: each block") << RunOrder::Blocked << 4;
    QTest::newRow("by server: each block") << RunOrder::ByServer << 4;
    QTest::newRow("interleaved: the run") << RunOrder::Interleaved << 1;
    QTest::newRow("shuffled: the run") << RunOrder::Shuffled << 1;
}

void TestRunQueue::stretchesFollowTheOrder()
{
    QFETCH(RunOrder, order);
    QFETCH(int, stretches);
    Plan plan = planOf(2, 3);
    plan.options.order = order;
    plan.options.rounds = 2;
    plan.options.rate = 1;
    RunQueue queue(plan, {});
    Schedule schedule(plan.options, queue.waiting());
    Nanos now = 100s;
    int begun = 0;
    Nanos last{};
    for (const PlanStep &step : carryOut(queue)) { // each stretch is first asked about when the one before is over
        if (step.phase == Phase::Warmup) {
            QCOMPARE(schedule.untilDue(step, now), Nanos(0));
            QVERIFY(!schedule.instantOf(step));
            continue;
        }
        const bool isNew = !schedule.instantOf(step);
        begun += isNew ? 1 : 0;
        const Nanos left = schedule.untilDue(step, now);
        const Nanos instant = *schedule.instantOf(step);
        QCOMPARE(instant, isNew ? now + Schedule::lead : last + 1s);
        QCOMPARE(left, instant - Schedule::lead - now);
        last = instant;
        now = instant + 10ms;
    }
    QCOMPARE(begun, stretches);
    schedule.delay(5s);
    QCOMPARE(schedule.instantOf(expandPlan(plan).back()).has_value(), true);
}

void TestRunQueue::scheduleIsRepeatable()
{
    Plan plan = planOf(1, 5);
    plan.options.rate = 2;
    plan.options.arrival = Arrival::Poisson;
    const std::vector<PlanStep> waiting = RunQueue(plan, {}).waiting();
    const auto instants = [&waiting](const RunOptions &options) {
        Schedule schedule(options, waiting);
        std::vector<Nanos> all;
        for (const PlanStep &step : waiting) {
            if (step.phase == Phase::Measured)
                all.push_back(schedule.untilDue(step, 0s));
        }
        return all;
    };
    QCOMPARE(instants(plan.options), instants(plan.options));
    RunOptions other = plan.options;
    other.seed = 2;
    QVERIFY(instants(other) != instants(plan.options));
    Schedule none(RunOptions(), waiting);
    QCOMPARE(none.untilDue(waiting.back(), 0s), Nanos(0));
    QVERIFY(!none.instantOf(waiting.back()));
}

void TestRunQueue::retryDelays()
{
    QCOMPARE(retryDelay(1, {}), Nanos(500ms));
    QCOMPARE(retryDelay(2, {}), Nanos(1s));
    QCOMPARE(retryDelay(3, {}), Nanos(2s));
    QCOMPARE(retryDelay(1000, {}), Nanos(60s));
    QCOMPARE(retryDelay(3, Nanos(7s)), Nanos(7s));
    QCOMPARE(retryDelay(1, Nanos(24h)), Nanos(60s));
    QCOMPARE(retryDelay(1, Nanos(-5s)), Nanos(0));
}

void TestRunQueue::requestHasParametersAndBody()
{
    RunInfo run;
    run.id = {u"run-1"_s};
    run.plan = planOf(2, 2);
    run.plan.options.parameters.temperature = 0.7;
    run.plan.options.seed = 42;
    run.plan.options.deterministic = true;
    run.plan.prompts[1].maxTokens = 17;
    const PlanStep step{5, 1, 1, 1, Phase::Measured, 0};
    const StepRequest request = requestOf(run, step);
    QCOMPARE(request.start.id, sampleIdOf(5));
    QCOMPARE(request.start.run, run.id);
    QCOMPARE(request.start.alias.value, u"m1"_s);
    QCOMPARE(request.start.prompt.value, u"p1"_s);
    QCOMPARE(request.start.request, std::get<HttpCall>(request.call).body);
    const auto body = nlohmann::json::parse(std::get<HttpCall>(request.call).body.toStdString());
    QCOMPARE(body.at("temperature").get<double>(), 0.0);
    QCOMPARE(body.at("seed").get<int>(), 42);
    QCOMPARE(body.at("max_tokens").get<int>(), 17);
    QCOMPARE(body.at("model").get<std::string>(), std::string("m1"));
}

void TestRunQueue::promptCacheIsLeftOnlyWhereAskedFor()
{
    RunInfo run;
    run.plan = planOf(2, 1);
    run.plan.models[0].endpoint.kind = ServerKind::LlamaCpp;
    const auto bodyOf = [&run](int model) {
        return nlohmann::json::parse(requestOf(run, {0, model, 0, 1, Phase::Measured, 0}).start.request.toStdString());
    };
    QCOMPARE(bodyOf(0).at("cache_prompt").get<bool>(), false);
    QVERIFY(!bodyOf(1).contains("cache_prompt")); // a server that may not know it
    run.plan.options.cachePrompt = true;
    QVERIFY(!bodyOf(0).contains("cache_prompt"));
}

void TestRunQueue::nonceIsTheSameForAllModels()
{
    const RunId run{u"run-1"_s};
    const PlanStep step{0, 0, 1, 2, Phase::Measured, 0};
    PlanStep other = step;
    other.model = 1;
    other.index = 9;
    QCOMPARE(nonceLine(run, step), nonceLine(run, other));
    other = step;
    other.prompt = 2;
    QVERIFY(nonceLine(run, step) != nonceLine(run, other));
    other = step;
    other.round = 3;
    QVERIFY(nonceLine(run, step) != nonceLine(run, other));
    other = step;
    other.phase = Phase::Warmup;
    QVERIFY(nonceLine(run, step) != nonceLine(run, other));
    QVERIFY(nonceLine(run, step) != nonceLine({u"run-2"_s}, step));
    QVERIFY(nonceLine(run, step).endsWith(u'\n'));
}

void TestRunQueue::nonceComesFirst()
{
    RunInfo run;
    run.id = {u"run-1"_s};
    run.plan = planOf(1, 2);
    run.plan.options.nonce = true;
    run.plan.prompts[1].system = u"Be brief."_s;
    for (int prompt = 0; prompt < 2; ++prompt) {
        const PlanStep step{prompt, 0, prompt, 1, Phase::Measured, 0};
        const auto body = nlohmann::json::parse(requestOf(run, step).start.request.toStdString());
        const QString first = QString::fromStdString(body.at("messages").at(0).at("content").get<std::string>());
        QVERIFY2(first.startsWith(nonceLine(run.id, step)), qPrintable(first));
        const QString last = QString::fromStdString(body.at("messages").back().at("content").get<std::string>());
        QVERIFY2(last.endsWith(run.plan.prompts[static_cast<size_t>(prompt)].text), qPrintable(last));
    }
}

void TestRunQueue::movesEveryStamp()
{
    Timeline t;
    t.intended = t.posted = t.sent = t.headers = t.firstEvent = 12s;
    t.firstToken = t.firstAnswer = t.lastToken = 15s;
    t.chunks = {{15s, 3, DeltaKind::Answer}};
    startClockAt(t, 10s);
    for (const auto &stamp : {t.intended, t.posted, t.sent, t.headers, t.firstEvent})
        QCOMPARE(stamp, std::optional<Nanos>(2s));
    for (const auto &stamp : {t.firstToken, t.firstAnswer, t.lastToken})
        QCOMPARE(stamp, std::optional<Nanos>(5s));
    QVERIFY(!t.closed);
    QCOMPARE(t.chunks.front().at, Nanos(5s));
}

QTEST_GUILESS_MAIN(TestRunQueue)
#include "tst_runqueue.moc"
