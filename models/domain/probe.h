// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/result.h"
#include "models/domain/run.h"
#include "models/domain/serverstate.h"

#include <QMap>

namespace assay {

/// What an endpoint offers, or why it does not.
struct EndpointListing
{
    Endpoint endpoint;
    std::vector<Model> models; // serverId, metadata and a proposed alias are set
    std::optional<Error> error;
    QMap<QString, ModelState> states = {}; // by serverId; only of models the server says something about
    Abilities abilities = {}; // of this server, as it runs now
    QString serverName = {}; // "KoboldCpp": where it is recognized and has no kind of its own; else empty
    QString version = {}; // of the server, where it says so
    QString modelFolder = {}; // where its models lie on its disk, where it says so
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
