// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/prompts.h"

namespace assay {

/// How requests of several models and prompts follow each other (measurement.md, "Running fairly").
enum class RunOrder {
    Blocked, // all prompts of one model, then the next model; order of models shuffled per round
    Interleaved, // prompt by prompt, models take turns
    ByServer, // endpoints in parallel, one request at a time in each
    Shuffled // all requests of a round in random order
};
/// Whether a model's requests of a round stay together and are warmed up for each round (Blocked, ByServer).
bool hasBlocks(RunOrder order);
QString runOrderKey(RunOrder order); // "blocked", ...
std::optional<RunOrder> runOrderFromKey(const QString &key);

/// How the requests of a run with a rate follow each other in time.
enum class Arrival {
    Constant, // one each 1/rate seconds
    Poisson // at random, as from many people who do not know of each other; drawn by the plan's seed
};
QString arrivalKey(Arrival arrival); // "constant", "poisson"
std::optional<Arrival> arrivalFromKey(const QString &key);

/// Who brings a model into its server's memory.
enum class ModelLoading {
    Before, // we do, before a block of its requests, where the server can be asked to: loading is timed for itself
    OneAtATime, // the same, and the plan's other models of that server are unloaded first; needs an order with blocks
    Server // nobody asks: the server does as it is set up
};
QString modelLoadingKey(ModelLoading loading); // "before", "one", "server"
std::optional<ModelLoading> modelLoadingFromKey(const QString &key);

/// Requests under way at the same time, at most.
inline constexpr int mostAtOnce = 256;
/// Requests a second, from one an hour on.
inline constexpr double lowestRate = 1.0 / 3600;
inline constexpr double highestRate = 10'000;

struct RunOptions
{
    int rounds = 3; // >= 1
    int warmups = 1; // >= 0, a block
    RunOrder order = RunOrder::Blocked;
    int concurrency = 1; // >= 1, requests at once; with a rate it is not looked at
    /// Requests a second of each track: measured requests are sent at planned instants, whether or not earlier ones
    /// have been answered (an open loop). Absent: each waits for the one before.
    std::optional<double> rate;
    Arrival arrival = Arrival::Constant; // with a rate
    quint64 seed = 1; // of the order; also sent to servers where `deterministic`
    RequestParameters parameters; // the plan's; a model's own and a prompt's max tokens override
    int idleTimeoutSeconds = 120; // >= 1: no bytes for so long ends a sample
    ModelLoading loading = ModelLoading::Before;
    bool nonce = false; // a unique line begins each request, which defeats every server's prompt cache
    bool cachePrompt = false; // false: servers known to understand it are told not to reuse a cached prompt
    bool deterministic = false; // temperature 0 and the seed are sent
    /// Between blocks, models that wait for their next one are sent a request of one token, so that no server puts them
    /// away for being idle; where canKeepWarm().
    bool keepWarm = false;

    friend bool operator==(const RunOptions &, const RunOptions &) = default;
};

/// Whether models are to stay in memory between their blocks at all: there are blocks, and room is not made for one
/// model by unloading the others.
bool canKeepWarm(const RunOptions &options);

/// Requests that may be under way at once, in each track.
int requestsAtOnce(const RunOptions &options);

struct PlannedModel
{
    Model model;
    Endpoint endpoint;

    friend bool operator==(const PlannedModel &, const PlannedModel &) = default;
};

/// Everything needed to repeat a run.
struct Plan
{
    std::vector<PlannedModel> models; // identity (letter, colour) is the place here
    std::vector<Prompt> prompts; // expanded
    QString promptSetName;
    RunOptions options;

    friend bool operator==(const Plan &, const Plan &) = default;
};

/// Whether a practice server takes part.
bool isSimulated(const Plan &plan);

enum class Phase { Warmup, Measured };

/// One request of a plan.
struct PlanStep
{
    int index = 0; // place in the plan, from 0; SampleId is this number
    int model = 0; // index in Plan::models
    int prompt = 0; // index in Plan::prompts
    int round = 1; // from 1; a warm-up belongs to the round it goes before
    Phase phase = Phase::Measured;
    int track = 0; // steps of different tracks run in parallel (ByServer: one a server); 0 elsewhere

    friend bool operator==(const PlanStep &, const PlanStep &) = default;
};

SampleId sampleIdOf(int planIndex);
/// Deterministic in the plan. Blocked and by server: warm-ups at the head of each block; other orders: per model, once,
/// first. A warm-up uses the plan's prompts from the first on. The steps of a plan are the first ones of the same plan
/// with more rounds: what was asked keeps its place.
std::vector<PlanStep> expandPlan(const Plan &plan);

/// The same plan with so many rounds more, to go on with a run of it; planProblem() tells where that is too much.
Plan extendedPlan(Plan plan, int moreRounds);

/// Parameters of one request: the plan's, then the model's, then the prompt's max tokens.
RequestParameters effectiveParameters(const Plan &plan, const PlanStep &step);
/// System text of one request: the prompt's where it has one, else the model's.
QString effectiveSystem(const Plan &plan, const PlanStep &step);

/// Errors: BadInput with a sentence for an empty or impossible plan (no model, no prompt, rounds < 1, ...).
QString planProblem(const Plan &plan); // empty when all is well

} // namespace assay
