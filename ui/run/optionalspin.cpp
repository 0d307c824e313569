// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/run/optionalspin.h"

namespace assay {

OptionalSpin::OptionalSpin(int least, int most, QWidget *parent) : QSpinBox(parent)
{
    setRange(least - 1, most);
    setSpecialValueText(tr("server's"));
}

std::optional<int> OptionalSpin::number() const
{
    return value() == minimum() ? std::nullopt : std::optional(value());
}

void OptionalSpin::setNumber(std::optional<int> number)
{
    setValue(number.value_or(minimum()));
}

QValidator::State OptionalSpin::validate(QString &text, int &position) const
{
    return text.trimmed().isEmpty() ? QValidator::Acceptable : QSpinBox::validate(text, position);
}

int OptionalSpin::valueFromText(const QString &text) const
{
    return text.trimmed().isEmpty() ? minimum() : QSpinBox::valueFromText(text);
}

OptionalDoubleSpin::OptionalDoubleSpin(double most, double step, QWidget *parent) : QDoubleSpinBox(parent)
{
    setDecimals(2);
    setSingleStep(step);
    setRange(-step, most);
    setSpecialValueText(tr("server's"));
}

std::optional<double> OptionalDoubleSpin::number() const
{
    return value() < 0 ? std::nullopt : std::optional(value());
}

void OptionalDoubleSpin::setNumber(std::optional<double> number)
{
    setValue(number.value_or(minimum()));
}

QValidator::State OptionalDoubleSpin::validate(QString &text, int &position) const
{
    return text.trimmed().isEmpty() ? QValidator::Acceptable : QDoubleSpinBox::validate(text, position);
}

double OptionalDoubleSpin::valueFromText(const QString &text) const
{
    const double value = text.trimmed().isEmpty() ? minimum() : QDoubleSpinBox::valueFromText(text);
    return value < 0 ? minimum() : value;
}

} // namespace assay
