// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/run.h"

namespace assay {

/// This machine and program, as far as they can be read without privileges.
Environment readEnvironmentOfThisMachine();

} // namespace assay
