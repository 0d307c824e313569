// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/result.h"
#include "models/domain/run.h"

namespace assay {

/// What an endpoint offers, or why it does not.
struct EndpointListing
{
    Endpoint endpoint;
    std::vector<Model> models; // serverId, metadata and a proposed alias are set
    std::optional<Error> error;
};

/// The answer of one model to a one-token chat.
struct ProbeResult
{
    ModelAlias alias;
    bool ready = false;
    std::optional<Error> error; // set where not ready
    std::optional<double> ttftMs; // set where ready
    QString answer;
};

} // namespace assay

Q_DECLARE_METATYPE(assay::EndpointListing)
Q_DECLARE_METATYPE(assay::ProbeResult)
