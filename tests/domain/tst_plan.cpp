// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/generator.h"
#include "models/domain/plan.h"
#include "models/domain/plantext.h"
#include "models/domain/resultsjson.h"
#include "tests/support/fullrun.h"

#include <QSet>
#include <QtTest>

#include <algorithm>

using namespace assay;
using namespace assay::test;
using namespace Qt::Literals::StringLiterals;

namespace {

Plan planOf(RunOrder order, int models = 3, int prompts = 4, int rounds = 2, int warmups = 1)
{
    Plan plan = smallPlan(models, prompts, rounds);
    plan.options.order = order;
    plan.options.warmups = warmups;
    return plan;
}

std::vector<PlanStep> only(const std::vector<PlanStep> &steps, Phase phase)
{
    std::vector<PlanStep> found;
    std::ranges::copy_if(steps, std::back_inserter(found), [phase](const PlanStep &s) { return s.phase == phase; });
    return found;
}

QString orderOfModels(const std::vector<PlanStep> &steps)
{
    QString text;
    for (const PlanStep &step : steps)
        text += QString::number(step.model);
    return text;
}

} // namespace

class TestPlan : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void generatorIsSplitMix64();
    void generatorDrawsEvenly();
    void everyOrderAsksEverythingOnce_data();
    void everyOrderAsksEverythingOnce();
    void anOrderIsRepeatable_data();
    void anOrderIsRepeatable();
    void blockedKeepsModelsTogether();
    void blockedShufflesModelsPerRound();
    void interleavedTakesTurns();
    void warmupsComeOnceAndFirst_data();
    void warmupsComeOnceAndFirst();
    void warmupsUsePromptsFromTheFirstOn();
    void byServerRunsEndpointsInTracks();
    void moreRoundsKeepEarlierSteps_data();
    void moreRoundsKeepEarlierSteps();
    void moreRoundsThanThereCanBe();
    void anEmptyPlanHasNoSteps();
    void sampleIdsSortAsText();
    void orderKeysGoBothWays();
    void parametersOverrideEachOther();
    void deterministicOverridesModels();
    void systemOfThePromptComesFirst();
    void problems_data();
    void problems();
    void words_data();
    void words();
    void estimateNeedsEveryModel();
    void estimateHonoursConcurrencyAndTracks();
    void planSurvivesItsJson();
    void badPlanJsonIsNamed();
};

/// The numbers of the reference implementation (Vigna, splitmix64.c) for the seed 1234567.
void TestPlan::generatorIsSplitMix64()
{
    Generator generator(1234567);
    QCOMPARE(generator.next(), 6457827717110365317ULL);
    QCOMPARE(generator.next(), 3203168211198807973ULL);
    QCOMPARE(generator.next(), 9817491932198370423ULL);
}

