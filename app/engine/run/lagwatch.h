// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engine/net/timesource.h"

#include <deque>

namespace assay {

/// Notices when the engine thread did not get its turn in time: bytes that came meanwhile were stamped late, where this
/// program's own clock stamps. It asks to be woken every 20 ms and looks how late that is. Engine thread.
class LagWatch final : public QObject
{
    Q_OBJECT
public:
    static constexpr Nanos interval = std::chrono::milliseconds(20);
    static constexpr Nanos tolerated = std::chrono::milliseconds(5);
    static constexpr size_t mostGaps = 1024; // the oldest are forgotten

    explicit LagWatch(TimeSource &time, QObject *parent = nullptr);
    ~LagWatch() override;

    void start();
    void stop();
    /// Whether, at some time from `from` to `to`, the thread waited for its turn for longer than is tolerated.
    bool laggedBetween(Nanos from, Nanos to) const;

private:
    struct Gap
    {
        Nanos due;
        Nanos came;
    };
    void wait();
    void tick();

    TimeSource &m_time;
    TimeSource::TimerId m_timer = 0;
    Nanos m_due{};
    std::deque<Gap> m_gaps;
};

} // namespace assay
