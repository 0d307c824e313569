// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/result.h"
#include "models/domain/sample.h"

namespace assay {

/// What else the program did while its error was measured: nothing, or redrawing charts.
enum class CalibrationLoad { Idle, Charts };
QString calibrationLoadKey(CalibrationLoad load); // "idle", "charts"
std::optional<CalibrationLoad> calibrationLoadFromKey(const QString &key);
QString calibrationLoadName(CalibrationLoad load); // translated

/// How far stamps were from the truth: the size of the error, in microseconds.
struct ErrorSpread
{
    int n = 0;
    double p50Us = 0, maxUs = 0;
    std::optional<double> p99Us; // absent where p99Holds(n) is false

    friend bool operator==(const ErrorSpread &, const ErrorSpread &) = default;
};
/// Percentiles of type 7; nullopt where there is no value.
std::optional<ErrorSpread> errorSpread(std::vector<double> sizesUs);

struct CalibrationRow
{
    int streams = 1; // answers at once
    CalibrationLoad load = CalibrationLoad::Idle;
    std::optional<ErrorSpread> tokens; // arrival of each token
    std::optional<ErrorSpread> firstTokens; // the time from sent to the first token (`ttft_ms`)
    int merged = 0; // tokens that were read together with a later one: their stamp is a bound, so they are left out

    friend bool operator==(const CalibrationRow &, const CalibrationRow &) = default;
};

/// How exactly this program takes times on one machine, measured against a server that knows when it wrote what.
struct Calibration
{
    QDateTime at; // UTC
    QString machine; // machineName() of where it was measured
    QString assayVersion;
    QString clock; // as in Environment
    std::vector<CalibrationRow> rows;

    friend bool operator==(const Calibration &, const Calibration &) = default;
};

/// "one answer at a time", "8 answers at once".
QString streamsText(int streams);

/// The row that says most about a run: the one with charts and the most streams, else the one with the most streams.
const CalibrationRow *tellingRow(const Calibration &calibration);
/// "kernel clock, measured 2026-10-30 with 32 answers at once ...": one line with the figures of the telling row.
QString calibrationSentence(const Calibration &calibration);
/// What a person may conclude from it, in one or two sentences.
QString calibrationMeaning(const Calibration &calibration);
/// "clock: kernel, error 20 us p99", with the micro sign; short, for a status line.
QString calibrationBrief(const Calibration &calibration);

/// JSON text and back. Errors: BadInput naming `where` and the key.
QByteArray writeCalibration(const Calibration &calibration);
Result<Calibration> readCalibration(const QByteArray &json, const QString &where);

/// One row to be measured.
struct CalibrationStep
{
    int streams = 1;
    int requestsEach = 6; // one after another, counted; one more that is not counted goes before
    CalibrationLoad load = CalibrationLoad::Idle;

    friend bool operator==(const CalibrationStep &, const CalibrationStep &) = default;
};
/// 1, 8 and 32 streams, each with enough tokens for a p99: about 25 s; then the same with charts, where wanted.
std::vector<CalibrationStep> calibrationSteps(bool withCharts);

struct CalibrationProgress
{
    CalibrationStep step; // being measured
    int done = 0, planned = 0; // requests, of all steps

    friend bool operator==(const CalibrationProgress &, const CalibrationProgress &) = default;
};

/// What the practice server says about one answer, by the system's steady clock.
struct ServerStamps
{
    std::optional<Nanos> requestRead; // when it had read the request
    std::vector<Nanos> written; // each token, right before it was handed to the system
};

/// Collects the errors of one row.
class CalibrationErrors
{
public:
    /// `timeline` has to be on the same clock. False, and nothing is taken, where it does not fit the server's word.
    bool take(const Timeline &timeline, const ServerStamps &truth);
    CalibrationRow row(const CalibrationStep &step) const;

private:
    std::vector<double> m_tokensUs, m_firstUs;
    int m_merged = 0;
};

} // namespace assay

Q_DECLARE_METATYPE(assay::Calibration)
Q_DECLARE_METATYPE(assay::CalibrationProgress)
