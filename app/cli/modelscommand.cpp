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

template <class T> Json numberOrNull(const std::optional<T> &number)
{
    return number ? Json(*number) : Json(nullptr);
}

Json jsonOf(const std::vector<EndpointListing> &listings)
{
    Json list = Json::array();
    for (const EndpointListing &listing : listings) {
        for (const Model &model : listing.models) {
            list.push_back({{"endpoint", listing.endpoint.url.toString().toStdString()},
                            {"kind", serverKindKey(listing.endpoint.kind).toStdString()},
                            {"id", model.serverId.toStdString()},
                            {"size_mb", numberOrNull(model.metadata.sizeMb)},
                            {"context", numberOrNull(model.metadata.contextLength)},
                            {"parameters", numberOrNull(model.metadata.parameterCount)},
                            {"quantization", textOrNull(model.metadata.quantization)},
                            {"owned_by", textOrNull(model.metadata.ownedBy)},
                            {"simulated", listing.endpoint.kind == ServerKind::Practice}});
        }
    }
    return list;
}

QString tableOf(const std::vector<EndpointListing> &listings)
{
    std::vector<QStringList> rows;
    for (const EndpointListing &listing : listings) {
        for (const Model &model : listing.models) {
            const auto context = model.metadata.contextLength;
            const bool simulated = listing.endpoint.kind == ServerKind::Practice;
            rows.push_back({listing.endpoint.url.toDisplayString(), model.serverId, sizeText(model.metadata.sizeMb),
                            context ? QString::number(*context) : QStringView(missingMark).toString(),
                            simulated ? Text::tr("simulated") : QString()});
        }
    }
    return textTable({{Text::tr("server")},
                      {Text::tr("model")},
                      {Text::tr("size"), CellAlign::Right},
                      {Text::tr("context"), CellAlign::Right},
                      {QString()}},
                     rows);
}

} // namespace

ModelsCommand::ModelsCommand(Surroundings &surroundings, QObject *parent)
    : Command(surroundings, u"models"_s, Text::tr("List what the servers on this machine offer."), parent)
    , m_lister(surroundings.time, surroundings.keys)
{
    connect(&m_lister, &EndpointLister::listed, this,
            [this](const EndpointListing &listing) { m_listings.push_back(listing); });
    connect(&m_lister, &EndpointLister::finished, this, &ModelsCommand::show);
}

void ModelsCommand::addOptions(Arguments &arguments) const
{
    arguments.addValue(u"endpoint"_s, u"URL"_s,
                       Text::tr("Ask this server instead of looking on this machine (FOUNDRY_LOCAL_ENDPOINT)."));
    arguments.addFlag(u"json"_s, Text::tr("Write JSON."));
}

void ModelsCommand::begin(const Arguments &arguments)
{
    m_json = arguments.has(u"json"_s);
    const Result<std::optional<Endpoint>> endpoint = readEndpoint(arguments, surroundings());
    if (!endpoint) {
        fail(endpoint.error());
        return;
    }
    m_isGiven = endpoint->has_value();
    m_lister.list(m_isGiven ? std::vector{**endpoint} : surroundings().candidates());
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
    if (none) {
        console().say(m_isGiven ? Text::tr("This server offers no model.")
                                : Text::tr("No server with models was found on this machine. Start one (Foundry Local, "
                                           "Ollama, LM Studio, llama.cpp, ...), give --endpoint URL, or start the "
                                           "simulated one with: assay-cli practice"));
    }
    end(ExitCode::ok);
}

} // namespace assay
