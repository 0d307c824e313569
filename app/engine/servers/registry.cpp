// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/servers/openaidialect.h"

namespace assay {

const ServerAdapter &adapterFor(ServerKind kind)
{
    static const OpenAiDialect openAi; // stateless
    switch (kind) {
    case ServerKind::Auto:
    case ServerKind::OpenAi:
    case ServerKind::FoundryLocal:
    case ServerKind::Ollama:
    case ServerKind::LmStudio:
    case ServerKind::LlamaCpp:
    case ServerKind::Vllm:
    case ServerKind::Practice:
    case ServerKind::Command:
        return openAi;
    }
    return openAi;
}

} // namespace assay
