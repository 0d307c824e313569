// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/probecommand.h"

#include "app/cli/contestants.h"
#include "models/domain/numbertext.h"
#include "models/domain/text.h"

using namespace Qt::Literals::StringLiterals;

namespace assay {

ProbeCommand::ProbeCommand(Surroundings &surroundings, QObject *parent)
    : Command(surroundings, u"probe"_s, Text::tr("Send a one-token chat to each model and say which are ready."),
              parent)
    , m_finder(new ContestantFinder(surroundings, false, this))
    , m_prober(surroundings.time, surroundings.keys)
{
    connect(m_finder, &ContestantFinder::noted, this,
            [this](const QString &note) { console().say(terminalSafe(note)); });
    connect(m_finder, &ContestantFinder::failed, this, [this](const Error &error) {
        fail(error, error.code == ErrorCode::BadInput ? ExitCode::badInput : ExitCode::allFailed);
    });
    connect(m_finder, &ContestantFinder::found, this, &ProbeCommand::probe);
    connect(&m_prober, &Prober::probed, this, &ProbeCommand::show);
    connect(&m_prober, &Prober::finished, this, [this] {
        end(m_wrong == 0 ? ExitCode::ok : m_ready == 0 ? ExitCode::allFailed : ExitCode::someFailed);
    });
}

void ProbeCommand::addOptions(Arguments &arguments) const
{
    arguments.addValue(u"models"_s, u"FILE"_s, Text::tr("Probe the models of this models.json (BENCH_MODELS)."));
    arguments.addValue(u"endpoint"_s, u"URL"_s,
                       Text::tr("The server of models that name none (FOUNDRY_LOCAL_ENDPOINT)."));
}

void ProbeCommand::begin(const Arguments &arguments)
{
    const Result<ContestantWish> wish = readContestantWish(arguments, surroundings());
    if (!wish) {
        fail(wish.error());
        return;
    }
    m_finder->find(*wish);
}

void ProbeCommand::probe(const std::vector<PlannedModel> &models)
{
    if (hasEnded()) {
        return;
    }
    for (const PlannedModel &planned : models) {
        m_longestAlias = std::max(m_longestAlias, planned.model.alias.value.size());
    }
    m_prober.probe(models);
}

void ProbeCommand::show(const ProbeResult &result)
{
    if (hasEnded()) {
        return;
    }
    result.ready ? ++m_ready : ++m_wrong;
    const QString told = result.ready
        ? result.ttftMs ? Text::tr("first token %1").arg(durationText(result.ttftMs)) : Text::tr("answers")
        : result.error ? result.error->message
                       : Text::tr("does not answer");
    const QString mark = result.ready ? Text::tr("ok") : Text::tr("FAIL");
    console().print(mark.leftJustified(4) + u"  "_s + terminalSafe(result.alias.value).leftJustified(m_longestAlias)
                    + u"  "_s + terminalSafe(told));
}

void ProbeCommand::interrupt()
{
    end(ExitCode::interrupted);
    m_prober.cancel();
}

} // namespace assay
