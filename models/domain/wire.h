// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/ids.h"

#include <QByteArray>

#include <vector>

namespace assay {

/// Bytes that left or came at one moment: one write of ours, or one read of what the server sent.
struct WirePiece
{
    enum class Direction { Sent, Received };
    Direction direction = Direction::Received;
    Nanos at{}; // the run's clock
    bool byKernel = false; // stamped by the kernel as the bytes came in, else by this program
    qint64 bytes = 0;

    friend bool operator==(const WirePiece &, const WirePiece &) = default;
};

/// One request and its reply as they went over the wire, heads and framing included; of a request that was sent again,
/// the last try. The key is blanked (as many asterisks as it has bytes). Kept for the last requests of a session only,
/// in the engine's memory and in no file.
///
/// How to get one: EngineHost::wireOf(run, sample) in the window; elsewhere WireArchive::find() of the archive that was
/// given to RunController::keepWiresIn(), from any thread. It is there once the sample has ended.
struct WireExchange
{
    RunId run;
    SampleId sample;
    QByteArray request;
    QByteArray reply;
    /// In order of time. The pieces of one direction, laid end to end, are its bytes.
    std::vector<WirePiece> pieces;
    bool cut = false; // more went over the wire than was kept

    friend bool operator==(const WireExchange &, const WireExchange &) = default;
};

/// Writes asterisks over every place where `key` stands, so that the pieces still fit. Nothing where the key is empty.
void blankKey(WireExchange &exchange, const QByteArray &key);

} // namespace assay
