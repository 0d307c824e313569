// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/resultsjson.h"

#include "models/domain/jsonvalue.h"
#include "models/domain/summary.h"

#include <algorithm>

namespace assay {

using namespace Qt::Literals::StringLiterals;

namespace {

/// Leaves out the members of an object whose key `isVolatile` names.
template <class Predicate> void drop(JsonValue &object, Predicate isVolatile)
{
    JsonValue kept = JsonValue::object();
    for (size_t i = 0; i < object.items.size(); ++i) {
        const QString &key = object.keys[static_cast<qsizetype>(i)];
        if (!isVolatile(key))
            kept.insert(key, std::move(object.items[i]));
    }
    object = std::move(kept);
}

void drop(JsonValue &object, const QStringList &keys)
{
    drop(object, [&keys](const QString &key) { return keys.contains(key); });
}

JsonValue *member(JsonValue &object, const QString &key)
{
    const qsizetype at = object.keys.indexOf(key);
    return at < 0 ? nullptr : &object.items[static_cast<size_t>(at)];
}

/// Flags that follow from what was answered; all others follow from when.
bool isAboutTheAnswer(const JsonValue &flag)
{
    static const QStringList keys{sampleFlagKey(SampleFlag::EstimatedTokens), sampleFlagKey(SampleFlag::Truncated),
                                  sampleFlagKey(SampleFlag::NoFinishReason),
                                  sampleFlagKey(SampleFlag::OtherModelAnswered)};
    return keys.contains(flag.text);
}

void settleRun(JsonValue &run)
{
    drop(run,
         {u"id"_s, u"name"_s, u"started_at"_s, u"finished_at"_s, u"environment"_s, u"calibration"_s, u"rate"_s,
          u"costs"_s});
}

void settleSummary(JsonValue &summary)
{
    QStringList times{u"latency_avg"_s,
                      u"latency_p95"_s,
                      u"tokens_per_sec_avg"_s,
                      u"first_token_latency_avg"_s,
                      u"load_ms"_s,
                      u"memory_mb"_s,
                      u"energy_wh_per_1k_tokens"_s,
                      u"cost"_s,
                      u"energy_source"_s,
                      u"cold_ttft_ms"_s,
                      u"cold_total_ms"_s};
    for (const SummaryMetric &metric : summaryMetrics()) {
        if (metric.distribution != &ModelSummary::outputTokens)
            times += QStringView(metric.key).toString();
    }
    drop(summary, times);
}

void settleSample(JsonValue &sample)
{
    static const QStringList others{u"started_at"_s, u"server_timings"_s, u"stamps_ns"_s, u"attempts"_s,
                                    u"cached_prompt_tokens"_s};
    drop(sample, [](const QString &key) { return key.endsWith("_ms"_L1) || others.contains(key); });
    if (JsonValue *flags = member(sample, u"flags"_s))
        std::erase_if(flags->items, [](const JsonValue &flag) { return !isAboutTheAnswer(flag); });
    if (JsonValue *scores = member(sample, u"scores"_s)) {
        for (JsonValue &score : scores->items)
            drop(score, {u"at"_s});
    }
}

template <class Settle> void eachOf(JsonValue &root, const QString &key, Settle settle)
{
    if (JsonValue *list = member(root, key))
        std::ranges::for_each(list->items, settle);
}

} // namespace

QByteArray writeStableResults(const RunData &run)
{
    Result<JsonValue> root = parseJson(writeResults(run), {});
    if (!root)
        return {};
    JsonValue &json = root.value();
    if (JsonValue *info = member(json, u"run"_s))
        settleRun(*info);
    eachOf(json, u"models"_s, [](JsonValue &model) { drop(model, {u"server"_s}); });
    eachOf(json, u"summary"_s, settleSummary);
    eachOf(json, u"samples"_s, settleSample);
    return json.indented();
}

} // namespace assay
