// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/runcommand.h"

#include "app/cli/arguments.h"
#include "app/cli/storedrun.h"
#include "app/cli/summarytable.h"
#include "app/engine/run/machine.h"
#include "app/engine/settings/settings.h"
#include "models/domain/plantext.h"
#include "models/domain/text.h"

using namespace Qt::Literals::StringLiterals;

namespace assay {
namespace {

QString runName(const Plan &plan, const QDateTime &startedAt)
{
    const QString when = startedAt.toLocalTime().toString(u"yyyy-MM-dd HH:mm");
    return plan.promptSetName.isEmpty() ? when : Text::tr("%1, %2").arg(plan.promptSetName, when);
}

} // namespace

RunCommand::RunCommand(Surroundings &surroundings, QObject *parent)
    : Command(surroundings, u"run"_s, Text::tr("Run prompts through models and report latency, speed and answers."),
              parent)
    , m_lag(surroundings.time)
    , m_controller(surroundings.time, surroundings.keys)
{
    m_controller.useLagWatch(m_lag);
    if (surroundings.relay) {
        m_controller.useRelay(*surroundings.relay);
    }
}

RunCommand::~RunCommand() = default;

void RunCommand::addOptions(Arguments &arguments) const
{
    addRunOptions(arguments);
}

void RunCommand::begin(const Arguments &arguments)
{
    Result<RunRequest> request = readRunRequest(arguments, surroundings());
    if (!request) {
        return fail(request.error());
    }
    m_request = std::move(request).value();
    for (const QString &note : std::as_const(m_request.notes)) {
        console().say(terminalSafe(note));
    }
    m_request.resume.isEmpty() ? findContestants() : openWorkspace();
}

void RunCommand::say(const QString &note)
{
    if (!m_request.quiet) {
        console().say(terminalSafe(note));
    }
}

void RunCommand::findContestants()
{
    const bool anything = !m_request.contestants.catalog && !m_request.contestants.endpoint;
    m_finder = std::make_unique<ContestantFinder>(surroundings(), anything, nullptr);
    connect(m_finder.get(), &ContestantFinder::noted, this,
            [this](const QString &note) { console().say(terminalSafe(note)); });
    connect(m_finder.get(), &ContestantFinder::failed, this, [this](const Error &error) {
        fail(error, error.code == ErrorCode::BadInput ? ExitCode::badInput : ExitCode::allFailed);
    });
    connect(m_finder.get(), &ContestantFinder::found, this, &RunCommand::plan);
    m_finder->find(m_request.contestants);
}

void RunCommand::plan(const std::vector<PlannedModel> &models)
{
    if (hasEnded()) {
        return;
    }
    RunInfo &info = m_planned.info;
    info.plan = {models, expandPrompts(m_request.prompts), m_request.prompts.name, m_request.options};
    if (const QString problem = planProblem(info.plan); !problem.isEmpty()) {
        return fail({ErrorCode::BadInput, problem, {}});
    }
    info.id = newRunId();
    info.startedAt = surroundings().time.wallClock();
    info.name = runName(info.plan, info.startedAt);
    info.environment = readEnvironmentOfThisMachine();
    if (surroundings().relay) {
        info.environment.clock = kernelClock;
    }
    if (surroundings().settings) {
        surroundings().settings->addCalibrationTo(info.environment);
    }
    info.environment.simulated = isSimulated(info.plan);
    m_request.workspace.isEmpty() ? start(m_planned) : openWorkspace();
}

void RunCommand::openWorkspace()
{
    m_storage = std::make_unique<Storage>();
    connect(m_storage.get(), &Storage::openFailed, this, [this](const QString &, const Error &error) { fail(error); });
    connect(m_storage.get(), &Storage::failed, this, [this](const Error &error) {
        m_storageFailed = true;
        m_record ? console().complain(error.message) : fail(error);
    });
    connect(m_storage.get(), &Storage::caughtUp, this, [this] { m_storageFailed = false; });
    connect(m_storage.get(), &Storage::runLoaded, this, [this](RunData run) {
        Status ready = extend(run.info.plan);
        ready = ready ? revivePractice(run.info.plan) : ready;
        ready ? start(std::move(run)) : fail(ready.error());
    });
    connect(m_storage.get(), &Storage::opened, this, [this](const WorkspaceContent &content) {
        m_request.resume.isEmpty() ? start(m_planned) : resume(content);
    });
    m_storage->open(m_request.workspace);
}

void RunCommand::resume(const WorkspaceContent &content)
{
    const Result<RunId> run = findRun(content.runs, m_request.resume);
    if (!run) {
        return fail(run.error());
    }
    m_storage->loadRun(*run);
}

/// As many rounds as were asked for; what the run has done already keeps its place.
Status RunCommand::extend(Plan &plan) const
{
    const int rounds = m_request.resumeRounds.value_or(plan.options.rounds);
    if (rounds < plan.options.rounds) {
        return unexpected(u"--rounds"_s, QString::number(rounds),
                          Text::tr("at least the %1 rounds that the run has").arg(plan.options.rounds));
    }
    plan = extendedPlan(plan, rounds - plan.options.rounds);
    const QString problem = planProblem(plan);
    return problem.isEmpty() ? Status(Done{}) : Status(Error{ErrorCode::BadInput, problem, {}});
}

/// A practice server that a program had within itself ended with that program; another one takes its place.
Status RunCommand::revivePractice(Plan &plan)
{
    for (PlannedModel &planned : plan.models) {
        if (planned.endpoint.kind != ServerKind::Practice || planned.endpoint.id != practiceEndpoint()) {
            continue;
        }
        if (!m_practice) {
            m_practice = std::make_unique<PracticeHost>();
            const Result<QUrl> url = m_practice->start();
            if (!url) {
                return url.error();
            }
            m_practiceUrl = *url;
        }
        planned.endpoint.url = m_practiceUrl;
    }
    return Done{};
}

void RunCommand::start(RunData run)
{
    if (hasEnded() || m_record) {
        return;
    }
    run.info.state = RunState::Running;
    run.info.finishedAt.reset();
    say(planInWords(run.info.plan, std::nullopt));
    if (m_storage) {
        say(Text::tr("Run %1 in %2.").arg(run.info.id.value, m_request.workspace));
    }
    if (surroundings().settings) {
        surroundings().settings->addPriceTo(run.info.costs);
    }
    if (surroundings().costWatch) {
        m_costs = surroundings().costWatch();
        m_controller.useCostWatch(*m_costs);
    }
    m_progress = makeProgress(console(), m_request.quiet);
    m_record = new RunRecord(m_controller, m_storage.get(), *m_progress, this);
    connect(m_record, &RunRecord::ended, this, &RunCommand::finish);
    m_record->start(std::move(run));
}

void RunCommand::interrupt()
{
    m_interrupted = true;
    if (!m_record) { // nothing has begun
        return end(ExitCode::interrupted);
    }
    m_progress->end();
    say(Text::tr("Interrupted: what has finished is kept. Press Ctrl-C again to quit at once."));
    m_controller.cancel();
}

/// The workspace thread has its work behind it before anything is reported as done.
void RunCommand::finish()
{
    if (m_storage) {
        m_storage->flush();
    }
    // What the workspace had to say in the meantime is on its way in the event loop.
    QMetaObject::invokeMethod(
        this,
        [this] {
            m_progress->end();
            const int outcome = writeReports();
            end(m_interrupted ? ExitCode::interrupted : outcome);
        },
        Qt::QueuedConnection);
}

int RunCommand::writeReports()
{
    const RunData &run = m_record->run();
    const std::vector<ModelSummary> summaries = summarize(run);
    const Status written = m_request.reports.write(run, console());
    if (!m_request.reports.usesOut()) {
        console().out << summaryTable(run, summaries) << Qt::flush;
    }
    if (!written) {
        console().complain(written.error().message);
    }
    return written && !m_storageFailed ? exitCodeOf(summaries) : ExitCode::badInput;
}

} // namespace assay
