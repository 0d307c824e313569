// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/simulation.h"

#include "models/domain/compare/planner.h"
#include "models/domain/generator.h"
#include "models/domain/intervals.h"
#include "models/domain/studentt.h"
#include "tests/support/fullrun.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace assay::test {

using namespace Qt::Literals::StringLiterals;

namespace {

double normal(Generator &generator)
{
    constexpr double pi = 3.14159265358979323846;
    return std::sqrt(-2 * std::log(1 - generator.unit())) * std::cos(2 * pi * generator.unit());
}

/// `place` in the run, 0 to 1; `shared`: what chance dealt to the whole round.
double scatter(Shape shape, double place, double shared, Generator &generator)
{
    switch (shape) {
    case Shape::Normal:
        return 1 + 0.1 * normal(generator);
    case Shape::LogNormal:
        return std::exp(0.4 * normal(generator));
    case Shape::Bimodal:
        return (generator.unit() < 0.25 ? 1.6 : 1.0) + 0.04 * normal(generator);
    case Shape::Drifting:
        return (0.95 + 0.1 * place) * (1 + 0.05 * normal(generator));
    case Shape::Shared:
        return (1 + 0.05 * shared) * (1 + 0.05 * normal(generator));
    }
    return 1;
}

double promptFactor(int prompt)
{
    return 1 + 0.05 * (prompt % 5);
}

std::vector<SampledValue> drawValues(const Trial &trial, Generator &generator)
{
    std::vector<SampledValue> values;
    for (int round = 0; round < trial.rounds; ++round) {
        const double shared = normal(generator);
        for (int prompt = 0; prompt < trial.prompts; ++prompt) {
            const double place = (round * trial.prompts + prompt + 0.5) / (trial.rounds * trial.prompts);
            values.push_back(
                {1000 * promptFactor(prompt) * scatter(trial.shape, place, shared, generator), prompt, round});
        }
    }
    return values;
}

/// Mean, median and 95th percentile of very many runs of the same plan, put together.
Distribution truthOf(const Trial &trial)
{
    Generator generator(77);
    std::vector<double> values;
    while (values.size() < 300'000) {
        for (const SampledValue &v : drawValues(trial, generator))
            values.push_back(v.value);
    }
    return *describe(values);
}

bool covers(const std::optional<Interval> &interval, double truth)
{
    return interval && interval->low <= truth && truth <= interval->high;
}

Sample simulatedSample(const RunInfo &info, const PlanStep &step, double totalMs, double firstMs)
{
    const auto ms = [](double value) { return Nanos(std::llround(value * 1e6)); };
    Sample sample = okSample(info, step.index, step.model, step.prompt, step.round, 0);
    sample.step = step;
    sample.timeline.chunks = {{ms(firstMs), 5, DeltaKind::Answer}, {ms(totalMs), 5, DeltaKind::Answer}};
    sample.timeline.firstToken = sample.timeline.firstAnswer = ms(firstMs);
    sample.timeline.lastToken = sample.timeline.closed = ms(totalMs);
    return sample;
}

/// Chances of the scores 1 to 5.
using Chances = std::array<double, 5>;
constexpr std::array<Chances, raters> raterChances{
    {{0.1, 0.2, 0.4, 0.2, 0.1}, {0.02, 0.03, 0.1, 0.25, 0.6}, {0.4, 0.1, 0, 0.1, 0.4}, {0, 0, 0.5, 0.5, 0}}};

int drawScore(const Chances &chances, Generator &generator)
{
    double left = generator.unit();
    for (size_t i = 0; i < chances.size(); ++i) {
        left -= chances[i];
        if (left < 0)
            return static_cast<int>(i) + 1;
    }
    return 5;
}

void addVerdicts(Verdicts &verdicts, const std::vector<Comparison> &table, double trueRatio)
{
    ++verdicts.tables;
    const auto isAlarm = [](const Comparison &c) {
        return c.verdict != Verdict::NoDifferenceShown && c.verdict != Verdict::CannotTellYet;
    };
    verdicts.alarms += std::ranges::any_of(table, isAlarm);
    const auto total = std::ranges::find(table, CompareMetric::TotalMs, &Comparison::metric);
    if (total == table.end())
        return;
    verdicts.right += total->verdict == Verdict::Faster;
    verdicts.wrong += total->verdict == Verdict::Slower || total->verdict == Verdict::NoDifferenceShown;
    verdicts.intervals += total->interval.has_value();
    verdicts.covered += covers(total->interval, trueRatio);
}

} // namespace

QString shapeName(Shape shape)
{
    switch (shape) {
    case Shape::Normal:
        return u"normal"_s;
    case Shape::LogNormal:
        return u"log-normal"_s;
    case Shape::Bimodal:
        return u"bimodal"_s;
    case Shape::Drifting:
        return u"drifting"_s;
    case Shape::Shared:
        return u"shared"_s;
    }
    return {};
}

