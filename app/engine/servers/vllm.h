// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engine/servers/openaidialect.h"

namespace assay {

/// vLLM: OpenAI-compatible, its models always in memory, and a version to ask for. Stateless, pure; any thread.
class VllmAdapter final : public OpenAiDialect
{
public:
    ErrandStep list(const Endpoint &endpoint) const override;
    std::optional<HttpCall> versionCall(const Endpoint &endpoint) const override;
};

} // namespace assay
