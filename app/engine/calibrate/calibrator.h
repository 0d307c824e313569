// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engine/run/lane.h"
#include "models/domain/calibration.h"
#include "models/domain/run.h"

#include <QUrl>

#include <memory>

namespace assay {

/// What to measure, and against which server.
struct CalibrationTask
{
    QUrl server; // a practice server on this machine, away from the engine's thread
    QString model; // one whose answers bear the server's stamps
    Environment environment; // of this machine; its clock is set by the calibrator
    std::vector<CalibrationStep> steps;
};

/// Measures this program's own error: streams answers of a practice server over the lanes that runs use, and compares
/// each stamp with the server's. Engine thread, the only work there meanwhile. One calibration at a time.
class Calibrator final : public QObject
{
    Q_OBJECT
public:
    /// `time` is on the system's steady clock; `relay` may be null. Both outlive the calibrator.
    Calibrator(TimeSource &time, Relay *relay, QObject *parent = nullptr);
    ~Calibrator() override;

    bool isRunning() const { return m_running; }
    /// Does nothing while a calibration is under way.
    void start(const CalibrationTask &task);
    /// failed() with Cancelled follows.
    void cancel();

Q_SIGNALS:
    /// From start() on: before each step, and after each answer that counts.
    void progressed(const assay::CalibrationProgress &progress);
    // Exactly one of the two, never from inside start() or cancel().
    void finished(const assay::Calibration &calibration);
    void failed(const assay::Error &error);

private:
    struct Stream;

    void nextStep();
    void ask(Stream &stream);
    void post(Stream &stream);
    void take(Stream &stream, const ChatOutcome &outcome, const ServerStamps &truth);
    void endStep();
    void end(const std::optional<Error> &error);
    HttpCall call() const;

    TimeSource &m_time;
    Relay *m_relay;
    CalibrationTask m_task;
    Calibration m_result;
    CalibrationErrors m_errors; // of the step under way
    CalibrationProgress m_progress;
    std::vector<std::unique_ptr<Stream>> m_streams;
    size_t m_step = 0;
    int m_streaming = 0; // streams that have requests left
    bool m_running = false;
};

} // namespace assay
