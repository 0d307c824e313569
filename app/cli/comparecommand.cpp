// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/comparecommand.h"

#include "app/cli/storedrun.h"
#include "app/cli/texttable.h"
#include "models/domain/comparability.h"
#include "models/domain/numbertext.h"
#include "models/domain/text.h"

#include <algorithm>
#include <cmath>

using namespace Qt::Literals::StringLiterals;

namespace assay {
namespace {

Result<CompareOptions> optionsFrom(const Arguments &arguments)
{
    CompareOptions options;
    std::optional<double> percent;
    const Status status = arguments.takeReal(u"threshold"_s, 0.1, 100, percent);
    if (!status) {
        return status.error();
    }
    options.threshold = percent.value_or(100 * options.threshold) / 100;
    const std::optional<QString> key = arguments.value(u"metric"_s);
    if (!key) {
        return options;
    }
    const std::optional<CompareMetric> metric = compareMetricFromKey(*key);
    if (!metric) {
        QStringList keys;
        for (const CompareMetric each : allCompareMetrics) {
            keys.append(compareMetricKey(each));
        }
        return unexpected(u"--metric"_s, *key, Text::tr("one of %1").arg(keys.join(u", "_s)));
    }
    options.metrics = {*metric};
    return options;
}

bool isRegression(const Comparison &comparison)
{
    return comparison.verdict == Verdict::Slower || comparison.verdict == Verdict::Worse;
}

QStringList rowOf(const Comparison &c)
{
    return {c.firstAlias.value, compareMetricName(c.metric), verdictText(c), QString::number(c.pairs),
            pValueText(c.pHolm)};
}

/// Models of the newer run that the older one does not have under the same name.
QStringList strangers(const Plan &base, const Plan &now)
{
    QStringList names;
    for (const PlannedModel &planned : now.models) {
        const bool isKnown = std::ranges::any_of(
            base.models, [&planned](const PlannedModel &other) { return other.model.alias == planned.model.alias; });
        if (!isKnown) {
            names.append(planned.model.alias.value);
        }
    }
    return names;
}

int answersOf(const RunData &run, const ModelAlias &alias)
{
    return static_cast<int>(std::ranges::count_if(run.samples, [&alias](const Sample &sample) {
        return sample.alias == alias && sample.step.phase == Phase::Measured && sample.status == SampleStatus::Ok;
    }));
}

/// Models that gave whole answers then and give none now: no verdict on their figures could be worse.
QStringList silenced(const RunData &base, const RunData &now)
{
    QStringList names;
    for (const PlannedModel &planned : now.info.plan.models) {
        const ModelAlias &alias = planned.model.alias;
        if (answersOf(base, alias) > 0 && answersOf(now, alias) == 0) {
            names.append(alias.value);
        }
    }
    return names;
}

} // namespace

CompareCommand::CompareCommand(Surroundings &surroundings, QObject *parent)
    : Command(surroundings, u"compare"_s, Text::tr("Say what has changed from one results.json to another."), parent)
{
}

void CompareCommand::addOptions(Arguments &arguments) const
{
    arguments.addFile(u"BASE.json"_s, Text::tr("The results that the others are held against."));
    arguments.addFile(u"NEW.json"_s, Text::tr("The newer results."));
    arguments.addValue(u"threshold"_s, u"PERCENT"_s, Text::tr("The smallest difference that matters; 3."));
    arguments.addValue(
        u"metric"_s, u"NAME"_s,
        Text::tr("Compare this alone, such as total_ms: fewer comparisons tell more. Otherwise total_ms, "
                 "ttft_ms, decode_tokens_per_s and score."));
}

void CompareCommand::show(const RunData &base, const RunData &now, const std::vector<Comparison> &table) const
{
    for (const QString &sentence : comparability(base.info, now.info)) {
        console().say(terminalSafe(Text::tr("Not comparable: %1").arg(sentence)));
    }
    for (const QString &name : strangers(base.info.plan, now.info.plan)) {
        console().say(terminalSafe(Text::tr("%1 is not in the base results; it is left out.").arg(name)));
    }
    std::vector<QStringList> rows;
    std::ranges::transform(table, std::back_inserter(rows), rowOf);
    const auto right = CellAlign::Right;
    console().out << textTable(
        {{Text::tr("model")}, {Text::tr("metric")}, {Text::tr("now")}, {Text::tr("n"), right}, {Text::tr("p"), right}},
        rows) << Text::tr("In brackets: the 95 % interval. n: pairs of samples. p: corrected for all rows (Holm).")
                  << '\n'
                  << Qt::flush;
}

void CompareCommand::begin(const Arguments &arguments)
{
    const Result<CompareOptions> options = optionsFrom(arguments);
    if (!options) {
        return fail(options.error());
    }
    const Result<RunData> base = runInResults(arguments.files().at(0));
    if (!base) {
        return fail(base.error());
    }
    const Result<RunData> now = runInResults(arguments.files().at(1));
    if (!now) {
        return fail(now.error());
    }
    const std::vector<Comparison> table = compareRuns(*base, *now, *options);
    const QStringList lost = silenced(*base, *now);
    if (table.empty() && lost.isEmpty()) {
        return fail(
            {ErrorCode::BadInput,
             Text::tr("The two have nothing to compare: no model of the same name with whole answers to the same "
                      "prompts in both."),
             {}});
    }
    show(*base, *now, table);
    for (const QString &name : lost) {
        console().say(terminalSafe(Text::tr("%1 gave whole answers before and gives none now.").arg(name)));
    }
    const bool isWorse = !lost.isEmpty() || std::ranges::any_of(table, isRegression);
    end(isWorse ? ExitCode::regression : ExitCode::ok);
}

} // namespace assay
