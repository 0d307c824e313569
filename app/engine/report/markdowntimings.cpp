// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/report/markdownparts.h"

#include "app/engine/report/markdowntext.h"
#include "models/domain/metrics.h"
#include "models/domain/numbertext.h"
#include "models/domain/text.h"

#include <algorithm>
#include <cmath>

namespace assay {

using namespace Qt::Literals::StringLiterals;

namespace {

/// The same answers by both clocks, from the first token to the last.
struct BothClocks
{
    std::vector<double> server, here, apart; // in milliseconds, one each a sample
    int flagged = 0;
};

std::vector<BothClocks> clocksByModel(const RunData &run)
{
    std::vector<BothClocks> models(run.info.plan.models.size());
    for (const Sample &sample : run.samples) {
        const auto model = static_cast<size_t>(sample.step.model);
        const std::optional<double> here = metricsOf(sample).decodeMs;
        const std::optional<ServerTimings> &server = sample.serverTimings;
        if (sample.step.phase != Phase::Measured || model >= models.size() || !here || !server || !server->predictedMs)
            continue;
        models[model].server.push_back(*server->predictedMs);
        models[model].here.push_back(*here);
        models[model].apart.push_back(std::abs(*server->predictedMs - *here));
        models[model].flagged += sample.has(SampleFlag::ServerTimingsDisagree) ? 1 : 0;
    }
    return models;
}

QString clocksRow(const PlannedModel &planned, const BothClocks &clocks)
{
    const std::optional<Distribution> server = describe(clocks.server);
    const std::optional<Distribution> here = describe(clocks.here);
    return markdownRow({markdownInline(planned.model.alias.value), QString::number(server->n),
                        durationText(server->p50), durationText(here->p50),
                        durationText(std::ranges::max(clocks.apart)), QString::number(clocks.flagged)});
}

} // namespace

QString markdownServerTimings(const RunData &run)
{
    const std::vector<BothClocks> clocks = clocksByModel(run);
    QString rows;
    for (size_t i = 0; i < clocks.size(); ++i) {
        if (!clocks[i].server.empty())
            rows += clocksRow(run.info.plan.models[i], clocks[i]);
    }
    if (rows.isEmpty())
        return {};
    QString text = "## "_L1 % Text::tr("The servers' own clocks") % "\n\n"_L1;
    text += Text::tr("Some servers tell how long they took from the first token to the last. Every figure of this "
                     "report is measured here; theirs are beside it to check both. A sample is flagged where they "
                     "differ by more than 5 % and 10 ms.")
        % "\n\n"_L1;
    text += markdownRow({Text::tr("Model"), Text::tr("n"), Text::tr("Median by the server"), Text::tr("Median here"),
                         Text::tr("Furthest apart"), Text::tr("Flagged")});
    return text % "|---|---|---|---|---|---|\n"_L1 % rows;
}

} // namespace assay
