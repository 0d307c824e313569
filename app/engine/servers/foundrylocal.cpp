// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/servers/foundrylocal.h"

#include "app/engine/servers/foundrydiscovery.h"
#include "app/engine/servers/foundryprogram.h"
#include "app/engine/servers/foundryserver.h"
#include "models/domain/text.h"

namespace assay {
namespace {

ErrandStep endWithListing(const EndpointListing &listing)
{
    return endWith(listing);
}

ErrandStep listAt(const Endpoint &endpoint, const ListingThen &then)
{
    return identifyFoundry(endpoint, [endpoint, then](const Result<FoundryIdentity> &identity) -> ErrandStep {
        if (!identity)
            return endWith(identity.error());
        EndpointListing listing = listingOf(endpoint, ServerKind::FoundryLocal);
        listing.modelFolder = identity->modelFolder;
        return identity->isService ? listFoundryService(listing, then) : listFoundryServer(listing, then);
    });
}

/// The program's own version: the server's, which may be another one, is told by nobody.
ErrandStep addVersion(const EndpointListing &known)
{
    return askFoundryVersion([known](const QString &version) {
        EndpointListing listing = known;
        if (!version.isEmpty())
            listing.version = Text::tr("%1 (command line)").arg(version);
        return endWith(listing);
    });
}

ErrandStep addProgramsCatalog(const EndpointListing &known)
{
    return askFoundryCatalog([known](const std::vector<FoundryEntry> &entries) -> ErrandStep {
        EndpointListing listing = known;
        if (!entries.empty())
            listing.abilities |= Ability::Download | Ability::Remove;
        for (const FoundryEntry &entry : entries) {
            const auto presence = entry.isCached
                ? std::optional(*entry.isCached ? ModelPresence::OnDisk : ModelPresence::Offered)
                : std::nullopt;
            addFoundryModel(listing, entry.model, presence);
        }
        return addVersion(listing);
    });
}

/// What the program of this machine knows, where it speaks of the same server.
ErrandStep addProgramsPart(const EndpointListing &known, bool isService)
{
    if (!isLoopback(known.endpoint.url))
        return endWith(known);
    return askFoundryStatus([known, isService](const Result<FoundryStatus> &status) -> ErrandStep {
        if (!isProgramsServer(known.endpoint, status))
            return endWith(known);
        if (!isService)
            return addProgramsCatalog(known);
        EndpointListing listing = known;
        listing.abilities |= Ability::Remove;
        return addVersion(listing);
    });
}

ErrandStep addCatalog(const EndpointListing &known)
{
    return identifyFoundry(known.endpoint, [known](const Result<FoundryIdentity> &identity) -> ErrandStep {
        if (!identity)
            return endWith(identity.error());
        if (!identity->isService)
            return addProgramsPart(known, false);
        return addServiceCatalog(known, [](const EndpointListing &listing) { return addProgramsPart(listing, true); });
    });
}

/// An endpoint without an address, or one that does not answer any more: it has another port after each start.
ErrandStep listWhereFound(const Endpoint &endpoint, const ListingThen &then)
{
    return findFoundry(endpoint, [endpoint, then](const QUrl &url) {
        Endpoint found = endpoint;
        found.url = url;
        return listAt(found, then);
    });
}

} // namespace

ErrandStep FoundryLocalAdapter::list(const Endpoint &endpoint) const
{
    return endpoint.url.isEmpty() ? listWhereFound(endpoint, endWithListing) : listAt(endpoint, endWithListing);
}

std::optional<ErrandStep> FoundryLocalAdapter::listFurther(const EndpointListing &known) const
{
    if (!known.error)
        return addCatalog(known);
    if (isLoopback(known.endpoint.url))
        return listWhereFound(known.endpoint, addCatalog);
    return {};
}

ErrandStep FoundryLocalAdapter::perform(const ServerOrder &order) const
{
    if (order.task == ServerTask::Start)
        return startFoundry();
    if (order.task == ServerTask::Remove && isLoopback(order.endpoint.url))
        return removeByFoundry(order);
    return identifyFoundry(order.endpoint, [this, order](const Result<FoundryIdentity> &identity) -> ErrandStep {
        if (!identity)
            return endWith(identity.error());
        if (order.task == ServerTask::Remove)
            return OpenAiDialect::perform(order);
        if (identity->isService)
            return performOnService(order);
        if (order.task != ServerTask::Download)
            return performOnServer(order);
        return isLoopback(order.endpoint.url) ? downloadByFoundry(order) : OpenAiDialect::perform(order);
    });
}

} // namespace assay
