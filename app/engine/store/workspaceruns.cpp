// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/store/workspacestore_p.h"

#include "app/engine/store/rowio.h"
#include "app/engine/store/runrows.h"
#include "app/engine/store/samplerows.h"
#include "app/engine/store/scorerows.h"
#include "models/domain/resultsjson.h"
#include "models/domain/text.h"

namespace assay {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int samplesForTypicalTotal = 200;

QString selectOf(const QStringList &columns, const QString &table, const QString &rest)
{
    return u"SELECT %1.%2 FROM %1 %3"_s.arg(table, columns.join(u", "_s + table + u"."_s), rest);
}

std::optional<Nanos> medianOf(const std::vector<qint64> &sorted)
{
    if (sorted.empty()) {
        return std::nullopt;
    }
    const size_t middle = sorted.size() / 2;
    const qint64 upper = sorted[middle];
    return Nanos(sorted.size() % 2 == 1 ? upper : (sorted[middle - 1] + upper) / 2);
}

} // namespace

Status WorkspaceStore::beginRun(const RunInfo &info)
{
    return d->database->execute(upsertStatement(u"runs"_s, runColumns(), {u"id"_s}), runValues(info));
}

Status WorkspaceStore::setRunState(const RunId &run, RunState state, const std::optional<QDateTime> &finishedAt)
{
    RowWriter row;
    row.text(runStateKey(state));
    row.time(finishedAt.value_or(QDateTime()));
    row.text(run.value);
    return d->database->execute(u"UPDATE runs SET state = ?, finished_at = ? WHERE id = ?"_s, row.values());
}

/// Not the whole row: the person may have given it another name meanwhile.
Status WorkspaceStore::endRun(const RunInfo &info)
{
    RowWriter row;
    row.text(runStateKey(info.state));
    row.time(info.finishedAt.value_or(QDateTime()));
    row.text(QString::fromUtf8(writeEnvironment(info.environment)));
    row.text(QString::fromUtf8(writeCosts(info)));
    row.text(info.id.value);
    return d->database->execute(
        u"UPDATE runs SET state = ?, finished_at = ?, environment = ?, costs = ? WHERE id = ?"_s, row.values());
}

Status WorkspaceStore::renameRun(const RunId &run, const QString &name)
{
    RowWriter row;
    row.text(name);
    row.text(run.value);
    return d->database->execute(u"UPDATE runs SET name = ? WHERE id = ?"_s, row.values());
}

Status WorkspaceStore::removeRun(const RunId &run)
{
    return d->database->execute(u"UPDATE runs SET removed = 1 WHERE id = ?"_s, {run.value});
}

Status WorkspaceStore::restoreRun(const RunId &run)
{
    return d->database->execute(u"UPDATE runs SET removed = 0 WHERE id = ?"_s, {run.value});
}

Result<std::vector<RunBrief>> WorkspaceStore::runs() const
{
    std::vector<RunBrief> runs;
    const Status status =
        d->database->each(briefQuery(), {}, [&runs](const QSqlQuery &query) { runs.push_back(readBriefRow(query)); });
    if (!status) {
        return status.error();
    }
    return runs;
}

Result<RunData> WorkspaceStore::run(const RunId &run) const
{
    std::optional<Result<RunInfo>> info;
    RunData data;
    bool damaged = false;
    const auto take = [&damaged]<class T>(std::vector<T> &list, std::optional<T> value) {
        damaged = damaged || !value;
        if (value) {
            list.push_back(std::move(*value));
        }
    };
    // One transaction, so that a run that is being written is seen as it was at one moment.
    const Status status = d->database->snapshot([&]() -> Status {
        Status read = d->database->each(selectOf(runColumns(), u"runs"_s, u"WHERE id = ? AND removed = 0"_s),
                                        {run.value}, [&info](const QSqlQuery &query) { info = readRunRow(query); });
        if (read) {
            read = d->database->each(
                selectOf(sampleColumns(), u"samples"_s, u"WHERE run_id = ? ORDER BY plan_index, id"_s), {run.value},
                [&](const QSqlQuery &query) { take(data.samples, readSampleRow(query)); });
        }
        if (read) {
            read = d->database->each(
                selectOf(scoreColumns(), u"scores"_s,
                         u"JOIN samples ON samples.run_id = scores.run_id AND samples.id = scores.sample_id "
                         "WHERE scores.run_id = ? ORDER BY plan_index, sample_id, criterion, annotator"_s),
                {run.value}, [&](const QSqlQuery &query) { take(data.scores, readScoreRow(query)); });
        }
        return read;
    });
    if (!status) {
        return status.error();
    }
    if (!info) {
        return Error{ErrorCode::BadInput, Text::tr("The workspace %1 holds no run %2.").arg(path(), run.value), {}};
    }
    if (!*info) {
        return info->error();
    }
    data.info = std::move(*info).value();
    if (damaged) {
        return d->damagedRow(Text::tr("a sample or a score of the run \u201c%1\u201d").arg(data.info.name));
    }
    return data;
}

Status WorkspaceStore::saveSample(const Sample &sample)
{
    static const QString statement = upsertStatement(u"samples"_s, sampleColumns(), {u"run_id"_s, u"id"_s});
    return d->database->execute(statement, sampleValues(sample));
}

Status WorkspaceStore::saveScore(const Score &score)
{
    static const QStringList keys = {u"run_id"_s, u"sample_id"_s, u"criterion"_s, u"annotator"_s};
    if (score.value || !score.comment.isEmpty() || !score.aspectsMet.isEmpty()) {
        return d->database->execute(upsertStatement(u"scores"_s, scoreColumns(), keys), scoreValues(score));
    }
    RowWriter row;
    row.text(score.run.value);
    row.text(score.sample.value);
    row.text(score.criterion);
    row.text(score.annotator);
    return d->database->execute(
        u"DELETE FROM scores WHERE run_id = ? AND sample_id = ? AND criterion = ? AND annotator = ?"_s, row.values());
}

std::optional<Nanos> WorkspaceStore::typicalTotal(const ModelAlias &alias) const
{
    std::vector<qint64> totals;
    const Status status = d->database->each(
        u"SELECT total_ns FROM (SELECT s.total_ns FROM samples s JOIN runs r ON r.id = s.run_id "
        "WHERE s.alias = ? AND s.phase = 'measured' AND s.status = 'ok' AND s.total_ns IS NOT NULL AND r.removed = 0 "
        "ORDER BY s.started_at DESC LIMIT ?) ORDER BY total_ns"_s,
        {alias.value, samplesForTypicalTotal},
        [&totals](const QSqlQuery &query) { totals.push_back(query.value(0).toLongLong()); });
    return status ? medianOf(totals) : std::nullopt;
}

QHash<ModelAlias, Nanos> WorkspaceStore::typicalTotals() const
{
    std::vector<ModelAlias> aliases;
    QHash<ModelAlias, Nanos> totals;
    static_cast<void>(
        d->database->each(u"SELECT DISTINCT alias FROM samples"_s, {}, [&aliases](const QSqlQuery &query) {
            aliases.push_back(ModelAlias{query.value(0).toString()});
        }));
    for (const ModelAlias &alias : aliases) {
        if (const std::optional<Nanos> total = typicalTotal(alias)) {
            totals.insert(alias, *total);
        }
    }
    return totals;
}

} // namespace assay
