// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/plan.h"

#include "models/domain/generator.h"
#include "models/domain/text.h"

#include <QSet>

#include <algorithm>
#include <numeric>

namespace assay {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr qint64 mostRequests = 1'000'000;

/// Appends steps so that each knows its place.
class StepList
{
public:
    explicit StepList(const Plan &plan) : m_plan(plan) { }

    void add(int model, int prompt, int round, Phase phase, int track = 0)
    {
        m_steps.push_back({static_cast<int>(m_steps.size()), model, prompt, round, phase, track});
    }
    void addWarmups(int model, int round, int track = 0)
    {
        for (int i = 0; i < m_plan.options.warmups; ++i)
            add(model, i % promptCount(), round, Phase::Warmup, track);
    }
    void addPrompts(int model, int round, int track = 0)
    {
        for (int prompt = 0; prompt < promptCount(); ++prompt)
            add(model, prompt, round, Phase::Measured, track);
    }
    int promptCount() const { return static_cast<int>(m_plan.prompts.size()); }
    std::vector<PlanStep> take() { return std::move(m_steps); }

private:
    const Plan &m_plan;
    std::vector<PlanStep> m_steps;
};

std::vector<int> allModels(const Plan &plan)
{
    std::vector<int> models(plan.models.size());
    std::iota(models.begin(), models.end(), 0);
    return models;
}

std::vector<int> shuffledFor(std::vector<int> models, const Plan &plan, int round)
{
    Generator(derivedSeed(plan.options.seed, static_cast<quint64>(round))).shuffle(models);
    return models;
}

void expandBlocked(const Plan &plan, StepList &steps)
{
    for (int round = 1; round <= plan.options.rounds; ++round) {
        for (const int model : shuffledFor(allModels(plan), plan, round)) {
            steps.addWarmups(model, round);
            steps.addPrompts(model, round);
        }
    }
}

/// Each prompt starts with another model, so that none is always the one that comes first.
void expandInterleaved(const Plan &plan, StepList &steps)
{
    for (const int model : allModels(plan))
        steps.addWarmups(model, 1);
    for (int round = 1; round <= plan.options.rounds; ++round) {
        std::vector<int> models = shuffledFor(allModels(plan), plan, round);
        for (int prompt = 0; prompt < steps.promptCount(); ++prompt) {
            for (const int model : models)
                steps.add(model, prompt, round, Phase::Measured);
            std::rotate(models.begin(), models.begin() + 1, models.end());
        }
    }
}

void expandShuffled(const Plan &plan, StepList &steps)
{
    for (const int model : allModels(plan))
        steps.addWarmups(model, 1);
    for (int round = 1; round <= plan.options.rounds; ++round) {
        std::vector<std::pair<int, int>> requests;
        for (const int model : allModels(plan)) {
            for (int prompt = 0; prompt < steps.promptCount(); ++prompt)
                requests.emplace_back(model, prompt);
        }
        Generator(derivedSeed(plan.options.seed, static_cast<quint64>(round))).shuffle(requests);
        for (const auto &[model, prompt] : requests)
            steps.add(model, prompt, round, Phase::Measured);
    }
}

/// The models of each endpoint, in the order in which the endpoints appear.
std::vector<std::vector<int>> modelsByEndpoint(const Plan &plan)
{
    std::vector<std::pair<EndpointId, QUrl>> endpoints;
    std::vector<std::vector<int>> models;
    for (const int model : allModels(plan)) {
        const Endpoint &endpoint = plan.models[static_cast<size_t>(model)].endpoint;
        const std::pair key(endpoint.id, endpoint.url);
        const auto known = std::ranges::find(endpoints, key);
        const auto track = static_cast<size_t>(known - endpoints.begin());
        if (known == endpoints.end()) {
            endpoints.push_back(key);
            models.emplace_back();
        }
        models[track].push_back(model);
    }
    return models;
}

void expandByServer(const Plan &plan, StepList &steps)
{
    const std::vector<std::vector<int>> tracks = modelsByEndpoint(plan);
    for (int round = 1; round <= plan.options.rounds; ++round) {
        for (size_t track = 0; track < tracks.size(); ++track) {
            for (const int model : shuffledFor(tracks[track], plan, round)) {
                steps.addWarmups(model, round, static_cast<int>(track));
                steps.addPrompts(model, round, static_cast<int>(track));
            }
        }
    }
}

QString parametersProblem(const RequestParameters &parameters)
{
    if (parameters.temperature && !(*parameters.temperature >= 0))
        return Text::tr("The temperature must be 0 or more.");
    if (parameters.maxTokens && *parameters.maxTokens < 1)
        return Text::tr("The largest number of tokens must be 1 or more.");
    return {};
}

QString optionsProblem(const RunOptions &options)
{
    if (options.rounds < 1)
        return Text::tr("A run needs 1 round or more.");
    if (options.warmups < 0)
        return Text::tr("The number of warm-up requests must be 0 or more.");
    if (options.concurrency < 1 || options.concurrency > mostAtOnce)
        return Text::tr("The number of requests at once must be from 1 to %1.").arg(mostAtOnce);
    if (options.rate && !(*options.rate >= lowestRate && *options.rate <= highestRate))
        return Text::tr("The rate must be from one request an hour to %1 a second.").arg(highestRate);
    if (options.idleTimeoutSeconds < 1)
        return Text::tr("The idle time-out must be 1 second or more.");
    if (options.keepWarm && !hasBlocks(options.order))
        return Text::tr("Models are kept warm between blocks, and this order has none: choose model by model (blocked) "
                        "or by server (by-server).");
    if (options.keepWarm && !canKeepWarm(options))
        return Text::tr("Models cannot be kept warm between blocks where one at a time is in memory.");
    return parametersProblem(options.parameters);
}

QString modelsProblem(const Plan &plan)
{
    if (plan.models.empty())
        return Text::tr("Choose at least one model.");
    QSet<ModelAlias> aliases;
    for (const PlannedModel &planned : plan.models) {
        const ModelAlias &alias = planned.model.alias;
        if (alias.isEmpty())
            return Text::tr("A model has no name.");
        if (aliases.contains(alias))
            return Text::tr("The model name \"%1\" is there twice.").arg(alias.value);
        aliases.insert(alias);
        const QString problem = parametersProblem(planned.model.parameters);
        if (!problem.isEmpty())
            return Text::tr("Model \"%1\": %2").arg(alias.value, problem);
    }
    return {};
}

QString promptsProblem(const Plan &plan)
{
    if (plan.prompts.empty())
        return Text::tr("Choose a prompt set with at least one prompt.");
    QSet<PromptId> ids;
    for (const Prompt &prompt : plan.prompts) {
        if (prompt.text.trimmed().isEmpty())
            return Text::tr("The prompt \"%1\" has no text.").arg(prompt.id.value);
        if (ids.contains(prompt.id))
            return Text::tr("The prompt name \"%1\" is there twice.").arg(prompt.id.value);
        ids.insert(prompt.id);
        if (prompt.maxTokens && *prompt.maxTokens < 1)
            return Text::tr("The prompt \"%1\" asks for fewer than 1 token.").arg(prompt.id.value);
    }
    return {};
}

/// Checked factor by factor, so that no product overflows.
bool isTooLong(const Plan &plan)
{
    const auto models = static_cast<qint64>(plan.models.size());
    const auto prompts = static_cast<qint64>(plan.prompts.size());
    if (models > mostRequests || prompts > mostRequests || models * prompts > mostRequests)
        return true;
    const qint64 aRound = models * (prompts + plan.options.warmups);
    return aRound > mostRequests || aRound * plan.options.rounds > mostRequests;
}

} // namespace

std::vector<PlanStep> expandPlan(const Plan &plan)
{
    if (plan.models.empty() || plan.prompts.empty())
        return {};
    StepList steps(plan);
    switch (plan.options.order) {
    case RunOrder::Blocked:
        expandBlocked(plan, steps);
        break;
    case RunOrder::Interleaved:
        expandInterleaved(plan, steps);
        break;
    case RunOrder::ByServer:
        expandByServer(plan, steps);
        break;
    case RunOrder::Shuffled:
        expandShuffled(plan, steps);
        break;
    }
    return steps.take();
}

Plan extendedPlan(Plan plan, int moreRounds)
{
    const qint64 rounds = qint64(plan.options.rounds) + std::max(0, moreRounds);
    plan.options.rounds = static_cast<int>(std::min<qint64>(rounds, std::numeric_limits<int>::max()));
    return plan;
}

QString planProblem(const Plan &plan)
{
    for (const QString &problem : {modelsProblem(plan), promptsProblem(plan), optionsProblem(plan.options)}) {
        if (!problem.isEmpty())
            return problem;
    }
    if (isTooLong(plan))
        return Text::tr("The run would have more than %1 requests.").arg(mostRequests);
    return {};
}

} // namespace assay
