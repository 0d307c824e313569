// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/wire.h"

#include <QMutex>

#include <deque>
#include <optional>

namespace assay {

/// The last exchanges of a session, at most 64 of them and 64 MiB in all: the oldest make room. Any thread.
class WireArchive
{
public:
    static constexpr size_t most = 64;
    static constexpr qint64 mostBytes = 64 * 1024 * 1024;

    /// Takes the place of an earlier one of the same sample.
    void keep(WireExchange exchange);
    std::optional<WireExchange> find(const RunId &run, const SampleId &sample) const;

private:
    mutable QMutex m_mutex;
    std::deque<WireExchange> m_exchanges; // the oldest first
    qint64 m_bytes = 0;
};

} // namespace assay
