// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/plan.h"

namespace assay {

class CatalogModel;
struct Catalog;

/// What becomes of the servers of an earlier run when it is gone on with. Pure.

/// The same plan with the servers as they are known now: one may listen on another port.
Plan planToday(Plan plan, const Catalog &catalog);
/// Whether the plan needs the practice server and none runs.
bool needsPractice(const Plan &plan, const Catalog &catalog);
/// Why the plan cannot be gone on with, as a sentence: a server that is not in the catalog any more or did not answer
/// when it was last asked. Empty where nothing speaks against it; a practice server can always be started.
QString goneServer(const Plan &plan, const CatalogModel &catalog);

} // namespace assay
