// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/run/runqueue.h"

#include "models/domain/text.h"

#include <algorithm>

namespace assay {

namespace {

bool isFailure(SampleStatus status)
{
    return status == SampleStatus::Failed || status == SampleStatus::TimedOut;
}

/// Warm-ups that are to be made, although some of them may have been made earlier: those before a measured step that is
/// still to be done. Between then and now the server may have put the model away.
QSet<int> warmupsNeeded(const Plan &plan, const std::vector<PlanStep> &steps, const QSet<SampleId> &finished)
{
    const bool inBlocks = hasBlocks(plan.options.order);
    const auto blockOf = [inBlocks](const PlanStep &step) {
        return std::pair(step.model, inBlocks ? step.round : 1); // elsewhere a model is warmed up once, first
    };
    QSet<std::pair<int, int>> unfinished;
    for (const PlanStep &step : steps) {
        if (step.phase == Phase::Measured && !finished.contains(sampleIdOf(step.index)))
            unfinished.insert(blockOf(step));
    }
    QSet<int> needed;
    for (const PlanStep &step : steps) {
        if (step.phase == Phase::Warmup && unfinished.contains(blockOf(step)))
            needed.insert(step.index);
    }
    return needed;
}

} // namespace

RunQueue::RunQueue(const Plan &plan, const QSet<SampleId> &finished)
    : m_failuresInRow(plan.models.size(), 0)
    , m_givenUp(plan.models.size(), false)
    , m_concurrency(static_cast<size_t>(std::max(1, requestsAtOnce(plan.options))))
    , m_blocked(hasBlocks(plan.options.order))
{
    const std::vector<PlanStep> steps = expandPlan(plan);
    const QSet<int> again = warmupsNeeded(plan, steps, finished);
    for (const PlanStep &step : steps) {
        ++m_progress.planned;
        if (finished.contains(sampleIdOf(step.index)) && !again.contains(step.index)) {
            ++m_progress.done;
            continue;
        }
        while (trackCount() <= step.track)
            m_tracks.push_back({{}, {}, std::vector<int>(plan.models.size(), 0)});
        trackOf(step).waiting.push_back(step);
        ++trackOf(step).leftOfModel[static_cast<size_t>(step.model)];
    }
}

std::optional<PlanStep> RunQueue::begin(const std::function<bool(const PlanStep &)> &isDue)
{
    for (Track &track : m_tracks) {
        if (track.waiting.empty() || !mayBegin(track.waiting.front(), track))
            continue;
        if (isDue && !isDue(track.waiting.front()))
            continue;
        const PlanStep step = track.waiting.front();
        track.waiting.pop_front();
        track.underWay.push_back(step);
        return step;
    }
    return {};
}

bool RunQueue::mayBegin(const PlanStep &step, const Track &track) const
{
    if (track.underWay.empty())
        return true;
    if (track.underWay.size() >= m_concurrency || step.phase == Phase::Warmup)
        return false;
    return std::ranges::none_of(track.underWay, [&](const PlanStep &other) {
        const bool otherBlock = other.model != step.model || other.round != step.round;
        return other.phase == Phase::Warmup || (m_blocked && otherBlock);
    });
}

std::optional<ModelGivenUp> RunQueue::end(const PlanStep &step, SampleStatus status, const std::optional<Error> &error)
{
    Track &track = trackOf(step);
    if (std::erase(track.underWay, step) == 0)
        return {};
    --track.leftOfModel[static_cast<size_t>(step.model)];
    ++m_progress.done;
    if (isFailure(status))
        ++m_progress.failed;
    const std::optional<Error> reason = reasonToGiveUp(step, status, error);
    if (!reason)
        return {};
    m_givenUp[static_cast<size_t>(step.model)] = true;
    return ModelGivenUp{step.model, *reason, takeAllOf(step.model)};
}

ModelGivenUp RunQueue::giveUp(int model, const Error &reason)
{
    m_givenUp[static_cast<size_t>(model)] = true;
    return {model,
            {reason.code, Text::tr("It could not be loaded. %1").arg(reason.message), reason.detail},
            takeAllOf(model)};
}

std::optional<Error> RunQueue::reasonToGiveUp(const PlanStep &step, SampleStatus status,
                                              const std::optional<Error> &error)
{
    const auto model = static_cast<size_t>(step.model);
    int &inRow = m_failuresInRow[model];
    if (status == SampleStatus::Ok)
        inRow = 0;
    if (!isFailure(status) || m_givenUp[model])
        return {};
    const Error cause = error.value_or(Error{ErrorCode::ServerError, Text::tr("The request failed."), {}});
    if (step.phase == Phase::Warmup)
        return Error{cause.code, Text::tr("Its warm-up failed. %1").arg(cause.message), cause.detail};
    if (++inRow < failuresBeforeSkip)
        return {};
    return Error{cause.code,
                 Text::tr("It failed %1 times in a row. %2").arg(QString::number(failuresBeforeSkip), cause.message),
                 cause.detail};
}

std::vector<PlanStep> RunQueue::takeAllOf(int model)
{
    std::vector<PlanStep> taken;
    for (Track &track : m_tracks) {
        const auto from = std::stable_partition(track.waiting.begin(), track.waiting.end(),
                                                [&](const PlanStep &s) { return s.model != model; });
        taken.insert(taken.end(), from, track.waiting.end());
        track.leftOfModel[static_cast<size_t>(model)] -= static_cast<int>(track.waiting.end() - from);
        track.waiting.erase(from, track.waiting.end());
    }
    std::ranges::sort(taken, {}, &PlanStep::index);
    m_progress.done += static_cast<int>(taken.size());
    m_progress.skipped += static_cast<int>(taken.size());
    return taken;
}

bool RunQueue::isDone() const
{
    return std::ranges::all_of(m_tracks, [](const Track &t) { return t.waiting.empty() && t.underWay.empty(); });
}

std::vector<PlanStep> RunQueue::waiting() const
{
    std::vector<PlanStep> steps;
    for (const Track &track : m_tracks)
        steps.insert(steps.end(), track.waiting.begin(), track.waiting.end());
    return steps;
}

std::vector<std::vector<int>> RunQueue::left() const
{
    std::vector<std::vector<int>> counts;
    for (const Track &track : m_tracks)
        counts.push_back(track.leftOfModel);
    return counts;
}

} // namespace assay
