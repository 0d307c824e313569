// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engine/net/relay/exchange.h"
#include "models/domain/result.h"

#include <QObject>

#include <memory>

class QNetworkProxy;

namespace assay {

/// A relay on loopback between network managers and servers, which gives every read the time at which the kernel
/// received its bytes: the one stamp that a busy machine does not spoil. It speaks SOCKS5 to the managers, so that
/// Host, TLS and keep-alive pass untouched, and forwards bytes as they are. The relaying is done on a thread of its
/// own; this object belongs to the engine thread. Only who knows the secret and the name of a lane is served.
///
/// What passes encrypted is forwarded like the rest but cannot be followed: such a request has no stamps.
class Relay final : public QObject
{
    Q_OBJECT
public:
    /// Listens on 127.0.0.1 and starts the thread. `keepsBytes`: for those who want to see the exchanges, up to 4 MiB
    /// each. Errors: Unsupported on systems other than Linux, and where the system refused something.
    static Result<std::unique_ptr<Relay>> start(bool keepsBytes);
    ~Relay() override;

    /// A name that no lane had before. A lane takes a new one when an answer was broken off, so that no late byte of it
    /// can end up in the next one.
    QByteArray newLane();
    void dropLane(const QByteArray &lane);
    QNetworkProxy proxyFor(const QByteArray &lane) const;
    /// Call it before a request is handed to the manager: what the relay sees of the lane's next request ends up there.
    std::shared_ptr<Exchange> expect(const QByteArray &lane);

private:
    struct Private;
    explicit Relay(std::unique_ptr<Private> parts);

    std::unique_ptr<Private> d;
};

} // namespace assay
