// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/run/flight.h"

#include <QPointer>

namespace assay {

Flight::Flight(Lane &lane, TimeSource &time, StepRequest request, Nanos idleTimeout, std::optional<Nanos> postAt,
               QObject *parent)
    : QObject(parent)
    , m_lane(lane)
    , m_time(time)
    , m_request(std::move(request))
    , m_idleTimeout(idleTimeout)
    , m_postAt(postAt)
{
    m_request.start.startedAt = m_time.wallClock();
}

void Flight::begin()
{
    prepare();
}

void Flight::prepare()
{
    if (m_held) {
        m_state = State::Held;
        return;
    }
    m_state = State::Preparing;
    m_gotLane = m_time.now();
    m_lane.prepare(m_request.call, [self = QPointer<Flight>(this)] {
        if (self && self->m_state == State::Preparing)
            self->postWhenDue();
    });
}

void Flight::postWhenDue()
{
    const Nanos left = m_postAt ? *m_postAt - m_time.now() : Nanos(0);
    if (m_held) {
        m_state = State::Held;
    } else if (left > Nanos(0)) {
        m_state = State::Due;
        m_timer = m_time.after(left, this, [this] {
            m_timer = 0;
            if (m_state == State::Due)
                postWhenDue();
        });
    } else {
        post();
    }
}

void Flight::post()
{
    m_state = State::Posted;
    ++m_attempts;
    Sample start = m_request.start;
    start.startedAt = m_time.wallClock();
    start.timeline.intended = m_postAt.value_or(m_gotLane);
    auto recorder =
        std::make_unique<SampleRecorder>(std::move(start), m_request.adapter->chunkReader(m_request.endpoint));
    m_job = m_lane.start(m_request.call, std::move(recorder), m_idleTimeout);
    connect(m_job, &ChatJob::progressed, this, &Flight::piece);
    connect(m_job, &ChatJob::finished, this, &Flight::take);
}

void Flight::take(const ChatOutcome &outcome)
{
    m_job = nullptr;
    if (outcome.wire)
        m_wire = outcome.wire;
    if (!outcome.mayRetry || m_attempts >= maxAttempts || m_cancelled) {
        end(outcome.sample);
        return;
    }
    m_state = State::Waiting;
    m_timer = m_time.after(retryDelay(m_attempts, outcome.retryAfter), this, [this] {
        m_timer = 0;
        if (m_state == State::Waiting)
            prepare();
    });
}

void Flight::hold(bool held)
{
    if (held == m_held)
        return;
    m_held = held;
    if (held)
        m_heldFrom = m_time.now();
    else if (m_postAt && m_attempts == 0)
        *m_postAt += m_time.now() - m_heldFrom;
    if (!held && m_state == State::Held)
        prepare();
}

void Flight::cancel()
{
    if (m_state == State::Ended || m_cancelled)
        return;
    m_cancelled = true;
    if (m_timer != 0)
        m_time.stop(m_timer);
    m_timer = 0;
    if (m_job)
        m_job->cancel();
    else
        endUnsent();
}

void Flight::endUnsent()
{
    Sample sample = m_request.start;
    sample.status = SampleStatus::Cancelled;
    end(std::move(sample));
}

void Flight::end(Sample sample)
{
    m_state = State::Ended;
    sample.attempts = std::max(1, m_attempts);
    if (m_attempts > 1)
        sample.set(SampleFlag::Retried);
    Q_EMIT finished(sample);
}

} // namespace assay
