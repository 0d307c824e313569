// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/practice/practiceserver.h"
#include "models/domain/ids.h"

#include <QThread>

#include <memory>

namespace assay {

/// What the endpoint of a practice server within this program is called in plans.
inline EndpointId practiceEndpoint()
{
    return EndpointId{QStringLiteral("practice")};
}

/// A practice server on a thread of its own, so that its schedule does not suffer from the program that measures it.
/// Made, used and destroyed on one thread, which waits for the other one at both ends.
class PracticeHost
{
public:
    PracticeHost();
    ~PracticeHost();
    /// Call once. Errors as PracticeServer::listen().
    Result<QUrl> start(const std::vector<PracticeProfile> &profiles = standardProfiles());

private:
    QThread m_thread;
    QObject m_room; // lives on the thread
    std::unique_ptr<PracticeServer> m_server;
};

} // namespace assay
