// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/modelscommand.h"

#include "app/cli/contestants.h"
#include "app/cli/texttable.h"
#include "models/domain/numbertext.h"
#include "models/domain/text.h"

#include <nlohmann/json.hpp>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;
using Json = nlohmann::ordered_json;

namespace assay {
namespace {

Json textOrNull(const std::optional<QString> &text)
{
    return text ? Json(text->toStdString()) : Json(nullptr);
}

Json textList(const QStringList &texts)
{
    Json list = Json::array();
    for (const QString &text : texts)
        list.push_back(text.toStdString());
    return list;
}

template <class T> Json numberOrNull(const std::optional<T> &number)
{
    return number ? Json(*number) : Json(nullptr);
}

/// The name of a state in --json; must not change.
QString presenceKey(ModelPresence presence)
{
    switch (presence) {
    case ModelPresence::Offered:
        return u"offered"_s;
    case ModelPresence::Downloading:
        return u"downloading"_s;
    case ModelPresence::OnDisk:
        return u"on_disk"_s;
    case ModelPresence::Loading:
        return u"loading"_s;
    case ModelPresence::Loaded:
        return u"loaded"_s;
    case ModelPresence::Sleeping:
        return u"sleeping"_s;
    case ModelPresence::Failed:
        return u"failed"_s;
    }
    return {};
}

std::optional<ModelPresence> presenceIn(const EndpointListing &listing, const Model &model)
{
    return listing.states.value(model.serverId).presence;
}

Json jsonOf(const std::vector<EndpointListing> &listings)
{
    Json list = Json::array();
    for (const EndpointListing &listing : listings) {
        for (const Model &model : listing.models) {
            const auto presence = presenceIn(listing, model);
            list.push_back({{"endpoint", listing.endpoint.url.toString().toStdString()},
                            {"kind", serverKindKey(listing.endpoint.kind).toStdString()},
                            {"id", model.serverId.toStdString()},
                            {"size_mb", numberOrNull(model.metadata.sizeMb)},
                            {"context", numberOrNull(model.metadata.contextLength)},
                            {"parameters", numberOrNull(model.metadata.parameterCount)},
                            {"quantization", textOrNull(model.metadata.quantization)},
                            {"capabilities", textList(model.metadata.capabilities)},
                            {"owned_by", textOrNull(model.metadata.ownedBy)},
                            {"state", presence ? Json(presenceKey(*presence).toStdString()) : Json(nullptr)},
                            {"device", textOrNull(model.metadata.device)},
                            {"execution_provider", textOrNull(model.metadata.executionProvider)},
                            {"family", textOrNull(model.metadata.family)},
                            {"license", textOrNull(model.metadata.license)},
                            {"simulated", isSimulated(listing.endpoint, model)}});
        }
    }
    return list;
}

QStringList rowOf(const EndpointListing &listing, const Model &model)
{
    const ModelMetadata &known = model.metadata;
    const auto presence = presenceIn(listing, model);
    return {listing.endpoint.url.toDisplayString(),
            model.serverId,
            sizeText(known.sizeMb),
            known.contextLength ? QString::number(*known.contextLength) : QStringView(missingMark).toString(),
            known.device.value_or(QString()),
            known.capabilities.join(", "_L1),
            presence ? modelPresenceName(*presence) : QString(),
            known.license.value_or(QString()),
            isSimulated(listing.endpoint, model) ? Text::tr("simulated") : QString()};
}

/// Without the columns that have a title and nobody has anything to say in.
QString tableOf(const std::vector<EndpointListing> &listings)
{
    std::vector<TableColumn> columns{{Text::tr("server")},
                                     {Text::tr("model")},
                                     {Text::tr("size"), CellAlign::Right},
                                     {Text::tr("context"), CellAlign::Right},
                                     {Text::tr("device")},
                                     {Text::tr("capabilities")},
                                     {Text::tr("state")},
                                     {Text::tr("license")},
                                     {QString()}};
    std::vector<QStringList> rows;
    for (const EndpointListing &listing : listings) {
        for (const Model &model : listing.models)
            rows.push_back(rowOf(listing, model));
    }
    for (qsizetype i = static_cast<qsizetype>(columns.size()) - 2; i >= 0; --i) {
        if (std::ranges::all_of(rows, [i](const QStringList &row) { return row[i].isEmpty(); })) {
            columns.erase(columns.begin() + i);
            for (QStringList &row : rows)
                row.removeAt(i);
        }
    }
    return textTable(columns, rows);
}

} // namespace

ModelsCommand::ModelsCommand(Surroundings &surroundings, QObject *parent)
    : Command(surroundings, u"models"_s, Text::tr("List what the servers on this machine offer."), parent)
    , m_lister(surroundings.time, surroundings.keys)
{
    connect(&m_lister, &EndpointLister::listed, this, [this](const EndpointListing &listing) { take(listing); });
    connect(&m_lister, &EndpointLister::finished, this, &ModelsCommand::show);
}

void ModelsCommand::addOptions(Arguments &arguments) const
{
    arguments.addValue(u"endpoint"_s, u"URL"_s,
                       Text::tr("Ask this server instead of looking on this machine (FOUNDRY_LOCAL_ENDPOINT)."));
    arguments.addValue(u"capability"_s, u"TAG"_s,
                       Text::tr("Only models with this capability, such as tools; several with commas between them: "
                                "with all of them."));
    arguments.addFlag(u"json"_s, Text::tr("Write JSON."));
}

void ModelsCommand::begin(const Arguments &arguments)
{
    m_json = arguments.has(u"json"_s);
    m_capabilities = arguments.value(u"capability"_s).value_or(QString()).split(u',', Qt::SkipEmptyParts);
    for (QString &tag : m_capabilities)
        tag = tag.trimmed();
    const Result<std::optional<Endpoint>> endpoint = readEndpoint(arguments, surroundings());
    if (!endpoint) {
        fail(endpoint.error());
        return;
    }
    m_isGiven = endpoint->has_value();
    m_lister.list(m_isGiven ? std::vector{**endpoint} : surroundings().candidates(), EndpointLister::usualTimeout,
                  EndpointLister::Depth::Whole);
}

/// A server that has more to tell is heard of twice; one that is found at several addresses is one.
void ModelsCommand::take(const EndpointListing &listing)
{
    const auto same = std::ranges::find_if(m_listings, [&listing](const EndpointListing &other) {
        return other.endpoint.id == listing.endpoint.id
            || (!listing.error && !other.error && other.endpoint.url == listing.endpoint.url);
    });
    if (same == m_listings.end()) {
        m_listings.push_back(listing);
    } else if (listing.endpoint.id == same->endpoint.id) {
        *same = listing;
    }
}

bool ModelsCommand::isWanted(const Model &model) const
{
    return std::ranges::all_of(m_capabilities, [&model](const QString &tag) {
        return model.metadata.capabilities.contains(tag, Qt::CaseInsensitive);
    });
}

void ModelsCommand::show()
{
    if (hasEnded()) {
        return;
    }
    if (m_isGiven && !m_listings.empty() && m_listings.front().error) {
        fail(*m_listings.front().error, ExitCode::allFailed);
        return;
    }
    const bool anyAtAll = std::ranges::any_of(m_listings, [](const EndpointListing &l) { return !l.models.empty(); });
    for (EndpointListing &listing : m_listings)
        std::erase_if(listing.models, [this](const Model &model) { return !isWanted(model); });
    // In the order of the addresses, not in that of the answers.
    std::stable_sort(m_listings.begin(), m_listings.end(), [](const EndpointListing &a, const EndpointListing &b) {
        return a.endpoint.url.port() < b.endpoint.url.port();
    });
    const bool none = std::all_of(m_listings.begin(), m_listings.end(),
                                  [](const EndpointListing &listing) { return listing.models.empty(); });
    if (m_json) {
        const Json list = jsonOf(m_listings);
        console().print(QString::fromStdString(list.dump(none ? -1 : 2, ' ', false, Json::error_handler_t::replace)));
    } else if (!none) {
        console().out << tableOf(m_listings) << Qt::flush;
    }
    if (none && anyAtAll) {
        console().say(Text::tr("No model has the capability %1.").arg(m_capabilities.join(" + "_L1)));
    } else if (none) {
        console().say(m_isGiven ? Text::tr("This server offers no model.")
                                : Text::tr("No server with models was found on this machine. Start one (Foundry Local, "
                                           "Ollama, LM Studio, llama.cpp, ...), give --endpoint URL, or start the "
                                           "simulated one with: assay-cli practice"));
    }
    end(ExitCode::ok);
}

} // namespace assay
