// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/metadatafill.h"

namespace assay {
namespace {

template <class T> void fill(std::optional<T> &known, const std::optional<T> &told)
{
    if (!known) {
        known = told;
    }
}

} // namespace

void fillMetadata(ModelMetadata &known, const ModelMetadata &told)
{
    fill(known.sizeMb, told.sizeMb);
    fill(known.quantization, told.quantization);
    fill(known.parameterCount, told.parameterCount);
    fill(known.contextLength, told.contextLength);
    fill(known.license, told.license);
    fill(known.watts, told.watts);
    fill(known.ownedBy, told.ownedBy);
    fill(known.device, told.device);
    fill(known.executionProvider, told.executionProvider);
    fill(known.family, told.family);
    if (known.capabilities.isEmpty()) {
        known.capabilities = told.capabilities;
    }
}

} // namespace assay
