// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/catalog.h"

namespace assay {

/// Adds what was told of a model to what is known of it already, which wins.
void fillMetadata(ModelMetadata &known, const ModelMetadata &told);

} // namespace assay
