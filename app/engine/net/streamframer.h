// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/framing.h"
#include "models/domain/result.h"

#include <QByteArray>

#include <memory>
#include <vector>

namespace assay {

/// One piece of a framed stream: an event, a line, or a stretch of text.
struct StreamEvent
{
    QByteArray type; // "message" unless an event stream named it
    QByteArray data; // without its framing; UTF-8 is not checked here
    qint64 end = 0; // place in the stream: behind the byte that completed it
    qint64 begin = 0; // behind the event before it and the line end that only ends that one
};

/// Cuts a stream of bytes into events, whatever the reads that it comes in. Bounded. One object a stream; pure; no
/// thread of its own.
class StreamFramer
{
public:
    static constexpr qsizetype most = 16 * 1024 * 1024; // bytes of a line or an event

    virtual ~StreamFramer() = default;
    /// Appends the events that `bytes` complete. TooLarge where a line or an event passes the bound; after an error
    /// every further call returns it again.
    virtual Status feed(QByteArrayView bytes, std::vector<StreamEvent> &events) = 0;
    /// The stream has ended: appends what is pending.
    virtual Status finish(std::vector<StreamEvent> &events) = 0;
    /// The beginning of what belongs to no event.
    virtual QByteArray strayText() const { return {}; }
};

std::unique_ptr<StreamFramer> makeFramer(Framing framing);

/// An event passed the bound.
Error eventTooLarge(qsizetype most);

} // namespace assay
