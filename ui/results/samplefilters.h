// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/plan.h"

#include <QWidget>

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;

namespace assay {

class SamplesFilter;

/// The row of controls above the samples. Sets the filter itself. GUI thread.
class SampleFilters final : public QWidget
{
    Q_OBJECT
public:
    /// `filter` outlives the row.
    explicit SampleFilters(SamplesFilter *filter, QWidget *parent = nullptr);
    void setModels(const std::vector<PlannedModel> &models);

Q_SIGNALS:
    void warmupsShown(bool shown);

private:
    void apply();
    void refreshCount();

    SamplesFilter *m_filter;
    QLineEdit *m_text;
    QComboBox *m_model;
    QComboBox *m_status;
    QCheckBox *m_warmups;
    QLabel *m_count;
};

} // namespace assay
