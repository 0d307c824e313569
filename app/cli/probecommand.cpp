// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/probecommand.h"

#include "app/cli/contestants.h"
#include "app/cli/texttable.h"
#include "models/domain/numbertext.h"
#include "models/domain/text.h"

#include <nlohmann/json.hpp>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;
using Json = nlohmann::ordered_json;

namespace assay {
namespace {

/// For a terminal of any alphabet.
QString cellOf(const CheckResult &check)
{
    switch (check.state) {
    case CheckState::Passed:
        return Text::tr("ok");
    case CheckState::Failed:
        return Text::tr("FAIL");
    case CheckState::NotKnown:
        return u"?"_s;
    case CheckState::NotApplicable:
        return u"-"_s;
    }
    return {};
}

QString tableOf(const std::vector<ProbeResult> &results)
{
    std::vector<TableColumn> columns{{Text::tr("model")}};
    for (const ProbeCheck check : allProbeChecks) {
        columns.push_back({probeCheckName(check)});
    }
    std::vector<QStringList> rows;
    for (const ProbeResult &result : results) {
        QStringList row{terminalSafe(result.alias.value)};
        for (const CheckResult &check : result.checks) {
            row << cellOf(check);
        }
        rows.push_back(row);
    }
    return textTable(columns, rows);
}

/// What the signs in the table mean that are there.
QString legendOf(const std::vector<ProbeResult> &results)
{
    const auto holds = [&results](CheckState state) {
        return std::ranges::any_of(results, [state](const ProbeResult &result) {
            return std::ranges::find(result.checks, state, &CheckResult::state) != result.checks.end();
        });
    };
    QString legend;
    if (holds(CheckState::NotApplicable)) {
        legend += Text::tr("- does not apply: a model of this kind has no way to tell.") + u'\n';
    }
    if (holds(CheckState::NotKnown)) {
        legend += Text::tr("? could not be found out.") + u'\n';
    }
    return legend;
}

Json jsonOf(const ProbeResult &result)
{
    Json checks = Json::array();
    for (const CheckResult &check : result.checks) {
        checks.push_back({{"check", probeCheckKey(check.check).toStdString()},
                          {"state", checkStateKey(check.state).toStdString()},
                          {"reason", check.sentence.isEmpty() ? Json(nullptr) : Json(check.sentence.toStdString())}});
    }
    return {{"alias", result.alias.value.toStdString()},
            {"ready", result.ready},
            {"ttft_ms", result.ttftMs ? Json(*result.ttftMs) : Json(nullptr)},
            {"error", result.error ? Json(errorKey(result.error->code).toStdString()) : Json(nullptr)},
            {"checks", checks}};
}

QString verdictOf(const ProbeResult &result)
{
    return !result.ready ? Text::tr("FAIL") : failedChecks(result.checks) > 0 ? Text::tr("part") : Text::tr("ok");
}

} // namespace

ProbeCommand::ProbeCommand(Surroundings &surroundings, QObject *parent)
    : Command(surroundings, u"probe"_s, Text::tr("Hold each model against the checklist and say which are ready."),
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
    connect(&m_prober, &Prober::finished, this, &ProbeCommand::finish);
    if (surroundings.relay) {
        m_prober.useRelay(*surroundings.relay);
    }
}

void ProbeCommand::addOptions(Arguments &arguments) const
{
    arguments.addValue(u"models"_s, u"FILE"_s, Text::tr("Probe the models of this models.json (BENCH_MODELS)."));
    arguments.addValue(u"endpoint"_s, u"URL"_s,
                       Text::tr("The server of models that name none (FOUNDRY_LOCAL_ENDPOINT)."));
    arguments.addFlag(u"json"_s, Text::tr("Write JSON."));
}

void ProbeCommand::begin(const Arguments &arguments)
{
    m_json = arguments.has(u"json"_s);
    const Result<ContestantWish> wish = readContestantWish(arguments, surroundings());
    if (!wish) {
        fail(wish.error());
        return;
    }
    for (const QString &note : wish->notes) {
        console().say(terminalSafe(note));
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
    m_results.push_back(result);
    if (m_json) {
        return;
    }
    const QString told = result.ttftMs ? Text::tr("first token %1").arg(durationText(result.ttftMs)) : QString();
    const QString line = verdictOf(result).leftJustified(4) + u"  "_s
        + terminalSafe(result.alias.value).leftJustified(m_longestAlias) + u"  "_s + told;
    console().print(line.trimmed());
    for (const CheckResult &check : result.checks) {
        if (check.state == CheckState::Failed) {
            console().print(u"      "_s + probeCheckName(check.check) + u": "_s + terminalSafe(check.sentence));
        }
    }
}

void ProbeCommand::finish()
{
    if (hasEnded()) {
        return;
    }
    if (m_json) {
        Json list = Json::array();
        for (const ProbeResult &result : m_results) {
            list.push_back(jsonOf(result));
        }
        console().print(QString::fromStdString(list.dump(2, ' ', false, Json::error_handler_t::replace)));
    } else if (!m_results.empty()) {
        console().out << u'\n' << tableOf(m_results) << legendOf(m_results) << Qt::flush;
    }
    const bool noneReady = std::ranges::none_of(m_results, &ProbeResult::ready);
    const bool allWell = std::ranges::all_of(
        m_results, [](const ProbeResult &result) { return result.ready && failedChecks(result.checks) == 0; });
    end(allWell ? ExitCode::ok : noneReady ? ExitCode::allFailed : ExitCode::someFailed);
}

void ProbeCommand::interrupt()
{
    end(ExitCode::interrupted);
    m_prober.cancel();
}

} // namespace assay
