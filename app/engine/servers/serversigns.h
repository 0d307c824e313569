// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engine/net/httpcall.h"

#include <QStringList>

namespace assay {

/// Who a server is.
struct ServerSign
{
    ServerKind kind = ServerKind::OpenAi;
    QString name = {}; // of a server without a kind of its own
    QString version = {};
    QString prefix = {}; // where its API is, if not at /v1
    QStringList models = {}; // that the sign itself names; for servers that may not list them elsewhere

    friend bool operator==(const ServerSign &, const ServerSign &) = default;
};

/// Paths beside the API that give servers away, in the order to ask them; a GET on each changes nothing anywhere.
const QStringList &signPaths();

/// What a reply to GET `path` gives away. Needs the names that are this server's own in an object sent as JSON, so that
/// web pages, catch-all replies and servers that imitate others are not taken for one (servers.md 1.1, 11).
std::optional<ServerSign> signIn(const QString &path, const HttpReply &reply);
/// What its list of models gives away: a server's word for their owner.
std::optional<ServerSign> signInModels(const QByteArray &body);

/// "Ollama is running" at "/"; others say so too, so it counts only where none of their signs are found.
bool claimsToBeOllama(const HttpReply &reply);
/// A list of models, sent as one; not just any reply with a list in it.
bool isModelList(const HttpReply &reply);
/// A refusal for want of a key by something that serves an API, not pages.
bool wantsKey(const HttpReply &reply);

} // namespace assay
