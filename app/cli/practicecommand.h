// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/command.h"
#include "app/practice/practiceserver.h"

namespace assay {

/// assay-cli practice: the simulated server, until interrupted.
class PracticeCommand final : public Command
{
    Q_OBJECT
public:
    explicit PracticeCommand(Surroundings &surroundings, QObject *parent = nullptr);
    void interrupt() override;

protected:
    void addOptions(Arguments &arguments) const override;
    void begin(const Arguments &arguments) override;

private:
    std::unique_ptr<PracticeServer> m_server;
};

} // namespace assay
