// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engine/servers/serveradapter.h"

namespace assay {

/// The OpenAI-compatible chat dialect with the deviations of local servers. Stateless, pure; any thread.
class OpenAiDialect : public ServerAdapter
{
public:
    HttpCall modelsCall(const Endpoint &endpoint) const override;
    Result<std::vector<Model>> readModels(const QByteArray &body, const Endpoint &endpoint) const override;
    ChatCall chatCall(const ChatInput &input) const override;
    std::unique_ptr<ChunkReader> chunkReader(const Endpoint &endpoint) const override;
};

/// Lists of models in the shapes servers use: {"data":[...]}, {"models":[...]}, a bare list, of objects or names.
Result<std::vector<Model>> readModelList(const QByteArray &body, const Endpoint &endpoint);

/// A readable name from what a server calls a model: no folders, no ".gguf", no ":latest".
QString proposedAlias(const QString &serverId);

/// The same JSON with what strict parsers refuse replaced by U+FFFD: invalid UTF-8, and halves of surrogate pairs in
/// escapes (servers that cut a character in two send them).
QByteArray repairedJson(const QByteArray &json);

/// A count of tokens, also where it is written as 12.0. Absent for what is no count.
std::optional<qint64> tokenCount(double number);

} // namespace assay
