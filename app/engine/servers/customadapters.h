// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engine/servers/serveradapter.h"

namespace assay {

/// What a person described in models.json or in the dialog of an endpoint, in place of a dialect that is known here.
/// Lists no models: those that it answers for are the ones that a person added. Stateless, pure; any thread.
class CustomAdapter : public ServerAdapter
{
public:
    ErrandStep list(const Endpoint &endpoint) const override;
    HttpCall modelsCall(const Endpoint &endpoint) const override;
    Result<std::vector<Model>> readModels(const QByteArray &body, const Endpoint &endpoint) const override;
    std::unique_ptr<ChunkReader> chunkReader(const Endpoint &endpoint) const override;
};

/// ServerKind::Http: a JSON body is posted, made from a template.
class CustomServer final : public CustomAdapter
{
public:
    ChatCall chatCall(const ChatInput &input) const override;
};

/// ServerKind::Command: a program is started. The prompt goes where its arguments name it ({prompt}, or {prompt_file}
/// for a file that holds it), else to its standard input. An argument whose placeholder has no value is left out, with
/// the option ("--temp") before it.
class CustomProgram final : public CustomAdapter
{
public:
    ChatCall chatCall(const ChatInput &input) const override;
};

} // namespace assay
