// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/cost.h"
#include "ui/common/formdialog.h"

class QDoubleSpinBox;
class QLineEdit;

namespace assay {

/// What a kilowatt-hour costs, from which Results reckon what answers cost. GUI thread.
class PriceDialog final : public FormDialog
{
    Q_OBJECT
public:
    PriceDialog(const std::optional<EnergyPrice> &known, QWidget *parent);
    /// Absent where the price is 0.
    std::optional<EnergyPrice> price() const;

protected:
    QString problem() const override;

private:
    QDoubleSpinBox *m_perKwh;
    QLineEdit *m_currency;
};

} // namespace assay
