// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/probe.h"

#include <QJsonObject>

class QJsonDocument;

namespace assay {

/// One variant of a model in Foundry Local's catalog, as its server or its command line tells it. Pure.
struct FoundryEntry
{
    Model model; // serverId and metadata
    std::optional<bool> isCached; // on this disk; absent where not told
};

/// The entries of a catalog: a bare list, or one under "models" or "variants", of variants or of aliases that hold
/// their variants. Nothing where it is no catalog; an empty list is one.
std::optional<std::vector<FoundryEntry>> foundryEntries(const QJsonDocument &catalog);
/// `name` of an object; documentation and servers disagree on whether it begins with a capital.
QJsonValue foundryValue(const QJsonObject &object, QLatin1StringView name);

/// A model of which only the id is known; what it runs on is told by the end of that.
Model foundryModel(const QString &id);
/// Puts what the end of an id tells where nobody has said it.
void fillFromFoundryId(Model &model);
/// Ids are compared with their versions ("...:3") where both have one.
bool isSameFoundryModel(const QString &a, const QString &b);

/// Adds what is known of a model to a listing, or a model that it does not hold yet. A presence is never taken back:
/// loaded stays loaded.
void addFoundryModel(EndpointListing &listing, const Model &model, std::optional<ModelPresence> presence);

} // namespace assay
