// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/result.h"
#include "models/domain/run.h"

namespace assay {

/// results.json ("assay.results", version 1): key order fixed, numbers shortest-round-trip, samples in plan order.
QByteArray writeResults(const RunData &run);

/// The same without what differs from run to run of one plan on one server: ids, names, the machine, times and what
/// follows from them (speeds, flags about timing, the server's own timings). Two deterministic runs give the same text.
/// Not to be read back.
QByteArray writeStableResults(const RunData &run);

/// Reads what writeResults wrote. Errors: BadInput naming file, line or key path.
Result<RunData> readResults(const QByteArray &json, const QString &fileName);

/// A plan as JSON (the `plan` of a run) and back; used by the workspace file too.
QByteArray writePlan(const Plan &plan);
Result<Plan> readPlan(const QByteArray &json, const QString &where);
QByteArray writeEnvironment(const Environment &environment);
Environment readEnvironment(const QByteArray &json);
QByteArray writeCosts(const RunInfo &info);
RunCosts readCosts(const QByteArray &json);

} // namespace assay
