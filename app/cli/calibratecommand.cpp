// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/calibratecommand.h"

#include "app/cli/progress.h"
#include "app/cli/texttable.h"
#include "app/engine/run/machine.h"
#include "app/engine/settings/settings.h"
#include "models/domain/numbertext.h"
#include "models/domain/text.h"

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace assay {
namespace {

QStringList spreadCells(const std::optional<ErrorSpread> &spread)
{
    const auto text = [&spread](std::optional<double> us) {
        return durationText(spread && us ? std::optional(*us / 1000) : std::nullopt);
    };
    return {QString::number(spread ? spread->n : 0), text(spread ? std::optional(spread->p50Us) : std::nullopt),
            text(spread ? spread->p99Us : std::nullopt), text(spread ? std::optional(spread->maxUs) : std::nullopt)};
}

QString tableOf(const Calibration &calibration)
{
    std::vector<QStringList> rows;
    for (const CalibrationRow &row : calibration.rows) {
        const QString merged = QString::number(row.merged);
        const QStringList head{QString::number(row.streams), calibrationLoadName(row.load)};
        rows.push_back(head + QStringList{Text::tr("token")} + spreadCells(row.tokens) + QStringList{merged});
        rows.push_back(head + QStringList{Text::tr("first token")} + spreadCells(row.firstTokens));
    }
    return textTable({{Text::tr("streams"), CellAlign::Right},
                      {Text::tr("load")},
                      {Text::tr("error of")},
                      {Text::tr("n"), CellAlign::Right},
                      {Text::tr("p50"), CellAlign::Right},
                      {Text::tr("p99"), CellAlign::Right},
                      {Text::tr("max"), CellAlign::Right},
                      {Text::tr("merged"), CellAlign::Right}},
                     rows);
}

} // namespace

CalibrateCommand::CalibrateCommand(Surroundings &surroundings, QObject *parent)
    : Command(surroundings, u"calibrate"_s, Text::tr("Measure this program's own error on this machine."), parent)
    , m_calibrator(surroundings.time, surroundings.relay)
{
    connect(&m_server, &PracticeCompanion::ready, this, &CalibrateCommand::measure);
    connect(&m_server, &PracticeCompanion::failed, this,
            [this](const Error &error) { fail(error, ExitCode::allFailed); });
    connect(&m_calibrator, &Calibrator::progressed, this, &CalibrateCommand::tell);
    connect(&m_calibrator, &Calibrator::finished, this, &CalibrateCommand::show);
    connect(&m_calibrator, &Calibrator::failed, this, [this](const Error &error) {
        clearBar();
        error.code == ErrorCode::Cancelled ? end(ExitCode::interrupted) : fail(error, ExitCode::allFailed);
    });
}

void CalibrateCommand::addOptions(Arguments &arguments) const
{
    arguments.addFlag(u"json"_s, Text::tr("Write JSON."));
}

void CalibrateCommand::begin(const Arguments &arguments)
{
    m_json = arguments.has(u"json"_s);
    m_server.start();
}

void CalibrateCommand::measure(const QUrl &server)
{
    if (hasEnded()) {
        return;
    }
    if (!m_server.hasProcess()) {
        console().say(Text::tr("The practice server runs within this program, because assay-cli was not found beside "
                               "it: errors may be larger than they are in a run."));
    }
    m_calibrator.start({server, calibrationModel, readEnvironmentOfThisMachine(), surroundings().calibration});
}

void CalibrateCommand::tell(const CalibrationProgress &progress)
{
    if (console().isTerminal()) {
        RunProgress bar;
        bar.planned = progress.planned;
        bar.done = progress.done;
        console().err << '\r' << progressBar(bar, streamsText(progress.step.streams), console().columns() - 1)
                      << "\x1b[K" << Qt::flush;
    } else if (m_told != progress.step) {
        console().say(Text::tr("Measuring with %1 ...").arg(streamsText(progress.step.streams)));
    }
    m_told = progress.step;
}

void CalibrateCommand::clearBar()
{
    if (console().isTerminal()) {
        console().err << "\r\x1b[K" << Qt::flush;
    }
}

void CalibrateCommand::show(const Calibration &calibration)
{
    clearBar();
    if (Settings *settings = surroundings().settings) {
        settings->setCalibration(calibration);
    }
    if (m_json) {
        console().out << QString::fromUtf8(writeCalibration(calibration)) << Qt::flush;
        return end(ExitCode::ok);
    }
    console().out << tableOf(calibration) << Qt::flush;
    const bool thin = std::ranges::any_of(calibration.rows, [](const CalibrationRow &row) {
        return (row.tokens && !row.tokens->p99Us) || (row.firstTokens && !row.firstTokens->p99Us);
    });
    if (thin) {
        console().say(Text::tr("A p99 is given from 662 values on."));
    }
    console().say(calibrationMeaning(calibration));
    end(ExitCode::ok);
}

void CalibrateCommand::interrupt()
{
    if (m_calibrator.isRunning()) {
        m_calibrator.cancel();
    } else {
        end(ExitCode::interrupted);
    }
}

} // namespace assay
