// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/compare/comparemetric.h"
#include "models/domain/compare/ranktest.h"
#include "models/domain/intervals.h"
#include "models/domain/run.h"

namespace assay {

/// One figure of one answer, higher is better: logarithms of speeds and (negative) of times, points of scores.
struct Cell
{
    int prompt = 0;
    int round = 0;
    double value = 0;
};
using Cells = std::vector<Cell>;

/// A model's measured ok samples, or the overall scores of its measured samples.
Cells cellsOf(const RunData &run, int model, CompareMetric metric);

/// What speaks for and against a difference of two models.
struct Evidence
{
    std::vector<double> differences; // first less second, one a unit: a round, or a scored prompt
    std::vector<double> first, second; // two runs, instead of differences: the levels of their rounds
    std::vector<Stratum> strata; // for the rank test
    int pairs = 0;
    int rounds = 0;
    bool areScores = false;
};

/// Two models of one run, paired by prompt and round. The unit is the round, because what disturbs one request (heat,
/// another program) disturbs its neighbours: one round cannot tell a slow model from a slow minute, however many
/// prompts it has.
Evidence evidenceOfPairs(const Cells &first, const Cells &second);
/// Two runs of one model, paired by prompt; their rounds have nothing to do with each other. The prompts' numbers must
/// mean the same in both.
Evidence evidenceOfRuns(const Cells &first, const Cells &second);
/// Scores, paired by prompt. The unit is the prompt: another round of the same answer says nothing new.
Evidence evidenceOfScores(const Cells &first, const Cells &second);

} // namespace assay
