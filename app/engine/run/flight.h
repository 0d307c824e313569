// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engine/run/lane.h"
#include "app/engine/run/steprequest.h"

#include <QObject>

namespace assay {

/// Tries of one request before its failure counts (refused, 429, 503 only).
inline constexpr int maxAttempts = 4;

/// One step of a run on its way: opens the connection, sends, tries again where that may help. Engine thread.
/// Exactly one finished(), never from inside begin(). Stamps are those of the TimeSource.
class Flight final : public QObject
{
    Q_OBJECT
public:
    /// `lane` must be idle and outlive the flight. `postAt`: the plan's instant for sending; not before it the request
    /// is sent, only its connection opened.
    Flight(Lane &lane, TimeSource &time, StepRequest request, Nanos idleTimeout, std::optional<Nanos> postAt,
           QObject *parent);

    const PlanStep &step() const { return m_request.start.step; }
    /// Of the last try that left a trace; run and sample are not filled in.
    const std::optional<WireExchange> &wire() const { return m_wire; }
    bool isEnded() const { return m_state == State::Ended; }
    void begin();
    /// While held no request is sent, and the instant for sending moves along; a request that is under way goes on.
    void hold(bool held);
    /// Ends soon, as Cancelled unless it has just ended otherwise.
    void cancel();

Q_SIGNALS:
    void piece(const assay::LivePiece &piece);
    void finished(const assay::Sample &sample);

private:
    enum class State { New, Preparing, Held, Due, Posted, Waiting, Ended }; // Due: until the instant for sending

    void prepare(); // opens the connection, then posts when it is due; unless held
    void postWhenDue();
    void post();
    void take(const ChatOutcome &outcome);
    void end(Sample sample);
    void endUnsent();

    Lane &m_lane;
    TimeSource &m_time;
    StepRequest m_request;
    Nanos m_idleTimeout;
    Nanos m_gotLane{}; // for this try
    std::optional<Nanos> m_postAt;
    Nanos m_heldFrom{};
    ChatJob *m_job = nullptr;
    std::optional<WireExchange> m_wire;
    TimeSource::TimerId m_timer = 0;
    State m_state = State::New;
    int m_attempts = 0;
    bool m_held = false;
    bool m_cancelled = false;
};

} // namespace assay