void TestPlan::generatorDrawsEvenly()
{
    Generator generator(7);
    std::array<int, 6> counts{};
    for (int i = 0; i < 60'000; ++i)
        ++counts[generator.below(6)];
    for (const int count : counts)
        QVERIFY2(count > 9'600 && count < 10'400, qPrintable(QString::number(count))); // over 4 sigma
}

void TestPlan::everyOrderAsksEverythingOnce_data()
{
    QTest::addColumn<QString>("order");
    for (const char *order : {"blocked", "interleaved", "by-server", "shuffled"})
        QTest::newRow(order) << QString::fromLatin1(order);
}

void TestPlan::everyOrderAsksEverythingOnce()
{
    QFETCH(QString, order);
    const std::vector<PlanStep> steps = expandPlan(planOf(*runOrderFromKey(order)));
    QSet<QString> asked;
    for (size_t i = 0; i < steps.size(); ++i) {
        QCOMPARE(steps[i].index, static_cast<int>(i));
        if (steps[i].phase == Phase::Measured)
            asked.insert(u"%1 %2 %3"_s.arg(steps[i].model).arg(steps[i].prompt).arg(steps[i].round));
    }
    QCOMPARE(asked.size(), 3 * 4 * 2);
    QCOMPARE(only(steps, Phase::Measured).size(), size_t(3 * 4 * 2));
}

void TestPlan::anOrderIsRepeatable_data()
{
    QTest::addColumn<QString>("order");
    QTest::addColumn<QString>("models");
    // Written down once: the same on every machine and with every compiler.
    QTest::newRow("blocked") << u"blocked"_s << u"221100002211"_s;
    QTest::newRow("interleaved") << u"interleaved"_s << u"210102021210"_s;
    QTest::newRow("shuffled") << u"shuffled"_s << u"022110010221"_s;
}

void TestPlan::anOrderIsRepeatable()
{
    QFETCH(QString, order);
    QFETCH(QString, models);
    Plan plan = planOf(*runOrderFromKey(order), 3, 2, 2, 0);
    plan.options.seed = 2026;
    QCOMPARE(orderOfModels(expandPlan(plan)), models);
    QCOMPARE(expandPlan(plan), expandPlan(plan));
    plan.options.seed = 2027;
    QVERIFY(orderOfModels(expandPlan(plan)) != models);
}

void TestPlan::blockedKeepsModelsTogether()
{
    const std::vector<PlanStep> steps = expandPlan(planOf(RunOrder::Blocked, 3, 4, 2, 2));
    QCOMPARE(steps.size(), size_t(3 * 2 * (4 + 2)));
    for (size_t block = 0; block < 6; ++block) {
        for (size_t i = 0; i < 6; ++i) {
            const PlanStep &step = steps[block * 6 + i];
            QCOMPARE(step.model, steps[block * 6].model);
            QCOMPARE(step.round, block < 3 ? 1 : 2);
            QCOMPARE(step.phase, i < 2 ? Phase::Warmup : Phase::Measured);
            QCOMPARE(step.prompt, static_cast<int>(i < 2 ? i : i - 2));
        }
    }
}

void TestPlan::blockedShufflesModelsPerRound()
{
    Plan plan = planOf(RunOrder::Blocked, 5, 1, 40, 0);
    QSet<QString> orders;
    std::array<int, 5> first{};
    const QString models = orderOfModels(expandPlan(plan));
    for (qsizetype round = 0; round < 40; ++round) {
        orders.insert(models.mid(round * 5, 5));
        ++first[static_cast<size_t>(models[round * 5].digitValue())];
    }
    QVERIFY(orders.size() > 20); // of 120 possible ones
    QVERIFY(std::ranges::all_of(first, [](int count) { return count > 0; }));
}

void TestPlan::interleavedTakesTurns()
{
    const std::vector<PlanStep> steps = only(expandPlan(planOf(RunOrder::Interleaved, 3, 3, 1)), Phase::Measured);
    QSet<int> firstModels;
    for (size_t prompt = 0; prompt < 3; ++prompt) {
        QSet<int> models;
        for (size_t i = 0; i < 3; ++i) {
            QCOMPARE(steps[prompt * 3 + i].prompt, static_cast<int>(prompt));
            models.insert(steps[prompt * 3 + i].model);
        }
        QCOMPARE(models.size(), 3);
        firstModels.insert(steps[prompt * 3].model);
    }
    QCOMPARE(firstModels.size(), 3); // no model is always the one that comes first
}

void TestPlan::warmupsComeOnceAndFirst_data()
{
    QTest::addColumn<QString>("order");
    QTest::newRow("interleaved") << u"interleaved"_s;
    QTest::newRow("shuffled") << u"shuffled"_s;
}

void TestPlan::warmupsComeOnceAndFirst()
{
    QFETCH(QString, order);
    const std::vector<PlanStep> steps = expandPlan(planOf(*runOrderFromKey(order), 3, 4, 2, 2));
    QCOMPARE(only(steps, Phase::Warmup).size(), size_t(6));
    for (size_t i = 0; i < 6; ++i)
        QCOMPARE(steps[i].phase, Phase::Warmup);
}

void TestPlan::warmupsUsePromptsFromTheFirstOn()
{
    const std::vector<PlanStep> steps = expandPlan(planOf(RunOrder::Blocked, 1, 2, 1, 3));
    QCOMPARE(steps[0].prompt, 0);
    QCOMPARE(steps[1].prompt, 1);
    QCOMPARE(steps[2].prompt, 0);
    QCOMPARE(steps[3].phase, Phase::Measured);
}

void TestPlan::byServerRunsEndpointsInTracks()
{
    Plan plan = planOf(RunOrder::ByServer, 3, 2, 2, 1);
    plan.models[1].endpoint.id.value = u"other"_s;
    const std::vector<PlanStep> steps = expandPlan(plan);
    for (const PlanStep &step : steps)
        QCOMPARE(step.track, step.model == 1 ? 1 : 0);
    std::vector<PlanStep> other;
    std::ranges::copy_if(steps, std::back_inserter(other), [](const PlanStep &s) { return s.track == 1; });
    QCOMPARE(other.size(), size_t(2 * (1 + 2)));
    for (size_t i = 0; i < other.size(); ++i) { // another model may have been loaded since: each block warms up
        QCOMPARE(other[i].phase, i % 3 == 0 ? Phase::Warmup : Phase::Measured);
        QCOMPARE(other[i].round, i < 3 ? 1 : 2);
    }
    QCOMPARE(only(steps, Phase::Warmup).size(), size_t(3 * 2));
}

void TestPlan::moreRoundsKeepEarlierSteps_data()
{
    everyOrderAsksEverythingOnce_data();
}

void TestPlan::moreRoundsKeepEarlierSteps()
{
    QFETCH(QString, order);
    Plan plan = planOf(*runOrderFromKey(order), 4, 3, 2, 2);
    plan.models[1].endpoint.id.value = plan.models[3].endpoint.id.value = u"other"_s;
    plan.options.seed = 2026;
    const std::vector<PlanStep> before = expandPlan(plan);
    const Plan longer = extendedPlan(plan, 3);
    QCOMPARE(longer.options.rounds, 5);
    std::vector<PlanStep> after = expandPlan(longer);
    QVERIFY(after.size() >= before.size() + 4 * 3 * 3);
    for (size_t i = before.size(); i < after.size(); ++i)
        QVERIFY(after[i].round > 2);
    after.resize(before.size());
    QCOMPARE(after, before);
}

void TestPlan::moreRoundsThanThereCanBe()
{
    const Plan plan = planOf(RunOrder::Blocked, 1, 1, 3);
    QCOMPARE(extendedPlan(plan, 0), plan);
    QCOMPARE(extendedPlan(plan, -1), plan);
    QVERIFY(!planProblem(extendedPlan(plan, std::numeric_limits<int>::max())).isEmpty());
}

void TestPlan::anEmptyPlanHasNoSteps()
{
    QVERIFY(expandPlan(planOf(RunOrder::Blocked, 0, 2)).empty());
    QVERIFY(expandPlan(planOf(RunOrder::Interleaved, 2, 0)).empty());
    QVERIFY(expandPlan(planOf(RunOrder::ByServer, 0, 0)).empty());
}

void TestPlan::sampleIdsSortAsText()
{
    QCOMPARE(sampleIdOf(12).value, u"00012"_s);
    QVERIFY(sampleIdOf(9) < sampleIdOf(10));
}

void TestPlan::orderKeysGoBothWays()
{
    for (const RunOrder order : {RunOrder::Blocked, RunOrder::Interleaved, RunOrder::ByServer, RunOrder::Shuffled})
        QCOMPARE(runOrderFromKey(runOrderKey(order)), std::optional(order));
    QCOMPARE(runOrderFromKey(u"sideways"_s), std::nullopt);
}

void TestPlan::parametersOverrideEachOther()
{
    Plan plan = smallPlan(2, 2, 1);
    plan.options.parameters.temperature = 0.2;
    plan.options.parameters.maxTokens = 100;
    plan.options.parameters.extra = R"({"top_p":0.9,"top_k":40})";
    plan.models[1].model.parameters.temperature = 0.8;
    plan.models[1].model.parameters.extra = R"({"top_k":20,"min_p":0.1})";
    plan.prompts[1].maxTokens = 7;

    const RequestParameters plain = effectiveParameters(plan, {.model = 0, .prompt = 0});
    QCOMPARE(plain, plan.options.parameters);
    const RequestParameters both = effectiveParameters(plan, {.model = 1, .prompt = 1});
    QCOMPARE(both.temperature, std::optional(0.8));
    QCOMPARE(both.maxTokens, std::optional(7));
    QCOMPARE(both.seed, std::nullopt);
    QCOMPARE(both.extra, QByteArray(R"({"top_p":0.9,"top_k":20,"min_p":0.1})"));
}

void TestPlan::deterministicOverridesModels()
{
    Plan plan = smallPlan(1, 1, 1);
    plan.models[0].model.parameters.temperature = 0.8;
    plan.options.seed = 99;
    plan.options.deterministic = true;
    const RequestParameters parameters = effectiveParameters(plan, {});
    QCOMPARE(parameters.temperature, std::optional(0.0));
    QCOMPARE(parameters.seed, std::optional<qint64>(99));
    plan.options.seed = ~0ULL;
    QVERIFY(*effectiveParameters(plan, {}).seed > 0);
}

void TestPlan::systemOfThePromptComesFirst()
{
    Plan plan = smallPlan(1, 2, 1);
    plan.models[0].model.system = u"model"_s;
    plan.prompts[1].system = u"prompt"_s;
    QCOMPARE(effectiveSystem(plan, {.prompt = 0}), u"model"_s);
    QCOMPARE(effectiveSystem(plan, {.prompt = 1}), u"prompt"_s);
}

using Spoil = void (*)(Plan &);

void TestPlan::problems_data()
{
    QTest::addColumn<Spoil>("spoil");
    QTest::addColumn<QString>("word");
    const auto row = [](const char *name, Spoil spoil, const QString &word) { QTest::newRow(name) << spoil << word; };
    row("fine", [](Plan &) {}, {});
    row(
        "no model", [](Plan &p) { p.models.clear(); }, u"model"_s);
    row(
        "no prompt", [](Plan &p) { p.prompts.clear(); }, u"prompt"_s);
    row(
        "same alias", [](Plan &p) { p.models[1] = p.models[0]; }, u"\"m0\""_s);
    row(
        "no alias", [](Plan &p) { p.models[1].model.alias = {}; }, u"no name"_s);
    row(
        "same prompt id", [](Plan &p) { p.prompts[1] = p.prompts[0]; }, u"\"p0\""_s);
    row(
        "blank prompt", [](Plan &p) { p.prompts[1].text = u" \n"_s; }, u"\"p1\""_s);
    row(
        "prompt tokens", [](Plan &p) { p.prompts[0].maxTokens = 0; }, u"\"p0\""_s);
    row(
        "rounds", [](Plan &p) { p.options.rounds = 0; }, u"round"_s);
    row(
        "warm-ups", [](Plan &p) { p.options.warmups = -1; }, u"warm-up"_s);
    row(
        "concurrency", [](Plan &p) { p.options.concurrency = 0; }, u"at once"_s);
    row(
        "rate", [](Plan &p) { p.options.rate = 0; }, u"rate"_s);
    row(
        "rate is no number", [](Plan &p) { p.options.rate = qQNaN(); }, u"rate"_s);
    row(
        "time-out", [](Plan &p) { p.options.idleTimeoutSeconds = 0; }, u"time-out"_s);
    row(
        "temperature", [](Plan &p) { p.models[1].model.parameters.temperature = -1; }, u"\"m1\""_s);
    row(
        "not a number", [](Plan &p) { p.options.parameters.temperature = qQNaN(); }, u"temperature"_s);
    row(
        "tokens", [](Plan &p) { p.options.parameters.maxTokens = 0; }, u"tokens"_s);
    row(
        "warm without blocks",
        [](Plan &p) {
            p.options.keepWarm = true;
            p.options.order = RunOrder::Interleaved;
        },
        u"order"_s);
    row(
        "warm beside one at a time",
        [](Plan &p) {
            p.options.keepWarm = true;
            p.options.loading = ModelLoading::OneAtATime;
        },
        u"one at a time"_s);
    row("warm", [](Plan &p) { p.options.keepWarm = true; }, {});
    row(
        "too long", [](Plan &p) { p.options.rounds = std::numeric_limits<int>::max(); }, u"1000000"_s);
    row(
        "warmed too long", [](Plan &p) { p.options.warmups = std::numeric_limits<int>::max(); }, u"1000000"_s);
}

void TestPlan::problems()
{
    QFETCH(Spoil, spoil);
    QFETCH(QString, word);
    Plan plan = smallPlan(2, 2, 3);
    spoil(plan);
    const QString problem = planProblem(plan);
    QCOMPARE(problem.isEmpty(), word.isEmpty());
    QVERIFY2(problem.contains(word), qPrintable(problem));
}

void TestPlan::words_data()
{
    QTest::addColumn<Plan>("plan");
    QTest::addColumn<qint64>("seconds");
    QTest::addColumn<QString>("text");
    QTest::newRow("many") << planOf(RunOrder::Interleaved, 3, 4, 3) << qint64(240)
                          << u"3 models × 4 prompts × 3 rounds + warm-up = 39 requests, about 4 min"_s;
    QTest::newRow("blocks warm up each") << planOf(RunOrder::Blocked, 3, 4, 3) << qint64(0)
                                         << u"3 models × 4 prompts × 3 rounds + warm-up = 45 requests"_s;
    QTest::newRow("blocks by server") << planOf(RunOrder::ByServer, 3, 4, 3) << qint64(0)
                                      << u"3 models × 4 prompts × 3 rounds + warm-up = 45 requests"_s;
    QTest::newRow("one") << planOf(RunOrder::Blocked, 1, 1, 1, 0) << qint64(40)
                         << u"1 model × 1 prompt × 1 round = 1 request, about 40 s"_s;
    Plan paced = planOf(RunOrder::Interleaved, 2, 4, 3, 0);
    paced.options.rate = 2.5;
    QTest::newRow("at a rate") << paced << qint64(40)
                               << u"2 models × 4 prompts × 3 rounds = 24 requests, 2.50 a second, about 40 s"_s;
    QTest::newRow("none") << planOf(RunOrder::Blocked, 0, 1, 1) << qint64(40)
                          << u"0 models × 1 prompt × 1 round = 0 requests"_s;
}

void TestPlan::words()
{
    QFETCH(Plan, plan);
    QFETCH(qint64, seconds);
    QFETCH(QString, text);
    const auto estimate = seconds > 0 ? std::optional<Nanos>(std::chrono::seconds(seconds)) : std::nullopt;
    QCOMPARE(planInWords(plan, estimate), text);
    const QString requests = u"= %1 request"_s.arg(expandPlan(plan).size());
    QVERIFY(planInWords(plan, estimate).contains(requests));
}

void TestPlan::estimateNeedsEveryModel()
{
    const Plan plan = planOf(RunOrder::Blocked, 2, 1, 1, 0);
    QHash<ModelAlias, Nanos> totals{{{u"m0"_s}, std::chrono::seconds(1)}};
    QCOMPARE(estimateDuration(plan, totals), std::nullopt);
    totals.insert({u"m1"_s}, std::chrono::seconds(3));
    QCOMPARE(estimateDuration(plan, totals), std::optional<Nanos>(std::chrono::seconds(4)));
    QCOMPARE(estimateDuration(planOf(RunOrder::Blocked, 0, 1), totals), std::nullopt);
}

void TestPlan::estimateHonoursConcurrencyAndTracks()
{
    const QHash<ModelAlias, Nanos> totals{{{u"m0"_s}, std::chrono::seconds(1)}, {{u"m1"_s}, std::chrono::seconds(3)}};
    Plan plan = planOf(RunOrder::Blocked, 2, 2, 1, 1);
    QCOMPARE(estimateDuration(plan, totals), std::optional<Nanos>(std::chrono::seconds(12)));
    plan.options.concurrency = 3;
    QCOMPARE(estimateDuration(plan, totals), std::optional<Nanos>(std::chrono::seconds(4)));
    plan.options.concurrency = 100; // no request is faster than itself
    QCOMPARE(estimateDuration(plan, totals), std::optional<Nanos>(std::chrono::seconds(3)));
    plan.options.rate = 2; // two warm-ups (1 s + 3 s), four at half a second, the last answer
    QCOMPARE(estimateDuration(plan, totals), std::optional<Nanos>(std::chrono::seconds(9)));
    plan.options.rate.reset();
    plan.options.concurrency = 1;
    plan.options.order = RunOrder::ByServer;
    plan.models[1].endpoint.id.value = u"other"_s;
    QCOMPARE(estimateDuration(plan, totals), std::optional<Nanos>(std::chrono::seconds(9)));
}

void TestPlan::planSurvivesItsJson()
{
    const Plan plan = fullRun().info.plan;
    const Result<Plan> back = readPlan(writePlan(plan), u"plan"_s);
    QVERIFY2(back, back ? "" : qPrintable(back.error().message));
    QCOMPARE(back->models.size(), plan.models.size());
    QCOMPARE(back->options, plan.options);
    QCOMPARE(back->prompts, plan.prompts);
    QVERIFY(*back == plan);
    Plan paced = plan;
    paced.options.rate = 0.25;
    paced.options.arrival = Arrival::Poisson;
    paced.options.cachePrompt = true;
    paced.options.keepWarm = true;
    QCOMPARE(readPlan(writePlan(paced), u"plan"_s)->options, paced.options);
    const Result<Plan> old = // written before there were rates
        readPlan(R"({"options":{"rounds":1,"order":"blocked"},"models":[],"prompts":[]})", u"plan"_s);
    QVERIFY(old);
    QCOMPARE(old->options.rate, std::nullopt);
    QVERIFY(!old->options.keepWarm);
}

void TestPlan::badPlanJsonIsNamed()
{
    const QByteArray json = R"({"options":{"rounds":0,"order":"blocked"},"models":[],"prompts":[]})";
    const Result<Plan> bad = readPlan(json, u"run 7"_s);
    QVERIFY(!bad);
    QCOMPARE(bad.error().code, ErrorCode::BadInput);
    for (const QString &part : {u"run 7"_s, u"options.rounds"_s, u"0"_s})
        QVERIFY2(bad.error().message.contains(part), qPrintable(bad.error().message));
}

QTEST_GUILESS_MAIN(TestPlan)
#include "tst_plan.moc"
