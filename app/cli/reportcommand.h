// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/command.h"
#include "models/domain/run.h"

namespace assay {

/// assay-cli report: reports of a run in a workspace, or of a results.json.
class ReportCommand final : public Command
{
    Q_OBJECT
public:
    explicit ReportCommand(Surroundings &surroundings, QObject *parent = nullptr);

protected:
    void addOptions(Arguments &arguments) const override;
    void begin(const Arguments &arguments) override;

private:
    static Result<RunData> readRun(const Arguments &arguments);
};

} // namespace assay
