// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engine/run/lane.h"
#include "models/domain/probe.h"

#include <deque>

namespace assay {

/// Sends a one-token chat to each model, one after another. Engine thread.
class Prober final : public QObject
{
    Q_OBJECT
public:
    Prober(TimeSource &time, KeyResolver keys, QObject *parent = nullptr);
    ~Prober() override;
    /// One probed() each, in order, then finished(). A second call cancels the first.
    void probe(const std::vector<PlannedModel> &models, Nanos idleTimeout = std::chrono::seconds(60));
    void cancel();

Q_SIGNALS:
    void probed(const assay::ProbeResult &result);
    void finished();

private:
    void next();

    TimeSource &m_time;
    Lane *m_lane;
    std::deque<PlannedModel> m_waiting;
    Nanos m_idleTimeout{};
    bool m_busy = false;
};

} // namespace assay
