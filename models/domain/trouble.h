// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/result.h"

#include <QStringList>

namespace assay {

/// Troubles with servers and models that a person can do something about.
enum class Trouble {
    OutOfMemory,
    BrokenDownload, // the model's files are not whole
    NotDownloaded,
    NotLoaded, // on the disk, and the server does not load it by itself
    LoadFailed, // for a reason that the server does not give
    ModelUnknown,
    AliasForId, // the name is the beginning of one that the server knows
    ContextTooSmall,
    Loading,
    Busy, // all slots taken, a full queue
    SlowAnswer, // silence until the idle time-out
    ServerGone, // nobody listens
    ServerMoved, // nobody listens where there was a server before
    KeyMissing, // the reference leads nowhere
    KeyRefused, // the server wants a key, or another one
    WrongAddress, // a server, but not what was asked for
    ServerFailed // crashed, or broke off
};

/// What else is known where an error is looked at; may be empty.
struct TroubleClues
{
    QString serverId; // of the model that was asked
    QStringList offered; // ids that its server lists
    bool wasReached = false; // the server has answered before
};

/// Recognizes a trouble by the error's code and by what the server itself said (the detail). nullopt where nothing
/// general is known, and for errors whose own sentence says it all.
std::optional<Trouble> troubleOf(const Error &error, const TroubleClues &clues = {});

/// What more can be said about an error than its own sentence does, which already says the first thing to try; one or
/// two translated sentences, empty where there is nothing. For programs as well as servers, in the window as well as on
/// the command line.
QString adviceFor(const Error &error, const TroubleClues &clues = {});

/// The error's own sentence and what to do about it.
QString errorWithAdvice(const Error &error, const TroubleClues &clues = {});

} // namespace assay
