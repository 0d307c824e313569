// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/servers/customadapters.h"
#include "app/engine/servers/foundrylocal.h"
#include "app/engine/servers/llamacpp.h"
#include "app/engine/servers/lmstudio.h"
#include "app/engine/servers/ollama.h"
#include "app/engine/servers/vllm.h"

namespace assay {

const ServerAdapter &adapterFor(ServerKind kind)
{
    static const OpenAiDialect openAi; // all of them stateless
    static const FoundryLocalAdapter foundryLocal;
    static const LlamaCppAdapter llamaCpp;
    static const CustomServer server;
    static const CustomProgram program;
    static const LmStudioAdapter lmStudio;
    static const OllamaAdapter ollama;
    static const VllmAdapter vllm;
    switch (kind) {
    case ServerKind::Auto:
    case ServerKind::OpenAi:
    case ServerKind::Practice:
        return openAi;
    case ServerKind::FoundryLocal:
        return foundryLocal;
    case ServerKind::LlamaCpp:
        return llamaCpp;
    case ServerKind::Command:
        return program;
    case ServerKind::Http:
        return server;
    case ServerKind::LmStudio:
        return lmStudio;
    case ServerKind::Ollama:
        return ollama;
    case ServerKind::Vllm:
        return vllm;
    }
    return openAi;
}

} // namespace assay
