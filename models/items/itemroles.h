// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <Qt>

namespace assay {

/// Roles that the item models of a run share, beside Qt's own.
enum ItemRole {
    RawRole = Qt::UserRole + 1, // the value behind the text, for sorting; invalid where missing
    IdentityRole, // int: the model's place in the plan (ModelIdentity); invalid where the row has none
    BestRole // bool: the best of its column
};

} // namespace assay
