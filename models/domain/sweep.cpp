// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/sweep.h"

#include "models/domain/text.h"

#include <QRegularExpression>

#include <algorithm>

namespace assay {

using namespace Qt::Literals::StringLiterals;

namespace {

const QString temperatureKey = u"temperature"_s;
const QString maxTokensKey = u"max_tokens"_s;
const QString seedKey = u"seed"_s;

bool isKnown(const QString &name)
{
    return name == temperatureKey || name == maxTokensKey || name == seedKey;
}

bool isPlain(const JsonValue &value)
{
    return value.type == JsonValue::Type::Number || value.type == JsonValue::Type::Bool;
}

bool isSweep(const QString &name, const JsonValue &value)
{
    if (!value.isList() || isKnown(name))
        return value.isList();
    return !value.items.empty() && !name.endsWith("_ids"_L1) && std::ranges::all_of(value.items, isPlain);
}

/// What the values of a parameter have to be.
QString wanted(const QString &name)
{
    if (name == temperatureKey)
        return Text::tr("a number of at least 0");
    return name == maxTokensKey ? Text::tr("a whole number of at least 1") : Text::tr("a whole number");
}

bool fits(const QString &name, const JsonValue &value)
{
    if (!isKnown(name))
        return true;
    bool ok = value.type == JsonValue::Type::Number;
    if (ok && name == temperatureKey)
        return value.number.toDouble(&ok) >= 0 && ok;
    if (ok && name == maxTokensKey)
        return value.number.toInt(&ok) >= 1 && ok;
    if (ok)
        value.number.toLongLong(&ok);
    return ok;
}

QString tooMany()
{
    return Text::tr("The lists of this model's parameters make more than %1 combinations, each of which would be a "
                    "model. Leave out some values.")
        .arg(mostCombinations);
}

SweptParameter readValues(const QString &name, const JsonValue &list, const QString &path, JsonProblems &problems)
{
    SweptParameter parameter{name, {}};
    if (list.items.empty())
        problems.mismatch(list, path, Text::tr("a value or a list with at least one"));
    for (const JsonValue &item : list.items) {
        const QString place = jsonPath(path, parameter.values.size());
        const RawJson value = item.compact();
        if (!fits(name, item))
            problems.mismatch(item, place, wanted(name));
        else if (std::ranges::find(parameter.values, value) != parameter.values.end())
            problems.mismatch(item, place, Text::tr("each value once"));
        parameter.values.push_back(value);
    }
    return parameter;
}

int productOf(const std::vector<SweptParameter> &sweep)
{
    qint64 count = 1;
    for (const SweptParameter &parameter : sweep)
        count = std::min<qint64>(count * static_cast<qint64>(parameter.values.size()), mostCombinations + 1);
    return static_cast<int>(count);
}

void reset(RequestParameters &parameters, const QString &name)
{
    if (name == temperatureKey)
        parameters.temperature.reset();
    else if (name == maxTokensKey)
        parameters.maxTokens.reset();
    else if (name == seedKey)
        parameters.seed.reset();
}

void set(RequestParameters &parameters, const QString &name, const RawJson &value)
{
    if (name == temperatureKey) {
        parameters.temperature = value.toDouble();
    } else if (name == maxTokensKey) {
        parameters.maxTokens = value.toInt();
    } else if (name == seedKey) {
        parameters.seed = value.toLongLong();
    } else {
        JsonValue extra = JsonValue::object();
        extra.insertAll(parameters.extra);
        if (const Result<JsonValue> parsed = parseJson(value, {}))
            extra.insert(name, *parsed);
        parameters.extra = extra.compact();
    }
}

} // namespace

int combinationCount(const Model &model)
{
    return productOf(model.sweep);
}

std::vector<Model> sweptModels(const Model &model)
{
    std::vector<Model> models{model};
    models.front().sweep.clear();
    for (const SweptParameter &parameter : model.sweep) {
        std::vector<Model> longer;
        for (const Model &each : models) {
            for (const RawJson &value : parameter.values) {
                longer.push_back(each);
                longer.back().alias.value += u" %1=%2"_s.arg(parameter.name, QString::fromUtf8(value));
                set(longer.back().parameters, parameter.name, value);
            }
        }
        models = std::move(longer);
    }
    return models;
}

std::vector<SweptParameter> takeSweep(ObjectReader &parameters)
{
    std::vector<SweptParameter> sweep;
    const JsonValue &json = parameters.value();
    for (qsizetype i = 0; json.isObject() && i < json.keys.size(); ++i) {
        const QString &name = json.keys[i];
        const JsonValue &value = json.items[static_cast<size_t>(i)];
        if (!isSweep(name, value))
            continue;
        parameters.take(name);
        sweep.push_back(readValues(name, value, parameters.pathOf(name), parameters.problems()));
    }
    if (productOf(sweep) > mostCombinations)
        parameters.problems().add(json.line, tooMany());
    return sweep;
}

JsonValue sweptValuesJson(const SweptParameter &parameter)
{
    JsonValue list = JsonValue::list();
    for (const RawJson &value : parameter.values) {
        if (const Result<JsonValue> parsed = parseJson(value, {}))
            list.append(*parsed);
    }
    return list;
}

QString setTypedParameter(Model &model, const QString &name, const QString &typed)
{
    static const QRegularExpression between(u"[;\\s]+"_s);
    JsonValue list = JsonValue::list();
    for (QString part : typed.split(between, Qt::SkipEmptyParts)) {
        while (part.endsWith(u',')) {
            part.chop(1);
        }
        const Result<JsonValue> value = parseJson(part.replace(u',', u'.').toUtf8(), {});
        list.append(value ? *value : JsonValue::fromText(part));
    }
    JsonProblems problems({});
    const SweptParameter swept = readValues(name, list, {}, problems);
    if (!list.items.empty() && problems.first())
        return Text::tr("Expected one value or several such as \"0; 0.7\", each once, and each %1.").arg(wanted(name));
    Model changed = model;
    std::erase_if(changed.sweep, [&name](const SweptParameter &each) { return each.name == name; });
    reset(changed.parameters, name);
    if (swept.values.size() == 1)
        set(changed.parameters, name, swept.values.front());
    else if (!swept.values.empty())
        changed.sweep.push_back(swept);
    if (combinationCount(changed) > mostCombinations)
        return tooMany();
    model = std::move(changed);
    return {};
}

QString typedParameter(const Model &model, const QString &name)
{
    const auto swept = std::ranges::find(model.sweep, name, &SweptParameter::name);
    if (swept != model.sweep.end()) {
        QStringList values;
        for (const RawJson &value : swept->values)
            values += QString::fromUtf8(value);
        return values.join(u"; "_s);
    }
    const RequestParameters &parameters = model.parameters;
    if (name == temperatureKey && parameters.temperature)
        return QString::number(*parameters.temperature);
    if (name == maxTokensKey && parameters.maxTokens)
        return QString::number(*parameters.maxTokens);
    return name == seedKey && parameters.seed ? QString::number(*parameters.seed) : QString();
}

} // namespace assay
