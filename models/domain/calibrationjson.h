// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/calibration.h"
#include "models/domain/jsonreader.h"

namespace assay {

/// A calibration as a part of a larger JSON text (calibration.h has the functions for one on its own).
JsonValue calibrationJson(const Calibration &calibration);
Calibration readCalibrationJson(const JsonValue &json, const QString &path, JsonProblems &problems);

} // namespace assay
