// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engine/servers/openaidialect.h"

namespace assay {

/// LM Studio: /api/v1 (0.4 and later) for models and jobs, /api/v0 to list what older releases have, /v1 for chat.
/// Stateless, pure; any thread.
class LmStudioAdapter final : public OpenAiDialect
{
public:
    ErrandStep list(const Endpoint &endpoint) const override;
    bool canLoad() const override { return true; }
    ErrandStep perform(const ServerOrder &order) const override;
};

} // namespace assay
