// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/run/batcher.h"

namespace assay {

namespace {

constexpr double charsPerToken = 4; // a rule of thumb, until the server counts

} // namespace

Batcher::Batcher(RunController &controller, TimeSource &time, QObject *parent) : QObject(parent), m_time(time)
{
    connect(&controller, &RunController::runStarted, this, [this](const RunInfo &info) {
        m_pending.run = info.id;
        m_pending.state = info.state;
        schedule();
    });
    connect(&controller, &RunController::stateChanged, this, [this](const RunId &, RunState state) {
        m_pending.state = state;
        schedule();
    });
    connect(&controller, &RunController::sampleStarted, this, [this](const Sample &sample) {
        m_streams.insert(sample.id, {sample.step, {}, 0});
        deltaOf(sample.id).started = true;
        schedule();
    });
    connect(&controller, &RunController::modelSkipped, this, [this](int model, const Error &reason) {
        m_pending.skipped.push_back({model, reason});
        schedule();
    });
    connect(&controller, &RunController::progressed, this, [this](const RunProgress &progress) {
        m_pending.progress = progress;
        schedule();
    });
    connect(&controller, &RunController::samplePiece, this, &Batcher::addPiece);
    connect(&controller, &RunController::sampleFinished, this, &Batcher::addFinished);
    connect(&controller, &RunController::runFinished, this, &Batcher::endRun);
}

void Batcher::addPiece(const SampleId &sample, const LivePiece &piece)
{
    LiveDelta &delta = deltaOf(sample);
    delta.answer += piece.answer;
    delta.reasoning += piece.reasoning;
    delta.chunks += piece.chunks;

    Stream &stream = m_streams[sample];
    const Nanos now = m_time.now();
    if (!stream.firstPiece) {
        stream.firstPiece = now;
    } else {
        stream.charsSince += piece.answer.size() + piece.reasoning.size();
        const double seconds = toMs(now - *stream.firstPiece) / 1000;
        if (seconds > 0)
            delta.tokensPerSSoFar = static_cast<double>(stream.charsSince) / charsPerToken / seconds;
    }
    schedule();
}

void Batcher::addFinished(const Sample &sample)
{
    m_pending.finished.push_back(sample);
    m_streams.remove(sample.id);
    schedule();
}

void Batcher::endRun(const RunInfo &info)
{
    m_pending.state = info.state;
    flush();
    m_streams.clear();
}

void Batcher::schedule()
{
    if (m_timer == 0)
        m_timer = m_time.after(batchInterval, this, [this] { flush(); });
}

void Batcher::flush()
{
    if (m_timer != 0)
        m_time.stop(m_timer);
    m_timer = 0;
    LiveBatch batch = m_pending;
    m_pending.deltas.clear();
    m_pending.finished.clear();
    m_pending.skipped.clear();
    m_places.clear();
    Q_EMIT this->batch(batch);
}

LiveDelta &Batcher::deltaOf(const SampleId &sample)
{
    const auto known = m_places.constFind(sample);
    if (known != m_places.constEnd())
        return m_pending.deltas[*known];
    m_places.insert(sample, m_pending.deltas.size());
    LiveDelta delta;
    delta.sample = sample;
    delta.step = m_streams.value(sample).step;
    m_pending.deltas.push_back(std::move(delta));
    return m_pending.deltas.back();
}

} // namespace assay
