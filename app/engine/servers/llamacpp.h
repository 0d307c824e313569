// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engine/servers/openaidialect.h"

namespace assay {

/// llama.cpp's llama-server: one model a process, or a router (started without a model) that loads, unloads and
/// downloads. Stateless, pure; any thread.
class LlamaCppAdapter final : public OpenAiDialect
{
public:
    ErrandStep list(const Endpoint &endpoint) const override;
    bool canLoad() const override { return true; }
    ErrandStep perform(const ServerOrder &order) const override;
    std::optional<HttpCall> versionCall(const Endpoint &endpoint) const override;
    QString readVersion(const QByteArray &body) const override;

private:
    ErrandStep listModels(const EndpointListing &known, bool isRouter) const;
};

} // namespace assay
