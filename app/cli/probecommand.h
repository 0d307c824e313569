// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/command.h"
#include "app/engine/run/prober.h"

namespace assay {

class ContestantFinder;

/// assay-cli probe: holds each model against the checklist, and says what is wrong.
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
    void finish();

    ContestantFinder *m_finder;
    Prober m_prober;
    std::vector<ProbeResult> m_results;
    qsizetype m_longestAlias = 0;
    bool m_json = false;
};

} // namespace assay
