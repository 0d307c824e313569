// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/calibration.h"

#include <QToolButton>

namespace assay {

/// Says in the status line which clock stamps and how exactly, as far as that was measured. GUI thread.
class ClockButton final : public QToolButton
{
    Q_OBJECT
public:
    explicit ClockButton(QWidget *parent);
    /// Hidden while `clock` is empty: not known yet.
    void setClock(const QString &clock, const std::optional<Calibration> &calibration);
};

} // namespace assay
