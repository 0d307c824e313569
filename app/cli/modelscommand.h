// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/command.h"
#include "app/engine/servers/endpointlister.h"

namespace assay {

/// assay-cli models: what the servers on this machine, or one given server, offer.
class ModelsCommand final : public Command
{
    Q_OBJECT
public:
    explicit ModelsCommand(Surroundings &surroundings, QObject *parent = nullptr);

protected:
    void addOptions(Arguments &arguments) const override;
    void begin(const Arguments &arguments) override;

private:
    void take(const EndpointListing &listing);
    bool isWanted(const Model &model) const;
    void show();

    EndpointLister m_lister;
    std::vector<EndpointListing> m_listings;
    QStringList m_capabilities; // what a model has to have to be listed
    bool m_json = false;
    bool m_isGiven = false; // the endpoint was named by the person
};

} // namespace assay
