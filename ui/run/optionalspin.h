// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDoubleSpinBox>
#include <QSpinBox>

#include <optional>

namespace assay {

/// A whole number that may be left to the server: empty, or stepped below the smallest. GUI thread.
class OptionalSpin final : public QSpinBox
{
    Q_OBJECT
public:
    /// `least` >= 1.
    OptionalSpin(int least, int most, QWidget *parent = nullptr);
    std::optional<int> number() const;
    void setNumber(std::optional<int> number);

protected:
    QValidator::State validate(QString &text, int &position) const override;
    int valueFromText(const QString &text) const override;
};

/// A real number >= 0 that may be left to the server. GUI thread.
class OptionalDoubleSpin final : public QDoubleSpinBox
{
    Q_OBJECT
public:
    OptionalDoubleSpin(double most, double step, QWidget *parent = nullptr);
    std::optional<double> number() const;
    void setNumber(std::optional<double> number);

protected:
    QValidator::State validate(QString &text, int &position) const override;
    double valueFromText(const QString &text) const override;
};

} // namespace assay
