// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/liverunmodel.h"

#include "models/domain/metrics.h"
#include "models/domain/numbertext.h"
#include "models/domain/text.h"
#include "models/domain/trouble.h"
#include "models/items/itemroles.h"

namespace assay {
using namespace Qt::Literals::StringLiterals;
namespace {

void appendBounded(QString &text, const QString &more)
{
    text += more;
    if (text.size() > LiveRunModel::textLimit) {
        // A quarter at once, so that a long answer is not moved in memory with every piece.
        text.remove(0, text.size() - LiveRunModel::textLimit * 3 / 4);
    }
}

bool isFailure(const Sample &sample)
{
    return sample.status == SampleStatus::Failed || sample.status == SampleStatus::TimedOut;
}

bool isOver(RunState state)
{
    return state == RunState::Completed || state == RunState::Cancelled || state == RunState::Interrupted;
}

bool isBusy(LiveState state)
{
    return state == LiveState::WarmingUp || state == LiveState::Streaming;
}

} // namespace

QString liveStateName(LiveState state)
{
    switch (state) {
    case LiveState::Waiting:
        return Text::tr("waiting");
    case LiveState::WarmingUp:
        return Text::tr("warming up");
    case LiveState::Streaming:
        return Text::tr("streaming");
    case LiveState::Done:
        return Text::tr("done");
    case LiveState::Stopped:
        return Text::tr("stopped");
    case LiveState::Skipped:
        return Text::tr("skipped");
    case LiveState::Failed:
        return Text::tr("failed");
    }
    return {};
}

LiveRunModel::LiveRunModel(QObject *parent) : QAbstractTableModel(parent)
{
}

void LiveRunModel::setPlan(const RunInfo &info, const std::vector<Sample> &finished)
{
    beginResetModel();
    m_run = info.id;
    m_state = info.state;
    m_progress = {};
    m_models.clear();
    m_counted.clear();
    m_streams.assign(info.plan.models.size(), {});
    for (const PlannedModel &planned : info.plan.models) {
        LiveRow row;
        row.alias = planned.model.alias;
        row.identity = ModelIdentity{int(m_models.size())};
        m_models.push_back(row);
    }
    const std::vector<PlanStep> steps = expandPlan(info.plan);
    for (const PlanStep &step : steps) {
        ++m_models[size_t(step.model)].planned;
    }
    m_progress.planned = int(steps.size());
    Text unused;
    const bool goesOn = info.state == RunState::Running || info.state == RunState::Paused;
    for (const Sample &sample : finished) {
        if (goesOn && (sample.status == SampleStatus::Cancelled || sample.status == SampleStatus::Skipped)) {
            continue; // will be made again
        }
        finish(sample, unused);
        ++m_progress.done;
        m_progress.failed += int(isFailure(sample));
        m_progress.skipped += int(sample.status == SampleStatus::Skipped);
    }
    settle(false);
    endResetModel();
    Q_EMIT progressChanged();
}

void LiveRunModel::clear()
{
    beginResetModel();
    m_run = {};
    m_state = RunState::Completed;
    m_progress = {};
    m_models.clear();
    m_streams.clear();
    endResetModel();
    Q_EMIT progressChanged();
}

void LiveRunModel::apply(const LiveBatch &batch)
{
    if (batch.run != m_run || m_models.empty()) {
        return;
    }
    std::vector<Text> texts(m_models.size());
    bool someoneStarted = false;
    for (const LiveDelta &delta : batch.deltas) {
        if (size_t(delta.step.model) < m_models.size()) {
            put(delta, texts[size_t(delta.step.model)]);
            someoneStarted = someoneStarted || delta.started;
        }
    }
    for (const Sample &sample : batch.finished) {
        if (size_t(sample.step.model) < m_models.size()) {
            finish(sample, texts[size_t(sample.step.model)]);
        }
    }
    for (const SkippedModel &skipped : batch.skipped) {
        if (size_t(skipped.model) < m_models.size()) {
            m_models[size_t(skipped.model)].state = LiveState::Skipped;
            m_models[size_t(skipped.model)].error = errorWithAdvice(skipped.reason);
        }
    }
    const bool changed = m_state != batch.state || m_progress != batch.progress;
    m_state = batch.state;
    m_progress = batch.progress;
    settle(someoneStarted);
    announce(texts);
    if (changed) {
        Q_EMIT progressChanged();
    }
}

void LiveRunModel::put(const LiveDelta &delta, Text &text)
{
    const int index = delta.step.model;
    LiveRow &row = m_models[size_t(index)];
    auto &streams = m_streams[size_t(index)];
    if (delta.started) {
        streams[delta.sample] = Stream{{}, {}, delta.step}; // sent again: what came before is void
        if (row.current == delta.sample) {
            row.current = {};
        }
    }
    Stream &stream = streams[delta.sample];
    stream.step = delta.step;
    appendBounded(stream.answer, delta.answer);
    appendBounded(stream.reasoning, delta.reasoning);
    row.state = delta.step.phase == Phase::Warmup ? LiveState::WarmingUp : LiveState::Streaming;
    if (row.current == delta.sample) {
        appendBounded(row.answer, delta.answer);
        appendBounded(row.reasoning, delta.reasoning);
        text.answer += delta.answer;
        text.reasoning += delta.reasoning;
    } else if (row.current.isEmpty() || !streams.contains(row.current)) {
        show(index, delta.sample, stream, text);
    }
    if (row.current == delta.sample && delta.tokensPerSSoFar) {
        row.tokensPerS = delta.tokensPerSSoFar;
        row.speedEstimated = true;
    }
}

void LiveRunModel::finish(const Sample &sample, Text &text)
{
    const int index = sample.step.model;
    LiveRow &row = m_models[size_t(index)];
    m_streams[size_t(index)].remove(sample.id);
    if (row.current != sample.id && !m_streams[size_t(index)].contains(row.current)
        && sample.status != SampleStatus::Skipped) {
        show(index, sample.id, Stream{sample.output.right(textLimit), sample.reasoning.right(textLimit), sample.step},
             text);
    }
    const bool first = !m_counted.contains(sample.id);
    m_counted.insert(sample.id);
    row.done += int(first);
    row.failed += int(first && isFailure(sample));
    row.skipped += int(first && sample.status == SampleStatus::Skipped);
    if (sample.error) {
        row.error = errorWithAdvice(*sample.error);
    }
    const SampleMetrics figures = metricsOf(sample);
    if (figures.tokensPerS) {
        row.tokensPerS = figures.tokensPerS;
        row.speedEstimated = sample.tokens.source == TokensSource::Estimate;
    }
}

void LiveRunModel::show(int index, const SampleId &id, const Stream &stream, Text &text)
{
    LiveRow &row = m_models[size_t(index)];
    row.current = id;
    row.prompt = stream.step.prompt;
    row.round = stream.step.round;
    row.answer = stream.answer;
    row.reasoning = stream.reasoning;
    text.restarted = true;
}

/// A model without a request in flight keeps its state until another one starts, so that the word does not flicker
/// between two requests of a block.
void LiveRunModel::settle(bool someoneStarted)
{
    for (size_t i = 0; i < m_models.size(); ++i) {
        LiveRow &row = m_models[i];
        const bool idle = m_streams[i].isEmpty();
        if (row.skipped > 0 && idle) {
            row.state = LiveState::Skipped;
        } else if (row.planned > 0 && row.done >= row.planned) {
            row.state = row.failed == row.done ? LiveState::Failed : LiveState::Done;
        } else if (isOver(m_state) && row.state != LiveState::Skipped) {
            row.state = LiveState::Stopped;
        } else if (idle && isBusy(row.state) && someoneStarted) {
            row.state = LiveState::Waiting;
        }
        if (isOver(m_state)) {
            m_streams[i].clear();
        }
    }
}

void LiveRunModel::announce(const std::vector<Text> &texts)
{
    Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
    for (size_t i = 0; i < texts.size(); ++i) {
        if (texts[i].restarted) {
            Q_EMIT textRestarted(int(i));
        } else if (!texts[i].answer.isEmpty() || !texts[i].reasoning.isEmpty()) {
            Q_EMIT textAppended(int(i), texts[i].answer, texts[i].reasoning);
        }
    }
}

int LiveRunModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_models.size());
}

int LiveRunModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(Column::Count);
}

QVariant LiveRunModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
        return {};
    }
    const LiveRow &model = row(index.row());
    const auto column = Column(index.column());
    if (role == Qt::DisplayRole) {
        return text(model, column);
    }
    if (role == RawRole) {
        return raw(model, column);
    }
    if (role == IdentityRole) {
        return model.identity.place;
    }
    return {};
}

QVariant LiveRunModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) {
        return QAbstractTableModel::headerData(section, orientation, role);
    }
    switch (Column(section)) {
    case Column::Model:
        return tr("Model");
    case Column::State:
        return tr("State");
    case Column::Done:
        return tr("Done");
    case Column::Failed:
        return tr("Failed");
    case Column::Speed:
        return tr("Tokens/s");
    case Column::Problem:
        return tr("Problem");
    case Column::Count:
        break;
    }
    return {};
}

QString LiveRunModel::text(const LiveRow &row, Column column) const
{
    switch (column) {
    case Column::Model:
        return row.identity.named(row.alias.value);
    case Column::State:
        return liveStateName(row.state);
    case Column::Done:
        return tr("%1 of %2").arg(row.done).arg(row.planned);
    case Column::Failed:
        return QString::number(row.failed);
    case Column::Speed:
        return row.tokensPerS && row.speedEstimated ? u"~"_s + threeDigits(row.tokensPerS)
                                                    : threeDigits(row.tokensPerS);
    case Column::Problem:
        return row.error;
    case Column::Count:
        break;
    }
    return {};
}

QVariant LiveRunModel::raw(const LiveRow &row, Column column) const
{
    switch (column) {
    case Column::Model:
        return row.identity.place;
    case Column::State:
        return int(row.state);
    case Column::Done:
        return row.done;
    case Column::Failed:
        return row.failed;
    case Column::Speed:
        return row.tokensPerS ? QVariant(*row.tokensPerS) : QVariant();
    case Column::Problem:
        return row.error;
    case Column::Count:
        break;
    }
    return {};
}

} // namespace assay