RunData simulatedRun(const Trial &trial, quint64 seed)
{
    Generator generator(seed);
    RunData run;
    run.info.id.value = u"simulated"_s;
    run.info.plan = smallPlan(trial.models, trial.prompts, trial.rounds);
    run.info.plan.options.seed = seed;
    run.info.plan.options.warmups = 0;
    const std::vector<PlanStep> steps = expandPlan(run.info.plan);
    double shared = 0;
    for (const PlanStep &step : steps) {
        const PlanStep &before = steps[static_cast<size_t>(std::max(0, step.index - 1))];
        if (step.index == 0 || step.model != before.model || step.round != before.round)
            shared = normal(generator);
        const double place = (step.index + 0.5) / static_cast<double>(steps.size());
        const double level = 1000 * promptFactor(step.prompt) / (step.model == 0 ? trial.faster : 1);
        const double first = 0.2 * level * scatter(trial.shape, place, shared, generator);
        const double rest = 0.8 * level * scatter(trial.shape, place, shared, generator);
        run.samples.push_back(simulatedSample(run.info, step, first + rest, first));
    }
    return run;
}

void addScores(RunData &run, double lift, quint64 seed)
{
    Generator generator(seed);
    for (const Sample &sample : run.samples) {
        const bool isLifted = sample.step.model == 0 && generator.unit() < lift;
        Score score;
        score.sample = sample.id;
        score.criterion = QString::fromUtf16(overallCriterion);
        score.value = isLifted ? 5 : drawScore(raterChances[0], generator);
        run.scores.push_back(score);
    }
}

Coverage coverageOf(const Trial &trial, int draws, quint64 seed)
{
    const Distribution truth = truthOf(trial);
    Generator generator(seed);
    Coverage coverage;
    for (; coverage.draws < draws; ++coverage.draws) {
        const Intervals intervals = intervalsOf(drawValues(trial, generator));
        coverage.mean += covers(intervals.mean, truth.mean);
        coverage.p50 += covers(intervals.p50, truth.p50);
        coverage.p95 += covers(intervals.p95, truth.p95);
    }
    return coverage;
}

int scoreCoverage(int rater, int prompts, int draws, quint64 seed)
{
    const Chances &chances = raterChances[static_cast<size_t>(rater)];
    double truth = 0;
    for (size_t i = 0; i < chances.size(); ++i)
        truth += chances[i] * static_cast<double>(i + 1);
    Generator generator(seed);
    int covered = 0;
    for (int draw = 0; draw < draws; ++draw) {
        std::vector<SampledValue> scores;
        for (int prompt = 0; prompt < prompts; ++prompt)
            scores.push_back({static_cast<double>(drawScore(chances, generator)), prompt, 1});
        covered += covers(scoreInterval(scores), truth);
    }
    return covered;
}

Verdicts verdictsOf(const Trial &trial, int draws, quint64 seed)
{
    Generator generator(seed);
    Verdicts verdicts;
    for (int draw = 0; draw < draws; ++draw)
        addVerdicts(verdicts, compareModels(simulatedRun(trial, generator.next())), trial.faster);
    return verdicts;
}

Verdicts runVerdictsOf(const Trial &trial, int draws, quint64 seed)
{
    Generator generator(seed);
    Verdicts verdicts;
    Trial base = trial;
    base.faster = 1;
    for (int draw = 0; draw < draws; ++draw) {
        const RunData before = simulatedRun(base, generator.next());
        addVerdicts(verdicts, compareRuns(before, simulatedRun(trial, generator.next())), trial.faster);
    }
    return verdicts;
}

Verdicts scoreVerdictsOf(int models, int prompts, double lift, int draws, quint64 seed)
{
    Generator generator(seed);
    Verdicts verdicts;
    CompareOptions options;
    options.metrics = {CompareMetric::Score};
    for (int draw = 0; draw < draws; ++draw) {
        RunData run = simulatedRun({Shape::Normal, models, prompts, 1, 1}, generator.next());
        addScores(run, lift, generator.next());
        addVerdicts(verdicts, compareModels(run, options), 1);
    }
    return verdicts;
}

Verdicts plannedVerdictsOf(const Trial &trial, double effect, int draws, quint64 seed)
{
    Generator generator(seed);
    Verdicts verdicts;
    for (int draw = 0; draw < draws; ++draw) {
        const auto needed = roundsToTell(simulatedRun(trial, generator.next()), CompareMetric::TotalMs, effect);
        if (!needed || needed->forPilot)
            continue;
        Trial whole = trial;
        whole.rounds = std::max(3, needed->rounds);
        whole.faster = 1 + effect;
        addVerdicts(verdicts, compareModels(simulatedRun(whole, generator.next())), whole.faster);
    }
    return verdicts;
}

} // namespace assay::test
