// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/command.h"
#include "app/cli/runrecord.h"
#include "app/cli/runrequest.h"
#include "app/engine/machine/costwatch.h"
#include "app/engine/run/lagwatch.h"

namespace assay {

/// assay-cli run: one plan from its options to its reports. The engine runs on the main thread, the workspace on its
/// own.
class RunCommand final : public Command
{
    Q_OBJECT
public:
    explicit RunCommand(Surroundings &surroundings, QObject *parent = nullptr);
    ~RunCommand() override;
    void interrupt() override;

protected:
    void addOptions(Arguments &arguments) const override;
    void begin(const Arguments &arguments) override;

private:
    void findContestants();
    void plan(const std::vector<PlannedModel> &models);
    void openWorkspace();
    void resume(const WorkspaceContent &content);
    Status extend(Plan &plan) const;
    Status revivePractice(Plan &plan);
    void start(RunData run);
    void say(const QString &note);
    void finish();
    int writeReports();

    RunRequest m_request;
    std::unique_ptr<ContestantFinder> m_finder; // keeps the practice server, where one was started
    std::unique_ptr<PracticeHost> m_practice; // of a resumed run
    QUrl m_practiceUrl;
    std::unique_ptr<Storage> m_storage;
    std::unique_ptr<Progress> m_progress;
    LagWatch m_lag;
    std::unique_ptr<CostWatch> m_costs; // may be absent
    RunController m_controller;
    RunRecord *m_record = nullptr;
    RunData m_planned; // a new run, before it starts
    bool m_storageFailed = false;
    bool m_interrupted = false;
};

} // namespace assay
