// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/costjson.h"

#include "models/domain/jsonfields.h"
#include "models/domain/resultsjson.h"

namespace assay {

using namespace Qt::Literals::StringLiterals;

namespace {

JsonValue modelCostJson(const ModelCost &cost, const QString &alias)
{
    JsonValue energy = JsonValue::list();
    for (const EnergyUse &use : cost.energy) {
        JsonValue each = JsonValue::object();
        each.insert(u"domain"_s, JsonValue::fromText(use.domain));
        each.insert(u"joules"_s, JsonValue::fromReal(use.joules));
        each.insert(u"seconds"_s, JsonValue::fromReal(use.seconds));
        each.insert(u"idle_watts"_s, orNull(use.idleWatts));
        energy.append(each);
    }
    JsonValue json = JsonValue::object();
    json.insert(u"alias"_s, JsonValue::fromText(alias));
    json.insert(u"memory_mb"_s, orNull(cost.memoryMb));
    json.insert(u"memory_files_mb"_s, orNull(cost.memoryFilesMb));
    json.insert(u"memory_idle_mb"_s, orNull(cost.memoryIdleMb));
    json.insert(u"gpu_memory_mb"_s, orNull(cost.gpuMemoryMb));
    json.insert(u"load_ms"_s, orNull(cost.loadMs));
    json.insert(u"energy"_s, energy);
    json.insert(u"energy_tokens"_s, JsonValue::fromInteger(cost.energyTokens));
    json.insert(u"gpu_memory_by_server"_s, flagValue(cost.gpuByServer));
    return json;
}

EnergyUse readUse(const JsonValue &json, const QString &path, JsonProblems &problems)
{
    ObjectReader reader(json, path, problems);
    EnergyUse use;
    use.domain = reader.text(u"domain"_s);
    use.joules = reader.real(u"joules"_s, 0).value_or(0);
    use.seconds = reader.real(u"seconds"_s, 0).value_or(0);
    use.idleWatts = reader.real(u"idle_watts"_s, 0);
    return use;
}

ModelCost readModelCost(const JsonValue &json, const QString &path, JsonProblems &problems)
{
    ObjectReader reader(json, path, problems);
    ModelCost cost;
    cost.memoryMb = reader.real(u"memory_mb"_s, 0);
    cost.memoryFilesMb = reader.real(u"memory_files_mb"_s, 0);
    cost.memoryIdleMb = reader.real(u"memory_idle_mb"_s, 0);
    cost.gpuMemoryMb = reader.real(u"gpu_memory_mb"_s, 0);
    cost.loadMs = reader.real(u"load_ms"_s, 0);
    for (const JsonValue &use : takeList(reader, u"energy"_s))
        cost.energy.push_back(readUse(use, jsonPath(reader.pathOf(u"energy"_s), cost.energy.size()), problems));
    cost.energyTokens = reader.integer(u"energy_tokens"_s, 0).value_or(0);
    cost.gpuByServer = takeFlag(reader, u"gpu_memory_by_server"_s);
    return cost;
}

} // namespace

JsonValue costsJson(const RunInfo &info)
{
    const RunCosts &costs = info.costs;
    if (costs == RunCosts())
        return {};
    JsonValue models = JsonValue::list();
    for (size_t i = 0; i < costs.models.size(); ++i) {
        const bool planned = i < info.plan.models.size();
        models.append(modelCostJson(costs.models[i], planned ? info.plan.models[i].model.alias.value : QString()));
    }
    JsonValue json = JsonValue::object();
    json.insert(u"price_per_kwh"_s, orNull(costs.price ? std::optional(costs.price->perKwh) : std::nullopt));
    json.insert(u"currency"_s, JsonValue::fromText(costs.price ? costs.price->currency : QString()));
    json.insert(u"models"_s, models);
    return json;
}

RunCosts readCostsJson(const JsonValue &json, const QString &path, JsonProblems &problems)
{
    RunCosts costs;
    if (json.type == JsonValue::Type::Null)
        return costs;
    ObjectReader reader(json, path, problems);
    const std::optional<double> price = reader.real(u"price_per_kwh"_s, 0);
    const QString currency = reader.text(u"currency"_s);
    if (price)
        costs.price = EnergyPrice{*price, currency};
    for (const JsonValue &model : takeList(reader, u"models"_s))
        costs.models.push_back(
            readModelCost(model, jsonPath(reader.pathOf(u"models"_s), costs.models.size()), problems));
    return costs;
}

QByteArray writeCosts(const RunInfo &info)
{
    return costsJson(info).compact();
}

/// What cannot be read stays empty, as in an environment.
RunCosts readCosts(const QByteArray &json)
{
    const Result<JsonValue> root = parseJson(json, {});
    JsonProblems problems({});
    RunCosts costs = root ? readCostsJson(*root, {}, problems) : RunCosts();
    return problems.first() ? RunCosts() : costs;
}

} // namespace assay
