// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/run.h"

namespace assay {

/// Why the figures of `run` are not comparable with those of `baseline`: one translated sentence for each thing that
/// matters and differs, naming both values; empty when nothing known differs. Looked at: simulated or not, hardware,
/// frequency governor, battery, clock, prompts, order, requests at once, rate, warm-ups, nonce, prompt cache, and for
/// each model that both runs have under one name: what the server calls it, quantisation, kind and version of the
/// server, system text, parameters. What one of the two does not say is no difference. Rounds, seeds of the order and
/// the machine's load are none either. Pure.
QStringList comparability(const RunInfo &baseline, const RunInfo &run);

} // namespace assay
