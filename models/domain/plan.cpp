// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/plan.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace assay {

using namespace Qt::Literals::StringLiterals;

namespace {

/// The keys of `over` take the place of those of `under`. What is no JSON object counts as empty.
RawJson mergedObjects(const RawJson &under, const RawJson &over)
{
    if (under.isEmpty() || over.isEmpty())
        return under.isEmpty() ? over : under;
    using Json = nlohmann::ordered_json;
    Json merged = Json::parse(under.cbegin(), under.cend(), nullptr, false);
    const Json added = Json::parse(over.cbegin(), over.cend(), nullptr, false);
    if (!merged.is_object())
        return over;
    if (!added.is_object())
        return under;
    for (const auto &[key, value] : added.items())
        merged[key] = value;
    return QByteArray::fromStdString(merged.dump(-1, ' ', false, Json::error_handler_t::replace));
}

void override(RequestParameters &parameters, const RequestParameters &by)
{
    if (by.temperature)
        parameters.temperature = by.temperature;
    if (by.maxTokens)
        parameters.maxTokens = by.maxTokens;
    if (by.seed)
        parameters.seed = by.seed;
    parameters.extra = mergedObjects(parameters.extra, by.extra);
}

} // namespace

bool hasBlocks(RunOrder order)
{
    return order == RunOrder::Blocked || order == RunOrder::ByServer;
}

QString modelLoadingKey(ModelLoading loading)
{
    switch (loading) {
    case ModelLoading::Before:
        return u"before"_s;
    case ModelLoading::OneAtATime:
        return u"one"_s;
    case ModelLoading::Server:
        return u"server"_s;
    }
    return {};
}

std::optional<ModelLoading> modelLoadingFromKey(const QString &key)
{
    for (const ModelLoading loading : {ModelLoading::Before, ModelLoading::OneAtATime, ModelLoading::Server}) {
        if (modelLoadingKey(loading) == key)
            return loading;
    }
    return std::nullopt;
}

QString arrivalKey(Arrival arrival)
{
    return arrival == Arrival::Constant ? u"constant"_s : u"poisson"_s;
}

std::optional<Arrival> arrivalFromKey(const QString &key)
{
    for (const Arrival arrival : {Arrival::Constant, Arrival::Poisson}) {
        if (arrivalKey(arrival) == key)
            return arrival;
    }
    return std::nullopt;
}

bool canKeepWarm(const RunOptions &options)
{
    return hasBlocks(options.order) && options.loading != ModelLoading::OneAtATime;
}

int requestsAtOnce(const RunOptions &options)
{
    return options.rate ? mostAtOnce : options.concurrency;
}

QString runOrderKey(RunOrder order)
{
    switch (order) {
    case RunOrder::Blocked:
        return u"blocked"_s;
    case RunOrder::Interleaved:
        return u"interleaved"_s;
    case RunOrder::ByServer:
        return u"by-server"_s;
    case RunOrder::Shuffled:
        return u"shuffled"_s;
    }
    return {};
}

std::optional<RunOrder> runOrderFromKey(const QString &key)
{
    for (const RunOrder order : {RunOrder::Blocked, RunOrder::Interleaved, RunOrder::ByServer, RunOrder::Shuffled}) {
        if (runOrderKey(order) == key)
            return order;
    }
    return std::nullopt;
}

SampleId sampleIdOf(int planIndex)
{
    return {u"%1"_s.arg(planIndex, 5, 10, QChar(u'0'))};
}

RequestParameters effectiveParameters(const Plan &plan, const PlanStep &step)
{
    RequestParameters parameters = plan.options.parameters;
    override(parameters, plan.models[static_cast<size_t>(step.model)].model.parameters);
    if (const auto &own = plan.prompts[static_cast<size_t>(step.prompt)].maxTokens)
        parameters.maxTokens = own;
    if (plan.options.deterministic) {
        parameters.temperature = 0.0;
        parameters.seed = static_cast<qint64>(plan.options.seed & 0x7FFF'FFFF'FFFF'FFFFULL);
    }
    return parameters;
}

QString effectiveSystem(const Plan &plan, const PlanStep &step)
{
    const QString &own = plan.prompts[static_cast<size_t>(step.prompt)].system;
    return own.isEmpty() ? plan.models[static_cast<size_t>(step.model)].model.system : own;
}

bool isSimulated(const Plan &plan)
{
    return std::ranges::any_of(
        plan.models, [](const PlannedModel &planned) { return isSimulated(planned.endpoint, planned.model); });
}

} // namespace assay
