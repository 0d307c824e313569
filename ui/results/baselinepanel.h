// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/compare/analysis.h"

#include <QWidget>

class QLabel;
class QPushButton;

namespace assay {

class VerdictTable;

/// The run that others are held against, and how each model of the run shown has changed since. GUI thread.
class BaselinePanel final : public QWidget
{
    Q_OBJECT
public:
    explicit BaselinePanel(QWidget *parent = nullptr);

    /// The baseline as the person knows it; empty without one.
    void setBaseline(const QString &name);
    /// nullptr: nothing is worked out yet.
    void setAnalysis(const RunAnalysis *analysis);
    CompareMetric metric() const;
    void setMetric(CompareMetric metric);

Q_SIGNALS:
    void fileWanted(); // a results file is to be chosen as the baseline
    void cleared();

private:
    void refresh();
    QString hint() const;

    QLabel *m_text;
    QPushButton *m_file;
    QPushButton *m_clear;
    VerdictTable *m_table;
    QString m_name;
    std::optional<BaselineAnalysis> m_shown;
    bool m_worked = false; // something was worked out
    bool m_live = false;
};

} // namespace assay
