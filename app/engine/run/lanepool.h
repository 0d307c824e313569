// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engine/run/lane.h"

#include <vector>

namespace assay {

/// The lanes of one run, made when they are needed and kept until it ends. A request prefers a lane that has spoken
/// with its server before, because the connection is then open. Engine thread.
class LanePool
{
public:
    /// At most `most` lanes at once. They become children of `parent` and use `relay` where there is one.
    LanePool(TimeSource &time, KeyResolver keys, size_t most, QObject *parent, Relay *relay = nullptr);
    ~LanePool();
    Q_DISABLE_COPY_MOVE(LanePool)

    /// A lane for the request, taken until give(). nullptr when all are taken.
    Lane *take(const ChatCall &call);
    void give(Lane *lane);

private:
    struct Place
    {
        Lane *lane = nullptr;
        QString server; // the last one it spoke with
        bool taken = false;
    };

    TimeSource &m_time;
    KeyResolver m_keys;
    size_t m_most;
    QObject *m_parent;
    Relay *m_relay;
    std::vector<Place> m_places;
};

} // namespace assay
