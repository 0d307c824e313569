// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/results/pricedialog.h"

#include <QDoubleSpinBox>
#include <QLineEdit>

using namespace Qt::Literals::StringLiterals;

namespace assay {

PriceDialog::PriceDialog(const std::optional<EnergyPrice> &known, QWidget *parent)
    : FormDialog(tr("Energy price"), tr("Save"), parent)
    , m_perKwh(new QDoubleSpinBox(this))
    , m_currency(new QLineEdit(known ? known->currency : QString(), this))
{
    constexpr double highest = 1e6; // there are currencies in which it takes hundreds
    constexpr int longest = 12; // a word such as "EUR"
    setObjectName(u"priceDialog"_s);
    m_perKwh->setRange(0, highest);
    m_perKwh->setDecimals(4);
    m_perKwh->setSpecialValueText(tr("not set"));
    m_perKwh->setValue(known ? known->perKwh : 0);
    m_currency->setMaxLength(longest);
    m_currency->setPlaceholderText(tr("EUR"));
    addField(tr("Price of a kilowatt-hour"), m_perKwh, u"pricePerKwh"_s);
    addField(tr("Currency"), m_currency, u"priceCurrency"_s);
    addHint(tr("Results and reports then say what the energy of 1,000 output tokens costs."));
    recheck();
    m_perKwh->setFocus();
    m_perKwh->selectAll();
}

std::optional<EnergyPrice> PriceDialog::price() const
{
    if (m_perKwh->value() <= 0) {
        return std::nullopt;
    }
    return EnergyPrice{m_perKwh->value(), m_currency->text().trimmed()};
}

QString PriceDialog::problem() const
{
    return {};
}

} // namespace assay
