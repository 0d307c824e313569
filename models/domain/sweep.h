// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/jsonreader.h"

namespace assay {

/// More combinations than this are no comparison of a person, but a slip.
inline constexpr int mostCombinations = 100;

/// How many models a model with lists in its parameters stands for; 1 without a list. Counts no further than
/// mostCombinations + 1.
int combinationCount(const Model &model);
/// One model for each combination, the last parameter changing fastest, named after its values: "phi-4-mini
/// temperature=0.7". The model itself where it has no list.
std::vector<Model> sweptModels(const Model &model);

/// Takes the lists out of the parameters of a model. A list is a sweep where the parameter itself cannot be one:
/// temperature, max_tokens and seed, and any other of numbers or true and false, except those named "..._ids". Reports
/// values that the parameter cannot have, a value that is there twice, an empty list, and more than mostCombinations.
std::vector<SweptParameter> takeSweep(ObjectReader &parameters);
/// Sets what a person typed for temperature, max_tokens or seed: nothing, one value, or several ("0; 0.7") as a sweep.
/// Several are parted by spaces, semicolons or a comma with a space; a decimal comma is read as a point. Returns what
/// is wrong as a translated sentence and then changes nothing; empty when all is well.
QString setTypedParameter(Model &model, const QString &name, const QString &typed);
/// How it is typed; empty where the run decides.
QString typedParameter(const Model &model, const QString &name);
JsonValue sweptValuesJson(const SweptParameter &parameter);

} // namespace assay
