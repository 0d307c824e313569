// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/servers/errandrunner.h"

#include "app/engine/net/httpjob.h"
#include "app/engine/servers/programjob.h"
#include "models/domain/text.h"

#include <algorithm>

namespace assay {
namespace {

constexpr Nanos rateWindow = std::chrono::seconds(10);
constexpr Nanos shortestForRate = std::chrono::seconds(1);

} // namespace

ErrandStep endWith(Error error)
{
    return Result<Outcome>(std::move(error));
}

ErrandStep endWith(Outcome outcome)
{
    return Result<Outcome>(std::move(outcome));
}

ErrandRunner::ErrandRunner(const ErrandTools &tools, ErrandStep first, QObject *parent)
    : QObject(parent), m_tools(tools)
{
    QMetaObject::invokeMethod(
        this, [this, step = std::move(first)]() mutable { doStep(std::move(step)); }, Qt::QueuedConnection);
}

ErrandRunner::~ErrandRunner()
{
    m_tools.time.stop(m_timer);
    m_tools.time.stop(m_limit);
    m_tools.time.stop(m_toTell);
    delete m_underWay;
}

void ErrandRunner::doStep(ErrandStep step)
{
    if (m_ended) {
        return;
    }
    m_underWay = nullptr;
    if (m_stopped) {
        end(*m_stopped);
    } else if (const auto *request = std::get_if<Ask>(&step)) {
        ask(*request);
    } else if (const auto *program = std::get_if<Launch>(&step)) {
        launch(*program);
    } else if (const auto *pause = std::get_if<Rest>(&step)) {
        rest(*pause);
    } else {
        end(std::get<Result<Outcome>>(step));
    }
}

/// What was stopped has no further step: its answer is not an answer.
template <class Answer>
void ErrandRunner::goOn(const std::function<ErrandStep(const Answer &)> &then, const Answer &answer)
{
    if (m_stopped) {
        end(*m_stopped);
    } else {
        doStep(then(answer));
    }
}

void ErrandRunner::ask(const Ask &step)
{
    const auto reading = step.eachLine ? HttpJob::Reading::Lines : HttpJob::Reading::Whole;
    auto *job = new HttpJob(m_tools.network, m_tools.time, m_tools.keys, step.call, step.patience, this, reading);
    m_underWay = job;
    connect(job, &HttpJob::line, this, [this, reader = step.eachLine](const QByteArray &line) { hear(reader, line); });
    connect(job, &HttpJob::finished, this,
            [this, then = step.then](const Result<HttpReply> &reply) { goOn(then, reply); });
}

void ErrandRunner::launch(const Launch &step)
{
    auto *job = new ProgramJob(m_tools.time, m_tools.programPaths, step.program, step.arguments, step.patience, this);
    m_underWay = job;
    connect(job, &ProgramJob::line, this,
            [this, reader = step.eachLine](const QByteArray &line) { hear(reader, line); });
    connect(job, &ProgramJob::finished, this,
            [this, then = step.then](const Result<ProgramEnd> &how) { goOn(then, how); });
}

void ErrandRunner::rest(const Rest &step)
{
    report(step.progress);
    m_timer = m_tools.time.after(step.time, this, [this, then = step.then] {
        m_timer = 0;
        doStep(then());
    });
}

void ErrandRunner::cancel()
{
    stop({ErrorCode::Cancelled, Text::tr("Cancelled."), {}});
}

void ErrandRunner::endAfter(Nanos limit)
{
    m_tools.time.stop(m_limit);
    m_limit = m_tools.time.after(limit, this, [this] {
        stop({ErrorCode::IdleTimeout, Text::tr("The server did not answer in time."), {}});
    });
}

void ErrandRunner::stop(const Error &why)
{
    if (m_ended || m_stopped) {
        return;
    }
    m_stopped = why;
    if (auto *request = qobject_cast<HttpJob *>(m_underWay)) {
        request->cancel();
    } else if (auto *program = qobject_cast<ProgramJob *>(m_underWay)) {
        program->cancel();
    } else if (m_timer != 0) {
        m_tools.time.stop(m_timer);
        m_timer = 0;
        QMetaObject::invokeMethod(
            this, [this] { end(*m_stopped); }, Qt::QueuedConnection);
    } // else the first step is on its way and finds it
}

void ErrandRunner::end(const Result<Outcome> &result)
{
    if (m_ended) {
        return;
    }
    m_ended = true;
    m_tools.time.stop(m_limit);
    tell();
    Q_EMIT finished(result);
    deleteLater();
}

void ErrandRunner::hear(const LineReader &reader, const QByteArray &line)
{
    if (!reader || m_stopped) {
        return;
    }
    if (std::optional<TaskProgress> progress = reader(line)) {
        report(std::move(*progress));
    }
}

void ErrandRunner::report(TaskProgress progress)
{
    if (progress.doneBytes && progress.totalBytes && *progress.totalBytes > 0 && !progress.fraction) {
        progress.fraction = static_cast<double>(*progress.doneBytes) / static_cast<double>(*progress.totalBytes);
    }
    // Totals grow while a server learns of further files: what was shown is not taken back.
    if (progress.fraction) {
        progress.fraction = std::clamp(std::max(*progress.fraction, m_last.fraction.value_or(0)), 0.0, 1.0);
    } else {
        progress.fraction = m_last.fraction;
    }
    addRate(progress);
    if (progress == m_last) {
        return;
    }
    m_last = progress;
    const Nanos left = m_toldAt + betweenReports - m_tools.time.now();
    if (!m_told || m_told->words != m_last.words || left <= Nanos(0)) {
        tell();
    } else if (m_toTell == 0) {
        m_toTell = m_tools.time.after(left, this, [this] { tell(); });
    }
}

/// The newest, unless it is known already.
void ErrandRunner::tell()
{
    m_tools.time.stop(std::exchange(m_toTell, 0));
    if (m_last == m_told.value_or(TaskProgress())) {
        return;
    }
    m_told = m_last;
    m_toldAt = m_tools.time.now();
    Q_EMIT progressed(m_last);
}

void ErrandRunner::addRate(TaskProgress &progress)
{
    if (!progress.doneBytes) {
        return;
    }
    const Nanos now = m_tools.time.now();
    if (!m_bytes.empty() && m_bytes.back().second > *progress.doneBytes) {
        m_bytes.clear(); // another file, counted anew
    }
    m_bytes.emplace_back(now, *progress.doneBytes);
    while (m_bytes.size() > 2 && now - m_bytes.front().first > rateWindow) {
        m_bytes.pop_front();
    }
    const Nanos span = now - m_bytes.front().first;
    const qint64 moved = *progress.doneBytes - m_bytes.front().second;
    if (span < shortestForRate || moved <= 0) {
        return;
    }
    if (!progress.bytesPerSecond) {
        progress.bytesPerSecond = static_cast<double>(moved) / std::chrono::duration<double>(span).count();
    }
    if (!progress.timeLeft && progress.totalBytes && *progress.totalBytes >= *progress.doneBytes) {
        const double seconds =
            static_cast<double>(*progress.totalBytes - *progress.doneBytes) / *progress.bytesPerSecond;
        progress.timeLeft = std::chrono::duration_cast<Nanos>(std::chrono::duration<double>(seconds));
    }
}

} // namespace assay
