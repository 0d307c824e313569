// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/run/warmkeeper.h"

#include "app/engine/run/lane.h"
#include "app/engine/run/steprequest.h"

namespace assay {

WarmKeeper::WarmKeeper(TimeSource &time, QObject *parent) : QObject(parent), m_time(time)
{
}

WarmKeeper::~WarmKeeper() = default;

void WarmKeeper::begin(const Plan &plan, const KeyResolver &keys)
{
    cancel();
    m_plan = plan;
    m_keys = keys;
    m_room = std::make_unique<QObject>();
}

void WarmKeeper::cancel()
{
    m_tracks.clear();
    m_room.reset();
}

bool WarmKeeper::admit(const PlanStep &next, const std::vector<int> &left)
{
    if (!m_room || !m_plan.options.keepWarm || !canKeepWarm(m_plan.options)) {
        return true;
    }
    Track &track = m_tracks[next.track];
    const std::pair block(next.model, next.round);
    if (track.lane || track.block == block) {
        return !track.lane;
    }
    track.block = block;
    for (int model = 0; model < static_cast<int>(left.size()); ++model) {
        const bool comesAgain = model != next.model && left[static_cast<size_t>(model)] > 0;
        if (comesAgain && track.used.contains(model) && isAsked(model)) {
            track.waiting.push_back(model);
        }
    }
    track.used.insert(next.model);
    if (track.waiting.empty()) {
        return true;
    }
    track.lane = new Lane(m_time, *m_keys, m_room.get()); // its own: connections that are timed stay as they are
    this->next(track);
    return false;
}

/// A program that is started for each request keeps nothing.
bool WarmKeeper::isAsked(int model) const
{
    const Endpoint &endpoint = m_plan.models[static_cast<size_t>(model)].endpoint;
    return std::holds_alternative<HttpCall>(adapterFor(endpoint.kind).chatCall(oneTokenChat(m_plan, model)));
}

void WarmKeeper::next(Track &track)
{
    if (track.waiting.empty()) {
        std::exchange(track.lane, nullptr)->deleteLater();
        Q_EMIT ready();
        return;
    }
    const int model = track.waiting.front();
    track.waiting.pop_front();
    const Endpoint &endpoint = m_plan.models[static_cast<size_t>(model)].endpoint;
    const ServerAdapter &adapter = adapterFor(endpoint.kind);
    auto recorder = std::make_unique<SampleRecorder>(Sample(), adapter.chunkReader(endpoint));
    Q_EMIT warming(model, true);
    const ChatJob *job = track.lane->start(adapter.chatCall(oneTokenChat(m_plan, model)), std::move(recorder),
                                           std::chrono::seconds(m_plan.options.idleTimeoutSeconds));
    connect(job, &ChatJob::finished, this, [this, &track, model](const ChatOutcome &outcome) {
        Q_EMIT warming(model, false);
        if (outcome.sample.status != SampleStatus::Ok) {
            track.used.remove(model); // not waited for again before it has had a block
        }
        next(track);
    });
}

} // namespace assay
