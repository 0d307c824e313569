// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engine/net/relay/socksreader.h"
#include "app/engine/net/relay/wallclock.h"

#include <QHostAddress>

#include <span>

namespace assay {

/// A socket of the system, closed with this object; without blocking. Linux. Relay thread.
class RelaySocket
{
public:
    RelaySocket() = default;
    explicit RelaySocket(int descriptor) : m_descriptor(descriptor) { }
    ~RelaySocket() { close(); }
    RelaySocket(RelaySocket &&other) noexcept : m_descriptor(other.release()) { }
    RelaySocket &operator=(RelaySocket &&other) noexcept;
    Q_DISABLE_COPY(RelaySocket)

    /// Listens on 127.0.0.1 at a free port; invalid where the system refuses.
    static RelaySocket listening();
    /// Begins to connect; invalid where that fails at once, with the reason in errno.
    static RelaySocket connecting(const QHostAddress &address, quint16 port);

    bool isValid() const { return m_descriptor >= 0; }
    int descriptor() const { return m_descriptor; }
    quint16 localPort() const;
    /// The next client; invalid where there is none, or where it is not of this machine.
    RelaySocket accept() const;
    /// The error that waits on the socket; 0 where there is none.
    int takeError() const;

    struct Read
    {
        qsizetype size = 0; // 0: the other side has ended; -1: `error`
        int error = 0;
        std::optional<Nanos> wallStamp; // when the kernel received the last of the bytes
    };
    Read read(std::span<char> room) const;
    /// Bytes taken by the system, or -1 with the reason in errno.
    qsizetype write(QByteArrayView bytes) const;
    /// The other side reads the end of the stream.
    void endWriting() const;
    /// Acknowledge at once: on the manager's side it ends the wait of 40 ms between small writes of a large request.
    void acknowledgeAtOnce() const;
    void close();
    /// Closes so that the other side sees a reset connection.
    void reset();

private:
    int release();
    void prepare() const;

    int m_descriptor = -1;
};

/// What a client is told about a connection that failed with this errno.
SocksReader::Answer answerFor(int error);

Nanos steadyNow();
/// The tightest of a few looks at both clocks.
WallClock::Look lookAtClocks();

/// Asks the scheduler for short slices, so that the thread gets its turn sooner when others are busy. Harmless where it
/// is refused (before Linux 6.12).
void askForShortSlices();

} // namespace assay
