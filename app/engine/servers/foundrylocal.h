// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engine/servers/openaidialect.h"

namespace assay {

/// Microsoft's Foundry Local, in its two generations ("service" up to 0.8, "server" from 1.0), which are told apart
/// each time. Chats want a model's full id. An endpoint without a URL is that of this machine, wherever it listens.
/// Stateless, pure; any thread.
class FoundryLocalAdapter final : public OpenAiDialect
{
public:
    /// What the server tells at once: what is on the disk, what is loaded.
    ErrandStep list(const Endpoint &endpoint) const override;
    bool canLoad() const override { return true; }
    /// The catalog with licences, sizes and variants; where it is, when it does not answer where it was.
    std::optional<ErrandStep> listFurther(const EndpointListing &known) const override;
    ErrandStep perform(const ServerOrder &order) const override;
};

} // namespace assay
