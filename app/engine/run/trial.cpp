// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/run/trial.h"

#include "app/engine/run/batcher.h"
#include "models/domain/text.h"

#include <QPointer>

#include <utility>

namespace assay {

Trial::Trial(TimeSource &time, KeyResolver keys, QObject *parent)
    : QObject(parent), m_time(time), m_keys(std::move(keys))
{
}

Trial::~Trial()
{
    m_time.stop(m_timer);
}

void Trial::start(int number, const PlannedModel &asked, const QString &prompt, Nanos idleTimeout)
{
    drop();
    m_number = number;
    m_idleTimeout = idleTimeout;
    ChatInput input;
    input.endpoint = asked.endpoint;
    input.model = asked.model;
    input.text = prompt;
    input.system = asked.model.system;
    input.parameters = asked.model.parameters;
    input.parameters.maxTokens = input.parameters.maxTokens.value_or(maxTokens);
    const ChatCall call = adapterFor(asked.endpoint.kind).chatCall(input);
    std::vector<KeyReference> keys;
    if (asked.endpoint.key) {
        keys.push_back(*asked.endpoint.key);
    }
    m_asking = std::make_unique<QObject>();
    m_keys.fetchAll(keys, m_time, m_asking.get(), [this, call, endpoint = asked.endpoint](const KeyResolver &ready) {
        m_lane = new Lane(m_time, ready, this);
        m_lane->prepare(call, [this, still = QPointer(m_asking.get()), call, endpoint] {
            if (still) {
                send(call, endpoint);
            }
        });
    });
}

void Trial::send(const ChatCall &call, const Endpoint &endpoint)
{
    auto recorder =
        std::make_unique<SampleRecorder>(Sample(), adapterFor(endpoint.kind).chunkReader(endpoint), maxBytes);
    m_job = m_lane->start(call, std::move(recorder), m_idleTimeout);
    connect(m_job, &ChatJob::progressed, m_asking.get(), [this](const LivePiece &piece) { take(piece); });
    connect(m_job, &ChatJob::finished, m_asking.get(), [this](const ChatOutcome &outcome) { end(outcome.sample); });
}

void Trial::take(const LivePiece &piece)
{
    m_pending += piece.reasoning + piece.answer;
    if (m_timer == 0) {
        m_timer = m_time.after(batchInterval, this, [this] { flush(); });
    }
}

void Trial::flush()
{
    m_time.stop(std::exchange(m_timer, 0));
    if (!m_pending.isEmpty()) {
        Q_EMIT answered(*m_number, std::exchange(m_pending, {}));
    }
}

void Trial::end(const Sample &sample)
{
    flush();
    const int number = *m_number;
    m_job = nullptr;
    drop();
    Q_EMIT ended(number, sample);
}

void Trial::cancel()
{
    if (m_job) {
        m_job->cancel(); // which comes back as its end
    } else if (m_number) {
        Sample sample;
        sample.status = SampleStatus::Cancelled;
        end(sample);
    }
}

/// What is under way ends by itself; nobody listens to it.
void Trial::drop()
{
    m_time.stop(std::exchange(m_timer, 0));
    m_pending.clear();
    m_number.reset();
    m_asking.reset();
    if (m_lane) {
        m_lane->deleteLater();
    }
    m_lane = nullptr;
    m_job = nullptr;
}

} // namespace assay
