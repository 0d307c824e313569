// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engine/net/httpcall.h"
#include "app/engine/net/timesource.h"
#include "models/domain/plan.h"

#include <QObject>
#include <QSet>

#include <deque>
#include <map>
#include <memory>

namespace assay {

class Lane;

/// Before a block begins, sends a request of one token to each model of its track that had a block before and has one
/// to come, so that its server does not put it away for being idle. Nothing of the track is timed meanwhile; where
/// servers work side by side, one server's models are asked while another one is timed, as they are loaded. What is
/// answered is in no figure, and a failure is nobody's: the model's own requests will tell. Engine thread.
class WarmKeeper final : public QObject
{
    Q_OBJECT
public:
    explicit WarmKeeper(TimeSource &time, QObject *parent = nullptr);
    ~WarmKeeper() override;

    /// A new run, of this plan; `keys` have been fetched.
    void begin(const Plan &plan, const KeyResolver &keys);
    /// Whether the request may be sent now; nothing of its track is under way where it begins a block. Where not, the
    /// others are being asked and ready() follows, never from inside. `left`: of its track, requests without an outcome
    /// by model.
    bool admit(const PlanStep &next, const std::vector<int> &left);
    /// Nothing more is asked or reported. Not to be called from inside a signal of this.
    void cancel();

Q_SIGNALS:
    void warming(int model, bool on);
    void ready(); // admit() has another answer now

private:
    struct Track
    {
        std::optional<std::pair<int, int>> block; // the one admitted last: model and round
        QSet<int> used; // models that have had one, and answered since
        std::deque<int> waiting; // to be asked before the block begins
        Lane *lane = nullptr; // while they are
    };
    bool isAsked(int model) const;
    void next(Track &track);

    TimeSource &m_time;
    std::optional<KeyResolver> m_keys; // since begin()
    Plan m_plan;
    std::map<int, Track> m_tracks;
    std::unique_ptr<QObject> m_room; // the lanes' parent
};

} // namespace assay
