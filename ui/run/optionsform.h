// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/plan.h"

#include <QWidget>

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QHBoxLayout;
class QLineEdit;
class QSpinBox;
class QToolButton;
class QLabel;

namespace assay {

class OptionalDoubleSpin;
class OptionalSpin;

/// The options of the next run in two rows that fold away into a sentence. GUI thread.
class OptionsForm final : public QWidget
{
    Q_OBJECT
public:
    explicit OptionsForm(QWidget *parent = nullptr);

    RunOptions options() const;
    void setOptions(const RunOptions &options); // without changed()
    void setEditable(bool editable);
    bool isFolded() const;
    void setFolded(bool folded);

Q_SIGNALS:
    void changed();

private:
    void addField(QHBoxLayout *row, QWidget *editor, const QString &objectName, const QString &label,
                  const QString &tip);
    void addSwitch(QHBoxLayout *row, QCheckBox *box, const QString &objectName, const QString &tip);
    void fillFirstRow(QHBoxLayout *row);
    void fillSecondRow(QHBoxLayout *row);
    void fillOrders();
    void fillArrivals();
    void fillLoadings();
    void enableFields();
    void connectFields();
    RunOptions chosen() const;
    void edited();
    void refreshSentence();

    RunOptions m_base; // what the form has no field for
    bool m_isFilling = false;
    QToolButton *m_fold;
    QLabel *m_sentence;
    QWidget *m_fields;
    QSpinBox *m_rounds;
    QSpinBox *m_warmups;
    QComboBox *m_order;
    QSpinBox *m_concurrency;
    OptionalDoubleSpin *m_temperature;
    OptionalSpin *m_maxTokens;
    QLineEdit *m_seed;
    QSpinBox *m_idle;
    QDoubleSpinBox *m_rate;
    QComboBox *m_arrival;
    QCheckBox *m_deterministic;
    QCheckBox *m_nonce;
    QCheckBox *m_cachePrompt;
    QComboBox *m_loading;
    QCheckBox *m_keepWarm;
};

} // namespace assay
