// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engine/net/relay/exchange.h"

#include <QHash>

#include <memory>

namespace assay {

/// Who may use the relay, and where what is seen of the next request goes. Any thread.
class RelayLanes
{
public:
    explicit RelayLanes(QByteArray secret) : m_secret(std::move(secret)) { }

    QByteArray secret() const { return m_secret; }
    void add(const QByteArray &lane);
    void drop(const QByteArray &lane);
    void expect(const QByteArray &lane, const std::shared_ptr<Exchange> &exchange);
    bool admits(const QByteArray &lane, const QByteArray &password) const;
    /// The exchange that was announced last; nullptr where none was. It stays: a request may be sent again.
    std::shared_ptr<Exchange> current(const QByteArray &lane) const;

private:
    const QByteArray m_secret;
    mutable QMutex m_mutex;
    QHash<QByteArray, std::shared_ptr<Exchange>> m_lanes;
};

} // namespace assay
