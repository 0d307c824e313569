// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engine/servers/openaidialect.h"

namespace assay {

/// Ollama by its own API, for chat too: that alone tells the server's timings. An endpoint of kind OpenAi at the same
/// address chats by /v1 instead. Stateless, pure; any thread.
class OllamaAdapter final : public OpenAiDialect
{
public:
    ErrandStep list(const Endpoint &endpoint) const override;
    bool canLoad() const override { return true; }
    bool tellsMemory() const override { return true; }
    ErrandStep perform(const ServerOrder &order) const override;
    std::optional<HttpCall> versionCall(const Endpoint &endpoint) const override;
    HttpCall modelsCall(const Endpoint &endpoint) const override;
    /// Models that run on Ollama's own machines are left out.
    Result<std::vector<Model>> readModels(const QByteArray &body, const Endpoint &endpoint) const override;
    ChatCall chatCall(const ChatInput &input) const override;
    std::unique_ptr<ChunkReader> chunkReader(const Endpoint &endpoint) const override;
};

} // namespace assay
