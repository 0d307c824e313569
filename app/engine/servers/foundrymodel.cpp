// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/servers/foundrymodel.h"

#include "app/engine/servers/modelfacts.h"
#include "app/engine/servers/openaidialect.h"

#include <QJsonArray>

#include <algorithm>
#include <array>

using namespace Qt::Literals::StringLiterals;

namespace assay {
namespace {

struct Suffix
{
    QLatin1StringView end;
    QLatin1StringView device;
    QLatin1StringView provider; // empty: the server chooses when it loads the model
};

constexpr std::array suffixes{
    Suffix{"-cuda-gpu"_L1, "GPU"_L1, "CUDAExecutionProvider"_L1},
    Suffix{"-trtrtx-gpu"_L1, "GPU"_L1, "NvTensorRTRTXExecutionProvider"_L1},
    Suffix{"-openvino-gpu"_L1, "GPU"_L1, "OpenVINOExecutionProvider"_L1},
    Suffix{"-openvino-npu"_L1, "NPU"_L1, "OpenVINOExecutionProvider"_L1},
    Suffix{"-qnn-npu"_L1, "NPU"_L1, "QNNExecutionProvider"_L1},
    Suffix{"-vitis-npu"_L1, "NPU"_L1, "VitisAIExecutionProvider"_L1},
    Suffix{"-cpu"_L1, "CPU"_L1, "CPUExecutionProvider"_L1},
    Suffix{"-gpu"_L1, "GPU"_L1, {}},
    Suffix{"-npu"_L1, "NPU"_L1, {}},
};

/// "name:3" is {"name", "3"}.
std::pair<QString, QString> nameAndVersion(const QString &id)
{
    const qsizetype colon = id.lastIndexOf(u':');
    bool isNumber = false;
    if (colon >= 0)
        id.mid(colon + 1).toUInt(&isNumber);
    return isNumber ? std::pair(id.left(colon), id.mid(colon + 1)) : std::pair(id, QString());
}

void addCapability(QStringList &all, const QString &capability)
{
    if (!capability.isEmpty() && !all.contains(capability))
        all << capability;
}

QStringList capabilitiesOf(const QJsonObject &entry)
{
    QStringList all;
    for (const QLatin1StringView name : {"task"_L1, "type"_L1}) {
        const QString said = foundryValue(entry, name).toString().trimmed().toLower();
        addCapability(all, said.startsWith("chat"_L1) ? u"chat"_s : said);
    }
    const QJsonValue told = foundryValue(entry, "capabilities"_L1);
    const QJsonArray words =
        told.isArray() ? told.toArray() : QJsonArray::fromStringList(told.toString().split(u',', Qt::SkipEmptyParts));
    for (const QJsonValue &word : words)
        addCapability(all, word.toString().trimmed().toLower());
    if (foundryValue(entry, "supportsToolCalling"_L1).toBool())
        addCapability(all, u"tools"_s);
    if (foundryValue(entry, "supportsReasoning"_L1).toBool())
        addCapability(all, u"reasoning"_s);
    return all;
}

ModelMetadata metadataOf(const QJsonObject &entry)
{
    ModelMetadata known;
    const QJsonObject runtime = foundryValue(entry, "runtime"_L1).toObject();
    // Not said whether these are 10^6 or 2^20 bytes.
    if (const double size = foundryValue(entry, "fileSizeMb"_L1).toDouble(); size > 0)
        known.sizeMb = size;
    if (const int tokens = foundryValue(entry, "contextLength"_L1).toInt(); tokens > 0)
        known.contextLength = tokens;
    known.license = textOf(foundryValue(entry, "license"_L1));
    known.ownedBy = textOf(foundryValue(entry, "publisher"_L1));
    known.family = textOf(foundryValue(entry, "alias"_L1));
    known.device = textOf(foundryValue(runtime, "deviceType"_L1));
    if (!known.device)
        known.device = textOf(foundryValue(entry, "device"_L1));
    if (known.device)
        known.device = known.device->toUpper();
    known.executionProvider = textOf(foundryValue(runtime, "executionProvider"_L1));
    if (!known.executionProvider)
        known.executionProvider = textOf(foundryValue(entry, "executionProvider"_L1));
    known.capabilities = capabilitiesOf(entry);
    return known;
}

void read(const QJsonArray &list, const QString &alias, std::vector<FoundryEntry> &entries)
{
    for (const QJsonValue &value : list) {
        const QJsonObject object = value.toObject();
        const QString own = foundryValue(object, "alias"_L1).toString(alias);
        if (const QJsonValue variants = foundryValue(object, "variants"_L1); variants.isArray()) {
            read(variants.toArray(), own, entries);
            continue;
        }
        FoundryEntry entry;
        entry.model.serverId = foundryValue(object, "id"_L1).toString(foundryValue(object, "name"_L1).toString());
        if (entry.model.serverId.isEmpty())
            continue;
        entry.model.metadata = metadataOf(object);
        if (!entry.model.metadata.family && !own.isEmpty())
            entry.model.metadata.family = own;
        fillFromFoundryId(entry.model);
        if (const QJsonValue cached = foundryValue(object, "cached"_L1); cached.isBool())
            entry.isCached = cached.toBool();
        entries.push_back(std::move(entry));
    }
}

// Of these the catalog knows better than the id, from which the first guess was made.
constexpr MetadataFields guessed = MetadataField::Device | MetadataField::ExecutionProvider;

} // namespace

QJsonValue foundryValue(const QJsonObject &object, QLatin1StringView name)
{
    QString capital = name;
    capital[0] = capital[0].toUpper();
    const QJsonValue value = object[name];
    return value.isUndefined() ? object[capital] : value;
}

std::optional<std::vector<FoundryEntry>> foundryEntries(const QJsonDocument &catalog)
{
    QJsonValue list = catalog.isArray() ? QJsonValue(catalog.array()) : QJsonValue();
    for (const QLatin1StringView name : {"models"_L1, "variants"_L1}) {
        if (!list.isArray())
            list = foundryValue(catalog.object(), name);
    }
    if (!list.isArray())
        return {};
    std::vector<FoundryEntry> entries;
    read(list.toArray(), {}, entries);
    return entries;
}

Model foundryModel(const QString &id)
{
    Model model;
    model.serverId = id;
    fillFromFoundryId(model);
    return model;
}

void fillFromFoundryId(Model &model)
{
    const QString name = nameAndVersion(model.serverId).first.toLower();
    const auto suffix = std::ranges::find_if(suffixes, [&name](const Suffix &one) { return name.endsWith(one.end); });
    if (suffix == suffixes.end())
        return;
    ModelMetadata &known = model.metadata;
    const bool agrees = !known.device || known.device == suffix->device;
    ModelMetadata said;
    said.device = suffix->device;
    if (agrees && !suffix->provider.isEmpty())
        said.executionProvider = suffix->provider;
    fillMetadata(known, said);
}

bool isSameFoundryModel(const QString &a, const QString &b)
{
    const auto [nameA, versionA] = nameAndVersion(a);
    const auto [nameB, versionB] = nameAndVersion(b);
    return nameA.compare(nameB, Qt::CaseInsensitive) == 0
        && (versionA == versionB || versionA.isEmpty() || versionB.isEmpty());
}

void addFoundryModel(EndpointListing &listing, const Model &model, std::optional<ModelPresence> presence)
{
    auto known = std::ranges::find_if(
        listing.models, [&model](const Model &one) { return isSameFoundryModel(one.serverId, model.serverId); });
    if (known == listing.models.end()) {
        Model added = model;
        added.endpoint = listing.endpoint.id;
        added.alias = ModelAlias{proposedAlias(model.serverId)};
        known = listing.models.insert(listing.models.end(), std::move(added));
    } else {
        fillMetadata(known->metadata, model.metadata, guessed);
    }
    if (!presence)
        return;
    ModelState &state = listing.states[known->serverId];
    if (!state.presence || *state.presence < *presence)
        state.presence = presence;
}

} // namespace assay
