// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/command.h"
#include "app/engine/run/prober.h"

namespace assay {

class ContestantFinder;

/// assay-cli probe: a one-token chat to each model, and what is wrong with those that do not answer.
class ProbeCommand final : public Command
{
    Q_OBJECT
public:
    explicit ProbeCommand(Surroundings &surroundings, QObject *parent = nullptr);
    void interrupt() override;

protected:
    void addOptions(Arguments &arguments) const override;
    void begin(const Arguments &arguments) override;

private:
    void probe(const std::vector<PlannedModel> &models);
    void show(const ProbeResult &result);

    ContestantFinder *m_finder;
    Prober m_prober;
    qsizetype m_longestAlias = 0;
    int m_ready = 0;
    int m_wrong = 0;
};

} // namespace assay
