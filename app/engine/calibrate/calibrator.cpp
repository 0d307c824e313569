// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/calibrate/calibrator.h"

#include "app/engine/calibrate/stampreader.h"
#include "models/domain/text.h"

namespace assay {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr Nanos idleTimeout = std::chrono::seconds(10);

Error misfit()
{
    return {ErrorCode::Protocol,
            Text::tr("The answers of the practice server do not bear the stamps that are needed to measure against. "
                     "Use the assay-cli that belongs to this program."),
            {}};
}

} // namespace

/// One connection with its requests, one after another.
struct Calibrator::Stream
{
    Stream(TimeSource &time, Relay *relay) : lane(time, resolveKeyFromEnvironment, nullptr, relay) { }

    Lane lane;
    int left = 0; // requests that count
    bool warm = false; // the one that does not has been made
};

Calibrator::Calibrator(TimeSource &time, Relay *relay, QObject *parent) : QObject(parent), m_time(time), m_relay(relay)
{
}

Calibrator::~Calibrator() = default;

void Calibrator::start(const CalibrationTask &task)
{
    if (m_running) {
        return;
    }
    m_running = true;
    m_task = task;
    m_task.environment.clock = m_relay ? kernelClock : steadyClock;
    m_result = {m_time.wallClock(),
                machineName(m_task.environment),
                QStringLiteral(ASSAY_VERSION),
                m_task.environment.clock,
                {}};
    m_progress = {};
    for (const CalibrationStep &step : m_task.steps) {
        m_progress.planned += step.streams * step.requestsEach;
    }
    m_step = 0;
    QMetaObject::invokeMethod(this, &Calibrator::nextStep, Qt::QueuedConnection);
}

void Calibrator::cancel()
{
    if (m_running) {
        end(Error{ErrorCode::Cancelled, Text::tr("The calibration was cancelled."), {}});
    }
}

/// A step has connections of its own, so that none inherits what another one left behind.
void Calibrator::nextStep()
{
    if (!m_running) {
        return;
    }
    m_streams.clear();
    if (m_step == m_task.steps.size()) {
        end({});
        return;
    }
    m_progress.step = m_task.steps[m_step];
    m_errors = {};
    Q_EMIT progressed(m_progress);
    m_streaming = m_progress.step.streams;
    for (int i = 0; i < m_progress.step.streams && m_running; ++i) {
        m_streams.push_back(std::make_unique<Stream>(m_time, m_relay));
        m_streams.back()->left = m_progress.step.requestsEach;
        ask(*m_streams.back());
    }
}

void Calibrator::ask(Stream &stream)
{
    stream.lane.prepare(call(), [this, &stream] {
        if (m_running) {
            post(stream);
        }
    });
}

void Calibrator::post(Stream &stream)
{
    const HttpCall request = call();
    Sample start;
    start.request = request.body;
    auto truth = std::make_shared<ServerStamps>();
    auto reader = std::make_unique<StampReader>(adapterFor(ServerKind::Practice).chunkReader({}), truth);
    auto recorder = std::make_unique<SampleRecorder>(std::move(start), std::move(reader));
    const ChatJob *job = stream.lane.start(request, std::move(recorder), idleTimeout);
    connect(job, &ChatJob::finished, this,
            [this, &stream, truth](const ChatOutcome &outcome) { take(stream, outcome, *truth); });
}

void Calibrator::take(Stream &stream, const ChatOutcome &outcome, const ServerStamps &truth)
{
    if (!m_running) {
        return;
    }
    if (outcome.sample.status != SampleStatus::Ok) {
        end(outcome.sample.error.value_or(misfit()));
        return;
    }
    if (stream.warm) {
        if (!m_errors.take(outcome.sample.timeline, truth)) {
            end(misfit());
            return;
        }
        --stream.left;
        ++m_progress.done;
        Q_EMIT progressed(m_progress);
    }
    stream.warm = true;
    if (stream.left > 0) {
        ask(stream);
    } else if (--m_streaming == 0) {
        endStep();
    }
}

void Calibrator::endStep()
{
    m_result.rows.push_back(m_errors.row(m_progress.step));
    ++m_step;
    QMetaObject::invokeMethod(this, &Calibrator::nextStep, Qt::QueuedConnection); // this was a signal of a lane's job
}

void Calibrator::end(const std::optional<Error> &error)
{
    m_running = false;
    QMetaObject::invokeMethod(
        this,
        [this, error] {
            m_streams.clear();
            if (error) {
                Q_EMIT failed(*error);
            } else {
                Q_EMIT finished(m_result);
            }
        },
        Qt::QueuedConnection);
}

HttpCall Calibrator::call() const
{
    ChatInput input;
    input.endpoint.kind = ServerKind::Practice;
    input.endpoint.url = m_task.server;
    input.model.serverId = m_task.model;
    input.text = u"How far are the stamps from the truth?"_s; // not for translation: sent to a server
    return std::get<HttpCall>(adapterFor(ServerKind::Practice).chatCall(input));
}

} // namespace assay
