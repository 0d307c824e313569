// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMetaType>

#include <optional>

namespace assay {

/// Roles that the item models of a run share, beside Qt's own.
enum ItemRole {
    RawRole = Qt::UserRole + 1, // the value behind the text, for sorting; invalid where missing
    IdentityRole, // int: the model's place in the plan (ModelIdentity); invalid where the row has none
    BestRole, // bool: the best of its column
    NoteRole, // QString: a few small words under a figure ("n 12"); invalid where there is nothing to say
    IntervalRole // IntervalBar; invalid where a figure has none
};

/// Where a figure and its 95 % interval lie between the ends of what its column spans (0 and 1).
struct IntervalBar
{
    double low = 0, value = 0, high = 0;
    std::optional<double> zero; // where "no difference" lies, in columns of differences
    friend bool operator==(const IntervalBar &, const IntervalBar &) = default;
};

} // namespace assay

Q_DECLARE_METATYPE(assay::IntervalBar)
