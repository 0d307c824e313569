// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engine/servers/serveradapter.h"

namespace assay {

/// What one look at a Foundry Local tells. Its two generations share nothing but the chat.
struct FoundryIdentity
{
    bool isService = false; // up to 0.8: /openai/...; else from 1.0: /models/...
    QString modelFolder; // where its cache lies on its disk
};
/// What a reply to GET /status or GET /openai/status says, where it is one of Foundry Local's. Both spell their keys
/// with and without capitals.
std::optional<FoundryIdentity> foundryIdentityIn(const QByteArray &body);

/// Asks for both; GETs without side effects. Errors: the server's silence; NotFound where it is another server.
ErrandStep identifyFoundry(const Endpoint &endpoint,
                           std::function<ErrandStep(const Result<FoundryIdentity> &identity)> then,
                           Nanos patience = std::chrono::seconds(3));
/// A list of model ids ("/models/loaded").
ErrandStep askFoundryIds(const Endpoint &endpoint, const QString &path,
                         std::function<ErrandStep(const Result<QStringList> &ids)> then);

bool holdsFoundryModel(const QStringList &ids, const QString &id);
/// Why a request was not granted; nothing where it was.
std::optional<Error> refusalIn(const Result<HttpReply> &reply);

} // namespace assay
