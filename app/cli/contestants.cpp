// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/contestants.h"

#include "models/domain/sweep.h"
#include "models/domain/text.h"

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace assay {
namespace {

Error nowhere(const Model &model)
{
    return {
        ErrorCode::BadInput,
        Text::tr("Nobody says where the model \u201c%1\u201d is: name an endpoint in models.json or give --endpoint.")
            .arg(model.alias.value),
        {}};
}

QString namesOf(const std::vector<Model> &models)
{
    QStringList names;
    for (const Model &model : models) {
        names.append(model.serverId);
    }
    return names.join(", "_L1);
}

} // namespace

ContestantFinder::ContestantFinder(const Surroundings &surroundings, bool mayPractice, QObject *parent)
    : QObject(parent)
    , m_surroundings(surroundings)
    , m_lister(surroundings.time, surroundings.keys)
    , m_mayPractice(mayPractice)
{
    connect(&m_lister, &EndpointLister::listed, this,
            [this](const EndpointListing &listing) { m_listings.push_back(listing); });
    connect(&m_lister, &EndpointLister::finished, this, [this] { m_wish.catalog ? placeModels() : takeAll(); });
}

ContestantFinder::~ContestantFinder() = default;

void ContestantFinder::find(const ContestantWish &wish)
{
    m_wish = wish;
    bool isPlaced = wish.catalog.has_value();
    if (wish.catalog) {
        const std::vector<Endpoint> &known = wish.catalog->endpoints;
        const Endpoint *only = known.size() == 1 ? &known.front() : nullptr;
        for (const Model &model : wish.catalog->models) {
            const Endpoint *own = model.endpoint.isEmpty() ? nullptr : wish.catalog->endpoint(model.endpoint);
            const Endpoint *place = own ? own : wish.endpoint ? &*wish.endpoint : only;
            for (const Model &each : sweptModels(model)) {
                m_models.push_back({each, place ? *place : Endpoint()});
            }
            isPlaced = isPlaced && place;
        }
    }
    m_lister.list(endpointsToAsk(isPlaced));
}

/// Those that the wished models are on, and where to look for the others.
std::vector<Endpoint> ContestantFinder::endpointsToAsk(bool isPlaced) const
{
    std::vector<Endpoint> asked;
    for (const PlannedModel &planned : m_models) {
        const Endpoint &endpoint = planned.endpoint;
        const bool isNew = std::none_of(asked.begin(), asked.end(),
                                        [&endpoint](const Endpoint &other) { return other.id == endpoint.id; });
        if (isNew && !endpoint.id.isEmpty() && listsModels(endpoint.kind)) {
            asked.push_back(endpoint);
        }
    }
    if (!isPlaced && m_wish.endpoint) {
        asked.push_back(*m_wish.endpoint);
    } else if (!isPlaced) {
        const std::vector<Endpoint> candidates = m_surroundings.candidates();
        asked.insert(asked.end(), candidates.begin(), candidates.end());
    }
    return asked;
}

/// The wished models, now that the servers have told what they know.
void ContestantFinder::placeModels()
{
    if (const auto error = completeModels()) {
        Q_EMIT failed(*error);
    } else {
        Q_EMIT found(m_models);
    }
}

std::optional<Error> ContestantFinder::completeModels()
{
    for (PlannedModel &planned : m_models) {
        if (planned.endpoint.id.isEmpty()) {
            const EndpointListing *listing = offering(planned.model.serverId);
            if (!listing) {
                return nowhere(planned.model);
            }
            planned.endpoint = listing->endpoint;
            Q_EMIT noted(Text::tr("%1 is taken from %2.")
                             .arg(planned.model.alias.value, planned.endpoint.url.toDisplayString()));
        }
        planned.model.endpoint = planned.endpoint.id;
        complete(planned);
    }
    return std::nullopt;
}

void ContestantFinder::complete(PlannedModel &planned) const
{
    const EndpointListing *listing = listingOf(planned.endpoint.id);
    if (!listing) {
        return;
    }
    if (planned.endpoint.kind == ServerKind::Auto) {
        planned.endpoint.kind = listing->endpoint.kind;
        planned.endpoint.recognized = listing->endpoint.recognized;
        planned.endpoint.url = listing->endpoint.url;
    }
    const auto told = std::find_if(listing->models.begin(), listing->models.end(),
                                   [&planned](const Model &model) { return model.serverId == planned.model.serverId; });
    if (told == listing->models.end()) {
        return;
    }
    learnMetadata(planned.model.metadata, told->metadata);
}

const EndpointListing *ContestantFinder::listingOf(const EndpointId &endpoint) const
{
    const auto found = std::find_if(m_listings.begin(), m_listings.end(), [&endpoint](const EndpointListing &listing) {
        return listing.endpoint.id == endpoint && !listing.error;
    });
    return found == m_listings.end() ? nullptr : &*found;
}

const EndpointListing *ContestantFinder::offering(const QString &serverId) const
{
    const auto found = std::find_if(m_listings.begin(), m_listings.end(), [&serverId](const EndpointListing &listing) {
        return std::any_of(listing.models.begin(), listing.models.end(),
                           [&serverId](const Model &model) { return model.serverId == serverId; });
    });
    return found == m_listings.end() ? nullptr : &*found;
}

/// All that is offered, each under an alias of its own.
std::vector<PlannedModel> ContestantFinder::offeredModels() const
{
    Catalog catalog;
    std::vector<PlannedModel> models;
    for (const EndpointListing &listing : m_listings) {
        for (Model model : listing.models) {
            model.alias = catalog.freeAlias(model.alias.value);
            model.endpoint = listing.endpoint.id;
            model.metadata.fromServer = knownFields(model.metadata);
            catalog.models.push_back(model);
            models.push_back({model, listing.endpoint});
        }
    }
    return models;
}

/// Simulated models beside real ones would make a report that says nothing about either.
void ContestantFinder::leaveOutSimulated()
{
    const auto offers = [](bool simulated) {
        return [simulated](const EndpointListing &listing) {
            return std::ranges::any_of(
                listing.models, [&](const Model &model) { return isSimulated(listing.endpoint, model) == simulated; });
        };
    };
    if (!std::ranges::any_of(m_listings, offers(false)))
        return;
    if (std::erase_if(m_listings, offers(true)) > 0) {
        Q_EMIT noted(Text::tr("The simulated models of the practice server are left out, because there are real ones. "
                              "To compare them, give its address with --endpoint."));
    }
}

void ContestantFinder::takeAll()
{
    leaveOutSimulated();
    const std::vector<PlannedModel> models = offeredModels();
    if (!models.empty()) {
        for (const EndpointListing &listing : m_listings) {
            if (!listing.models.empty()) {
                Q_EMIT noted(Text::tr("Using what %1 offers: %2.")
                                 .arg(listing.endpoint.url.toDisplayString(), namesOf(listing.models)));
            }
        }
        Q_EMIT found(models);
    } else if (m_wish.endpoint) {
        const auto error = m_listings.empty() ? std::nullopt : m_listings.front().error;
        Q_EMIT failed(error.value_or(Error{
            ErrorCode::NotFound, Text::tr("%1 offers no model.").arg(m_wish.endpoint->url.toDisplayString()), {}}));
    } else if (m_mayPractice && !m_practice) {
        takePractice();
    } else {
        Q_EMIT failed(Error{ErrorCode::NotFound,
                            Text::tr("There is no server with models on this machine. Start one, give --endpoint, or "
                                     "start the simulated one with assay-cli practice."),
                            {}});
    }
}

void ContestantFinder::takePractice()
{
    m_practice = std::make_unique<PracticeHost>();
    const Result<QUrl> url = m_practice->start();
    if (!url) {
        Q_EMIT failed(url.error());
        return;
    }
    Q_EMIT noted(Text::tr("There is no server with models on this machine, so the practice server answers: all figures "
                          "are simulated."));
    Endpoint endpoint;
    endpoint.id = practiceEndpoint();
    endpoint.kind = ServerKind::Practice;
    endpoint.url = *url;
    m_listings.clear();
    m_lister.list({endpoint});
}

} // namespace assay
