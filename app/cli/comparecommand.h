// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/command.h"
#include "models/domain/compare/compare.h"

namespace assay {

/// assay-cli compare: what has changed for each model from one results.json to another, with exit code 4 where a model
/// has become slower or worse.
class CompareCommand final : public Command
{
    Q_OBJECT
public:
    explicit CompareCommand(Surroundings &surroundings, QObject *parent = nullptr);

protected:
    void addOptions(Arguments &arguments) const override;
    void begin(const Arguments &arguments) override;

private:
    void show(const RunData &base, const RunData &now, const std::vector<Comparison> &table) const;
};

} // namespace assay
