// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/run.h"

#include <QSet>

#include <deque>
#include <functional>

namespace assay {

/// Why a model is given up: its warm-up failed, or this many measured samples in a row did.
inline constexpr int failuresBeforeSkip = 3;

/// A model given up, and the steps that ended by it without having begun.
struct ModelGivenUp
{
    int model = 0; // index in the plan
    Error reason;
    std::vector<PlanStep> steps; // in plan order
};

/// Which step of a plan may begin next, and which models are given up. Pure: no clock, no network, no thread of its
/// own. Steps begin in plan order within their track. A warm-up runs alone in its track; where the order has blocks
/// (Blocked, ByServer) a block begins only when the one before it has ended, so that two models never load a server at
/// once.
class RunQueue
{
public:
    RunQueue() = default;
    /// Steps whose id is in `finished` are left out and count as done, except the warm-ups of a block (of a model,
    /// where the order has no blocks) that has a measured step left: they are made again.
    RunQueue(const Plan &plan, const QSet<SampleId> &finished);

    /// The next step that may begin now; it is under way until end(). nullopt: something must end first, or all is
    /// done. `isDue` is asked about steps that nothing else holds back, at most once for each track.
    std::optional<PlanStep> begin(const std::function<bool(const PlanStep &)> &isDue = {});
    /// A step under way has its outcome. Returns the model's giving up when this outcome is the reason for it.
    std::optional<ModelGivenUp> end(const PlanStep &step, SampleStatus status, const std::optional<Error> &error);

    /// A model that cannot be run at all; its steps not begun end by it.
    ModelGivenUp giveUp(int model, const Error &reason);

    bool isDone() const; // nothing waits, nothing is under way
    int trackCount() const { return static_cast<int>(m_tracks.size()); }
    /// timeLeft is never set here.
    const RunProgress &progress() const { return m_progress; }
    /// Steps not begun yet, in plan order within each track.
    std::vector<PlanStep> waiting() const;
    /// Steps without an outcome, for each track by model.
    std::vector<std::vector<int>> left() const;
    /// The same for one track.
    const std::vector<int> &leftOf(int track) const { return m_tracks[static_cast<size_t>(track)].leftOfModel; }

private:
    struct Track
    {
        std::deque<PlanStep> waiting;
        std::vector<PlanStep> underWay;
        std::vector<int> leftOfModel;
    };

    bool mayBegin(const PlanStep &step, const Track &track) const;
    std::optional<Error> reasonToGiveUp(const PlanStep &step, SampleStatus status, const std::optional<Error> &error);
    std::vector<PlanStep> takeAllOf(int model);
    Track &trackOf(const PlanStep &step) { return m_tracks[static_cast<size_t>(step.track)]; }

    std::vector<Track> m_tracks;
    std::vector<int> m_failuresInRow; // by model, measured steps
    std::vector<bool> m_givenUp; // by model
    RunProgress m_progress;
    size_t m_concurrency = 1;
    bool m_blocked = false;
};

} // namespace assay
