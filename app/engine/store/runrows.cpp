// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/store/runrows.h"

#include "app/engine/store/rowio.h"
#include "models/domain/resultsjson.h"
#include "models/domain/text.h"

#include <algorithm>

namespace assay {

using namespace Qt::Literals::StringLiterals;

namespace {

qint64 measuredSteps(const Plan &plan)
{
    const std::vector<PlanStep> steps = expandPlan(plan);
    return std::ranges::count(steps, Phase::Measured, &PlanStep::phase);
}

} // namespace

const QStringList &runColumns()
{
    static const QStringList columns = {u"id"_s,      u"name"_s,        u"state"_s,  u"started_at"_s, u"finished_at"_s,
                                        u"plan"_s,    u"environment"_s, u"costs"_s,  u"simulated"_s,  u"models"_s,
                                        u"prompts"_s, u"rounds"_s,      u"planned"_s};
    return columns;
}

QVariantList runValues(const RunInfo &info)
{
    RowWriter row;
    row.text(info.id.value);
    row.text(info.name);
    row.text(runStateKey(info.state));
    row.time(info.startedAt);
    row.time(info.finishedAt.value_or(QDateTime()));
    row.text(QString::fromUtf8(writePlan(info.plan)));
    row.text(QString::fromUtf8(writeEnvironment(info.environment)));
    row.text(QString::fromUtf8(writeCosts(info)));
    row.number(info.environment.simulated ? 1 : 0);
    row.number(static_cast<qint64>(info.plan.models.size()));
    row.number(static_cast<qint64>(info.plan.prompts.size()));
    row.number(info.plan.options.rounds);
    row.number(measuredSteps(info.plan));
    return row.values();
}

Result<RunInfo> readRunRow(const QSqlQuery &query)
{
    RowReader row(query);
    RunInfo info;
    info.id.value = row.text();
    info.name = row.text();
    info.state = runStateFromKey(row.text()).value_or(RunState::Interrupted);
    info.startedAt = row.time();
    if (const QDateTime finished = row.time(); finished.isValid()) {
        info.finishedAt = finished;
    }
    Result<Plan> plan = readPlan(row.text().toUtf8(), Text::tr("the plan of the run \u201c%1\u201d").arg(info.name));
    if (!plan) {
        return plan.error();
    }
    info.plan = std::move(plan).value();
    info.environment = readEnvironment(row.text().toUtf8());
    info.costs = readCosts(row.text().toUtf8());
    return info;
}

QString briefQuery()
{
    return u"SELECT r.id, r.name, r.state, r.started_at, r.finished_at, r.models, r.prompts, r.rounds, r.planned, "
           "COALESCE(s.finished, 0), COALESCE(s.failed, 0), COALESCE(c.scored, 0), r.simulated "
           "FROM runs r "
           "LEFT JOIN (SELECT run_id, SUM(status IN ('ok', 'failed', 'timed_out')) AS finished, "
           "SUM(status IN ('failed', 'timed_out')) AS failed "
           "FROM samples WHERE phase = 'measured' GROUP BY run_id) s ON s.run_id = r.id "
           "LEFT JOIN (SELECT x.run_id, COUNT(DISTINCT x.sample_id) AS scored "
           "FROM scores x JOIN samples y ON y.run_id = x.run_id AND y.id = x.sample_id "
           "WHERE x.value IS NOT NULL AND y.phase = 'measured' GROUP BY x.run_id) c ON c.run_id = r.id "
           "WHERE r.removed = 0 ORDER BY r.started_at DESC, r.rowid DESC"_s;
}

RunBrief readBriefRow(const QSqlQuery &query)
{
    RowReader row(query);
    RunBrief brief;
    brief.id.value = row.text();
    brief.name = row.text();
    brief.state = runStateFromKey(row.text()).value_or(RunState::Interrupted);
    brief.startedAt = row.time();
    if (const QDateTime finished = row.time(); finished.isValid()) {
        brief.finishedAt = finished;
    }
    brief.models = row.integer();
    brief.prompts = row.integer();
    brief.rounds = row.integer();
    brief.planned = row.integer();
    brief.finished = row.integer();
    brief.failed = row.integer();
    brief.scored = row.integer();
    brief.simulated = row.integer() != 0;
    return brief;
}

} // namespace assay
