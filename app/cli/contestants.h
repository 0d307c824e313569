// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/surroundings.h"
#include "app/engine/servers/endpointlister.h"
#include "app/practice/practicehost.h"
#include "models/domain/plan.h"

#include <QPointer>

#include <memory>

namespace assay {

class Arguments;

/// Which models a person means, as far as the command line and the environment say it.
struct ContestantWish
{
    std::optional<Catalog> catalog; // absent: whatever the servers offer
    std::optional<Endpoint> endpoint; // for models without one, and where to look
    QStringList notes; // what was said and has no effect, for the person
};

/// Reads --models, --endpoint, BENCH_MODELS and FOUNDRY_LOCAL_ENDPOINT. Errors: BadInput.
Result<ContestantWish> readContestantWish(const Arguments &arguments, const Surroundings &surroundings);
/// --endpoint, else FOUNDRY_LOCAL_ENDPOINT. Errors: BadInput.
Result<std::optional<Endpoint>> readEndpoint(const Arguments &arguments, const Surroundings &surroundings);

/// Turns a wish into models with endpoints, asking servers where it must. What servers tell about wished models (size,
/// context, that they are simulated) is filled in. Main thread; one find() an object.
class ContestantFinder final : public QObject
{
    Q_OBJECT
public:
    /// `mayPractice`: where nothing is wished and nothing found, a practice server is started; it lives as long as
    /// this.
    ContestantFinder(const Surroundings &surroundings, bool mayPractice, QObject *parent);
    ~ContestantFinder() override;
    void find(const ContestantWish &wish);

Q_SIGNALS:
    /// Exactly one of found() and failed(), from the event loop.
    void found(const std::vector<assay::PlannedModel> &models);
    /// BadInput: nobody can tell where a model is; any other code: the servers are not there.
    void failed(const assay::Error &error);
    /// Something the person should know, at any time before.
    void noted(const QString &sentence);

private:
    std::vector<Endpoint> endpointsToAsk(bool isPlaced) const;
    void placeModels();
    void leaveOutSimulated();
    void takeAll();
    void takePractice();
    std::vector<PlannedModel> offeredModels() const;
    const EndpointListing *listingOf(const EndpointId &endpoint) const;
    const EndpointListing *offering(const QString &serverId) const;
    std::optional<Error> completeModels();
    void complete(PlannedModel &planned) const;

    const Surroundings &m_surroundings;
    EndpointLister m_lister;
    ContestantWish m_wish;
    std::vector<PlannedModel> m_models;
    std::vector<EndpointListing> m_listings;
    std::unique_ptr<PracticeHost> m_practice;
    bool m_mayPractice;
};

} // namespace assay
