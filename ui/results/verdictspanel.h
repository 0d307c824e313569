// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/compare/analysis.h"

#include <QWidget>

class QDoubleSpinBox;
class QLabel;
class QPushButton;
class QSpinBox;

namespace assay {

class VerdictTable;

/// Every pair of models with its verdict, how small a difference matters, and what it takes to tell more: further
/// rounds of the same run. GUI thread.
class VerdictsPanel final : public QWidget
{
    Q_OBJECT
public:
    explicit VerdictsPanel(QWidget *parent = nullptr);

    /// nullptr: nothing is worked out yet. `models`: of the run shown.
    void setAnalysis(const RunAnalysis *analysis, int models);
    /// A share: 0.03 is 3 %. Nothing is emitted.
    void setThreshold(double threshold);
    /// Why no further rounds can be made, as a sentence; empty where they can.
    void setRoundsProblem(const QString &problem);
    CompareMetric metric() const;
    void setMetric(CompareMetric metric);

Q_SIGNALS:
    void thresholdChanged(double threshold);
    void moreRoundsRequested(int rounds);

private:
    void buildThreshold();
    QWidget *buildRounds();
    void propose(const RunAnalysis &analysis);

    VerdictTable *m_table;
    QDoubleSpinBox *m_threshold;
    QLabel *m_roundsText;
    QSpinBox *m_rounds;
    QPushButton *m_run;
};

} // namespace assay
