// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/compare/outliers.h"

#include "models/domain/compare/levelled.h"
#include "models/domain/numbertext.h"
#include "models/domain/statistics.h"
#include "models/domain/text.h"

#include <QSet>

#include <algorithm>
#include <map>

namespace assay {

namespace {

using Row = std::vector<LevelledSample>; // of one model, in plan order

constexpr size_t fewestOfModel = 8;
/// Flags that can say why a sample took longer or shorter than others.
constexpr SampleFlag timeFlags[]{SampleFlag::NewConnection,      SampleFlag::FirstAfterLoad,
                                 SampleFlag::CachedPrefix,       SampleFlag::BufferedStream,
                                 SampleFlag::Truncated,          SampleFlag::ServerTimingsDisagree,
                                 SampleFlag::Nagle40ms,          SampleFlag::EngineLag,
                                 SampleFlag::OtherModelAnswered, SampleFlag::Retried};

/// Tukey's fences around the ratios of one model.
class Fences
{
public:
    explicit Fences(const Row &row)
    {
        std::vector<double> ratios;
        for (const LevelledSample &s : row)
            ratios.push_back(s.ratio());
        std::ranges::sort(ratios);
        if (ratios.size() < fewestOfModel)
            return;
        m_box = Interval{*percentile(ratios, 25), *percentile(ratios, 75)};
    }

