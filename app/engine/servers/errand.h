// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engine/net/httpcall.h"
#include "models/domain/probe.h"

#include <QStringList>

#include <variant>

namespace assay {

/// What an errand brings home: a listing of one server, or what came of a job on it.
using Outcome = std::variant<EndpointListing, TaskDone>;

struct Ask;
struct Launch;
struct Rest;

/// What an errand does next. An errand to a server (list, load, download, ...) is told as a chain of such steps, each
/// of which holds what follows its answer; so a server's ways are pure functions from bytes to the next step, and one
/// ErrandRunner does the work for all of them.
using ErrandStep = std::variant<Ask, Launch, Rest, Result<Outcome>>;

/// Reads one line of a body or of a program's output while more is on its way; nothing where it tells no progress.
using LineReader = std::function<std::optional<TaskProgress>(const QByteArray &line)>;

/// Sends a request; `then` gets the whole reply, or why there was none. Any HTTP status is a reply.
struct Ask
{
    HttpCall call;
    std::function<ErrandStep(const Result<HttpReply> &reply)> then;
    Nanos patience = std::chrono::seconds(3); // for the whole reply; with eachLine: for each piece of it
    LineReader eachLine = {}; // may be empty
};

struct ProgramEnd
{
    int exitCode = 0;
    QByteArray out; // at most 8 MiB
    QByteArray err;
};

/// Runs a program of this machine; never through a shell. `then` gets Error where it is not installed, could not be
/// started, crashed or took too long.
struct Launch
{
    QString program; // a name to look for on the PATH
    QStringList arguments;
    std::function<ErrandStep(const Result<ProgramEnd> &end)> then;
    Nanos patience = std::chrono::seconds(10);
    LineReader eachLine = {}; // of standard output, colours removed
};

/// Waits, then goes on; for servers that have to be asked again.
struct Rest
{
    Nanos time{};
    std::function<ErrandStep()> then;
    TaskProgress progress = {};
};

/// An errand that ends here.
ErrandStep endWith(Error error);
ErrandStep endWith(Outcome outcome);

} // namespace assay
