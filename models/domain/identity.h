// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QChar>
#include <QString>

namespace assay {

enum class Marker { Circle, Square, Triangle, Diamond, Plus, Cross, Star, Pentagon };

/// The one identity a model has everywhere in a run: letter, colour and marker by its place in the plan.
struct ModelIdentity
{
    int place = 0; // >= 0

    /// A, B, ... Z, AA, AB, ...
    QString letter() const;
    /// "A phi-4": with the letter, as it stands wherever there is room.
    QString named(const QString &name) const { return letter() + u' ' + name; }
    int colourIndex() const { return place % 8; }
    Marker marker() const { return static_cast<Marker>(place % 8); }
    friend bool operator==(const ModelIdentity &, const ModelIdentity &) = default;
};

} // namespace assay