    /// The outer of the fences that `ratio` lies beyond, on either side.
    std::optional<Fence> crossed(double ratio) const
    {
        if (!m_box)
            return std::nullopt;
        const double width = m_box->high - m_box->low;
        const double outside = std::max(ratio - m_box->high, m_box->low - ratio);
        if (outside <= 1.5 * width)
            return std::nullopt;
        return outside > 3 * width ? Fence::Severe : Fence::Mild;
    }

private:
    std::optional<Interval> m_box;
};

struct Rows
{
    std::vector<Row> rows; // one a model
    std::vector<Fences> fences;
};

Rows rowsOf(const RunData &run, CompareMetric metric)
{
    Rows all;
    for (size_t model = 0; model < run.info.plan.models.size(); ++model) {
        all.rows.push_back(levelledSamples(run, static_cast<int>(model), metric));
        all.fences.emplace_back(all.rows.back());
    }
    return all;
}

/// The measured samples that come first in the run, and first in each turn, of their model.
struct Firsts
{
    QSet<SampleId> ofRun, ofBlock;
};

Firsts firstsOf(const RunData &run)
{
    std::vector<const Sample *> measured;
    for (const Sample &sample : run.samples) {
        if (sample.step.phase == Phase::Measured)
            measured.push_back(&sample);
    }
    std::ranges::stable_sort(measured, {}, [](const Sample *sample) { return sample->step.index; });
    const RunOrder order = run.info.plan.options.order;
    Firsts firsts;
    std::map<int, int> lastRound; // of each model
    for (const Sample *sample : measured) {
        const auto [last, isNew] = lastRound.try_emplace(sample->step.model, sample->step.round);
        if (isNew)
            firsts.ofRun.insert(sample->id);
        if (hasBlocks(order) && (isNew || last->second != sample->step.round))
            firsts.ofBlock.insert(sample->id);
        last->second = sample->step.round;
    }
    return firsts;
}

/// True where, of another model, the sample nearest in time lies outside its fences on the same side.
bool othersToo(const Rows &all, size_t model, const LevelledSample &outlier)
{
    for (size_t other = 0; other < all.rows.size(); ++other) {
        if (other == model || all.rows[other].empty())
            continue;
        const auto distance = [&outlier](const LevelledSample &s) {
            return std::abs(s.sample->startedAt.msecsTo(outlier.sample->startedAt));
        };
        const LevelledSample &nearest = *std::ranges::min_element(all.rows[other], {}, distance);
        if ((nearest.ratio() > 1) == (outlier.ratio() > 1) && all.fences[other].crossed(nearest.ratio()))
            return true;
    }
    return false;
}

Outlier outlierOf(const LevelledSample &s, CompareMetric metric, Fence fence, const Firsts &firsts)
{
    Outlier outlier;
    outlier.sample = s.sample->id;
    outlier.model = s.sample->step.model;
    outlier.metric = metric;
    outlier.value = s.value;
    outlier.typical = s.typical;
    outlier.fence = fence;
    std::ranges::copy_if(timeFlags, std::back_inserter(outlier.flags),
                         [&s](SampleFlag flag) { return s.sample->has(flag); });
    if (!outlier.flags.empty())
        outlier.coincidences.push_back(Coincidence::Flagged);
    if (firsts.ofRun.contains(outlier.sample))
        outlier.coincidences.push_back(Coincidence::FirstOfRun);
    else if (firsts.ofBlock.contains(outlier.sample))
        outlier.coincidences.push_back(Coincidence::FirstOfBlock);
    return outlier;
}

QString coincidenceText(Coincidence coincidence, const Outlier &outlier)
{
    switch (coincidence) {
    case Coincidence::Flagged: {
        QStringList keys;
        for (const SampleFlag flag : outlier.flags)
            keys.append(sampleFlagKey(flag));
        return Text::tr("flagged %1").arg(keys.join(QStringLiteral(", ")));
    }
    case Coincidence::FirstOfRun:
        return Text::tr("the model's first measured request");
    case Coincidence::FirstOfBlock:
        return Text::tr("the first of the model's turn");
    case Coincidence::OthersToo:
        return outlier.value > outlier.typical ? Text::tr("other models were high at that time, too")
                                               : Text::tr("other models were low at that time, too");
    }
    return {};
}

QString valueText(CompareMetric metric, double value)
{
    return isHigherBetter(metric) ? threeDigits(value) : durationText(value);
}

} // namespace

std::vector<Outlier> outliersOf(const RunData &run, CompareMetric metric)
{
    const Rows all = rowsOf(run, metric);
    const Firsts firsts = firstsOf(run);
    std::vector<std::pair<int, Outlier>> found;
    for (size_t model = 0; model < all.rows.size(); ++model) {
        for (const LevelledSample &s : all.rows[model]) {
            const std::optional<Fence> fence = all.fences[model].crossed(s.ratio());
            if (!fence)
                continue;
            Outlier outlier = outlierOf(s, metric, *fence, firsts);
            if (othersToo(all, model, s))
                outlier.coincidences.push_back(Coincidence::OthersToo);
            found.emplace_back(s.sample->step.index, outlier);
        }
    }
    std::ranges::stable_sort(found, {}, &std::pair<int, Outlier>::first);
    std::vector<Outlier> outliers;
    outliers.reserve(found.size());
    for (auto &[index, outlier] : found)
        outliers.push_back(std::move(outlier));
    return outliers;
}

QString outlierText(const Outlier &outlier)
{
    QStringList parts{Text::tr("%1 where %2 is typical")
                          .arg(valueText(outlier.metric, outlier.value), valueText(outlier.metric, outlier.typical))};
    for (const Coincidence coincidence : outlier.coincidences)
        parts.append(coincidenceText(coincidence, outlier));
    return parts.join(QStringLiteral("; "));
}

std::vector<SlowFirst> slowFirsts(const RunData &run)
{
    std::vector<SlowFirst> slow;
    for (const Outlier &outlier : outliersOf(run, CompareMetric::TotalMs)) {
        const bool isFirst =
            std::ranges::find(outlier.coincidences, Coincidence::FirstOfRun) != outlier.coincidences.end();
        if (isFirst && outlier.value > outlier.typical)
            slow.push_back({outlier.model, run.info.plan.models[static_cast<size_t>(outlier.model)].model.alias,
                            outlier.sample, outlier.value / outlier.typical});
    }
    return slow;
}

QString slowFirstText(const SlowFirst &slow)
{
    return Text::tr("The first measured request of %1 took %2 times as long as is typical for its prompt: more warm-up "
                    "requests would help.")
        .arg(slow.alias.value, QString::number(slow.times, 'f', 1));
}

} // namespace assay
