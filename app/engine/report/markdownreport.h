// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/run.h"

namespace assay {

/// The report for people (formats.md): verdict, decision table, failures, method, environment, answers with scores.
QByteArray markdownReport(const RunData &run);

} // namespace assay
