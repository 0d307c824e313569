// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/result.h"

namespace assay {

/// What a person can do about a server's failure, as a translated sentence; empty where nothing general can be said.
QString adviceFor(ErrorCode code);

} // namespace assay
