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

/// Which run is meant, and whether its file is there: what a person has to get right first.
Status checkSource(const Arguments &arguments)
{
    const std::optional<QString> workspace = arguments.value(u"workspace"_s);
    const std::optional<QString> results = arguments.value(u"results"_s);
    if (!workspace && !results) {
        return wrongUse(Text::tr("Say which run, with --workspace FILE --run ID or with --results FILE, and what to "
                                 "write, such as --markdown FILE."));
    }
    if (workspace && results) {
        return wrongUse(Text::tr("Give either --workspace and --run, or --results."));
    }
    if (results && arguments.has(u"run"_s)) {
        return wrongUse(Text::tr("--run goes with --workspace, not with --results."));
    }
    const QString path = workspace.value_or(results.value_or(QString()));
    if (workspace ? !QFileInfo(path).isFile() : !QFileInfo::exists(path)) {
        return wrongUse(Text::tr("There is no file %1.").arg(path));
    }
    if (workspace && !arguments.has(u"run"_s)) {
        return wrongUse(Text::tr("--workspace needs --run ID; \u201clast\u201d is the newest."));
    }
    return Done{};
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
    const std::optional<QString> results = arguments.value(u"results"_s);
    return results ? runInResults(*results)
                   : runInWorkspace(*arguments.value(u"workspace"_s), *arguments.value(u"run"_s));
}

void ReportCommand::begin(const Arguments &arguments)
{
    if (const Status source = checkSource(arguments); !source) {
        return fail(source.error());
    }
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
