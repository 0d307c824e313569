// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engine/net/streamframer.h"

namespace assay {

/// Text without framing: each piece that comes is an event. A character that a read cuts in two waits for its rest, so
/// that every event can be decoded by itself.
class TextFramer final : public StreamFramer
{
public:
    Status feed(QByteArrayView bytes, std::vector<StreamEvent> &events) override;
    Status finish(std::vector<StreamEvent> &events) override;

private:
    void push(QByteArray text, std::vector<StreamEvent> &events);

    qint64 m_seen = 0; // bytes of all that came
    qint64 m_begin = 0; // of the next event
    QByteArray m_cut; // the beginning of a character: three bytes at most
};

} // namespace assay
