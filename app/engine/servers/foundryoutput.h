// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engine/servers/foundrymodel.h"

#include <QJsonDocument>

namespace assay {

/// What Foundry Local's command line writes: JSON or tables, among banners, emoji and log lines, in the words of both
/// of its generations. Pure.

/// Emoji and the lines of boxes become spaces: columns stay where they are on a terminal.
QString plainOutput(const QByteArray &output);
/// The first JSON object in it; nothing where there is none.
std::optional<QJsonDocument> jsonInOutput(const QByteArray &output);
/// What it says went wrong, or else its last line; in a form to be shown.
QString complaintIn(const QByteArray &output);
/// Whether this release does not know the command or the option.
bool isUnknownCommand(const QByteArray &output);

struct FoundryStatus
{
    bool isRunning = false;
    std::optional<QUrl> url; // a loopback one; absent where it does not serve the web, or not yet
    QString group; // of commands that it was learned from: "server", or "service" of the old program
};
/// Nothing where it says neither.
std::optional<FoundryStatus> statusInOutput(const QByteArray &output);

/// Catalog entries from JSON or a table; nothing where it is neither.
std::optional<std::vector<FoundryEntry>> entriesInOutput(const QByteArray &output);
/// Model ids in a list of what is cached, in any form.
QStringList modelIdsInOutput(const QByteArray &output);

/// Of a download line: "42 %" of all of it; `("file", 0.42)` is the share of one file, that of the whole only where the
/// file is the one that holds the weights. `sizeMb` turns a share into bytes.
std::optional<TaskProgress> progressInLine(const QByteArray &line, std::optional<double> sizeMb);

/// "0.10.3" in it; empty where there is none.
QString versionInOutput(const QByteArray &output);

} // namespace assay
