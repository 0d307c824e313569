// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/servers/foundrylocal.h"
#include "app/engine/servers/llamacpp.h"

using namespace Qt::Literals::StringLiterals;

namespace assay {

const ServerAdapter &adapterFor(ServerKind kind)
{
    static const OpenAiDialect openAi; // all of them stateless
    static const FoundryLocalAdapter foundryLocal;
    static const LlamaCppAdapter llamaCpp;
    switch (kind) {
    case ServerKind::Auto:
    case ServerKind::OpenAi:
    case ServerKind::Ollama:
    case ServerKind::LmStudio:
    case ServerKind::Vllm:
    case ServerKind::Practice:
    case ServerKind::Command:
        return openAi;
    case ServerKind::FoundryLocal:
        return foundryLocal;
    case ServerKind::LlamaCpp:
        return llamaCpp;
    }
    return openAi;
}

ServerKind recognizedKind(const Endpoint &endpoint, const Model &model)
{
    const QString owner = model.metadata.ownedBy.value_or(QString());
    if (endpoint.kind != ServerKind::Auto)
        return endpoint.kind;
    if (owner == "llamacpp"_L1)
        return ServerKind::LlamaCpp;
    if (owner == "vllm"_L1)
        return ServerKind::Vllm;
    return owner == "assay-practice"_L1 ? ServerKind::Practice : ServerKind::Auto;
}

} // namespace assay
