// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/reportcommand.h"

#include "app/cli/reportfiles.h"
#include "app/cli/storedrun.h"
#include "app/engine/settings/settings.h"
#include "app/engine/store/workspacestore.h"
#include "models/domain/text.h"

#include <QFileInfo>

using namespace Qt::Literals::StringLiterals;

namespace assay {
namespace {

Error wrongUse(const QString &sentence)
{
    return {ErrorCode::BadInput, sentence, {}};
}

Result<RunData> runInWorkspace(const QString &path, const QString &wanted)
{
    if (!QFileInfo(path).isFile()) {
        return wrongUse(Text::tr("There is no file %1.").arg(path));
    }
    const Result<std::unique_ptr<WorkspaceStore>> store = WorkspaceStore::openReadOnly(path);
    if (!store) {
        return store.error();
    }
    const Result<std::vector<RunBrief>> runs = (*store)->runs();
    if (!runs) {
        return runs.error();
    }
    const Result<RunId> run = findRun(*runs, wanted);
    return run ? (*store)->run(*run) : Result<RunData>(run.error());
}

} // namespace

ReportCommand::ReportCommand(Surroundings &surroundings, QObject *parent)
    : Command(surroundings, u"report"_s, Text::tr("Write reports of an earlier run."), parent)
{
}

void ReportCommand::addOptions(Arguments &arguments) const
{
    arguments.addValue(u"workspace"_s, u"FILE"_s, Text::tr("The workspace (*.assay) that holds the run."));
    arguments.addValue(u"run"_s, u"ID"_s, Text::tr("The run: its id, the beginning of it, or \u201clast\u201d."));
    arguments.addValue(u"results"_s, u"FILE"_s, Text::tr("A results.json instead of a workspace."));
    ReportFiles::addOptions(arguments);
}

Result<RunData> ReportCommand::readRun(const Arguments &arguments)
{
    const std::optional<QString> workspace = arguments.value(u"workspace"_s);
    const std::optional<QString> results = arguments.value(u"results"_s);
    if (workspace.has_value() == results.has_value()) {
        return wrongUse(Text::tr("Give either --workspace and --run, or --results."));
    }
    if (results) {
        return arguments.has(u"run"_s) ? wrongUse(Text::tr("--run goes with --workspace, not with --results."))
                                       : runInResults(*results);
    }
    if (!arguments.has(u"run"_s)) {
        return wrongUse(Text::tr("--workspace needs --run ID; \u201clast\u201d is the newest."));
    }
    return runInWorkspace(*workspace, *arguments.value(u"run"_s));
}

void ReportCommand::begin(const Arguments &arguments)
{
    const Result<ReportFiles> files = ReportFiles::from(arguments);
    if (!files) {
        return fail(files.error());
    }
    if (files->isEmpty()) {
        return fail(wrongUse(
            Text::tr("Say what to write: --markdown, --csv, --csv-summary or --json, each with a FILE or -.")));
    }
    Result<RunData> run = readRun(arguments);
    if (!run) {
        return fail(run.error());
    }
    if (surroundings().settings) {
        surroundings().settings->addCalibrationTo(run.value().info.environment);
        surroundings().settings->addPriceTo(run.value().info.costs);
    }
    const Status written = files->write(*run, console());
    if (!written) {
        return fail(written.error());
    }
    end(ExitCode::ok);
}

} // namespace assay
