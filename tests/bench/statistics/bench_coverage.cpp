// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
// How often intervals and verdicts are right, with many more draws than the test takes: bench_coverage [DRAWS]
#include "models/domain/compare/planner.h"
#include "tests/support/simulation.h"

#include <cstdio>
#include <cstdlib>

using namespace assay;
using namespace assay::test;

namespace {

double percent(int part, int whole)
{
    return whole > 0 ? 100.0 * part / whole : 0;
}

void tableOfIntervals(int draws)
{
    struct Size
    {
        int prompts, rounds;
    };
    constexpr Size sizes[]{{4, 3}, {4, 5}, {4, 10}, {4, 34}, {1, 10}, {1, 20}, {1, 130}, {20, 3}, {20, 7}};
    std::printf("\n95 %% intervals of one model, coverage in %% (n = %d draws each)\n", draws);
    std::printf("%-11s %8s %7s %6s %6s %6s\n", "latencies", "prompts", "rounds", "mean", "p50", "p95");
    for (const Shape shape : allShapes) {
        for (const auto &[prompts, rounds] : sizes) {
            const Coverage c = coverageOf({shape, 1, prompts, rounds, 1}, draws, 11);
            std::printf("%-11s %8d %7d %6.1f %6.1f ", qPrintable(shapeName(shape)), prompts, rounds,
                        percent(c.mean, c.draws), percent(c.p50, c.draws));
            if (p95Holds(prompts * rounds))
                std::printf("%6.1f\n", percent(c.p95, c.draws));
            else
                std::printf("%6s\n", "-");
            std::fflush(stdout);
        }
    }
}

void tableOfScores(int draws)
{
    constexpr const char *names[raters]{"moderate", "kind", "torn", "undecided"};
    std::printf("\n95 %% intervals of mean scores, coverage in %% (n = %d draws each)\n%-11s", draws, "rater");
    constexpr int sizes[]{6, 8, 10, 15, 20, 40, 100};
    for (const int prompts : sizes)
        std::printf(" %8d", prompts);
    for (int rater = 0; rater < raters; ++rater) {
        std::printf("\n%-11s", names[rater]);
        for (const int prompts : sizes)
            std::printf(" %8.1f", percent(scoreCoverage(rater, prompts, draws, 12), draws));
    }
    std::printf("\n");
}

void tableOfVerdicts(int draws)
{
    std::printf("\nVerdicts (n = %d tables each): any verdict where nothing differs; cover of the ratio; at a true 10 "
                "%%: told, "
                "wrong\n",
                draws);
    std::printf("%-11s %6s %7s %7s %8s %8s %8s %8s %8s\n", "latencies", "models", "prompts", "rounds", "alarms", "runs",
                "cover", "told", "wrong");
    constexpr Trial trials[]{{Shape::Normal, 2, 4, 3, 1},
                             {Shape::Normal, 2, 4, 5, 1},
                             {Shape::Normal, 3, 4, 5, 1},
                             {Shape::Normal, 2, 1, 10, 1}};
    for (const Shape shape : allShapes) {
        for (Trial trial : trials) {
            trial.shape = shape;
            const Verdicts alike = verdictsOf(trial, draws, 13);
            const Verdicts runs = runVerdictsOf(trial, draws, 14);
            trial.faster = 1.1;
            const Verdicts apart = verdictsOf(trial, draws, 15);
            std::printf("%-11s %6d %7d %7d %8.1f %8.1f %8.1f %8.1f %8.1f\n", qPrintable(shapeName(shape)), trial.models,
                        trial.prompts, trial.rounds, percent(alike.alarms, alike.tables),
                        percent(runs.alarms, runs.tables), percent(apart.covered, apart.intervals),
                        percent(apart.right, apart.tables), percent(apart.wrong, apart.tables));
            std::fflush(stdout);
        }
    }
    std::printf("\nScores: any verdict where nothing differs, 2 and 3 models (n = %d tables each)\n", draws);
    for (const int prompts : {6, 10, 20, 40})
        std::printf("%4d prompts %6.1f %6.1f\n", prompts,
                    percent(scoreVerdictsOf(2, prompts, 0, draws, 16).alarms, draws),
                    percent(scoreVerdictsOf(3, prompts, 0, draws, 17).alarms, draws));
}

void tableOfPlans(int draws)
{
    std::printf("\nRounds planned from a pilot of 4 prompts to tell 5 %%: told in %% (n = draws with a plan, of %d)\n",
                draws);
    for (const Shape shape : allShapes) {
        for (const int rounds : {fewestPilotRounds, 10}) {
            const Verdicts v = plannedVerdictsOf({shape, 2, 4, rounds, 1}, 0.05, draws, 18);
            std::printf("%-11s pilot of %2d rounds %6.1f told %6.1f wrong (n = %d)\n", qPrintable(shapeName(shape)),
                        rounds, percent(v.right, v.tables), percent(v.wrong, v.tables), v.tables);
            std::fflush(stdout);
        }
    }
}

} // namespace

int main(int argc, char *argv[])
{
    const int draws = argc > 1 ? std::max(1, std::atoi(argv[1])) : 4000;
    tableOfIntervals(draws);
    tableOfScores(draws);
    tableOfVerdicts(draws / 2);
    tableOfPlans(draws / 10);
    return 0;
}
